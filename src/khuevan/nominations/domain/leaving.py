"""Who leaves the list, who comes back, and who comes instead."""

from collections.abc import Iterable
from typing import Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import LONGEST_REASON, alone, locked, reasoned
from khuevan.nominations.domain import notices
from khuevan.nominations.domain.book import Book
from khuevan.nominations.domain.enrolling import LATE, LearnerFields, enter, entry_of
from khuevan.nominations.domain.joining import Joined, invitation_of, join, nomination_of
from khuevan.nominations.domain.placing import Doubles, follow, in_line, set_accepted, set_withdrawn
from khuevan.nominations.domain.seating import one_leader
from khuevan.nominations.domain.seats import lock_quota, seats_of
from khuevan.nominations.enums import EnrollmentState, NominationState
from khuevan.nominations.models import Enrollment, Nomination
from khuevan.people.models import Person
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

AFTER_RESULTS = frozenset({ClassState.RESULTS, ClassState.AWARDED, ClassState.REPORTED})


@verb("nominations.withdraw")
def withdraw(actor: Actor, enrollment: Enrollment, *, reason: str) -> None:
    """Takes someone off the list; the row and its reason stay, the place of the agency is free.

    Raises ``reason_missing``, ``already_withdrawn``, ``results_are_approved``.
    """
    require(actor, "nominations.enroll", enrollment.training_class)
    why = reasoned(reason)
    training_class = locked(enrollment.training_class)
    refuse_after_results(training_class)
    before = snapshot(locked(enrollment))
    _take_off(enrollment, why)
    record(actor, "nominations.withdraw", enrollment, before, reason=why)
    _free_places(actor, "nominations.withdraw", training_class, [enrollment], why)


@verb("nominations.withdraw_many")
def withdraw_many(
    actor: Actor, training_class: TrainingClass, enrollments: Iterable[Enrollment | int], *, reason: str
) -> list[Enrollment]:
    """Takes several learners of one class off its list for one reason; who has left already is passed over.

    Raises ``reason_missing``, ``results_are_approved``, ``not_on_the_list`` for learners of another class.
    """
    require(actor, "nominations.enroll", training_class)
    why = reasoned(reason)
    refuse_after_results(locked(training_class))
    wanted = {one if isinstance(one, int) else one.pk for one in enrollments}
    found = list(training_class.enrollments.select_for_update().filter(pk__in=wanted))
    if len(found) != len(wanted):
        raise DomainError("not_on_the_list", _("Somebody chosen here is not on the list of the class."))
    leaving = [one for one in found if one.state == EnrollmentState.ENROLLED]
    before = {one.pk: snapshot(one) for one in leaving}
    for one in leaving:
        one.state, one.state_reason = EnrollmentState.WITHDRAWN, why
    Enrollment.objects.bulk_update(leaving, ["state", "state_reason"], batch_size=500)
    record(actor, "nominations.withdraw_many", leaving, before, reason=why)
    _free_places(actor, "nominations.withdraw_many", training_class, leaving, why)
    return leaving


@verb("nominations.restore_learner")
def restore_learner(actor: Actor, enrollment: Enrollment, *, reason: str = "") -> None:
    """Puts somebody who was taken off back on the list, at the old place.

    Raises ``results_are_approved``, ``not_withdrawn``, ``already_on_the_list`` when the same person was added again
    meanwhile, and ``agency_is_full``, ``class_is_full``, ``venue_is_full`` when somebody else has the place.
    """
    require(actor, "nominations.enroll", enrollment.training_class)
    training_class = locked(enrollment.training_class)
    refuse_after_results(training_class)
    if locked(enrollment).state != EnrollmentState.WITHDRAWN:
        raise DomainError("not_withdrawn", _("%(name)s is still on the list."), name=enrollment.full_name)
    if training_class.enrollments.current().filter(person_id=enrollment.person_id).exists():
        raise DomainError("already_on_the_list", _("%(name)s is already on the list."), name=enrollment.full_name)
    before = snapshot(enrollment)
    enrollment.state, enrollment.state_reason = EnrollmentState.ENROLLED, ""
    one_leader(enrollment)
    enrollment.save(update_fields=["state", "state_reason", "leads_group"])
    why = reason.strip()[:LONGEST_REASON]
    record(actor, "nominations.restore_learner", enrollment, before, reason=why)
    _take_place_again(actor, enrollment, why)


