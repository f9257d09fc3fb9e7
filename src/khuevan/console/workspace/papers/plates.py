"""Biển tên for the tables: for whom, how large, as a PDF to print and fold."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from khuevan.console.workspace.downloads import download
from khuevan.console.workspace.papers.deeds import writers_class
from khuevan.console.workspace.shell import workspace
from khuevan.core.screens import staff_page
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.nameplates import MOST, nameplates
from khuevan.papers.enums import NameplateGroup, NameplateSize
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class Sitting:
    """Some of the people for whom a plate can be made; ``unnamed``: places whose person is not known yet."""

    value: str
    label: str
    count: int
    unnamed: int


def _sitting(training_class: TrainingClass) -> list[Sitting]:
    committee = getattr(training_class, "committee", None)
    rows = {
        NameplateGroup.OFFICIALS: training_class.ceremony_roles.all(),
        NameplateGroup.GUESTS: training_class.guests.all(),
        NameplateGroup.LECTURERS: training_class.lecturers.all(),
        NameplateGroup.COMMITTEE: committee.members.all() if committee else None,
        NameplateGroup.LEARNERS: training_class.enrollments.current(),
    }
    found = []
    for group, people in rows.items():
        keys = [] if people is None else list(people.values_list("person", flat=True))
        known = len({key for key in keys if key is not None})
        found.append(Sitting(group.value, capfirst(str(group.label)), known, sum(1 for key in keys if key is None)))
    return found


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = writers_class(request, pk)
    context = {
        "sitting": _sitting(training_class),
        "sizes": [(size.value, capfirst(str(size.label))) for size in NameplateSize],
        "most": MOST,
    }
    return workspace(request, training_class, "records", context, template="console/papers/plates.html")


@staff_page
@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """``ai`` in the address names the groups, ``co`` the size."""
    training_class = writers_class(request, pk)
    asked = set(request.GET.getlist("ai"))
    whom = [group for group in NameplateGroup if group.value in asked]
    size = request.GET.get("co", "")

    def make() -> Built:
        return nameplates(
            request.user,
            training_class,
            whom=whom,
            size=NameplateSize(size) if size in NameplateSize.values else NameplateSize.LARGE,
        )

    return download(request, make, reverse("console:class_plates", args=(pk,)))


urlpatterns = [
    path("bien-ten/", page, name="class_plates"),
    path("bien-ten.pdf", printed, name="class_plates_pdf"),
]
