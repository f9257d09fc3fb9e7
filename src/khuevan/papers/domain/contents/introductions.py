"""Giới thiệu đại biểu, as the MC reads it: guests by rank, the house, partners, those who teach, learners in sum.

Whoever cannot come is not read out; who comes instead is.  Guests who have not answered stand at the end, to be asked
before the ceremony begins: the MC reads nobody who is not in the hall.
"""

from khuevan.papers.blocks import Block, Heading, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import greeting, parts
from khuevan.papers.domain.contents.opening_invitation import invited
from khuevan.papers.domain.facts import Facts
from khuevan.training.domain.guests.inviting import takes_seat
from khuevan.training.enums import Ceremony, GuestState


def introductions(facts: Facts) -> Paper:
    about = facts.training_class
    ceremony = f"Lễ {wording.opening(about)}"
    blocks: list[Block] = [
        Text(greeting.address(facts)),
        Text(f"Về dự {ceremony} {wording.class_name(about)} hôm nay, tôi xin trân trọng giới thiệu:"),
    ]
    for words, people in greeting.introduced(facts, Ceremony.OPENING):
        blocks += [Text(f"{words}:"), *(Text(line) for line in parts.dashes(people))]
    blocks += [Text(line) for line in _others(facts)]
    if facts.learners:
        number = parts.number_of_learners(facts).rstrip(".")
        blocks.append(Text(f"Đặc biệt là sự có mặt của {number} tham dự lớp."))
    blocks.append(Text("Đề nghị các vị đại biểu cho một tràng pháo tay chào mừng!"))
    if unsure := _unsure(facts):
        blocks += [Heading("Hỏi lại trước khi đọc"), *(Text(line) for line in parts.dashes(unsure))]
    return Paper(facts.plain, Title("Giới thiệu đại biểu", f"{ceremony} {wording.class_name(about)}"), tuple(blocks))


def _others(facts: Facts) -> list[str]:
    """Partners, and guests who are there but not read out by name."""
    lines = []
    if facts.partners:
        lines.append(f"Đại diện đơn vị phối hợp tổ chức: {', '.join(facts.partners)}.")
    unnamed = [one for one in facts.guests if takes_seat(one) and not one.is_introduced]
    if unnamed:
        lines.append("Cùng các vị khách mời khác đã đến dự.")
    return lines


def _unsure(facts: Facts) -> list[str]:
    """Once somebody has answered, those who have not."""
    if not any(one.state in {GuestState.COMING, GuestState.DECLINED} for one in facts.guests):
        return []
    silent = [one for one in greeting.named_guests(facts) if one.state in {GuestState.PLANNED, GuestState.INVITED}]
    return [f"{invited(one)} (chưa trả lời)" for one in silent]
