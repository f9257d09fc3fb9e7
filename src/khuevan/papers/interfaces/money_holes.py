"""What the papers about money lack, in the words of ``interfaces.holes``."""

from django.utils.translation import gettext as _

from khuevan.papers.enums import PaperKind
from khuevan.papers.models import Advance, BudgetLine, Expense, ExpenseProof, LecturerFee
from khuevan.training.models import TrainingClass

_WANTED: dict[PaperKind, tuple[str, ...]] = {
    PaperKind.ESTIMATE: ("lines", "prices"),
    PaperKind.ADVANCE_REQUEST: ("advances",),
    PaperKind.FEE_LIST: ("fees", "fee_prices", "accounts"),
    PaperKind.MONEY_SIGN_LIST: ("learners",),
    PaperKind.MATERIAL_SIGN_LIST: ("learners",),
    PaperKind.TRAVEL_CONFIRMATION: ("learners",),
    PaperKind.PAYMENT_CHECKLIST: ("expenses", "proofs"),
    PaperKind.PAYMENT_REQUEST: ("spent", "proofs"),
}


def lacks(training_class: TrainingClass) -> dict[PaperKind, list[str]]:
    """By kind of paper about money; an empty list where it is whole.  Five small queries."""
    missing = _missing(training_class)
    return {kind: [missing[name] for name in names if name in missing] for kind, names in _WANTED.items()}


def _missing(training_class: TrainingClass) -> dict[str, str]:
    prices = list(BudgetLine.objects.filter(training_class=training_class).values_list("price", flat=True))
    fees = LecturerFee.objects.filter(lecturer__training_class=training_class)
    told = list(fees.values_list("price", "account_number", "paid_on"))
    has_expenses = Expense.objects.filter(training_class=training_class).exists()
    proofs = ExpenseProof.objects.filter(expense__training_class=training_class, number="", record=None)
    known = {
        "lines": bool(prices),
        "prices": None not in prices,
        "advances": Advance.objects.filter(training_class=training_class).exists(),
        "fees": bool(told),
        "fee_prices": all(price is not None for price, _account, _paid in told),
        "accounts": all(account for _price, account, _paid in told),
        "learners": training_class.enrollments.current().exists(),
        "expenses": has_expenses,
        "spent": has_expenses or any(paid for _price, _account, paid in told),
        "proofs": not proofs.exists(),
    }
    words = {
        "lines": _("no line of the estimate"),
        "prices": _("lines without a price"),
        "advances": _("no advance"),
        "fees": _("no fee of a lecturer"),
        "fee_prices": _("fees without a price"),
        "accounts": _("fees without an account number"),
        "learners": _("no learners"),
        "expenses": _("no expense"),
        "spent": _("nothing spent"),
        "proofs": _("expenses without proof"),
    }
    return {name: text for name, text in words.items() if not known[name]}
