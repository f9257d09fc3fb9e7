"""How the columns of a list were understood: kept beside it, said otherwise by an officer, remembered for an agency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.nominations.domain.draft_rows import BATCH, store
from khuevan.nominations.domain.drafts import Contents, lines_from, refuse_unless_open
from khuevan.nominations.domain.taking import close_if_done
from khuevan.nominations.enums import LineState
from khuevan.nominations.models import DraftLine, RememberedLayout, RosterDraft
from khuevan.people.models import Office, Organization
from khuevan.readers.roster.layouts import Layout, remembered
from khuevan.readers.roster.model import ColumnReading, TableReading
from khuevan.readers.roster.sentences import Sentence


@dataclass
class Reread:
    """What came of reading a list again: rows that are new, and rows that stayed as they were."""

    new: int = 0
    kept: list[DraftLine] = field(default_factory=list)


def remembered_for(office: Office, agency: Organization | None) -> list[RememberedLayout]:
    """What the office learned of the lists of an agency, and then of those nobody said who sent them."""
    found = RememberedLayout.objects.filter(office=office).select_related("agency")
    own = list(found.filter(agency=agency)) if agency else []
    return [*own, *found.filter(agency=None)]


def as_layouts(kept: Iterable[RememberedLayout]) -> list[Layout]:
    """The first of each signature counts."""
    layouts: dict[str, Layout] = {}
    for one in kept:
        layouts.setdefault(one.signature, Layout(signature=one.signature, headings=dict(one.roles)))
    return list(layouts.values())


def chosen_layouts(draft: RosterDraft, roles: Mapping[tuple[str, int], str]) -> list[Layout]:
    """Layouts for the tables of a draft in which somebody gives columns other roles, by table and column."""
    layouts = []
    for table in draft.tables:
        now = {int(column["index"]): str(column["role"]) for column in table["columns"]}
        wanted = {index: roles.get((table["key"], index), role) for index, role in now.items()}
        if wanted != now:
            layouts.append(Layout(table=table["key"], columns=wanted, heading_row=table["heading_row"]))
    return layouts


@verb("nominations.reread_draft")
def reread_draft(
    actor: Actor, draft: RosterDraft, contents: Contents, layouts: Sequence[Layout], *, remember: bool = True
) -> Reread:
    """Replaces the rows of a draft by those read anew with ``layouts``; what is taken, mended or left out stays.

    ``remember`` keeps what was said of the columns for the agency of the list.  Raises ``draft_is_closed``,
    ``draft_without_rows``.
    """
    refuse_unless_open(actor, draft)
    if not contents.rows:
        raise DomainError("draft_without_rows", _("The list has no people."))
    before = snapshot(draft)
    result = Reread(kept=[line for line in draft.lines.order_by("index") if _stays(line)])
    draft.lines.exclude(pk__in=[line.pk for line in result.kept]).delete()
    result.new = _merge(draft, contents, result.kept)
    draft.tables, draft.notes, draft.unused = list(contents.tables), list(contents.notes), list(contents.unused)
    said = {layout.table: layout.to_json() for layout in layouts if layout.table}
    draft.layout = [*(one for one in draft.layout if one.get("table") not in said), *said.values()]
    draft.recalled = False
    close_if_done(draft)
    draft.save(update_fields=["tables", "notes", "unused", "layout", "recalled", "waiting", "state"])
    if remember:
        _learn(actor, draft, set(said))
    record(actor, "nominations.reread_draft", draft, before, {"rows": result.new, "stayed": len(result.kept)})
    return result


def _stays(line: DraftLine) -> bool:
    return line.state != LineState.WAITING or line.is_mended


def _merge(draft: RosterDraft, contents: Contents, kept: list[DraftLine]) -> int:
    """Puts new rows around those that stay, in the order of the file; returns how many are new.

    Two people may stand in one row of a sheet: of the new ones there as many are passed over as stay.
    """
    waiting: dict[tuple[str, int], list[DraftLine]] = {}
    for line in kept:
        waiting.setdefault((line.sheet, line.number), []).append(line)
    order: list[DraftLine] = []
    for line in lines_from(draft, contents):
        staying = waiting.get((line.sheet, line.number))
        if not staying:
            order.append(line)
            continue
        order.append(staying.pop(0))
    order += [line for lines in waiting.values() for line in lines]
    far = len(order) + max((line.index for line in kept), default=0) + 1
    for turn in (far, 0):  # first out of the way: no two rows may ever have one place
        for place, line in enumerate(order):
            line.index = place + turn
        DraftLine.objects.bulk_update([line for line in order if line.pk], ["index"], batch_size=BATCH)
    fresh = [line for line in order if line.pk is None]
    store(draft, fresh, beside=kept)
    return len(fresh)


def _learn(actor: Actor, draft: RosterDraft, tables: set[str]) -> None:
    """Keeps the columns of these tables for the next list of the agency with the same headings."""
    for stored in draft.tables:
        layout = remembered(table_of(stored)) if stored["key"] in tables else None
        if layout is None:
            continue
        RememberedLayout.objects.update_or_create(
            office=draft.training_class.office,
            agency=draft.agency,
            signature=layout.signature,
            defaults={
                "headings": [column["heading"] for column in stored["columns"]],
                "roles": dict(layout.headings),
                "learned_by": account_of(actor),
            },
        )


@verb("nominations.forget_layout")
def forget_layout(actor: Actor, layout: RememberedLayout) -> None:
    """The columns of such lists are understood by their headings and contents again."""
    require(actor, "people.keep_directory", layout.office)
    locked(layout)
    record(actor, "nominations.forget_layout", layout, snapshot(layout), {"forgotten": True})
    layout.delete()


def table_json(table: TableReading, mask: Any) -> dict[str, Any]:  # noqa: ANN401 - text to text
    """A table as ``RosterDraft.tables`` holds it; samples go through ``mask`` (text, role)."""
    return {
        "key": table.key,
        "name": table.name,
        "heading_row": table.heading_row,
        "columns": [
            {
                "index": column.index,
                "heading": column.heading,
                "role": column.role,
                "why": str(column.why),
                "samples": [mask(text, column.role) for text in column.samples],
            }
            for column in table.columns
        ],
    }


def table_of(stored: Mapping[str, Any]) -> TableReading:
    columns = [
        ColumnReading(one["index"], one["heading"], one["role"], Sentence(one["why"]), tuple(one["samples"]))
        for one in stored["columns"]
    ]
    return TableReading(stored["name"], stored["heading_row"], columns, stored["key"])


fact("rows", _("rows of the list"))
fact("stayed", _("rows that stayed"))
fact("forgotten", _("forgotten"))
words(
    verbs={
        "nominations.reread_draft": _("read an uploaded list anew with other columns"),
        "nominations.forget_layout": _("forgot the columns of lists"),
    }
)
