"""Kịch bản of the opening and of the closing: who does what when, and what the MC says."""

from collections.abc import Sequence
from dataclasses import dataclass

from khuevan.papers.blocks import HOLE, LONG_HOLE, Block, Column, Heading, Paper, Table, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import greeting, opening_invitation, parts
from khuevan.papers.domain.facts import Facts
from khuevan.training.enums import Ceremony, CeremonyKind, ItemKind
from khuevan.vietnamese.dates import document_date

MC = "Người dẫn chương trình"


@dataclass(frozen=True)
class Step:
    """One part of a ceremony: ``who`` does it, ``says`` is read by the MC."""

    name: str
    who: str
    says: Sequence[str]
    time: str = ""


def opening_script(facts: Facts) -> Paper:
    about = facts.training_class
    ceremony = f"Lễ {wording.opening(about)}"
    begins = wording.clock(opening_invitation.opens_at(facts.sessions[0])) if facts.sessions else HOLE
    speaker = greeting.speaker(facts, CeremonyKind.OPENED_BY) or LONG_HOLE
    welcome = opening_invitation.welcomes_at(facts.sessions[0]) if facts.sessions else None
    arrival = wording.clock(welcome) if welcome else ""
    steps = [
        Step("Đón tiếp đại biểu, ổn định tổ chức", "Ban tổ chức", [_settle(facts, ceremony)], arrival),
        Step("Tuyên bố lý do", MC, _reason(facts, ceremony), begins),
        Step("Giới thiệu đại biểu", MC, _introduction(facts, ceremony, Ceremony.OPENING)),
        Step(f"Phát biểu {wording.opening(about)}", speaker, _speech(speaker, wording.opening(about))),
        *_speeches(facts, Ceremony.OPENING),
        *([Step("Giới thiệu chương trình lớp", MC, _programme(facts))] if facts.topics else []),
        Step(f"Kết thúc {ceremony}", MC, _first_lesson(facts, ceremony)),
    ]
    when = opening_invitation.beginning(facts) or document_date(about.start_date)
    return _script(facts, Ceremony.OPENING, ceremony, when, steps)


def closing_script(facts: Facts) -> Paper:
    about = facts.training_class
    ceremony = f"Lễ {wording.closing(about)}"
    reporter = facts.value("reporter", LONG_HOLE)
    speaker = greeting.speaker(facts, CeremonyKind.CLOSED_BY) or LONG_HOLE
    steps = [
        Step("Ổn định tổ chức", "Ban tổ chức", [_settle(facts, ceremony)]),
        Step("Tuyên bố lý do", MC, _ending(facts, ceremony), _closes_at(facts)),
        Step("Giới thiệu đại biểu", MC, _introduction(facts, ceremony, Ceremony.CLOSING)),
        Step(
            "Báo cáo tổng kết lớp",
            reporter,
            [f"Xin trân trọng kính mời {wording.inside(reporter)} báo cáo tổng kết lớp."],
        ),
        *_commending(facts),
        *_handing_over(facts),
        *_speeches(facts, Ceremony.CLOSING),
        Step(f"Phát biểu {wording.closing(about)}", speaker, _speech(speaker, wording.closing(about))),
        Step(f"Kết thúc {ceremony}", MC, _farewell(facts, ceremony)),
    ]
    return _script(facts, Ceremony.CLOSING, ceremony, document_date(about.end_date), steps)


