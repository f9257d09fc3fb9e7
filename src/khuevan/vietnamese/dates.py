"""Dates as people write them, and as documents must write them."""

import datetime as dt
import enum
import re
from typing import NamedTuple

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.number_words import number_in_words


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


class DateDoubt(enum.Enum):
    """Why a date that could be read should be looked at."""

    MONTH_FIRST = "month_first"
    LUNAR = "lunar"
    SHORT_YEAR = "short_year"


class ReadDate(NamedTuple):
    """A date and what is doubtful about it."""

    date: PartialDate
    doubts: frozenset[DateDoubt] = frozenset()


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH_WORDS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9,
    "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip

_LUNAR_MONTHS = {"gieng", "chap"}

_TIME = re.compile(
    r"(?:t|,?\s+(?:luc\s+)?)\d{1,2}(?::\d{2}(?::\d{2}(?:[.,]\d+)?)?|h\d{0,2}| gio(?: \d{1,2})?)\s*"
    r"(?:[ap]m|z|[+-]\d{2}:?\d{2})?$"
)
_LEAD = re.compile(
    r"^(?:(?:ngay,? thang,? nam sinh|ngay sinh|nam sinh|sinh|s\.?n\.?|n\.?s\.?)\s*[:.]?\s*)?"
    r"(?:vao\s+)?(?:(?:ngay|nam|mung|mong)\s*[:.]?\s*)*(?=\d)"
)
_LUNAR = re.compile(r"\s*[(,-]?\s*(?:am lich|a\.?l\.?)\s*\)?$")
_SEPARATOR = r"(?:\s*[-/.,_\\|]{1,2}\s*|\s+)"
_SHORT = r"(\d{4}|['’]?\d{2})"
_DAY_FIRST = re.compile(rf"(\d{{1,2}}){_SEPARATOR}(\d{{1,2}}){_SEPARATOR}{_SHORT}", re.ASCII)
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WORDS = "|".join(sorted(_MONTH_WORDS, key=len, reverse=True))
_GAP = r"\s*[,/.-]?\s*"
_FULL_DATES = (
    (_DAY_FIRST, "dmy"),
    (re.compile(rf"(\d{{1,2}}){_GAP}(?:thang|thg|th)\.?\s*(\d{{1,2}}|{_WORDS}){_GAP}(?:nam)?\s*{_SHORT}"), "dmy"),
    (re.compile(rf"(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*,?\s*nam\s*{_SHORT}"), "dmy"),
    (re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})"), "ymd"),
    (re.compile(r"(\d{1,2})(\d{2})((?:19|20)\d{2})"), "dmy"),
    (re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})"), "ymd"),
    (re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]*({_NAMES})\.?[-/., ]*{_SHORT}"), "dmy"),
    (re.compile(rf"({_NAMES})\.?[-/ ]*(\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+(\d{{4}})"), "mdy"),
)  # fmt: skip
_MONTHS_OF_YEARS = (
    re.compile(r"(?:thang|thg|th|t)?\.?\s*(\d{1,2})\s*(?:[-/.]|,?\s*nam)\s*(\d{4})"),
    re.compile(rf"(?:thang|thg)\s*(\d{{1,2}}|{_WORDS})\s*[,/-]?\s*(?:nam)?\s*(\d{{4}})"),
    re.compile(r"[-._x… ]*/[-._x… ]*(\d{1,2})\s*/\s*(\d{4})"),
    re.compile(r"[-._x…]+\s*[-.]\s*(\d{1,2})\s*[-.]\s*(\d{4})"),
    re.compile(rf"({_NAMES})\.?[-/., ]*{_SHORT}"),
)
_YEAR = re.compile(r"[-/._x…\s]*(\d{4})")


def parse_date(text: str, *, latest_year: int | None = None) -> PartialDate | None:
    """The date a text tells, if nothing but a short year makes it doubtful: see ``read_date``.

    >>> parse_date("ngày 5 tháng 2 năm 1982"), parse_date("6/1982"), parse_date("12/25/1980")
    (PartialDate(year=1982, month=2, day=5), PartialDate(year=1982, month=6, day=None), None)
    """
    found = read_date(text, latest_year=latest_year)
    return found.date if found is not None and found.doubts <= _HARMLESS else None


_HARMLESS = frozenset({DateDoubt.SHORT_YEAR})


