"""An agency's answer while it is written, and the moment it is sent: a list of people, or that it sends nobody."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core import bulk
from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may, require
from khuevan.core.rows import alone, checked, locked, reasoned
from khuevan.core.tokens import new_token, token_hash
from khuevan.nominations.domain import notices
from khuevan.nominations.domain.confirming import settle
from khuevan.nominations.domain.enrolling import LATE, late_reason, refuse_if_over
from khuevan.nominations.domain.nominees import Nominee, fill, has_errors, new_row
from khuevan.nominations.domain.seats import lock_quota
from khuevan.nominations.enums import ConfirmedBy, NominationState, SubmissionKind, SubmissionState, SubmissionWay
from khuevan.nominations.models import Nomination, Quota, Submission
from khuevan.people.models import AccessLink

MOST_ROWS = 500
"""People in one answer; a longer list goes to the office as a file."""
MOST_UNPROVED = 50
"""Answers of one agency that may be open without proof at a time: whoever floods an agency's page is stopped there."""
BEGUN_LATELY = timedelta(hours=1)
"""So long one that is only being written counts among them: officers see, and can reject, only what was sent."""
_PROVED = {
    SubmissionWay.LINK: ConfirmedBy.LINK,
    SubmissionWay.FILE: ConfirmedBy.LETTER,
    SubmissionWay.OFFICER: ConfirmedBy.OFFICER,
}
"""What confirms an answer as it arrives, by its way."""


@verb("nominations.begin_submission")
def begin_submission(
    actor: Actor,
    quota: Quota,
    *,
    way: SubmissionWay,
    nominees: Sequence[Nominee] = (),
    link: AccessLink | None = None,
    file_name: str = "",
    content: bytes = b"",
    notes: Sequence[str] = (),
    token: str = "",
) -> tuple[Submission, str]:
    """Begins an answer with what was typed or read from a file; nothing of it counts before it is sent.

    Returns it with the token that opens it again in the browser it is written in: the one the browser was given with
    the form (``token``), so that a double click loses nothing, or a new one.  Raises ``list_is_closed``,
    ``file_too_large``, ``too_many_rows``, ``too_many_answers``.
    """
    _open_to_begin(actor, quota, way)
    _refuse_many(len(nominees))
    token = token or new_token()
    submission = Submission(quota=quota, way=way, link=link, token_hash=token_hash(token), notes=list(notes))
    submission.file_name = file_name.strip()[-255:]
    _keep_file(submission, content)
    checked(submission, without=("file",)).save(force_insert=True)
    rows = [new_row(quota, submission, one, index) for index, one in enumerate(nominees)]
    bulk.store(rows)
    record(actor, "nominations.begin_submission", submission, after={"people": len(rows)})
    return submission, token


@verb("nominations.add_nominees")
def add_rows(actor: Actor, submission: Submission, nominees: Sequence[Nominee]) -> list[Nomination]:
    """More people of an answer that is still written.  Raises ``submission_is_sent``, ``too_many_rows``."""
    quota = _open_to_write(actor, submission)
    _refuse_many(submission.nominations.count() + len(nominees))
    first = _next_index(submission)
    rows = [new_row(quota, submission, one, index) for index, one in enumerate(nominees, start=first)]
    bulk.store(rows)
    record(actor, "nominations.add_nominees", submission, snapshot(submission), {"people": len(rows)})
    return rows


@verb("nominations.write_nominee")
def rewrite_row(actor: Actor, submission: Submission, nomination: Nomination | None, nominee: Nominee) -> Nomination:
    """Writes one row anew, or (None) one more.  Raises ``submission_is_sent``, ``no_such_row``, ``too_many_rows``."""
    quota = _open_to_write(actor, submission)
    if nomination is None:
        _refuse_many(submission.nominations.count() + 1)
        row = new_row(quota, submission, nominee, _next_index(submission))
        row.save(force_insert=True)
        record(actor, "nominations.write_nominee", row)
        return row
    row = _row_of(submission, nomination)
    before = snapshot(row)
    fill(row, nominee, quota)
    row.save()
    record(actor, "nominations.write_nominee", row, before)
    return row


