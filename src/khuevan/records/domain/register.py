"""Sổ đăng ký văn bản đi: what an office sent out in a year, in the ten columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV.

The register is Vietnamese whatever language the officer's screen has.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from khuevan.core.actors import Actor
from khuevan.people.models import Office
from khuevan.records.domain.numbers import own_bodies, written
from khuevan.records.domain.series import CARRIED
from khuevan.records.enums import DOCUMENT_KINDS, NumberState
from khuevan.records.models import DocumentNumber, NumberSeries, Record
from khuevan.vietnamese.dates import numeric_date
from khuevan.vietnamese.folding import fold

COLUMNS: Final = (
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Người ký",
    "Nơi nhận văn bản",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
OTHERS: Final = "Văn bản lấy số ngoài các sổ trên"
ALL: Final = "Văn bản đi"
"""The only book of an office that has no series of its own."""

_NOTES: Final = {
    NumberState.RESERVED: "Giữ số",
    NumberState.RELEASED: "Chưa sử dụng",
    NumberState.VOID: "Không sử dụng",
    NumberState.USED: "Chưa ghi văn bản",
}


@dataclass(frozen=True)
class RegisterRow:
    """One line; ``book`` names the series it belongs to.  ``number`` and ``record`` lead to what it tells of."""

    book: str
    code: str
    day: date | None
    title: str
    signer: str
    recipients: str
    kept_by: str
    copies: int | None
    sent_on: date | None
    note: str
    number: DocumentNumber | None = None
    record: Record | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The ten columns as they are printed; the ninth is for a hand."""
        return (
            self.code,
            numeric_date(self.day) if self.day else "",
            self.title,
            self.signer,
            self.recipients,
            self.kept_by,
            str(self.copies) if self.copies else "",
            numeric_date(self.sent_on) if self.sent_on else "",
            "",
            self.note,
        )


def register_of(actor: Actor, office: Office, year: int, *, series: NumberSeries | None = None) -> list[RegisterRow]:
    """All lines of a year in number order, series by series, then documents of ours numbered elsewhere.

    ``series`` shows only that one.  Whoever is no staff of the office sees none.  Three queries.
    """
    numbers = DocumentNumber.objects.visible_to(actor).filter(series__office=office, year=year)
    if series is not None:
        numbers = numbers.filter(series=series)
    ordered = numbers.select_related("series", "record").order_by("series__name", "series", "number")
    rows = list(_numbered(ordered))
    if series is None:
        rows += _others(actor, office, year, has_books=bool(rows))
    return rows


def years_of(actor: Actor, office: Office) -> list[int]:
    """Years the register has something of, the latest first."""
    numbered = DocumentNumber.objects.visible_to(actor).filter(series__office=office).values_list("year", flat=True)
    sent = Record.objects.visible_to(actor).filter(office=office, issuer__in=own_bodies(office), date__isnull=False)
    return sorted(
        {*numbered.distinct(), *sent.order_by().values_list("date__year", flat=True).distinct()}, reverse=True
    )


def titled(record: Record) -> str:
    """Kế hoạch tổ chức lớp ...: the kind before what it is about, unless that begins with it."""
    kind = DOCUMENT_KINDS.get(record.kind, record.kind)
    subject = record.subject.strip()
    if not subject:
        return kind
    return subject if fold(subject).startswith(fold(kind)) else f"{kind} {subject[:1].lower()}{subject[1:]}"


def _numbered(numbers: Iterable[DocumentNumber]) -> Iterator[RegisterRow]:
    """Numbers given on paper stand in one line."""
    carried: list[DocumentNumber] = []
    for number in numbers:
        is_carried = number.record is None and number.state == NumberState.USED and number.reason == CARRIED
        if carried and (not is_carried or number.series_id != carried[-1].series_id):
            yield _carried(carried)
            carried = []
        if is_carried:
            carried.append(number)
        elif number.record is not None:
            yield _of_record(number.series.name, number.record, number)
        else:
            yield _without_document(number)
    if carried:
        yield _carried(carried)


def _carried(numbers: list[DocumentNumber]) -> RegisterRow:
    first, last = numbers[0], numbers[-1]
    code = written(first.number) if first == last else f"{written(first.number)} - {written(last.number)}"
    return RegisterRow(first.series.name, code, None, "", "", "", "", None, None, CARRIED, number=last)


def _without_document(number: DocumentNumber) -> RegisterRow:
    state = NumberState(number.state)
    note = ": ".join(part for part in (_NOTES[state], number.reason) if part)
    day = None if state == NumberState.VOID else number.day
    return RegisterRow(number.series.name, written(number.number), day, "", "", "", "", None, None, note, number=number)


def _of_record(book: str, record: Record, number: DocumentNumber | None = None) -> RegisterRow:
    return RegisterRow(
        book=book,
        code=record.code,
        day=record.date or (number.day if number else None),
        title=titled(record),
        signer=record.signer,
        recipients=record.recipients,
        kept_by=record.kept_by_unit,
        copies=record.copies,
        sent_on=record.sent_on,
        note=record.note,
        number=number,
        record=record,
    )


def _others(actor: Actor, office: Office, year: int, *, has_books: bool) -> list[RegisterRow]:
    sent = Record.objects.visible_to(actor).filter(office=office, issuer__in=own_bodies(office), date__year=year)
    rows = [one for one in sent.filter(document_number=None) if one.number]
    rows.sort(key=lambda one: (DOCUMENT_KINDS.get(one.kind, one.kind), *_place(one.number), one.pk))
    return [_of_record(OTHERS if has_books else ALL, one) for one in rows]


def _place(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isdecimal() else (10**9, number)
