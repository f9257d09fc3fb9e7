import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.dates import (
    DateDoubt,
    PartialDate,
    date_in_words,
    document_date,
    numeric_date,
    parse_date,
    read_date,
)

ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# Every way of writing one day; {y} has four digits.
WAYS = (
    "{d}/{m}/{y}",
    "{d:02d}/{m:02d}/{y}",
    "{d}-{m}-{y}",
    "{d}.{m}.{y}",
    "{d:02d} / {m:02d} / {y}",
    "{d} {m} {y}",
    "{d},{m},{y}",
    "{d}–{m}–{y}",
    "{d}_{m}_{y}",
    "{d}/{m}//{y}",
    "{d}/{m}/ {y}.",
    "({d}/{m}/{y})",
    "{d:02d}{m:02d}{y}",
    "{y}-{m:02d}-{d:02d}",
    "{y}/{m}/{d}",
    "{y}.{m:02d}.{d:02d}",
    "{y}{m:02d}{d:02d}",
    "{y}-{m:02d}-{d:02d} 00:00:00",
    "{y}-{m:02d}-{d:02d}T08:30:00Z",
    "{y}-{m:02d}-{d:02d}T08:30:00.000+07:00",
    "{d}/{m}/{y} 8:30",
    "{d}/{m}/{y} 12:00:00 AM",
    "{d}/{m}/{y} 8h30",
    "{d}/{m}/{y} lúc 8 giờ 00",
    "ngày {d} tháng {m} năm {y}",
    "Ngày {d:02d}, tháng {m:02d}, năm {y}",
    "{d} tháng {m} năm {y}",
    "{d} tháng {m}, {y}",
    "{d} thg {m}, {y}",
    "ngày {d}/{m} năm {y}",
    "mùng {d} tháng {m} năm {y}",
    "Sinh ngày {d}/{m}/{y}",
    "sinh ngày: {d}-{m}-{y}",
    "SN: {d}/{m}/{y}",
    "Ngày tháng năm sinh: {d}/{m}/{y}",
    "Ngày, tháng, năm sinh: {d}/{m}/{y}",
    "{d} {english} {y}",
    "{d}-{short}-{y}",
    "{d:02d}/{short}/{y}",
    "{english} {d}, {y}",
    "{short}. {d}, {y}",
)
MONTHS = (
    "tháng {m} năm {y}",
    "Tháng {m}/{y}",
    "{m}/{y}",
    "{m:02d}-{y}",
    "T{m}/{y}",
    "--/{m}/{y}",
    "../{m:02d}/{y}",
    "00/{m}/{y}",
    "{short}-{y}",
    "{english} {y}",
)
YEARS = (
    "{y}",
    "năm {y}",
    "Sinh năm {y}",
    "SN {y}",
    "s.n: {y}",
    "NS {y}",
    "Năm sinh: {y}",
    "--/--/{y}",
    "00/00/{y}",
    "x/x/{y}",
    "…/…/{y}",
    "{y}.",
    "({y})",
)
days = st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31))


def written(way: str, day: dt.date) -> str:
    english = ENGLISH[day.month - 1]
    return way.format(d=day.day, m=day.month, y=day.year, english=english, short=english[:3])


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2061982", (1982, 6, 2)),
        ("02.6.82", (1982, 6, 2)),
        ("01-04-89", (1989, 4, 1)),
        ("02/06/'82", (1982, 6, 2)),
        ("02/06/’82", (1982, 6, 2)),
        ("2-Jun-82", (1982, 6, 2)),
        ("Jun-82", (1982, 6, None)),
        ("２／６／１９８２", (1982, 6, 2)),
        ("29/02/2000", (2000, 2, 29)),
        ("20101011", (2010, 10, 11)),
        ("tháng tư năm 1982", (1982, 4, None)),
        ("mồng 2 tháng mười hai năm 1982", (1982, 12, 2)),
    ],
)
def test_forms_in_use(text: str, date: tuple[int, int | None, int | None]) -> None:
    assert parse_date(text, latest_year=2012) == PartialDate(*date)


