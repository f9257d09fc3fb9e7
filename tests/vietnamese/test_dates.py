import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.dates import PartialDate, document_date, numeric_date, parse_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2/6/1982", (1982, 6, 2)),
        ("02-06-1982", (1982, 6, 2)),
        ("2.6.1982", (1982, 6, 2)),
        ("02 / 06 / 1982", (1982, 6, 2)),
        ("1982-06-02", (1982, 6, 2)),
        ("1982-06-02 00:00:00", (1982, 6, 2)),
        ("02061982", (1982, 6, 2)),
        ("2061982", (1982, 6, 2)),
        ("ngày 02 tháng 6 năm 1982", (1982, 6, 2)),
        ("Sinh ngày 2/6/1982", (1982, 6, 2)),
        ("01-04-89", (1989, 4, 1)),
        ("29/02/2000", (2000, 2, 29)),
        ("1982", (1982, None, None)),
        ("Năm 1982", (1982, None, None)),
        ("--/--/1982", (1982, None, None)),
        ("00/00/1982", (1982, None, None)),
        ("6/1982", (1982, 6, None)),
    ],
)
def test_forms_in_use(text: str, date: tuple[int, int | None, int | None]) -> None:
    assert parse_date(text, latest_year=2012) == PartialDate(*date)


@pytest.mark.parametrize(
    "text", ["31/02/1980", "29/02/1981", "12/25/1980", "32/1/1980", "", "abc", "1/1", "198", "12345"]
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_two_digits_are_the_latest_year_allowed() -> None:
    assert parse_date("1/2/12", latest_year=2012) == PartialDate(2012, 2, 1)
    assert parse_date("1/2/13", latest_year=2012) == PartialDate(1913, 2, 1)
    this_year = dt.datetime.now(tz=dt.UTC).year
    assert parse_date(f"1/1/{this_year % 100:02d}") == PartialDate(this_year, 1, 1)


@given(st.dates(min_value=dt.date(1900, 1, 1)))
def test_numeric_dates_are_read_back(date: dt.date) -> None:
    parsed = parse_date(numeric_date(date))
    assert parsed is not None
    assert parsed.isoformat() == date.isoformat()


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert parse_date(text) is None or parse_date(text) is not None


def test_documents_pad_small_days_and_the_first_two_months() -> None:
    assert document_date(dt.date(2014, 2, 5)) == "ngày 05 tháng 02 năm 2014"
    assert document_date(dt.date(2014, 6, 6)) == "ngày 06 tháng 6 năm 2014"
    assert document_date(dt.date(2014, 12, 25)) == "ngày 25 tháng 12 năm 2014"
    assert numeric_date(dt.date(2026, 2, 5)) == "05/02/2026"


def test_a_year_alone_is_written_alone() -> None:
    assert PartialDate(1982).isoformat() == "1982"
    assert PartialDate(1982, 6).isoformat() == "1982"
