"""The reserve list of a class: who comes next, by the rule of the invitation, and moving up."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import alone
from khuevan.nominations.domain import notices
from khuevan.nominations.domain.deciding import Accepted, take_on
from khuevan.nominations.domain.enrolling import late_reason
from khuevan.nominations.domain.leaving import refuse_after_results
from khuevan.nominations.domain.seats import Seats, lock_quota, seats_of
from khuevan.nominations.enums import NominationState, ReserveRule
from khuevan.nominations.models import Invitation, Nomination

type Order = Callable[[Nomination], Any]


def reserve_order(invitation: Invitation, seats: Seats | None = None) -> list[Nomination]:
    """The reserve list, who moves up first coming first.

    By time: who answered first.  By share: after each step the agency that holds the smallest part of what it was
    given (or, without a number of its own, the fewest places).  By priority: the number of the agency, 1 before 2.
    Within an agency its own order.
    """
    rows = invitation.training_class.nominations.filter(state=NominationState.RESERVE)
    waiting = list(
        rows.select_related("quota__organization", "person").order_by("placed_at", "submission", "index", "pk")
    )
    for row in waiting:
        row.quota.invitation = invitation
    if invitation.reserve_rule == ReserveRule.PRIORITY:
        return sorted(waiting, key=lambda row: row.quota.priority)
    if invitation.reserve_rule == ReserveRule.SHARE:
        return _by_share(waiting, seats or seats_of(invitation))
    return waiting


def next_up(invitation: Invitation, seats: Seats | None = None) -> Nomination | None:
    """Who moves up now; None where nobody waits or no shared place is free."""
    seats = seats or seats_of(invitation)
    for row in reserve_order(invitation, seats):
        shared = seats.shared_free(row.quota)
        if shared is None or shared > 0:
            return row
    return None


def _by_share(waiting: list[Nomination], seats: Seats) -> list[Nomination]:
    """Each step counts those already put before as if they had moved up."""
    lines: dict[int, list[Nomination]] = {}
    for row in waiting:
        lines.setdefault(row.quota_id, []).append(row)
    held = {key: seats.held(key) for key in lines}
    order = []
    while lines:
        first = min(lines, key=lambda key: (*_share(lines[key][0], held[key]), lines[key][0].placed_at, key))
        order.append(lines[first].pop(0))
        held[first] += 1
        if not lines[first]:
            del lines[first]
    return order


def _share(row: Nomination, held: int) -> tuple[float, int]:
    """How much of its places an agency holds, then how many."""
    seats = row.quota.seats
    return (held / seats if seats else float(held), held)


@verb("nominations.move_up")
def move_up(actor: Actor, nomination: Nomination, *, reason: str = "") -> Nomination:
    """Gives somebody of the reserve list a place and puts them on the list of the class.

    Where the agency's own places are taken it gets one more; anybody may be chosen, not only who is first in the
    order.  Raises ``class_is_full``, ``venue_is_full``, ``not_on_reserve``, ``cannot_move_up`` for who cannot be on
    the list, ``reason_missing`` once the list is closed, ``results_are_approved``.
    """
    require(actor, "nominations.decide", nomination.training_class)
    quota = lock_quota(nomination.quota)
    invitation = quota.invitation
    refuse_after_results(invitation.training_class)
    why = late_reason(invitation.training_class, reason)
    alone("enroll")  # before the row: a merge of people takes both in this order
    row = (
        quota.nominations.select_for_update(of=("self",)).select_related("enrollment", "person")
        .filter(pk=nomination.pk, state=NominationState.RESERVE).first()
    )  # fmt: skip
    if row is None:
        raise DomainError("not_on_reserve", _("%(name)s is not on the reserve list."), name=nomination.full_name)
    row.quota, row.training_class = quota, invitation.training_class
    seats = seats_of(invitation)
    seats.refuse_if_shared_full(quota)
    before, own = snapshot(quota), seats.own_free(quota)
    if own is not None and own <= 0:
        quota.extra += 1 - own
        quota.save(update_fields=["extra"])
        record(actor, "nominations.move_up", quota, before, reason=why)
    result = Accepted()
    take_on(actor, "nominations.move_up", invitation, [row], result, reason=why)
    if result.refused:
        raise DomainError("cannot_move_up", result.refused[0].message)
    notices.moved_up(row)
    return row


words(verbs={"nominations.move_up": _("moved a person up from the reserve list")})
