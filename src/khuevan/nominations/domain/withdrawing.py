"""An agency takes somebody back or sends somebody else, before and after the list is closed."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import LONGEST_REASON, alone, locked
from khuevan.nominations.domain import notices
from khuevan.nominations.domain.book import Book
from khuevan.nominations.domain.enrolling import LATE, enter, late_reason, refuse_if_over
from khuevan.nominations.domain.leaving import refuse_after_results
from khuevan.nominations.domain.nominees import Nominee, new_row, refuse_errors
from khuevan.nominations.domain.placing import (
    Doubles,
    answered,
    entry_of_nomination,
    in_line,
    recognise,
    set_accepted,
    set_withdrawn,
)
from khuevan.nominations.domain.seats import lock_quota
from khuevan.nominations.enums import (
    Answer,
    EnrollmentState,
    NominationState,
    SubmissionKind,
    SubmissionState,
)
from khuevan.nominations.models import Enrollment, Nomination, Quota

LIVE = frozenset({NominationState.PROPOSED, NominationState.RESERVE, NominationState.ACCEPTED, NominationState.DOUBLE})
"""From where somebody may be taken back."""


@verb("nominations.withdraw_nomination")
def withdraw_nomination(actor: Actor, nomination: Nomination, *, reason: str = "") -> Nomination:
    """Takes somebody an agency named back, from the list of the class too; the place is free then.

    The agency and the officers may do so until the results are approved; once the list is closed with a reason.
    Raises ``reason_missing``, ``results_are_approved``, ``not_in_line``.
    """
    quota, why = _open_to_change(actor, nomination, reason)
    enrollment = _on_list(nomination)
    before = snapshot(nomination)
    set_withdrawn(nomination, why)
    nomination.save()
    if enrollment is not None:
        old = snapshot(enrollment)
        _take_off(enrollment, why or str(_("withdrawn by %(agency)s")) % {"agency": quota.name})
        record(actor, "nominations.withdraw_nomination", enrollment, old, reason=why)
    record(actor, "nominations.withdraw_nomination", nomination, before, reason=why)
    if enrollment is not None and quota.invitation.training_class.state in LATE:
        notices.learner_changed(quota.invitation.training_class, enrollment, reason=why)
    return nomination


@verb("nominations.replace_nomination")
def replace_nomination(actor: Actor, nomination: Nomination, nominee: Nominee, *, reason: str = "") -> Nomination:
    """Puts somebody else where somebody an agency named stands: in the same place, on the list of the class too.

    Both are linked.  Raises ``reason_missing``, ``results_are_approved``, ``not_in_line``, ``named_before``,
    ``already_on_the_list``, and what ``nominees.refuse_errors`` raises.
    """
    quota, why = _open_to_change(actor, nomination, reason)
    enrollment = _on_list(nomination)
    newcomer = _newcomer(quota, nomination, nominee)
    before = snapshot(nomination)
    told = str(_("%(reason)s (replaced by %(name)s)")) % {"reason": why, "name": newcomer.full_name}
    set_withdrawn(nomination, (told if len(told) <= LONGEST_REASON else why).strip())
    nomination.save()
    came = None
    if enrollment is not None:
        came = _change_places(actor, nomination, newcomer, enrollment, why)
    newcomer.save(force_insert=True)
    record(actor, "nominations.replace_nomination", nomination, before, reason=why)
    record(actor, "nominations.replace_nomination", newcomer, reason=why)
    if enrollment is not None and quota.invitation.training_class.state in LATE:
        notices.learner_changed(quota.invitation.training_class, enrollment, came, reason=why)
    return newcomer


@verb("nominations.take_back_decline")
def take_back_decline(actor: Actor, quota: Quota) -> Quota:
    """The agency does send people after all; it counts as not having answered until it names somebody.

    Raises ``not_declined``, ``list_is_closed`` after the teaching.
    """
    require(actor, "nominations.answer", quota)
    lock_quota(quota)
    refuse_if_over(quota.invitation.training_class)
    if quota.answer != Answer.DECLINED:
        raise DomainError("not_declined", _("This agency has not said that it sends nobody."))
    said = list(quota.submissions.filter(kind=SubmissionKind.DECLINE, state=SubmissionState.CONFIRMED))
    before, old = snapshot(quota), {one.pk: snapshot(one) for one in said}
    for one in said:
        one.state = SubmissionState.WITHDRAWN
        one.save(update_fields=["state"])
    answered(quota, Answer.SENT if quota.nominations.counted().exists() else Answer.NONE)
    if quota.answer == Answer.NONE:
        quota.answered_at = None
        quota.save(update_fields=["answered_at"])
    record(actor, "nominations.take_back_decline", quota, before)
    record(actor, "nominations.take_back_decline", said, old)
    return quota


def _open_to_change(actor: Actor, nomination: Nomination, reason: str) -> tuple[Quota, str]:
    """Locks what a nomination belongs to, and the row; its agency, and the reason where one is needed."""
    require(actor, "nominations.answer", nomination.quota)
    quota = lock_quota(nomination.quota)
    training_class = quota.invitation.training_class
    refuse_after_results(training_class)
    why = late_reason(training_class, reason)
    alone("enroll")  # before the rows: a merge of people takes both in this order
    locked(nomination).quota = quota
    nomination.training_class = training_class
    gone = nomination.state == NominationState.ACCEPTED and _on_list(nomination) is None
    if nomination.state not in LIVE or gone:
        raise DomainError("not_in_line", _("%(name)s is neither in line nor on the list."), name=nomination.full_name)
    return quota, why


def _on_list(nomination: Nomination) -> Enrollment | None:
    """The learner behind a nomination, locked, as long as they are on the list."""
    if nomination.state != NominationState.ACCEPTED or nomination.enrollment is None:
        return None
    enrollment = locked(nomination.enrollment)
    return enrollment if enrollment.state == EnrollmentState.ENROLLED else None


def _take_off(enrollment: Enrollment, why: str) -> None:
    enrollment.state, enrollment.state_reason = EnrollmentState.WITHDRAWN, why[:LONGEST_REASON]
    enrollment.save(update_fields=["state", "state_reason"])


def _newcomer(quota: Quota, nomination: Nomination, nominee: Nominee) -> Nomination:
    """Unsaved, in the place of ``nomination``."""
    row = new_row(quota, nomination.submission, nominee, nomination.index)
    refuse_errors(row)
    recognise(quota.invitation.training_class.office_id, [row])
    others = [one for one in in_line(quota) if one.pk != nomination.pk]
    if Doubles(others).find(row) is not None:
        raise DomainError("named_before", _("This agency has named %(name)s already."), name=row.full_name)
    row.state, row.placed_at, row.replaces = nomination.state, nomination.placed_at or timezone.now(), nomination
    return row


def _change_places(
    actor: Actor, nomination: Nomination, newcomer: Nomination, enrollment: Enrollment, why: str
) -> Enrollment:
    """One learner off the list, the other on it instead."""
    training_class = nomination.training_class
    before = snapshot(enrollment)
    told = str(_("%(reason)s (replaced by %(name)s)")) % {"reason": why, "name": newcomer.full_name}
    _take_off(enrollment, told.strip())
    book = Book(training_class, keep_citizen_ids="citizen_id" in newcomer.quota.invitation.fields)
    entry = entry_of_nomination(newcomer)
    entry.replaces = enrollment
    came = enter(book, entry)
    set_accepted(newcomer, came, actor)
    record(actor, "nominations.replace_nomination", enrollment, before, reason=why)
    book.record(actor, "nominations.replace_nomination", [came], reason=why)
    return came


words(
    verbs={
        "nominations.withdraw_nomination": _("withdrew a person named by an agency"),
        "nominations.replace_nomination": _("sent somebody else"),
        "nominations.take_back_decline": _("took back that nobody is sent"),
    }
)
