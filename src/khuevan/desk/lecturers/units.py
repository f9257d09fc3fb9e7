"""A unit that is asked to send a lecturer names the person, and may name another until that person has answered."""

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.models import AuditEntry
from khuevan.core.permissions import may
from khuevan.core.screens import notice
from khuevan.desk.answers import desk_answer
from khuevan.desk.passes import Pass, agency_page
from khuevan.people.domain.processing_notice import contacts_of
from khuevan.training.domain.lecturers.history import lines_of, lines_of_many
from khuevan.training.domain.lecturers.states import decline, name_by_unit
from khuevan.training.enums import ClassState, LecturerState
from khuevan.training.models import Lecturer, ProgrammeItem, TrainingClass

type Words = str | Promise

LOOKS: Final[dict[str, tuple[str, str, Words]]] = {
    LecturerState.PLANNED: ("wait", "hourglass", _("waits for the name of a person")),
    LecturerState.ASKED: ("wait", "hourglass", _("waits for the name of a person")),
    LecturerState.NAMED: ("done", "user-check", _("named, waits for the person's word")),
    LecturerState.CONFIRMED: ("done", "circle-check", _("confirmed")),
    LecturerState.DECLINED: ("warn", "circle-x", _("nobody comes")),
}
"""Tone, icon and words of a state, as a unit reads it."""
_HONORIFICS = ("Ông", "Bà", "Đồng chí")
_NAMING = "training.name_person"


@dataclass(frozen=True)
class Asked:
    """One lecturer that a unit is asked for.  ``person`` is told only where the unit itself named them."""

    lecturer: Lecturer
    lines: list[ProgrammeItem]
    is_named_here: bool

    @property
    def training_class(self) -> TrainingClass:
        return self.lecturer.training_class

    @property
    def look(self) -> tuple[str, str, Words]:
        return LOOKS[self.lecturer.state]

    @property
    def who(self) -> str:
        person = self.lecturer.person
        return capfirst(person.addressed) if person and self.is_named_here else ""

    @property
    def may_name(self) -> bool:
        if self.training_class.state in {ClassState.REPORTED, ClassState.CANCELLED}:
            return False
        waits = self.lecturer.person_id is None and self.lecturer.state == LecturerState.ASKED
        return waits or self.lecturer.state == LecturerState.NAMED


def asked_of(access: Pass) -> list[Asked]:
    """Lecturers that the office asked this unit for, and whom it named; people the office chose itself are not here."""
    rows = Lecturer.objects.filter(
        organization=access.bearer.organization_id, training_class__office=access.bearer.office_id
    )
    found = [
        row
        for row in rows.exclude(state=LecturerState.PLANNED)
        .select_related("person", "training_class__office__organization")
        .order_by("training_class__start_date", "order", "pk")
        if may(access.bearer, "training.name_lecturer", row)
    ]
    named = _named_by_units(found)
    lines = lines_of_many(found)
    kept = [row for row in found if row.person_id is None or row.pk in named]
    return [Asked(row, lines.get(row.pk, []), row.pk in named) for row in kept]


def _named_by_units(rows: list[Lecturer]) -> set[int]:
    """Those whose person a unit named, be it by its page or through an officer."""
    keys = [str(row.pk) for row in rows if row.person_id is not None]
    entries = AuditEntry.objects.filter(
        verb=_NAMING, subject_type=Lecturer._meta.label_lower, subject_id__in=keys
    ).values_list("subject_id", flat=True)
    return {int(key) for key in entries}


class NameForm(VerbForm):
    """Whom the unit sends.  What the office knows of people is not shown: the form begins empty."""

    error_fields: ClassVar = {"person_without_name": "full_name"}
    honorific = forms.ChoiceField(label=_("form of address"), required=False)
    full_name = forms.CharField(label=_("full name"), max_length=150)
    rank = forms.CharField(label=_("rank or degree"), max_length=60, required=False)
    title = forms.CharField(label=_("position"), max_length=200, help_text=_("In your unit: such as head of division."))
    phone = forms.CharField(
        label=_("telephone"), max_length=40, widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})
    )
    email = forms.EmailField(
        label=_("e-mail"), required=False, help_text=_("The personal page with programme and materials is sent there.")
    )

    def __init__(self, actor: Actor, *args: Any, lecturer: Lecturer, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=lecturer, **kwargs)
        self.initial.pop("title", None)
        self.lecturer = lecturer
        choices = [("", "—"), *((one, one) for one in _HONORIFICS)]
        self.fields["honorific"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def perform(self) -> Lecturer:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        name_by_unit(self.actor, self.lecturer, **values, seen=self.seen_stamp)
        return self.lecturer


class NobodyForm(VerbForm):
    error_fields: ClassVar = {"reason_missing": "reason", "reason_too_long": "reason"}
    reason = forms.CharField(
        label=_("why nobody is sent"), max_length=300, widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )

    def __init__(self, actor: Actor, *args: Any, lecturer: Lecturer, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(actor, *args, instance=lecturer, **kwargs)
        self.lecturer = lecturer

    def perform(self) -> Lecturer:
        decline(self.actor, self.lecturer, self.cleaned_data["reason"], seen=self.seen_stamp)
        return self.lecturer


def _asked(access: Pass, key: int) -> Asked:
    """What this unit is asked; for every other one it is not there."""
    found = next((one for one in asked_of(access) if one.lecturer.pk == key), None)
    if found is None:
        raise Http404
    return found


def _context(access: Pass, asked: Asked) -> dict[str, Any]:
    training_class = asked.training_class
    return {
        "access": access,
        "office": access.office,
        "agency": access.link.organization,
        "asked": asked,
        "class": training_class,
        "lines": lines_of(asked.lecturer),
        "venues": list(training_class.venues.select_related("contact")),
        "contacts": contacts_of(access.office),
        "here": reverse("desk:unit_lecturer", args=(asked.lecturer.pk,)),
    }


@agency_page
@require_http_methods(["GET", "HEAD", "POST"])
def one_lecturer(request: HttpRequest, access: Pass, lecturer: int) -> HttpResponse:
    """``sua`` in the address opens the form again for a unit that named somebody already."""
    asked = _asked(access, lecturer)
    context = _context(access, asked)
    is_writing = request.method == "POST" or not asked.is_named_here or "sua" in request.GET
    if not (asked.may_name and is_writing):
        return render(request, "desk/lecturer/unit.html", context)
    form = NameForm(access.bearer, request.POST or None, lecturer=asked.lecturer)

    def done(_row: Lecturer) -> str:
        notice(request, _now("Received. The office writes to the person; thank you."))
        return str(context["here"])

    return desk_answer(request, form, "desk/lecturer/unit.html", context, done)


@agency_page
@require_http_methods(["GET", "HEAD", "POST"])
def nobody(request: HttpRequest, access: Pass, lecturer: int) -> HttpResponse:
    asked = _asked(access, lecturer)
    if not asked.may_name or asked.lecturer.person_id is not None:
        raise Http404
    form = NobodyForm(access.bearer, request.POST or None, lecturer=asked.lecturer)
    context = _context(access, asked)

    def done(_row: Lecturer) -> str:
        notice(request, _now("The office knows now that you send nobody."))
        return str(context["here"])

    return desk_answer(request, form, "desk/lecturer/unit_nobody.html", context, done)


urlpatterns = [
    path("don-vi/giang-vien/<int:lecturer>/", one_lecturer, name="unit_lecturer"),
    path("don-vi/giang-vien/<int:lecturer>/khong-cu/", nobody, name="unit_nobody"),
]
