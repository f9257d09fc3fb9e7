"""Taking over the rows of a long list, some hundreds at a time, and taking them back."""

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.jobs.handlers import Handler, Step, register
from khuevan.core.jobs.starting import start
from khuevan.core.models import Job
from khuevan.nominations.domain.taking import look_for_doubles, take_rows
from khuevan.nominations.domain.undoing import TAKING, undo_import
from khuevan.nominations.enums import LineState
from khuevan.nominations.models import LineQuerySet, RosterDraft

UNDOING = "nominations.undo_import"
MANY = 300
"""From so many rows on, taking them over is work in the background."""
ROWS_A_STEP = 500
MOST_TOLD = 50
"""Refused rows that the result names; each row of the list says it, too."""


def start_taking(actor: Actor, draft: RosterDraft) -> Job:
    """The job that takes over all rows that are in order; asking again while it runs starts nothing."""
    return start(actor, TAKING, draft)


@register
class Taking(Handler):
    """Cursor: ``after``, the place of the last row looked at, and ``told``, how many refusals the result names."""

    kind = TAKING
    label = gettext_lazy("Taking over the rows of a list")
    permission = "nominations.change_draft"

    def total(self, job: Job) -> int:
        return _draft(job).lines.good().count()

    def step(self, job: Job) -> Step:
        draft = _draft(job)
        after = int(job.cursor.get("after", -1))
        told = int(job.cursor.get("told", 0))
        rows = draft.lines.good().filter(index__gt=after).order_by("index")
        indexes = list(rows.values_list("index", flat=True)[:ROWS_A_STEP])
        if not indexes:
            look_for_doubles(draft)
            return Step(done=job.done, cursor=job.cursor, finished=True, note=job.note)
        result = take_rows(job.acting(), draft, indexes)
        finished = len(indexes) < ROWS_A_STEP
        if finished:
            look_for_doubles(draft)
        refused = [
            _("Row %(row)s: %(why)s") % {"row": line.number, "why": line.refused}
            for line in result.refused[: max(0, MOST_TOLD - told)]
        ]
        return Step(
            done=job.done + len(indexes),
            cursor={"after": indexes[-1], "told": told + len(refused)},
            finished=finished,
            result=refused,
        )

    def office_of(self, subject: RosterDraft) -> int | None:  # type: ignore[override]
        return subject.training_class.office_id

    def progress(self, job: Job) -> str:
        done, total = (number_format(number, force_grouping=True) for number in (job.done, job.total))
        return _("%(done)s of %(total)s rows taken over") % {"done": done, "total": total}


def start_undoing(actor: Actor, draft: RosterDraft, reason: str = "") -> Job:
    """The job that takes everything back that a list brought."""
    return start(actor, UNDOING, draft, reason=reason)


@register
class TakingBack(Handler):
    """A step takes back the rows that were taken at one time, the last ones first.  Cursor: ``before``, the next."""

    kind = UNDOING
    label = gettext_lazy("Taking an import back")
    permission = "nominations.change_draft"

    def total(self, job: Job) -> int:
        return _to_take_back(_draft(job)).count()

    def step(self, job: Job) -> Step:
        draft, done, held = _draft(job), job.done, list[str]()
        taken = _to_take_back(draft)
        if "before" in job.cursor:
            taken = taken.filter(batch__lt=job.cursor["before"])
        batch = taken.order_by("-batch").values_list("batch", flat=True).first()
        if batch is None:
            return Step(done=done, cursor=job.cursor, finished=True)
        done += taken.filter(batch=batch).count()
        try:
            undone = undo_import(job.acting(), draft, batch=batch, reason=str(job.params.get("reason", "")))
            held = [one.sentence for one in undone.held]
        except DomainError as error:
            if error.code != "import_is_used":
                raise
            held = [error.message]
        room = max(0, MOST_TOLD - int(job.cursor.get("told", 0)))
        told = held[:room]
        cursor = {"before": batch, "told": MOST_TOLD - room + len(told)}
        return Step(done=done, cursor=cursor, finished=False, result=told)

    def office_of(self, subject: RosterDraft) -> int | None:  # type: ignore[override]
        return subject.training_class.office_id


def _to_take_back(draft: RosterDraft) -> LineQuerySet:
    """Rows that are on the list of the class or on its reserve list."""
    on_list = Q(state=LineState.TAKEN, enrollment__isnull=False)
    return draft.lines.filter(on_list | Q(state=LineState.RESERVED))


def _draft(job: Job) -> RosterDraft:
    return RosterDraft.objects.select_related("training_class__office").get(pk=job.subject_id)
