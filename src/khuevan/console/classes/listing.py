"""The list of classes an officer works on."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.core.screens import staff_page
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Office
from khuevan.training.interfaces.tables import ClassList, OpenableClassList
from khuevan.training.models import TrainingClass


def opening_offices(actor: Actor) -> list[Office]:
    """Offices in which the actor may open a class."""
    mine = Office.objects.of_staff(actor).select_related("organization")
    return [office for office in mine if may(actor, "training.open_class", office)]


def _rows(actor: Actor) -> QuerySet[TrainingClass]:
    """With the number of people on each list; counted beside the rows, so that the pills count classes."""
    on_list = Enrollment.objects.filter(training_class=OuterRef("pk"), state=EnrollmentState.ENROLLED).order_by()
    counted = Subquery(on_list.values("training_class").annotate(count=Count("pk")).values("count"))
    mine = TrainingClass.objects.of_staff(actor).select_related("office__organization")
    return mine.annotate(learners=Coalesce(counted, 0))


@staff_page
@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    may_open = bool(opening_offices(request.user))
    shown = (OpenableClassList if may_open else ClassList)(request, _rows(request.user))
    if shown.wants_workbook:
        return shown.workbook_response("lop")
    context = {
        "list": shown,
        "title": pgettext("menu", "Classes"),
        "add_address": reverse("console:class_open") if may_open else "",
        "add_label": _("Open a class"),
    }
    return render(request, "console/classes/list.html", context)


urlpatterns = [path("lop/", classes, name="classes")]
