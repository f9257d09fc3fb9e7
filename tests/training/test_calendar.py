"""Days moved to another year: the cases officers meet, then properties over any class."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from khuevan.training.domain.calendar import public_holidays, shift, working_day
from khuevan.vietnamese.workdays import is_holiday

FIVE_DAYS = [date(2014, 6, day) for day in range(2, 7)]  # Monday to Friday
TUESDAYS = [date(2025, 3, 4) + timedelta(weeks=number) for number in range(4)]
SATURDAYS = [date(2025, 3, 1) + timedelta(weeks=number) for number in range(4)]


def _new(days: list[date], start: date, **more: object) -> list[str]:
    return [f"{move.new:%a %d/%m}" for move in shift(days, start, **more)]  # type: ignore[arg-type]


def _reasons(days: list[date], start: date) -> list[str]:
    with override("en"):
        return [str(move.reason) for move in shift(days, start)]


def test_the_library_knows_the_holidays_of_two_years() -> None:
    """As announced for 2026; for 2027 by Bộ luật Lao động 2019, Điều 112, with days in lieu."""
    of_2026 = public_holidays(date(2026, 1, 1), date(2026, 12, 31))
    by_month = {1: [1], 2: [16, 17, 18, 19, 20], 4: [26, 27, 30], 5: [1], 8: [31], 9: [1, 2], 11: [24]}
    assert sorted(of_2026) == [date(2026, month, day) for month, days in by_month.items() for day in days]
    of_2027 = public_holidays(date(2027, 1, 1), date(2027, 12, 31))
    assert {date(2027, 2, day) for day in range(4, 11)} <= set(of_2027), "Tết Đinh Mùi"
    for day in (date(2027, 4, 16), date(2027, 4, 30), date(2027, 5, 3), date(2027, 9, 2), date(2027, 9, 3)):
        assert is_holiday(day)
    assert of_2027[date(2027, 2, 6)] == "Tết Nguyên Đán"


def test_a_week_begun_on_wednesday_goes_on_after_the_weekend() -> None:
    assert _new(FIVE_DAYS, date(2026, 6, 3)) == [
        "Wed 03/06",
        "Thu 04/06",
        "Fri 05/06",
        "Mon 08/06",
        "Tue 09/06",
    ]
    assert _reasons(FIVE_DAYS, date(2026, 6, 3)) == ["", "", "", "weekend", ""]


def test_tet_of_2027_is_jumped_over() -> None:
    assert _new(FIVE_DAYS, date(2027, 2, 1)) == [
        "Mon 01/02",
        "Tue 02/02",
        "Wed 03/02",
        "Thu 11/02",
        "Fri 12/02",
    ]
    assert _reasons(FIVE_DAYS, date(2027, 2, 1))[3] == "29 Tết – Mùng năm Tết Nguyên Đán"


def test_the_end_of_april_2026_is_jumped_over() -> None:
    assert _new(FIVE_DAYS, date(2026, 4, 27)) == [
        "Tue 28/04",
        "Wed 29/04",
        "Mon 04/05",
        "Tue 05/05",
        "Wed 06/05",
    ]
    reasons = _reasons(FIVE_DAYS, date(2026, 4, 27))
    assert reasons[0] == "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)"
    assert reasons[2] == "Ngày Chiến thắng – Ngày Quốc tế Lao động"


def test_a_weekly_class_keeps_its_weekday_after_a_holiday() -> None:
    assert _new(TUESDAYS, date(2027, 1, 26)) == ["Tue 26/01", "Tue 02/02", "Thu 11/02", "Tue 16/02"]
    assert _new(SATURDAYS, date(2027, 1, 30)) == ["Sat 30/01", "Sat 13/02", "Sat 20/02", "Sat 27/02"]


def test_a_class_without_saturdays_gets_none_and_one_with_them_keeps_them() -> None:
    assert _new([date(2025, 3, 3)], date(2026, 6, 6)) == ["Mon 08/06"]
    friday_to_sunday = [date(2025, 3, day) for day in (7, 8, 9)]
    assert _new(friday_to_sunday, date(2026, 6, 5)) == ["Fri 05/06", "Sat 06/06", "Sun 07/06"]
    monday_to_saturday = [date(2025, 3, day) for day in range(3, 9)]
    assert _new(monday_to_saturday, date(2026, 6, 5))[:3] == ["Fri 05/06", "Sat 06/06", "Mon 08/06"]


def test_a_weekend_class_begun_on_another_day_keeps_its_rhythm() -> None:
    assert _new(SATURDAYS, date(2026, 6, 2)) == ["Tue 02/06", "Tue 09/06", "Tue 16/06", "Tue 23/06"]


def test_a_holiday_that_the_source_jumped_over_leaves_no_hole() -> None:
    assert _new([date(2026, 4, 28), date(2026, 4, 29), date(2026, 5, 4)], date(2026, 6, 2)) == [
        "Tue 02/06",
        "Wed 03/06",
        "Thu 04/06",
    ]


def test_further_days_off_can_be_given() -> None:
    """2/1/2026 was swapped for a Saturday; the library does not know it."""
    days = [date(2025, 3, 3), date(2025, 3, 4)]
    assert _new(days, date(2025, 12, 31)) == ["Wed 31/12", "Fri 02/01"]
    assert _new(days, date(2025, 12, 31), days_off=[date(2026, 1, 2)]) == ["Wed 31/12", "Mon 05/01"]


def test_without_jumping_all_days_move_alike() -> None:
    assert _new(FIVE_DAYS, date(2027, 2, 5), jump_holidays=False) == [
        "Fri 05/02",
        "Sat 06/02",
        "Sun 07/02",
        "Mon 08/02",
        "Tue 09/02",
    ]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        (date(2026, 6, 3), date(2026, 6, 3), date(2026, 6, 3)),
        (date(2026, 5, 2), date(2026, 4, 29), date(2026, 5, 4)),
    ],
)
def test_the_nearest_working_day(day: date, before: date, after: date) -> None:
    assert working_day(day, before=True) == before
    assert working_day(day, before=False) == after


ANY_DAY = st.dates(date(2012, 1, 1), date(2040, 12, 31))
ANY_CLASS = st.builds(
    lambda first, gaps: [first + timedelta(days=sum(gaps[:number])) for number in range(len(gaps) + 1)],
    ANY_DAY,
    st.lists(st.integers(1, 20), max_size=12),
)


@given(days=ANY_CLASS, start=ANY_DAY, off=st.frozensets(ANY_DAY, max_size=3))
def test_moved_days_are_free_and_keep_order_and_number(days: list[date], start: date, off: frozenset[date]) -> None:
    moves = shift(days, start, days_off=off)
    new = [move.new for move in moves]
    assert [move.old for move in moves] == days
    assert new == sorted(set(new))
    assert new[0] >= start
    assert not any(is_holiday(day) or day in off for day in new)


@given(days=ANY_CLASS, start=ANY_DAY)
def test_no_weekend_comes_in(days: list[date], start: date) -> None:
    new = [move.new for move in shift(days, start)]
    if not any(day.weekday() >= 5 for day in days):
        assert not any(day.weekday() >= 5 for day in new)


@given(days=ANY_CLASS, weeks=st.integers(1, 300))
def test_moved_by_whole_weeks_a_class_clear_of_holidays_keeps_its_pattern(days: list[date], weeks: int) -> None:
    by = timedelta(weeks=weeks)
    span = [days[0] + timedelta(days=number) for number in range((days[-1] - days[0]).days + 1)]
    if any(is_holiday(day) or is_holiday(day + by) for day in span):
        return
    assert [move.new for move in shift(days, days[0] + by)] == [day + by for day in days]
