"""Questions about classes that more than one screen asks."""

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

from khuevan.training.models import Session, TrainingClass


def periods_of(training_class: TrainingClass) -> int:
    """Hours of a class in tiết, counted over its half days."""
    total: int = training_class.sessions.aggregate(total=Coalesce(Sum("periods"), 0))["total"]
    return total


def programme_of(training_class: TrainingClass) -> QuerySet[Session]:
    """Half days with their lines, topics and lecturers, in five queries whatever their number."""
    return training_class.sessions.select_related("venue").prefetch_related(
        "items__class_topic__topic", "items__lecturers__person"
    )
