"""What issuing needs to know: the register, the day, who signs."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.certificates.domain.issuing import open_register
from khuevan.certificates.domain.wording import Signature
from khuevan.certificates.interfaces.signatures import key_of, last_signatures, said, suggested_signature
from khuevan.certificates.models import Certificate, Register
from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, VerbForm
from khuevan.training.models import TrainingClass

NEW = "moi"
"""The choice that takes what is typed below it."""

_REGISTERS_SHOWN = 6
_NEEDED = {"symbol": "register", "authority": "signature", "title": "signature", "signer": "signature"}


class IssueForm(VerbForm):
    """Register, day and signature of the certificates of one class; ``perform`` is for the screen to say.

    What was chosen before is offered first: the register this class or this year has, the signatures of late.
    """

    error_fields: ClassVar = {
        "register_of_another_year": "register",
        "register_of_another_office": "register",
        "register_known": "symbol",
    }

    register = forms.ChoiceField(label=_("register"), widget=forms.RadioSelect)
    symbol = forms.CharField(
        label=_("symbol of the new register"),
        max_length=40,
        help_text=_("As printed after the number: GCN-SNgV. It is opened for the year of the date of issue."),
    )
    issued_on = DateField(label=_("date of issue"))
    signature = forms.ChoiceField(label=_("who signs"), widget=forms.RadioSelect)
    authority = forms.CharField(
        label=_("in whose name"),
        max_length=300,
        help_text=_("The line above “certifies”, in capitals: GIÁM ĐỐC SỞ NGOẠI VỤ TỈNH KHÁNH HÒA."),
    )
    title = forms.CharField(
        label=_("capacity and title"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One line a part: TM., KT. or TL. on the first line where somebody signs for the head."),
    )
    signer = forms.CharField(label=_("name of the signer"), max_length=150)
    signer_post = forms.CharField(
        label=_("post of the signer in full"),
        max_length=200,
        required=False,
        help_text=_("Shown to whoever checks a certificate."),
    )

    def __init__(self, actor: Actor, *args: Any, training_class: TrainingClass, **kwargs: Any) -> None:  # noqa: ANN401
        self.training_class = training_class
        self.signatures = {key_of(one): one for one in last_signatures(training_class)}
        self.registers = list(
            Register.objects.filter(office=training_class.office_id)
            .annotate(size=Count("certificates"))
            .order_by("-year", "-pk")[:_REGISTERS_SHOWN]
        )
        super().__init__(actor, *args, initial=self._initial(), **kwargs)
        self._choices("register", [(str(one.pk), _described(one)) for one in self.registers], _now("A new register"))
        self._choices("signature", [(key, said(one)) for key, one in self.signatures.items()], _now("Somebody else"))

    def _initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        issued_on = max(today, self.training_class.end_date)
        signature = next(iter(self.signatures.values()), None)
        words = signature or suggested_signature(self.training_class)
        return {
            "register": self._likely_register(issued_on),
            "symbol": self.registers[0].symbol if self.registers else self._usual_symbol(),
            "issued_on": issued_on,
            "signature": key_of(signature) if signature else NEW,
            **vars(words),
        }

    def _likely_register(self, issued_on: date) -> str:
        own = Certificate.objects.filter(enrollment__training_class=self.training_class, register__year=issued_on.year)
        used = own.order_by("-pk").values_list("register", flat=True).first()
        this_year = next((one.pk for one in self.registers if one.year == issued_on.year), None)
        return str(used or this_year or NEW)

    def _usual_symbol(self) -> str:
        symbol = self.training_class.office.organization.symbol
        return f"GCN-{symbol}" if symbol else "GCN"

    def _choices(self, name: str, known: list[tuple[str, str]], new: str) -> None:
        """Without anything known there is nothing to choose: what is typed below counts."""
        field = self.fields[name]
        field.choices = [*known, (NEW, new)]  # type: ignore[attr-defined]  # a ChoiceField
        if not known:
            field.widget = forms.HiddenInput()

    def clean_title(self) -> str:
        """Line breaks as certificates have them."""
        lines = (line.strip() for line in self.cleaned_data["title"].splitlines())
        return "\n".join(line for line in lines if line)

    def full_clean(self) -> None:
        """What is typed below a choice is needed only when that choice is "new"."""
        for name, choice in _NEEDED.items():
            self.fields[name].required = not self.is_bound or self.data.get(self.add_prefix(choice)) == NEW
        super().full_clean()

    def chosen_register(self) -> Register:
        """The register chosen; a new one is opened first, unless that year has it already."""
        values = self.cleaned_data
        if values["register"] != NEW:
            return next(one for one in self.registers if str(one.pk) == values["register"])
        office, year = self.training_class.office, values["issued_on"].year
        known = Register.objects.filter(office=office, year=year, symbol=values["symbol"]).first()
        return known or open_register(self.actor, office=office, year=year, symbol=values["symbol"])

    def chosen_signature(self) -> Signature:
        values = self.cleaned_data
        if values["signature"] != NEW:
            return self.signatures[values["signature"]]
        return Signature(values["authority"], values["title"], values["signer"], values["signer_post"])


def _described(register: Register) -> str:
    count: int = register.size  # type: ignore[attr-defined]  # annotated
    return _now("%(register)s (%(count)s certificates so far)") % {"register": register, "count": count}
