"""Dates as people write them, and as documents must write them."""

import datetime as dt
import re
from typing import NamedTuple

from khuevan.vietnamese.folding import fold


class PartialDate(NamedTuple):
    """A date of which perhaps only the year, or month and year, are known."""

    year: int
    month: int | None = None
    day: int | None = None

    def isoformat(self) -> str:
        """``1982-06-02``, or ``1982`` when day or month is not known."""
        if self.month is None or self.day is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


_TIME = re.compile(r"(?:t|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$")
_LEAD = re.compile(r"^(?:sinh|sn|ns)?\s*(?:ngay|nam)?\s*[:.]?\s*(?=\d)")
_SEPARATOR = r"\s*[-/.,\s\\]\s*"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}(\d{{4}}|\d{{2}})")
_IN_WORDS = re.compile(r"(\d{1,2})\s*,?\s*thang\s*(\d{1,2})\s*,?\s*nam\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_RUN_TOGETHER = re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})")
_FULL_DATES = ((_DAY_FIRST, "dmy"), (_IN_WORDS, "dmy"), (_YEAR_FIRST, "ymd"), (_RUN_TOGETHER, "dmy"))
_MONTH_YEAR = re.compile(r"(?:thang\s*)?(\d{1,2})\s*(?:[-/.]|,?\s*nam)\s*(\d{4})")
_YEAR = re.compile(r"[-/._x\s]*(\d{4})")


def parse_date(text: str, *, latest_year: int | None = None) -> PartialDate | None:
    """Read d/m/yyyy, d-m-yyyy, d.m.yyyy, d/m/yy, yyyy-mm-dd, ddmmyyyy, "ngày 5 tháng 2 năm 1982", m/yyyy or a year.

    A year of two digits is the latest one not after ``latest_year`` (by default this year).  A day or month written
    00 or left out is None.  None when it is no date, or one that does not exist (31/02/1980).
    """
    match = _DAY_FIRST.fullmatch(text)
    plain = "" if match else _LEAD.sub("", _TIME.sub("", fold(text)))
    for pattern, order in _FULL_DATES:
        if match := match or pattern.fullmatch(plain):
            return _checked(dict(zip(order, match.groups(), strict=True)), latest_year)
    if match := _MONTH_YEAR.fullmatch(plain):
        return _checked({"d": "0", "m": match[1], "y": match[2]}, latest_year)
    if match := _YEAR.fullmatch(plain):
        return PartialDate(int(match[1]))
    return None


def _checked(found: dict[str, str], latest_year: int | None) -> PartialDate | None:
    year = int(found["y"])
    if len(found["y"]) == 2:
        latest = latest_year if latest_year is not None else dt.datetime.now(tz=dt.UTC).year
        year += latest // 100 * 100
        year -= 100 if year > latest else 0
    month, day = int(found["m"]), int(found["d"])
    if month > 12 or day > 31:
        return None
    if month == 0 or day == 0:
        return PartialDate(year, month or None)
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def document_date(date: dt.date) -> str:
    """``ngày 05 tháng 02 năm 2014``: days below 10 and months 1 and 2 take a zero (Nghị định 30/2020, Phụ lục I)."""
    month = f"{date.month:02d}" if date.month <= 2 else str(date.month)
    return f"ngày {date.day:02d} tháng {month} năm {date.year}"


def numeric_date(date: dt.date) -> str:
    """``05/02/2026``, as on screens and in tables."""
    return f"{date.day:02d}/{date.month:02d}/{date.year:04d}"
