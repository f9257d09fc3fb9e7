"""What the results of a class ask of its officers, and of the leader."""

from collections.abc import Iterator

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.assessment.domain.queries import out_of_date
from khuevan.assessment.models import CompletionRule, Outcome
from khuevan.attendance.domain.queries import incomplete_half_days
from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import RoleKind
from khuevan.training.domain.due import due_on
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass, TrainingClassQuerySet


@task_source
def result_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In seven queries or nine, whatever the number of classes.

    Nothing while attendance is incomplete, a task of its own.
    """
    taught = classes.filter(state=ClassState.RUNNING, awards_certificates=True, end_date__lte=timezone.localdate())
    found = {one.pk: one for one in taught}
    incomplete = incomplete_half_days(found.values())
    ruled = set(CompletionRule.objects.filter(training_class__in=found).values_list("training_class", flat=True))
    stale = set(
        out_of_date(Outcome.objects.filter(enrollment__training_class__in=found))
        .order_by()
        .values_list("enrollment__training_class", flat=True)
    )
    counted = (
        Enrollment.objects.current()
        .filter(training_class__in=found)
        .order_by()
        .values_list("training_class")
        .annotate(Count("pk"), Count("outcome"))
    )
    for pk, learners, judged in counted:
        if pk in incomplete:
            continue
        if pk not in ruled:
            yield _rule(found[pk])
        elif judged < learners or pk in stale:
            yield _compute(found[pk], stale=pk in stale)
        else:
            yield _approve(found[pk], learners)


def _rule(training_class: TrainingClass) -> Task:
    return _task(
        training_class,
        "rule",
        _("Set who receives a certificate"),
        _("The class has no completion rule yet."),
        _("Set the rule"),
        waits_for=RoleKind.OFFICER,
    )


def _compute(training_class: TrainingClass, *, stale: bool) -> Task:
    detail = (
        _("Attendance or the rule changed after the results were computed.")
        if stale
        else _("Attendance is complete; the results are not computed yet.")
    )
    return _task(
        training_class,
        "compute",
        _("Compute the results"),
        detail,
        _("Compute the results"),
        waits_for=RoleKind.OFFICER,
    )


def _approve(training_class: TrainingClass, learners: int) -> Task:
    title = ngettext("Approve the result of %(count)s person", "Approve the results of %(count)s people", learners)
    return _task(
        training_class,
        "approve",
        title % {"count": thousands(learners)},
        _("The results are computed and wait for your approval."),
        _("See the results"),
        waits_for=RoleKind.LEADER,
    )


def _task(
    training_class: TrainingClass, key: str, title: str, detail: str, action: str, *, waits_for: RoleKind
) -> Task:
    return Task(
        key=f"assessment.{key}",
        training_class=training_class,
        title=title,
        detail=detail,
        due=due_on(training_class, "results"),
        tab="results",
        action=action,
        waits_for=waits_for,
    )
