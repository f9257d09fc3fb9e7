"""A plan from an Excel or Word file: looked at first, then taken row by row."""

import dataclasses
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.people.domain.naming import Bodies
from khuevan.readers.planning import LineProblem, PlanLine, PlanSheet, read_plan
from khuevan.training.domain.plan_versions import ColumnChange, column_changes
from khuevan.training.domain.plan_words import row_of
from khuevan.training.domain.planned_classes import Organizing, add_planned, change_planned
from khuevan.training.domain.plans import open_for_planning
from khuevan.training.enums import ClassKind, OrganizerPart
from khuevan.training.models import PlannedClass, TrainingPlan
from khuevan.vietnamese.folding import fold

_COLUMNS = {
    "field": ("field",), "audience": ("audience",), "classes": ("classes",), "people": ("people",),
    "periods": ("periods",), "venue": ("venue",), "money_source": ("money_source",), "estimate": ("estimate",),
    "note": ("note",), "time": ("month_from", "month_to", "first_day", "last_day"),
}  # fmt: skip
_TIMES = frozenset({"time", "first_day", "last_day", "month_from", "month_to"})
_PARTS = {"lead": OrganizerPart.LEAD, "co": OrganizerPart.CO}
_BODY_WORDS = {"lead": _("organizer"), "co": _("in cooperation with")}


@dataclass
class SheetRow:
    """One row of the file beside the class of the plan that has its name, or None for a new one."""

    line: PlanLine
    planned: PlannedClass | None = None
    organizers: list[Organizing] = field(default_factory=list)
    changes: list[ColumnChange] = field(default_factory=list)

    @property
    def problems(self) -> list[LineProblem]:
        return self.line.problems

    @property
    def is_new(self) -> bool:
        return self.line.is_good and self.planned is None

    @property
    def is_changed(self) -> bool:
        return self.line.is_good and bool(self.changes)

    @property
    def is_same(self) -> bool:
        return self.line.is_good and self.planned is not None and not self.changes


@dataclass(frozen=True)
class SheetPreview:
    """All rows of a file, and what of it was no row; ``sheet`` is to be sent back with the decision."""

    rows: list[SheetRow]
    sheet: PlanSheet

    @property
    def new(self) -> list[SheetRow]:
        return [row for row in self.rows if row.is_new]

    @property
    def changed(self) -> list[SheetRow]:
        return [row for row in self.rows if row.is_changed]

    @property
    def refused(self) -> list[SheetRow]:
        return [row for row in self.rows if not row.line.is_good]


@dataclass(frozen=True)
class Taken:
    """What came of the rows of a file; ``refused`` by the number of the row, with the reason."""

    added: int
    changed: int
    same: int
    refused: list[tuple[int, str]]


def read_sheet(content: bytes, name: str, year: int) -> PlanSheet:
    """The classes of a file; slow, writes nothing.  Raises ``UnreadableFile`` with its sentence."""
    with tempfile.TemporaryDirectory(prefix="khuevan-") as folder:
        place = Path(folder) / f"plan{PurePath(name).suffix.lower()[:8]}"
        place.write_bytes(content)
        return read_plan(place, year)


def preview(plan: TrainingPlan, sheet: PlanSheet) -> SheetPreview:
    """What taking the rows would do; nothing is written.  ``sheet`` stays as it was read."""
    bodies = _bodies(plan, sheet)
    found = plan.planned_classes.select_related("topic").prefetch_related("organizers__organization")
    there: dict[str, PlannedClass] = {}
    for planned in found.order_by("order", "pk"):
        there.setdefault(fold(planned.title), planned)
    rows = [_row(line, sheet, bodies, there.get(fold(line.title))) for line in sheet.lines]
    return SheetPreview(rows, sheet)


@verb("training.take_plan_sheet")
def take_sheet(actor: Actor, plan: TrainingPlan, sheet: PlanSheet, *, chosen: Collection[int] | None = None) -> Taken:
    """Puts the good rows of a file into a plan; a class of the same name takes what the file says of it.

    ``chosen`` are numbers of rows, None for all.  A row that cannot be written stops no other.  Raises
    ``plan_is_approved``, ``nothing_chosen``.
    """
    open_for_planning(actor, plan)
    rows = [row for row in preview(plan, sheet).rows if chosen is None or row.line.row in chosen]
    if not rows:
        raise DomainError("nothing_chosen", _("Choose at least one row."))
    refused: list[tuple[int, str]] = []
    added = changed = same = 0
    for row in rows:
        if not row.line.is_good or row.is_same:
            same += row.is_same
            continue
        try:
            _write(actor, plan, row, sheet)
        except DomainError as error:
            refused.append((row.line.row, error.message))
        else:
            added, changed = added + (row.planned is None), changed + (row.planned is not None)
    facts = {"classes_added": added, "classes_changed": changed}
    record(actor, "training.take_plan_sheet", plan if added or changed else [], snapshot(plan), facts)
    return Taken(added, changed, same, refused)


