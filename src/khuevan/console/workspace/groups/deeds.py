"""What is done with chosen learners, whole agencies and single groups."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace.groups.forming import undo_address
from khuevan.console.workspace.groups.shell import board_address, chosen, group_of, venue_of, working_class
from khuevan.core.screens import act, notice, staff_page
from khuevan.nominations.domain.seating import choose_leader, move_learners, renew_card_code, seat_learners
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.timetable.group_changes import add_group, change_group, remove_group
from khuevan.training.models import TrainingClass


@staff_page
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """``viec`` says what: to another group, to a place, to lead."""
    training_class = working_class(request, pk)
    works = {"chuyen": _move, "cho": _seat, "to-truong": _lead}
    work = works.get(request.POST.get("viec", ""))
    if work is None:
        raise Http404
    return act(request, lambda: work(request, training_class), board_address(training_class))


def _move(request: HttpRequest, training_class: TrainingClass) -> None:
    group = group_of(training_class, request.POST.get("to", ""))
    moved = move_learners(request.user, chosen(request, training_class), group)
    where = group.name if group else _("no group")
    words = ngettext("%(count)s learner is now in: %(where)s.", "%(count)s learners are now in: %(where)s.", len(moved))
    _said(request, training_class, words % {"count": len(moved), "where": where}, len(moved))


def _seat(request: HttpRequest, training_class: TrainingClass) -> None:
    venue = venue_of(training_class, request.POST.get("dia-diem", ""))
    moved = seat_learners(request.user, chosen(request, training_class), venue)
    _said(request, training_class, _seated(len(moved), venue.name if venue else _("with their group")), len(moved))


def _lead(request: HttpRequest, training_class: TrainingClass) -> None:
    for one in chosen(request, training_class)[:1]:
        choose_leader(request.user, one, leads=not one.leads_group)
        words = _("%(name)s leads the group.") if one.leads_group else _("%(name)s leads the group no more.")
        _said(request, training_class, words % {"name": one.full_name}, 1)


def _seated(count: int, where: str) -> str:
    words = ngettext("%(count)s learner sits at: %(where)s.", "%(count)s learners sit at: %(where)s.", count)
    return words % {"count": count, "where": where}


def _said(request: HttpRequest, training_class: TrainingClass, words: str, count: int) -> None:
    """Where ``count`` is 0 nothing was done: the work before it is not to be taken back here."""
    notice(request, words, undo=undo_address(request, training_class) if count else "")


@staff_page
@require_POST
def seat_agency(request: HttpRequest, pk: int) -> HttpResponse:
    """All of an agency to one place."""
    training_class = working_class(request, pk)

    def work() -> None:
        agency = request.POST.get("don-vi", "")
        venue = venue_of(training_class, request.POST.get("dia-diem", ""))
        seen = Enrollment.objects.visible_to(request.user).current().filter(training_class=training_class)
        key = int(agency) if agency.isdecimal() and len(agency) < 12 else 0
        moved = seat_learners(request.user, list(seen.filter(organization=key)), venue)
        _said(request, training_class, _seated(len(moved), venue.name if venue else _("with their group")), len(moved))

    return act(request, work, board_address(training_class))


@staff_page
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = working_class(request, pk)

    def work() -> None:
        group = add_group(request.user, training_class, name=request.POST.get("ten", ""))
        notice(request, _("Saved: %(what)s.") % {"what": group})

    return act(request, work, board_address(training_class))


@staff_page
@require_POST
def change(request: HttpRequest, pk: int, learner_group: int) -> HttpResponse:
    """Name and place of a group; ``bo`` removes it."""
    training_class = working_class(request, pk)
    found = get_object_or_404(training_class.groups.all(), pk=learner_group)

    def work() -> None:
        seen = request.POST.get("seen", "")
        if "bo" in request.POST:
            name = found.name
            remove_group(request.user, found, seen=seen)
            notice(request, _("Removed: %(what)s.") % {"what": name})
            return
        venue = venue_of(training_class, request.POST.get("dia-diem", "0"))
        change_group(request.user, found, seen=seen, name=request.POST.get("ten", ""), venue=venue)
        notice(request, _("Saved: %(what)s.") % {"what": found})

    return act(request, work, board_address(training_class))


@staff_page
@require_POST
def new_card(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    """A card was lost: its code is worth nothing any more."""
    training_class = working_class(request, pk)
    seen = Enrollment.objects.visible_to(request.user).filter(training_class=training_class)
    found = get_object_or_404(seen, pk=learner)

    def work() -> None:
        renew_card_code(request.user, found)
        notice(request, _("The old card of %(name)s opens nothing any more. Print a new one.") % {"name": found})

    back = request.POST.get("ve", "")
    return act(request, work, back if back.startswith("/can-bo/") else board_address(training_class))


urlpatterns = [
    path("xep/", place, name="class_groups_place"),
    path("don-vi/", seat_agency, name="class_groups_agency"),
    path("them/", add, name="class_groups_add"),
    path("<int:learner_group>/", change, name="class_group"),
    path("the-moi/<int:learner>/", new_card, name="class_card_new"),
]
