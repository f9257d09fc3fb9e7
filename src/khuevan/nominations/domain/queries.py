"""Numbers of learners and agencies."""

from typing import NamedTuple

from django.db.models import Count

from khuevan.nominations.models import Enrollment
from khuevan.training.models import TrainingClass


class HeadCount(NamedTuple):
    """How many are on the list of a class, and how many different agencies sent them."""

    learners: int
    agencies: int


def head_count(training_class: TrainingClass) -> HeadCount:
    on_list = Enrollment.objects.current().filter(training_class=training_class)
    return HeadCount(**on_list.aggregate(learners=Count("*"), agencies=Count("organization", distinct=True)))
