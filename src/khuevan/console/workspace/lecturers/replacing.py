"""Somebody else teaches instead; the change goes to those concerned when the programme was made known."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.lecturers.shell import (
    board_address,
    lecturer_address,
    lecturer_form,
    lecturer_of,
    officers_class,
    replaced_already,
)
from khuevan.core.screens import act, notice, staff_page
from khuevan.nominations.domain.lecturer_notices import tell_replaced
from khuevan.nominations.domain.programme_notices import publish_and_tell
from khuevan.nominations.domain.programme_people import concerned
from khuevan.people.interfaces.choosing import PEOPLE
from khuevan.training.domain.lecturers.history import lines_of
from khuevan.training.domain.lecturers.replacing import clashes_if_replaced, take_back_replacement
from khuevan.training.domain.timetable.versions import latest, pending
from khuevan.training.interfaces.forms.lecturers import ReplaceForm
from khuevan.training.models import Lecturer, ProgrammeItem, TrainingClass


@staff_page
def replace(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer, ever=True)
    if found.replaced_at is not None and request.method != "POST":
        return replaced_already(request, training_class, found)
    old_name, was_known = found.in_sentence, latest(training_class) is not None
    form = ReplaceForm(
        request.user, request.POST or None, training_class=training_class, instance=found, is_known=was_known
    )

    def done(new: Lecturer) -> str:
        lines = [item for item in lines_of(new) if item.pk in new.took_over]
        undo = reverse("console:class_lecturer_back", args=(pk, new.pk))
        words = ngettext(
            "%(new)s teaches %(count)s line instead of %(old)s.",
            "%(new)s teaches %(count)s lines instead of %(old)s.",
            len(lines),
        )
        notice(request, words % {"new": capfirst(str(new)), "old": old_name, "count": len(lines)}, undo=undo)
        if form.cleaned_data.get("publishes"):
            told = bool(form.cleaned_data.get("tells_old"))
            _make_known(request, training_class, found, told=told)
        _tell(request, form, found, lines)
        return board_address(training_class, new)

    return lecturer_form(
        request,
        training_class,
        form,
        _("Somebody else instead of %(who)s") % {"who": old_name},
        done,
        explains=_explained(found),
        submit=_("Let them take over"),
        watched_at=lecturer_address(found, "class_lecturer_clashes"),
    )


@staff_page
@require_safe
def clashes(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    """What else the person picked does while these lines are taught; the values are those of the form, as typed."""
    found = lecturer_of(request, officers_class(request, pk), lecturer)
    asked = request.GET
    person = PEOPLE.picked(request.user, " ".join(asked.get("person", "").split()), asked.get("person-pick", ""))
    day = _day(asked.get("from_day", ""))
    known = clashes_if_replaced(found, person, day) if person is not None else []
    context = {"clashes": known, "nobody_yet": person is None}
    return render(request, "console/timetable/clashes.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _explained(found: Lecturer) -> str:
    titles = "; ".join(item.title for item in lines_of(found))
    if not titles:
        return _("No line of the programme has this lecturer yet.")
    return _("Lines of the programme: %(lines)s. Papers, cards and fees show what differs from then on.") % {
        "lines": titles
    }


def _tell(request: HttpRequest, form: ReplaceForm, found: Lecturer, lines: list[ProgrammeItem]) -> None:
    """Politely, to the one who was to teach; by hand where only a telephone is known."""
    if not form.cleaned_data.get("tells_old"):
        return
    if tell_replaced(request.user, found, lines) is None:
        messages.warning(
            request,
            _("Nobody was written to: no e-mail or telephone of %(who)s is known.") % {"who": found.in_sentence},
        )


def _make_known(request: HttpRequest, training_class: TrainingClass, old: Lecturer, *, told: bool) -> None:
    """Nothing to do where the programme outside says it already: no line had the lecturer.

    Who was written to as the one replaced (``told``) is not told twice.  Why somebody cannot come stays in the office.
    """
    changes = pending(training_class)
    if not changes:
        return
    people = concerned(training_class, changes).everyone
    whom = {one.code for one in people if not (told and one.person == old.person_id)}
    _version, sent = publish_and_tell(request.user, training_class, whom=whom)
    count = sent.mailed + sent.by_hand
    words = ngettext(
        "The programme is made known; %(count)s person is told.",
        "The programme is made known; %(count)s people are told.",
        count,
    )
    notice(request, words % {"count": count})


@staff_page
@require_POST
def back(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    """The one who was replaced teaches after all."""
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer, ever=True)

    def work() -> str:
        old = take_back_replacement(request.user, found, seen=request.POST.get("seen", ""))
        notice(request, _("%(who)s teaches again. Make the programme known if it was.") % {"who": capfirst(str(old))})
        return board_address(training_class, old)

    return act(request, work, board_address(training_class, found))


urlpatterns = [
    path("<int:lecturer>/thay-nguoi/", replace, name="class_lecturer_replace"),
    path("<int:lecturer>/thay-nguoi/trung-lich/", clashes, name="class_lecturer_clashes"),
    path("<int:lecturer>/thoi-thay/", back, name="class_lecturer_back"),
]