def _script(facts: Facts, which: Ceremony, ceremony: str, when: str, steps: list[Step]) -> Paper:
    name = wording.class_name(facts.training_class)
    columns = (
        Column("STT", 13, "center"),
        Column("Thời gian", 24, "center"),
        Column("Nội dung", 68),
        Column("Người thực hiện", 60),
    )
    rows = tuple((str(place), step.time, step.name, step.who) for place, step in enumerate(steps, start=1))
    spoken: list[Block] = []
    for place, step in enumerate(steps, start=1):
        spoken += [Heading(f"{place}. {step.name}", 2), *(Text(line, is_italic=True) for line in step.says)]
    blocks = (
        *parts.points(
            ("Thời gian", f"{wording.sentence_case(when)}."),
            ("Địa điểm", parts.where(facts)),
            ("Chủ trì", _chairs(facts, which)),
            (MC, f"{greeting.host(facts, which) or LONG_HOLE}."),
        ),
        Heading("I. Chương trình"),
        Table(columns, rows),
        Heading("II. Lời dẫn chương trình"),
        *spoken,
    )
    return Paper(facts.plain, Title("Kịch bản", f"{ceremony} {name}"), blocks)


def _chairs(facts: Facts, which: Ceremony) -> str:
    """Who chairs; nothing where nobody was said to."""
    chairs = "; ".join(map(wording.official, greeting.holders(facts, which, CeremonyKind.CHAIRED_BY)))
    return f"{chairs}." if chairs else ""


def _speeches(facts: Facts, which: Ceremony) -> list[Step]:
    """A superior or a guest who speaks, then whoever speaks for the learners."""
    word = wording.learners(facts.training_class)
    steps = []
    for role in greeting.holders(facts, which, CeremonyKind.SPEAKS):
        who = wording.official(role)
        steps.append(Step("Phát biểu của đại biểu", who, _speech(who, "ý kiến")))
    for role in greeting.holders(facts, which, CeremonyKind.LEARNER_SPEAKS):
        who = wording.official(role)
        says = f"Tiếp theo, xin mời {wording.inside(who)}, thay mặt các {word}, phát biểu cảm nghĩ. Xin mời!"
        steps.append(Step(f"Đại diện {word} phát biểu", who, [says]))
    return steps


def _settle(facts: Facts, ceremony: str) -> str:
    return (
        f"{greeting.address(facts)} {ceremony} sắp bắt đầu, xin mời các vị ổn định vị trí và chuyển điện thoại sang "
        "chế độ im lặng. Xin trân trọng cảm ơn!"
    )


def _reason(facts: Facts, ceremony: str) -> list[str]:
    """The need in the words of the class, then on which plan, when, where and with whom."""
    about = facts.training_class
    by = f"Thực hiện {'; '.join(map(wording.cited, facts.documents))}, hôm nay" if facts.documents else "Hôm nay"
    return [
        greeting.address(facts),
        *wording.paragraphs(about.need),
        f"{by}, {document_date(about.start_date)}, {facts.body}{parts.together(facts)} tổ chức {ceremony} "
        f"{wording.class_name(about)}.",
        f"Thay mặt Ban tổ chức, tôi xin nhiệt liệt chào mừng các vị đại biểu, các {wording.lecturers(about)} và toàn "
        f"thể {_whole(facts)} đã về dự. Xin kính chúc các vị mạnh khỏe, hạnh phúc.",
    ]


def _whole(facts: Facts) -> str:
    return f"các {wording.learners(facts.training_class)}"


def _introduction(facts: Facts, ceremony: str, which: Ceremony) -> list[str]:
    lines = [f"Về dự {ceremony} hôm nay, tôi xin trân trọng giới thiệu:"]
    for words, people in greeting.introduced(facts, which):
        lines += [f"{words}:", *parts.dashes(people)]
    if facts.learners:
        number = parts.number_of_learners(facts).rstrip(".")
        lines.append(f"Cùng sự có mặt của {number}. Xin nhiệt liệt chào mừng!")
    return lines


def _speech(speaker: str, word: str) -> list[str]:
    who = wording.inside(speaker)
    return [
        f"Tiếp theo chương trình, xin trân trọng kính mời {who} phát biểu {word}. Xin trân trọng kính mời!",
        f"Xin trân trọng cảm ơn {who}.",
    ]


def _programme(facts: Facts) -> list[str]:
    number = wording.count(len(facts.topics))
    return [f"Lớp học trong {parts.length(facts)} với {number} chuyên đề:", *parts.topics(facts)]


