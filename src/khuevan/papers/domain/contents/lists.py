"""Chương trình and Danh sách học viên, which are attached to a paper and so have no number of their own."""

from khuevan.papers.blocks import HOLE, OPEN_DATE, Block, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import parts
from khuevan.papers.domain.facts import Facts


def programme(facts: Facts) -> Paper:
    name = wording.class_name(facts.training_class)
    blocks: list[Block] = parts.points(("Thời gian", parts.when(facts)), ("Địa điểm", parts.where(facts)))
    return Paper(facts.attached, Title("Chương trình", name, attached_to(facts)), (*blocks, parts.programme(facts)))


def learner_list(facts: Facts) -> Paper:
    name, word = wording.class_name(facts.training_class), wording.learners(facts.training_class)
    title = Title(f"Danh sách {word}", name, attached_to(facts))
    if not facts.learners:
        return Paper(facts.attached, title, (Text(f"Chưa có {word} trong danh sách."),))
    total = Text(f"Danh sách này có {parts.number_of_learners(facts)}")
    return Paper(facts.attached, title, (parts.learners(facts.learners), total))


def attached_to(facts: Facts) -> str:
    """The paper it comes with is known only when that one has its number."""
    return f"(Kèm theo {HOLE} số {HOLE}/{HOLE}-{facts.symbol} {OPEN_DATE} của {facts.organization})"
