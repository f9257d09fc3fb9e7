"""The officers' word on who was named: onto the list, refused, onto the reserve list, or thought over."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import Snapshot, record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import LONGEST_REASON, alone, reasoned
from khuevan.nominations.domain import notices
from khuevan.nominations.domain.book import Book
from khuevan.nominations.domain.conditions import notices_for
from khuevan.nominations.domain.enrolling import LATE, late_reason, refuse_if_over
from khuevan.nominations.domain.leaving import refuse_after_results
from khuevan.nominations.domain.placing import Doubles, enroll_nominations, in_line, store_rows
from khuevan.nominations.domain.seats import Seats, lock_class, seats_of
from khuevan.nominations.enums import EnrollmentState, LineState, NominationState
from khuevan.nominations.models import DraftLine, Enrollment, Invitation, Nomination
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class NotTaken:
    """A nomination that was not accepted, and why."""

    nomination: Nomination
    message: str


@dataclass
class Accepted:
    """What came of accepting: who is on the list now, and who is not."""

    accepted: list[Nomination] = field(default_factory=list)
    refused: list[NotTaken] = field(default_factory=list)


@verb("nominations.accept")
def accept(
    actor: Actor,
    training_class: TrainingClass,
    nominations: Sequence[Nomination] | None = None,
    *,
    reason: str = "",
) -> Accepted:
    """Puts those who hold a place on the list of the class: the chosen ones, or (None) all without a serious notice.

    Who cannot be taken comes back with the reason and keeps the place; who is accepted already is passed over.  Once
    the list is closed a reason is needed: the one given, or those of the late answers.  Raises ``reason_missing``,
    ``results_are_approved``, ``not_invited``, ``no_such_nomination``.
    """
    require(actor, "nominations.decide", training_class)
    invitation = lock_class(training_class)
    rows = _chosen(invitation, nominations, NominationState.PROPOSED)
    if nominations is None:
        serious = notices_for(training_class, rows)
        rows = [row for row in rows if not any(one.serious for one in serious.get(row.pk, ()))]
    result = Accepted()
    waiting = []
    for row in rows:
        if row.state == NominationState.PROPOSED:
            waiting.append(row)
        elif row.state != NominationState.ACCEPTED:
            sentence = _("%(name)s does not wait to be accepted.")
            result.refused.append(NotTaken(row, str(sentence) % {"name": row.full_name}))
    why = _why(training_class, waiting, reason)
    take_on(actor, "nominations.accept", invitation, waiting, result, reason=why)
    if result.accepted:
        notices.nominations_accepted(result.accepted)
    return result


def take_on(
    actor: Actor,
    verb_name: str,
    invitation: Invitation,
    rows: Sequence[Nomination],
    result: Accepted,
    *,
    reason: str = "",
) -> None:
    """Puts nominations on the list and records it; part of ``accept`` and of moving up.  The class is locked."""
    before = {row.pk: snapshot(row) for row in rows}
    back = {row.enrollment_id: snapshot(row.enrollment) for row in rows if row.enrollment is not None}
    book = Book(invitation.training_class, keep_citizen_ids="citizen_id" in invitation.fields)
    new, returned = list[Enrollment](), list[Enrollment]()
    for row, answer in zip(rows, enroll_nominations(book, rows, actor), strict=True):
        if isinstance(answer, DomainError):
            result.refused.append(NotTaken(row, answer.message))
            continue
        result.accepted.append(row)
        (returned if answer.pk in back else new).append(answer)
    store_rows(result.accepted)
    _take_lines([row for row in result.accepted if row.line_id is not None], {one.pk for one in book.new_people})
    record(actor, verb_name, result.accepted, before, reason=reason)
    book.record(actor, verb_name, new, reason=reason)
    record(actor, verb_name, returned, back, reason=reason)


def _take_lines(rows: Sequence[Nomination], new_people: set[int]) -> None:
    """The rows of lists behind people of the reserve list stand on the list of the class now."""
    if not rows:
        return
    lines = {row.line_id: row.enrollment for row in rows if row.line_id is not None}
    waiting = list(DraftLine.objects.filter(pk__in=lines, state=LineState.RESERVED))
    for line in waiting:
        learner = lines[line.pk]
        line.state, line.enrollment = LineState.TAKEN, learner
        line.person_was_new = learner is not None and learner.person_id in new_people
    DraftLine.objects.bulk_update(waiting, ["state", "enrollment", "person_was_new"], batch_size=500)


@verb("nominations.refuse")
def refuse(actor: Actor, nominations: Sequence[Nomination], *, reason: str) -> list[Nomination]:
    """Refuses people who wait for a word or stand on the reserve list; who is refused already is passed over.

    Raises ``reason_missing``, ``cannot_be_refused`` for who is on the list: they are taken off it instead.
    """
    why = reasoned(reason)
    _invitation, rows = _of_one_class(actor, nominations)
    open_ones = (NominationState.PROPOSED, NominationState.RESERVE, NominationState.DOUBLE)
    if other := [row for row in rows if row.state not in (*open_ones, NominationState.REFUSED)]:
        sentence = _("%(name)s does not wait for a decision any more. Load the page again.")
        raise DomainError("cannot_be_refused", sentence, name=other[0].full_name)
    changed = [row for row in rows if row.state in open_ones]
    _set_state(actor, "nominations.refuse", changed, NominationState.REFUSED, why)
    if changed:
        notices.nominations_refused(changed)
    return changed


@verb("nominations.to_reserve")
def to_reserve(actor: Actor, nominations: Sequence[Nomination]) -> list[Nomination]:
    """Moves people who hold a place and are not accepted yet to the reserve list, where they keep their time.

    Raises ``not_proposed``.
    """
    _invitation, rows = _of_one_class(actor, nominations)
    if other := [row for row in rows if row.state not in (NominationState.PROPOSED, NominationState.RESERVE)]:
        sentence = _("%(name)s does not wait to be accepted.")
        raise DomainError("not_proposed", sentence, name=other[0].full_name)
    changed = [row for row in rows if row.state == NominationState.PROPOSED]
    _set_state(actor, "nominations.to_reserve", changed, NominationState.RESERVE)
    return changed


@verb("nominations.reconsider")
def reconsider(actor: Actor, nominations: Sequence[Nomination], *, reason: str = "") -> list[Nomination]:
    """Takes decisions back: who was refused, withdrawn, put on the reserve list or accepted waits for a word again.

    Where no place is left they wait on the reserve list.  Who was accepted leaves the list of the class, which is
    possible until it is closed.  Raises ``list_is_closed``, ``cannot_be_reconsidered``, and ``named_before`` where the
    agency has named the person again meanwhile.
    """
    invitation, rows = _of_one_class(actor, nominations)
    taken = [row for row in rows if row.state == NominationState.ACCEPTED]
    gone = [row for row in taken if row.enrollment is None or row.enrollment.state != EnrollmentState.ENROLLED]
    if other := [*gone, *(row for row in rows if row.state == NominationState.DOUBLE)]:
        sentence = _("Nothing was decided about %(name)s that could be taken back.")
        raise DomainError("cannot_be_reconsidered", sentence, name=other[0].full_name)
    if taken and invitation.training_class.state in LATE:
        raise DomainError("list_is_closed", _("The list of this class is closed."))
    changed = [row for row in rows if row.state != NominationState.PROPOSED]
    _refuse_named_again(changed)
    before = {row.pk: snapshot(row) for row in changed}
    _leave_list(actor, taken, reason.strip()[:LONGEST_REASON])
    seats = seats_of(invitation)
    for row in sorted(changed, key=lambda one: (one.placed_at or timezone.now(), one.pk)):
        _back_in_line(row, seats)
    store_rows(changed)
    record(actor, "nominations.reconsider", changed, before, reason=reason.strip()[:LONGEST_REASON])
    return changed


def _refuse_named_again(rows: Sequence[Nomination]) -> None:
    named: dict[int, Doubles] = {}
    for other in in_line(*{row.quota_id: row.quota for row in rows}.values()):
        named.setdefault(other.quota_id, Doubles()).add(other)
    for row in rows:
        doubles = named.setdefault(row.quota_id, Doubles())
        if doubles.find(row) is not None:
            raise DomainError("named_before", _("This agency has named %(name)s already."), name=row.full_name)
        doubles.add(row)


def _back_in_line(row: Nomination, seats: Seats) -> None:
    """Unsaved: to a place where one is free, the own one for who held it."""
    old = row.state
    free = None if old == NominationState.ACCEPTED else seats.free(row.quota_id)
    new = (
        NominationState.PROPOSED
        if old == NominationState.ACCEPTED or free is None or free > 0
        else NominationState.RESERVE
    )
    if old == NominationState.ACCEPTED:
        seats.moved(row.quota_id, None, new)  # off the list it was counted no more
    else:
        seats.moved(row.quota_id, old, new)
    row.state, row.reason, row.decided_at, row.decided_by = new, "", None, None


def _leave_list(actor: Actor, rows: Sequence[Nomination], reason: str) -> None:
    learners = [row.enrollment for row in rows if row.enrollment is not None]
    before = {one.pk: snapshot(one) for one in learners}
    for one in learners:
        one.state, one.state_reason = EnrollmentState.WITHDRAWN, reason or str(_("the acceptance was taken back"))
    Enrollment.objects.bulk_update(learners, ["state", "state_reason"], batch_size=500)
    record(actor, "nominations.reconsider", learners, before, reason=reason)


def _why(training_class: TrainingClass, rows: Sequence[Nomination], reason: str) -> str:
    """The reason of a late change: what the officer says, or what the agencies said when they answered late."""
    refuse_after_results(training_class)
    if training_class.state not in LATE or reason.strip():
        return late_reason(training_class, reason)
    said = {row.submission.late_reason for row in rows if row.submission is not None and row.submission.late_reason}
    return late_reason(training_class, "; ".join(sorted(said))[:LONGEST_REASON])


def _chosen(
    invitation: Invitation, nominations: Sequence[Nomination] | None, state: NominationState
) -> list[Nomination]:
    """The chosen rows of a class as they are now, or all in a state; in the order of the answers, locked."""
    alone("enroll")  # before the rows: a merge of people takes both in this order
    rows = invitation.training_class.nominations.select_for_update(of=("self",)).order_by("placed_at", "pk")
    rows = rows.select_related("quota__organization", "submission", "enrollment", "person")
    if nominations is None:
        found = list(rows.filter(state=state))
    else:
        keys = {one.pk for one in nominations}
        found = list(rows.filter(pk__in=keys).counted())
        if len(found) != len(keys):
            raise DomainError("no_such_nomination", _("Somebody chosen here is not named for this class."))
    for row in found:
        row.training_class, row.quota.invitation = invitation.training_class, invitation
    return found


def _of_one_class(actor: Actor, nominations: Sequence[Nomination]) -> tuple[Invitation, list[Nomination]]:
    if not nominations:
        raise DomainError("nobody_chosen", _("Choose at least one person."))
    training_class = nominations[0].training_class
    require(actor, "nominations.decide", training_class)
    invitation = lock_class(training_class)
    refuse_if_over(invitation.training_class)
    return invitation, _chosen(invitation, nominations, NominationState.PROPOSED)


def _set_state(
    actor: Actor, verb_name: str, rows: Sequence[Nomination], state: NominationState, reason: str = ""
) -> None:
    before: dict[int, Snapshot] = {row.pk: snapshot(row) for row in rows}
    for row in rows:
        row.state, row.reason = state, reason
        row.decided_at, row.decided_by = timezone.now(), account_of(actor)
    store_rows(rows)
    record(actor, verb_name, rows, before, reason=reason)


words(
    verbs={
        "nominations.accept": _("accepted people named by agencies"),
        "nominations.refuse": _("refused a person named by an agency"),
        "nominations.to_reserve": _("put a person on the reserve list"),
        "nominations.reconsider": _("took a decision about a person back"),
    }
)
