"""Dividing a class into groups: seen first, saved as seen, taken back with one click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.groups.shell import board_address, working_class
from khuevan.console.workspace.shell import workspace
from khuevan.core.errors import DomainError
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.nominations.domain.group_forming import (
    NAMES,
    Wish,
    form_groups,
    last_placing,
    proposed,
    undo_placing,
)
from khuevan.nominations.domain.seating import placing_stamp
from khuevan.training.models import TrainingClass

LONGEST_NAME = 60


def undo_address(request: HttpRequest, training_class: TrainingClass) -> str:
    """Takes back what this officer did last; to be asked for after it was done."""
    done = last_placing(training_class, by=request.user)
    return f"{reverse('console:class_groups_undo', args=(training_class.pk,))}?viec={done}" if done else ""


def _wish(values: QueryDict) -> Wish:
    number = values.get("so", "")
    return Wish(
        number=int(number) if number.isdecimal() and len(number) < 6 else 0,
        names=values.get("ten", "").strip()[:LONGEST_NAME] or NAMES,
        keep=values.get("giu") == "1",
        together=values.get("chia") == "don-vi",
    )


@staff_page
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = working_class(request, pk)
    wish = _wish(request.GET)
    try:
        parts = proposed(training_class, wish)
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(board_address(training_class))
    moved = sum(1 for part in parts for one in part.members if part.group is None or one.group_id != part.group.pk)
    context = {"wish": wish, "parts": parts, "moved": moved, "seen": placing_stamp(training_class)}
    answer = workspace(request, training_class, "learners", context, template="console/groups/preview.html")
    return form_page(answer)


@staff_page
@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = working_class(request, pk)
    wish = _wish(request.POST)

    def work() -> None:
        groups = form_groups(
            request.user,
            training_class,
            number=wish.number,
            names=wish.names,
            keep=wish.keep,
            together=wish.together,
            seen=request.POST.get("seen", ""),
        )
        said = ngettext("The class has %(count)s group.", "The class has %(count)s groups.", len(groups))
        notice(request, said % {"count": len(groups)}, undo=undo_address(request, training_class))

    return act(request, work, board_address(training_class))


@staff_page
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = working_class(request, pk)

    def work() -> None:
        undo_placing(request.user, training_class, request.GET.get("viec", ""))
        notice(request, _("Everybody is where they were before."))

    return act(request, work, board_address(training_class))


urlpatterns = [
    path("chia/", preview, name="class_groups_preview"),
    path("chia/luu/", save, name="class_groups_save"),
    path("tra-lai/", undo, name="class_groups_undo"),
]
