"""Công văn đề nghị cử học viên, with the list that an agency fills in and sends back."""

from khuevan.papers.blocks import (
    HOLE,
    LONG_HOLE,
    OPEN_DATE,
    Addressees,
    Appendix,
    Block,
    Closing,
    Column,
    Paper,
    Table,
    Text,
    Title,
)
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import parts
from khuevan.papers.domain.facts import Facts

FEW = 8
"""Addressees that a letter names one by one; more are on a list."""

EMPTY_ROWS = 8


def invitation(facts: Facts) -> Paper:
    about = facts.training_class
    name, word = wording.class_name(about), wording.learners(about)
    documents = "; ".join(map(wording.cited, facts.documents))
    basis = f"Thực hiện {documents}, " if documents else ""
    blocks = (
        _addressees(facts),
        Text(f"{basis}{facts.organization} tổ chức {name}{_together(facts)}."),
        Text(f"{facts.organization} trân trọng đề nghị Quý cơ quan, đơn vị cử {word} tham dự, cụ thể như sau:"),
        *_particulars(facts),
        Text(f"Rất mong nhận được sự quan tâm, phối hợp của Quý cơ quan, đơn vị{_question(facts)}."),
    )
    form = Appendix(Title(f"Danh sách cử {word}", f"Dự {name}", f"(Cơ quan, đơn vị: {LONG_HOLE})"), (_form(),), True)
    programme = Appendix(Title("Chương trình", name), (parts.programme(facts),))
    many = Appendix(Title("Danh sách nơi nhận"), (_everybody(facts),))
    return Paper(
        facts.letter(f"V/v cử {word} dự {name}"),
        None,
        parts.ended(blocks),
        Closing(("Như trên", HOLE, f"Lưu: VT, {HOLE}")),
        (form, *([programme] if facts.sessions else []), *([many] if len(facts.agencies) > FEW else [])),
    )


def _addressees(facts: Facts) -> Addressees:
    """The agencies of the list; before there is one, the officer writes them in."""
    if not facts.agencies:
        return Addressees((LONG_HOLE,))
    if len(facts.agencies) <= FEW:
        return Addressees(facts.agencies)
    return Addressees((f"{wording.count(len(facts.agencies))} cơ quan, đơn vị (danh sách kèm theo)",))


def _together(facts: Facts) -> str:
    return f", phối hợp với {', '.join(facts.partners)}" if facts.partners else ""


def _particulars(facts: Facts) -> list[Block]:
    word = wording.learners(facts.training_class)
    reply = f"gửi về {facts.organization} trước {OPEN_DATE}"
    return parts.points(
        ("Đối tượng", wording.paragraphs(facts.training_class.audience)),
        ("Nội dung", parts.topics(facts)),
        ("Thời gian", parts.when(facts)),
        ("Địa điểm", parts.where(facts)),
        (f"Danh sách {word}", f"Lập theo mẫu kèm theo, {reply}."),
    )


def _question(facts: Facts) -> str:
    """The first contact that a venue names, with the telephone number it has."""
    contact = next((venue.contact for venue in facts.venues if venue.contact), None)
    if contact is None:
        return ""
    phone = f", điện thoại {contact.phone}" if contact.phone else ""
    return f"; chi tiết xin liên hệ {contact.addressed}{phone}"


def _form() -> Table:
    columns = (
        Column("STT", 14, "center"),
        Column("Họ và tên", 48),
        Column("Ngày, tháng, năm sinh", 28),
        Column("Giới tính", 16),
        Column("Chức vụ", 38),
        Column("Đơn vị", 50),
        Column("Điện thoại", 28),
        Column("Email", 34),
        Column("Ghi chú", 22),
    )
    return Table(columns, tuple((str(number), *[""] * 8) for number in range(1, EMPTY_ROWS + 1)))


def _everybody(facts: Facts) -> Table:
    columns = (Column("STT", 10, "center"), Column("Cơ quan, đơn vị", 120))
    return Table(columns, tuple((str(number), name) for number, name in enumerate(facts.agencies, start=1)))