def read_date(text: str, *, latest_year: int | None = None) -> ReadDate | None:
    """Read d/m/yyyy with any separator, d/m/yy, yyyy-mm-dd, ddmmyyyy, dates in words, English months, m/yyyy, a year.

    A time of day behind the date is passed over.  A year of two digits is the latest one not after ``latest_year`` (by
    default this year).  A day or month written 00 or left out is None.  None when it is no date, or one that does not
    exist (31/02/1980).  Day and month change places only where the other order is impossible, and that is told; of a
    lunar date only its year is given.

    >>> read_date("06/13/1982")
    ReadDate(date=PartialDate(year=1982, month=6, day=13), doubts=frozenset({<DateDoubt.MONTH_FIRST: 'month_first'>}))
    >>> read_date("2/6/1982 (âm lịch)").date
    PartialDate(year=1982, month=None, day=None)
    """
    if match := _DAY_FIRST.fullmatch(text):
        return _checked(match[1], match[2], match[3], latest_year)
    if len(text) == 4 and text.isascii() and text.isdigit():
        return ReadDate(PartialDate(int(text)))
    plain = fold(clean(text)).replace("–", "-").replace("—", "-").strip(" .,;()")
    plain = _LEAD.sub("", _TIME.sub("", plain))
    if (solar := _LUNAR.sub("", plain)) != plain:
        found = _read(solar, latest_year)
        return found and ReadDate(PartialDate(found.date.year), found.doubts | {DateDoubt.LUNAR})
    return _read(plain, latest_year)


def _read(plain: str, latest_year: int | None) -> ReadDate | None:
    for pattern, order in _FULL_DATES:
        if match := pattern.fullmatch(plain):
            day, month, year = (match[order.index(part) + 1] for part in "dmy")
            return _checked(day, month, year, latest_year)
    for pattern in _MONTHS_OF_YEARS:
        if match := pattern.fullmatch(plain):
            return _checked("0", match[1], match[2], latest_year)
    if match := _YEAR.fullmatch(plain):
        return ReadDate(PartialDate(int(match[1])))
    return None


def _checked(day_text: str, month_text: str, year_text: str, latest_year: int | None) -> ReadDate | None:
    doubts: frozenset[DateDoubt] = frozenset()
    year = int(year_text.lstrip("'’"))
    if len(year_text) < 4:
        latest = latest_year if latest_year is not None else dt.datetime.now(tz=dt.UTC).year
        year += latest // 100 * 100
        year -= 100 if year > latest else 0
        doubts |= {DateDoubt.SHORT_YEAR}
    if month_text in _LUNAR_MONTHS:
        return ReadDate(PartialDate(year), doubts | {DateDoubt.LUNAR})
    month, day = _month(month_text), int(day_text)
    if month > 12 and 0 < day <= 12 and len(year_text) == 4:
        month, day = day, month
        doubts |= {DateDoubt.MONTH_FIRST}
    if month > 12 or day > 31:
        return None
    if month == 0 or day == 0:
        return ReadDate(PartialDate(year, month or None), doubts)
    try:
        dt.date(year, month, day)
    except ValueError:
        return None
    return ReadDate(PartialDate(year, month, day), doubts)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.get(text) or _MONTH_WORDS[text]


def document_date(date: dt.date) -> str:
    """``ngày 05 tháng 02 năm 2014``: days below 10 and months 1 and 2 take a zero (Nghị định 30/2020, Phụ lục I).

    >>> document_date(dt.date(2014, 2, 5)), document_date(dt.date(2014, 3, 12))
    ('ngày 05 tháng 02 năm 2014', 'ngày 12 tháng 3 năm 2014')
    """
    return f"ngày {date.day:02d} tháng {document_month(date.month)} năm {date.year}"


def document_month(month: int) -> str:
    """``02`` but ``3``: only January and February can be made into another month with a stroke."""
    return f"{month:02d}" if month <= 2 else str(month)


def numeric_date(date: dt.date) -> str:
    """``05/02/2026``, as on screens and in tables."""
    return f"{date.day:02d}/{date.month:02d}/{date.year:04d}"


def date_in_words(date: dt.date) -> str:
    """A date without figures, for minutes and contracts.

    >>> date_in_words(dt.date(2014, 4, 21))
    'ngày hai mươi mốt tháng tư năm hai nghìn không trăm mười bốn'
    """
    month = "tư" if date.month == 4 else number_in_words(date.month)
    return f"ngày {number_in_words(date.day)} tháng {month} năm {number_in_words(date.year)}"
