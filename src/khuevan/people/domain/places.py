"""Entering the bodies of a whole province at once: departments, communes, their units, and what they were before."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.permissions import may, require
from khuevan.core.rows import checked
from khuevan.people.domain.directory_changes import Collected
from khuevan.people.domain.naming import alias_key
from khuevan.people.domain.organizations import LAST, new_organization, rewrite_organization
from khuevan.people.domain.province_plan import (
    Part,
    Planned,
    PlannedSuccession,
    ProvincePlan,
    plan_province,
)
from khuevan.people.enums import DirectoryChangeKind, OrganizationKind
from khuevan.people.models import DirectoryChange, Office, Organization, Succession
from khuevan.vietnamese.places import formed_from, place_name

_BATCH = 500
_COMPLETED = ("symbol", "short_name", "place_name", "area_code", "head_title", "valid_from", "valid_to")
"""Columns filled where a body that is there already says nothing."""


@dataclass(frozen=True)
class Share:
    """One part of a preview: how many bodies are new, are completed, are there already."""

    part: Part
    new: int
    completed: int
    same: int
    unverified: bool
    examples: tuple[str, ...]

    @property
    def total(self) -> int:
        return self.new + self.completed + self.same


@dataclass(frozen=True)
class Preview:
    """What entering a province would do."""

    plan: ProvincePlan
    shares: list[Share]
    successions: int

    @property
    def new(self) -> int:
        return sum(one.new for one in self.shares)

    @property
    def changes(self) -> int:
        return self.successions + sum(one.new + one.completed for one in self.shares)


@dataclass(frozen=True)
class Loaded:
    """What was done; ``change`` takes it back, and is None where nothing was to do."""

    made: int
    completed: int
    successions: int
    change: DirectoryChange | None


def preview_province(code: str, parts: Collection[Part | str]) -> Preview:
    """What ``load_province`` would do now.  Raises what it raises."""
    plan = plan_province(code, parts)
    known = _matched(plan)
    counts: Counter[tuple[Part, str]] = Counter()
    names: dict[Part, list[str]] = {}
    doubtful: set[Part] = set()
    for one in plan.bodies:
        body = known.get(one.key)
        state = "new" if body is None else "completed" if _missing(body, one, known) else "same"
        counts[one.part, state] += 1
        names.setdefault(one.part, []).append(one.values["name"])
        doubtful |= set() if one.verified else {one.part}
    shares = [
        Share(
            part,
            counts[part, "new"],
            counts[part, "completed"],
            counts[part, "same"],
            unverified=part in doubtful,
            examples=tuple(line[:3]),
        )
        for part, line in names.items()
    ]
    return Preview(plan, shares, len(_new_pairs(plan, known)))


@verb("people.load_province")
def load_province(actor: Actor, code: str, parts: Collection[Part | str]) -> Loaded:
    """Enters the bodies of a province of today, by its code.

    What is there already, by its name or the code of its place, stays and is only completed; so the same again does
    nothing.  Raises ``no_such_province``, ``nothing_chosen``.
    """
    require(actor, "people.change_directory")
    plan = plan_province(code, parts)
    known = _matched(plan, lock=True)
    done = Collected()
    completed = _complete(actor, plan, known, done)
    made = _make(plan, known, done)
    rows = [checked(_succession(one, known)) for one in _new_pairs(plan, known)]
    Succession.objects.bulk_create(rows, batch_size=_BATCH)
    done.made += rows
    change = None
    if made or completed or rows:
        change = done.keep(actor, DirectoryChangeKind.PROVINCE, plan.province.full_name())
    before = {row.pk: was for row, was in done.rewritten}
    record(actor, "people.load_province", [*made, *rows, *([change] if change else [])])
    record(actor, "people.load_province", [row for row, _was in done.rewritten], before)
    return Loaded(len(made), len(completed), len(rows), change)


def _complete(actor: Actor, plan: ProvincePlan, known: dict[str, Organization], done: Collected) -> list[Organization]:
    """Fills what is missing; the body of another office is its own affair."""
    completed = []
    offices = set(Office.objects.values_list("organization_id", flat=True))
    for one in plan.bodies:
        body = known.get(one.key)
        missing = _missing(body, one, known) if body is not None else {}
        if body is None or not missing:
            continue
        if body.pk in offices and not may(actor, "people.change_organization", body):
            continue
        done.rewritten.append((body, snapshot(body)))
        rewrite_organization(body, missing)
        completed.append(body)
    Organization.objects.bulk_update(completed, [*_COMPLETED, "kind", "parent", "protocol_order", "search_key"], _BATCH)
    return completed


def _make(plan: ProvincePlan, known: dict[str, Organization], done: Collected) -> list[Organization]:
    """Stores new bodies level by level, since a unit needs the key of the body it belongs to."""
    made: list[Organization] = []
    waiting = [one for one in plan.bodies if one.key not in known]
    while waiting:
        ready = [one for one in waiting if not one.above or one.above in known]
        for one in ready:
            known[one.key] = new_organization({**one.values, "parent": known.get(one.above)})
        rows = [known[one.key] for one in ready]
        Organization.objects.bulk_create(rows, batch_size=_BATCH)
        made += rows
        waiting = [one for one in waiting if one.key not in known]
        if not ready:
            raise ValueError(waiting[0].above)
    done.made += made
    return made


def _succession(one: PlannedSuccession, known: dict[str, Organization]) -> Succession:
    ends = {"predecessor": known[one.before], "successor": known[one.after]}
    return Succession(**ends, kind=one.kind, on=one.on, scope=one.scope)


def _missing(body: Organization, one: Planned, known: dict[str, Organization]) -> dict[str, Any]:
    """What the plan knows and the stored body does not say."""
    found = {name: one.values[name] for name in _COMPLETED if one.values.get(name) and not getattr(body, name)}
    if _contradicts(body, found):
        found.pop("valid_from", None)
        found.pop("valid_to", None)
    if body.kind == OrganizationKind.OTHER and one.values["kind"] != OrganizationKind.OTHER:
        found["kind"] = one.values["kind"]
    if body.protocol_order == LAST and one.values["protocol_order"] != LAST:
        found["protocol_order"] = one.values["protocol_order"]
    above = known.get(one.above)
    if body.parent_id is None and above is not None and above.pk != body.pk:
        found["parent"] = above
    return found


def _contradicts(body: Organization, found: dict[str, Any]) -> bool:
    start, end = found.get("valid_from") or body.valid_from, found.get("valid_to") or body.valid_to
    return bool(start and end and end < start)


def _matched(plan: ProvincePlan, *, lock: bool = False) -> dict[str, Organization]:
    """The stored bodies that planned ones are, by key of the plan; each stored body once.

    Several communes or districts of the country share a name: only bodies of this province are looked at.
    """
    places = [place_name(plan.province), *(one.name for one in formed_from(plan.province))]
    below = Q(parent__place_name__in=places) | Q(parent__parent__place_name__in=places)
    codes = {code for one in plan.bodies if (code := one.values.get("area_code"))}
    near = Organization.objects.filter(Q(place_name__in=places) | below | Q(area_code__in=codes)).order_by("pk")
    by_name: dict[tuple[str, str], list[Organization]] = {}
    for body in near.select_for_update(of=("self",)) if lock else near:
        by_name.setdefault((body.place_name, alias_key(body.name, body.place_name)), []).append(body)
    known: dict[str, Organization] = {}
    taken: set[int] = set()
    for one in plan.bodies:
        found = [body for body in _like(one, by_name, places) if body.pk not in taken]
        if found:
            known[one.key] = found[0]
            taken.add(found[0].pk)
    return known


def _like(
    one: Planned, by_name: Mapping[tuple[str, str], list[Organization]], places: Sequence[str]
) -> list[Organization]:
    """Bodies of that name and place, those of its code first; communes may stand under the place of the province."""
    name, code, ends = one.values["name"], one.values.get("area_code", ""), one.values.get("valid_to")
    where = [one.place, *places] if one.values["kind"] == OrganizationKind.DISTRICT else [one.place]
    found = [body for place in dict.fromkeys(where) for body in by_name.get((place, alias_key(name, place)), ())]
    fitting = [body for body in found if body.area_code in {"", code} and (ends or body.exists(timezone.localdate()))]
    return sorted(fitting, key=lambda body: body.area_code != code)


def _new_pairs(plan: ProvincePlan, known: dict[str, Organization]) -> list[PlannedSuccession]:
    """Successions of the plan that are not stored yet."""
    stored = {body.pk for body in known.values() if body.pk}
    rows = Succession.objects.filter(predecessor__in=stored, successor__in=stored)
    there = set(rows.values_list("predecessor_id", "successor_id"))
    return [one for one in plan.successions if _pair(one, known) not in there]


def _pair(one: PlannedSuccession, known: dict[str, Organization]) -> tuple[int, int]:
    before, after = known.get(one.before), known.get(one.after)
    return (before.pk if before else 0, after.pk if after else 0)


words(verbs={"people.load_province": _("entered the bodies of a province")})
