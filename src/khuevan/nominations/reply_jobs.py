"""Reading a batch of replies, some files at a time in parallel children, and taking over the lists that came of it."""

from concurrent.futures import ThreadPoolExecutor

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from khuevan.core.actors import Actor
from khuevan.core.jobs.handlers import Handler, Step, register
from khuevan.core.jobs.starting import start
from khuevan.core.models import Job
from khuevan.core.permissions import require
from khuevan.nominations.domain.reply_files import READING, invitation_of
from khuevan.nominations.domain.reply_keeping import keep_reading
from khuevan.nominations.domain.reply_reading import Parsed, Reading, parsed, reading_of
from khuevan.nominations.domain.sorting import Sorter
from khuevan.nominations.domain.taking import take_rows
from khuevan.nominations.enums import DraftState, ReplyState
from khuevan.nominations.models import ReplyBatch, ReplyFile, RosterDraft

TAKING = "nominations.take_replies"
FILES_A_STEP = 6
READERS = 3
"""Children that read at the same time: one more than most machines of an office have processors, for the waiting."""
ROWS_A_STEP = 500
MOST_TOLD = 50


@register
class ReadingReplies(Handler):
    """Takes the files that wait, in their order; so a killed worker, or a file whose agency was chosen while others
    are read, needs no place to go on from.  Cursor: ``done``."""

    kind = READING
    label = gettext_lazy("Reading replies")

    def total(self, job: Job) -> int:
        return _batch(job).files.filter(state=ReplyState.WAITING).count()

    def prepare(self, job: Job) -> list[tuple[ReplyFile, Reading]]:
        """Reads the next files; children parse side by side, understanding and sorting follow one by one."""
        batch = _batch(job)
        files = list(
            batch.files.filter(state=ReplyState.WAITING).select_related("quota").order_by("index")[:FILES_A_STEP]
        )
        if not files:
            return []
        with ThreadPoolExecutor(READERS) as readers:
            opened = list(readers.map(parsed, [_content(file) for file in files]))
        sorter = Sorter(invitation_of(batch))
        return [(file, _read(file, found, sorter)) for file, found in zip(files, opened, strict=True)]

    def step(self, job: Job) -> Step:
        done = job.done
        for file, read in job.prepared or []:  # type: ignore[attr-defined]
            keep_reading(job.acting(), file, read)
            done += 1
        left = _batch(job).files.filter(state=ReplyState.WAITING).count()
        return Step(done=done, cursor={"done": done}, finished=not left, total=done + left, note=_so_far(job))

    def office_of(self, subject: ReplyBatch) -> int | None:  # type: ignore[override]
        return subject.training_class.office_id

    def progress(self, job: Job) -> str:
        return _("%(done)s of %(total)s files read") % {"done": job.done, "total": job.total}


def _read(file: ReplyFile, found: Parsed, sorter: Sorter) -> Reading:
    folder, _slash, name = file.name.rpartition("/")
    return reading_of(found, sorter, sorter.bodies.office, name=name, folder=folder, quota=file.quota)


def _content(file: ReplyFile) -> bytes:
    with file.file.open("rb") as kept:
        content: bytes = kept.read()
    return content


def _so_far(job: Job) -> str:
    """What came of the batch until now, in one sentence."""
    files = _batch(job).files.order_by()
    agencies = files.filter(quota__isnull=False).values("quota").distinct().count()
    asked = files.filter(state=ReplyState.DOUBTFUL).count()
    told = ngettext("%(count)s agency was found.", "%(count)s agencies were found.", agencies) % {"count": agencies}
    if not asked:
        return told
    more = ngettext("%(count)s file is to be asked for.", "%(count)s files are to be asked for.", asked)
    return f"{told} {more % {'count': asked}}"


def _batch(job: Job) -> ReplyBatch:
    found: ReplyBatch = ReplyBatch.objects.select_related("training_class__office__organization").get(pk=job.subject_id)
    return found


def open_drafts(batch: ReplyBatch) -> "list[RosterDraft]":
    """Lists of a batch with rows that are in order and not taken yet."""
    drafts = RosterDraft.objects.filter(reply_files__batch=batch, state=DraftState.OPEN).order_by("pk").distinct()
    return [draft for draft in drafts if draft.lines.good().exists()]


def start_taking_replies(actor: Actor, batch: ReplyBatch) -> Job:
    """The job that takes over every row that is in order, of all lists of a batch."""
    require(actor, "nominations.enroll", batch.training_class)
    return start(actor, TAKING, batch)


@register
class TakingReplies(Handler):
    """A step takes rows of one list.  Cursor: ``draft`` and ``index``, the last row looked at; ``told``."""

    kind = TAKING
    label = gettext_lazy("Taking over the lists of replies")

    def total(self, job: Job) -> int:
        return sum(draft.lines.good().count() for draft in open_drafts(_batch(job)))

    def step(self, job: Job) -> Step:
        after = (int(job.cursor.get("draft", 0)), int(job.cursor.get("index", -1)))
        told = int(job.cursor.get("told", 0))
        for draft in open_drafts(_batch(job)):
            first = after[1] if draft.pk == after[0] else -1
            rows = draft.lines.good().filter(index__gt=first).order_by("index")
            indexes = list(rows.values_list("index", flat=True)[:ROWS_A_STEP]) if draft.pk >= after[0] else []
            if not indexes:
                continue
            result = take_rows(job.acting(), draft, indexes)
            refused = [f"{draft.name}, {line.number}: {line.refused}" for line in result.refused[: MOST_TOLD - told]]
            cursor = {"draft": draft.pk, "index": indexes[-1], "told": told + len(refused)}
            return Step(done=job.done + len(indexes), cursor=cursor, finished=False, result=refused, note=draft.name)
        return Step(done=job.done, cursor=job.cursor, finished=True)

    def office_of(self, subject: ReplyBatch) -> int | None:  # type: ignore[override]
        return subject.training_class.office_id

    def progress(self, job: Job) -> str:
        return _("%(done)s of %(total)s rows taken over") % {"done": job.done, "total": job.total}
