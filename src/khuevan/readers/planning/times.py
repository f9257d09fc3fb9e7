"""When a class is to be held, as plans write it: a month, a quarter, half a year, days."""

import datetime as dt
import re

from khuevan.readers.planning.model import PlanTime
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.date_ranges import parse_date_range
from khuevan.vietnamese.folding import fold

_ASIDE = re.compile(r"\([^)]*\)")
_LEAD = re.compile(
    r"^(?:(?:du kien|khoang|trong|vao|thoi gian|dau|giua|cuoi|nua dau|nua cuoi|tuan(?: thu)? \w+|thuc hien|to chuc"
    r"|tu)\b[\s:,]*)+"
)
_YEARS = re.compile(r"(?:\s*[/.-]\s*|\s*,?\s*\bnam\s+)(20\d\d)\b")
_AND = r"\s*(?:-|,|;|\+|&|\bva\b|\bden het\b|\bden\b|\btoi\b)\s*"
_MONTH = r"(?:thang|thg|t)?\.?\s*(?:0?[1-9]|1[0-2])"
_MONTHS = re.compile(rf"{_MONTH}(?:{_AND}{_MONTH})*")
_QUARTER = r"(?:quy|q)?\.?\s*(?:iv|i{1,3}|[1-4])"
_QUARTERS = re.compile(rf"(?:quy|q)\.?\s*(?:iv|i{{1,3}}|[1-4])(?:{_AND}{_QUARTER})*")
_QUARTER_NUMBER = re.compile(r"iv|i{1,3}|[1-4]")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HALVES = (
    (re.compile(r"(?:6|sau) thang dau(?: nam)?"), (1, 6)),
    (re.compile(r"(?:6|sau) thang cuoi(?: nam)?"), (7, 12)),
    (re.compile(r"(?:ca|quanh|trong|suot)?\s*nam|hang thang|hang quy|thuong xuyen"), (1, 12)),
)


def read_time(value: object, year: int) -> PlanTime | None:
    """The time a cell tells, for a plan of ``year``; None when it tells none.

    >>> read_time("Quý II", 2027)
    PlanTime(month_from=4, month_to=6, first_day=None, last_day=None, year=None)
    >>> read_time("5-7/2027", 2027).month_to, read_time("tháng 6", 2027).month_from
    (7, 6)
    >>> read_time("05-07/6", 2027).last_day
    datetime.date(2027, 6, 7)
    """
    if isinstance(value, dt.date):
        return _of_date(value)
    if isinstance(value, int | float):
        month = int(value)
        return PlanTime(month, month) if month == value and 1 <= month <= 12 else None
    if not isinstance(value, str):
        return None
    plain = re.sub(r"[–—−]", "-", fold(clean(_ASIDE.sub(" ", value)))).strip(" .;:")
    months = _of_months(plain)
    return months if months is not None else _of_days(plain, year)


def _of_date(value: dt.date) -> PlanTime:
    """Spreadsheets make the first of the month out of "6/2027": then nobody said a day."""
    day = None if value.day == 1 else value
    return PlanTime(value.month, value.month, day, day, value.year)


def _of_months(plain: str) -> PlanTime | None:
    halves = _YEARS.sub("", plain).strip()
    for pattern, (first, last) in _HALVES:
        if pattern.fullmatch(halves):
            return PlanTime(first, last, year=_year_in(plain))
    bare = _LEAD.sub("", halves).strip()
    if _QUARTERS.fullmatch(bare):
        quarters = [_ROMAN.get(text) or int(text) for text in _QUARTER_NUMBER.findall(re.sub(r"quy|q", "", bare))]
        return _between([3 * quarter - 2 for quarter in quarters], [3 * quarter for quarter in quarters], plain)
    if _MONTHS.fullmatch(bare):
        months = [int(text) for text in re.findall(r"\d+", bare)]
        return _between(months, months, plain)
    return None


def _between(first: list[int], last: list[int], plain: str) -> PlanTime | None:
    """None where the months run backwards: nobody knows what was meant."""
    return PlanTime(first[0], last[-1], year=_year_in(plain)) if first == sorted(first) else None


def _of_days(plain: str, year: int) -> PlanTime | None:
    for text in (plain, f"{plain}/{year}"):
        found = parse_date_range(text)
        if found is not None:
            until = found.last.month if found.last.year == found.first.year else 12
            return PlanTime(found.first.month, until, found.first, found.last, found.first.year)
    return None


def _year_in(plain: str) -> int | None:
    years = _YEARS.findall(plain)
    return int(years[-1]) if years else None
