"""Báo cáo kết quả lớp."""

from khuevan.attendance.enums import ATTENDED, AttendanceStatus
from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import (
    HOLE,
    LONG_HOLE,
    Addressees,
    Appendix,
    Block,
    Column,
    Paper,
    Table,
    Text,
    Title,
)
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, greeting, parts
from khuevan.papers.domain.facts import Facts
from khuevan.people.enums import Gender
from khuevan.training.domain.guests.inviting import takes_seat
from khuevan.training.enums import CeremonyKind, OpeningWord
from khuevan.training.models import Guest


def report(facts: Facts) -> Paper:
    about = facts.training_class
    name = wording.class_name(about)
    asked = tuple(facts.lines("addressees")) or facts.superiors
    body = parts.sections(
        ("Công tác chuẩn bị", _preparation(facts)),
        ("Tình hình tổ chức lớp", held(facts)),
        (f"{wording.learners(about)} và kết quả", [*_learners(facts), *_attendance(facts), *results(facts)]),
        ("Khen thưởng", commended(facts)),
        ("Kinh phí", _money(facts)),
        ("Đánh giá chung", _judged(facts)),
        ("Đề xuất, kiến nghị", framing.bullets(facts.lines("requests")) or [Text(LONG_HOLE)]),
    )
    return Paper(
        facts.letterhead("BC"),
        Title("Báo cáo", f"Kết quả tổ chức {name}"),
        parts.ended(
            (
                Addressees(asked or (LONG_HOLE,)),
                *framing.grounds(facts),
                Text(f"{facts.body} báo cáo kết quả tổ chức {name} như sau:"),
                *body,
                Text(f"Trên đây là báo cáo kết quả tổ chức {name} của {facts.body}."),
            )
        ),
        framing.closing(facts, "Như trên", framing.leaders(facts), *framing.partners(facts)),
        _everybody(facts, name),
    )


def _judged(facts: Facts) -> list[Block]:
    return parts.points(
        ("Ưu điểm", parts.dashes(facts.lines("strengths")) or LONG_HOLE),
        ("Hạn chế, nguyên nhân", parts.dashes(facts.lines("weaknesses")) or LONG_HOLE),
    )


def _money(facts: Facts) -> list[Block]:
    """Planned and spent, in figures and words; a place to fill in while nothing was entered."""
    named = (("Dự toán kinh phí", facts.money.planned), ("Kinh phí đã thực hiện", facts.money.spent))
    lines = [f"{what}: {wording.money(amount)}." for what, amount in named if amount]
    if source := facts.money_source:
        lines.append(f"Nguồn kinh phí: {source.rstrip('.')}.")
    return [Text(line) for line in lines or [LONG_HOLE]]


def commended(facts: Facts) -> list[Block]:
    if not facts.commendations:
        return []
    word = wording.learners(facts.training_class)
    lines = (f"{who(one.enrollment)}: {one.reason}" for one in facts.commendations)
    first = Text(f"Khen thưởng {wording.count(len(facts.commendations))} {word}, gồm:")
    return [first, *(Text(line) for line in parts.dashes(lines))]


def _preparation(facts: Facts) -> list[Block]:
    lines = []
    if facts.documents:
        lines.append(f"Lớp được tổ chức theo {'; '.join(map(wording.cited, facts.documents))}.")
    if facts.partners:
        lines.append(f"Đơn vị phối hợp: {'; '.join(facts.partners)}.")
    if facts.quotas:
        lines.append(f"Đã đề nghị {wording.count(len(facts.quotas))} cơ quan, đơn vị cử người tham dự.")
    if facts.members:
        members = "; ".join(f"{wording.official(member)} ({member.function})" for member in facts.members)
        lines.append(f"{facts.committee} gồm {wording.count(len(facts.members))} thành viên: {members}.")
    return [Text(line) for line in lines]


def held(facts: Facts) -> list[Block]:
    word = wording.lecturers(facts.training_class)
    content = parts.topics(facts)
    lecturers = "; ".join(map(wording.official, facts.lecturers))
    return parts.points(
        ("Thời gian", parts.when(facts)),
        ("Địa điểm", parts.where(facts)),
        ("Nội dung", [f"{wording.count(len(content))} chuyên đề:", *content] if content else ""),
        (wording.sentence_case(word), f"{lecturers}." if lecturers else ""),
        (_ceremony_words(facts), parts.dashes(_ceremonies(facts))),
        ("Khách mời", parts.dashes(_guest(one) for one in facts.guests if takes_seat(one))),
    )


def _guest(one: Guest) -> str:
    return greeting.instead(one) if one.comes_instead else wording.official(one)


