"""Opening a class from nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from khuevan.console.classes.listing import opening_offices
from khuevan.console.workspace.shell import tab_address
from khuevan.core.screens import answer_form, notice, staff_page
from khuevan.training.interfaces.forms.classes import OpenClassForm
from khuevan.training.models import TrainingClass


@staff_page
def open_one(request: HttpRequest) -> HttpResponse:
    offices = opening_offices(request.user)
    if not offices:
        raise Http404
    form = OpenClassForm(request.user, request.POST or None, offices=offices)

    def done(made: TrainingClass) -> str:
        notice(request, _("The class is open. Its programme, people and places come next."))
        return tab_address(made, "overview")

    return answer_form(request, form, "console/classes/open.html", {"cancel": reverse("console:classes")}, done)


urlpatterns = [path("lop/mo/", open_one, name="class_open")]
