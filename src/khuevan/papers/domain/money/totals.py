"""Planned, spent and advanced money of classes, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum

from khuevan.papers.models import Advance, BudgetLine, Expense, LecturerFee
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class Totals:
    """In đồng.  ``advanced`` was paid out beforehand, ``unsettled`` is what of it nobody has accounted for yet.

    Fees of lecturers count as spent once they are paid, beside the expenses that were entered.
    """

    planned: int = 0
    spent: int = 0
    advanced: int = 0
    unsettled: int = 0

    @property
    def left(self) -> int:
        """Below zero where more was spent than planned."""
        return self.planned - self.spent


def totals(training_class: TrainingClass) -> Totals:
    return totals_of([training_class])[training_class.pk]


def totals_of(classes: Iterable[TrainingClass]) -> dict[int, Totals]:
    """By primary key of the class; one without money has zeros."""
    keys = [one.pk for one in classes]
    planned, spent = _planned(keys), _spent(keys)
    paid = Advance.objects.filter(training_class__in=keys, paid_on__isnull=False).order_by()
    open_sum = Sum("amount", filter=Q(settled_on__isnull=True), default=0)
    advanced = {
        key: (handed, still)
        for key, handed, still in paid.values_list("training_class").annotate(handed=Sum("amount"), still=open_sum)
    }
    return {key: Totals(planned.get(key, 0), spent.get(key, 0), *advanced.get(key, (0, 0))) for key in keys}


def _planned(keys: list[int]) -> dict[int, int]:
    """Line by line: each is rounded before it is added."""
    found: dict[int, int] = defaultdict(int)
    for line in BudgetLine.objects.filter(training_class__in=keys).order_by():
        found[line.training_class_id] += line.planned
    return found


def _spent(keys: list[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    expenses = Expense.objects.filter(training_class__in=keys).order_by()
    for key, amount in expenses.values_list("training_class").annotate(Sum("amount")):
        found[key] += amount
    fees = LecturerFee.objects.filter(lecturer__training_class__in=keys, paid_on__isnull=False).order_by()
    for fee in fees.select_related("lecturer"):
        found[fee.lecturer.training_class_id] += fee.total
    return found
