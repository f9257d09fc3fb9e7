"""The guests of a class: in which order they are introduced, what they answered, who comes instead."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace import life
from khuevan.console.workspace.guests.ceremonies import ceremonies_shown
from khuevan.console.workspace.guests.shell import HERE, PILLS, address, answered, changed_by
from khuevan.console.workspace.programme_parts import programme_parts
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, keys_of, notice, staff_page
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.enums import PaperKind
from khuevan.training.domain.guests import inviting as verbs
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.domain.people_changes import remove_guest, reorder_guests
from khuevan.training.enums import GuestState
from khuevan.training.interfaces.forms.arrangements import GuestForm
from khuevan.training.interfaces.forms.guests import GuestAnswerForm
from khuevan.training.models import Guest, TrainingClass


@dataclass(frozen=True)
class GuestRow:
    """A guest as the page shows it; ``seen`` is the stamp of the row."""

    guest: Guest
    name: str
    post: str
    seen: str
    tone: str
    icon: str

    @property
    def may_confirm(self) -> bool:
        return self.guest.state in {GuestState.PLANNED, GuestState.INVITED}


def _row(guest: Guest) -> GuestRow:
    tone, icon = PILLS[guest.state]
    named = guest.person is not None
    name = capfirst(guest.person.addressed) if guest.person else guest.post
    post = guest.post if named else _("The person is not named yet")
    if guest.person and guest.person.rank:
        name = f"{name} ({guest.person.rank})"
    return GuestRow(guest, name, post, stamp(guest), tone, icon)


def _counts(guests: list[Guest]) -> str:
    """12 guests: 8 are coming, 1 sends somebody, 2 cannot come, 1 has not answered."""
    if not guests:
        return ""
    coming = sum(one.state == GuestState.COMING for one in guests)
    instead = sum(one.state == GuestState.DECLINED and bool(one.comes_instead) for one in guests)
    away = sum(not verbs.takes_seat(one) for one in guests)
    silent = len(guests) - coming - instead - away
    total = ngettext("%(count)s guest", "%(count)s guests", len(guests)) % {"count": len(guests)}
    parts = [
        ngettext("%(count)s is coming", "%(count)s are coming", coming) % {"count": coming} if coming else "",
        ngettext("%(count)s sends somebody else", "%(count)s send somebody else", instead) % {"count": instead}
        if instead
        else "",
        ngettext("%(count)s cannot come", "%(count)s cannot come", away) % {"count": away} if away else "",
        ngettext("%(count)s has not answered", "%(count)s have not answered", silent) % {"count": silent}
        if silent
        else "",
    ]
    return f"{total}: {', '.join(part for part in parts if part)}"


def _page(request: HttpRequest, training_class: TrainingClass) -> dict[str, Any]:
    guests = list(training_class.guests.select_related("person").order_by("order", "pk"))
    may_change, closed = may(request.user, "training.change_class", training_class), life.closed_words(training_class)
    return {
        "programme_parts": programme_parts(training_class, HERE),
        "rows": [_row(one) for one in guests],
        "order": order_stamp(guests),
        "counts": _counts(guests),
        "waiting": sum(one.state == GuestState.PLANNED for one in guests),
        "may_change": may_change and not closed,
        "may_write": may(request.user, "papers.write_paper", training_class),
        "closed": closed if may_change else "",
        "ceremonies": ceremonies_shown(training_class),
        "papers": _papers(training_class),
    }


def _papers(training_class: TrainingClass) -> list[tuple[str, str, str]]:
    """Words, address and icon of what is printed for the hall."""
    kinds = (
        PaperKind.GUEST_LIST,
        PaperKind.INTRODUCTIONS,
        PaperKind.OPENING_INVITATION,
        PaperKind.OPENING_SCRIPT,
        PaperKind.CLOSING_SCRIPT,
    )
    links = []
    for kind in kinds:
        there = reverse("console:class_paper_page", args=(training_class.pk, WRITERS[kind].slug))
        links.append((str(kind.label), there, "file-text"))
    return [*links, (_("Name plates"), reverse("console:class_plates", args=(training_class.pk,)), "id-badge-2")]


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    context = _page(request, training_class)
    return workspace(request, training_class, "programme", context, template="console/guests/page.html")


def _guest(training_class: TrainingClass, guest: int) -> Guest:
    return get_object_or_404(training_class.guests.select_related("person", "training_class__office"), pk=guest)


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = changed_by(request, pk)
    form = GuestForm(request.user, request.POST or None, training_class=training_class)
    return answered(request, training_class, form, _("Invite a guest"), "khach-moi")


@staff_page
def change(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    training_class = changed_by(request, pk)
    row = _guest(training_class, guest)
    form = GuestForm(request.user, request.POST or None, training_class=training_class, instance=row)
    heading = _("Change: %(what)s") % {"what": capfirst(str(row))}
    return answered(request, training_class, form, heading, f"khach-{row.pk}")


@staff_page
def answer(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    training_class = changed_by(request, pk)
    row = _guest(training_class, guest)
    form = GuestAnswerForm(request.user, request.POST or None, guest=row)
    heading = _("Answer of %(who)s") % {"who": row}
    return answered(request, training_class, form, heading, f"khach-{row.pk}")


@staff_page
@require_POST
def coming(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    """The usual answer, in one press."""
    training_class = class_of(request, pk)
    row = _guest(training_class, guest)

    def work() -> None:
        verbs.set_guest_state(request.user, row, GuestState.COMING, seen=request.POST.get("seen", ""))
        notice(request, _("%(who)s is coming.") % {"who": capfirst(str(row))})

    return act(request, work, address(training_class, f"khach-{row.pk}"))


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, guest: int) -> HttpResponse:
    training_class = class_of(request, pk)
    row = _guest(training_class, guest)

    def work() -> None:
        words = capfirst(str(row))
        remove_guest(request.user, row, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, address(training_class, "khach-moi"))


@staff_page
@require_POST
def invited(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)

    def work() -> None:
        count = len(verbs.mark_guests_invited(request.user, training_class))
        words = ngettext("%(count)s guest is invited now.", "%(count)s guests are invited now.", count)
        notice(request, words % {"count": count})

    return act(request, work, address(training_class, "khach-moi"))


# -- the order


def _places(request: HttpRequest) -> list[int]:
    """Keys in the order of the places typed; with equal places as they stand on the page."""
    keys = keys_of(request.POST.getlist("khach"))

    def place(key: int) -> int:
        typed = request.POST.get(f"vi-tri-{key}", "").strip()
        return int(typed) if typed.isdecimal() else len(keys)

    return sorted(keys, key=place)


@staff_page
@require_POST
def reorder(request: HttpRequest, pk: int) -> HttpResponse:
    """The places as dragged or typed; with "lui" in the address, the order there was before (undo)."""
    training_class = class_of(request, pk)
    old = [int(key) for key in request.GET.get("lui", "").split(".") if key.isdecimal()]
    was = [one.pk for one in training_class.guests.order_by("order", "pk")]

    def work() -> None:
        if old:
            reorder_guests(request.user, training_class, old)
            notice(request, _("The guests stand as they stood before."))
            return
        reorder_guests(request.user, training_class, _places(request), seen=request.POST.get("order", ""))
        notice(request, _("The order of the guests is saved."), undo=_back(training_class, was))

    return act(request, work, address(training_class, "khach-moi"))


@staff_page
@require_POST
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)

    def work() -> None:
        was = verbs.put_in_protocol_order(request.user, training_class, seen=request.POST.get("order", ""))
        now = [one.pk for one in training_class.guests.order_by("order", "pk")]
        if was == now:
            notice(request, _("The guests stood in protocol order already."))
        else:
            notice(request, _("The guests stand in protocol order now."), undo=_back(training_class, was))

    return act(request, work, address(training_class, "khach-moi"))


def _back(training_class: TrainingClass, keys: list[int]) -> str:
    there = reverse("console:guests_order", args=(training_class.pk,))
    return f"{there}?lui={'.'.join(map(str, keys))}"


urlpatterns = [
    path("", page, name=HERE),
    path("them/", add, name="guest_add"),
    path("thu-tu/", reorder, name="guests_order"),
    path("thu-tu/le-tan/", protocol, name="guests_protocol"),
    path("da-moi/", invited, name="guests_invited"),
    path("<int:guest>/sua/", change, name="guest_change"),
    path("<int:guest>/tra-loi/", answer, name="guest_answer"),
    path("<int:guest>/du/", coming, name="guest_coming"),
    path("<int:guest>/bo/", remove, name="guest_remove"),
]
