"""Công văn đề nghị cử học viên, with the list that an agency fills in and sends back."""

from khuevan.papers.blocks import (
    LONG_HOLE,
    OPEN_DATE,
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
from khuevan.papers.domain.contents import answering, framing, nominees, parts
from khuevan.papers.domain.facts import Facts

FEW = 8
"""Addressees that a letter names one by one; more are on a list."""

EMPTY_ROWS = 8
USUAL = ("full_name", "birth", "gender", "position", "organization", "phone", "email")
"""Asked of each person while no invitation says what is needed."""


def invitation(facts: Facts) -> Paper:
    about, terms = facts.training_class, facts.invitation
    name, word = wording.class_name(about), wording.learners(about)
    listed = _listed(facts)
    blocks = (
        _addressees(facts),
        *framing.grounds(facts),
        Text(f"{framing.carrying_out(facts)}{facts.body}{parts.together(facts)} tổ chức {name}."),
        Text(f"{facts.body} trân trọng đề nghị Quý cơ quan, đơn vị cử {word} tham dự, cụ thể như sau:"),
        *_particulars(facts),
        *(answering.short_address(terms) if terms else ()),
        *map(Text, wording.paragraphs(terms.note) if terms else ()),
        Text(f"Rất mong nhận được sự quan tâm, phối hợp của Quý cơ quan, đơn vị{_question(facts)}."),
    )
    note = framing.with_this(facts, "Công văn", "")
    programme = Appendix(Title("Chương trình", name, note), (parts.programme(facts),))
    recipients = (*framing.superiors(facts), framing.leaders(facts), *framing.partners(facts))
    return Paper(
        facts.letter(f"V/v cử {word} dự {name}"),
        None,
        parts.ended(blocks),
        framing.closing(facts, "Như trên", *recipients),
        ((listed,) if listed else ()) + (_form(facts),) + ((programme,) if facts.sessions else ()),
    )


def _asked(facts: Facts) -> tuple[str, ...]:
    """Names of the agencies written to: those invited, before there is an invitation those of the list."""
    return tuple(quota.name for quota in facts.quotas) or facts.agencies


def _addressees(facts: Facts) -> Addressees:
    """Before there are agencies, the officer writes them in."""
    names = _asked(facts)
    if not names:
        return Addressees((LONG_HOLE,))
    if len(names) <= FEW:
        return Addressees(names)
    return Addressees((f"{wording.count(len(names))} cơ quan, đơn vị (danh sách kèm theo)",))


def _listed(facts: Facts) -> Appendix | None:
    """The agencies on a page of their own, where they are many or may send different numbers."""
    terms, names = facts.invitation, _asked(facts)
    if terms and facts.quotas and (len(names) > FEW or answering.has_different_quotas(facts.quotas)):
        return answering.quota_list(facts, terms)
    if len(names) <= FEW:
        return None
    columns = (Column("STT", 10, "center"), Column("Cơ quan, đơn vị", 120))
    rows = tuple((str(number), name) for number, name in enumerate(names, start=1))
    note = framing.with_this(facts, "Công văn", "")
    return Appendix(Title("Danh sách nơi nhận", note=note), (Table(columns, rows),))


def _particulars(facts: Facts) -> list[Block]:
    word, terms = wording.learners(facts.training_class), facts.invitation
    until = facts.value("answer_by", OPEN_DATE)
    answer = [f"Lập theo mẫu kèm theo, gửi về {facts.body} trước {until}."]
    if terms:
        answer = answering.how_to_answer(facts, terms)
    return parts.points(
        ("Đối tượng", wording.paragraphs(facts.training_class.audience)),
        ("Điều kiện", answering.conditions(terms) if terms else ""),
        ("Chỉ tiêu", answering.number_asked(facts, terms, listed=_listed(facts) is not None) if terms else ""),
        ("Nội dung", parts.topics(facts)),
        ("Thời gian", parts.when(facts)),
        ("Địa điểm", parts.where(facts)),
        ("Kinh phí", f"{facts.value('costs')}." if facts.value("costs") else ""),
        (f"Danh sách {word}", answer),
    )


def _question(facts: Facts) -> str:
    contact = facts.value("contact") or parts.contact(facts)
    return f"; chi tiết xin liên hệ {contact}" if contact else ""


def _form(facts: Facts) -> Appendix:
    word, name = wording.learners(facts.training_class), wording.class_name(facts.training_class)
    fields = facts.invitation.fields if facts.invitation else USUAL
    title = Title(f"Danh sách cử {word}", f"Dự {name}", f"(Cơ quan, đơn vị: {LONG_HOLE})")
    return Appendix(title, (nominees.form(fields, EMPTY_ROWS),), is_landscape=True)