@given(days, st.sampled_from(WAYS))
def test_every_way_of_writing_a_day_is_read_back(day: dt.date, way: str) -> None:
    text = written(way, day)
    for form in (text, text.upper() if "T0" not in text else text, unicodedata.normalize("NFD", text)):
        assert read_date(form) == (PartialDate(day.year, day.month, day.day), frozenset())


@given(days, st.sampled_from(MONTHS), st.sampled_from(YEARS))
def test_months_and_years_alone_are_read_back(day: dt.date, month: str, year: str) -> None:
    assert parse_date(written(month, day)) == PartialDate(day.year, day.month)
    assert parse_date(written(year, day)) == PartialDate(day.year)


@pytest.mark.parametrize(
    "text",
    [
        "31/02/1980",
        "29/02/1981",
        "12/25/1980",
        "32/1/1980",
        "",
        "abc",
        "1/1",
        "198",
        "12345",
        "1982 (?)",
        "13/13/1982",
        "1/1/1/1",
        "20-24/5/2014",
        "30 tháng 2 năm 1980",
        "2/6/1982 (âm lịch)",
        "June 31, 1982",
        "٢/٦/١٩٨٢",
        "1982 hoặc 1983",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_doubts_are_told() -> None:
    assert read_date("06/13/1982") == (PartialDate(1982, 6, 13), {DateDoubt.MONTH_FIRST})
    assert read_date("13/06/1982") == (PartialDate(1982, 6, 13), frozenset())
    assert read_date("06/13/82") is None
    assert read_date("2/6/1982 (âm lịch)") == read_date("2/6/1982 AL") == (PartialDate(1982), {DateDoubt.LUNAR})
    assert read_date("mùng 2 tháng Giêng năm 1982") == (PartialDate(1982), {DateDoubt.LUNAR})
    assert read_date("2/6/82", latest_year=2012) == (PartialDate(1982, 6, 2), {DateDoubt.SHORT_YEAR})


def test_two_digits_are_the_latest_year_allowed() -> None:
    assert parse_date("1/2/12", latest_year=2012) == PartialDate(2012, 2, 1)
    assert parse_date("1/2/13", latest_year=2012) == PartialDate(1913, 2, 1)
    this_year = dt.datetime.now(tz=dt.UTC).year
    assert parse_date(f"1/1/{this_year % 100:02d}") == PartialDate(this_year, 1, 1)


@given(st.one_of(st.text(max_size=30), st.text(alphabet="0123456789/-. 'thángnămsinhALJun", max_size=20)))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_date(text)
    if found is not None and found.date.day is not None:
        assert dt.date.fromisoformat(found.date.isoformat()).day == found.date.day


def test_documents_pad_small_days_and_the_first_two_months() -> None:
    assert document_date(dt.date(2014, 2, 5)) == "ngày 05 tháng 02 năm 2014"
    assert document_date(dt.date(2014, 3, 5)) == "ngày 05 tháng 3 năm 2014"
    assert document_date(dt.date(2014, 6, 6)) == "ngày 06 tháng 6 năm 2014"
    assert document_date(dt.date(2014, 12, 25)) == "ngày 25 tháng 12 năm 2014"
    assert numeric_date(dt.date(2026, 2, 5)) == "05/02/2026"
    assert date_in_words(dt.date(2026, 4, 5)) == "ngày năm tháng tư năm hai nghìn không trăm hai mươi sáu"


@given(days)
def test_what_documents_write_is_read_back(day: dt.date) -> None:
    whole = PartialDate(day.year, day.month, day.day)
    assert parse_date(document_date(day)) == parse_date(numeric_date(day)) == whole
    assert whole.isoformat() == day.isoformat()


def test_a_year_alone_is_written_alone() -> None:
    assert PartialDate(1982).isoformat() == "1982"
    assert PartialDate(1982, 6).isoformat() == "1982"
