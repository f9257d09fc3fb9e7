"""Kế hoạch tổ chức lớp."""

from khuevan.papers.blocks import HOLE, LONG_HOLE, Appendix, Block, Closing, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import parts
from khuevan.papers.domain.facts import Facts


def class_plan(facts: Facts) -> Paper:
    about = facts.training_class
    name = wording.class_name(about)
    lecturers = wording.lecturers(about)
    body = parts.sections(
        ("Mục đích, yêu cầu", parts.purpose(facts)),
        (f"Nội dung, chương trình, {lecturers}", _teaching(facts)),
        ("Đối tượng, số lượng", parts.audience(facts)),
        ("Thời gian, địa điểm", parts.points(("Thời gian", parts.when(facts)), ("Địa điểm", parts.where(facts)))),
        ("Giấy chứng nhận", parts.certificate_terms(facts)),
        ("Kinh phí", [Text(LONG_HOLE)]),
        ("Tổ chức thực hiện", _duties(facts)),
    )
    closing_words = Text(f"Trên đây là Kế hoạch tổ chức {name} của {facts.organization}.")
    return Paper(
        facts.letterhead("KH"),
        Title("Kế hoạch", f"Tổ chức {name}"),
        parts.ended((Text(_opening(facts, name)), *body, closing_words)),
        Closing((*facts.superiors, *facts.partners, HOLE, f"Lưu: VT, {HOLE}")),
        (Appendix(Title("Chương trình", name), (parts.programme(facts),)),) if facts.sessions else (),
    )


def _opening(facts: Facts, name: str) -> str:
    documents = "; ".join(map(wording.cited, facts.documents))
    basis = f"Thực hiện {documents}, " if documents else ""
    return f"{basis}{facts.organization} ban hành Kế hoạch tổ chức {name}, cụ thể như sau:"


def _teaching(facts: Facts) -> list[Block]:
    """Topics with their lecturers; lecturers alone while the topics are not settled."""
    if facts.topics:
        return [Text(line) for line in parts.topics(facts)]
    return [Text(line) for line in parts.dashes(map(wording.official, facts.lecturers))]


def _duties(facts: Facts) -> list[Block]:
    blocks: list[Block] = []
    if facts.partners:
        blocks.append(Text(f"Đơn vị phối hợp: {'; '.join(facts.partners)}."))
    if facts.committee and facts.members:
        blocks.append(Text(f"{facts.committee} gồm các thành viên và nhiệm vụ như sau:"))
    blocks += parts.committee(facts)
    return blocks or [Text(LONG_HOLE)]
