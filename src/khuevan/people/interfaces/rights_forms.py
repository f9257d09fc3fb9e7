"""Forms about people's own data: the way in by e-mail, a correction, a decision about it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.forms import StaffForm, VerbForm
from khuevan.people.domain.corrections import (
    FIELDS,
    ask_correction,
    asked_for,
    decide_correction,
    held_value,
    worded,
)
from khuevan.people.enums import CorrectionState, Gender
from khuevan.people.interfaces.directory_forms import BirthField
from khuevan.people.models import CorrectionRequest, Office, Person

GENDERS = [("", "—"), *((value, capfirst(label)) for value, label in Gender.choices)]


class AddressForm(StaffForm):
    """Who wants a code, and where to; whether anybody is known by that name there is told to nobody."""

    full_name = forms.CharField(
        label=_("full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        help_text=_("The address that the office knows you by."),
    )


class CodeForm(StaffForm):
    code = forms.CharField(
        label=_("code"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        help_text=_("Six digits, as in the message."),
    )


class CorrectionForm(VerbForm):
    """What is stored, to be typed over; ``position`` and ``agency`` are those of the latest class."""

    error_fields: ClassVar[Mapping[str, str]] = {
        "person_without_name": "full_name",
        "birth_unreadable": "birth",
        "nothing_to_correct": "own_words",
    }

    full_name = forms.CharField(label=_("full name"), max_length=150, required=False)
    birth = BirthField()
    gender = forms.ChoiceField(label=_("gender"), choices=GENDERS, required=False)
    phone = forms.CharField(
        label=_("telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("e-mail"), required=False)
    position = forms.CharField(label=_("position"), max_length=250, required=False)
    organization_name = forms.CharField(label=_("agency"), max_length=250, required=False)
    own_words = forms.CharField(
        label=_("what is wrong, in your own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Do not write a citizen ID here; the office will call you about it."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - passed on
        person: Person,
        office: Office,
        position: str = "",
        agency: str = "",
        **kwargs: Any,  # noqa: ANN401 - passed on
    ) -> None:
        self.person, self.office = person, office
        self.stored = {name: held_value(person, name, position, agency) for name in FIELDS}
        shown = {name: worded(name, value) if name == "birth" else value for name, value in self.stored.items()}
        super().__init__(*args, initial=shown, **kwargs)

    def perform(self) -> CorrectionRequest:
        """Only what was typed over is asked for."""
        typed = {name: self.cleaned_data[name] or "" for name in FIELDS}
        wishes = {name: value for name, value in typed.items() if value != self.stored[name]}
        return ask_correction(
            self.actor, self.person, office=self.office, wishes=wishes, own_words=self.cleaned_data["own_words"]
        )


class DecisionForm(VerbForm):
    """Which wishes are fulfilled, none of them ticked beforehand, and what the person is told."""

    error_fields: ClassVar[Mapping[str, str]] = {"reason_missing": "answer", "reason_too_long": "answer"}

    apply = forms.MultipleChoiceField(
        label=_("correct these"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )
    answer = forms.CharField(
        label=_("answer to the person"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when not everything is corrected, or when something was said in their own words."),
    )

    def __init__(self, *args: Any, instance: CorrectionRequest, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, instance=instance, **kwargs)
        self.request = instance
        choices = [(name, f"{capfirst(str(FIELDS[name]))}: {said(name, instance)}") for name in asked_for(instance)]
        if choices:
            self.fields["apply"].choices = choices  # type: ignore[attr-defined]  # of ChoiceField
        else:
            del self.fields["apply"]

    def values_of(self, _instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a CorrectionRequest
        return {}

    def perform(self) -> CorrectionRequest:
        """Two buttons send this form; the one that refuses names itself."""
        apply = self.cleaned_data.get("apply", [])
        done = self.data.get("viec") != CorrectionState.REFUSED
        answer, seen = self.cleaned_data["answer"], self.seen_stamp
        return decide_correction(self.actor, self.request, done=done, apply=apply, answer=answer, seen=seen)


def said(name: str, request: CorrectionRequest) -> str:
    """A wish as people read it; what shall be emptied says so."""
    return worded(name, request.wishes[name]) or str(_("(leave empty)"))
