"""The order of bodies in lists by protocol (thứ tự lễ tân)."""

from collections.abc import Sequence

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.people.domain.directory_changes import Collected
from khuevan.people.domain.naming import bodies_of
from khuevan.people.domain.organizations import LAST
from khuevan.people.enums import DirectoryChangeKind, OrganizationKind
from khuevan.people.models import DirectoryChange, Organization

STEP = 10
"""Room left between two bodies, as long as there is any."""


@verb("people.arrange_protocol")
def arrange_protocol(actor: Actor, keys: Sequence[int], *, seen: str = "") -> DirectoryChange | None:
    """Puts bodies in the order of ``keys``, among themselves: they share the numbers that lie between their ends.

    Bodies not named keep their place.  ``seen`` is ``order_stamp`` of what was shown.  Returns what takes it back, or
    None where the order was so already.  Raises ``order_has_doubles``, ``changed_meanwhile``, ``order_is_full``.
    """
    require(actor, "people.change_directory")
    if len(set(keys)) != len(keys):
        raise DomainError("order_has_doubles", _("A body is named twice in the order. Load the page again."))
    rows = {row.pk: row for row in Organization.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    line = [rows[key] for key in keys if key in rows]
    if seen and seen != order_stamp(line):
        raise DomainError(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare with what is stored now, then save again."),
        )
    done = Collected()
    changed: list[Organization] = []
    for row, number in zip(line, _numbers(line), strict=True):
        if row.protocol_order != number:
            done.rewritten.append((row, snapshot(row)))
            row.protocol_order = number
            changed.append(row)
    Organization.objects.bulk_update(changed, ["protocol_order"], batch_size=500)
    change = None
    if changed:
        change = done.keep(actor, DirectoryChangeKind.PROTOCOL, _title(line))
    before = {row.pk: was for row, was in done.rewritten}
    record(actor, "people.arrange_protocol", changed, before)
    return change


def order_stamp(rows: Sequence[Organization]) -> str:
    """What the numbers of some bodies are, whatever their order."""
    return "-".join(f"{row.pk}.{row.protocol_order}" for row in sorted(rows, key=lambda row: row.pk))


def block_of(kind: OrganizationKind | str, place: str = "") -> list[Organization]:
    """The bodies of one kind that exist today, in protocol order; with ``place`` those of that province and of none."""
    rows = bodies_of(place) if place else Organization.objects.all()
    return list(rows.existing(timezone.localdate()).filter(kind=kind))


def _numbers(line: Sequence[Organization]) -> list[int]:
    """The own numbers sorted when they are all different; otherwise new ones, before the next body not named."""
    own = sorted(row.protocol_order for row in line)
    if len(set(own)) == len(own):
        return own
    first = own[0] if own[0] != LAST else _after_all(line)
    others = Organization.objects.exclude(pk__in=[row.pk for row in line]).filter(protocol_order__gt=first)
    end = others.aggregate(next=Min("protocol_order"))["next"] or LAST
    step = max(1, min(STEP, (end - first) // len(line)))
    if first + (len(line) - 1) * step >= LAST:
        raise DomainError("order_is_full", _("So many bodies cannot be put in one order."))
    return [first + place * step for place in range(len(line))]


def _after_all(line: Sequence[Organization]) -> int:
    """A number behind every body that has a place."""
    placed = Organization.objects.exclude(pk__in=[row.pk for row in line]).filter(protocol_order__lt=LAST)
    return min((placed.aggregate(last=Max("protocol_order"))["last"] or 0) + STEP, LAST - len(line))


def _title(line: Sequence[Organization]) -> str:
    kinds = {row.get_kind_display() for row in line}
    return ", ".join(sorted(str(kind) for kind in kinds))[:200]


words(verbs={"people.arrange_protocol": _("arranged organizations by protocol")})
