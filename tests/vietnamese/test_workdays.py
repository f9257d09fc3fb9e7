"""Terms of the law in working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.vietnamese.workdays import DAY, after_working_days, is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("asked", "count", "last"),
    [
        (date(2026, 11, 16), 2, date(2026, 11, 18)),
        (date(2026, 11, 13), 2, date(2026, 11, 17)),  # a Friday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 4, 29), 1, date(2026, 5, 4)),  # two holidays and a weekend follow
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
    ],
)
def test_terms(asked: date, count: int, last: date) -> None:
    assert after_working_days(asked, count) == last


@given(DAYS, st.integers(1, 20))
def test_so_many_working_days_lie_between(day: date, count: int) -> None:
    last = after_working_days(day, count)
    between = (day + DAY * number for number in range(1, (last - day).days + 1))
    assert is_working_day(last) and sum(map(is_working_day, between)) == count
