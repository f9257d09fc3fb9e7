"""What hangs and lies in the hall: the words of the backdrop (maket), the list of those who are commended."""

from datetime import date

from khuevan.papers.blocks import Banner, Block, Column, PageBreak, Paper, Row, Table, Text, Title, Total
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import framing
from khuevan.papers.domain.facts import Facts
from khuevan.papers.enums import PaperKind
from khuevan.vietnamese.dates import document_date
from khuevan.vietnamese.numbers import group_thousands


def backdrop(facts: Facts) -> Paper:
    """One page for the opening and one for the closing; a class of one day has one backdrop for all of it."""
    about = facts.training_class
    name = facts.value("heading") or wording.class_name(about)
    if about.start_date == about.end_date:
        return Paper(facts.plain, None, (_banner(facts, "", name, about.start_date),), is_landscape=True)
    opening = _banner(facts, f"Lễ {wording.opening(about)}", name, about.start_date)
    closing = _banner(facts, f"Lễ {wording.closing(about)}", name, about.end_date)
    return Paper(facts.plain, None, (opening, PageBreak(), closing), is_landscape=True)


def _banner(facts: Facts, ceremony: str, name: str, day: date) -> Banner:
    place = facts.writes_as.place
    on = document_date(day)
    lines = (ceremony.upper(), name.upper(), f"{place}, {on}" if place else wording.sentence_case(on))
    return Banner(tuple(line for line in lines if line))


def commendation_list(facts: Facts) -> Paper:
    name, word = wording.class_name(facts.training_class), wording.learners(facts.training_class)
    decision = facts.record_of(PaperKind.RESULT_DECISION)
    note = framing.attached_to(facts, "Quyết định", f"QĐ-{facts.symbol}", decision)
    title = Title(f"Danh sách {word} được khen thưởng", name, note)
    if not facts.commendations:
        return Paper(facts.attached, title, (Text(f"Chưa có {word} được đề nghị khen thưởng."),))
    number = f"{wording.count(len(facts.commendations))} {word}"
    blocks: list[Block] = [_commended(facts), Text(f"Danh sách này có {number}.")]
    return Paper(facts.attached, title, tuple(blocks))


def _commended(facts: Facts) -> Table:
    total = sum(one.amount or 0 for one in facts.commendations)
    columns = [
        Column("STT", 14, "center"),
        Column("Họ và tên", 38),
        Column("Chức vụ", 36),
        Column("Đơn vị", 36),
        Column("Thành tích", 44),
    ]
    columns += [Column("Mức thưởng (đồng)", 32, "right")] if total else []
    rows: list[Row] = []
    for number, one in enumerate(facts.commendations, start=1):
        who = one.enrollment
        row = (str(number), who.full_name, who.position, who.organization_name, one.reason)
        rows.append((*row, group_thousands(one.amount) if one.amount else "") if total else row)
    if total:
        rows.append(Total(("", "Tổng cộng", "", "", "", group_thousands(total))))
    return Table(tuple(columns), tuple(rows))
