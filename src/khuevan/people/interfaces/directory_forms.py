"""Forms of the directory: a person, an organization."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.core.forms import DateField, VerbForm
from khuevan.people.domain.directory import add_organization, add_person, change_organization, change_person
from khuevan.people.enums import Gender, OrganizationKind
from khuevan.people.models import Office, Organization, Person
from khuevan.vietnamese.dates import parse_date

LAST = 9999


class BirthField(forms.CharField):
    """A day as 02/06/1982, or only a year; gives ``1982-06-02`` or ``1982`` or None."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        kwargs.setdefault("label", _("Born"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("The day, as in 02/06/1982, or only the year."))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: object) -> str | None:
        text = super().clean(value).strip()
        if not text:
            return None
        day = parse_date(text)
        if day is None:
            raise forms.ValidationError(_("%(text)s is not a date of birth."), params={"text": text})
        return day.isoformat()


class PersonForm(VerbForm):
    error_fields: ClassVar = {"person_without_name": "full_name", "birth_unreadable": "birth"}

    full_name = forms.CharField(label=_("full name"), max_length=150)
    honorific = forms.CharField(
        label=_("form of address"),
        max_length=30,
        required=False,
        help_text=_("Mr, Mrs, comrade, as documents call them."),
    )
    rank = forms.CharField(label=_("rank or degree"), max_length=60, required=False)
    birth = BirthField()
    gender = forms.ChoiceField(label=_("gender"), choices=[("", "—"), *Gender.choices], required=False)
    phone = forms.CharField(
        label=_("telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.EmailField(label=_("e-mail"), required=False)

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a Person
        return {**super().values_of(instance), "birth": instance.birth_text or None}

    def perform(self) -> Person:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if isinstance(self.instance, Person):
            change_person(self.actor, self.instance, seen=self.seen_stamp, **values)
            return self.instance
        return add_person(self.actor, office=Office.objects.of_staff(self.actor).first(), **values)


class OrganizationForm(VerbForm):
    error_fields: ClassVar = {
        "organization_without_name": "name",
        "ends_before_start": "valid_to",
        "parent_of_itself": "parent",
    }

    name = forms.CharField(label=_("name"), max_length=250)
    short_name = forms.CharField(label=_("short name"), max_length=120, required=False)
    symbol = forms.CharField(label=_("symbol in document numbers"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("kind"), choices=OrganizationKind.choices, initial=OrganizationKind.OTHER)
    parent = forms.ModelChoiceField(label=_("belongs to"), queryset=Organization.objects.none(), required=False)
    place_name = forms.CharField(label=_("place named in documents"), max_length=120, required=False)
    protocol_order = forms.IntegerField(
        label=_("protocol order"),
        min_value=1,
        max_value=LAST,
        required=False,
        help_text=_("The smaller the number, the earlier in lists; empty stands at the end."),
    )
    valid_from = DateField(label=_("exists since"), required=False)
    valid_to = DateField(label=_("existed until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        bodies = Organization.objects.visible_to(self.actor).order_by("search_key")
        self.fields["parent"].queryset = bodies.exclude(pk=self.instance.pk) if self.instance else bodies  # type: ignore[attr-defined]

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - an Organization
        order = instance.protocol_order
        return {**super().values_of(instance), "protocol_order": None if order == LAST else order}

    def perform(self) -> Organization:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        values["protocol_order"] = values["protocol_order"] or LAST
        if isinstance(self.instance, Organization):
            change_organization(self.actor, self.instance, seen=self.seen_stamp, **values)
            return self.instance
        return add_organization(self.actor, **values)
