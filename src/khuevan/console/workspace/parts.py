"""What is arranged for a class, group by group: rows that are added, changed, put in order and removed in place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace.shell import class_of, tab_address, workspace_context
from khuevan.core.permissions import may
from khuevan.core.rows import stamp, still_there
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.training.domain import class_changes, organizer_changes, people_changes, venue_changes
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.enums import OrganizerPart
from khuevan.training.interfaces.forms import arrangements as forms
from khuevan.training.models import Organizer, TrainingClass

type Words = str | Promise

ORGANIZERS: dict[OrganizerPart, Words] = {
    OrganizerPart.LEAD: _("Organizer"),
    OrganizerPart.CO: _("In cooperation with"),
    OrganizerPart.COMMISSIONED_BY: _("Commissioned by"),
}
"""The words of the public page."""


@dataclass(frozen=True)
class Part:
    """One group: where its rows are, the form for one, the verbs that remove one and order them.

    ``says`` gives what stands in a row: its main words and those below.  ``owner`` is what the verb that orders takes
    beside the order.
    """

    key: str
    title: Words
    add_title: Words
    rows: Callable[[TrainingClass], QuerySet[Any]]
    says: Callable[[Any], tuple[str, str]]
    form: type[forms.PartForm]
    remove: Callable[..., None]
    reorder: Callable[..., None] | None = None
    owner: Callable[[TrainingClass], Any] = lambda training_class: training_class
    beside: bool = False
    """Whether it stands in the second of two columns."""

    def heading(self, training_class: TrainingClass) -> str:
        """Lecturers are called as the class calls them."""
        if self.key == "bao-cao-vien":
            return capfirst(str(training_class.get_lecturer_word_display()))
        return str(self.title)


@dataclass(frozen=True)
class PartRow:
    """One row as the page shows it; ``seen`` is its stamp."""

    pk: int
    main: str
    below: str
    seen: str
    is_main_venue: bool
    may_be_main: bool


@dataclass(frozen=True)
class Group:
    """A part of one class with its rows; ``order`` is sent back when one is moved."""

    part: Part
    title: str
    rows: list[PartRow]
    order: str

    @property
    def moves(self) -> bool:
        return self.part.reorder is not None and len(self.rows) > 1


def _official(row: Any) -> tuple[str, str]:  # noqa: ANN401 - Lecturer, Guest
    if row.person is None:
        return row.post, _now("The person is not named yet")
    return capfirst(row.person.addressed), row.post


def _member(row: Any) -> tuple[str, str]:  # noqa: ANN401 - a CommitteeMember
    name = ", ".join(part for part in (row.person.addressed if row.person else "", row.post) if part)
    return capfirst(name), f"{row.function}: {row.task}" if row.task else row.function


def _ceremony(row: Any) -> tuple[str, str]:  # noqa: ANN401 - a CeremonyRole
    return capfirst(str(row)), capfirst(str(row.label))


def _organizer(row: Any) -> tuple[str, str]:  # noqa: ANN401 - an Organizer
    return row.name, str(ORGANIZERS[OrganizerPart(row.part)])


def _organizers(training_class: TrainingClass) -> QuerySet[Organizer]:
    """Who leads, who helps, who gave the order."""
    place = Case(*(When(part=part, then=Value(number)) for number, part in enumerate(ORGANIZERS)))
    return training_class.organizers.order_by(place, "order")


def _venue(row: Any) -> tuple[str, str]:  # noqa: ANN401 - a Venue
    about = [_now("main venue") if row.is_main else "", _now("remote point (điểm cầu)") if row.is_remote else ""]
    called = ", ".join(part for part in (row.contact.addressed, row.contact.phone) if part) if row.contact else ""
    seats = ngettext("%(count)s seat", "%(count)s seats", row.capacity or 0) % {"count": thousands(row.capacity)}
    about += [row.address, seats if row.capacity else "", _now("to call: %(who)s") % {"who": called} if called else ""]
    return row.name, capfirst(", ".join(part for part in about if part))


def _stated(row: Any) -> tuple[str, str]:  # noqa: ANN401 - a StatedCount
    return capfirst(str(row)), capfirst(str(row.get_of_display()))


PARTS = (
    Part(
        key="don-vi-to-chuc",
        title=_("Organizers"),
        add_title=_("Add an organizer"),
        rows=_organizers,
        says=_organizer,
        form=forms.OrganizerForm,
        remove=organizer_changes.remove_organizer,
    ),
    Part(
        key="bao-cao-vien",
        title=_("Lecturers"),
        add_title=_("Add a lecturer"),
        rows=lambda one: one.lecturers.select_related("person"),
        says=_official,
        form=forms.LecturerForm,
        remove=people_changes.remove_lecturer,
        reorder=people_changes.reorder_lecturers,
    ),
    Part(
        key="dia-diem",
        title=_("Venues"),
        add_title=_("Add a venue"),
        rows=lambda one: one.venues.select_related("contact"),
        says=_venue,
        form=forms.VenueForm,
        remove=venue_changes.remove_venue,
    ),
    Part(
        key="ban-to-chuc",
        beside=True,
        title=_("Organizing committee"),
        add_title=_("Add a member of the committee"),
        rows=lambda one: one.committee.members.select_related("person"),
        says=_member,
        form=forms.MemberForm,
        remove=people_changes.remove_committee_member,
        reorder=people_changes.reorder_committee,
        owner=lambda one: one.committee,
    ),
    Part(
        key="le",
        beside=True,
        title=_("Ceremonies"),
        add_title=_("Add a part in a ceremony"),
        rows=lambda one: one.ceremony_roles.select_related("person", "training_class"),
        says=_ceremony,
        form=forms.CeremonyRoleForm,
        remove=people_changes.remove_ceremony_role,
    ),
    Part(
        key="khach-moi",
        beside=True,
        title=_("Guests"),
        add_title=_("Invite a guest"),
        rows=lambda one: one.guests.select_related("person"),
        says=_official,
        form=forms.GuestForm,
        remove=people_changes.remove_guest,
        reorder=people_changes.reorder_guests,
    ),
    Part(
        key="con-so",
        beside=True,
        title=_("Numbers said in public"),
        add_title=_("Add a number"),
        rows=lambda one: one.stated_counts.all(),
        says=_stated,
        form=forms.StatedCountForm,
        remove=class_changes.remove_stated_count,
    ),
)
BY_KEY = {part.key: part for part in PARTS}


def has_committee(training_class: TrainingClass) -> bool:
    return hasattr(training_class, "committee")


def groups_of(training_class: TrainingClass) -> list[Group]:
    """Every part with its rows; a class without a committee has no members."""
    return [_group(part, training_class) for part in PARTS]


def _rows(part: Part, training_class: TrainingClass) -> Sequence[Any]:
    if part.key == "ban-to-chuc" and not has_committee(training_class):
        return []
    return list(part.rows(training_class))


def _group(part: Part, training_class: TrainingClass) -> Group:
    rows = _rows(part, training_class)
    shown = [
        PartRow(
            row.pk,
            *part.says(row),
            seen=stamp(row),
            is_main_venue=getattr(row, "is_main", False),
            may_be_main=not getattr(row, "is_main", True) and not getattr(row, "is_remote", True),
        )
        for row in rows
    ]
    return Group(part, part.heading(training_class), shown, order_stamp(rows))


def _part(key: str) -> Part:
    if key not in BY_KEY:
        raise Http404
    return BY_KEY[key]


def _row(part: Part, training_class: TrainingClass, row: int) -> Any:  # noqa: ANN401 - a row of any part
    if part.key == "ban-to-chuc" and not has_committee(training_class):
        raise Http404
    return get_object_or_404(part.rows(training_class), pk=row)


def place(training_class: TrainingClass, anchor: str) -> str:
    """The overview of a class, at one of its groups or rows."""
    return f"{tab_address(training_class, 'overview')}#{anchor}"


def _answer(
    request: HttpRequest, training_class: TrainingClass, form: forms.PartForm, heading: str, anchor: str
) -> HttpResponse:
    """Back to the overview, or with ``?ve=chuong-trinh`` to the timetable that asked for a venue."""
    tab = "programme" if request.GET.get("ve") == "chuong-trinh" else "overview"
    back = place(training_class, anchor) if tab == "overview" else tab_address(training_class, tab)

    def done(row: Any) -> str:  # noqa: ANN401 - a row of any part
        notice(request, _now("Saved: %(what)s.") % {"what": capfirst(str(row))})
        return back

    context = {**workspace_context(training_class, tab), "heading": heading, "cancel": back}
    return answer_form(request, form, "console/classes/form.html", context, done)


@staff_page
def add(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    training_class, part = class_of(request, pk), _part(key)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    if part.key == "ban-to-chuc" and not has_committee(training_class):
        return HttpResponseRedirect(reverse("console:class_committee", args=(pk,)))
    form = part.form(request.user, request.POST or None, training_class=training_class)
    return _answer(request, training_class, form, str(part.add_title), part.key)


@staff_page
def change(request: HttpRequest, pk: int, key: str, row: int) -> HttpResponse:
    training_class, part = class_of(request, pk), _part(key)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    instance = _row(part, training_class, row)
    form = part.form(request.user, request.POST or None, training_class=training_class, instance=instance)
    heading = _now("Change: %(what)s") % {"what": part.says(instance)[0]}
    return _answer(request, training_class, form, heading, part.key)


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, key: str, row: int) -> HttpResponse:
    training_class, part = class_of(request, pk), _part(key)
    known = next((one for one in _rows(part, training_class) if one.pk == row), None)

    def work() -> None:
        instance = still_there(known)
        words = part.says(instance)[0]
        part.remove(request.user, instance, seen=request.POST.get("seen", ""))
        notice(request, _now("Removed: %(what)s.") % {"what": words})

    return act(request, work, place(training_class, part.key))


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str, row: int, by: int) -> HttpResponse:
    """One place up or down; comes back to the button that was pressed, or to the other one at the end of the list."""
    training_class, part = class_of(request, pk), _part(key)
    reorder = part.reorder
    if reorder is None:
        raise Http404
    instance = _row(part, training_class, row)
    keys, anchor = moved([one.pk for one in part.rows(training_class)], instance.pk, by)
    owner = part.owner(training_class)
    order = request.POST.get("order", "")
    return act(
        request,
        lambda: reorder(request.user, owner, keys, seen=order),
        place(training_class, f"{part.key}-{anchor}"),
    )


def moved(keys: list[int], key: int, by: int) -> tuple[list[int], str]:
    """``keys`` with one of them moved by ``by`` places, and the anchor of the button to come back to."""
    here = keys.index(key)
    there = min(max(here + by, 0), len(keys) - 1)
    keys.insert(there, keys.pop(here))
    up = by < 0 if 0 < there < len(keys) - 1 else there > 0
    return keys, f"{'len' if up else 'xuong'}-{key}"


@staff_page
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """Forms the committee, or names it anew."""
    training_class = class_of(request, pk)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    instance = training_class.committee if has_committee(training_class) else None
    form = forms.CommitteeForm(request.user, request.POST or None, training_class=training_class, instance=instance)
    heading = _now("Name of the committee") if instance else _now("Form the committee")
    return _answer(request, training_class, form, heading, "ban-to-chuc")


@staff_page
@require_POST
def main_venue(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    training_class = class_of(request, pk)
    venue = get_object_or_404(training_class.venues.all(), pk=row)

    def work() -> None:
        venue_changes.make_main_venue(request.user, venue, seen=request.POST.get("seen", ""))
        notice(request, _now("%(venue)s is the main venue now.") % {"venue": venue.name})

    return act(request, work, place(training_class, "dia-diem"))


urlpatterns = [
    path("tong-quan/ban-to-chuc/", committee, name="class_committee"),
    path("tong-quan/dia-diem/<int:row>/chinh/", main_venue, name="class_main_venue"),
    path("tong-quan/<slug:key>/them/", add, name="class_part_add"),
    path("tong-quan/<slug:key>/<int:row>/sua/", change, name="class_part_change"),
    path("tong-quan/<slug:key>/<int:row>/bo/", remove, name="class_part_remove"),
    path("tong-quan/<slug:key>/<int:row>/len/", move, {"by": -1}, name="class_part_up"),
    path("tong-quan/<slug:key>/<int:row>/xuong/", move, {"by": 1}, name="class_part_down"),
]