@verb("nominations.remove_nominee")
def remove_row(actor: Actor, nomination: Nomination) -> None:
    """Takes a row out of an answer that is still written.  Raises ``submission_is_sent``, ``no_such_row``."""
    submission = nomination.submission
    if submission is None:
        raise _no_such_row()
    _open_to_write(actor, submission)
    row = _row_of(submission, nomination)
    record(actor, "nominations.remove_nominee", row, snapshot(row), {"removed": row.full_name})
    row.delete()


@verb("nominations.send_submission")
def send_submission(
    actor: Actor, submission: Submission, *, sender_name: str = "", sender_phone: str = "", late_reason: str = ""
) -> Submission:
    """Sends a written list.  What came by a personal link counts at once, by the short address it waits.

    Raises ``submission_is_sent``, ``submission_without_rows``, ``rows_with_errors``, ``list_is_closed``, and
    ``reason_missing`` once the list is closed.
    """
    quota = _open_to_write(actor, submission)
    before = snapshot(submission)
    submission.late_reason = _late(quota, late_reason)
    alone("enroll")  # before the rows: a merge of people takes both in this order
    rows = list(submission.nominations.select_for_update().order_by("index", "pk"))
    _judge_rows(rows)
    _sent(submission, sender_name, sender_phone)
    _receive(actor, "nominations.send_submission", submission, rows, before)
    return submission


@verb("nominations.decline")
def decline(
    actor: Actor,
    quota: Quota,
    *,
    reason: str,
    way: SubmissionWay,
    link: AccessLink | None = None,
    sender_name: str = "",
    sender_phone: str = "",
    token: str = "",
) -> Submission:
    """The agency sends nobody, and says why; ``token`` is what the browser holds that says so.

    Raises ``reason_missing``, ``list_is_closed``, ``too_many_answers``, and ``still_names_people`` where people of it
    are in line: they are withdrawn first.
    """
    _open_to_begin(actor, quota, way)
    submission = Submission(quota=quota, way=way, link=link, kind=SubmissionKind.DECLINE, reason=reasoned(reason))
    submission.token_hash = token_hash(token) if token else ""
    if quota.invitation.training_class.state in LATE:
        submission.late_reason = submission.reason
    _sent(submission, sender_name, sender_phone)
    submission.save(force_insert=True)
    _receive(actor, "nominations.decline", submission, [], None)
    return submission


def submission_by_token(quota: Quota, token: str) -> Submission | None:
    """The answer that is written in the browser holding this token, or was sent from it and not confirmed yet."""
    if not token:
        return None
    shown = (SubmissionState.WRITING, SubmissionState.UNCONFIRMED)
    return quota.submissions.filter(token_hash=token_hash(token), state__in=shown).first()


def _require(actor: Actor, quota: Quota, way: SubmissionWay) -> None:
    """Proof for every way but the short address, which is for everybody while the list is open."""
    if way == SubmissionWay.PAGE:
        if quota.invitation.is_public and not may(actor, "nominations.answer_unproved", quota):
            raise DomainError("list_is_closed", _("The list of this class is closed."))
        require(actor, "nominations.answer_unproved", quota)
    elif way == SubmissionWay.LINK:
        require(actor, "nominations.answer", quota)
    else:
        require(actor, "nominations.decide", quota.invitation.training_class)


def _open_to_write(actor: Actor, submission: Submission) -> Quota:
    """Locks what an answer belongs to, and the answer; its agency."""
    quota = submission.quota
    lock_quota(quota)
    _require(actor, quota, SubmissionWay(submission.way))  # the list may have been closed meanwhile
    if locked(submission).state != SubmissionState.WRITING:
        raise DomainError("submission_is_sent", _("This answer was sent already; it can no longer be written in."))
    submission.quota = quota
    return quota


