"""What an officer writes down of an answer: the letter went out, a unit named somebody, they come, they cannot."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.console.workspace.lecturers.shell import board_address, lecturer_form, lecturer_of, officers_class
from khuevan.core.screens import act, notice, staff_page
from khuevan.training.domain.lecturers.states import mark_asked
from khuevan.training.interfaces.forms.lecturers import AnswerForm, NameLecturerForm, ReceptionForm
from khuevan.training.models import Lecturer


@staff_page
@require_POST
def asked(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    """A letter went out that was not written here; one that was marks them when it is recorded as signed."""
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)

    def work() -> None:
        mark_asked(request.user, [found])
        notice(request, _("Noted: a letter was sent to %(who)s.") % {"who": found.in_sentence})

    return act(request, work, board_address(training_class, found))


@staff_page
def name(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    form = NameLecturerForm(request.user, request.POST or None, training_class=training_class, instance=found)

    def done(row: Lecturer) -> str:
        notice(request, capfirst(_("%(who)s is named. Ask them to confirm next.") % {"who": row.in_sentence}))
        return board_address(training_class, row)

    heading = _("Whom does %(unit)s send?") % {"unit": found.organization_name}
    return lecturer_form(request, training_class, form, heading, done)


def _answer(request: HttpRequest, pk: int, lecturer: int, what: str, heading: str, said: str) -> HttpResponse:  # noqa: PLR0917
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    form = AnswerForm(request.user, request.POST or None, lecturer=found, what=what)

    def done(row: Lecturer) -> str:
        notice(request, capfirst(said % {"who": row.in_sentence}))
        return board_address(training_class, row)

    return lecturer_form(request, training_class, form, capfirst(heading % {"who": found.in_sentence}), done)


@staff_page
def confirm(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    return _answer(request, pk, lecturer, "confirm", _("%(who)s comes"), _("Noted: %(who)s comes."))


@staff_page
def decline(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    said = _("Noted: %(who)s cannot come. Let somebody else teach next.")
    return _answer(request, pk, lecturer, "decline", _("%(who)s cannot come"), said)


@staff_page
def again(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    return _answer(
        request, pk, lecturer, "again", _("Take the answer of %(who)s back"), _("%(who)s waits for an answer again.")
    )


@staff_page
def reception(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    form = ReceptionForm(request.user, request.POST or None, instance=found)

    def done(row: Lecturer) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": capfirst(str(row))})
        return board_address(training_class, row)

    heading = _("How the teaching of %(who)s was received") % {"who": found.in_sentence}
    explains = _("Read by whoever invites the lecturer again; never shown outside the office.")
    return lecturer_form(request, training_class, form, heading, done, explains=explains)


urlpatterns = [
    path("<int:lecturer>/da-gui/", asked, name="class_lecturer_asked"),
    path("<int:lecturer>/cu-nguoi/", name, name="class_lecturer_name"),
    path("<int:lecturer>/xac-nhan/", confirm, name="class_lecturer_confirm"),
    path("<int:lecturer>/tu-choi/", decline, name="class_lecturer_decline"),
    path("<int:lecturer>/cho-tra-loi/", again, name="class_lecturer_again"),
    path("<int:lecturer>/nhan-xet/", reception, name="class_lecturer_reception"),
]
