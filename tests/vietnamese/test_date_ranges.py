import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.date_ranges import DateRange, document_range, numeric_range, parse_date_range

days = st.dates(min_value=dt.date(1950, 1, 1), max_value=dt.date(2090, 12, 31))
spans = st.builds(lambda first, length: (first, first + dt.timedelta(days=length)), days, st.integers(0, 500))
WAYS = (
    "{a:%d/%m/%Y} - {b:%d/%m/%Y}",
    "{a:%d/%m/%Y}-{b:%d/%m/%Y}",
    "từ {a:%d/%m/%Y} đến {b:%d/%m/%Y}",
    "Từ ngày {a:%d/%m/%Y} đến hết ngày {b:%d/%m/%Y}",
    "{a:%d-%m-%Y} đến {b:%d-%m-%Y}",
    "{a:%d.%m.%Y} – {b:%d.%m.%Y}",
    "Thời gian: từ ngày {a:%d/%m/%Y} đến {b:%d/%m/%Y}",
    "từ ngày {a:%d} tháng {a:%m} năm {a:%Y} tới ngày {b:%d} tháng {b:%m} năm {b:%Y}",
)


@given(spans, st.sampled_from(WAYS))
def test_spans_with_both_dates_written_out(span: tuple[dt.date, dt.date], way: str) -> None:
    first, last = span
    assert parse_date_range(way.format(a=first, b=last)) == span


@given(spans)
def test_what_we_write_is_read_back(span: tuple[dt.date, dt.date]) -> None:
    assert parse_date_range(document_range(*span)) == span
    assert parse_date_range(numeric_range(*span)) == span


@pytest.mark.parametrize(
    "text",
    [
        "từ ngày 20 đến ngày 24/5/2014",
        "20-24/5/2014",
        "20 - 24/05/2014",
        "20–24/5/2014",
        "20/5-24/5/2014",
        "từ 20/5 đến 24/5/2014",
        "05 ngày, từ ngày 20 đến ngày 24 tháng 5 năm 2014",
        "20, 21, 22, 23 và 24/5/2014",
        "trong 05 ngày (20 -> 24/5/2014)",
        "Từ ngày 20 tháng 5 đến ngày 24 tháng 5 năm 2014.",
    ],
)
def test_five_days_of_may(text: str) -> None:
    assert parse_date_range(text) == DateRange(dt.date(2014, 5, 20), dt.date(2014, 5, 24))


def test_the_turn_of_the_year() -> None:
    assert parse_date_range("từ 28/12 đến 03/01/2015") == DateRange(dt.date(2014, 12, 28), dt.date(2015, 1, 3))


@pytest.mark.parametrize(
    "text", ["24-20/5/2014", "20-24/5", "31/4-3/5/2014", "20 và 22/5/2014", "5-31/6/2014", "", "2014", "x 20/5/2014"]
)
def test_what_is_no_span(text: str) -> None:
    assert parse_date_range(text) is None


@given(st.text(alphabet="0123456789/- ,đếntừngàyvà", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = parse_date_range(text)
    assert found is None or found.first <= found.last
