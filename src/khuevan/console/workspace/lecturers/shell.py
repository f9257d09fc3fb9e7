"""What the pages about the lecturers of a class share."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.shell import class_of, workspace, workspace_context
from khuevan.core.forms import VerbForm
from khuevan.core.permissions import may
from khuevan.core.screens import answer_form, notice
from khuevan.training.models import Lecturer, TrainingClass

PAGE = "class_lecturers"


def officers_class(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for who may change it; for others the page is not there."""
    training_class = class_of(request, pk)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    return training_class


def lecturer_of(request: HttpRequest, training_class: TrainingClass, key: int, *, ever: bool = False) -> Lecturer:
    """Somebody who teaches now; with ``ever`` also who was replaced, as by the first of two clicks."""
    found = known_lecturer(request, training_class, key, ever=ever)
    if found is None:
        raise Http404
    return found


def known_lecturer(
    request: HttpRequest, training_class: TrainingClass, key: int, *, ever: bool = False
) -> Lecturer | None:
    """The same; None where nobody is."""
    known = Lecturer.ever if ever else Lecturer.objects
    rows = known.visible_to(request.user).filter(training_class=training_class)
    found: Lecturer | None = (
        rows.select_related("person", "organization", "asked_by", "replaces").filter(pk=key).first()
    )
    if found is not None:
        found.training_class = training_class
    return found


def replaced_already(request: HttpRequest, training_class: TrainingClass, lecturer: Lecturer) -> HttpResponse:
    """Back to the board, which shows who comes instead."""
    notice(request, _("Somebody else comes instead of %(who)s already.") % {"who": lecturer.in_sentence})
    return HttpResponseRedirect(board_address(training_class))


def board_address(training_class: TrainingClass, lecturer: Lecturer | None = None) -> str:
    """The board, at one of its rows."""
    place = reverse(f"console:{PAGE}", args=(training_class.pk,))
    return f"{place}#nguoi-{lecturer.pk}" if lecturer else place


def lecturer_address(lecturer: Lecturer, name: str = "class_lecturer") -> str:
    return reverse(f"console:{name}", args=(lecturer.training_class_id, lecturer.pk))


def lecturer_page(
    request: HttpRequest, training_class: TrainingClass, template: str, context: dict[str, Any]
) -> HttpResponse:
    full = {
        "programme_parts": programme_parts(training_class, PAGE),
        "may_change": may(request.user, "training.change_class", training_class),
        **context,
    }
    return workspace(request, training_class, "programme", full, template=template)


def lecturer_form(
    request: HttpRequest,
    training_class: TrainingClass,
    form: VerbForm,
    heading: str,
    done: Callable[[Any], str],
    **more: str,
) -> HttpResponse:
    """A page with one form; ``more``: ``back``, ``explains``, ``submit``; ``watched_at`` tells of clashes meanwhile."""
    context = {
        **workspace_context(training_class, "programme"),
        "heading": heading,
        "cancel": more.get("back") or board_address(training_class),
        "explains": more.get("explains", ""),
        "submit": more.get("submit", ""),
        "watched_at": more.get("watched_at", ""),
        "programme_parts": programme_parts(training_class, PAGE),
    }
    return answer_form(request, form, "console/timetable/form.html", context, done)
