"""Who signs for an office and on which grounds its papers stand: added when there is no instance, changed otherwise."""

from typing import Any, ClassVar

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, VerbForm
from khuevan.papers.domain import signers
from khuevan.papers.domain.building import WRITERS
from khuevan.papers.enums import PaperKind, SigningForm
from khuevan.papers.models import Signer, StandingBasis
from khuevan.people.models import Office

NAMES, TITLES = "nguoi-ky-da-biet", "chuc-danh-thuong-gap"
"""Lists of suggestions that the page of the form shows."""


class OfOfficeForm(VerbForm):
    """A row of the settings of ``office``."""

    def __init__(self, actor: Actor, *args: Any, office: Office, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(actor, *args, **kwargs)
        self.office = office

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class SignerForm(OfOfficeForm):
    """``form`` says how somebody signs; whether KT. or TL. stands above the title follows from the title itself."""

    name = forms.CharField(label=_("full name"), max_length=150, widget=forms.TextInput(attrs={"list": NAMES}))
    title = forms.CharField(
        label=_("title"),
        max_length=120,
        help_text=_("As it stands above the name: Giám đốc, Phó Giám đốc, Chánh Văn phòng."),
        widget=forms.TextInput(attrs={"list": TITLES}),
    )
    form = forms.ChoiceField(label=_("signs"))
    basis = forms.CharField(
        label=_("authorised by"),
        max_length=300,
        required=False,
        help_text=_("Only for who signs by written authorisation: number, symbol and date of that document."),
    )
    valid_from = DateField(label=_("signs since"), required=False)
    valid_to = DateField(label=_("signed until"), required=False)

    error_fields: ClassVar = {"authority_missing": "basis", "ends_before_begin": "valid_to"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        choices = [(value, capfirst(str(label))) for value, label in SigningForm.choices]
        self.fields["form"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def perform(self) -> Signer:
        values = {**self.values(), "form": SigningForm(self.cleaned_data["form"])}
        if isinstance(self.instance, Signer):
            signers.change_signer(self.actor, self.instance, seen=self.seen_stamp, **values)
            return self.instance
        return signers.add_signer(self.actor, office=self.office, **values)


def numbered_kinds() -> list[PaperKind]:
    """Papers that have a number and a signature of their own."""
    return [kind for kind, writer in WRITERS.items() if writer.symbol is not None]


class BasisForm(OfOfficeForm):
    """The words after "Căn cứ" as they are printed."""

    text = forms.CharField(
        label=_("words after “Căn cứ”"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Kind, number, date, issuer and name of the document; the program writes “Căn cứ” and the semicolon."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=_("on papers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means every decision."),
    )
    valid_from = DateField(label=_("in force from"), required=False)
    valid_to = DateField(label=_("in force until"), required=False)

    error_fields: ClassVar = {"basis_missing": "text", "ends_before_begin": "valid_to"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        choices = [(kind.value, capfirst(str(kind.label))) for kind in numbered_kinds()]
        self.fields["kinds"].choices = choices  # type: ignore[attr-defined]  # a MultipleChoiceField

    def perform(self) -> StandingBasis:
        if isinstance(self.instance, StandingBasis):
            signers.change_basis(self.actor, self.instance, seen=self.seen_stamp, **self.values())
            return self.instance
        return signers.add_basis(self.actor, office=self.office, **self.values())
