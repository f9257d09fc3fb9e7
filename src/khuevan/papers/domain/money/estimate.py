"""Dự toán: the lines of the estimate of a class."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.rows import create
from khuevan.papers.domain.money.books import open_books, rate_of
from khuevan.papers.enums import ExpenseGroup
from khuevan.papers.models import BudgetLine, ExpenseRate
from khuevan.training.domain.editing import fresh, remove, write
from khuevan.training.domain.ordering import next_place, put_in_order
from khuevan.training.models import TrainingClass

words(
    verbs={
        "papers.add_line": _("added a line to the estimate"),
        "papers.change_line": _("changed a line of the estimate"),
        "papers.remove_line": _("removed a line of the estimate"),
        "papers.remove_lines": _("took lines off the estimate again"),
        "papers.reorder_lines": _("put the estimate in another order"),
    }
)

USED = _("Expenses are entered on this line, so it stays. Move them to another line first.")


class LineFields(TypedDict, total=False):
    """What a line says; what is left out stays.  ``price`` is None while no rate says it."""

    group: ExpenseGroup
    name: str
    unit: str
    quantity: Decimal
    times: Decimal
    price: int | None
    rate: ExpenseRate | None
    note: str


@verb("papers.add_line")
def add_line(actor: Actor, training_class: TrainingClass, **fields: Unpack[LineFields]) -> BudgetLine:
    """Adds a line at the end.  Raises ``invalid_value``, ``rate_of_another_office``."""
    made = append(open_books(actor, training_class), **fields)
    record(actor, "papers.add_line", made)
    return made


def append(training_class: TrainingClass, **fields: Unpack[LineFields]) -> BudgetLine:
    """A new line behind the others of a class that its caller, a verb, has locked."""
    rate_of(training_class, fields.get("rate"))
    said = {name: value.strip() if type(value) is str else value for name, value in fields.items()}
    place = next_place(BudgetLine.objects.filter(training_class=training_class))
    return create(BudgetLine, training_class=training_class, order=place, **said)


@verb("papers.change_line")
def change_line(actor: Actor, line: BudgetLine, *, seen: str = "", **fields: Unpack[LineFields]) -> None:
    """Changes what a line says.  Raises ``invalid_value``, ``rate_of_another_office``, ``changed_meanwhile``."""
    training_class = open_books(actor, line.training_class)
    before = fresh(line, seen)
    rate_of(training_class, fields.get("rate"))
    write(actor, "papers.change_line", line, before, fields)


@verb("papers.remove_line")
def remove_line(actor: Actor, line: BudgetLine, *, seen: str = "") -> None:
    """Takes a line off the estimate.  Raises ``still_used`` once something was spent on it, ``changed_meanwhile``."""
    open_books(actor, line.training_class)
    fresh(line, seen)
    _forget(actor, "papers.remove_line", line)


@verb("papers.remove_lines")
def remove_lines(actor: Actor, training_class: TrainingClass, keys: Collection[int]) -> int:
    """Takes back lines that were drafted or copied: all, or none where something was spent on one of them.

    Lines that are gone already are no reason to refuse.  Raises ``still_used``.
    """
    open_books(actor, training_class)
    lines = list(BudgetLine.objects.select_for_update().filter(training_class=training_class, pk__in=keys))
    record(actor, "papers.remove_lines", [])
    for line in lines:
        _forget(actor, "papers.remove_lines", line)
    return len(lines)


def _forget(actor: Actor, verb_name: str, line: BudgetLine) -> None:
    if line.expenses.exists() or line.fees.filter(paid_on__isnull=False).exists():
        raise DomainError("still_used", USED)
    remove(actor, verb_name, line, USED)


@verb("papers.reorder_lines")
def reorder_lines(actor: Actor, training_class: TrainingClass, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the lines in the order of ``keys`` (``ordering.put_in_order``)."""
    open_books(actor, training_class)
    put_in_order(actor, "papers.reorder_lines", BudgetLine.objects.filter(training_class=training_class), keys, seen)
