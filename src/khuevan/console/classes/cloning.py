"""Nhân bản lớp: first the days are shown, then the class is made."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from khuevan.console.workspace.shell import class_of, tab_address, workspace_context
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may
from khuevan.core.screens import answer_form, form_page, notice, staff_page
from khuevan.training.domain.calendar import Move
from khuevan.training.domain.cloning import Cloned
from khuevan.training.interfaces.forms.cloning import CloneForm


@staff_page
def clone(request: HttpRequest, pk: int) -> HttpResponse:
    source = class_of(request, pk)
    if not may(request.user, "training.open_class", source.office):
        raise Http404
    form = CloneForm(request.user, request.POST or None, source=source)
    moves = _moves(form)
    seen = hashlib.sha256(form.preview_stamp.encode()).hexdigest()[:20] if moves else ""
    asked = request.POST.get("viec") == "nhan-ban"
    context: dict[str, Any] = {
        **workspace_context(source, "overview"),
        "cancel": tab_address(source, "overview"),
        "moves": moves,
        "preview": seen,
        "jumped": sum(1 for move in moves if move.reason),
        "stale": asked and bool(moves) and request.POST.get("preview") != seen,
    }
    if asked and moves and not context["stale"]:
        return answer_form(request, form, "console/classes/clone.html", context, lambda made: _done(request, made))
    status = 422 if form.errors else 200
    return form_page(render(request, "console/classes/clone.html", {**context, "form": form}, status=status))


def _moves(form: CloneForm) -> Sequence[Move]:
    """The days as they would become; nothing while the form is not filled in rightly."""
    if not form.is_valid():
        return []
    try:
        return form.moves()
    except DomainError as error:
        form.refuse(error)
        return []


def _done(request: HttpRequest, made: Cloned) -> str:
    notice(request, _("The new class is here, with its programme and %(days)d days.") % {"days": len(made.moves)})
    return tab_address(made.training_class, "programme")


urlpatterns = [path("lop/<int:pk>/nhan-ban/", clone, name="class_clone")]
