"""What papers about money share: sums in figures and words, who signs, the groups of an estimate by their names."""

from collections.abc import Sequence
from decimal import Decimal

from khuevan.papers.blocks import HOLE, LONG_HOLE, OPEN_DATE, Signature, Signatures
from khuevan.papers.domain import wording
from khuevan.papers.domain.facts import Facts
from khuevan.papers.enums import ExpenseGroup
from khuevan.training.enums import OpeningWord
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.number_words import money_in_words
from khuevan.vietnamese.numbers import format_decimal, group_thousands

_NAMES = {
    ExpenseGroup.PROGRAMME: "Biên soạn chương trình, tài liệu",
    ExpenseGroup.LECTURERS: "Chi cho {lecturers}",
    ExpenseGroup.LEARNERS: "Chi cho {learners}",
    ExpenseGroup.VENUE: "Hội trường, thiết bị",
    ExpenseGroup.CEREMONY: "{opening}, {closing}, giấy chứng nhận",
    ExpenseGroup.COMMENDATION: "Khen thưởng",
    ExpenseGroup.MANAGEMENT: "Quản lý lớp",
    ExpenseGroup.OTHER: "Chi khác",
}

SIGNED = "(Ký, ghi rõ họ tên)"


def name_of_group(training_class: TrainingClass, group: ExpenseGroup) -> str:
    opening = OpeningWord(training_class.opening_word)
    words = _NAMES[group].format(
        lecturers=wording.lecturers(training_class),
        learners=wording.learners(training_class),
        opening=wording.OPENINGS[opening],
        closing=wording.CLOSINGS[opening],
    )
    return wording.sentence_case(words)


def money(amount: int | None) -> str:
    """2.000.000, or a place to fill in."""
    return HOLE if amount is None else group_thousands(amount)


def number(quantity: Decimal) -> str:
    """Without decimals that say nothing: 56, 2,5."""
    text = format_decimal(quantity)
    return text.rstrip("0").rstrip(",") if "," in text else text


def in_words(amount: int) -> str:
    return f"{group_thousands(amount)} đồng (Bằng chữ: {money_in_words(amount)})."


def signed_by(facts: Facts, *titles: str, name_of_last: str = "") -> Signatures:
    """Side by side, the head of the office named where it is known who signs."""
    columns = [Signature(title, SIGNED) for title in titles]
    if name_of_last:
        columns[-1] = Signature(titles[-1], SIGNED, name_of_last)
    place = facts.writes_as.place or HOLE
    return Signatures(tuple(columns), f"{place}, {OPEN_DATE}")


HEAD, ACCOUNTANT, AUTHOR = "Thủ trưởng đơn vị", "Kế toán trưởng", "Người lập"


def heads(facts: Facts) -> tuple[str, ...]:
    """Whom a request for money is written to."""
    return (f"Lãnh đạo {facts.organization}",)


def posts(texts: Sequence[str]) -> str:
    return ", ".join(text for text in texts if text) or LONG_HOLE
