"""Mục lục văn bản trong hồ sơ (Nghị định 30/2020/NĐ-CP, Phụ lục VI), as PDF and Excel."""

from collections.abc import Mapping, Sequence
from datetime import date

from khuevan.core.actors import Actor
from khuevan.papers.blocks import Column
from khuevan.papers.domain import printing, workbooks
from khuevan.papers.domain.dossier.naming import Placed, numbered
from khuevan.papers.domain.lists import Group, PrintedList, facts_of
from khuevan.papers.domain.wording import class_name, count, period, sentence_case
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.dates import document_month

COLUMNS = (
    Column("Số TT", 6, "center"),
    Column("Số, ký hiệu văn bản", 20),
    Column("Ngày, tháng, năm văn bản", 15, "center"),
    Column("Tên loại và trích yếu nội dung văn bản", 52),
    Column("Tác giả văn bản", 30),
    Column("Tờ số/ Số trang", 11, "center"),
    Column("Ghi chú", 28),
)


def index(
    actor: Actor,
    training_class: TrainingClass,
    rows: Sequence[Placed],
    *,
    pages: Mapping[str, int],
    missing: Sequence[str],
) -> dict[str, bytes]:
    """The index by the names of its files; ``pages`` are numbers of pages by path, as far as they are known."""
    lists = [_index(actor, training_class, rows, pages)]
    if missing:
        lists.append(_missing(actor, training_class, missing))
    return {
        "00_Muc-luc-van-ban.pdf": printing.pdf(training_class, lists).content,
        "00_Muc-luc-van-ban.xlsx": workbooks.workbook(training_class, lists).content,
    }


def _index(
    actor: Actor, training_class: TrainingClass, rows: Sequence[Placed], pages: Mapping[str, int]
) -> PrintedList:
    lines = tuple(_line(number, files, pages) for number, files in numbered(rows))
    days = sentence_case(period(training_class.start_date, training_class.end_date))
    return PrintedList(
        slug="muc-luc-van-ban",
        tab="Mục lục văn bản",
        title="Mục lục văn bản trong hồ sơ",
        details=(class_name(training_class), days),
        letterhead=facts_of(actor, training_class).attached,
        columns=COLUMNS,
        groups=(Group("", lines),),
        closing=f"Hồ sơ có {count(len(lines))} văn bản, {count(sum(bool(row.path) for row in rows))} tệp.",
        signed_by=("Người lập hồ sơ",),
        is_landscape=True,
    )


def _line(number: int, files: Sequence[Placed], pages: Mapping[str, int]) -> tuple[str, ...]:
    first, last = files[0].entry, files[-1].entry
    counted = [_known(pages.get(row.path), row.entry.pages) for row in files]
    known = str(sum(counted)) if all(counted) else ""
    if len(files) == 1:
        day = _day(first.day) if first.day else ""
        return (str(number), first.code, day, first.title, first.author, known, first.note)
    code = f"{first.code} đến {last.code}" if first.code and last.code else first.code
    days = sorted({row.entry.day for row in files if row.entry.day})
    day = " - ".join(_day(one) for one in dict.fromkeys((days[0], days[-1]))) if days else ""
    return (str(number), code, day, first.group, first.author, known, f"{count(len(files))} tệp")


def _day(day: date) -> str:
    """05/01/2026 and 09/3/2026, as documents write days."""
    return f"{day.day:02d}/{document_month(day.month)}/{day.year}"


def _known(found: int | None, other: int | None) -> int:
    return found or other or 0


def _missing(actor: Actor, training_class: TrainingClass, missing: Sequence[str]) -> PrintedList:
    return PrintedList(
        slug="con-thieu",
        tab="Còn thiếu",
        title="Những gì còn thiếu trong hồ sơ",
        details=(class_name(training_class),),
        letterhead=facts_of(actor, training_class).attached,
        columns=(Column("Số TT", 8, "center"), Column("Còn thiếu", 120)),
        groups=(Group("", tuple((str(number), sentence) for number, sentence in enumerate(missing, start=1))),),
        closing="",
        is_landscape=True,
    )
