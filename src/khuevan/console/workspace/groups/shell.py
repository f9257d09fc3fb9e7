"""What the pages of groups share: the class for its officers, learners named in a form, the way back."""

from django.http import Http404, HttpRequest
from django.urls import reverse

from khuevan.console.workspace.shell import class_of
from khuevan.core.permissions import may
from khuevan.core.screens import keys_of
from khuevan.nominations.models import Enrollment
from khuevan.training.models import LearnerGroup, TrainingClass, Venue

NOBODY = "0"
"""The value of a choice that means no group, or no place of one's own."""


def working_class(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for somebody who may change it; for others the page is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    return training_class


def board_address(training_class: TrainingClass) -> str:
    return reverse("console:class_groups", args=(training_class.pk,))


def chosen(request: HttpRequest, training_class: TrainingClass) -> list[Enrollment]:
    """The learners ticked in a form."""
    keys = keys_of(request.POST.getlist("hv"))
    found = Enrollment.objects.visible_to(request.user).current().filter(training_class=training_class, pk__in=keys)
    return list(found.select_related("training_class"))


def group_of(training_class: TrainingClass, typed: str) -> LearnerGroup | None:
    """A group of the class by the key of a form; None for none.  404 for what is not there."""
    return None if typed == NOBODY else _one(list(training_class.groups.all()), typed)


def venue_of(training_class: TrainingClass, typed: str) -> Venue | None:
    return None if typed == NOBODY else _one(list(training_class.venues.all()), typed)


def _one[M: (LearnerGroup, Venue)](rows: list[M], typed: str) -> M:
    found = next((one for one in rows if str(one.pk) == typed), None)
    if found is None:
        raise Http404
    return found
