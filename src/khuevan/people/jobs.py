"""Whose jobs an actor sees and steers: those of the own offices.  The job that looks for people entered twice."""

from typing import Any

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from khuevan.core.actors import SYSTEM, Actor, account_of
from khuevan.core.jobs.handlers import Handler, Step, register
from khuevan.core.jobs.owners import tell_offices
from khuevan.core.jobs.starting import start
from khuevan.core.models import Job
from khuevan.core.permissions import permission
from khuevan.people.domain.duplicates import (
    FIND_DUPLICATES,
    WAYS,
    Pair,
    note_duplicates,
    pairs_found,
    pairs_of,
    scored,
)
from khuevan.people.domain.postings import workplaces
from khuevan.people.enums import RoleKind
from khuevan.people.models import DirectoryEntry, Office
from khuevan.people.rules import has_role, is_staff_of

ONCE_A_DAY = 24 * 3600


def _view(actor: Actor, job: Any) -> bool:  # noqa: ANN401 - a Job
    return _own(actor, job) if job.office_id is None else is_staff_of(actor, job.office_id)


def _steer(actor: Actor, job: Any) -> bool:  # noqa: ANN401 - a Job
    """The one who started it, and officers of its office."""
    return _view(actor, job) and (_own(actor, job) or has_role(actor, job.office_id, RoleKind.OFFICER))


def _own(actor: Actor, job: Any) -> bool:  # noqa: ANN401 - a Job
    user = account_of(actor)
    return user is not None and job.actor_id == user.pk


permission("core.view_job", _view)
permission("core.steer_job", _steer)
tell_offices(lambda actor: Office.objects.of_staff(actor).values("pk"))


@register
class FindingDuplicates(Handler):
    """Params: ``only`` (keys of people just added; without it everybody is compared with everybody).

    A step is one of the ways to compare, then a last one looks again at the pairs still open.  Cursor: ``way``, the
    place of the next one, and ``new``, how many pairs were found so far.
    """

    kind = FIND_DUPLICATES
    label = gettext_lazy("Looking for people entered twice")
    permission = "people.keep_directory"

    def office_of(self, subject: models.Model) -> int | None:
        return int(subject.pk)

    def total(self, job: Job) -> int:
        return len(WAYS) + 1

    def progress(self, job: Job) -> str:
        done, total = (number_format(number) for number in (job.done, job.total))
        return _("%(done)s of %(total)s ways to compare done") % {"done": done, "total": total}

    def prepare(self, job: Job) -> list[Pair]:
        way, office_id = job.cursor.get("way", 0), int(job.subject_id)
        if way < len(WAYS):
            return pairs_found(office_id, WAYS[way], job.params.get("only", ()))
        return scored(pairs_of(office_id), workplaces(office_id))

    def step(self, job: Job) -> Step:
        way, office = job.cursor.get("way", 0), Office.objects.get(pk=job.subject_id)
        found: list[Pair] = job.prepared  # type: ignore[assignment]  # what prepare() gave
        is_last = way == len(WAYS)
        gone = set(pairs_of(office.pk)) - {pair.keys for pair in found} if is_last else set()
        new = job.cursor.get("new", 0) + note_duplicates(job.acting(), office, found, gone)
        words = ngettext("%(count)s new pair to compare.", "%(count)s new pairs to compare.", new)
        said = words % {"count": number_format(new, force_grouping=True)}
        return Step(
            done=way + 1,
            cursor={"way": way + 1, "new": new},
            finished=is_last,
            note=said,
            result=[said] if is_last else (),
        )


def look_where_people_came() -> None:
    """Periodic: offices whose directory has grown since the last look are looked through."""
    for office in Office.objects.order_by("pk"):
        newest = DirectoryEntry.objects.filter(office=office).aggregate(newest=models.Max("pk"))["newest"]
        last = Job.objects.about(office).filter(kind=FIND_DUPLICATES).order_by("-pk").first()
        if newest and (last is None or last.params.get("newest") != newest):
            start(SYSTEM, FIND_DUPLICATES, office, newest=newest)
