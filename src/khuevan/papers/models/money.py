"""Kinh phí lớp: rates, the estimate, advances, what was spent and what proves it.  All money in whole đồng."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.nominations.models.of_class import OfClassQuerySet
from khuevan.papers.enums import ExpenseGroup, ProofKind
from khuevan.people.models import Office
from khuevan.records.models import Record
from khuevan.training.models import Lecturer, TrainingClass
from khuevan.training.models.plans import OfOfficeQuerySet

NOT_NEGATIVE = (MinValueValidator(Decimal(0)),)
PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))


def whole(amount: Decimal) -> int:
    """Whole đồng, halves upwards, as accountants round."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


class ExpenseRate(models.Model):
    """What may be paid for one unit of something, and which document says so (a resolution of the province ...)."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="expense_rates", verbose_name=_("office"))
    group = models.CharField(_("group"), max_length=20, choices=ExpenseGroup)
    name = models.CharField(_("what is paid for"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40)
    amount = models.PositiveBigIntegerField(_("rate (đồng)"))
    basis = models.CharField(_("by document"), max_length=300, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    is_unchecked = models.BooleanField(_("still to be compared with the rules in force"), default=False)

    objects = OfOfficeQuerySet["ExpenseRate"].as_manager()

    class Meta:
        ordering = ("group", "name", "-valid_from")

    def __str__(self) -> str:
        return self.name

    def in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class BudgetLine(models.Model):
    """One line of the estimate: so many units, so many times, at a price; without one while no rate says it."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="budget_lines")
    group = models.CharField(_("group"), max_length=20, choices=ExpenseGroup)
    name = models.CharField(_("what is paid for"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=2, validators=NOT_NEGATIVE)
    times = models.DecimalField(_("times"), max_digits=8, decimal_places=2, default=Decimal(1), validators=NOT_NEGATIVE)
    price = models.PositiveBigIntegerField(_("price of a unit (đồng)"), null=True, blank=True)
    rate = models.ForeignKey(
        ExpenseRate, models.SET_NULL, null=True, blank=True, related_name="budget_lines", verbose_name=_("rate")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfClassQuerySet["BudgetLine"].as_manager()

    class Meta:
        ordering = ("training_class", "order", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def planned(self) -> int:
        return whole(self.quantity * self.times * (self.price or 0))


class Advance(models.Model):
    """Tạm ứng: money handed to somebody before it is spent."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="advances")
    receiver = models.CharField(_("received by"), max_length=150)
    position = models.CharField(_("position"), max_length=200, blank=True)
    amount = models.PositiveBigIntegerField(_("amount (đồng)"))
    reason = models.CharField(_("what for"), max_length=300)
    asked_on = models.DateField(_("asked on"))
    settle_by = models.DateField(_("to be settled by"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    settled_on = models.DateField(_("settled on"), null=True, blank=True)

    objects = OfClassQuerySet["Advance"].as_manager()

    class Meta:
        ordering = ("training_class", "asked_on", "pk")

    def __str__(self) -> str:
        return f"{self.receiver}: {self.amount}"


class Expense(models.Model):
    """What was really spent, on which line of the estimate."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="expenses")
    line = models.ForeignKey(
        BudgetLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expenses",
        verbose_name=_("line of the estimate"),
    )
    name = models.CharField(_("what was paid for"), max_length=200)
    paid_to = models.CharField(_("paid to"), max_length=200, blank=True)
    amount = models.PositiveBigIntegerField(_("amount (đồng)"))
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = OfClassQuerySet["Expense"].as_manager()

    class Meta:
        ordering = ("training_class", "paid_on", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def checklist(self) -> "list[ExpenseProof]":
        """The proofs it needs, in the order in which they arise: contract, acceptance, invoice, receipt."""
        return sorted(self.proofs.all(), key=lambda proof: ProofKind.values.index(proof.kind))


class ExpenseProof(models.Model):
    """A contract, acceptance, invoice or receipt that an expense needs; there once it has a number or a document."""

    expense = models.ForeignKey(Expense, models.CASCADE, related_name="proofs", verbose_name=_("expense"))
    kind = models.CharField(_("kind"), max_length=20, choices=ProofKind)
    number = models.CharField(_("number"), max_length=60, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="expense_proofs", verbose_name=_("document")
    )

    audit_office: ClassVar[str] = "expense__training_class__office"

    class Meta:
        ordering = ("expense", "kind")
        constraints = (models.UniqueConstraint(fields=("expense", "kind"), name="proof_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.expense}"

    @property
    def is_there(self) -> bool:
        return bool(self.number or self.record_id)


class FeeQuerySet(OfClassQuerySet["LecturerFee"]):
    to_class = "lecturer__training_class"


class LecturerFee(models.Model):
    """Thù lao of one lecturer: half days times rate, less tax withheld (the share is data, it changes by law)."""

    lecturer = models.OneToOneField(Lecturer, models.PROTECT, related_name="fee", verbose_name=_("lecturer"))
    half_days = models.DecimalField(_("half days taught"), max_digits=5, decimal_places=2, validators=NOT_NEGATIVE)
    price = models.PositiveBigIntegerField(_("fee of a half day (đồng)"), null=True, blank=True)
    rate = models.ForeignKey(
        ExpenseRate, models.SET_NULL, null=True, blank=True, related_name="fees", verbose_name=_("rate")
    )
    line = models.ForeignKey(
        BudgetLine,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="fees",
        verbose_name=_("line of the estimate"),
    )
    tax_percent = models.DecimalField(
        _("tax withheld (%)"), max_digits=5, decimal_places=2, default=Decimal(0), validators=PERCENT
    )
    account_number = models.CharField(_("account number"), max_length=40, blank=True)
    bank = models.CharField(_("bank"), max_length=150, blank=True)
    tax_code = models.CharField(_("tax code"), max_length=20, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = FeeQuerySet.as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"account_number", "tax_code"})
    audit_office: ClassVar[str] = "lecturer__training_class__office"

    class Meta:
        ordering = ("lecturer__order", "pk")

    def __str__(self) -> str:
        return str(self.lecturer)

    @property
    def total(self) -> int:
        return whole(self.half_days * (self.price or 0))

    @property
    def tax(self) -> int:
        return whole(self.total * self.tax_percent / 100)

    @property
    def paid_out(self) -> int:
        return self.total - self.tax
