"""Công văn mời báo cáo viên: to a unit that shall name somebody, or to a person; one letter for all they teach."""

from collections.abc import Collection

from khuevan.papers.blocks import LONG_HOLE, Addressees, Appendix, Block, Paper, Text, Title
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.facts import Facts, Target, lecturers_of
from khuevan.training.models import Lecturer


def lecturer_targets(facts: Facts) -> list[Target]:
    """Units that named nobody yet, each once, and people; nobody of the office itself, which writes the letter."""
    return list(dict.fromkeys(target_of(one) for one in facts.lecturers if not _is_own(facts, one)))


def _is_own(facts: Facts, one: Lecturer) -> bool:
    return one.organization_id is not None and one.organization_id == facts.organization.pk


def target_of(one: Lecturer) -> Target:
    """To whom the letter goes that asks for this lecturer."""
    if one.person_id is None and one.organization_id is not None:
        return Target(f"unit:{one.organization_id}", one.organization_name)
    return Target(f"lecturer:{one.pk}", wording.official(one))


def lecturer_request(facts: Facts) -> Paper:
    about = facts.training_class
    name, word = wording.class_name(about), wording.lecturers(about)
    asked = [one for one in facts.lecturers if facts.target is None or target_of(one).key == facts.target.key]
    to = facts.target.name if facts.target else LONG_HOLE
    blocks = (
        Addressees((to,)),
        *framing.grounds(facts),
        Text(f"{framing.carrying_out(facts)}{facts.body}{parts.together(facts)} tổ chức {name}."),
        Text(_asking(facts, asked)),
        *_particulars(facts, asked),
        Text(_answer(facts, asked)),
        Text(f"{facts.body} rất mong nhận được sự quan tâm, phối hợp của {_you(facts, asked)}."),
    )
    note = framing.with_this(facts, "Công văn", "")
    return Paper(
        facts.letter(f"V/v mời {word} {name}"),
        None,
        parts.ended(blocks),
        framing.closing(facts, "Như trên", framing.leaders(facts)),
        (Appendix(Title("Chương trình", name, note), (parts.programme(facts),)),) if facts.sessions else (),
    )


def _is_person(facts: Facts, asked: Collection[Lecturer]) -> bool:
    return facts.target is not None and any(one.person_id for one in asked)


def _you(facts: Facts, asked: Collection[Lecturer]) -> str:
    if not _is_person(facts, asked):
        return "Quý cơ quan"
    person = next(one.person for one in asked if one.person)
    return person.honorific or "Ông/Bà"


def _asking(facts: Facts, asked: Collection[Lecturer]) -> str:
    word = wording.lecturers(facts.training_class)
    if _is_person(facts, asked):
        return f"{facts.body} trân trọng kính mời {_you(facts, asked)} làm {word} của lớp, cụ thể như sau:"
    number = f"{wording.count(len(asked))} " if facts.target else ""
    return f"{facts.body} trân trọng đề nghị Quý cơ quan cử {number}{word} tham gia giảng dạy, cụ thể như sau:"


def _particulars(facts: Facts, asked: Collection[Lecturer]) -> list[Block]:
    materials = facts.value("materials_by")
    taught = _taught(facts, asked)
    return parts.points(
        ("Nội dung, thời gian", parts.dashes(taught)),
        ("Thời gian tổ chức lớp" if taught else "Thời gian", parts.when(facts)),
        ("Địa điểm", parts.where(facts)),
        (_listeners(facts), _audience(facts)),
        ("Tài liệu", f"Đề nghị gửi trước {materials}." if materials else ""),
        ("Đón, tiễn", f"{facts.value('transport')}." if facts.value("transport") else ""),
        ("Chế độ", f"{facts.value('costs')}." if facts.value("costs") else ""),
    )


def _listeners(facts: Facts) -> str:
    return f"{wording.sentence_case(wording.learners(facts.training_class))} của lớp"


def _audience(facts: Facts) -> list[str]:
    number = parts.number_of_learners(facts) if facts.learners or facts.expected else ""
    return [*wording.paragraphs(facts.training_class.audience), *([f"Số lượng: {number}"] if number else [])]


def _taught(facts: Facts, asked: Collection[Lecturer]) -> list[str]:
    """What they teach, and when: half day by half day."""
    keys = {one.pk for one in asked}
    return [
        f"{item.title}: từ {wording.clock(start)} đến {wording.clock(end)}, {_lowered(wording.half_day(session))}"
        for session in facts.sessions
        for item, start, end in parts.timed(session)
        if keys & {one.pk for one in lecturers_of(item)}
    ]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _answer(facts: Facts, asked: Collection[Lecturer]) -> str:
    until = f" trước {facts.value('answer_by')}" if facts.value("answer_by") else ""
    contact = facts.value("contact") or parts.contact(facts)
    whom = f"; thông tin chi tiết xin liên hệ {contact}" if contact else ""
    word = wording.lecturers(facts.training_class)
    if _is_person(facts, asked):
        return f"Xin {_you(facts, asked)} xác nhận với {facts.body}{until}{whom}."
    return f"Đề nghị Quý cơ quan gửi họ tên, chức vụ, số điện thoại của {word} về {facts.body}{until}{whom}."
