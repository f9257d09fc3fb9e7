"""Giấy đề nghị tạm ứng and giấy đề nghị thanh toán."""

from collections.abc import Sequence

from khuevan.papers.blocks import HOLE, LONG_HOLE, Addressees, Block, Column, Paper, Table, Text, Title, Total
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import money_parts
from khuevan.papers.domain.facts import Facts, Target
from khuevan.papers.domain.money.books import expenses_of
from khuevan.papers.domain.money.expenses import PROOF_WORDS
from khuevan.papers.domain.money.fees import fees_of
from khuevan.papers.domain.money.totals import totals
from khuevan.papers.enums import ProofKind
from khuevan.papers.models import Advance, ExpenseProof
from khuevan.vietnamese.dates import document_date, numeric_date


def advances(facts: Facts) -> list[Advance]:
    return list(Advance.objects.filter(training_class=facts.training_class))


def advance_targets(facts: Facts) -> Sequence[Target]:
    """One request for each advance."""
    return [Target(f"advance:{one.pk}", one.receiver) for one in advances(facts)]


def advance_request(facts: Facts) -> Paper:
    """For the advance that is the target, else for the only one; with places to fill in where there is none."""
    found = advances(facts)
    key = facts.target.key if facts.target else ""
    asked = next((one for one in found if f"advance:{one.pk}" == key), found[0] if len(found) == 1 else None)
    about = wording.class_name(facts.training_class)
    amount = money_parts.in_words(asked.amount) if asked else f"{LONG_HOLE} đồng (Bằng chữ: {LONG_HOLE})."
    until = document_date(asked.settle_by) if asked and asked.settle_by else LONG_HOLE
    blocks: list[Block] = [
        Addressees(money_parts.heads(facts)),
        Text(f"{asked.receiver if asked else LONG_HOLE}.", lead="Tên tôi là:"),
        Text(
            f"{money_parts.posts([asked.position if asked else '', str(facts.organization)])}.", lead="Chức vụ, đơn vị:"
        ),
        Text(amount, lead="Đề nghị cho tạm ứng số tiền:"),
        Text(f"{(asked.reason if asked else LONG_HOLE).rstrip('.')} ({about}).", lead="Lý do tạm ứng:"),
        Text(f"{until}.", lead="Thời hạn thanh toán:"),
        money_parts.signed_by(
            facts,
            money_parts.HEAD,
            money_parts.ACCOUNTANT,
            "Người đề nghị tạm ứng",
            name_of_last=asked.receiver if asked else "",
        ),
    ]
    return Paper(facts.attached, Title("Giấy đề nghị tạm ứng"), tuple(blocks))


SPENT = (
    Column("STT", 14, "center"),
    Column("Nội dung chi", 62),
    Column("Đơn vị, người nhận", 46),
    Column("Chứng từ", 42),
    Column("Số tiền (đồng)", 34, "right"),
)


def payment_request(facts: Facts) -> Paper:
    sums = totals(facts.training_class)
    rows = _spent(facts)
    receivers = {one.receiver for one in advances(facts)}
    who = receivers.pop() if len(receivers) == 1 else ""
    blocks: list[Block] = [
        Addressees(money_parts.heads(facts)),
        Text(f"{who or LONG_HOLE}.", lead="Người đề nghị thanh toán:"),
        Text(f"{facts.organization}.", lead="Đơn vị:"),
        Text(
            f"Chi phí tổ chức {wording.class_name(facts.training_class)}, chi tiết như sau:",
            lead="Nội dung thanh toán:",
        ),
        Table(SPENT, (*rows, Total(("", "Tổng cộng", "", "", money_parts.money(sums.spent))))),
        Text(money_parts.in_words(sums.spent), lead="1. Số tiền đã chi:"),
        Text(money_parts.in_words(sums.advanced) if sums.advanced else "Không.", lead="2. Số tiền đã tạm ứng:"),
        _difference(sums.spent - sums.advanced),
        money_parts.signed_by(
            facts, money_parts.HEAD, money_parts.ACCOUNTANT, "Người đề nghị thanh toán", name_of_last=who
        ),
    ]
    return Paper(facts.attached, Title("Giấy đề nghị thanh toán"), tuple(blocks))


def _difference(amount: int) -> Text:
    if amount < 0:
        return Text(money_parts.in_words(-amount), lead="3. Số tiền tạm ứng chi không hết, nộp lại:")
    return Text(money_parts.in_words(amount) if amount else "Không.", lead="3. Số tiền đề nghị thanh toán thêm:")


def _spent(facts: Facts) -> list[tuple[str, ...]]:
    """Every expense, and the fees that were paid as one row; a place to fill in while nothing was spent."""
    rows = [
        (
            expense.name,
            expense.paid_to,
            "\n".join(proof_words(proof) for proof in expense.checklist if proof.is_there),
            money_parts.money(expense.amount),
        )
        for expense in expenses_of(facts.training_class)
    ]
    paid = [fee for fee in fees_of(facts.training_class) if fee.paid_on]
    if paid:
        word = wording.lecturers(facts.training_class)
        people = f"{wording.count(len(paid))} {word}"
        rows.append((f"Thù lao {word}", people, "Bảng kê thù lao", money_parts.money(sum(fee.total for fee in paid))))
    return [(str(place), *row) for place, row in enumerate(rows, start=1)] or [("", LONG_HOLE, "", "", HOLE)]


def proof_words(proof: ExpenseProof, *, short: bool = False) -> str:
    """Hóa đơn số 00123 ngày 06/6/2014; ``short`` where a heading says what it is."""
    number = f"số {proof.number}" if proof.number else "Có" if short else ""
    day = f"ngày {numeric_date(proof.day)}" if proof.day else ""
    kind = "" if short else PROOF_WORDS[ProofKind(proof.kind)]
    return wording.sentence_case(" ".join(part for part in (kind, number, day) if part))