def _first_lesson(facts: Facts, ceremony: str) -> list[str]:
    """Into the first topic, where the programme says which it is and who teaches it."""
    lines = [f"{ceremony} đến đây là kết thúc. Xin trân trọng cảm ơn các vị đại biểu đã về dự."]
    first = next((item for session in facts.sessions for item in session.items.all()
                  if item.kind != ItemKind.CEREMONY), None)  # fmt: skip
    if first is not None:
        taught = next((who for topic, who in facts.topics if topic.pk == first.class_topic_id), [])
        by = f" do {wording.inside('; '.join(map(wording.official, taught)))} trình bày" if taught else ""
        lines.append(
            f"Sau đây, xin mời các {wording.learners(facts.training_class)} theo dõi nội dung: {first.title}{by}."
        )
    return lines


def _ending(facts: Facts, ceremony: str) -> list[str]:
    about = facts.training_class
    name = wording.class_name(about)
    return [
        greeting.address(facts),
        f"Sau {parts.days(facts)} học tập, {name} đã hoàn thành toàn bộ chương trình đề ra. Được sự đồng ý của lãnh "
        f"đạo {facts.body}, hôm nay, {document_date(about.end_date)}, Ban tổ chức tiến hành {ceremony}.",
    ]


def _closes_at(facts: Facts) -> str:
    """When the last half day has a ceremony; empty where it has none."""
    items = facts.sessions[-1].items.all() if facts.sessions else []
    last = [item for item in items if item.kind == ItemKind.CEREMONY]
    return wording.clock(last[-1].starts_at) if last and len(facts.sessions) > 1 else ""


def _commending(facts: Facts) -> list[Step]:
    if not facts.commendations:
        return []
    word = wording.learners(facts.training_class)
    names = [f"{one.enrollment.full_name}, {one.enrollment.post}".rstrip(", ") for one in facts.commendations]
    says = [
        f"Ghi nhận kết quả học tập, Ban tổ chức khen thưởng {wording.count(len(names))} {word} có tên sau đây:",
        *parts.dashes(names),
        f"Xin trân trọng kính mời lãnh đạo {facts.body} lên trao thưởng và kính mời các {word} có tên lên nhận.",
    ]
    return [Step("Khen thưởng", f"Lãnh đạo {facts.writes_as.own}", says)]


def _handing_over(facts: Facts) -> list[Step]:
    """Certificates, to as many as completed the class; nothing for a class that awards none."""
    about = facts.training_class
    if not about.awards_certificates:
        return []
    word = wording.learners(about)
    number = f"{wording.count(len(facts.recognised))} {word}" if facts.outcomes else f"các {word} đạt yêu cầu"
    handing = [wording.official(one) for one in greeting.holders(facts, Ceremony.CLOSING, CeremonyKind.HANDS_OVER)]
    who = "; ".join(handing) or f"Lãnh đạo {facts.writes_as.own}"
    asked = "; ".join(map(wording.inside, handing)) or f"lãnh đạo {facts.body}"
    says = [
        f"Sau đây là phần trao giấy chứng nhận hoàn thành lớp cho {number}. Xin trân trọng kính mời {asked} lên trao "
        f"giấy chứng nhận và kính mời đại diện các {word} lên nhận."
    ]
    return [Step("Trao giấy chứng nhận", who, says)]


def _farewell(facts: Facts, ceremony: str) -> list[str]:
    about = facts.training_class
    return [
        f"{ceremony} {wording.class_name(about)} đến đây là kết thúc. Thay mặt Ban tổ chức, xin trân trọng cảm ơn các "
        f"vị đại biểu, các {wording.lecturers(about)} và toàn thể {_whole(facts)}. Kính chúc các vị mạnh khỏe, hạnh "
        "phúc và công tác tốt. Xin chào và hẹn gặp lại!",
    ]
