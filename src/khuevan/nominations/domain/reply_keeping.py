"""What a file of a reply leaves behind: its list as a draft, its letter as a record, the answer of its agency."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.nominations.domain.confirming import attach_reply
from khuevan.nominations.domain.drafts import begin_draft, discard_draft
from khuevan.nominations.domain.reply_reading import Reading
from khuevan.nominations.domain.sorting import Doubt
from khuevan.nominations.enums import Answer, DraftState, LineState, ReplyState, SubmissionState
from khuevan.nominations.models import Quota, ReplyFile, RosterDraft, Submission
from khuevan.readers.letters import Letter
from khuevan.records.domain.keeping import attach_file, change_record, keep_record
from khuevan.records.enums import FileKind
from khuevan.records.models import Record
from khuevan.records.validators import checked_file
from khuevan.training.domain.documents import attach_record, detach_record
from khuevan.training.enums import RecordPurpose
from khuevan.vietnamese.folding import match_key

DOUBTS = {
    Doubt.NOTHING: _("Nothing in the file says which agency it is from."),
    Doubt.WEAK: _("The file says too little of the agency it is from."),
    Doubt.TWO: _("The file speaks of more than one invited agency."),
    Doubt.STRANGER: _("The letterhead is that of a body that is not invited."),
    Doubt.FOREIGN: _("The letterhead is that of a body of another province."),
    Doubt.FORWARDED: _("The letterhead is our own, so it does not say which agency answers."),
}
_SHEETS = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.ODS})


@verb("nominations.read_reply")
def keep_reading(actor: Actor, reply_file: ReplyFile, read: Reading) -> ReplyFile:
    """Stores what came of a file that waits: its draft, its record and the answer of its agency, or the question.

    A file that no longer waits, or for which another agency was chosen meanwhile, is left as it is.  What a verb
    refuses becomes the file's own sentence: the other files go on.
    """
    batch = reply_file.batch
    require(actor, "nominations.enroll", batch.training_class)
    chosen = reply_file.quota_id
    locked(batch.training_class)
    locked(reply_file).batch = batch
    if reply_file.state != ReplyState.WAITING or reply_file.quota_id != chosen:
        record(actor, "nominations.read_reply", [])
        return reply_file
    before = snapshot(reply_file)
    _describe(reply_file, read)
    try:
        with transaction.atomic():
            _settle(actor, reply_file, read)
    except DomainError as error:
        reply_file.draft = reply_file.record = reply_file.submission = None
        named = read.contents is not None
        reply_file.state = ReplyState.UNREADABLE if named else ReplyState.NO_LIST
        reply_file.problem = error.message[:500]
    reply_file.save()
    record(actor, "nominations.read_reply", reply_file, before)
    return reply_file


def _describe(reply_file: ReplyFile, read: Reading) -> None:
    letter = read.letter
    number, symbol, day = letter.number, letter.symbol, letter.date
    if not symbol and letter.attached_to:
        number, symbol, day = letter.attached_to[:3]
    reply_file.number, reply_file.symbol = reply_file.number or number, reply_file.symbol or symbol
    reply_file.date, reply_file.subject = reply_file.date or day, letter.subject[:500]
    reply_file.candidates = [one.to_json() for one in read.sorted.candidates]
    reply_file.rows = len(read.contents.rows) if read.contents else 0
    reply_file.quota_id = read.sorted.quota


def _settle(actor: Actor, reply_file: ReplyFile, read: Reading) -> None:
    """Sets state and sentence of a file, and whatever it leaves behind."""
    if read.trouble:
        reply_file.state, reply_file.problem = ReplyState.UNREADABLE, read.trouble[:500]
        return
    quota = _quota(reply_file)
    if quota is None:
        reply_file.state = ReplyState.DOUBTFUL
        reply_file.problem = str(DOUBTS[read.sorted.doubt or Doubt.NOTHING])
        return
    if read.contents is None:
        _without_list(actor, reply_file, quota, read)
        return
    reply_file.problem = ""
    double = _same_people(reply_file, quota, read)
    if double is not None:
        reply_file.state, reply_file.draft = ReplyState.DOUBLE, double.draft
        reply_file.problem = (_now("Names the same people as “%(name)s”.") % {"name": double.name})[:500]
    else:
        reply_file.state = ReplyState.TO_TYPE if read.is_picture else ReplyState.READ
        reply_file.draft = _draft(actor, reply_file, quota, read)
    keep_letter(actor, reply_file, read.letter)
    reply_file.submission = attach_reply(
        actor, quota, draft=reply_file.draft, record=reply_file.record or _letter_of(reply_file, quota)
    )


def _without_list(actor: Actor, reply_file: ReplyFile, quota: Quota, read: Reading) -> None:
    """A letter that names nobody: a refusal counts at once; otherwise it is the letter to a list in another file."""
    reply_file.state, reply_file.problem = ReplyState.NO_LIST, read.no_list[:500]
    keep_letter(actor, reply_file, read.letter)
    if read.letter.says_nobody:
        reply_file.problem = ""
        reply_file.submission = attach_reply(actor, quota, record=reply_file.record, declined_reason=read.letter.nobody)
        return
    listed = _siblings(reply_file, quota).exclude(draft=None).select_related("draft").first()
    if listed is not None and reply_file.record is not None:
        reply_file.problem = (_now("The letter to the list in “%(name)s”.") % {"name": listed.name})[:500]
        reply_file.submission = attach_reply(actor, quota, draft=listed.draft, record=reply_file.record)


def _draft(actor: Actor, reply_file: ReplyFile, quota: Quota, read: Reading) -> RosterDraft:
    with reply_file.file.open("rb") as file:
        content = file.read()
    name = reply_file.name.rsplit("/", 1)[-1]
    return begin_draft(
        actor,
        reply_file.batch.training_class,
        name=name,
        content=content,
        agency=quota.organization,
        contents=read.contents,
    )


def _quota(reply_file: ReplyFile) -> Quota | None:
    if reply_file.quota_id is None:
        return None
    related = ("organization", "invitation__training_class__office")
    found: Quota | None = Quota.objects.select_related(*related).filter(pk=reply_file.quota_id).first()
    return found


def _siblings(reply_file: ReplyFile, quota: Quota) -> "QuerySet[ReplyFile]":
    return ReplyFile.objects.filter(quota=quota).exclude(pk=reply_file.pk).order_by("pk")


def _same_people(reply_file: ReplyFile, quota: Quota, read: Reading) -> ReplyFile | None:
    """An earlier file of the agency that names everybody this one names: the letter as PDF beside its list as Excel."""
    rows = read.contents.rows if read.contents else ()
    people = {(match_key(row.full_name or ""), (row.birth or "")[:4]) for row in rows}
    if not people:
        return None
    for other in _siblings(reply_file, quota).filter(state=ReplyState.READ).select_related("draft"):
        if other.draft is None:
            continue
        values = other.draft.lines.exclude(state=LineState.LEFT).values_list("values", flat=True)
        known = {(match_key(one.get("full_name", "")), str(one.get("birth", ""))[:4]) for one in values}
        names = {name for name, _birth in known}
        if all(one in known or (not one[1] and one[0] in names) for one in people):
            return other
    return None


def _letter_of(reply_file: ReplyFile, quota: Quota) -> Record | None:
    """The letter that came as a file of its own."""
    other = _siblings(reply_file, quota).filter(draft=None).exclude(record=None).select_related("record").last()
    return other.record if other else None


def keep_letter(actor: Actor, reply_file: ReplyFile, letter: Letter | None = None) -> None:
    """Keeps the letter as a document of its agency in the file of the class; one that is known already is taken.

    A sheet without a number is no letter.  Sets ``reply_file.record``, stored by the caller unless it had one.
    """
    quota = _quota(reply_file)
    if quota is None or not reply_file.file or reply_file.state == ReplyState.UNREADABLE:
        return
    if reply_file.record is not None:
        _correct(actor, reply_file, reply_file.record, quota)
        _put_into_class(actor, reply_file, reply_file.record)
        return
    with reply_file.file.open("rb") as file:
        content = ContentFile(file.read(), name=reply_file.name.rsplit("/", 1)[-1])
    try:
        kind = checked_file(content).kind
    except DomainError:
        return
    content.seek(0)
    if kind in _SHEETS and not reply_file.number:
        return
    known = _known(reply_file, quota)
    kept = known or _new(actor, reply_file, quota, content, letter)
    if known is not None and not known.file:
        attach_file(actor, known, content)
    _put_into_class(actor, reply_file, kept)
    reply_file.record = kept
    reply_file.save(update_fields=["record"])


def _new(
    actor: Actor, reply_file: ReplyFile, quota: Quota, content: "ContentFile[bytes]", letter: Letter | None
) -> Record:
    subject = reply_file.subject or _now("Reply of %(agency)s") % {"agency": quota.organization.name}
    return keep_record(
        actor,
        office=quota.invitation.training_class.office,
        file=content,
        issuer=quota.organization,
        number=reply_file.number,
        symbol=reply_file.symbol if reply_file.number else "",
        date=reply_file.date,
        kind=letter.kind if letter else "",
        signer=letter.signer[:150] if letter else "",
        subject=subject[:500],
    )


def _known(reply_file: ReplyFile, quota: Quota) -> Record | None:
    if not reply_file.number or reply_file.date is None:
        return None
    return Record.objects.filter(
        office=quota.invitation.training_class.office,
        issuer=quota.organization,
        number=reply_file.number,
        symbol=reply_file.symbol,
        date__year=reply_file.date.year,
    ).first()


def _correct(actor: Actor, reply_file: ReplyFile, kept: Record, quota: Quota) -> None:
    number, symbol, day = reply_file.number, reply_file.symbol if reply_file.number else "", reply_file.date
    issuer = quota.organization
    if (number, symbol, day, issuer.pk) != (kept.number, kept.symbol, kept.date, kept.issuer_id):
        change_record(actor, kept, number=number, symbol=symbol, date=day, issuer=issuer)


def _put_into_class(actor: Actor, reply_file: ReplyFile, kept: Record) -> None:
    training_class = reply_file.batch.training_class
    if not training_class.class_records.filter(record=kept, purpose=RecordPurpose.NOMINATION).exists():
        attach_record(actor, training_class, kept, purpose=RecordPurpose.NOMINATION)


def take_back(actor: Actor, verb_name: str, reply_file: ReplyFile) -> None:
    """Takes a file from the agency it was read for: its list goes unless rows of it were taken, its answer no longer
    counts, its letter leaves the file of the class.  The answer of a list stays when only the letter to it goes.

    Part of verbs that record the file.  Raises ``reply_is_taken``.
    """
    draft, submission, kept = reply_file.draft, reply_file.submission, reply_file.record
    others = ReplyFile.objects.exclude(pk=reply_file.pk)
    shared = draft is not None and others.filter(draft=draft).exists()
    if draft is not None and not shared:
        _refuse_taken(draft)
        if draft.state == DraftState.OPEN:
            discard_draft(actor, draft)
    is_own = submission is not None and submission.draft_id == (draft.pk if draft else None)
    if submission is not None and is_own and submission.state == SubmissionState.CONFIRMED and not shared:
        _withdraw(actor, verb_name, submission)
    if kept is not None and not others.filter(record=kept).exists():
        for attached in reply_file.batch.training_class.class_records.filter(
            record=kept, purpose=RecordPurpose.NOMINATION
        ):
            detach_record(actor, attached)
    elif kept is not None:
        reply_file.record = None
    reply_file.draft = reply_file.submission = None
    reply_file.rows = 0


def _refuse_taken(draft: RosterDraft) -> None:
    count = draft.lines.exclude(state__in=[LineState.WAITING, LineState.LEFT]).count()
    if count or draft.state == DraftState.TAKEN:
        sentence = ngettext(
            "%(count)s person of this list was taken over; take the import back first.",
            "%(count)s people of this list were taken over; take the import back first.",
            count,
        )
        raise DomainError("reply_is_taken", sentence, count=count)


def _withdraw(actor: Actor, verb_name: str, submission: Submission) -> None:
    """An answer that was no answer of this agency; without another one it has not answered yet."""
    before, quota = snapshot(submission), submission.quota
    submission.state = SubmissionState.WITHDRAWN
    submission.save(update_fields=["state"])
    record(actor, verb_name, submission, before)
    if not quota.submissions.filter(state=SubmissionState.CONFIRMED).exists():
        told = snapshot(locked(quota))
        quota.answer, quota.decline_reason, quota.answered_at, quota.record = Answer.NONE, "", None, None
        quota.save(update_fields=["answer", "decline_reason", "answered_at", "record"])
        record(actor, verb_name, quota, told)
