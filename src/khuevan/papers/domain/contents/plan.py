"""Kế hoạch tổ chức lớp."""

from khuevan.papers.blocks import LONG_HOLE, Appendix, Block, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.facts import Facts


def class_plan(facts: Facts) -> Paper:
    about = facts.training_class
    name = wording.class_name(about)
    lecturers = wording.lecturers(about)
    body = parts.sections(
        ("Mục đích, yêu cầu", _purpose(facts)),
        (f"Nội dung, chương trình, {lecturers}", _teaching(facts)),
        ("Đối tượng, số lượng", parts.audience(facts)),
        ("Thời gian, địa điểm", parts.points(("Thời gian", parts.when(facts)), ("Địa điểm", parts.where(facts)))),
        ("Giấy chứng nhận", parts.certificate_terms(facts)),
        ("Kinh phí", parts.money(facts)),
        ("Tổ chức thực hiện", _duties(facts)),
    )
    last = (
        f"Trên đây là Kế hoạch tổ chức {name} của {facts.body}. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, "
        f"đề nghị các cơ quan, đơn vị phản ánh về {facts.body} để xem xét, giải quyết."
    )
    note = framing.with_this(facts, "Kế hoạch", "KH")
    return Paper(
        facts.letterhead("KH"),
        Title("Kế hoạch", f"Tổ chức {name}"),
        parts.ended((*framing.grounds(facts), Text(_opening(facts, name)), *body, Text(last))),
        framing.closing(facts, *framing.superiors(facts), framing.leaders(facts), *framing.partners(facts)),
        (Appendix(Title("Chương trình", name, note), (parts.programme(facts),)),) if facts.sessions else (),
    )


def _opening(facts: Facts, name: str) -> str:
    return f"{framing.carrying_out(facts)}{facts.body} ban hành Kế hoạch tổ chức {name}, cụ thể như sau:"


def _purpose(facts: Facts) -> list[Block]:
    about = facts.training_class
    return parts.points(
        ("Sự cần thiết", wording.paragraphs(about.need)),
        ("Mục đích", wording.paragraphs(about.objective)),
        ("Kết quả cần đạt", wording.paragraphs(about.expected_result)),
        ("Yêu cầu", parts.dashes(facts.lines("requirements"))),
    )


def _teaching(facts: Facts) -> list[Block]:
    """Topics with their lecturers; lecturers alone while the topics are not settled."""
    if facts.topics:
        return [Text(line) for line in parts.topics(facts)]
    return framing.bullets([wording.official(one) for one in facts.lecturers])


def _duties(facts: Facts) -> list[Block]:
    blocks: list[Block] = []
    if facts.partners:
        blocks.append(Text(f"Đơn vị phối hợp: {'; '.join(facts.partners)}."))
    if facts.committee and facts.members:
        blocks.append(Text(f"{facts.committee} gồm các thành viên và nhiệm vụ như sau:"))
    blocks += parts.committee(facts)
    blocks += framing.bullets(facts.lines("duties"))
    return blocks or [Text(LONG_HOLE)]
