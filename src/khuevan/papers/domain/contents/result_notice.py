"""Thông báo kết quả to an agency: its people, what came of it for each, and who was away when."""

import hashlib

from khuevan.attendance.enums import AttendanceStatus
from khuevan.nominations.models import Enrollment
from khuevan.papers.blocks import HOLE, Block, Column, Paper, Table, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.facts import Facts, Target
from khuevan.vietnamese.folding import fold


def agency_targets(facts: Facts) -> list[Target]:
    """Agencies with people on the list, in protocol order."""
    found: dict[str, Target] = {}
    for one in facts.learners:
        if one.organization_name:
            found.setdefault(agency_key(one), Target(agency_key(one), one.organization_name))
    return list(found.values())


def agency_key(one: Enrollment) -> str:
    """By the body, or by the name as entered where nobody said which body that is."""
    if one.organization_id is not None:
        return f"agency:{one.organization_id}"
    return f"agency:{hashlib.sha256(fold(one.organization_name).encode()).hexdigest()[:12]}"


def result_notice(facts: Facts) -> Paper:
    about = facts.training_class
    name, word = wording.class_name(about), wording.learners(about)
    people = [one for one in facts.learners if facts.target is None or agency_key(one) == facts.target.key]
    whose = facts.target.name if facts.target else "các cơ quan, đơn vị"
    contact = facts.value("contact")
    days = wording.period(about.start_date, about.end_date)
    blocks = (
        *framing.grounds(facts),
        Text(
            f"{framing.carrying_out(facts)}{facts.body} đã tổ chức {name} ({days}). {facts.body} thông báo kết quả "
            f"tham dự lớp của {word} do {whose} cử như sau:"
        ),
        *parts.points(*_numbers(facts, people)),
        *_listed(facts, people),
        *_away(facts, people),
        *([Text(f"Thông tin chi tiết xin liên hệ {contact}.")] if contact else []),
        Text(f"{facts.body} thông báo để {whose} biết, phối hợp quản lý, sử dụng cán bộ, công chức được bồi dưỡng."),
    )
    return Paper(
        facts.letterhead("TB"),
        Title("Thông báo", f"Kết quả {name}"),
        parts.ended(blocks),
        framing.closing(facts, *_recipients(facts), framing.leaders(facts)),
    )


def _recipients(facts: Facts) -> tuple[str, ...]:
    if facts.target is None:
        return ("Các cơ quan, đơn vị cử người tham dự",)
    return (facts.target.name,)


def _numbers(facts: Facts, people: list[Enrollment]) -> list[tuple[str, str]]:
    word = wording.learners(facts.training_class)
    judged = [facts.outcomes[one.pk] for one in people if one.pk in facts.outcomes]
    if not judged:
        return [("Số lượng tham dự", f"{wording.count(len(people))} {word}."), ("Hoàn thành lớp", f"{HOLE} {word}.")]
    passed = sum(1 for outcome in judged if outcome.completes)
    granted = " và được cấp giấy chứng nhận" if facts.training_class.awards_certificates else ""
    failed = len(judged) - passed
    numbers = [("Số lượng tham dự", f"{wording.count(len(people))} {word}.")]
    if passed:
        numbers.append((f"Hoàn thành lớp{granted}", f"{wording.count(passed)} {word}."))
    if failed:
        numbers.append(("Chưa đủ điều kiện", f"{wording.count(failed)} {word}."))
    return numbers


def _listed(facts: Facts, people: list[Enrollment]) -> list[Block]:
    if not people:
        return []
    has_agencies = facts.target is None
    columns = [
        Column("STT", 12, "center"),
        Column("Họ và tên", 42),
        Column("Chức vụ", 44),
        *([Column("Đơn vị", 40)] if has_agencies else []),
        Column("Số buổi dự", 26, "center"),
        Column("Kết quả", 34, "center"),
    ]
    rows = []
    for number, one in enumerate(people, start=1):
        agency = (one.organization_name,) if has_agencies else ()
        rows.append((str(number), one.full_name, one.position, *agency, *_result(facts, one)))
    return [Text("Kết quả cụ thể:"), Table(tuple(columns), tuple(rows))]


def _result(facts: Facts, one: Enrollment) -> tuple[str, str]:
    outcome = facts.outcomes.get(one.pk)
    if outcome is None:
        return HOLE, HOLE
    verdict = "Hoàn thành" if outcome.completes else "Chưa đủ điều kiện"
    return f"{wording.count(outcome.attended)}/{wording.count(outcome.total)}", verdict


def _away(facts: Facts, people: list[Enrollment]) -> list[Block]:
    """Who was away, half day by half day, with leave or without; nothing where everybody was there."""
    lines = [f"{one.full_name}: {absences(facts, one)}" for one in people if one.pk in facts.absences]
    return [Text("Các buổi vắng mặt:"), *framing.bullets(lines)] if lines else []


def absences(facts: Facts, one: Enrollment) -> str:
    """vắng có phép buổi chiều thứ Sáu, ngày ...; vắng không phép buổi sáng ..."""
    days = facts.absences.get(one.pk, {})
    told = []
    for status, words in ((AttendanceStatus.EXCUSED, "vắng có phép"), (AttendanceStatus.ABSENT, "vắng không phép")):
        missed = [_half_day(facts, session.pk) for session in facts.sessions if days.get(session.pk) == status]
        if missed:
            told.append(f"{words} {', '.join(missed)}")
    return "; ".join(told)


def _half_day(facts: Facts, session_id: int) -> str:
    session = next(one for one in facts.sessions if one.pk == session_id)
    text = wording.half_day(session)
    return text[:1].lower() + text[1:]
