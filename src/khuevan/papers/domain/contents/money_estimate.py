"""Dự toán kinh phí."""

from khuevan.papers.blocks import LONG_HOLE, ROMAN, Block, Column, Paper, Row, Table, Text, Title, Total
from khuevan.papers.domain import wording
from khuevan.papers.domain.contents import money_parts, parts
from khuevan.papers.domain.contents.lists import attached_to
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.money.balance import GroupBalance, balance
from khuevan.papers.models import BudgetLine

COLUMNS = (
    Column("STT", 14, "center"),
    Column("Nội dung chi", 66),
    Column("Đơn vị tính", 22, "center"),
    Column("Số lượng", 20, "right"),
    Column("Số lần", 16, "right"),
    Column("Đơn giá (đồng)", 30, "right"),
    Column("Thành tiền (đồng)", 34, "right"),
    Column("Căn cứ, ghi chú", 58),
)


def estimate(facts: Facts) -> Paper:
    title = Title("Dự toán kinh phí", wording.class_name(facts.training_class), attached_to(facts))
    groups = [one for one in balance(facts.training_class) if one.group is not None]
    blocks: list[Block] = parts.points(
        ("Thời gian", parts.when(facts)), ("Địa điểm", parts.where(facts)), ("Nguồn kinh phí", source(facts))
    )
    if not groups:
        return Paper(facts.attached, title, (*blocks, Text("Chưa có dòng dự toán nào.")))
    total = sum(one.planned for one in groups)
    blocks.append(
        Table(COLUMNS, (*_rows(facts, groups), Total(("", "Tổng cộng", *[""] * 4, money_parts.money(total), ""))))
    )
    blocks.append(Text(money_parts.in_words(total), lead="Tổng dự toán:"))
    signer = facts.details.signer.replace(LONG_HOLE, "")
    signed = money_parts.signed_by(
        facts, money_parts.AUTHOR, money_parts.ACCOUNTANT, money_parts.HEAD, name_of_last=signer
    )
    return Paper(facts.attached, title, (*blocks, signed), is_landscape=True)


def source(facts: Facts) -> str:
    """As the yearly plan says."""
    planned = facts.training_class.planned_class
    return f"{(planned.money_source if planned else '') or LONG_HOLE}."


def _rows(facts: Facts, groups: list[GroupBalance]) -> list[Row]:
    rows: list[Row] = []
    for roman, group in zip(ROMAN, groups, strict=False):
        if group.group is None:
            continue
        name = money_parts.name_of_group(facts.training_class, group.group)
        rows.append(Total((roman, name, *[""] * 4, money_parts.money(group.planned), "")))
        lines = (one.line for one in group.lines if one.line is not None)
        rows += [_row(place, line) for place, line in enumerate(lines, start=1)]
    return rows


def _row(place: int, line: BudgetLine) -> tuple[str, ...]:
    planned = line.planned if line.price is not None else None
    return (
        str(place),
        line.name,
        line.unit,
        money_parts.number(line.quantity),
        money_parts.number(line.times),
        money_parts.money(line.price),
        money_parts.money(planned),
        "; ".join(text for text in (line.rate.basis if line.rate else "", line.note) if text),
    )
