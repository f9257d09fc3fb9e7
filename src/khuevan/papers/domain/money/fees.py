"""Thù lao: what each lecturer is paid, counted from the programme, less the tax withheld."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.rows import create
from khuevan.papers.domain.money.books import line_of, lines_of, open_books, rate_of
from khuevan.papers.domain.money.rates import rates_in_force
from khuevan.papers.domain.money.teaching import half_days_of
from khuevan.papers.enums import ExpenseGroup
from khuevan.papers.models import BudgetLine, ExpenseRate, LecturerFee
from khuevan.training.domain.editing import STAYS, fresh, remove, write
from khuevan.training.models import Lecturer, TrainingClass
from khuevan.vietnamese.folding import fold

words(
    verbs={
        "papers.fill_fees": _("listed the fees of the lecturers"),
        "papers.change_fee": _("changed the fee of a lecturer"),
        "papers.remove_fee": _("took a lecturer off the list of fees"),
        "papers.pay_fees": _("noted that fees were paid"),
        "papers.take_back_payment": _("took back that fees were paid"),
    }
)

SHOWN_FIGURES = 3
"""So many figures at the end of an account number are shown where only the account is to be told from others."""


class FeeFields(TypedDict, total=False):
    """What is said of a fee; what is left out stays.  ``tax_percent`` is what law says that day, so it is entered."""

    half_days: Decimal
    price: int | None
    rate: ExpenseRate | None
    line: BudgetLine | None
    tax_percent: Decimal
    account_number: str
    bank: str
    tax_code: str
    note: str


def fees_of(training_class: TrainingClass) -> list[LecturerFee]:
    """In the order of the lecturers."""
    found = LecturerFee.objects.filter(lecturer__training_class=training_class)
    return list(found.select_related("lecturer__person", "rate", "line"))


def masked(account_number: str) -> str:
    """•••456: enough to tell one account from another."""
    shown = account_number[-SHOWN_FIGURES:] if len(account_number) > 2 * SHOWN_FIGURES else ""
    return f"•••{shown}" if account_number else ""


def usual_tax(training_class: TrainingClass) -> Decimal | None:
    """The share that was withheld last in this office; None where there was no fee yet."""
    earlier = LecturerFee.objects.filter(lecturer__training_class__office=training_class.office_id).order_by("-pk")
    return earlier.values_list("tax_percent", flat=True).first()


@verb("papers.fill_fees")
def fill_fees(actor: Actor, training_class: TrainingClass, *, tax_percent: Decimal) -> list[LecturerFee]:
    """Puts every lecturer who teaches and has no fee yet on the list; what is there stays as it is.

    Half days are counted from the programme; the price is that of the only rate for fees in force on the days of the
    class; account and tax code are those the person had last in this office.  Raises ``no_lecturer_teaches``.
    """
    open_books(actor, training_class)
    taught = half_days_of(training_class)
    lecturers = training_class.lecturers.filter(pk__in=taught, fee=None).select_related("person")
    rate, line = _usual_rate(training_class), _usual_line(training_class)
    made = [
        create(
            LecturerFee,
            lecturer=lecturer,
            half_days=taught[lecturer.pk],
            price=rate.amount if rate else line.price if line else None,
            rate=rate,
            line=line,
            tax_percent=tax_percent,
            **_known_account(lecturer, training_class),
        )
        for lecturer in lecturers
    ]
    if not made:
        raise DomainError(
            "no_lecturer_teaches", _("Every lecturer who teaches in the programme is on the list already.")
        )
    record(actor, "papers.fill_fees", made)
    return made


def _usual_rate(training_class: TrainingClass) -> ExpenseRate | None:
    rates = rates_in_force(training_class.office, training_class.start_date)
    fitting = [one for one in rates if one.group == ExpenseGroup.LECTURERS and "thu lao" in fold(one.name)]
    return fitting[0] if len(fitting) == 1 else None


def _usual_line(training_class: TrainingClass) -> BudgetLine | None:
    """The first line for lecturers, one about fees before others."""
    lines = [line for line in lines_of(training_class) if line.group == ExpenseGroup.LECTURERS]
    return next((line for line in lines if "thu lao" in fold(line.name)), lines[0] if lines else None)


def _known_account(lecturer: Lecturer, training_class: TrainingClass) -> dict[str, str]:
    if lecturer.person_id is None:
        return {}
    earlier = LecturerFee.objects.filter(
        lecturer__person=lecturer.person_id, lecturer__training_class__office=training_class.office_id
    )
    found = earlier.exclude(account_number="").order_by("-pk").first()
    return {name: getattr(found, name) for name in ("account_number", "bank", "tax_code")} if found else {}


@verb("papers.change_fee")
def change_fee(actor: Actor, fee: LecturerFee, *, seen: str = "", **fields: Unpack[FeeFields]) -> None:
    """Changes a fee that is not paid yet.

    Raises ``fee_is_paid``, ``rate_of_another_office``, ``invalid_value``, ``changed_meanwhile``.
    """
    training_class = open_books(actor, fee.lecturer.training_class)
    before = fresh(fee, seen)
    _unpaid(fee)
    line_of(training_class, fields.get("line"))
    rate_of(training_class, fields.get("rate"))
    write(actor, "papers.change_fee", fee, before, fields)


@verb("papers.remove_fee")
def remove_fee(actor: Actor, fee: LecturerFee, *, seen: str = "") -> None:
    """Takes a lecturer off the list.  Raises ``fee_is_paid``, ``changed_meanwhile``."""
    open_books(actor, fee.lecturer.training_class)
    fresh(fee, seen)
    _unpaid(fee)
    remove(actor, "papers.remove_fee", fee, STAYS)


@verb("papers.pay_fees")
def pay_fees(
    actor: Actor, training_class: TrainingClass, *, on: date, keys: Collection[int] | None = None
) -> list[LecturerFee]:
    """Notes the day on which the fees that are open were paid, all or those of ``keys``; they then count as spent.

    Raises ``no_fee_open`` and ``fee_without_price``.
    """
    open_books(actor, training_class)
    wanted = [fee for fee in fees_of(training_class) if not fee.paid_on and (keys is None or fee.pk in keys)]
    if not wanted:
        raise DomainError("no_fee_open", _("No fee is open."))
    for fee in wanted:
        if fee.price is None:
            raise DomainError(
                "fee_without_price", _("Say first what a half day of %(who)s costs."), who=str(fee.lecturer)
            )
    _set_paid(actor, "papers.pay_fees", wanted, on)
    return wanted


@verb("papers.take_back_payment")
def take_back_payment(actor: Actor, training_class: TrainingClass, keys: Collection[int]) -> None:
    """Says that these fees were not paid after all."""
    open_books(actor, training_class)
    wanted = [fee for fee in fees_of(training_class) if fee.paid_on and fee.pk in keys]
    _set_paid(actor, "papers.take_back_payment", wanted, None)


def _set_paid(actor: Actor, verb_name: str, fees: list[LecturerFee], on: date | None) -> None:
    before = {fee.pk: snapshot(fee) for fee in fees}
    for fee in fees:
        fee.paid_on = on
    LecturerFee.objects.bulk_update(fees, ["paid_on"])
    record(actor, verb_name, fees, before)


def _unpaid(fee: LecturerFee) -> None:
    if fee.paid_on:
        raise DomainError("fee_is_paid", _("This fee was paid, so it stays. Take the payment back first."))
