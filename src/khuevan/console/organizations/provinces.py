"""Nạp cơ quan của tỉnh: all bodies of a province at once, looked at before; and taking such changes back."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.console.organizations.bodies import Organizations, home_place_of
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.people.domain.directory_changes import undo_directory_change
from khuevan.people.domain.places import load_province, preview_province
from khuevan.people.domain.province_plan import Part
from khuevan.people.models import DirectoryChange
from khuevan.vietnamese.collation import sort_key
from khuevan.vietnamese.places import REFORM, Province, became, formed_from, province_named, provinces_on

USUAL = frozenset({Part.DEPARTMENTS, Part.EXTERNAL, Part.COMMUNES})
SHOWN_CHANGES = 10


@dataclass(frozen=True)
class Choice:
    """One part to tick."""

    value: str
    label: str
    is_on: bool


@staff_page
def page(request: HttpRequest) -> HttpResponse:
    """Choose, look, load; every step is the same page with more on it."""
    if not may(request.user, "people.change_directory"):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    code = asked.get("tinh", "") or _own_province(request)
    parts = [one for one in asked.getlist("phan") if one in Part.values]
    if request.method == "POST":
        return _load(request, code, parts)
    preview = None
    if request.GET.get("xem"):
        try:
            preview = preview_province(code, parts)
        except DomainError as error:
            messages.error(request, error.message)
    ticked = set(parts) if request.GET.get("xem") else USUAL
    provinces = sorted(provinces_on(REFORM), key=lambda one: sort_key(one.name))
    context = {
        "provinces": [(one.code, one.full_name(), _made_of(one)) for one in provinces],
        "code": code,
        "parts": [Choice(one.value, str(one.label), one.value in ticked) for one in Part],
        "preview": preview,
        "changes": DirectoryChange.objects.visible_to(request.user).select_related("by")[:SHOWN_CHANGES],
    }
    return form_page(render(request, "console/organizations/provinces.html", context))


def _load(request: HttpRequest, code: str, parts: list[str]) -> HttpResponse:
    def work() -> str:
        done = load_province(request.user, code, parts)
        if done.change is None:
            notice(request, _("Everything was there already."))
            return Organizations.address("")
        words = _("%(made)s organizations entered, %(completed)s completed, %(lines)s successions noted.")
        values = {"made": done.made, "completed": done.completed, "lines": done.successions}
        notice(request, words % values, undo=reverse("console:directory_change_undo", args=[done.change.pk]))
        return Organizations.address("")

    return act(request, work, reverse("console:province_load"))


@staff_page
@require_POST
def undo(request: HttpRequest, directory_change: int) -> HttpResponse:
    if not may(request.user, "people.change_directory"):
        raise Http404
    change = get_object_or_404(DirectoryChange.objects.visible_to(request.user), pk=directory_change)

    def work() -> None:
        undone = undo_directory_change(request.user, change)
        words = _("Taken back: %(done)s rows are as before.") % {"done": undone.done}
        if undone.left:
            words += " " + _("%(left)s stay because they were used or changed since.") % {"left": undone.left}
        notice(request, words)

    return act(request, work, reverse("console:province_load"))


def _own_province(request: HttpRequest) -> str:
    """The province of today that the actor's office lies in."""
    place = home_place_of(request.user)
    province = province_named(place) if place else None
    today = became(province) if province else None
    return today.code if today else ""


def _made_of(province: Province) -> str:
    return ", ".join(one.name for one in formed_from(province) if one.name != province.name)
