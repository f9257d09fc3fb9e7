"""Phiếu đón tiếp: the form of one, and what is printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.console.workspace.downloads import download
from khuevan.console.workspace.lecturers.shell import (
    board_address,
    lecturer_address,
    lecturer_form,
    lecturer_of,
    officers_class,
)
from khuevan.console.workspace.shell import class_of
from khuevan.core.screens import notice, staff_page
from khuevan.papers.domain.printing import pdf
from khuevan.papers.domain.reception import reception_card, reception_sheet
from khuevan.training.interfaces.forms.lecturers import CareForm


@staff_page
def care(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = officers_class(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    form = CareForm(request.user, request.POST or None, lecturer=found)

    def done(_row: Any) -> str:  # noqa: ANN401 - a LecturerCare
        notice(request, _("The card of %(who)s is saved.") % {"who": found.in_sentence})
        return lecturer_address(found)

    heading = _("Card of reception: %(who)s") % {"who": found.in_sentence}
    explains = _("What the lecturer says on the own page appears here, too.")
    return lecturer_form(request, training_class, form, heading, done, explains=explains, back=lecturer_address(found))


@staff_page
@require_safe
def card(request: HttpRequest, pk: int, lecturer: int) -> HttpResponse:
    training_class = class_of(request, pk)
    found = lecturer_of(request, training_class, lecturer)
    return download(request, lambda: reception_card(request.user, found), lecturer_address(found))


@staff_page
@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    back = board_address(training_class)
    return download(request, lambda: pdf(training_class, [reception_sheet(request.user, training_class)]), back)


urlpatterns = [
    path("don-tiep.pdf", sheet, name="class_reception"),
    path("<int:lecturer>/don-tiep/", care, name="class_lecturer_care"),
    path("<int:lecturer>/phieu-don-tiep.pdf", card, name="class_lecturer_card"),
]
