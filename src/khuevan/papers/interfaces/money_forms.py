"""Forms about the money of a class: estimate, advances, expenses and their proofs."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.forms import DateField, VerbForm
from khuevan.core.templatetags.khuevan import thousands
from khuevan.papers.domain.money import advances, estimate, expenses
from khuevan.papers.domain.money.books import lines_of
from khuevan.papers.domain.money.rates import rates_in_force
from khuevan.papers.enums import ExpenseGroup, ProofKind
from khuevan.papers.interfaces.money_fields import MoneyField, QuantityField
from khuevan.papers.models import Advance, BudgetLine, Expense, ExpenseProof, ExpenseRate
from khuevan.training.models import TrainingClass

_MEGABYTE = 1024 * 1024
_ACCEPTED = ".pdf,.doc,.docx,.odt,.xls,.xlsx,.ods,.jpg,.jpeg,.png"


def groups() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in ExpenseGroup.choices]


class RateField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no generic while it runs
    """One of the rates of an office, with its amount."""

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - an ExpenseRate
        return f"{obj.name}: {thousands(obj.amount)} đ/{obj.unit}"


class LineField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 - a BudgetLine
        return f"{capfirst(obj.get_group_display())}: {obj.name}"


def rates_of(training_class: TrainingClass, *also: ExpenseRate | None) -> models.QuerySet[ExpenseRate]:
    """Those in force when the class begins, and what is chosen already."""
    keys = [one.pk for one in rates_in_force(training_class.office, training_class.start_date)]
    return ExpenseRate.objects.filter(pk__in=[*keys, *(one.pk for one in also if one)])


def own_lines(training_class: TrainingClass) -> models.QuerySet[BudgetLine]:
    keys = [line.pk for line in lines_of(training_class)]
    return BudgetLine.objects.filter(pk__in=keys)


class MoneyForm(VerbForm):
    """A form of one class; ``instance`` is the row being changed."""

    error_fields: ClassVar = {}

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        training_class: TrainingClass,
        instance: models.Model | None = None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        super().__init__(actor, *args, instance=instance, **kwargs)
        self.training_class = training_class

    def said(self) -> dict[str, Any]:
        """What was typed, without the stamp."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class LineForm(MoneyForm):
    group = forms.ChoiceField(label=_("group"), choices=())
    name = forms.CharField(label=_("what is paid for"), max_length=200)
    rate = RateField(
        label=_("rate"),
        queryset=ExpenseRate.objects.none(),
        required=False,
        empty_label=_("No rate"),
        help_text=_("Gives the price where the price below stays empty."),
    )
    unit = forms.CharField(
        label=_("unit"), max_length=40, required=False, help_text=_("Such as person, half day, copy; else as the rate.")
    )
    quantity = QuantityField(label=_("quantity"), most=99_999_999)
    times = QuantityField(label=_("times"), most=999_999, help_text=_("Days or half days; 1 where it is paid once."))
    price = MoneyField(label=_("price of a unit (đồng)"), required=False)
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(self, *args: Any, instance: BudgetLine | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        if instance is None:
            kwargs["initial"] = {"times": Decimal(1), **(kwargs.get("initial") or {})}
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["group"].choices = groups()  # type: ignore[attr-defined]  # a ChoiceField
        rates = rates_of(self.training_class, instance.rate if instance else None)
        self.fields["rate"].queryset = rates  # type: ignore[attr-defined]  # a ModelChoiceField
        if not rates:
            self.fields["rate"].help_text = _now("Your office has no rates in force on the days of the class.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        rate = values.get("rate")
        if rate is not None and values.get("price") is None and "price" not in self.errors:
            values["price"] = rate.amount
        if not values.get("unit"):
            if rate is not None:
                values["unit"] = rate.unit
            else:
                self.add_error("unit", _now("Say in what it is counted."))
        return values

    def perform(self) -> BudgetLine:
        if isinstance(self.instance, BudgetLine):
            estimate.change_line(self.actor, self.instance, seen=self.seen_stamp, **self.said())
            return self.instance
        return estimate.add_line(self.actor, self.training_class, **self.said())


class AdvanceForm(MoneyForm):
    error_fields: ClassVar = {
        "nothing_asked": "amount",
        "settled_before_asked": "settle_by",
        "paid_before_asked": "asked_on",
    }

    receiver = forms.CharField(label=_("received by"), max_length=150)
    position = forms.CharField(label=_("position"), max_length=200, required=False)
    amount = MoneyField(label=_("amount (đồng)"))
    reason = forms.CharField(label=_("what for"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    asked_on = DateField(label=_("asked on"))
    settle_by = DateField(label=_("to be settled by"), required=False)

    def perform(self) -> Advance:
        if isinstance(self.instance, Advance):
            advances.change_advance(self.actor, self.instance, seen=self.seen_stamp, **self.said())
            return self.instance
        return advances.ask_advance(self.actor, self.training_class, **self.said())


class DayForm(VerbForm):
    """Asks for one day; ``work`` is given it."""

    error_fields: ClassVar = dict.fromkeys(
        (
            "paid_before_asked",
            "settled_before_paid",
            "advance_not_paid",
            "advance_is_settled",
            "ends_before_it_begins",
            "rate_overlaps",
        ),
        "on",
    )
    on = DateField(label=_("day"))

    def __init__(self, *args: Any, work: Any, **kwargs: Any) -> None:  # noqa: ANN401 - a verb with its object
        super().__init__(*args, **kwargs)
        self.work = work

    def values_of(self, instance: models.Model) -> dict[str, Any]:
        return {}

    def perform(self) -> Any:  # noqa: ANN401 - whatever the verb returns
        on: date = self.cleaned_data["on"]
        return self.work(on, self.seen_stamp)


class ExpenseForm(MoneyForm):
    error_fields: ClassVar = {"nothing_spent": "amount", "proof_is_there": "needs"}

    line = LineField(
        label=_("line of the estimate"),
        queryset=BudgetLine.objects.none(),
        required=False,
        empty_label=_("Not in the estimate"),
    )
    name = forms.CharField(
        label=_("what was paid for"),
        max_length=200,
        required=False,
        help_text=_("Empty: as the line of the estimate says."),
    )
    paid_to = forms.CharField(label=_("paid to"), max_length=200, required=False)
    amount = MoneyField(label=_("amount (đồng)"))
    paid_on = DateField(label=_("paid on"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("proofs it must have"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(),
        help_text=_("Empty for a new expense: what is usual for its group."),
    )
    note = forms.CharField(label=_("note"), max_length=300, required=False)

    def __init__(self, *args: Any, instance: Expense | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["line"].queryset = own_lines(self.training_class)  # type: ignore[attr-defined]
        kinds = [(value, capfirst(str(label))) for value, label in ProofKind.choices]
        self.fields["needs"].choices = kinds  # type: ignore[attr-defined]
        if instance is not None:
            self.fields["needs"].help_text = ""

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - an Expense
        return {**super().values_of(instance), "needs": [proof.kind for proof in instance.proofs.all()]}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not values.get("name"):
            if values.get("line") is None:
                self.add_error("name", _("Say what was paid for."))
            else:
                values["name"] = values["line"].name
        return values

    def perform(self) -> Expense:
        said = self.said()
        needs = [ProofKind(one) for one in said.pop("needs")]
        if isinstance(self.instance, Expense):
            expenses.change_expense(self.actor, self.instance, needs=needs, seen=self.seen_stamp, **said)
            return self.instance
        return expenses.add_expense(self.actor, self.training_class, needs=needs or None, **said)


class ProofForm(MoneyForm):
    """Number, day and file of a proof."""

    error_fields: ClassVar = {
        "proof_is_empty": "number",
        **dict.fromkeys(
            ("file_too_large", "file_empty", "file_kind", "file_damaged", "file_protected", "file_macros"), "file"
        ),
    }

    number = forms.CharField(label=_("number"), max_length=60, required=False)
    day = DateField(label=_("date"), required=False)
    file = forms.FileField(label=_("file"), required=False, widget=forms.FileInput(attrs={"accept": _ACCEPTED}))

    def __init__(self, *args: Any, instance: ExpenseProof, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, instance=instance, **kwargs)
        limit = f"{settings.KHUEVAN_UPLOAD_LIMIT / _MEGABYTE:g}"
        text = _now("PDF, Word, Excel, OpenDocument or a picture, at most %(limit)s MB.") % {"limit": limit}
        if instance.record and instance.record.file:
            text = _now("Stored: %(name)s. A file sent here takes its place; the old one stays in the history.") % {
                "name": instance.record.file_name
            }
        self.fields["file"].help_text = text

    def values_of(self, instance: Any) -> dict[str, Any]:  # noqa: ANN401 - an ExpenseProof
        return {"number": instance.number, "day": instance.day}

    def perform(self) -> ExpenseProof:
        proof = self.instance
        if not isinstance(proof, ExpenseProof):
            raise TypeError(proof)
        expenses.record_proof(self.actor, proof, seen=self.seen_stamp, **self.said())
        return proof