def _bodies(plan: TrainingPlan, sheet: PlanSheet) -> dict[str, Any]:
    names = {name for line in sheet.lines for name in (*line.leads, *line.helpers)}
    return dict(Bodies(plan.office).find(sorted(names))) if names else {}


def _row(line: PlanLine, sheet: PlanSheet, bodies: dict[str, Any], planned: PlannedClass | None) -> SheetRow:
    line = dataclasses.replace(line, problems=list(line.problems))
    row = SheetRow(line, planned)
    for column, names in (("lead", line.leads), ("co", line.helpers)):
        for name in names:
            body = bodies[name].organization if name in bodies else None
            if body is not None:
                row.organizers.append(Organizing(body, _PARTS[column]))
                continue
            line.problems.append(LineProblem(column, "unknown_body", name))
            line.note = "; ".join(filter(None, [line.note, f"{str(_BODY_WORDS[column]).capitalize()}: {name}"]))[:500]
    if planned is not None and line.is_good:
        row.changes = _changes(planned, row, sheet)
    return row


def _changes(planned: PlannedClass, row: SheetRow, sheet: PlanSheet) -> list[ColumnChange]:
    before = row_of(planned)
    after = {**before, **_values(row, sheet)}
    for name in ("first_day", "last_day"):
        after[name] = after[name].isoformat() if hasattr(after[name], "isoformat") else after[name]
    organizers = _organizers(row, sheet)
    for part in OrganizerPart if organizers is not None else ():
        after[part.value] = [one.organization.name for one in organizers or () if one.part == part]
    return column_changes(before, after)


def _values(row: SheetRow, sheet: PlanSheet) -> dict[str, Any]:
    """What the file says of a class: of columns it has, and where a value was not understood, nothing."""
    line = row.line
    unread = {problem.column for problem in line.problems if problem.code not in {"too_long", "no_class"}}
    has = {"time" if column in _TIMES else column for column in sheet.columns}
    unclear = {"time" if column in _TIMES else column for column in unread}
    told = {name: getattr(line, name) for column in has - unclear for name in _COLUMNS.get(column, ())}
    if line.field and "field" not in told:  # the group it stands under
        told["field"] = line.field
    if line.note and "note" not in has:
        old = row.planned.note if row.planned else ""
        told["note"] = old if line.note in old else "; ".join(filter(None, [old, line.note]))[:500]
    return told


def _organizers(row: SheetRow, sheet: PlanSheet) -> list[Organizing] | None:
    """Those of the file, with those there are of parts that it has no column for, or an unknown name in."""
    told = {part for column, part in _PARTS.items() if column in sheet.columns}
    if row.planned is None or not told:
        return row.organizers if row.planned is None else None
    told -= {_PARTS[problem.column] for problem in row.line.problems if problem.code == "unknown_body"}
    kept = sorted(row.planned.organizers.all(), key=lambda one: (one.order, one.pk))
    others = [Organizing(one.organization, OrganizerPart(one.part)) for one in kept if one.part not in told]
    known = {(one.organization.pk, one.part) for one in others}
    return [one for one in row.organizers if (one.organization.pk, one.part) not in known] + others


def _write(actor: Actor, plan: TrainingPlan, row: SheetRow, sheet: PlanSheet) -> None:
    values = _values(row, sheet)
    organizers: Sequence[Organizing] | None = _organizers(row, sheet)
    if row.planned is not None:
        change_planned(actor, row.planned, organizers=organizers, **values)
        return
    kind = ClassKind.WORKSHOP if "tap huan" in fold(row.line.title) else ClassKind.REFRESHER
    add_planned(actor, plan, organizers=organizers or (), title=row.line.title, kind=kind, **values)


fact("classes_added", _("classes added"))
fact("classes_changed", _("classes changed"))
words(verbs={"training.take_plan_sheet": _("took classes of the plan from a file")})
