"""The board of the lecturers of a class, by how sure they are; the page of one."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.console.workspace.lecturers.rows import groups_of, row_of, rows_of
from khuevan.console.workspace.lecturers.shell import (
    board_address,
    known_lecturer,
    lecturer_address,
    lecturer_form,
    lecturer_of,
    lecturer_page,
    officers_class,
    replaced_already,
)
from khuevan.console.workspace.shell import class_of
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.rows import stamp, still_there
from khuevan.core.screens import act, notice, staff_page
from khuevan.training.domain.lecturers.care import care_of
from khuevan.training.domain.lecturers.history import lines_of, taught
from khuevan.training.domain.lecturers.replacing import chain_of, replaced_in
from khuevan.training.domain.people_changes import remove_lecturer
from khuevan.training.domain.timetable.clashes import clashes_of
from khuevan.training.enums import LecturerState
from khuevan.training.interfaces.forms.arrangements import LecturerForm
from khuevan.training.models import Lecturer

SHOWN_EARLIER = 6


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    may_change = may(request.user, "training.change_class", training_class)
    rows = rows_of(training_class, may_change=may_change)
    open_rows = [row for row in rows if row.lecturer.state != LecturerState.DECLINED]
    context = {
        "rows": rows,
        "groups": groups_of(rows),
        "replaced": replaced_in(training_class),
        "sure": sum(1 for row in rows if row.lecturer.state == LecturerState.CONFIRMED),
        "unsent": [row for row in open_rows if row.lecturer.state != LecturerState.CONFIRMED and not row.is_over],
        "late": [row for row in open_rows if row.materials_are_late],
        "word": capfirst(str(training_class.get_lecturer_word_display())),
    }
    return lecturer_page(request, training_class, "console/class_lecturers/board.html", context)


@staff_page
@require_safe
def one(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = class_of(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    may_change = may(request.user, "training.change_class", training_class)
    row = row_of(training_class, found, lines_of(found), clashes_of(training_class), may_change=may_change)
    earlier = taught(training_class.office, found.person) if found.person else []
    care = care_of(found)
    context = {
        "row": row,
        "care": care,
        "chain": chain_of(found),
        "earlier": [day for day in earlier if day.training_class != training_class][:SHOWN_EARLIER],
        "history": history_of(found, *([care] if care.pk else [])),
    }
    return lecturer_page(request, training_class, "console/class_lecturers/one.html", context)


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    form = LecturerForm(request.user, request.POST or None, training_class=training_class)

    def done(row: Lecturer) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": capfirst(str(row))})
        return board_address(training_class, row)

    explains = _("Enter the person, or only the unit that shall send one; say in the programme what they teach.")
    return lecturer_form(request, training_class, form, _("Add a lecturer"), done, explains=explains)


@staff_page
def change(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    form = LecturerForm(request.user, request.POST or None, training_class=training_class, instance=found)

    def done(row: Lecturer) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": capfirst(str(row))})
        return board_address(training_class, row)

    heading = _("Correct: %(who)s") % {"who": found.in_sentence}
    explains = _("To correct what was entered. If somebody else comes, let them take over instead.")
    return lecturer_form(request, training_class, form, heading, done, explains=explains)


@staff_page
def remove(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    """Asks first: the lines are without a lecturer afterwards."""
    training_class = officers_class(request, pk)
    found = known_lecturer(request, training_class, lecturer, ever=True)
    if found is not None and found.replaced_at is not None:
        return replaced_already(request, training_class, found)
    if request.method == "POST" or found is None:

        def work() -> None:
            there = still_there(found)
            words = capfirst(str(there))
            remove_lecturer(request.user, there, seen=request.POST.get("seen", ""))
            notice(request, _("Removed: %(what)s.") % {"what": words})

        return act(request, work, board_address(training_class))
    context = {"lecturer": found, "seen": stamp(found), "lines": lines_of(found), "back": lecturer_address(found)}
    return lecturer_page(request, training_class, "console/class_lecturers/remove.html", context)


urlpatterns = [
    path("", page, name="class_lecturers"),
    path("them/", add, name="class_lecturer_add"),
    path("<int:lecturer>/", one, name="class_lecturer"),
    path("<int:lecturer>/sua/", change, name="class_lecturer_change"),
    path("<int:lecturer>/bo/", remove, name="class_lecturer_remove"),
]
