"""What was really spent, and the proofs that each expense needs."""

from collections.abc import Collection
from datetime import date
from typing import Final, TypedDict, Unpack

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.rows import create
from khuevan.papers.domain.money.books import line_of, open_books
from khuevan.papers.enums import ExpenseGroup, ProofKind
from khuevan.papers.models import BudgetLine, Expense, ExpenseProof
from khuevan.records.domain.keeping import attach_file, keep_record
from khuevan.training.domain.documents import attach_record
from khuevan.training.domain.editing import STAYS, fresh, remove, write
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import TrainingClass

words(
    verbs={
        "papers.add_expense": _("entered an expense"),
        "papers.change_expense": _("changed an expense"),
        "papers.remove_expense": _("removed an expense"),
        "papers.record_proof": _("recorded a proof of an expense"),
    }
)

_BOUGHT = frozenset({ProofKind.INVOICE})
_HIRED = frozenset({ProofKind.CONTRACT, ProofKind.ACCEPTANCE, ProofKind.INVOICE})
_SIGNED = frozenset({ProofKind.RECEIPT})
USUAL_PROOFS: Final = {
    ExpenseGroup.PROGRAMME: _BOUGHT,
    ExpenseGroup.LECTURERS: _SIGNED,
    ExpenseGroup.LEARNERS: _BOUGHT,
    ExpenseGroup.VENUE: _HIRED,
    ExpenseGroup.CEREMONY: _BOUGHT,
    ExpenseGroup.COMMENDATION: _SIGNED,
    ExpenseGroup.MANAGEMENT: _SIGNED,
    ExpenseGroup.OTHER: _BOUGHT,
}
"""Proposed for a new expense, by the group of its line; whoever enters it says otherwise."""


class ExpenseFields(TypedDict, total=False):
    """What is said of an expense; what is left out stays.  ``line`` is None for what nobody planned."""

    line: BudgetLine | None
    name: str
    paid_to: str
    amount: int
    paid_on: date | None
    note: str


def usual_proofs(line: BudgetLine | None) -> frozenset[ProofKind]:
    return USUAL_PROOFS[ExpenseGroup(line.group) if line else ExpenseGroup.OTHER]


@verb("papers.add_expense")
def add_expense(
    actor: Actor,
    training_class: TrainingClass,
    *,
    needs: Collection[ProofKind] | None = None,
    **fields: Unpack[ExpenseFields],
) -> Expense:
    """Enters what was spent; ``needs`` are the proofs it must have, else the usual ones.

    Raises ``nothing_spent``, ``invalid_value``.
    """
    open_books(actor, training_class)
    line = line_of(training_class, fields.get("line"))
    said = {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}
    _judge(fields.get("amount", 0))
    made = create(Expense, training_class=training_class, **said)
    record(actor, "papers.add_expense", made)
    _need(actor, "papers.add_expense", made, usual_proofs(line) if needs is None else needs)
    return made


@verb("papers.change_expense")
def change_expense(
    actor: Actor,
    expense: Expense,
    *,
    needs: Collection[ProofKind] | None = None,
    seen: str = "",
    **fields: Unpack[ExpenseFields],
) -> None:
    """Corrects an expense and, with ``needs``, says which proofs it must have.

    Raises ``nothing_spent``, ``proof_is_there``, ``invalid_value``, ``changed_meanwhile``.
    """
    training_class = open_books(actor, expense.training_class)
    before = fresh(expense, seen)
    line_of(training_class, fields.get("line"))
    _judge(fields.get("amount", expense.amount))
    write(actor, "papers.change_expense", expense, before, fields)
    if needs is not None:
        _need(actor, "papers.change_expense", expense, needs)


@verb("papers.remove_expense")
def remove_expense(actor: Actor, expense: Expense, *, seen: str = "") -> None:
    """Removes an expense entered by mistake; its documents stay in the file.  Raises ``changed_meanwhile``."""
    open_books(actor, expense.training_class)
    fresh(expense, seen)
    for proof in expense.proofs.all():
        remove(actor, "papers.remove_expense", proof, STAYS)
    remove(actor, "papers.remove_expense", expense, STAYS)


def _judge(amount: int) -> None:
    if not amount:
        raise DomainError("nothing_spent", _("Say how much was spent."))


def _need(actor: Actor, verb_name: str, expense: Expense, needs: Collection[ProofKind]) -> None:
    """Makes the proofs of an expense these kinds.  Raises ``proof_is_there`` for one that would be lost."""
    there = {ProofKind(one.kind): one for one in expense.proofs.all()}
    for kind, proof in there.items():
        if kind not in needs:
            if proof.is_there:
                raise DomainError(
                    "proof_is_there",
                    _("The %(proof)s is recorded already, so it stays needed. Empty its number first."),
                    proof=kind.label,
                )
            remove(actor, verb_name, proof, STAYS)
    made = [
        create(ExpenseProof, expense=expense, kind=kind) for kind in ProofKind if kind in needs and kind not in there
    ]
    record(actor, verb_name, made)


@verb("papers.record_proof")
def record_proof(
    actor: Actor,
    proof: ExpenseProof,
    *,
    number: str,
    day: date | None,
    file: File | None = None,  # type: ignore[type-arg]  # bytes, as uploads are
    seen: str = "",
) -> None:
    """Says number and day of a proof and keeps its file among the papers about money of the class.

    Raises ``proof_is_empty`` for neither number nor file, ``changed_meanwhile``, what ``checked_file`` raises.
    """
    training_class = open_books(actor, proof.expense.training_class)
    before = fresh(proof, seen)
    values: dict[str, object] = {"number": number, "day": day}
    proof.number, proof.day = number.strip(), day
    if file is not None:
        values["record"] = _filed(actor, training_class, proof, file)
    elif day and not number.strip() and proof.record_id is None:
        raise DomainError("proof_is_empty", _("Give the number of the proof, or its file."))
    write(actor, "papers.record_proof", proof, before, values)


def _filed(
    actor: Actor,
    training_class: TrainingClass,
    proof: ExpenseProof,
    file: File,  # type: ignore[type-arg]  # bytes, as uploads are
) -> object:
    """The document that holds the file: kept by the office under its subject, for its issuer is mostly a firm."""
    if proof.record is not None:
        attach_file(actor, proof.record, file)
        return proof.record
    number = f" số {proof.number}" if proof.number else ""
    paid_to = f" ({proof.expense.paid_to})" if proof.expense.paid_to else ""
    subject = f"{PROOF_WORDS[ProofKind(proof.kind)]}{number}: {proof.expense.name}{paid_to}"
    office = training_class.office
    kept = keep_record(
        actor, office=office, issuer=office.organization, date=proof.day, subject=subject[:500], file=file
    )
    attach_record(actor, training_class, kept, purpose=RecordPurpose.MONEY)
    return kept


PROOF_WORDS: Final = {
    ProofKind.CONTRACT: "Hợp đồng",
    ProofKind.ACCEPTANCE: "Biên bản nghiệm thu",
    ProofKind.INVOICE: "Hóa đơn",
    ProofKind.RECEIPT: "Danh sách ký nhận, giấy biên nhận",
}
"""As documents and papers call them."""
