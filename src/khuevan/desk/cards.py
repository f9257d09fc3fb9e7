"""What the code on a card opens for whoever scans it with a telephone: the class, and no word of who wears the card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from khuevan.core.codes import normal
from khuevan.core.guessing import TooManyGuesses, note_wrong_guess, refuse_if_slowed
from khuevan.desk.passes import dead_page, desk_page, person_of, slowed_page
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.materials.door import door_of, is_open, shown_code
from khuevan.training.domain.materials.keeping import shown_to_learners
from khuevan.training.domain.timetable.shown import ShownSession, shown_programme
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

CARDS = "card"
"""The kind of secret that is guessed here."""


@dataclass(frozen=True)
class Day:
    date: date
    sessions: Sequence[ShownSession]
    is_today: bool


@desk_page
@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """The class of a card; staff of its office come to the learner.

    A hall of people scans from one network address, so only who is wrong is slowed: a card opens nothing secret.
    """
    learner = _learner(code)
    try:
        if learner is None:
            refuse_if_slowed(request, CARDS)
            note_wrong_guess(request, CARDS, code[:60])
            refuse_if_slowed(request, CARDS)
    except TooManyGuesses as error:
        return slowed_page(request, error)
    if learner is None:
        return dead_page(request, 404)
    if _is_staff(request, learner):
        return HttpResponseRedirect(reverse("console:class_learner", args=(learner.training_class_id, learner.pk)))
    training_class = learner.training_class
    context = {"class": training_class, "office": training_class.office}
    if learner.state != EnrollmentState.ENROLLED or training_class.state == ClassState.CANCELLED:
        is_off = training_class.state == ClassState.CANCELLED
        return render(request, "desk/card/over.html", {**context, "is_cancelled": is_off}, status=410)
    own = "desk:person_home" if person_of(request) else "desk:person_door"
    more = {
        "own_page": reverse(own),
        "days": _days(training_class),
        "venues": _venues(training_class),
        "materials": _materials(training_class),
    }
    return render(request, "desk/card/card.html", {**context, **more})


def _learner(code: str) -> Enrollment | None:
    typed = normal(code)
    if typed is None:
        return None
    found = Enrollment.objects.filter(card_code=typed)
    return found.select_related("training_class__office__organization").first()


def _is_staff(request: HttpRequest, learner: Enrollment) -> bool:
    return request.user.is_authenticated and Enrollment.objects.visible_to(request.user).filter(pk=learner.pk).exists()


def _days(training_class: TrainingClass) -> list[Day]:
    today = timezone.localdate()
    sessions = shown_programme(training_class)
    return [Day(day, list(some), day == today) for day, some in groupby(sessions, key=lambda one: one.date)]


def _venues(training_class: TrainingClass) -> list[str]:
    return [", ".join(filter(None, (one.name, one.address))) for one in training_class.venues.all()]


def _materials(training_class: TrainingClass) -> tuple[str, int] | None:
    """The address of the materials and how many there are, while their door is open."""
    door = door_of(training_class)
    if door is None or not is_open(door):
        return None
    count = shown_to_learners(training_class, timezone.localdate()).count()
    return (reverse("desk:materials", args=(shown_code(door),)), count) if count else None


urlpatterns = [path("the/<str:code>/", card, name="card")]
