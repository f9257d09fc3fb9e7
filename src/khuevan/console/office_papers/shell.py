"""What stands around the pages on which an office agrees how its papers look: the office, and the row of parts."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class PartTab:
    """One part in the row; ``current`` is "page" on it, "true" below it, else empty."""

    address: str
    label: str | Promise
    current: str


def office_of(request: HttpRequest) -> Office:
    """The office whose papers the page is about: as ``don-vi`` in the address says, else the actor's first.

    Raises Http404 for everybody without an office.
    """
    offices = Office.objects.of_staff(request.user).select_related("organization").order_by("pk")
    asked = request.GET.get("don-vi", "")
    if asked:
        offices = offices.filter(pk=asked) if asked.isdecimal() and len(asked) < 16 else offices.none()
    found = offices.first()
    if found is None:
        raise Http404
    return found


def of_office(request: HttpRequest, office: Office, name: str, *args: object) -> str:
    """The address ``name`` of this office, for who works in several."""
    address = reverse(name, args=args)
    several = Office.objects.of_staff(request.user).exclude(pk=office.pk).exists()
    return f"{address}?don-vi={office.pk}" if several else address


def office_page(
    request: HttpRequest, office: Office, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page that extends ``console/office_papers/base.html``."""
    return render(request, template, office_context(request, office, context), status=status)


def office_context(request: HttpRequest, office: Office, context: dict[str, Any]) -> dict[str, Any]:
    """What the frame needs, for pages that answer a form."""
    offices = Office.objects.of_staff(request.user).select_related("organization").order_by("pk")
    parts = _parts(request.path)
    here = next((part.address for part in parts if part.current), request.path)
    return {"office": office, "offices": list(offices), "parts": parts, "part_address": here, **context}


def _parts(path: str) -> list[PartTab]:
    there = []
    for name, label in PARTS:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        below = "true" if path.startswith(address) else ""
        there.append(PartTab(address, label, "page" if path == address else below))
    return there
