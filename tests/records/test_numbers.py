"""Numbers of our own series: each once, none left out, in the order of days, whatever is done in which order."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry, Sequence
from khuevan.people.enums import RoleKind
from khuevan.records.domain.keeping import change_record, keep_record
from khuevan.records.domain.numbers import doubles, offered, release, reserve, take_number, use, void, written
from khuevan.records.domain.register import CARRIED, COLUMNS, OTHERS, register_of, years_of
from khuevan.records.domain.series import add_series, carry_over_numbers, change_series, series_for
from khuevan.records.enums import NumberState
from khuevan.records.interfaces.forms import RecordForm
from khuevan.records.interfaces.register_files import register_pdf, register_workbook
from khuevan.records.models import DocumentNumber, Record
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused

LAST_DAY, NEW_YEAR = date(2024, 12, 31), date(2025, 1, 1)
DAYS = [LAST_DAY + timedelta(days=offset) for offset in range(-2, 4)]
STEPS = ("take", "take", "take", "choose", "reserve", "release", "void", "use", "redate", "keep")


class Book:
    """One series with a clerk; ``moved`` are numbers that were reserved or given back at any time."""

    def __init__(self) -> None:
        self.office = OfficeFactory()
        self.clerk = staff(self.office, RoleKind.CLERK)
        self.series = add_series(self.clerk, self.office, name="Văn bản đi")
        self.moved: set[int] = set()

    def document(self, number: int, on: date | None, symbol: str = "KH-STN") -> Record:
        return keep_record(
            self.clerk,
            office=self.office,
            issuer=self.office.organization,
            number=str(number),
            symbol=symbol,
            kind=symbol.partition("-")[0],
            date=on,
            subject="Tổ chức lớp",
        )

    def step(self, name: str, on: date, pick: int) -> None:
        rows = list(DocumentNumber.objects.order_by("pk"))
        row = rows[pick % len(rows)] if rows else None
        if name == "take":
            take_number(self.clerk, self.series, on=on)
        elif name == "reserve":
            reserve(self.clerk, self.series, on=on, count=1 + pick % 3, reason="Chờ ký")
        elif row is None:
            return
        elif name == "choose":
            take_number(self.clerk, self.series, on=on, number=row.number)
        elif name == "release":
            release(self.clerk, row, "Chưa ký")
        elif name == "void":
            void(self.clerk, row, "Bỏ")
        elif name == "redate" and row.record:
            change_record(self.clerk, row.record, date=on)
        elif name == "keep":
            self.document(row.number, on)
        elif name == "use":
            loose = Record.objects.filter(document_number=None).order_by("pk").first()
            use(self.clerk, row, loose or self.document(row.number, None))

    def state(self) -> list[Any]:
        rows = DocumentNumber.objects.order_by("pk").values_list("pk", "year", "number", "state", "day", "record")
        return [*rows, *Record.objects.order_by("pk").values_list("pk", "number", "date")]

    def judge(self) -> None:
        for year in (2024, 2025):
            rows = list(DocumentNumber.objects.filter(series=self.series, year=year).order_by("number"))
            assert [row.number for row in rows] == list(range(1, len(rows) + 1))
            last = Sequence.objects.filter(key=f"records.series:{self.series.pk}:{year}").values_list("last", flat=True)
            assert sum(last) == len(rows)
            assert all(row.day.year == year for row in rows)
            told = [row for row in rows if row.record]
            assert all(row.state == NumberState.USED for row in told)
            assert all(row.record.number == written(row.number) for row in told)
            assert all(row.record.date in (None, row.day) for row in told)
            kept = [row.day for row in rows if row.state == NumberState.USED and row.pk not in self.moved]
            assert all(earlier <= later for earlier, later in pairwise(kept)), "a new number went back in time"
            lines = [row for row in register_of(self.clerk, self.office, year) if row.number]
            assert [row.number.number for row in lines] == [row.number for row in rows]


class AnyOrder(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(DAYS), st.integers(0, 9)), min_size=5, max_size=16)
    )
    def test_numbers_stay_whole_single_and_in_order_whatever_is_done(self, steps: list[tuple[str, date, int]]) -> None:
        book = Book()
        for name, on, pick in steps:
            before = book.state()
            try:
                book.step(name, on, pick)
            except DomainError as error:
                assert str(error)
                assert book.state() == before or name == "use", "a refusal changes nothing"
            free = DocumentNumber.objects.filter(state__in=(NumberState.RESERVED, NumberState.RELEASED))
            book.moved |= set(free.values_list("pk", flat=True))
        book.judge()


@pytest.fixture
def book(db: None) -> Book:
    return Book()


def test_the_year_turns_by_the_day_of_the_document_and_the_old_one_stays_open(book: Book) -> None:
    given_ = [
        take_number(book.clerk, book.series, on=day)
        for day in (LAST_DAY, LAST_DAY, NEW_YEAR, LAST_DAY, NEW_YEAR + timedelta(days=4))
    ]
    assert [str(one) for one in given_] == ["01/2024", "02/2024", "01/2025", "03/2024", "02/2025"]
    book.judge()


def test_a_released_number_is_taken_by_the_next_of_that_day_and_only_offered_for_others(book: Book) -> None:
    first, second = (take_number(book.clerk, book.series, on=day) for day in DAYS[:2])
    release(book.clerk, second, "Lãnh đạo chưa ký")
    assert take_number(book.clerk, book.series, on=DAYS[2]).number == 3
    assert [one.number for one in offered(book.series, DAYS[2])] == [2]
    with refused("number_day_past") as error:
        take_number(book.clerk, book.series, on=DAYS[0])
    assert "02" in str(error.value)
    assert take_number(book.clerk, book.series, on=DAYS[1]) == second
    with refused("number_not_free"):
        take_number(book.clerk, book.series, on=DAYS[1], number=first.number)
    kept = book.document(1, DAYS[0])
    first.refresh_from_db()
    assert first.record == kept, "a document of ours with that number uses it"
    assert use(book.clerk, first, kept) == first
    for change in (release, void):
        with refused("number_has_document"):
            change(book.clerk, first, "Nhầm")
    with refused("number_from_series"):
        change_record(book.clerk, kept, number="9")
    with refused("number_from_series"):
        change_record(book.clerk, kept, date=NEW_YEAR)
    with refused("number_not_taken"):
        book.document(12, DAYS[2])
    with refused("number_day_to_come"):
        take_number(book.clerk, book.series, on=timezone.localdate() + timedelta(days=1))


def test_reserved_numbers_serve_earlier_days_and_void_ones_stay_in_the_register(book: Book) -> None:
    two, three = reserve(book.clerk, book.series, on=DAYS[0], count=2, reason="Quyết định chờ ký")
    last = take_number(book.clerk, book.series, on=DAYS[2])
    late = book.document(two.number, DAYS[1], "QĐ-STN")
    void(book.clerk, three, "Không ban hành")
    with refused("number_void"):
        book.document(three.number, DAYS[1], "TB-STN")
    with refused("reason_missing"):
        void(book.clerk, last, " ")
    with refused("reason_missing"):
        reserve(book.clerk, book.series, on=DAYS[2], reason="")
    sent = {"recipients": "Như Điều 3\nLưu: VT", "kept_by_unit": "Văn thư", "copies": 12, "sent_on": NEW_YEAR}
    change_record(book.clerk, late, signer="Vũ Sỹ Thắng", note="Bản giấy", **sent)
    issued = {"office": book.office, "issuer": book.office.organization, "date": LAST_DAY}
    outside = keep_record(book.clerk, number="7a", symbol="GM-STN", kind="GM", **issued)
    rows = register_of(book.clerk, book.office, 2024)
    assert len(COLUMNS) == len(rows[0].cells) == 10
    assert [row.cells for row in rows] == [
        (
            *("01/QĐ-STN", "30/12/2024", "Quyết định tổ chức lớp", "Vũ Sỹ Thắng", "Như Điều 3\nLưu: VT"),
            *("Văn thư", "12", "01/01/2025", "", "Bản giấy"),
        ),
        ("02", "", "", "", "", "", "", "", "", "Không sử dụng: Không ban hành"),
        ("03", "31/12/2024", "", "", "", "", "", "", "", "Chưa ghi văn bản"),
        ("7a/GM-STN", "31/12/2024", "Giấy mời", "", "", "", "", "", "", ""),
    ]
    assert (rows[0].record, rows[-1].record, rows[-1].book) == (late, outside, OTHERS)
    assert years_of(book.clerk, book.office) == [2024]
    assert register_of(staff(OfficeFactory()), book.office, 2024) == []
    assert register_workbook(book.office, 2024, rows)[:2] == b"PK"
    assert register_pdf(book.office, 2024, rows)[:4] == b"%PDF"
    assert register_pdf(book.office, 2023, [])[:4] == b"%PDF"


def test_a_book_kept_on_paper_is_gone_on_with(book: Book) -> None:
    carry_over_numbers(book.clerk, book.series, on=DAYS[0], last=56)
    assert str(take_number(book.clerk, book.series, on=DAYS[0])) == "57/2024"
    with refused("numbers_given_already"):
        carry_over_numbers(book.clerk, book.series, on=DAYS[0], last=3)
    rows = register_of(book.clerk, book.office, 2024)
    assert [(row.code, row.note) for row in rows] == [("01 - 56", CARRIED), ("57", "Chưa ghi văn bản")]
    with refused("number_on_paper"):
        void(book.clerk, DocumentNumber.objects.get(number=3), "Nhầm")
    assert book.document(3, DAYS[0]).document_number.number == 3
    assert [row.code for row in register_of(book.clerk, book.office, 2024)][:3] == ["01 - 02", "03/KH-STN", "04 - 56"]


def test_each_kind_has_one_series_and_others_may_not_touch_it(book: Book) -> None:
    decisions = add_series(book.clerk, book.office, name="Quyết định", kinds=["QĐ"])
    assert series_for(book.office, "QĐ") == decisions
    assert series_for(book.office, "KH") == series_for(book.office, "") == book.series
    with refused("kind_in_two_series"):
        add_series(book.clerk, book.office, name="Quyết định khác", kinds=["QĐ", "TB"])
    with refused("second_general_series"):
        add_series(book.clerk, book.office, name="Chung")
    with refused("series_kind_unknown"):
        change_series(book.clerk, decisions, kinds=["XX"])
    change_series(book.clerk, decisions, is_active=False)
    with refused("series_not_in_use"):
        take_number(book.clerk, decisions, on=LAST_DAY)
    assert series_for(book.office, "QĐ") == book.series
    number = take_number(book.clerk, book.series, on=LAST_DAY)
    stranger, leader = staff(OfficeFactory(), RoleKind.CLERK), staff(book.office, RoleKind.LEADER)
    for actor in (stranger, leader):
        for change in (
            lambda who: take_number(who, book.series, on=LAST_DAY),
            lambda who: reserve(who, book.series, on=LAST_DAY, reason="x"),
            lambda who: release(who, number, "x"),
            lambda who: void(who, number, "x"),
            lambda who: carry_over_numbers(who, book.series, on=LAST_DAY, last=2),
            lambda who: add_series(who, book.office, name="x"),
            lambda who: change_series(who, book.series, name="x"),
        ):
            with refused("not_allowed"):
                change(actor)
    assert AuditEntry.objects.filter(verb="records.take_number").count() == 1


def test_a_number_typed_by_hand_that_another_document_has_is_warned_of(book: Book) -> None:
    change_series(book.clerk, book.series, is_active=False)  # an office with e-office
    issuer = OrganizationFactory(name="Ủy ban nhân dân tỉnh Bình Phước")
    typed = {"issuer": issuer.name, "number": "5", "symbol": "KH-UBND", "date": "2024-12-30"}
    first = _sent(book, typed)
    assert (first.number, first.code) == ("05", "05/KH-UBND")
    other = {**typed, "symbol": "QĐ-UBND"}
    assert _sent(book, other).code == "05/QĐ-UBND", "the body numbers its decisions by themselves"
    wrong = {**typed, "symbol": "KH-STN"}
    form = RecordForm(book.clerk, wrong, {}, office=book.office)
    assert form.is_valid(), form.errors
    with refused("number_twice") as error:
        form.perform()
    form.refuse(error.value)
    assert "05/KH-UBND" in str(form.errors["number"])
    assert list(form.fields)[1:3] == ["number", "same_number"]
    assert _sent(book, {**wrong, "same_number": "on"}).code == "05/KH-STN"
    assert [one.code for one in doubles(book.office, issuer, number="5", kind="KH", on=LAST_DAY)] == [
        "05/KH-STN",
        "05/KH-UBND",
    ]


def _sent(book: Book, typed: dict[str, Any]) -> Record:
    form = RecordForm(book.clerk, typed, {}, office=book.office)
    assert form.is_valid(), form.errors
    kept: Record = form.perform()
    return kept
