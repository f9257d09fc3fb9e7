"""Learners whom officers put on the list for an invited agency: they take its places like those it named itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from khuevan.core import bulk
from khuevan.core.actors import Actor
from khuevan.core.audit import Snapshot, record, snapshot
from khuevan.nominations.domain.book import Book
from khuevan.nominations.domain.nominees import set_keys
from khuevan.nominations.domain.placing import Doubles, answered, in_line, set_accepted, store_rows
from khuevan.nominations.domain.seats import Seats, seats_of
from khuevan.nominations.enums import Answer, NominationState
from khuevan.nominations.models import DraftLine, Enrollment, Invitation, Nomination, Quota, Submission


def invitation_of(book: Book) -> Invitation | None:
    """The invitation of the class whose list is written, locked; no query where there is none."""
    if book.invitation_id is None:
        return None
    invitation = Invitation.objects.select_for_update().get(pk=book.invitation_id)
    invitation.training_class = book.training_class
    return invitation


def join(
    actor: Actor,
    verb_name: str,
    book: Book,
    learners: Sequence[Enrollment],
    *,
    reason: str = "",
    lines: Mapping[int, DraftLine] | None = None,
) -> None:
    """Gives learners just put on the list the places of their agencies, where these were invited.

    An agency whose own places are taken gets more, because an officer decided so.  ``lines`` are the rows of a list
    behind learners, by the key of the learner.  Part of verbs that locked the class.  Raises ``class_is_full``,
    ``venue_is_full``.
    """
    invitation = invitation_of(book) if learners else None
    if invitation is None:
        return
    bodies = {one.organization_id for one in learners if one.organization_id is not None}
    quotas = {one.organization_id: one for one in invitation.quotas.select_for_update().filter(organization__in=bodies)}
    if not quotas:
        return
    for quota in quotas.values():
        quota.invitation = invitation
    seats, joined = seats_of(invitation), Joined()
    named: dict[int, list[Nomination]] = defaultdict(list)
    for row in in_line(*quotas.values()):
        named[row.quota_id].append(row)
    doubles = {key: Doubles(named[key]) for key in (one.pk for one in quotas.values())}
    for learner in learners:
        agency = quotas.get(learner.organization_id or 0)
        if agency is not None:
            joined.take(actor, agency, seats, doubles[agency.pk], learner)
    for row in joined.new:
        line = (lines or {}).get(row.enrollment_id or 0)
        if line is not None:
            row.line, row.index = line, line.index
    joined.store(actor, verb_name, reason=reason)


@dataclass
class Joined:
    """Nominations that came with learners, or were found for them, until they are stored."""

    new: list[Nomination] = field(default_factory=list)
    found: list[Nomination] = field(default_factory=list)
    before: dict[int, Snapshot] = field(default_factory=dict)
    quotas: dict[int, tuple[Quota, Snapshot]] = field(default_factory=dict)

    def take(self, actor: Actor, quota: Quota, seats: Seats, doubles: Doubles, learner: Enrollment) -> None:
        """One learner takes a place of the agency: the one they were named for, or another."""
        row = nomination_of(quota, learner)
        known = doubles.find(row)
        if known is not None and known.state == NominationState.ACCEPTED:
            known = None
        if known is None or known.state != NominationState.PROPOSED:
            self._make_place(quota, seats)
        if known is not None:
            doubles.forget(known)
            self.accept(actor, known, learner, seats)
        else:
            self.add(actor, row, learner, seats)

    def accept(self, actor: Actor, row: Nomination, learner: Enrollment, seats: Seats) -> None:
        """Somebody who was named already is on the list now."""
        self.before[row.pk] = snapshot(row)
        seats.moved(row.quota_id, row.state, NominationState.ACCEPTED)
        set_accepted(row, learner, actor)
        self.found.append(row)

    def add(self, actor: Actor, row: Nomination, learner: Enrollment, seats: Seats) -> None:
        """Somebody on the list whom nobody named before."""
        set_accepted(row, learner, actor)
        seats.moved(row.quota_id, None, NominationState.ACCEPTED)
        self.new.append(row)

    def store(self, actor: Actor, verb_name: str, *, reason: str = "") -> None:
        bulk.store(self.new)
        store_rows(self.found)
        rows = [*self.new, *self.found]
        quotas = {row.quota_id: row.quota for row in rows}
        for quota in quotas.values():
            if quota.answer != Answer.SENT:
                self.quotas.setdefault(quota.pk, (quota, snapshot(quota)))
                answered(quota, Answer.SENT)
        changed = [quota for quota, _old in self.quotas.values()]
        record(actor, verb_name, rows, self.before, reason=reason)
        record(actor, verb_name, changed, {key: old for key, (_quota, old) in self.quotas.items()}, reason=reason)

    def _make_place(self, quota: Quota, seats: Seats) -> None:
        """Raises the agency's own number where it is used up.  Raises what ``refuse_if_shared_full`` raises."""
        seats.refuse_if_shared_full(quota)
        own = seats.own_free(quota)
        if own is None or own > 0:
            return
        self.quotas.setdefault(quota.pk, (quota, snapshot(quota)))
        quota.extra += 1 - own
        seats.widen(quota, 1 - own)
        quota.save(update_fields=["extra"])


def nomination_of(quota: Quota, learner: Enrollment, submission: Submission | None = None) -> Nomination:
    """An unsaved nomination that says what the list of the class says."""
    row = Nomination(
        training_class=quota.invitation.training_class,
        quota=quota,
        submission=submission,
        person_id=learner.person_id,
        organization_id=quota.organization_id,
        organization_name=learner.organization_name,
        placed_at=timezone.now(),
    )
    for name in _SAME:
        setattr(row, name, getattr(learner, name))
    set_keys(row)
    return row


_SAME = ("full_name", "honorific", "gender", "position", "phone", "email", "note", "birth_date", "birth_year")
