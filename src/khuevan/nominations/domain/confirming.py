"""The moment an answer counts: who vouches for it, and where its people stand then."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core import bulk
from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record as leave_trace
from khuevan.core.audit import snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import alone, checked, locked, reasoned
from khuevan.nominations.domain import notices
from khuevan.nominations.domain.enrolling import refuse_if_over
from khuevan.nominations.domain.nominees import Nominee, new_row, refuse_errors
from khuevan.nominations.domain.placing import answered, in_line, put_in_line, store_places
from khuevan.nominations.domain.seats import lock_quota, seats_of
from khuevan.nominations.enums import Answer, ConfirmedBy, SubmissionKind, SubmissionState, SubmissionWay
from khuevan.nominations.models import Nomination, Quota, RosterDraft, Submission
from khuevan.people.models import Contact
from khuevan.records.models import Record

_BY_OFFICERS = (ConfirmedBy.LETTER, ConfirmedBy.OFFICER)


@verb("nominations.confirm_submission")
def confirm_submission(
    actor: Actor,
    submission: Submission,
    *,
    how: ConfirmedBy,
    contact: Contact | None = None,
    record: Record | None = None,
) -> Submission:
    """Lets an answer count that came without proof: a code was redeemed, the letter arrived, an officer asked back.

    An answer that was sent before the list was closed may still be confirmed afterwards; the list does not change by
    it.  Raises ``submission_is_settled``, ``list_is_closed`` after the teaching, ``still_names_people``.
    """
    quota = _open_to_settle(actor, submission, how)
    if submission.state not in (SubmissionState.UNCONFIRMED, SubmissionState.REJECTED):
        raise DomainError("submission_is_settled", _("This answer does not wait for confirmation."))
    before = snapshot(submission)
    submission.contact = contact
    alone("enroll")  # before the rows: a merge of people takes both in this order
    rows = list(submission.nominations.select_for_update().order_by("index", "pk"))
    settle(actor, "nominations.confirm_submission", submission, rows, how=how)
    _keep_letter(actor, "nominations.confirm_submission", quota, record)
    leave_trace(actor, "nominations.confirm_submission", submission, before)
    notices.submission_confirmed(submission)
    return submission


@verb("nominations.reject_submission")
def reject_submission(actor: Actor, submission: Submission, *, reason: str) -> Submission:
    """Says that an answer is not from the agency; its rows stay with it and never count.

    Raises ``reason_missing``, ``submission_is_settled``.
    """
    why = reasoned(reason)
    require(actor, "nominations.decide", submission.quota.invitation.training_class)
    quota = lock_quota(submission.quota)
    before = snapshot(locked(submission))
    submission.quota = quota
    if submission.state != SubmissionState.UNCONFIRMED:
        raise DomainError("submission_is_settled", _("This answer does not wait for confirmation."))
    submission.state, submission.reason = SubmissionState.REJECTED, why
    submission.save(update_fields=["state", "reason"])
    leave_trace(actor, "nominations.reject_submission", submission, before, reason=why)
    return submission


@verb("nominations.enter_submission")
def enter_submission(
    actor: Actor,
    quota: Quota,
    nominees: Sequence[Nominee],
    *,
    draft: RosterDraft | None = None,
    record: Record | None = None,
) -> Submission:
    """What an agency said by telephone or letter, written down by an officer: it counts at once.

    Raises ``submission_without_rows``, for the first row that cannot stand so what ``nominees.refuse_errors``
    raises, and ``list_is_closed`` after the teaching.
    """
    require(actor, "nominations.decide", quota.invitation.training_class)
    lock_quota(quota)
    refuse_if_over(quota.invitation.training_class)
    if not nominees:
        raise DomainError("submission_without_rows", _("Name at least one person."))
    submission = Submission(quota=quota, way=SubmissionWay.OFFICER, draft=draft, sent_at=timezone.now())
    submission.save(force_insert=True)
    rows = [new_row(quota, submission, one, index) for index, one in enumerate(nominees)]
    for row in rows:
        refuse_errors(row)
    bulk.store(rows)
    settle(actor, "nominations.enter_submission", submission, rows, how=ConfirmedBy.OFFICER)
    _keep_letter(actor, "nominations.enter_submission", quota, record)
    leave_trace(actor, "nominations.enter_submission", submission)
    notices.submission_confirmed(submission)
    return submission


@verb("nominations.attach_reply")
def attach_reply(
    actor: Actor,
    quota: Quota,
    *,
    draft: RosterDraft | None = None,
    record: Record | None = None,
    declined_reason: str = "",
) -> Submission:
    """A letter of an agency that arrived by post or e-mail, with the list read from it, or saying that nobody comes.

    The agency has answered then; its people are named when the rows of ``draft`` are taken.  One draft is attached
    once.  Raises ``still_names_people``, ``list_is_closed`` after the teaching.
    """
    require(actor, "nominations.decide", quota.invitation.training_class)
    lock_quota(quota)
    refuse_if_over(quota.invitation.training_class)
    known = quota.submissions.filter(draft=draft).first() if draft is not None else None
    submission = known or Submission(quota=quota, way=SubmissionWay.FILE, draft=draft, sent_at=timezone.now())
    if declined_reason.strip():
        submission.kind, submission.reason = SubmissionKind.DECLINE, reasoned(declined_reason)
    if known is None:
        submission.save(force_insert=True)
        settle(actor, "nominations.attach_reply", submission, [], how=ConfirmedBy.LETTER)
    _keep_letter(actor, "nominations.attach_reply", quota, record)
    leave_trace(actor, "nominations.attach_reply", [] if known else submission)
    return submission


def settle(
    actor: Actor, verb_name: str, submission: Submission, rows: Sequence[Nomination], *, how: ConfirmedBy
) -> None:
    """Lets an answer count: its people get in line, and the agency has answered.  Class and agency are locked.

    Part of the verbs through which answers arrive; they record ``submission`` themselves.
    """
    quota = submission.quota
    before, old = snapshot(quota), {row.pk: snapshot(row) for row in rows}
    if submission.kind == SubmissionKind.DECLINE:
        if in_line(quota).first() is not None:  # exists() would lock across the outer join
            raise DomainError(
                "still_names_people", _("People of this agency are named already. Withdraw them first, then answer.")
            )
        answered(quota, Answer.DECLINED, submission.reason)
    else:
        put_in_line(quota, rows, seats_of(quota.invitation))
        store_places(rows)
        answered(quota, Answer.SENT)
    submission.state, submission.confirmed_how = SubmissionState.CONFIRMED, how
    submission.confirmed_at, submission.confirmed_by = timezone.now(), account_of(actor)
    checked(submission, without=("file",)).save()
    leave_trace(actor, verb_name, quota, before)
    leave_trace(actor, verb_name, rows, old, office_key=quota.invitation.training_class.office_id)


def _open_to_settle(actor: Actor, submission: Submission, how: ConfirmedBy) -> Quota:
    quota = submission.quota
    if how in _BY_OFFICERS:
        require(actor, "nominations.decide", quota.invitation.training_class)
    else:
        require(actor, "nominations.answer", quota)
    lock_quota(quota)
    refuse_if_over(quota.invitation.training_class)
    locked(submission).quota = quota
    return quota


def _keep_letter(actor: Actor, verb_name: str, quota: Quota, document: Record | None) -> None:
    if document is None or document.pk == quota.record_id:
        return
    if document.office_id != quota.invitation.training_class.office_id:
        raise DomainError("document_of_another_office", _("This document is kept by another office."))
    before = snapshot(quota)
    quota.record = document
    quota.save(update_fields=["record"])
    leave_trace(actor, verb_name, quota, before)


words(
    verbs={
        "nominations.confirm_submission": _("confirmed the answer of an agency"),
        "nominations.reject_submission": _("said that an answer is not from the agency"),
        "nominations.enter_submission": _("entered the answer of an agency"),
        "nominations.attach_reply": _("attached the letter of an agency"),
    }
)
