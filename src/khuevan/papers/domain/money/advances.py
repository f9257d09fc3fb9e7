"""Tạm ứng: money asked for beforehand, handed out, accounted for."""

from datetime import date
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.rows import create
from khuevan.papers.domain.money.books import open_books
from khuevan.papers.models import Advance
from khuevan.training.domain.editing import STAYS, fresh, remove, write
from khuevan.training.models import TrainingClass

words(
    verbs={
        "papers.ask_advance": _("asked for an advance"),
        "papers.change_advance": _("changed an advance"),
        "papers.pay_advance": _("noted that an advance was paid"),
        "papers.settle_advance": _("noted that an advance was settled"),
        "papers.remove_advance": _("removed an advance"),
    }
)


class AdvanceFields(TypedDict, total=False):
    """What is said of an advance; what is left out stays."""

    receiver: str
    position: str
    amount: int
    reason: str
    asked_on: date
    settle_by: date | None


@verb("papers.ask_advance")
def ask_advance(actor: Actor, training_class: TrainingClass, **fields: Unpack[AdvanceFields]) -> Advance:
    """Enters an advance that somebody asks for.

    Raises ``settled_before_asked``, ``nothing_asked``, ``invalid_value``.
    """
    open_books(actor, training_class)
    said = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    made = Advance(training_class=training_class, **said)
    _judge(made)
    made = create(Advance, training_class=training_class, **said)
    record(actor, "papers.ask_advance", made)
    return made


@verb("papers.change_advance")
def change_advance(actor: Actor, advance: Advance, *, seen: str = "", **fields: Unpack[AdvanceFields]) -> None:
    """Corrects an advance.  Raises as ``ask_advance``, and ``changed_meanwhile``."""
    open_books(actor, advance.training_class)
    before = fresh(advance, seen)
    for name, value in fields.items():
        setattr(advance, name, value)
    _judge(advance)
    write(actor, "papers.change_advance", advance, before, fields)


@verb("papers.pay_advance")
def pay_advance(actor: Actor, advance: Advance, *, on: date | None, seen: str = "") -> None:
    """Notes the day on which the money was handed out, or with None that it was not.

    Raises ``paid_before_asked``, ``advance_is_settled``, ``changed_meanwhile``.
    """
    open_books(actor, advance.training_class)
    before = fresh(advance, seen)
    if advance.settled_on:
        raise DomainError("advance_is_settled", _("This advance is settled; take that back first."))
    advance.paid_on = on
    _judge(advance)
    write(actor, "papers.pay_advance", advance, before, {"paid_on": on})


@verb("papers.settle_advance")
def settle_advance(actor: Actor, advance: Advance, *, on: date | None, seen: str = "") -> None:
    """Notes the day on which the receiver accounted for it, or with None that this is still to come.

    Raises ``advance_not_paid``, ``settled_before_paid``, ``changed_meanwhile``.
    """
    open_books(actor, advance.training_class)
    before = fresh(advance, seen)
    if on and advance.paid_on is None:
        raise DomainError("advance_not_paid", _("Say first on which day the money was handed out."))
    advance.settled_on = on
    _judge(advance)
    write(actor, "papers.settle_advance", advance, before, {"settled_on": on})


@verb("papers.remove_advance")
def remove_advance(actor: Actor, advance: Advance, *, seen: str = "") -> None:
    """Removes an advance that was not paid.  Raises ``advance_is_paid``, ``changed_meanwhile``."""
    open_books(actor, advance.training_class)
    fresh(advance, seen)
    if advance.paid_on:
        raise DomainError("advance_is_paid", _("This advance was paid, so it stays. Take the payment back first."))
    remove(actor, "papers.remove_advance", advance, STAYS)


def _judge(advance: Advance) -> None:
    """The days follow one another: asked, paid, settled."""
    if not advance.amount:
        raise DomainError("nothing_asked", _("Say how much is asked for."))
    if advance.settle_by and advance.settle_by < advance.asked_on:
        raise DomainError("settled_before_asked", _("The day of settling lies before the day of asking."))
    if advance.paid_on and advance.paid_on < advance.asked_on:
        raise DomainError("paid_before_asked", _("The day of paying lies before the day of asking."))
    if advance.settled_on and advance.paid_on and advance.settled_on < advance.paid_on:
        raise DomainError("settled_before_paid", _("The day of settling lies before the day of paying."))
