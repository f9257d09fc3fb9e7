"""The timetable of an earlier class taken over: first the class is chosen and its days are shown, then it is copied."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.shell import tab_address, workspace_context
from khuevan.console.workspace.timetable.board import changeable
from khuevan.core.errors import DomainError
from khuevan.core.screens import answer_form, form_page, notice, staff_page
from khuevan.training.domain.calendar import Move
from khuevan.training.interfaces.forms.copying import CopyForm
from khuevan.training.models import TrainingClass

TEMPLATE = "console/timetable/copy.html"


@staff_page
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """``source`` in the address chooses the class beforehand."""
    training_class = changeable(request, pk)
    initial = {"source": request.GET.get("tu", "")}
    form = CopyForm(request.user, request.POST or None, training_class=training_class, initial=initial)
    moves = _moves(form)
    seen = form.preview_stamp if moves else ""
    asked = request.POST.get("viec") == "chep"
    stale = asked and bool(moves) and request.POST.get("preview") != seen
    context: dict[str, Any] = {
        **workspace_context(training_class, "programme"),
        "programme_parts": programme_parts(training_class, "class_programme"),
        "cancel": tab_address(training_class, "programme"),
        "moves": moves,
        "left_out": form.left_out if moves else set(),
        "preview": seen,
        "stale": stale,
    }
    if asked and moves and not stale:
        return answer_form(request, form, TEMPLATE, context, lambda made: _done(request, training_class, made))
    status = 422 if form.errors else 200
    return form_page(render(request, TEMPLATE, {**context, "form": form}, status=status))


def _moves(form: CopyForm) -> Sequence[Move]:
    if not form.is_valid():
        return []
    try:
        return form.moves()
    except DomainError as error:
        form.refuse(error)
        return []


def _done(request: HttpRequest, training_class: TrainingClass, copied: Any) -> str:  # noqa: ANN401 - a Copied
    count = len(copied.sessions)
    words = ngettext("%(count)d half day was taken over.", "%(count)d half days were taken over.", count)
    said = words % {"count": count}
    if copied.skipped:
        left = ngettext(
            "%(count)d was left out: its place is taken or outside the days of the class.",
            "%(count)d were left out: their places are taken or outside the days of the class.",
            len(copied.skipped),
        )
        said = f"{said} {left % {'count': len(copied.skipped)}}"
    notice(request, said)
    return tab_address(training_class, "programme")
