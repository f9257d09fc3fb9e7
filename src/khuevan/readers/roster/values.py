"""From the cell of a list to the value of a field, with a sentence about whatever could not be kept as it stood."""

import datetime as dt
import functools
import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Cell
from khuevan.readers.roster.model import Level, Problem
from khuevan.vietnamese.cleaning import clean, clean_lines
from khuevan.vietnamese.dates import PartialDate, numeric_date, parse_date
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import is_all_capitals, proper_case
from khuevan.vietnamese.titles import split_titles

type Reading = tuple[str | None, tuple[Problem, ...]]


class NameReading(NamedTuple):
    """A name without what stood around it; ``note`` is a remark that stood behind it in brackets."""

    name: str | None
    honorific: str | None = None
    rank: str | None = None
    gender: str | None = None
    note: str | None = None
    problems: tuple[Problem, ...] = ()


# Day 0 of Excel's calendar as it counts every day after February 1900.
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_OLDEST_BIRTH = 1900
# Below this age a learner of in-service training is rather a slip of the pen; also where two-digit years turn over.
_YOUNGEST_AGE = 14
_OLDEST_AGE = 80
_LONGEST_SHOWN = 60

_BLANK = re.compile(r"[-–—.…_/\\*\s]*|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_NUMBERED = re.compile(r"^\(?\d{1,4}\s*[.)/\-]\s*(?=[^\W\d_])")
_FOOTNOTE = re.compile(r"(?<=\w)\s*(?:[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+|[(\[](?:\d{1,2}|\*+)[)\]])+$")
_REMARK = re.compile(r"\s*\(([^()]*[^\W\d_]{2,} [^()]*[^\W\d_]{2,}[^()]*)\)$")
_GENDERS = {
    "nam": "Nam", "male": "Nam", "m": "Nam", "trai": "Nam", "ong": "Nam",
    "nu": "Nữ", "female": "Nữ", "f": "Nữ", "gai": "Nữ", "ba": "Nữ",
}  # fmt: skip


@functools.lru_cache(maxsize=32_768)
def _tidy_text(text: str) -> str | None:
    text = clean_lines(text) if "\n" in text or "\r" in text else clean(text)
    return None if _BLANK.fullmatch(text) else text


def tidy_text(text: str) -> str | None:
    """A text that is clean and keeps its line breaks; None for marks that mean "nothing".

    Plain numbers, dates and addresses need no close look.
    """
    if text.isascii() and text[:1].isalnum() and text.isprintable() and text[-1] != " " and "  " not in text:
        return text
    return _tidy_text(text)


def tidy(value: Cell) -> Cell:
    """A cell with tidy text; None for an empty cell and for marks that mean "nothing"."""
    return tidy_text(value) if isinstance(value, str) else value


def text_value(value: Cell, *, lines: bool = False) -> str:
    """A tidy cell as text: whole numbers without a decimal point, dates as on screen, nothing as an empty text."""
    if isinstance(value, str):
        return value if lines or "\n" not in value else value.replace("\n", " ")
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return numeric_date(value)
    return str(int(value)) if isinstance(value, int) or value.is_integer() else str(value)


def shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


@functools.lru_cache(maxsize=65_536)
def read_name(text: str) -> NameReading:
    """The name as it was entered, what stood around it kept apart; capitals are only proposed otherwise.

    Whatever was taken off or changed is said.
    """
    problems: list[Problem] = []
    plain, note = _without_marks(text, problems)
    titled = split_titles(plain)
    if titled.honorific or titled.rank:
        params: dict[str, object] = {"value": shown(text), "name": titled.name}
        problems.append(Problem("full_name", _TITLES_OFF, params, Level.NOTICE))
    name: str | None = titled.name
    if not any(char.isalpha() for char in titled.name) or any(char.isdigit() or char in "=@" for char in titled.name):
        name = None
        problems.append(Problem("full_name", _("“%(value)s” is not a name."), {"value": shown(text)}))
    elif is_all_capitals(titled.name):
        name = proper_case(titled.name)
        problems.append(Problem("full_name", _CAPITALS, {"value": titled.name, "name": name}, Level.NOTICE))
    elif titled.name.islower() and " " in titled.name:
        name = proper_case(titled.name.upper())
        problems.append(Problem("full_name", _SMALL, {"value": titled.name, "name": name}, Level.NOTICE))
    return NameReading(name, titled.honorific, titled.rank, titled.gender, note, tuple(problems))


_TITLES_OFF = _("Of “%(value)s” the name is %(name)s; the form of address or rank is kept apart.")
_CAPITALS = _("The name was typed in capitals (%(value)s); “%(name)s” is proposed, please check it.")
_SMALL = _("The name was typed in small letters (%(value)s); “%(name)s” is proposed, please check it.")


def _without_marks(text: str, problems: list[Problem]) -> tuple[str, str | None]:
    """Running numbers before a name, marks of footnotes and remarks behind it go, and that is said."""
    plain = _NUMBERED.sub("", text)
    plain = _FOOTNOTE.sub("", plain)
    if plain != text:
        params: dict[str, object] = {"value": shown(text), "name": plain}
        problems.append(Problem("full_name", _("Of “%(value)s” the name is %(name)s."), params, Level.NOTICE))
    remark = _REMARK.search(plain)
    if remark is None or not remark.start():
        return plain, None
    params = {"value": remark[1]}
    problems.append(
        Problem("full_name", _("“%(value)s” behind the name was put with the notes."), params, Level.NOTICE)
    )
    return plain[: remark.start()].strip(), remark[1]


@functools.lru_cache(maxsize=16_384)
def read_birth(value: Cell, today: dt.date) -> Reading:
    """A date or a year, from text, from a stored date, from an Excel day number or from a plain year."""
    text = text_value(value)
    if not text:
        return None, ()
    found = _birth_date(value, text, today)
    params: dict[str, object] = {"value": shown(text)}
    if found is None or found.year < _OLDEST_BIRTH:
        sentence = _MONTH_FIRST if _AMERICAN.fullmatch(text.strip()) else _NO_DATE
        return None, (Problem("birth", sentence, params),)
    if (found.year, found.month or 1, found.day or 1) > (today.year, today.month, today.day):
        return None, (Problem("birth", _("The date of birth %(value)s lies in the future."), params),)
    problems = []
    if found.month is not None and found.day is None:
        sentence = _("Of “%(value)s” only the year %(year)s was taken; the day is missing.")
        problems.append(Problem("birth", sentence, {**params, "year": found.year}, Level.NOTICE))
    if found.year > today.year - _YOUNGEST_AGE:
        sentence = _("Born %(value)s: younger than a learner can be, please check it.")
        problems.append(Problem("birth", sentence, params, Level.NOTICE))
    if found.year < today.year - _OLDEST_AGE:
        sentence = _("Born %(value)s: older than a learner is likely to be, please check it.")
        problems.append(Problem("birth", sentence, params, Level.NOTICE))
    return found.isoformat(), tuple(problems)


_NO_DATE = _("“%(value)s” is not a date that exists; write day/month/year.")
_MONTH_FIRST = _("“%(value)s” has no such month; perhaps the month was written before the day. Write day/month/year.")
# A date with a day where the month belongs.
_AMERICAN = re.compile(r"(?:0?[1-9]|1[0-2])[-/.](?:1[3-9]|2\d|3[01])[-/.](?:\d{4}|\d{2})")


def _birth_date(value: Cell, text: str, today: dt.date) -> PartialDate | None:
    if isinstance(value, dt.date):
        # A year typed into a cell formatted as a date: 1982 became 04/06/1905, day number 1982.
        number = (value - _EXCEL_DAY_ZERO).days
        return PartialDate(number) if _is_year(number, today) else PartialDate(value.year, value.month, value.day)
    if isinstance(value, int | float) and not _is_year(value, today):
        if 3_000 < value < 80_000:
            day = _EXCEL_DAY_ZERO + dt.timedelta(days=int(value))
            return PartialDate(day.year, day.month, day.day)
        if value < 3_000:
            return None
    latest = today.year - _YOUNGEST_AGE
    text = text.replace("?", "x").strip("'’‘` ")
    found = parse_date(text, latest_year=latest)
    if found is None and (behind := _BEHIND_A_DATE.fullmatch(text)):
        found = parse_date(behind[1], latest_year=latest)
    if found is None and re.fullmatch(r"\d{5}", text) and 10_000 < int(text) < 42_000:
        day = _EXCEL_DAY_ZERO + dt.timedelta(days=int(text))
        return PartialDate(day.year, day.month, day.day)
    return found


# "02/06/1982, Bình Phước" and "1982 (Nữ)".
_BEHIND_A_DATE = re.compile(r"((?:\d{1,2}[-/.]\d{1,2}[-/.])?\d{4})\s*[,;(\n–-]\s*[^\W\d_][^\d]*")


def _is_year(number: float, today: dt.date) -> bool:
    return float(number).is_integer() and _OLDEST_BIRTH < number <= today.year


@functools.lru_cache(maxsize=1024)
def read_gender(text: str) -> Reading:
    """Also one gender in two languages ("Nữ/Female")."""
    if not text:
        return None, ()
    folded = fold(text)
    found = {_GENDERS.get(word) for word in re.findall(r"\w+", folded)}
    gender = _GENDERS.get(re.sub(r"\W+", "", folded)) or (found.pop() if len(found) == 1 else None)
    if gender is None:
        return None, (Problem("gender", _("“%(value)s” is neither Nam nor Nữ."), {"value": shown(text)}),)
    return gender, ()
