"""What stands around the pages on which an office agrees how its papers look: the office, and the row of parts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.people.models import Office

PARTS: tuple[tuple[str, str | Promise], ...] = (
    ("console:signers", _("Signers and grounds")),
    ("console:paper_templates", _("Word templates")),
    ("console:rates", _("Rates")),
    ("console:number_series", _("Series of numbers")),
)


def office_of(request: HttpRequest) -> Office:
    """The office whose papers the page is about: as ``don-vi`` in the address says, else the actor's first.

    Raises Http404 for everybody without an office.
    """
    offices = Office.objects.of_staff(request.user).select_related("organization").order_by("pk")
    asked = request.GET.get("don-vi", "")
    if asked:
        offices = offices.filter(pk=asked) if asked.isdecimal() else offices.none()
    found = offices.first()
    if found is None:
        raise Http404
    return found


def office_page(
    request: HttpRequest, office: Office, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page that extends ``console/office_papers/base.html``."""
    offices = Office.objects.of_staff(request.user).select_related("organization").order_by("pk")
    full = {"office": office, "offices": list(offices), "parts": list(_parts()), **context}
    return render(request, template, full, status=status)


def _parts() -> list[tuple[str, str | Promise]]:
    there = []
    for name, label in PARTS:
        try:
            there.append((reverse(name), label))
        except NoReverseMatch:
            continue
    return there
