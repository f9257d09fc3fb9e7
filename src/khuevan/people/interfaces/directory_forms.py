"""Forms of the directory: a person."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.core.forms import VerbForm
from khuevan.people.domain.persons import add_person, change_person
from khuevan.people.enums import Gender
from khuevan.people.identity import digits_of, masked
from khuevan.people.models import Office, Person
from khuevan.vietnamese.citizen_ids import IdDoubt, check_citizen_id
from khuevan.vietnamese.dates import parse_date


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


DOUBTS = {
    IdDoubt.LENGTH: _("It has neither 12 nor 9 digits."),
    IdDoubt.PROVINCE: _("No province has the first three digits."),
    IdDoubt.GENDER: _("Its fourth digit tells another gender."),
    IdDoubt.BIRTH_YEAR: _("Its fourth to sixth digits tell another year of birth."),
    IdDoubt.OLD_CARD: _("It is that of an old identity card, which is no longer valid."),
}
"""What may be wrong with a citizen ID that was stored all the same."""


class PersonForm(VerbForm):
    """``doubts`` are sentences about a citizen ID just stored, which somebody should look at again."""

    error_fields: ClassVar = {
        "person_without_name": "full_name",
        "birth_unreadable": "birth",
        "citizen_id_unreadable": "citizen_id",
        "citizen_id_known": "citizen_id",
    }
    doubts: Sequence[str] = ()

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
    citizen_id = forms.CharField(
        label=_("citizen ID"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("12 digits. Enter it only where a paper of the class needs it; it is stored sealed."),
    )
    forget_citizen_id = forms.BooleanField(label=_("forget the citizen ID"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        sealed = self.instance.citizen_id_sealed if isinstance(self.instance, Person) else ""
        if sealed:
            self.fields["citizen_id"].help_text = _(
                "%(masked)s is stored. Empty keeps it, another number replaces it."
            ) % {"masked": masked(sealed)}
        else:
            del self.fields["forget_citizen_id"]

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - a Person
        return {**super().values_of(instance), "birth": instance.birth_text or None}

    def perform(self) -> Person:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        forget, number = values.pop("forget_citizen_id", False), values.pop("citizen_id")
        if number or forget:
            values["citizen_id"] = number
        if isinstance(self.instance, Person):
            person = self.instance
            change_person(self.actor, person, seen=self.seen_stamp, **values)
        else:
            person = add_person(self.actor, office=Office.objects.of_staff(self.actor).first(), **values)
        self.doubts = _doubts(number, person)
        return person


def _doubts(number: str, person: Person) -> list[str]:
    digits = digits_of(number)
    if digits is None:
        return []
    gender = {Gender.MALE: "Nam", Gender.FEMALE: "Nữ"}.get(Gender(person.gender)) if person.gender else None
    found = check_citizen_id(digits, gender=gender, birth_year=person.birth_year)
    return [str(sentence) for doubt, sentence in DOUBTS.items() if doubt in found]
