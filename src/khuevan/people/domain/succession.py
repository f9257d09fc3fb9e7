"""What became of bodies: renamed, merged, split, part of their work moved, dissolved.

A class, a list or a certificate keeps the body it had; only ``heirs`` says who does that work on another day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Unpack

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.people.domain.lineage import heir_keys
from khuevan.people.domain.organizations import OrganizationFields, new_organization
from khuevan.people.enums import SuccessionKind
from khuevan.people.models import Organization, Succession

_DAY = timedelta(days=1)
DEEPEST = 8
"""Generations shown before and after a body."""
_COPIED = ("kind", "symbol", "parent", "place_name", "protocol_order", "area_code", "head_title", "issues_documents")


@dataclass(frozen=True)
class Relative:
    """One line of the tree before or after a body; ``depth`` 0 stands next to it."""

    depth: int
    succession: Succession
    organization: Organization | None
    """Who came before or after; none when it was dissolved without successor."""


def heirs(organization: Organization, on: date | None = None) -> list[Organization]:
    """Who does the work of a body on a day, today when not said; a body nobody followed has none."""
    return heirs_of([organization], on)[organization.pk]


def heirs_of(organizations: Iterable[Organization], on: date | None = None) -> dict[int, list[Organization]]:
    """The same for many, in a query for each generation; by key."""
    keys = heir_keys({one.pk for one in organizations}, on or timezone.localdate())
    rows = Organization.objects.in_bulk(list({key for line in keys.values() for key in line}))
    return {one: [rows[key] for key in line] for one, line in keys.items()}


def line_before(organization: Organization) -> list[Relative]:
    """Whose work came to a body, and to those before it."""
    return _line(organization, "successor", "predecessor")


def line_after(organization: Organization) -> list[Relative]:
    """Where the work of a body went, and went on to."""
    return _line(organization, "predecessor", "successor")


@verb("people.succeed")
def succeed(
    actor: Actor,
    predecessor: Organization,
    successor: Organization | None,
    *,
    kind: SuccessionKind | str,
    on: date,
    scope: str = "",
    document: str = "",
) -> Succession:
    """Says that from ``on`` the work of a body, or the part ``scope``, is done by another; it ends the day before.

    It does not end when only part of its work moved.  Raises ``successor_missing``, ``succeeds_itself``,
    ``successor_not_there``, ``succession_circle``, ``ends_before_start``, ``ended_already``, ``already_there``.
    """
    row = _link(actor, predecessor, successor, kind=SuccessionKind(kind), on=on, scope=scope, document=document)
    ended = _end(predecessor, row.kind, on)
    record(actor, "people.succeed", row)
    if ended is not None:
        record(actor, "people.succeed", predecessor, ended)
    return row


@verb("people.rename_body")
def rename_body(
    actor: Actor, body: Organization, *, on: date, document: str = "", **fields: Unpack[OrganizationFields]
) -> Organization:
    """A new name from a day on: another row, so that what was written before keeps the old one.

    ``fields`` say what is new; the rest is copied, and the units below that still exist move along.
    Raises what ``succeed`` raises.
    """
    values: dict[str, Any] = {name: getattr(body, name) for name in _COPIED}
    renamed = _new_body({**values, **fields, "valid_from": on})
    row = _link(actor, body, renamed, kind=SuccessionKind.RENAMED, on=on, document=document)
    units = list(body.units.existing(on).select_for_update())
    before = {unit.pk: snapshot(unit) for unit in units}
    body.units.filter(pk__in=before).update(parent=renamed)
    for unit in units:
        unit.parent = renamed
    ended = _end(body, row.kind, on)
    record(actor, "people.rename_body", [renamed, row])
    record(actor, "people.rename_body", [body, *units], {**before, body.pk: ended or snapshot(body)})
    return renamed


@verb("people.merge_bodies")
def merge_bodies(
    actor: Actor,
    bodies: Sequence[Organization],
    *,
    on: date,
    into: Organization | None = None,
    document: str = "",
    **fields: Unpack[OrganizationFields],
) -> Organization:
    """Several bodies become one: ``into`` (one of them may go on), or a new one that ``fields`` describe.

    Raises ``nothing_to_merge`` and what ``succeed`` raises.
    """
    ending = [body for body in bodies if into is None or body.pk != into.pk]
    if not ending or (into is None and len(ending) < 2):
        raise DomainError("nothing_to_merge", _("Choose at least two bodies that become one."))
    made: list[Organization | Succession] = []
    if into is None:
        first = {name: getattr(ending[0], name) for name in _COPIED}
        into = _new_body({**first, **fields, "valid_from": on})
        made.append(into)
    before = {}
    for body in ending:
        made.append(_link(actor, body, into, kind=SuccessionKind.MERGED, on=on, document=document))
        before[body.pk] = _end(body, SuccessionKind.MERGED, on) or snapshot(body)
    record(actor, "people.merge_bodies", made)
    record(actor, "people.merge_bodies", ending, before)
    return into


@verb("people.split_body")
def split_body(
    actor: Actor,
    body: Organization,
    shares: Sequence[tuple[Organization, str]],
    *,
    on: date,
    goes_on: bool = False,
    document: str = "",
) -> list[Succession]:
    """The work of a body goes to several, each with its share in words; ``goes_on`` keeps the body with the rest.

    Raises ``nothing_to_split`` and what ``succeed`` raises.
    """
    if not shares:
        raise DomainError("nothing_to_split", _("Say which bodies take over the work."))
    kind = SuccessionKind.TRANSFERRED if goes_on else SuccessionKind.SPLIT
    rows = [_link(actor, body, one, kind=kind, on=on, scope=scope, document=document) for one, scope in shares]
    ended = _end(body, kind, on)
    record(actor, "people.split_body", rows)
    if ended is not None:
        record(actor, "people.split_body", body, ended)
    return rows


@verb("people.dissolve")
def dissolve(actor: Actor, body: Organization, *, on: date, document: str = "") -> Succession:
    """A body ends and nobody takes over its work.  Raises what ``succeed`` raises."""
    row = _link(actor, body, None, kind=SuccessionKind.DISSOLVED, on=on, document=document)
    ended = _end(body, row.kind, on)
    record(actor, "people.dissolve", row)
    record(actor, "people.dissolve", body, ended or snapshot(body))
    return row


@verb("people.change_succession")
def change_succession(
    actor: Actor, succession: Succession, *, on: date, scope: str = "", document: str = "", seen: str = ""
) -> None:
    """Corrects day, share or document; the last day of the body moves with it.

    Raises ``changed_meanwhile`` and what ``succeed`` raises.
    """
    body = succession.predecessor
    require(actor, "people.change_organization", body)
    unchanged(locked(succession), seen)
    locked(body)
    before, body_before = snapshot(succession), snapshot(body)
    ended_by_this = succession.kind != SuccessionKind.TRANSFERRED and body.valid_to == succession.on - _DAY
    succession.on, succession.scope, succession.record = on, scope.strip(), document.strip()
    _judge(succession)
    checked(succession).save()
    if ended_by_this:
        body.valid_to = on - _DAY
        _refuse_short_life(body)
        body.save(update_fields=["valid_to"])
    record(actor, "people.change_succession", succession, before)
    record(actor, "people.change_succession", body, body_before)


@verb("people.take_back_succession")
def take_back_succession(actor: Actor, succession: Succession) -> None:
    """It did not happen: the row goes, and the body exists again unless something else ended it.

    Units that a new name took along come back; the body of the new name stays, to be taken out by hand.
    """
    body, successor = succession.predecessor, succession.successor
    require(actor, "people.change_organization", body)
    locked(succession)
    locked(body)
    before = snapshot(body)
    others = body.successions.exclude(pk=succession.pk).exclude(kind=SuccessionKind.TRANSFERRED)
    if body.valid_to == succession.on - _DAY and not others.exists():
        body.valid_to = None
        body.save(update_fields=["valid_to"])
    units = list(successor.units.select_for_update()) if successor and succession.kind == SuccessionKind.RENAMED else []
    unit_before = {unit.pk: snapshot(unit) for unit in units}
    for unit in units:
        unit.parent = body
        unit.save(update_fields=["parent"])
    record(actor, "people.take_back_succession", succession, snapshot(succession), {"gone": True})
    record(actor, "people.take_back_succession", [body, *units], {body.pk: before, **unit_before})
    succession.delete()


def _new_body(fields: dict[str, Any]) -> Organization:
    body = new_organization(fields)
    body.save(force_insert=True)
    return body


def _link(
    actor: Actor,
    predecessor: Organization,
    successor: Organization | None,
    *,
    kind: SuccessionKind,
    on: date,
    scope: str = "",
    document: str = "",
) -> Succession:
    """The judged and stored row; both bodies are locked in the order of their keys."""
    require(actor, "people.change_organization", predecessor)
    for body in sorted(filter(None, (predecessor, successor)), key=lambda one: one.pk):
        locked(body)
    row = Succession(
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        on=on,
        scope=scope.strip(),
        record=document.strip(),
    )
    _judge(row)
    if kind != SuccessionKind.SPLIT and predecessor.valid_to and predecessor.valid_to < on - _DAY:
        raise DomainError(
            "ended_already", _("%(name)s ended on another day already. Correct that first."), name=predecessor.name
        )
    checked(row).save(force_insert=True)
    return row


def _judge(row: Succession) -> None:
    if row.successor is None:
        if row.kind != SuccessionKind.DISSOLVED:
            raise DomainError("successor_missing", _("Say which body took over the work."))
        return
    if row.successor_id == row.predecessor_id:
        raise DomainError("succeeds_itself", _("A body cannot be its own successor."))
    if not row.successor.exists(row.on):
        raise DomainError(
            "successor_not_there",
            _("%(name)s does not exist on that day, so it cannot take over."),
            name=row.successor.name,
        )
    if row.kind != SuccessionKind.TRANSFERRED and _leads_to(row.successor_id, row.predecessor_id, row.on):
        raise DomainError("succession_circle", _("The work would come back to the body that ended."))


def _leads_to(start: int | None, wanted: int, since: date) -> bool:
    """Whether work that came to ``start`` on a day came to ``wanted`` later."""
    seen: set[int | None] = set()
    line = [(start, since)]
    while line:
        key, day = line.pop()
        if key == wanted:
            return True
        if key in seen:
            continue
        seen.add(key)
        rows = Succession.objects.filter(predecessor_id=key, successor__isnull=False, on__gte=day)
        line += list(rows.values_list("successor_id", "on"))
    return False


def _end(body: Organization, kind: SuccessionKind | str, on: date) -> dict[str, Any] | None:
    """Gives the body its last day, and returns what it was before; nothing when it goes on or has ended so."""
    if kind == SuccessionKind.TRANSFERRED or body.valid_to == on - _DAY:
        return None
    before = snapshot(body)
    body.valid_to = on - _DAY
    _refuse_short_life(body)
    body.save(update_fields=["valid_to"])
    return before


def _refuse_short_life(body: Organization) -> None:
    if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
        raise DomainError("ends_before_start", _("The last day comes before the first day."))


def _line(organization: Organization, near: str, far: str) -> list[Relative]:
    """Generation after generation, a query each; then put together as a tree read from top to bottom."""
    found: dict[int, list[Succession]] = {}
    waiting = {organization.pk}
    for _generation in range(DEEPEST):
        if not waiting:
            break
        rows = Succession.objects.filter(**{f"{near}__in": waiting}).select_related(far).order_by("on", "pk")
        found |= {key: [] for key in waiting}
        for row in rows:
            found[getattr(row, f"{near}_id")].append(row)
        reached = {getattr(row, f"{far}_id") for key in waiting for row in found[key]}
        waiting = {key for key in reached if key is not None and key not in found}
    return _flat(organization.pk, far, found, 0, {organization.pk})


def _flat(key: int, far: str, found: dict[int, list[Succession]], depth: int, seen: set[int]) -> list[Relative]:
    lines: list[Relative] = []
    for row in found.get(key, ()):
        other: Organization | None = getattr(row, far)
        lines.append(Relative(depth, row, other))
        if other is not None and other.pk not in seen:
            lines += _flat(other.pk, far, found, depth + 1, seen | {other.pk})
    return lines


words(
    verbs={
        "people.succeed": _("said who took over the work of an organization"),
        "people.rename_body": _("gave an organization a new name"),
        "people.merge_bodies": _("merged organizations"),
        "people.split_body": _("split an organization"),
        "people.dissolve": _("dissolved an organization"),
        "people.change_succession": _("corrected what became of an organization"),
        "people.take_back_succession": _("took back what became of an organization"),
    }
)
