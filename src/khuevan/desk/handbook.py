"""Handbook pages that learners read, and lecturers, of the topics they learn or teach in an office."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from khuevan.desk.handbook_pages import handbook_of, materials_of
from khuevan.desk.participants.frame import frame, own_page, person_in
from khuevan.desk.passes import Pass
from khuevan.training.interfaces.material_files import material_response
from khuevan.training.interfaces.reading import read
from khuevan.training.models import HandbookPage


@own_page
@require_safe
def listing(request: HttpRequest, access: Pass) -> HttpResponse:
    person = person_in(access)
    context: dict[str, Any] = {
        "pages": handbook_of(person, access.office),
        "materials": materials_of(person, access.office),
    }
    return render(request, "desk/handbook/home.html", {**frame(request, access, "home"), **context})


@own_page
@require_safe
def page(request: HttpRequest, access: Pass, page: int) -> HttpResponse:
    """One page, for whoever learns or teaches its topic; for everybody else it is not there."""
    rows = handbook_of(person_in(access), access.office).prefetch_related("steps")
    found: HandbookPage = get_object_or_404(rows, pk=page)
    context = {"page": found, "topic": found.topic, "read": read(found)}
    return render(request, "desk/handbook/page.html", {**frame(request, access, "home"), **context})


@own_page
@require_safe
def material(request: HttpRequest, access: Pass, material: int) -> HttpResponseBase:
    found = get_object_or_404(materials_of(person_in(access), access.office), pk=material)
    return material_response(request, found)


urlpatterns = [
    path("ca-nhan/so-tay/", listing, name="handbook_list"),
    path("ca-nhan/so-tay/<int:page>/", page, name="handbook"),
    path("ca-nhan/so-tay/tai-lieu/<int:material>/", material, name="handbook_material"),
]