@verb("nominations.replace_learner")
def replace_learner(
    actor: Actor,
    enrollment: Enrollment,
    *,
    reason: str,
    person: Person | None = None,
    **fields: Unpack[LearnerFields],
) -> Enrollment:
    """Takes someone off the list and puts somebody there instead, of the same agency unless told otherwise.

    Both are linked.  Possible until the results are approved; what is not given comes from ``person``.  Raises
    ``reason_missing``, ``already_withdrawn``, ``results_are_approved``, ``row_without_name``, ``already_on_the_list``.
    """
    training_class = enrollment.training_class
    require(actor, "nominations.enroll", training_class)
    if person is not None:
        require(actor, "people.view_person", person)
    why = reasoned(reason)
    refuse_after_results(locked(training_class))
    alone("enroll")  # before the learner: a merge of people takes both in this order
    before = snapshot(locked(enrollment))
    inherited: LearnerFields = {
        "organization": enrollment.organization,
        "organization_name": enrollment.organization_name,
    }
    if "organization" in fields or "organization_name" in fields:
        inherited = {}
    _take_off(enrollment, why)
    book = Book(training_class)
    newcomer = enter(book, entry_of(person, {**inherited, **fields}, enrollment))
    told = str(_("%(reason)s (replaced by %(name)s)")) % {"reason": why, "name": newcomer.full_name}
    enrollment.state_reason = told if len(told) <= LONGEST_REASON else why
    enrollment.save(update_fields=["state_reason"])
    record(actor, "nominations.replace_learner", enrollment, before, reason=why)
    added = [*book.new_organizations, *book.new_people, newcomer]
    record(actor, "nominations.replace_learner", added, reason=why, office_key=training_class.office_id)
    _hand_place_on(actor, book, enrollment, newcomer, why)
    if training_class.state in LATE:
        notices.learner_changed(training_class, enrollment, newcomer, reason=why)
    return newcomer


def _free_places(
    actor: Actor, verb_name: str, training_class: TrainingClass, leaving: Iterable[Enrollment], why: str
) -> None:
    """The agencies' places of learners who left are free; after the list was closed the agencies are told."""
    learners = {one.pk: one for one in leaving}
    rows = follow(actor, verb_name, learners.values(), lambda row: set_withdrawn(row, why), reason=why)
    if training_class.state in LATE:
        for row in rows:
            notices.learner_changed(training_class, learners[row.enrollment_id or 0], reason=why)


def _take_place_again(actor: Actor, enrollment: Enrollment, why: str) -> None:
    """Somebody who is back holds a place of the agency again, if one is free."""
    row = Nomination.objects.filter(enrollment=enrollment).select_related("quota__invitation__training_class").first()
    if row is None:
        return
    quota = lock_quota(row.quota)
    before = snapshot(locked(row))
    if row.state != NominationState.PROPOSED:  # who waits for a word again has kept the place
        seats_of(quota.invitation).refuse_if_full(quota)
    set_accepted(row, enrollment, actor)
    row.save()
    record(actor, "nominations.restore_learner", row, before, reason=why)


def _hand_place_on(actor: Actor, book: Book, left: Enrollment, came: Enrollment, why: str) -> None:
    """Who comes instead has the place of who left; both nominations are linked."""
    invitation = invitation_of(book)
    old = Nomination.objects.select_related("quota").filter(enrollment=left).first() if invitation else None
    if invitation is None or old is None:
        join(actor, "nominations.replace_learner", book, [came], reason=why)
        return
    quota = old.quota
    quota.invitation = invitation
    follow(actor, "nominations.replace_learner", [left], lambda row: set_withdrawn(row, why), reason=why)
    row = nomination_of(quota, came)
    known = Doubles(in_line(quota)).find(row)
    joined, seats = Joined(), seats_of(invitation)
    if known is not None and known.state != NominationState.ACCEPTED:
        known.replaces = old
        joined.accept(actor, known, came, seats)
    else:
        row.replaces = old
        joined.add(actor, row, came, seats)
    joined.store(actor, "nominations.replace_learner", reason=why)


def refuse_after_results(training_class: TrainingClass) -> None:
    if training_class.state in AFTER_RESULTS:
        raise DomainError("results_are_approved", _("The results are approved; reopen them first."))


def _take_off(enrollment: Enrollment, why: str) -> None:
    if enrollment.state != EnrollmentState.ENROLLED:
        raise DomainError("already_withdrawn", _("%(name)s is no longer on the list."), name=enrollment.full_name)
    enrollment.state, enrollment.state_reason = EnrollmentState.WITHDRAWN, why
    enrollment.save(update_fields=["state", "state_reason"])
