"""Days on which Vietnamese offices work: weekends and public holidays left out.

The holidays are those of the library ``holidays`` (Bộ luật Lao động 2019, Điều 112, with days in lieu).  Each year the
government also swaps working days around them, and the library knows a swap only some time after it was announced.
"""

from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)
WORKDAYS = frozenset(range(5))
"""Monday to Friday, as ``date.weekday`` counts."""


@cache
def holidays_of(year: int) -> dict[date, str]:
    """Public holidays of a year with their Vietnamese names."""
    return dict(holidays.country_holidays("VN", years=year, language="vi").items())


def is_holiday(day: date) -> bool:
    return day in holidays_of(day.year)


def is_working_day(day: date) -> bool:
    return day.weekday() in WORKDAYS and not is_holiday(day)


def after_working_days(day: date, count: int) -> date:
    """The last day of a term of ``count`` working days that begins the day after ``day`` (Bộ luật Dân sự, Điều 147)."""
    while count > 0:
        day += DAY
        count -= is_working_day(day)
    return day
