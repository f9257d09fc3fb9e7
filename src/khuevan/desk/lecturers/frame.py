"""Who may open the page of a class they teach; who was replaced is told so kindly, and nothing more."""

from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from khuevan.core.actors import Bearer
from khuevan.desk.participants.frame import frame, own_page, person_in
from khuevan.desk.passes import DeskView, Pass
from khuevan.training.models import Lecturer

type LecturerView = Any
"""Takes the request, the pass and the row of the lecturer."""


def lecturer_page(view: LecturerView) -> DeskView[[int]]:
    """For the lecturer of that row; for everybody else the class is not there."""

    @own_page
    @wraps(view)
    def run(request: HttpRequest, access: Pass, lecturer: int) -> HttpResponseBase:
        rows = Lecturer.objects.visible_to(lecturer_bearer(access))
        found = rows.filter(pk=lecturer).select_related("training_class__office__organization", "person").first()
        if found is None:
            return _free(request, access, lecturer)
        response: HttpResponseBase = view(request, access, found)
        return response

    return run


def _free(request: HttpRequest, access: Pass, lecturer: int) -> HttpResponseBase:
    """Somebody else teaches instead; no word of the class."""
    own = Lecturer.ever.filter(person=person_in(access), training_class__office=access.office)
    if not own.filter(pk=lecturer, replaced_at__isnull=False).exists():
        raise Http404
    return render(request, "desk/lecturer/free.html", frame(request, access, "home"))


def around(request: HttpRequest, access: Pass, lecturer: Lecturer) -> dict[str, Any]:
    """What stands around every page of one class that somebody teaches."""
    return {
        **frame(request, access, "home"),
        "lecturer": lecturer,
        "class": lecturer.training_class,
        "back": address(lecturer),
    }


def address(lecturer: Lecturer, anchor: str = "") -> str:
    start = reverse("desk:lecturer_class", args=(lecturer.pk,))
    return f"{start}#{anchor}" if anchor else start


def lecturer_bearer(access: Pass) -> Bearer:
    """The actor of verbs: whoever the person of the link turned out to be."""
    return replace(access.bearer, person_id=person_in(access).pk)
