"""Thứ tự lễ tân: bodies of one kind put in order by dragging, by keys, or by numbers without JavaScript."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuevan.console.organizations.bodies import home_place_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, form_page, keys_of, notice, staff_page
from khuevan.people.domain.protocol import arrange_protocol, block_of, order_stamp
from khuevan.people.enums import OrganizationKind
from khuevan.people.models import Organization

MOST_SHOWN = 400
"""Longer blocks (all communes of several provinces) show their first bodies only: nobody drags through thousands."""


@dataclass(frozen=True)
class Block:
    """One kind of body, to choose from; ``is_on`` for the one that is shown."""

    kind: str
    label: str
    is_on: bool


@staff_page
def page(request: HttpRequest) -> HttpResponse:
    if not may(request.user, "people.change_directory"):
        raise Http404
    kind = _kind(request)
    rows = block_of(kind, home_place_of(request.user))
    shown = rows[:MOST_SHOWN]
    if request.method == "POST":
        return _save(request, kind, shown)
    present = set(Organization.objects.visible_to(request.user).values_list("kind", flat=True).distinct())
    context = {
        "kind": kind,
        "blocks": [Block(one.value, str(one.label), one == kind) for one in OrganizationKind if one.value in present],
        "rows": shown,
        "more": len(rows) - len(shown),
        "stamp": order_stamp(shown),
    }
    return form_page(render(request, "console/organizations/protocol.html", context))


def _save(request: HttpRequest, kind: OrganizationKind, shown: list[Organization]) -> HttpResponse:
    """The order of the numbers that came; equal numbers keep the order they had."""
    here = f"{reverse('console:protocol')}?khoi={kind}"
    known = {row.pk: place for place, row in enumerate(shown)}
    asked = keys_of(request.POST.getlist("co-quan"))
    line = [key for key in dict.fromkeys(asked) if key in known]
    place = {key: _number(request.POST.get(f"vi-tri-{key}", ""), known[key] + 1) for key in line}
    moved = {key: place[key] != known[key] + 1 for key in line}
    line.sort(key=lambda key: (place[key], not moved[key], known[key]))

    def work() -> None:
        change = arrange_protocol(request.user, line, seen=request.POST.get("thay", ""))
        if change is None:
            notice(request, _("The order was so already."))
            return
        undo = reverse("console:directory_change_undo", args=[change.pk])
        notice(request, _("The protocol order is saved."), undo=undo)

    return act(request, work, here)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else otherwise


def _kind(request: HttpRequest) -> OrganizationKind:
    asked = request.GET.get("khoi", "")
    return OrganizationKind(asked) if asked in OrganizationKind.values else OrganizationKind.DEPARTMENT
