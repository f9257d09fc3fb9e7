"""What every verb about the money of a class does first; money moves before a class and long after it is filed."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.papers.models import BudgetLine, Expense, ExpenseRate
from khuevan.training.models import TrainingClass


def open_books(actor: Actor, training_class: TrainingClass) -> TrainingClass:
    """The class, locked, in whatever state it is: bills arrive after its report, too.  Raises ``not_allowed``."""
    require(actor, "papers.change_money", training_class)
    return locked(training_class)


def line_of(training_class: TrainingClass, line: BudgetLine | None) -> BudgetLine | None:
    """``line``, which must be one of this class."""
    if line is not None and line.training_class_id != training_class.pk:
        raise ValueError(line)
    return line


def rate_of(training_class: TrainingClass, rate: ExpenseRate | None) -> ExpenseRate | None:
    """``rate``.  Raises ``rate_of_another_office``."""
    if rate is not None and rate.office_id != training_class.office_id:
        raise DomainError("rate_of_another_office", _("This rate belongs to another office."))
    return rate


def lines_of(training_class: TrainingClass) -> list[BudgetLine]:
    """The estimate in its order."""
    return list(BudgetLine.objects.filter(training_class=training_class).select_related("rate"))


def expenses_of(training_class: TrainingClass) -> list[Expense]:
    """In the order of paying, those without a day last, with line and proofs."""
    found = Expense.objects.filter(training_class=training_class).select_related("line")
    ordered = found.order_by(F("paid_on").asc(nulls_last=True), "pk")
    return list(ordered.prefetch_related("proofs__record"))
