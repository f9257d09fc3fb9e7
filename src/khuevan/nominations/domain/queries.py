"""Numbers of learners and agencies."""

from khuevan.nominations.models import Enrollment
from khuevan.training.models import TrainingClass


def learner_count(training_class: TrainingClass) -> int:
    return training_class.enrollments.current().count()


def agency_count(training_class: TrainingClass) -> int:
    """Different agencies that sent someone."""
    sent = Enrollment.objects.current().filter(training_class=training_class, organization__isnull=False)
    return sent.values("organization_id").distinct().count()
