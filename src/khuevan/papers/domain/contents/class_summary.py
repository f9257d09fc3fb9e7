"""Báo cáo tổng kết lớp, read at the closing: what was taught, who came, what came of it."""

from khuevan.attendance.enums import ATTENDED
from khuevan.papers.blocks import Block, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import greeting, parts, report
from khuevan.papers.domain.facts import Facts
from khuevan.training.enums import CeremonyKind


def class_summary(facts: Facts) -> Paper:
    about = facts.training_class
    name, closing = wording.class_name(about), wording.closing(about)
    by = f"Thực hiện {'; '.join(map(wording.cited, facts.documents))}, {facts.body}" if facts.documents else facts.body
    body = parts.sections(
        ("Tình hình tổ chức lớp", report.held(facts)),
        (f"{wording.learners(about)} và kết quả", _results(facts)),
        ("Khen thưởng", report.commended(facts)),
        ("Đánh giá chung", _judged(facts)),
    )
    thanks = [one.rstrip(".;") for one in facts.lines("thanks")]
    lines = (
        [f"Ban tổ chức trân trọng cảm ơn {'; '.join(thanks)} đã giúp đỡ để lớp hoàn thành tốt đẹp."] if thanks else []
    )
    blocks = (
        *(Text(line) for line in greeting.salutation(facts, CeremonyKind.CLOSED_BY)),
        Text(
            f"{by}{parts.together(facts)} tổ chức {name}. Thay mặt Ban tổ chức, tôi xin báo cáo tổng kết lớp như sau:"
        ),
        *body,
        *(Text(line) for line in lines),
        Text("Trên đây là báo cáo tổng kết lớp. Kính chúc các vị mạnh khỏe, hạnh phúc. Xin trân trọng cảm ơn!"),
    )
    return Paper(facts.plain, Title("Báo cáo", f"Tổng kết {name}", f"(Trình bày tại Lễ {closing})"), blocks)


def _results(facts: Facts) -> list[Block]:
    """How many came, on the average to how many half days, and how many completed the class."""
    word = wording.learners(facts.training_class)
    blocks: list[Block] = [Text(f"Tổng số: {parts.number_of_learners(facts)}")] if facts.learners else []
    taken = [marks for session in facts.sessions if (marks := facts.marks.get(session.pk))]
    if taken:
        present = [sum(marks[status] for status in ATTENDED) for marks in taken]
        share = round(100 * sum(present) / max(1, sum(marks.total() for marks in taken)))
        blocks.append(Text(f"Tỷ lệ dự học bình quân các buổi: {share}%."))
    if facts.outcomes:
        granted = " và được cấp giấy chứng nhận" if facts.training_class.awards_certificates else ""
        blocks.append(Text(f"Hoàn thành lớp{granted}: {wording.count(len(facts.recognised))} {word}."))
        if facts.not_recognised:
            blocks.append(Text(f"Chưa đủ điều kiện: {wording.count(len(facts.not_recognised))} {word}."))
    return blocks


def _judged(facts: Facts) -> list[Block]:
    return parts.points(
        ("Ưu điểm", parts.dashes(facts.lines("strengths"))),
        ("Hạn chế, nguyên nhân", parts.dashes(facts.lines("weaknesses"))),
    )
