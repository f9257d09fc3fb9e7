"""Who would receive a certificate now, and why the others would not."""

from dataclasses import dataclass

from khuevan.assessment.models import Outcome, OutcomeQuerySet
from khuevan.certificates.domain.issuing import waiting_for_certificate, without_file
from khuevan.certificates.models import Certificate
from khuevan.core.errors import DomainError
from khuevan.nominations.enums import EnrollmentState
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class Outlook:
    """Numbers of learners, but ``undrawn``: certificates in the register whose file is still to be made.

    ``standing`` have a certificate that stands, ``failed`` do not meet the rule, ``unjudged`` are on the list without
    an approved result, ``withdrawn`` are no longer on it.  ``trouble`` says why nothing can be issued at all.
    """

    waiting: int
    undrawn: int
    standing: int
    failed: int
    unjudged: int
    withdrawn: int
    trouble: str = ""

    @property
    def is_anything_to_do(self) -> bool:
        return bool(self.waiting or self.undrawn)


def outlook(training_class: TrainingClass) -> Outlook:
    """In a handful of counts, whatever the number of learners."""
    try:
        waiting, trouble = waiting_for_certificate(training_class).count(), ""
    except DomainError as error:
        waiting, trouble = 0, error.message
    standing = Certificate.objects.standing().filter(enrollment__training_class=training_class)
    on_list = training_class.enrollments.filter(state=EnrollmentState.ENROLLED)
    judged = not_recognised(training_class).count()
    without = on_list.exclude(pk__in=standing.values("enrollment")).count()
    return Outlook(
        waiting=waiting,
        undrawn=without_file(training_class).count(),
        standing=standing.count(),
        failed=judged,
        unjudged=max(0, without - waiting - judged),
        withdrawn=training_class.enrollments.filter(state=EnrollmentState.WITHDRAWN).count(),
        trouble=trouble,
    )


def not_recognised(training_class: TrainingClass) -> OutcomeQuerySet:
    """Approved results of those on the list who receive nothing, by name; each says why in one sentence."""
    approved = Outcome.objects.filter(enrollment__training_class=training_class, approved_at__isnull=False)
    failed: OutcomeQuerySet = approved.filter(enrollment__state=EnrollmentState.ENROLLED).exclude(
        pk__in=Outcome.objects.completed()
    )
    return failed.select_related("enrollment", "rule", "override_by").order_by("enrollment__name_key", "pk")
