"""Spans of days as notices and plans write them, and as documents must write them."""

import datetime as dt
import re
from typing import NamedTuple

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.dates import document_date, document_month, numeric_date
from khuevan.vietnamese.folding import fold


class DateRange(NamedTuple):
    """The first and the last day; the same for one day."""

    first: dt.date
    last: dt.date


_LEAD = re.compile(r"^(?:thoi gian\s*:?\s*)?(?:(?:trong\s+)?\d{1,2}\s+ngay\s*[,(:]?\s*)?(?:bat dau\s+)?(?:tu\s+)?")
_DAY_WORD = re.compile(r"\b(?:ngay|mung|mong)\b\s*")
_MONTH_WORD = re.compile(r"\s*,?\s*\bthang\b\s*")
_YEAR_WORD = re.compile(r"\s*,?\s*\bnam\b\s*")
_LAST = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$", re.ASCII)
_FIRST = re.compile(r"(\d{1,2})(?:\s*[/.]\s*(\d{1,2})(?:\s*[/.]\s*(\d{4}))?)?", re.ASCII)
_FIRST_FULL = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
_UNTIL = re.compile(r"\s*(?:den het|den|toi|->|→|-)\s*$")
_LISTED = re.compile(r"(?:\d{1,2}\s*(?:,|va|&)\s*)+", re.ASCII)


def parse_date_range(text: str) -> DateRange | None:
    """Read "20-24/5/2014", "từ ngày 20 đến ngày 24/5/2014", "20, 21 và 22/5/2014", one day, and the like.

    The month and the year of the first day are those of the last unless they are written, or the year would run
    backwards.  None when the last day has no year, a day does not exist, days of a list do not follow one another, or
    the last comes before the first.

    >>> parse_date_range("từ ngày 28/12 đến ngày 03/01/2015")
    DateRange(first=datetime.date(2014, 12, 28), last=datetime.date(2015, 1, 3))
    >>> parse_date_range("02 ngày 20 và 21 tháng 5 năm 2014") == parse_date_range("20-21/5/2014")
    True
    """
    plain = _plain(text)
    last_match = _LAST.search(plain)
    if last_match is None:
        return None
    last = _date(*map(int, last_match.groups()))
    if last is None:
        return None
    before = plain[: last_match.start()].rstrip()
    first = last if before == "" else _first_day(before, last)
    return DateRange(first, last) if first is not None and first <= last else None


def _plain(text: str) -> str:
    plain = re.sub(r"[–—−]", "-", fold(clean(text))).strip(" .;()")
    plain = _LEAD.sub("", plain, count=1)
    return _YEAR_WORD.sub("/", _MONTH_WORD.sub("/", _DAY_WORD.sub("", plain))).strip()


def _first_day(before: str, last: dt.date) -> dt.date | None:
    if _LISTED.fullmatch(before):
        days = [*map(int, re.findall(r"\d+", before)), last.day]
        return _date(days[0], last.month, last.year) if days == list(range(days[0], last.day + 1)) else None
    shorter = _UNTIL.sub("", before)
    if shorter == before:
        return None
    if match := _FIRST_FULL.fullmatch(shorter):
        return _date(*map(int, match.groups()))
    match = _FIRST.fullmatch(shorter)
    if match is None:
        return None
    month = int(match[2]) if match[2] else last.month
    year = int(match[3]) if match[3] else last.year - (month > last.month)
    return _date(int(match[1]), month, year)


def _date(day: int, month: int, year: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def document_range(first: dt.date, last: dt.date) -> str:
    """A span as documents write it, with no more months and years than are needed.

    >>> document_range(dt.date(2014, 6, 2), dt.date(2014, 6, 6))
    'từ ngày 02 đến ngày 06 tháng 6 năm 2014'
    >>> document_range(dt.date(2014, 4, 28), dt.date(2014, 5, 3))
    'từ ngày 28 tháng 4 đến ngày 03 tháng 5 năm 2014'
    """
    if first == last:
        return document_date(first)
    beginning = f"ngày {first.day:02d}"
    if first.year != last.year:
        beginning = document_date(first)
    elif first.month != last.month:
        beginning += f" tháng {document_month(first.month)}"
    return f"từ {beginning} đến {document_date(last)}"


def numeric_range(first: dt.date, last: dt.date) -> str:
    """``20-24/5/2014``, as headings and tables write it; whole dates when the year changes.

    >>> numeric_range(dt.date(2014, 5, 20), dt.date(2014, 5, 24))
    '20-24/05/2014'
    >>> numeric_range(dt.date(2014, 4, 28), dt.date(2014, 5, 3))
    '28/04-03/05/2014'
    """
    if first == last:
        return numeric_date(first)
    if first.year != last.year:
        return f"{numeric_date(first)}-{numeric_date(last)}"
    beginning = f"{first.day:02d}" if first.month == last.month else f"{first.day:02d}/{first.month:02d}"
    return f"{beginning}-{numeric_date(last)}"
