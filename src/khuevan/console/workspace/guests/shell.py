"""What the pages of guests share: the class for who may change it, a form with its way back, the states as shown."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _now

from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.shell import class_of, workspace_context
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.core.screens import answer_form, notice
from khuevan.training.enums import GuestState
from khuevan.training.models import TrainingClass

HERE: Final = "class_guests"
PILLS: Final[dict[str, tuple[str, str]]] = {
    GuestState.PLANNED: ("", "pencil"),
    GuestState.INVITED: ("wait", "mail"),
    GuestState.COMING: ("done", "check"),
    GuestState.DECLINED: ("warn", "user-off"),
}
"""Colour and shape of a state."""


def address(training_class: TrainingClass, anchor: str = "") -> str:
    start = reverse(f"console:{HERE}", args=(training_class.pk,))
    return f"{start}#{anchor}" if anchor else start


def changed_by(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for who may change it; for everybody else it is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    return training_class


def around(training_class: TrainingClass) -> dict[str, Any]:
    """What stands around every page of guests."""
    return {
        **workspace_context(training_class, "programme"),
        "programme_parts": programme_parts(training_class, HERE),
    }


def answered(
    request: HttpRequest, training_class: TrainingClass, form: VerbForm, heading: str, anchor: str
) -> HttpResponse:
    """A form of one row, which comes back to that row."""

    def done(row: Any) -> str:  # noqa: ANN401 - a Guest, a CeremonyRole
        notice(request, _now("Saved: %(what)s.") % {"what": capfirst(str(row))})
        return address(training_class, anchor)

    context = {**around(training_class), "heading": heading, "cancel": address(training_class, anchor)}
    return answer_form(request, form, "console/classes/form.html", context, done)
