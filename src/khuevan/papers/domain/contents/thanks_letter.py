"""Công văn cảm ơn: to each lecturer who came, after the class, naming what they taught and when."""

from khuevan.papers.blocks import LONG_HOLE, Addressees, Block, Paper, Text
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing, parts
from khuevan.papers.domain.facts import Facts, Target, lecturers_of
from khuevan.training.enums import LecturerState
from khuevan.training.models import Lecturer


def thanked_targets(facts: Facts) -> list[Target]:
    """People of other bodies who came; nobody of the office itself, which writes the letter."""
    return [Target(f"lecturer:{one.pk}", wording.official(one)) for one in facts.lecturers if _is_thanked(facts, one)]


def _is_thanked(facts: Facts, one: Lecturer) -> bool:
    is_own = one.organization_id is not None and one.organization_id == facts.organization.pk
    return one.person_id is not None and one.state != LecturerState.DECLINED and not is_own


def thanks_letter(facts: Facts) -> Paper:
    about = facts.training_class
    name, word = wording.class_name(about), wording.lecturers(about)
    lecturer = next((one for one in facts.lecturers if facts.target and facts.target.key == f"lecturer:{one.pk}"), None)
    you = _you(lecturer)
    blocks = (
        Addressees((facts.target.name if facts.target else LONG_HOLE,)),
        *framing.grounds(facts),
        *_thanks(facts, lecturer, you),
        *map(Text, facts.lines("remark")),
        Text(
            f"Phần trình bày của {you} bám sát yêu cầu công việc của {wording.learners(about)}, góp phần vào kết quả "
            f"chung của lớp. {facts.body} mong tiếp tục được {_with_unit(lecturer, you)} giúp đỡ, phối hợp trong các "
            f"lớp sau."
        ),
        Text(f"{facts.body} kính chúc {you} sức khỏe, hạnh phúc và thành công."),
    )
    return Paper(
        facts.letter(f"V/v cảm ơn {word} {name}"),
        None,
        parts.ended(blocks),
        framing.closing(facts, "Như trên", *_unit(lecturer), framing.leaders(facts)),
    )


def _you(lecturer: Lecturer | None) -> str:
    return (lecturer.person.honorific if lecturer and lecturer.person else "") or "Ông/Bà"


def _unit(lecturer: Lecturer | None) -> tuple[str, ...]:
    return (lecturer.organization_name,) if lecturer and lecturer.organization_name else ()


def _with_unit(lecturer: Lecturer | None, you: str) -> str:
    return " và ".join((you, *_unit(lecturer)))


def _thanks(facts: Facts, lecturer: Lecturer | None, you: str) -> list[Block]:
    about = facts.training_class
    name, days = wording.class_name(about), wording.period(about.start_date, about.end_date)
    begun = f"{facts.body} trân trọng cảm ơn {you} đã nhận lời làm {wording.lecturers(about)} của {name} ({days})"
    taught = _taught(facts, lecturer)
    if not taught:
        return [Text(f"{begun}.")]
    return [Text(f"{begun}, với nội dung:"), *framing.bullets(taught)]


def _taught(facts: Facts, lecturer: Lecturer | None) -> list[str]:
    """Each line, with its half day."""
    return [
        f"{item.title}, {_lowered(wording.half_day(session))}"
        for session in facts.sessions
        for item in session.items.all()
        if lecturer is not None and lecturer.pk in {one.pk for one in lecturers_of(item)}
    ]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
