"""Replies that came by post or e-mail: dropped in together, sorted, read, corrected by hand where one is not sure."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.jobs.starting import start
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.nominations.domain.enrolling import LATE, refuse_if_closed
from khuevan.nominations.domain.reply_keeping import keep_letter, take_back
from khuevan.nominations.domain.unpacking import Dropped, unpack
from khuevan.nominations.enums import ReplyState
from khuevan.nominations.models import Invitation, Quota, ReplyBatch, ReplyFile
from khuevan.training.models import TrainingClass

READING = "nominations.read_replies"
"""Kind of the job that reads a batch."""
TO_ANSWER = frozenset({ReplyState.DOUBTFUL, ReplyState.UNREADABLE})
"""States of files somebody has to decide about."""


@verb("nominations.begin_replies")
def begin_replies(
    actor: Actor, training_class: TrainingClass, files: Sequence[tuple[str, bytes]], name: str = ""
) -> ReplyBatch:
    """Keeps the files of a folder or a ZIP (paths and contents) and has them read in the background.

    What was sent before is named as such and not read again.  Raises ``nobody_invited``, ``list_is_closed`` after the
    teaching, and what ``unpack`` raises.
    """
    require(actor, "nominations.enroll", training_class)
    _refuse_over(locked(training_class))
    if not Quota.objects.filter(invitation__training_class=training_class).exists():
        raise DomainError("nobody_invited", _("No agency is invited to this class yet, so no reply can be sorted."))
    found = unpack(files)
    batch = checked(
        ReplyBatch(
            training_class=training_class,
            name=(name.strip() or _name_of(found.files))[-255:],
            left_out=[list(one) for one in found.left_out],
            created_by=account_of(actor),
        )
    )
    batch.save(force_insert=True)
    _keep(batch, found.files)
    record(actor, "nominations.begin_replies", batch, after={"files": len(found.files)})
    if batch.files.filter(state=ReplyState.WAITING).exists():
        start(actor, READING, batch)
    return batch


def _refuse_over(training_class: TrainingClass) -> None:
    if training_class.state not in LATE:
        refuse_if_closed(training_class)


def _name_of(files: Sequence[Dropped]) -> str:
    folders = {file.folder.split("/", maxsplit=1)[0] for file in files}
    return folders.pop() if len(folders) == 1 else ""


def _keep(batch: ReplyBatch, files: Sequence[Dropped]) -> None:
    earlier = ReplyFile.objects.filter(batch__training_class=batch.training_class_id)
    earlier = earlier.exclude(state__in=[ReplyState.SET_ASIDE, ReplyState.DOUBLE])
    known = {one.sha256: one for one in earlier.select_related("batch").order_by("-pk")}
    for index, file in enumerate(files):
        path = f"{file.folder}/{file.name}" if file.folder else file.name
        kept = ReplyFile(batch=batch, index=index, name=path[-255:], size=len(file.content))
        kept.sha256 = hashlib.sha256(file.content).hexdigest()
        first = known.setdefault(kept.sha256, kept)
        if first is not kept:
            kept.state, kept.problem = ReplyState.DOUBLE, _sent_before(first)
            kept.quota, kept.draft, kept.record = first.quota, first.draft, first.record
        else:
            kept.file.save(file.name[-100:], ContentFile(file.content), save=False)
        checked(kept, without=("file",)).save(force_insert=True)


def _sent_before(first: ReplyFile) -> str:
    return (_now("The same file was sent before as “%(name)s”.") % {"name": first.name})[:500]


@verb("nominations.choose_agency")
def choose_agency(actor: Actor, reply_file: ReplyFile, quota: Quota | None) -> ReplyFile:
    """Says which agency a file is from, or (None) that it is no reply; it is read anew for that agency.

    A file that was read for another agency is taken back from it as long as none of its rows are on the list.  Raises
    ``not_invited``, ``reply_is_taken``, ``list_is_closed``.
    """
    _lock(actor, reply_file)
    if quota is None:
        record(actor, "nominations.choose_agency", [])
        return set_aside(actor, reply_file)
    if quota.invitation.training_class_id != reply_file.batch.training_class_id:
        raise DomainError("not_invited", _("This agency is not invited to the class."))
    if reply_file.quota_id == quota.pk and reply_file.state not in TO_ANSWER | {ReplyState.SET_ASIDE}:
        record(actor, "nominations.choose_agency", [])
        return reply_file
    _refuse_double(reply_file)
    before = snapshot(reply_file)
    take_back(actor, "nominations.choose_agency", reply_file)
    reply_file.quota, reply_file.state, reply_file.problem = quota, ReplyState.WAITING, ""
    reply_file.save()
    record(actor, "nominations.choose_agency", reply_file, before)
    start(actor, READING, reply_file.batch)
    return reply_file


@verb("nominations.set_reply_aside")
def set_aside(actor: Actor, reply_file: ReplyFile) -> ReplyFile:
    """Says that a file is no reply of an agency; the file stays and can be brought back by choosing an agency.

    Raises ``reply_is_taken``.
    """
    _lock(actor, reply_file)
    if reply_file.state == ReplyState.SET_ASIDE:
        record(actor, "nominations.set_reply_aside", [])
        return reply_file
    before = snapshot(reply_file)
    if reply_file.state != ReplyState.DOUBLE:
        take_back(actor, "nominations.set_reply_aside", reply_file)
    reply_file.quota, reply_file.state, reply_file.problem = None, ReplyState.SET_ASIDE, ""
    reply_file.save()
    record(actor, "nominations.set_reply_aside", reply_file, before)
    return reply_file


@verb("nominations.read_reply_again")
def read_again(actor: Actor, reply_file: ReplyFile) -> ReplyFile:
    """Has a file that could not be read or sorted looked at once more.  Raises ``reply_is_read``."""
    _lock(actor, reply_file)
    if reply_file.state not in {*TO_ANSWER, ReplyState.SET_ASIDE, ReplyState.NO_LIST}:
        raise DomainError("reply_is_read", _("This file has been read already."))
    _refuse_double(reply_file)
    before = snapshot(reply_file)
    take_back(actor, "nominations.read_reply_again", reply_file)
    reply_file.state, reply_file.problem = ReplyState.WAITING, ""
    reply_file.save()
    record(actor, "nominations.read_reply_again", reply_file, before)
    start(actor, READING, reply_file.batch)
    return reply_file


@verb("nominations.describe_reply")
def describe_reply(
    actor: Actor, reply_file: ReplyFile, *, number: str, symbol: str, date: date | None, seen: str = ""
) -> ReplyFile:
    """Number, symbol and date of the agency's letter, as they stand on the paper; its record follows.

    Raises ``changed_meanwhile``, ``record_known`` when another file bears them.
    """
    _lock(actor, reply_file)
    unchanged(reply_file, seen)
    before = snapshot(reply_file)
    reply_file.number, reply_file.symbol, reply_file.date = number.strip(), symbol.strip(), date
    checked(reply_file, without=("file",)).save(update_fields=["number", "symbol", "date"])
    keep_letter(actor, reply_file)
    record(actor, "nominations.describe_reply", reply_file, before)
    return reply_file


def _lock(actor: Actor, reply_file: ReplyFile) -> None:
    """Class, then file: the same order as the job that reads."""
    require(actor, "nominations.enroll", reply_file.batch.training_class)
    _refuse_over(locked(reply_file.batch.training_class))
    batch = reply_file.batch
    locked(reply_file).batch = batch


def _refuse_double(reply_file: ReplyFile) -> None:
    if not reply_file.file:
        raise DomainError("reply_is_double", _("The same file was sent before; choose the agency of that one."))


def invitation_of(batch: ReplyBatch) -> Invitation:
    """The invitation whose replies a batch holds.  Raises ``Invitation.DoesNotExist``."""
    found: Invitation = Invitation.objects.select_related("training_class__office__organization").get(
        training_class=batch.training_class_id
    )
    return found


fact("files", _("files"))
words(
    verbs={
        "nominations.begin_replies": _("dropped in replies"),
        "nominations.choose_agency": _("chose the agency of a reply"),
        "nominations.set_reply_aside": _("set a file aside that is no reply"),
        "nominations.read_reply_again": _("had a reply read again"),
        "nominations.describe_reply": _("corrected number, symbol or date of a reply"),
        "nominations.read_reply": _("read a reply"),
    },
    kinds={
        "nominations.replybatch": _("batch of replies"),
        "nominations.replyfile": _("file of a reply"),
    },
)
