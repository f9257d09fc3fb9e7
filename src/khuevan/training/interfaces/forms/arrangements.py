"""Who organises, teaches, speaks and is invited, and where: one form a kind of row, for adding and for changing."""

from abc import abstractmethod
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.people.domain.persons import add_person
from khuevan.people.interfaces.choosing import (
    ChoosingForm,
    NewName,
    OrganizationField,
    PersonField,
    organization_of,
    person_of,
)
from khuevan.people.models import Person
from khuevan.training.domain import arrangements, class_changes, classes, organizer_changes, people_changes
from khuevan.training.domain import venue_changes as venues
from khuevan.training.enums import CeremonyKind, OrganizerPart, StatedOf
from khuevan.training.interfaces.posts import last_post
from khuevan.training.models import Committee, TrainingClass

_TITLE_HELP = _("Leave title and body empty for somebody known: what they last were is taken over.")


class PartForm(ChoosingForm):
    """Something arranged for a class: added when there is no ``instance``, changed otherwise."""

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        training_class: TrainingClass,
        instance: Any = None,  # noqa: ANN401 - a row of any part
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.training_class = training_class

    def perform(self) -> Any:  # noqa: ANN401 - a row of any part
        values = self.values()
        if self.instance is None:
            return self.add(values)
        self.change(self.instance, {**values, "seen": self.seen_stamp})
        return self.instance

    def values(self) -> dict[str, Any]:
        """What the verbs take; persons and bodies that are new are entered here."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        for name, field in self.fields.items():
            if isinstance(field, PersonField):
                values[name] = person_of(self.actor, values[name], self.training_class.office)
            elif isinstance(field, OrganizationField):
                values[name] = organization_of(self.actor, values[name])
        return values

    @abstractmethod
    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a row of any part
        """Calls the verb that enters a new row, and returns the row."""

    @abstractmethod
    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a row of any part
        """Calls the verb that corrects ``row``; ``values`` has its stamp under ``seen``."""


def _choices(words: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - a TextChoices class
    return [(value, capfirst(str(label))) for value, label in words.choices]


class OrganizerForm(PartForm):
    """The body is chosen once; later its part and the name it had then can be corrected."""

    error_fields = {"lead_missing": "part", "already_there": "organization"}
    organization = OrganizationField(label=_("body"))
    name = forms.CharField(label=_("name as of the class"), max_length=250)
    part = forms.ChoiceField(label=_("part in the class"), initial=OrganizerPart.CO)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = _choices(OrganizerPart)  # type: ignore[attr-defined]
        del self.fields["organization" if self.instance else "name"]

    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - an Organizer
        return arrangements.add_organizer(self.actor, self.training_class, values["organization"], values["part"])

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - an Organizer
        organizer_changes.change_organizer(self.actor, row, **values)


class OfficialForm(PartForm):
    """Somebody with the title and the body they had then; a body alone may come first."""

    error_fields = {"nobody_named": "person"}
    person = PersonField(label=_("who"), required=False, help_text=_("Empty while only the body is known."))
    title = forms.CharField(label=_("title there"), required=False, max_length=200, help_text=_TITLE_HELP)
    organization = OrganizationField(label=_("from which body"), required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody known brings along what they last were."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        person = values.get("person")
        said = values.get("title") or values.get("organization") or "organization" in self.errors
        if self.instance is None and isinstance(person, Person) and not said:
            post = last_post(self.actor, person)
            if post is not None:
                values |= {"title": post.title, "organization": post.organization}
        return values


class LecturerForm(OfficialForm):
    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a Lecturer
        return arrangements.add_lecturer(self.actor, self.training_class, **values)

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a Lecturer
        people_changes.change_lecturer(self.actor, row, **values)


class GuestForm(OfficialForm):
    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a Guest
        return arrangements.invite_guest(self.actor, self.training_class, **values)

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a Guest
        people_changes.change_guest(self.actor, row, **values)


class CeremonyRoleForm(OfficialForm):
    kind = forms.ChoiceField(label=_("part in the ceremony"))

    field_order = ("kind", "person", "title", "organization")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(CeremonyKind)  # type: ignore[attr-defined]
        self.fields["person"].required = True
        self.fields["person"].help_text = ""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "person" in values and not values.get("organization") and "organization" not in self.errors:
            self.add_error("organization", str(_("Say for which body they speak.")))
        return values

    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a CeremonyRole
        return arrangements.give_ceremony_role(self.actor, self.training_class, **values)

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a CeremonyRole
        people_changes.change_ceremony_role(self.actor, row, **values)


class MemberForm(OfficialForm):
    function = forms.CharField(label=_("function in the committee"), max_length=80)
    task = forms.CharField(label=_("task"), required=False, max_length=300)

    field_order = ("person", "title", "organization", "function", "task")

    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a CommitteeMember
        return arrangements.add_committee_member(self.actor, self.training_class.committee, **values)

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a CommitteeMember
        people_changes.change_committee_member(self.actor, row, **values)


class CommitteeForm(PartForm):
    """Forms the committee, or gives it another name."""

    name = forms.CharField(label=_("name of the committee"), max_length=200)

    def add(self, values: dict[str, Any]) -> Committee:
        return arrangements.form_committee(self.actor, self.training_class, **values)

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a Committee
        people_changes.rename_committee(self.actor, row, **values)


class VenueForm(PartForm):
    """A room or a điểm cầu, with its đầu mối: somebody known, or a new name with a telephone."""

    name = forms.CharField(label=_("name of the place"), max_length=200)
    address = forms.CharField(label=_("address"), required=False, max_length=300)
    is_remote = forms.BooleanField(
        label=_("remote point (điểm cầu)"),
        required=False,
        help_text=_("Learners there follow by video, in the half days of the others while it has none of its own."),
    )
    capacity = forms.IntegerField(
        label=_("seats in the room"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Agencies sent here never get more places than that; empty where seats do not matter."),
    )
    contact = PersonField(label=_("whom to call there"), required=False)
    contact_phone = forms.CharField(
        label=_("telephone of somebody new"),
        required=False,
        max_length=40,
        help_text=_("Who is in the directory keeps the telephone that stands there."),
        widget=forms.TextInput(attrs={"type": "tel"}),
    )

    def values(self) -> dict[str, Any]:
        """The telephone belongs to whoever is new, and to nobody else."""
        phone = str(self.cleaned_data.pop("contact_phone", "") or "")
        chosen = self.cleaned_data.get("contact")
        if isinstance(chosen, NewName) and phone:
            office = self.training_class.office
            self.cleaned_data["contact"] = add_person(
                self.actor,
                full_name=chosen.name,
                honorific=chosen.honorific,
                gender=chosen.gender,
                phone=phone,
                office=office,
            )
        return super().values()

    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a Venue
        return arrangements.add_venue(self.actor, self.training_class, **values)

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a Venue
        venues.change_venue(self.actor, row, **values)


class StatedCountForm(PartForm):
    """A number as it was said in public, such as "hơn 70 đại biểu"."""

    error_fields = {"already_there": "of"}
    of = forms.ChoiceField(label=_("number of"))
    qualifier = forms.CharField(
        label=_("word before the number"), required=False, max_length=40, help_text=_("Such as “more than”, “nearly”.")
    )
    number = forms.IntegerField(label=_("number"), min_value=1, max_value=1_000_000)
    noun = forms.CharField(label=_("what is counted"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = _choices(StatedOf)  # type: ignore[attr-defined]

    def add(self, values: dict[str, Any]) -> Any:  # noqa: ANN401 - a StatedCount
        return classes.state_count(self.actor, self.training_class, **values)

    def change(self, row: Any, values: dict[str, Any]) -> None:  # noqa: ANN401 - a StatedCount
        class_changes.change_stated_count(self.actor, row, **values)
