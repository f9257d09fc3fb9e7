"""Forms about what lecturers are paid, and about the rates of an office."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from khuevan.core.forms import DateField, VerbForm
from khuevan.papers.domain.money import fees, rates
from khuevan.papers.enums import ExpenseGroup
from khuevan.papers.interfaces.money_fields import MoneyField, QuantityField
from khuevan.papers.interfaces.money_forms import LineField, MoneyForm, RateField, groups, own_lines, rates_of
from khuevan.papers.models import BudgetLine, ExpenseRate, LecturerFee
from khuevan.people.models import Office


class FillFeesForm(MoneyForm):
    tax_percent = QuantityField(
        label=_("tax withheld (%)"),
        most=100,
        help_text=_("The share that law says today for such fees; 0 where none is withheld."),
    )

    def perform(self) -> list[LecturerFee]:
        return fees.fill_fees(self.actor, self.training_class, tax_percent=self.cleaned_data["tax_percent"])


class FeeForm(MoneyForm):
    half_days = QuantityField(label=_("half days taught"), most=999)
    rate = RateField(
        label=_("rate"),
        queryset=ExpenseRate.objects.none(),
        required=False,
        empty_label=_("No rate"),
        help_text=_("Gives the price where the price below stays empty."),
    )
    price = MoneyField(label=_("fee of a half day (đồng)"), required=False)
    tax_percent = QuantityField(label=_("tax withheld (%)"), most=100)
    account_number = forms.CharField(label=_("account number"), max_length=40, required=False)
    bank = forms.CharField(label=_("bank"), max_length=150, required=False)
    tax_code = forms.CharField(label=_("tax code"), max_length=20, required=False)
    line = LineField(
        label=_("line of the estimate"),
        queryset=BudgetLine.objects.none(),
        required=False,
        empty_label=_("Not in the estimate"),
    )
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(self, *args: Any, instance: LecturerFee, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, instance=instance, **kwargs)
        fitting = rates_of(self.training_class, instance.rate).filter(group=ExpenseGroup.LECTURERS)
        self.fields["rate"].queryset = fitting  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["line"].queryset = own_lines(self.training_class)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("rate") is not None and values.get("price") is None and "price" not in self.errors:
            values["price"] = values["rate"].amount
        return values

    def perform(self) -> LecturerFee:
        fee = self.instance
        if not isinstance(fee, LecturerFee):
            raise TypeError(fee)
        fees.change_fee(self.actor, fee, seen=self.seen_stamp, **self.said())
        return fee


class RateForm(VerbForm):
    """A rate of ``office``: entered when there is no ``instance``."""

    error_fields: ClassVar = {"ends_before_it_begins": "valid_to", "rate_overlaps": "valid_from"}

    group = forms.ChoiceField(label=_("group"), choices=())
    name = forms.CharField(label=_("what is paid for"), max_length=200)
    unit = forms.CharField(label=_("unit"), max_length=40)
    amount = MoneyField(label=_("rate (đồng)"))
    basis = forms.CharField(
        label=_("by document"),
        max_length=300,
        required=False,
        help_text=_("Such as the resolution of the province, with number and day."),
    )
    valid_from = DateField(label=_("in force from"), required=False)
    valid_to = DateField(label=_("in force until"), required=False)

    def __init__(self, *args: Any, office: Office, instance: ExpenseRate | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, instance=instance, **kwargs)
        self.office = office
        self.fields["group"].choices = groups()  # type: ignore[attr-defined]  # a ChoiceField

    def perform(self) -> ExpenseRate:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if isinstance(self.instance, ExpenseRate):
            rates.change_rate(self.actor, self.instance, seen=self.seen_stamp, **said)
            return self.instance
        return rates.add_rate(self.actor, self.office, **said)
