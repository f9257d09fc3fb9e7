"""Certificates to issue, to draw and to hand over."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.assessment.models import Outcome
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.core.actors import Actor
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.enums import EnrollmentState
from khuevan.people.enums import RoleKind
from khuevan.training.domain.due import due_on
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass, TrainingClassQuerySet


@task_source
def certificate_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In three queries, whatever the number of classes."""
    found = {one.pk: one for one in classes.filter(state__in=(ClassState.RESULTS, ClassState.AWARDED))}
    standing = Certificate.objects.standing().filter(enrollment__training_class__in=found)
    issued = {
        pk: (pending, undrawn)
        for pk, pending, undrawn in standing.order_by()
        .values_list("enrollment__training_class")
        .annotate(
            pending=Count("pk", filter=Q(state=CertificateState.PENDING)),
            undrawn=Count("pk", filter=Q(file="")),
        )
    }
    waiting = dict(
        Outcome.objects.completed()
        .filter(
            ~Exists(Certificate.objects.standing().filter(enrollment=OuterRef("enrollment"))),
            approved_at__isnull=False,
            enrollment__state=EnrollmentState.ENROLLED,
            enrollment__training_class__in=found,
        )
        .order_by()
        .values_list("enrollment__training_class")
        .annotate(Count("pk"))
    )
    for pk, training_class in found.items():
        if training_class.awards_certificates and waiting.get(pk):
            yield _issue(training_class, waiting[pk])
        pending, undrawn = issued.get(pk, (0, 0))
        if undrawn:
            yield _draw(training_class, undrawn)
        elif pending:
            yield _hand_over(training_class, pending)


def _issue(training_class: TrainingClass, count: int) -> Task:
    title = ngettext("Issue %(count)s certificate", "Issue %(count)s certificates", count) % {"count": thousands(count)}
    return _task(training_class, "issue", title, _("The results are approved."), _("Issue certificates"))


def _draw(training_class: TrainingClass, count: int) -> Task:
    title = ngettext("Make the file of %(count)s certificate", "Make the files of %(count)s certificates", count) % {
        "count": count
    }
    detail = _("They are in the register but have no PDF yet.")
    return _task(training_class, "files", title, detail, _("Make the files"))


def _hand_over(training_class: TrainingClass, count: int) -> Task:
    title = ngettext("Hand over %(count)s certificate", "Hand over %(count)s certificates", count) % {
        "count": thousands(count)
    }
    detail = _("They are issued and wait for their holders.")
    return _task(training_class, "hand_over", title, detail, _("Note who received theirs"))


def _task(training_class: TrainingClass, key: str, title: str, detail: str, action: str) -> Task:
    return Task(
        key=f"certificates.{key}",
        training_class=training_class,
        title=title,
        detail=detail,
        due=due_on(training_class, "certificates"),
        tab="certificates",
        action=action,
        waits_for=RoleKind.OFFICER,
    )
