"""What the list of learners asks of the officers."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.enrolling import OPEN
from khuevan.nominations.models import Enrollment, RosterDraft
from khuevan.people.enums import RoleKind
from khuevan.training.domain.due import due_on
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.models import TrainingClass, TrainingClassQuerySet

AHEAD = timedelta(days=7)
"""So long before the day on which the list is to be closed, closing it becomes a task."""


@task_source
def nomination_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In three queries, whatever the number of classes."""
    found = list(classes.filter(state__in=OPEN))
    counts = dict(
        Enrollment.objects.current()
        .filter(training_class__in=found)
        .order_by()
        .values_list("training_class")
        .annotate(Count("pk"))
    )
    drafts = RosterDraft.objects.open().filter(training_class__in=found, waiting__gt=0).order_by()
    waiting = {
        pk: (lists, rows)
        for pk, lists, rows in drafts.values_list("training_class").annotate(Count("pk"), Sum("waiting"))
    }
    for training_class in found:
        if due_on(training_class, "list") - AHEAD <= timezone.localdate():
            yield _close(training_class, counts.get(training_class.pk, 0))
        if training_class.pk in waiting:
            yield _check_rows(training_class, *waiting[training_class.pk])


def _close(training_class: TrainingClass, learners: int) -> Task:
    if learners:
        detail = ngettext("%(count)s person is on the list.", "%(count)s people are on the list.", learners)
        return _task(
            training_class, "list", _("Close the list"), detail % {"count": thousands(learners)}, _("Close the list")
        )
    return _task(
        training_class, "list", _("Close the list"), _("Nobody is on the list yet."), _("Put people on the list")
    )


def _check_rows(training_class: TrainingClass, lists: int, rows: int) -> Task:
    title = ngettext("Check %(count)s row of a list", "Check %(count)s rows of lists that were sent", rows)
    detail = ngettext(
        "%(count)s list has rows that are not on the list of the class yet.",
        "%(count)s lists have rows that are not on the list of the class yet.",
        lists,
    )
    return _task(
        training_class,
        "drafts",
        title % {"count": thousands(rows)},
        detail % {"count": thousands(lists)},
        _("Check the rows"),
    )


def _task(training_class: TrainingClass, key: str, title: str, detail: str, action: str) -> Task:
    return Task(
        key=f"nominations.{key}",
        training_class=training_class,
        title=title,
        detail=detail,
        due=due_on(training_class, "list"),
        tab="learners",
        action=action,
        waits_for=RoleKind.OFFICER,
    )
