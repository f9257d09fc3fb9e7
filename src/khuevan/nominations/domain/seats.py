"""How many places an agency, a venue and a class have, and how many are held: counted, never stored.

A place is held by who waits for the officer's word and by who was accepted and is still on the list.  Whoever changes
that locks the class first (``lock_class``, ``lock_quota``), so that what is counted stays true until it is written.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.rows import locked
from khuevan.nominations.enums import EnrollmentState, NominationState
from khuevan.nominations.models import Invitation, Quota
from khuevan.training.models import TrainingClass


def lock_class(training_class: TrainingClass) -> Invitation:
    """Locks a class, then its invitation.  Raises ``not_invited`` where nobody was invited to it."""
    locked(training_class)
    invitation = Invitation.objects.select_for_update().filter(training_class=training_class).first()
    if invitation is None:
        raise DomainError("not_invited", _("No agency was invited to this class yet."))
    invitation.training_class = training_class
    return invitation


def lock_quota(quota: Quota) -> Quota:
    """Locks the class of an agency's invitation, the invitation, and the agency's row, in this order."""
    invitation = quota.invitation
    training_class = locked(invitation.training_class)
    locked(invitation).training_class = training_class
    locked(quota).invitation = invitation
    return quota


@dataclass
class _Places:
    """What one agency has and holds."""

    limit: int | None
    venue: int | None
    count: Counter[str] = field(default_factory=Counter)

    @property
    def held(self) -> int:
        return self.count[NominationState.PROPOSED] + self.count[NominationState.ACCEPTED]

    @property
    def free(self) -> int | None:
        return None if self.limit is None else self.limit - self.held


class Seats:
    """The places of one class as they are now; three queries, whatever the number of agencies.

    Answers take an agency's row (``Quota``) or its key.  Within one verb ``moved`` keeps the numbers up to date.
    """

    def __init__(self, invitation: Invitation) -> None:
        self.total = invitation.seats
        venues = dict(invitation.training_class.venues.values_list("pk", "capacity"))
        only = next(iter(venues)) if len(venues) == 1 else None
        self._capacity = venues
        self._agencies = {
            pk: _Places(None if seats is None else seats + extra, venue or only)
            for pk, seats, extra, venue in invitation.quotas.values_list("pk", "seats", "extra", "venue")
        }
        counted = invitation.training_class.nominations.order_by().values_list("quota", "state", "enrollment__state")
        for pk, state, enrollment, count in counted.annotate(count=Count("pk")):
            if state != NominationState.ACCEPTED or enrollment == EnrollmentState.ENROLLED:
                self._agencies[pk].count[state] += count

    @property
    def total_held(self) -> int:
        return sum(one.held for one in self._agencies.values())

    def held(self, quota: Quota | int) -> int:
        return self._of(quota).held

    def proposed(self, quota: Quota | int) -> int:
        return self._of(quota).count[NominationState.PROPOSED]

    def accepted(self, quota: Quota | int) -> int:
        """Those accepted and still on the list."""
        return self._of(quota).count[NominationState.ACCEPTED]

    def reserve(self, quota: Quota | int) -> int:
        return self._of(quota).count[NominationState.RESERVE]

    def refused(self, quota: Quota | int) -> int:
        return self._of(quota).count[NominationState.REFUSED]

    def own_free(self, quota: Quota | int) -> int | None:
        """Of the agency's own places; None where only the total counts, below zero where it holds too many."""
        return self._of(quota).free

    def shared_free(self, quota: Quota | int) -> int | None:
        """Of the places it shares with others: the total of the class and its venue; None where neither is limited."""
        return _least(self.total_free, self.venue_free(quota))

    @property
    def total_free(self) -> int | None:
        return None if self.total is None else self.total - self.total_held

    def venue_free(self, quota: Quota | int) -> int | None:
        """In the venue of the agency, which is the only venue of the class where none is said."""
        return self._room(self._of(quota).venue)

    def _room(self, venue: int | None) -> int | None:
        capacity = self._capacity.get(venue) if venue is not None else None
        return None if capacity is None else max(0, capacity - self.venue_held(venue))

    def venue_held(self, venue: int | None) -> int:
        return sum(one.held for one in self._agencies.values() if one.venue == venue)

    def free(self, quota: Quota | int) -> int | None:
        """The least of own places, total and venue; None where nothing is limited, never below zero."""
        least = _least(self.own_free(quota), self.shared_free(quota))
        return None if least is None else max(0, least)

    def free_for_new(self, quota: Quota | int) -> int | None:
        """Places somebody newly named may take: shared places for which people wait already are theirs."""
        venue = self._of(quota).venue
        total, there = self.total_free, self._room(venue)
        waiting: Counter[int | None] = Counter()
        for one in self._agencies.values() if total is not None or there is not None else ():
            waiting[one.venue] += _waiting(one)
        if total is not None:
            rooms = {one: self._room(one) for one in waiting}
            total -= sum(count if (room := rooms[one]) is None else min(count, room) for one, count in waiting.items())
        if there is not None:
            there -= waiting[venue]
        least = _least(self.own_free(quota), _least(total, there))
        return None if least is None else max(0, least)

    def moved(self, quota: Quota | int, old: str | None, new: str | None) -> None:
        """Somebody of this agency went from one state to another, within the verb that asks."""
        count = self._of(quota).count
        if old is not None:
            count[old] -= 1
        if new is not None:
            count[new] += 1

    def widen(self, quota: Quota | int, count: int) -> None:
        """The agency was given more places, within the verb that asks."""
        agency = self._of(quota)
        agency.limit = None if agency.limit is None else agency.limit + count

    def refuse_if_shared_full(self, quota: Quota | int) -> None:
        """Raises ``class_is_full`` or ``venue_is_full``."""
        if self.total is not None and self.total_held >= self.total:
            raise DomainError("class_is_full", _("All %(count)s places of the class are taken."), count=self.total)
        left = self.venue_free(quota)
        if left is not None and left <= 0:
            raise DomainError("venue_is_full", _("All places of the venue are taken."))

    def refuse_if_full(self, quota: Quota | int) -> None:
        """Also raises ``agency_is_full``, where the agency's own places are taken."""
        self.refuse_if_shared_full(quota)
        own = self.own_free(quota)
        if own is not None and own <= 0:
            raise DomainError("agency_is_full", _("All places of this agency are taken."))

    def _of(self, quota: Quota | int) -> _Places:
        return self._agencies[quota if isinstance(quota, int) else quota.pk]


def seats_of(invitation: Invitation) -> Seats:
    return Seats(invitation)


def _waiting(agency: _Places) -> int:
    """How many of its reserve list only wait for a shared place."""
    waiting = agency.count[NominationState.RESERVE]
    if not waiting:
        return 0
    return waiting if agency.free is None else min(waiting, max(0, agency.free))


def _least(one: int | None, other: int | None) -> int | None:
    known = [number for number in (one, other) if number is not None]
    return min(known, default=None)
