"""Lecturers of a class: who comes, who comes instead, the card of the reception, how the teaching was received."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.forms import DateField, TimeField, VerbForm
from khuevan.people.interfaces.choosing import organization_of, person_of
from khuevan.people.models import Person
from khuevan.training.domain.lecturers import care as lecturer_care
from khuevan.training.domain.lecturers import states as lecturer_states
from khuevan.training.domain.lecturers.replacing import lines_to_move, replace_lecturer
from khuevan.training.interfaces.forms.arrangements import LecturerForm
from khuevan.training.interfaces.posts import last_post
from khuevan.training.models import Lecturer, LecturerCare

MOST_NIGHTS = 60


class AnswerForm(VerbForm):
    """One sentence about an answer; ``work`` takes the sentence and the stamp of the page."""

    note = forms.CharField(label=_("note"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, lecturer: Lecturer, what: str, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, instance=lecturer, **kwargs)
        self.lecturer, self.what = lecturer, what
        self.initial["note"] = ""
        if what != "confirm":
            self.fields["note"].label = _("reason")
            self.fields["note"].required = True

    def perform(self) -> Lecturer:
        verbs: dict[str, Callable[..., None]] = {
            "confirm": lecturer_states.confirm,
            "decline": lecturer_states.decline,
            "again": lecturer_states.plan_again,
        }
        verbs[self.what](self.actor, self.lecturer, self.cleaned_data["note"], seen=self.seen_stamp)
        return self.lecturer


class NameLecturerForm(LecturerForm):
    """Whom a unit sends, as it said by telephone or in its letter."""

    error_fields = {"lecturer_answered": "person", "taught_already": "person"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.fields["person"].required = True
        self.fields["person"].help_text = ""
        self.fields["organization"].required = False

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a Lecturer
        lecturer_states.name_person(self.actor, row, **values)


class ReplaceForm(LecturerForm):
    """Who comes instead, from when, and why; with ``is_known`` whether those concerned are told at once."""

    error_fields = {
        "nobody_named": "person",
        "same_lecturer": "person",
        "reason_missing": "reason",
        "nothing_to_hand_over": "from_day",
    }
    from_day = DateField(label=_("from which day on"), help_text=_("What was taught before stays as it was."))
    reason = forms.CharField(label=_("why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    tells_old = forms.BooleanField(label=_("Write to the one who is replaced"), required=False, initial=True)
    publishes = forms.BooleanField(
        label=_("Make the change known and tell those concerned now"),
        required=False,
        initial=True,
        help_text=_("The messages say who teaches instead; the reason stays with the office."),
    )

    field_order = ("person", "title", "organization", "from_day", "reason", "tells_old", "publishes")

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        lecturer = self._lecturer
        self.initial.update({"person": None, "title": "", "organization": None, "reason": ""})
        self.first_day = next((item.session.date for item in lines_to_move(lecturer)), None)
        self.initial["from_day"] = self.first_day or timezone.localdate()
        if not is_known:
            del self.fields["publishes"]
        if lecturer.person_id is None:
            del self.fields["tells_old"]

    @property
    def _lecturer(self) -> Lecturer:
        return cast(Lecturer, self.instance)

    def clean(self) -> dict[str, Any]:
        """Somebody known brings along what they last were."""
        values = super().clean()
        person = values.get("person")
        said = values.get("title") or values.get("organization") or "organization" in self.errors
        if isinstance(person, Person) and not said:
            post = last_post(self.actor, person)
            if post is not None:
                values |= {"title": post.title, "organization": post.organization}
        return values

    def perform(self) -> Lecturer:
        values = self.cleaned_data
        office = self.training_class.office
        day = values["from_day"]
        return replace_lecturer(
            self.actor,
            self._lecturer,
            person=person_of(self.actor, values["person"], office),
            organization=organization_of(self.actor, values["organization"]),
            title=values["title"],
            reason=values["reason"],
            from_day=None if day == self.first_day else day,
            seen=self.seen_stamp,
        )


class CareForm(VerbForm):
    """Phiếu đón tiếp, field by field; a day without an hour is kept as 0 giờ 00 and shown as the day alone."""

    error_fields = {"leaves_before_arrival": "leaves_on"}
    arrives_on = DateField(label=_("arrives on"), required=False)
    arrives_time = TimeField(label=_("hour of arrival"), required=False)
    arrives_by = forms.CharField(
        label=_("arrives by"), required=False, max_length=200, help_text=_("Flight VN1347, own car ...")
    )
    met_by = forms.CharField(label=_("met by"), required=False, max_length=200, help_text=_("Name, telephone, car."))
    lodging = forms.CharField(label=_("room"), required=False, max_length=300)
    nights = forms.IntegerField(
        label=_("nights"), required=False, min_value=0, validators=[MaxValueValidator(MOST_NIGHTS)]
    )
    meals = forms.CharField(label=_("meals"), required=False, max_length=300)
    leaves_on = DateField(label=_("leaves on"), required=False)
    leaves_time = TimeField(label=_("hour of leaving"), required=False)
    leaves_by = forms.CharField(label=_("leaves by"), required=False, max_length=200)
    seen_off_by = forms.CharField(label=_("seen off by"), required=False, max_length=200)
    materials_by = DateField(label=_("materials awaited until"), required=False)
    note = forms.CharField(
        label=_("note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The lecturer reads this on the own page, too."),
    )

    def __init__(self, *args: Any, lecturer: Lecturer, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        care = lecturer_care.care_of(lecturer)
        super().__init__(*args, instance=care if care.pk else None, **kwargs)
        self.lecturer = lecturer
        if not care.pk:
            self.initial["seen"] = lecturer_care.NO_CARD

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a LecturerCare
        shown = super().values_of(instance)
        return {**shown, **_parts("arrives", instance.arrives_at), **_parts("leaves", instance.leaves_at)}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("arrives", "leaves"):
            if values.get(f"{name}_time") and not values.get(f"{name}_on") and f"{name}_on" not in self.errors:
                self.add_error(f"{name}_on", str(_("Give the day as well.")))
        return values

    def perform(self) -> LecturerCare:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        for name in ("arrives", "leaves"):
            values[f"{name}_at"] = _moment(values.pop(f"{name}_on"), values.pop(f"{name}_time"))
        return lecturer_care.set_care(self.actor, self.lecturer, seen=self.seen_stamp, **values)


class ReceptionForm(VerbForm):
    """How the teaching was received, for whoever invites the lecturer again."""

    reception = forms.CharField(
        label=_("how the teaching was received"), required=False, max_length=3000, widget=forms.Textarea
    )

    def perform(self) -> Lecturer:
        lecturer = cast(Lecturer, self.instance)
        lecturer_care.note_reception(self.actor, lecturer, self.cleaned_data["reception"], seen=self.seen_stamp)
        return lecturer


def _parts(name: str, at: datetime | None) -> dict[str, Any]:
    local = timezone.localtime(at) if at else None
    return {f"{name}_on": local.date() if local else None, f"{name}_time": local.time() if local else None}


def _moment(day: date | None, clock: time | None) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, clock or time(0, 0)))