def _ceremony_words(facts: Facts) -> str:
    """Khai giảng, bế giảng."""
    opening = OpeningWord(facts.training_class.opening_word)
    return f"{wording.sentence_case(wording.OPENINGS[opening])}, {wording.CLOSINGS[opening]}"


def _ceremonies(facts: Facts) -> list[str]:
    opening = OpeningWord(facts.training_class.opening_word)
    said: dict[str, str] = {
        CeremonyKind.OPENED_BY: f"phát biểu {wording.OPENINGS[opening]}",
        CeremonyKind.CHAIRED_BY: "chủ trì",
        CeremonyKind.CLOSED_BY: f"phát biểu {wording.CLOSINGS[opening]}",
        CeremonyKind.SPEAKS: "phát biểu",
        CeremonyKind.LEARNER_SPEAKS: "thay mặt học viên phát biểu",
        CeremonyKind.HANDS_OVER: "trao giấy chứng nhận",
    }
    return [f"{wording.official(role)}, {said[role.kind]}" for role in facts.ceremony_roles if role.kind in said]


def _learners(facts: Facts) -> list[Block]:
    if not facts.learners:
        return []
    women = sum(learner.gender == Gender.FEMALE for learner in facts.learners)
    number = parts.number_of_learners(facts).rstrip(".")
    blocks: list[Block] = [Text(f"Tổng số: {number}{f', trong đó {wording.count(women)} nữ' if women else ''}.")]
    if facts.withdrawn:
        blocks.append(Text(f"Đã rút khỏi danh sách: {wording.count(facts.withdrawn)} người."))
    return blocks


def _attendance(facts: Facts) -> list[Block]:
    """Half day by half day; nothing while no attendance was taken."""
    taken = [(session, facts.marks[session.pk]) for session in facts.sessions if session.pk in facts.marks]
    if not taken:
        return []
    columns = (
        Column("Buổi", 55),
        Column("Có mặt", 16, "center"),
        Column("Trong đó đến muộn, về sớm", 28, "center"),
        Column("Vắng có phép", 20, "center"),
        Column("Vắng không phép", 22, "center"),
    )
    rows = [
        (
            wording.half_day_of_groups(session),
            *(
                str(number)
                for number in (
                    sum(marks[status] for status in ATTENDED),
                    marks[AttendanceStatus.LATE] + marks[AttendanceStatus.LEFT_EARLY],
                    marks[AttendanceStatus.EXCUSED],
                    marks[AttendanceStatus.ABSENT],
                )
            ),
        )
        for session, marks in taken
    ]
    return [Text("Tình hình tham dự từng buổi:"), Table(columns, tuple(rows))]


def results(facts: Facts) -> list[Block]:
    """Numbers, and for each who did not complete the class the sentence that says why."""
    if not facts.outcomes:
        return []
    word = wording.learners(facts.training_class)
    blocks: list[Block] = []
    if facts.rule:
        blocks.append(Text(f"Điều kiện hoàn thành lớp: {facts.rule.sentence}"))
    certificates = " và được cấp giấy chứng nhận" if facts.training_class.awards_certificates else ""
    blocks.append(Text(f"Hoàn thành lớp{certificates}: {wording.count(len(facts.recognised))} {word}."))
    if facts.not_recognised:
        why = (f"{who(one)}: {facts.outcomes[one.pk].sentence}" for one in facts.not_recognised)
        blocks.append(Text(f"Chưa đủ điều kiện: {wording.count(len(facts.not_recognised))} {word}, gồm:"))
        blocks += [Text(line) for line in parts.dashes(why)]
    return blocks


def who(learner: Enrollment) -> str:
    return f"{learner.full_name}, {learner.post}" if learner.post else learner.full_name


def _everybody(facts: Facts, name: str) -> tuple[Appendix, ...]:
    if not facts.learners:
        return ()
    note = framing.with_this(facts, "Báo cáo", "BC")
    title = Title(f"Danh sách {wording.learners(facts.training_class)} và kết quả", name, note)
    if not facts.outcomes:
        return (Appendix(title, (parts.learners(facts.learners),)),)
    table = parts.learners(facts.learners, "Kết quả", lambda one: _result(facts, one.pk))
    return (Appendix(title, (table,)),)


def _result(facts: Facts, enrollment_id: int) -> str:
    outcome = facts.outcomes.get(enrollment_id)
    if outcome is None:
        return HOLE
    verdict = "Hoàn thành" if outcome.completes else "Chưa đủ điều kiện"
    return f"{verdict}: {wording.attendance(outcome)}"
