"""Chương trình and Danh sách học viên, which are attached to a paper and so have no number of their own."""

from khuevan.papers.blocks import HOLE, Block, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.facts import Facts
from khuevan.papers.enums import PaperKind


def programme(facts: Facts) -> Paper:
    name = wording.class_name(facts.training_class)
    blocks: list[Block] = parts.points(("Thời gian", parts.when(facts)), ("Địa điểm", parts.where(facts)))
    return Paper(facts.attached, Title("Chương trình", name, _programme_of(facts)), (*blocks, parts.programme(facts)))


def learner_list(facts: Facts) -> Paper:
    name, word = wording.class_name(facts.training_class), wording.learners(facts.training_class)
    title = Title(f"Danh sách {word}", name, _list_of(facts))
    if not facts.learners:
        return Paper(facts.attached, title, (Text(f"Chưa có {word} trong danh sách."),))
    total = Text(f"Danh sách này có {parts.number_of_learners(facts)}")
    return Paper(facts.attached, title, (parts.learners(facts.learners), total))


def attached_to(facts: Facts) -> str:
    """Where the paper it comes with is known only when that one is written."""
    return framing.attached_to(facts, HOLE, f"{HOLE}-{facts.symbol}", None)


def _programme_of(facts: Facts) -> str:
    """It goes with the plan of the class."""
    plan = facts.record_of(PaperKind.CLASS_PLAN)
    return framing.attached_to(facts, "Kế hoạch", f"KH-{facts.symbol}", plan)


def _list_of(facts: Facts) -> str:
    """It goes with the decision to open the class."""
    decision = facts.record_of(PaperKind.OPENING_DECISION)
    return framing.attached_to(facts, "Quyết định", f"QĐ-{facts.symbol}", decision)
