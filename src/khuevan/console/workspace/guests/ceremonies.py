"""Who leads, chairs, speaks and hands over, at the opening and at the closing."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.console.workspace.guests.shell import address, answered, changed_by
from khuevan.console.workspace.parts import moved
from khuevan.console.workspace.shell import class_of
from khuevan.core.rows import stamp
from khuevan.core.screens import act, notice, staff_page
from khuevan.training.domain.guests.ceremonies import parts_in, reorder_ceremonies
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.domain.people_changes import remove_ceremony_role
from khuevan.training.enums import Ceremony, CeremonyKind
from khuevan.training.interfaces.forms.guests import CeremonyPartForm
from khuevan.training.models import CeremonyRole, TrainingClass

ASKED: dict[Ceremony, tuple[CeremonyKind, ...]] = {
    Ceremony.OPENING: (CeremonyKind.HOSTED_BY, CeremonyKind.CHAIRED_BY, CeremonyKind.OPENED_BY),
    Ceremony.CLOSING: (
        CeremonyKind.HOSTED_BY,
        CeremonyKind.CHAIRED_BY,
        CeremonyKind.HANDS_OVER,
        CeremonyKind.CLOSED_BY,
    ),
}
"""What every ceremony needs somebody for."""


@dataclass(frozen=True)
class PartRow:
    """One part as the page shows it; ``anchor`` is its own, for a part of both ceremonies stands there twice."""

    role: CeremonyRole
    label: str
    name: str
    seen: str
    anchor: str


@dataclass(frozen=True)
class Shown:
    """One ceremony; ``missing`` are the parts that nobody has, with the value a new one begins with."""

    ceremony: Ceremony
    title: str
    rows: list[PartRow]
    order: str
    missing: list[tuple[str, str]]


def ceremonies_shown(training_class: TrainingClass) -> list[Shown]:
    roles = list(training_class.ceremony_roles.select_related("person").order_by("order", "pk"))
    for role in roles:
        role.training_class = training_class
    order = order_stamp(roles)
    return [_shown(training_class, roles, ceremony, order) for ceremony in Ceremony]


def _shown(training_class: TrainingClass, roles: list[CeremonyRole], ceremony: Ceremony, order: str) -> Shown:
    own = parts_in(roles, ceremony)
    held = {role.kind for role in own}
    asked = [kind for kind in ASKED[ceremony] if kind != CeremonyKind.HANDS_OVER or training_class.awards_certificates]
    missing = [(kind.value, capfirst(str(kind.label))) for kind in asked if kind not in held]
    rows = [
        PartRow(one, capfirst(str(one.label)), capfirst(str(one)), stamp(one), f"{ceremony}-{one.pk}") for one in own
    ]
    return Shown(ceremony, capfirst(str(ceremony.label)), rows, order, missing)


def _role(training_class: TrainingClass, role: int) -> CeremonyRole:
    rows = training_class.ceremony_roles.select_related("person", "organization", "training_class__office")
    return get_object_or_404(rows, pk=role)


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """``phan`` and ``le`` in the address propose part and ceremony."""
    training_class = changed_by(request, pk)
    initial = {"kind": request.GET.get("phan", ""), "ceremony": request.GET.get("le", "")}
    form = CeremonyPartForm(request.user, request.POST or None, training_class=training_class, initial=initial)
    return answered(request, training_class, form, _("Add a part in a ceremony"), "le")


@staff_page
def change(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    training_class = changed_by(request, pk)
    row = _role(training_class, role)
    form = CeremonyPartForm(request.user, request.POST or None, training_class=training_class, instance=row)
    return answered(request, training_class, form, _("Change: %(what)s") % {"what": capfirst(str(row))}, "le")


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    training_class = class_of(request, pk)
    row = _role(training_class, role)

    def work() -> None:
        words = f"{capfirst(str(row.label))}: {row}"
        remove_ceremony_role(request.user, row, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, address(training_class, "le"))


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, role: int, by: int) -> HttpResponse:
    """One place up or down among the parts of the ceremony that ``le`` names; the others keep theirs."""
    training_class = class_of(request, pk)
    row = _role(training_class, role)
    every = list(training_class.ceremony_roles.order_by("order", "pk"))
    asked = request.POST.get("le", "")
    ceremony = Ceremony(asked) if asked in Ceremony.values else Ceremony.OPENING
    own = [one.pk for one in parts_in(every, ceremony)]
    anchor = f"le-{ceremony}"
    if row.pk in own:
        turned, button = moved(list(own), row.pk, by)
        places = iter(turned)
        keys = [next(places) if one.pk in own else one.pk for one in every]
        anchor = f"{ceremony}-{button}"
    else:
        keys = [one.pk for one in every]
    order = request.POST.get("order", "")
    return act(
        request,
        lambda: reorder_ceremonies(request.user, training_class, keys, seen=order),
        address(training_class, anchor),
    )


urlpatterns = [
    path("le/them/", add, name="ceremony_add"),
    path("le/<int:role>/sua/", change, name="ceremony_change"),
    path("le/<int:role>/bo/", remove, name="ceremony_remove"),
    path("le/<int:role>/len/", move, {"by": -1}, name="ceremony_up"),
    path("le/<int:role>/xuong/", move, {"by": 1}, name="ceremony_down"),
]
