"""Định mức chi: what the office may pay for what, from when to when, by which document."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.papers.enums import ExpenseGroup
from khuevan.papers.models import ExpenseRate
from khuevan.people.models import Office
from khuevan.training.domain.editing import STAYS, fresh, remove, write
from khuevan.vietnamese.folding import fold

words(
    verbs={
        "papers.add_rate": _("added a rate of expenses"),
        "papers.change_rate": _("changed a rate of expenses"),
        "papers.end_rate": _("ended a rate of expenses"),
        "papers.remove_rate": _("removed a rate of expenses"),
        "papers.take_rate_set": _("took over a set of rates"),
        "papers.check_rate": _("compared a rate with the rules in force"),
    }
)

SETS: Final = Path(__file__).resolve().parents[2] / "rates"
"""Sets of rates that are offered and never taken unasked: one JSON file each."""


class RateFields(TypedDict, total=False):
    """What a rate says; what is left out stays."""

    group: ExpenseGroup
    name: str
    unit: str
    amount: int
    basis: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class OfferedRate:
    """One rate of a set; ``amount`` in đồng."""

    group: ExpenseGroup
    name: str
    unit: str
    amount: int
    basis: str
    valid_from: date


@dataclass(frozen=True)
class RateSet:
    key: str
    title: str
    rates: tuple[OfferedRate, ...]


@cache
def rate_sets() -> tuple[RateSet, ...]:
    """What can be taken over to begin with; every figure is to be compared with the rules in force."""
    return tuple(_read(path) for path in sorted(SETS.glob("*.json")))


def _read(path: Path) -> RateSet:
    told = json.loads(path.read_text("utf-8"))
    rates = tuple(
        OfferedRate(
            group=ExpenseGroup(one["group"]),
            name=one["name"],
            unit=one["unit"],
            amount=one["amount"],
            basis=one["basis"],
            valid_from=date.fromisoformat(one["valid_from"]),
        )
        for one in told["rates"]
    )
    return RateSet(path.stem, told["title"], rates)


def rates_in_force(office: Office, on: date) -> list[ExpenseRate]:
    """By group and name; where two rates of one name overlap, both are there, the newer first."""
    return [rate for rate in ExpenseRate.objects.filter(office=office) if rate.in_force(on)]


def rate_for(rates: Sequence[ExpenseRate], group: ExpenseGroup, name: str) -> ExpenseRate | None:
    """The rate of that name, as far as letters and marks go."""
    key = fold(name)
    return next((rate for rate in rates if rate.group == group and fold(rate.name) == key), None)


@verb("papers.add_rate")
def add_rate(actor: Actor, office: Office, *, is_unchecked: bool = False, **fields: Unpack[RateFields]) -> ExpenseRate:
    """Enters a rate.  Raises ``ends_before_it_begins``, ``rate_overlaps``, ``invalid_value``."""
    require(actor, "papers.arrange", locked(office))
    made = _add(office, is_unchecked=is_unchecked, **fields)
    record(actor, "papers.add_rate", made)
    return made


def _add(office: Office, *, is_unchecked: bool, **fields: Unpack[RateFields]) -> ExpenseRate:
    said = {name: value.strip() if type(value) is str else value for name, value in fields.items()}
    made = ExpenseRate(office=office, is_unchecked=is_unchecked, **said)
    _judge(made)
    return create(ExpenseRate, office=office, is_unchecked=is_unchecked, **said)


@verb("papers.change_rate")
def change_rate(actor: Actor, rate: ExpenseRate, *, seen: str = "", **fields: Unpack[RateFields]) -> None:
    """Corrects a rate; lines of estimates keep the price they have.  Whoever saves it has compared it.

    Raises ``ends_before_it_begins``, ``rate_overlaps``, ``invalid_value``, ``changed_meanwhile``.
    """
    require(actor, "papers.arrange", locked(rate.office))
    before = fresh(rate, seen)
    for name, value in fields.items():
        setattr(rate, name, value)
    _judge(rate)
    write(actor, "papers.change_rate", rate, before, {**fields, "is_unchecked": False})


@verb("papers.check_rate")
def check_rate(actor: Actor, rate: ExpenseRate, *, seen: str = "") -> None:
    """Notes that a rate taken from a set was compared with the rules in force and holds.

    Raises ``changed_meanwhile``.
    """
    require(actor, "papers.arrange", locked(rate.office))
    before = fresh(rate, seen)
    write(actor, "papers.check_rate", rate, before, {"is_unchecked": False})


@verb("papers.end_rate")
def end_rate(actor: Actor, rate: ExpenseRate, *, on: date | None, seen: str = "") -> None:
    """Says the last day of a rate, or with None that it goes on.  Raises as ``change_rate``."""
    require(actor, "papers.arrange", locked(rate.office))
    before = fresh(rate, seen)
    rate.valid_to = on
    _judge(rate)
    write(actor, "papers.end_rate", rate, before, {"valid_to": on})


@verb("papers.remove_rate")
def remove_rate(actor: Actor, rate: ExpenseRate, *, seen: str = "") -> None:
    """Removes a rate entered by mistake.  Raises ``rate_is_used`` where estimates name it, ``changed_meanwhile``."""
    require(actor, "papers.arrange", locked(rate.office))
    fresh(rate, seen)
    if rate.budget_lines.exists() or rate.fees.exists():
        raise DomainError("rate_is_used", _("Estimates name this rate, so it stays. Say its last day instead."))
    remove(actor, "papers.remove_rate", rate, STAYS)


@verb("papers.take_rate_set")
def take_rate_set(actor: Actor, office: Office, key: str) -> list[ExpenseRate]:
    """Takes over the rates of a set that the office has not, each marked as still to be compared.

    Raises ``rate_set_unknown`` and ``rates_are_there``.
    """
    require(actor, "papers.arrange", locked(office))
    found = next((one for one in rate_sets() if one.key == key), None)
    if found is None:
        raise DomainError("rate_set_unknown", _("There is no such set of rates."))
    there = list(ExpenseRate.objects.filter(office=office))
    missing = [one for one in found.rates if rate_for(there, one.group, one.name) is None]
    if not missing:
        raise DomainError("rates_are_there", _("Your office has every rate of this set already."))
    made = [_add(office, is_unchecked=True, **vars(one)) for one in missing]
    record(actor, "papers.take_rate_set", made)
    return made


def _judge(rate: ExpenseRate) -> None:
    if rate.valid_from and rate.valid_to and rate.valid_to < rate.valid_from:
        raise DomainError("ends_before_it_begins", _("The last day lies before the first."))
    others = ExpenseRate.objects.filter(office=rate.office_id, group=rate.group).exclude(pk=rate.pk)
    for other in others:
        if fold(other.name) == fold(rate.name) and _overlap(rate, other):
            raise DomainError(
                "rate_overlaps",
                _("“%(name)s” has a rate for those days already. Say the last day of that one first."),
                name=other.name,
            )


def _overlap(one: ExpenseRate, other: ExpenseRate) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first <= last