def _late(quota: Quota, reason: str) -> str:
    """The reason for an answer after the list was closed; empty before."""
    training_class = quota.invitation.training_class
    why = late_reason(training_class, reason)
    return why if training_class.state in LATE else ""


def _open_to_begin(actor: Actor, quota: Quota, way: SubmissionWay) -> None:
    """Locks what an answer is to belong to."""
    lock_quota(quota)
    _require(actor, quota, way)
    refuse_if_over(quota.invitation.training_class)
    if way != SubmissionWay.PAGE:
        return
    begun = Q(state=SubmissionState.WRITING, created_at__gt=timezone.now() - BEGUN_LATELY)
    open_ones = quota.submissions.filter(begun | Q(state=SubmissionState.UNCONFIRMED), way=way)
    if open_ones.count() >= MOST_UNPROVED:
        sentence = _("Too many answers of this agency wait for confirmation. Please call the organizer.")
        raise DomainError("too_many_answers", sentence)


def _refuse_many(count: int) -> None:
    if count > MOST_ROWS:
        raise DomainError("too_many_rows", _("An answer takes at most %(count)s people."), count=MOST_ROWS)


def _keep_file(submission: Submission, content: bytes) -> None:
    limit = settings.KHUEVAN_UPLOAD_LIMIT
    if len(content) > limit:
        raise DomainError(
            "file_too_large", _("The file is larger than %(limit)s MB."), limit=f"{limit / 1024 / 1024:.0f}"
        )
    if content:
        submission.file.save(submission.file_name or "list", ContentFile(content), save=False)


def _next_index(submission: Submission) -> int:
    last: int | None = submission.nominations.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


def _row_of(submission: Submission, nomination: Nomination) -> Nomination:
    rows = submission.nominations.select_for_update().filter(state=NominationState.WRITTEN)
    found = rows.filter(pk=nomination.pk).first()
    if found is None:
        raise _no_such_row()
    return found


def _no_such_row() -> DomainError:
    return DomainError("no_such_row", _("The list has no such row."))


def _judge_rows(rows: Sequence[Nomination]) -> None:
    if not rows:
        raise DomainError("submission_without_rows", _("Name at least one person, or say that you send nobody."))
    if wrong := [row for row in rows if has_errors(row)]:
        raise DomainError(
            "rows_with_errors", _("Mend or remove the rows that are marked first: %(count)s."), count=len(wrong)
        )


def _sent(submission: Submission, sender_name: str, sender_phone: str) -> None:
    submission.sender_name, submission.sender_phone = sender_name.strip(), sender_phone.strip()
    submission.sent_at, submission.state = timezone.now(), SubmissionState.UNCONFIRMED
    checked(submission, without=("file",))


def _receive(
    actor: Actor, verb_name: str, submission: Submission, rows: Sequence[Nomination], before: dict[str, object] | None
) -> None:
    """Lets an answer count whose sender is proved; the other waits, and the agency's contact is told."""
    proof = _PROVED.get(SubmissionWay(submission.way))
    if proof is not None:
        settle(actor, verb_name, submission, rows, how=proof)
        told = notices.submission_confirmed
    else:
        submission.save()
        told = notices.submission_received
    record(actor, verb_name, submission, before)
    told(submission)


fact("people", _("people"))
fact("removed", _("row removed"))
words(
    verbs={
        "nominations.begin_submission": _("began an answer of an agency"),
        "nominations.add_nominees": _("added people to an answer"),
        "nominations.write_nominee": _("wrote a person into an answer"),
        "nominations.remove_nominee": _("took a person out of an answer"),
        "nominations.send_submission": _("sent the list of an agency"),
        "nominations.decline": _("answered that nobody is sent"),
    },
    kinds={
        "nominations.submission": _("answer of an agency"),
        "nominations.nomination": _("person named by an agency"),
    },
)
