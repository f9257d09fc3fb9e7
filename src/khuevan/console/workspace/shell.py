"""What stands around every tab of a class: title, facts, life line, the row of tabs."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.nominations.domain.queries import head_count
from khuevan.training.domain.lifeline import Known, Step, StepState, life_line
from khuevan.training.models import TrainingClass

TABS: tuple[tuple[str, str | Promise], ...] = (
    ("overview", _("Overview")),
    ("programme", _("Programme")),
    ("invitations", _("Invitations")),
    ("learners", _("Learners")),
    ("attendance", _("Attendance")),
    ("results", _("Results")),
    ("certificates", _("Certificates")),
    ("records", _("Documents")),
    ("money", _("Money")),
    ("articles", _("Articles")),
)
"""Each is the page ``console:class_<key>``."""

TAB_OF_STEP = {
    "plan": "records",
    "prepare": "programme",
    "nominate": "invitations",
    "list": "learners",
    "teach": "attendance",
    "results": "results",
    "award": "certificates",
    "report": "records",
    "news": "articles",
    "after": "overview",
}
"""Where a step of the life line is looked after."""
PLACE_OF_STEP = {"report": "#ho-so-lop"}
"""Which part of that tab, where it is further down."""


def tab_address(training_class: TrainingClass, key: str) -> str:
    return reverse(f"console:class_{key}", args=(training_class.pk,))


def of_staff(actor: Actor) -> QuerySet[TrainingClass]:
    """Classes the actor works on, with what the header needs."""
    return (
        TrainingClass.objects.of_staff(actor)
        .select_related("office__organization", "plan", "committee")
        .prefetch_related("venues", "sessions", "ceremony_roles__person")
    )


def class_of(request: HttpRequest, pk: int) -> TrainingClass:
    """The class of that address, or 404: another office's class and one that does not exist answer alike."""
    return get_object_or_404(of_staff(request.user), pk=pk)


def _address_of(training_class: TrainingClass, step: str) -> str:
    return f"{tab_address(training_class, TAB_OF_STEP[step])}{PLACE_OF_STEP.get(step, '')}"


def current_step(steps: list[Step]) -> Step | None:
    """Where the class stands: the step being worked on, else the first with something missing."""
    by_state = {state: [step for step in steps if step.state == state] for state in StepState}
    return next(iter(by_state[StepState.NOW] + by_state[StepState.GAP]), None)


def workspace_context(training_class: TrainingClass, tab: str, known: Known | None = None) -> dict[str, Any]:
    """What ``console/classes/class.html`` needs around a tab; pages below a tab use it, too."""
    known = known or Known(training_class)
    steps, people = life_line(training_class, known), known.ask(head_count)
    return {
        "class": training_class,
        "steps": [(step, _address_of(training_class, step.key)) for step in steps],
        "current": current_step(steps),
        "open_steps": [step for step in steps if step.state in {"gap", "now"}],
        "learner_count": people.learners,
        "agency_count": people.agencies,
        "tabs": [(key, label, tab_address(training_class, key)) for key, label in TABS],
        "tab": tab,
        "tab_label": dict(TABS)[tab],
    }


def workspace(
    request: HttpRequest,
    training_class: TrainingClass,
    tab: str,
    context: dict[str, Any],
    *,
    template: str = "",
    status: int = 200,
    known: Known | None = None,
) -> HttpResponse:
    """A page of the workspace; ``template`` defaults to ``console/tabs/<tab>.html`` and extends ``class.html``."""
    full = {**workspace_context(training_class, tab, known), **context}
    return render(request, template or f"console/tabs/{tab}.html", full, status=status)
