"""From the cell of a list to the value of a field, with a sentence about whatever could not be kept as it stood."""

import datetime as dt
import functools
import re

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Cell
from khuevan.readers.roster.model import Level, Problem
from khuevan.vietnamese.cleaning import clean, clean_lines
from khuevan.vietnamese.dates import PartialDate, numeric_date, parse_date
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import is_all_capitals, proper_case
from khuevan.vietnamese.phones import PhoneChange, normalise_phone, split_phones

type Reading = tuple[str | None, list[Problem]]

# Day 0 of Excel's calendar as it counts every day after February 1900.
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_OLDEST_BIRTH = 1900
# Below this age a learner of in-service training is rather a slip of the pen; also where two-digit years turn over.
_YOUNGEST_AGE = 14
_LONGEST_SHOWN = 60

_BLANK = re.compile(r"[-–—.…_/\\*\s]*|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+'-]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}")
_HONORIFIC = re.compile(r"^(?:(ông|bà)|đồng chí|đ/c|đ\.c|đc)\b[.:]?\s+(?=\S)", re.IGNORECASE)
_GENDERS = {
    "nam": "Nam", "male": "Nam", "m": "Nam", "trai": "Nam", "ong": "Nam",
    "nu": "Nữ", "female": "Nữ", "f": "Nữ", "gai": "Nữ", "ba": "Nữ",
}  # fmt: skip


@functools.lru_cache(maxsize=4096)
def _tidy_text(text: str) -> str | None:
    text = clean_lines(text)
    return None if _BLANK.fullmatch(text) else text


def tidy(value: Cell) -> Cell:
    """A cell with clean text that keeps its line breaks; None for an empty cell and for marks that mean "nothing"."""
    return _tidy_text(value) if isinstance(value, str) else value


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


def read_name(text: str) -> tuple[str | None, str | None, list[Problem]]:
    """The name, the gender that a form of address tells, and problems.

    The form of address goes (it is kept apart from a name); capitals are only proposed otherwise, and that is said.
    """
    gender = None
    problems = []
    match = _HONORIFIC.match(text)
    if match and len(text) > match.end():
        gender = _GENDERS[fold(match[1])] if match[1] else None
        text = text[match.end() :]
        sentence = _("The form of address before the name was left out.")
        problems.append(Problem("full_name", sentence, level=Level.NOTICE))
    if not any(char.isalpha() for char in text) or any(char.isdigit() for char in text):
        params: dict[str, object] = {"value": shown(text)}
        return None, gender, [*problems, Problem("full_name", _("“%(value)s” is not a name."), params)]
    if is_all_capitals(text):
        name = proper_case(text)
        sentence = _("The name was typed in capitals (%(value)s); “%(name)s” is proposed, please check it.")
        problems.append(Problem("full_name", sentence, {"value": text, "name": name}, Level.NOTICE))
        return name, gender, problems
    return text, gender, problems


def read_birth(value: Cell, today: dt.date) -> Reading:
    """A date or a year, from text, from a stored date, from an Excel day number or from a plain year."""
    text = text_value(value)
    if not text:
        return None, []
    found = _birth_date(value, text, today)
    params: dict[str, object] = {"value": shown(text)}
    if found is None or found.year < _OLDEST_BIRTH:
        return None, [Problem("birth", _("“%(value)s” is not a date that exists; write day/month/year."), params)]
    if (found.year, found.month or 1, found.day or 1) > (today.year, today.month, today.day):
        return None, [Problem("birth", _("The date of birth %(value)s lies in the future."), params)]
    problems = []
    if found.month is not None and found.day is None:
        params["year"] = found.year
        sentence = _("Of “%(value)s” only the year %(year)s was taken; the day is missing.")
        problems.append(Problem("birth", sentence, params, Level.NOTICE))
    if found.year > today.year - _YOUNGEST_AGE:
        sentence = _("Born %(value)s: younger than a learner can be, please check it.")
        problems.append(Problem("birth", sentence, params, Level.NOTICE))
    return found.isoformat(), problems


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
    return parse_date(text, latest_year=today.year - _YOUNGEST_AGE)


def _is_year(number: float, today: dt.date) -> bool:
    return float(number).is_integer() and _OLDEST_BIRTH < number <= today.year


def read_gender(text: str) -> Reading:
    if not text:
        return None, []
    gender = _GENDERS.get(re.sub(r"\W+", "", fold(text)))
    if gender is None:
        return None, [Problem("gender", _("“%(value)s” is neither Nam nor Nữ."), {"value": shown(text)})]
    return gender, []


def read_phone(value: Cell) -> Reading:
    """The first number of the cell; what was restored or renewed, and further numbers, are said."""
    text = text_value(value, lines=True)
    if not text:
        return None, []
    numbers = [text]
    phone = normalise_phone(text)
    if phone is None:
        numbers = split_phones(text)
        phone = next((found for part in numbers if (found := normalise_phone(part)) is not None), None)
    if phone is None:
        sentence = _("“%(value)s” is not a telephone number.")
        return None, [Problem("phone", sentence, {"value": shown(clean(text))})]
    params: dict[str, object] = {"value": shown(clean(text)), "phone": phone.number}
    problems = []
    if PhoneChange.PREFIX_RENEWED in phone.changes:
        problems.append(_("The old number %(value)s was turned into %(phone)s."))
    elif PhoneChange.ZERO_RESTORED in phone.changes:
        problems.append(_("The lost leading zero of %(phone)s was restored."))
    if len(numbers) > 1:
        problems.append(_("Of “%(value)s” only %(phone)s was taken."))
    return phone.number, [Problem("phone", sentence, params, Level.NOTICE) for sentence in problems]


def read_email(text: str) -> Reading:
    if not text:
        return None, []
    address = re.sub(r"^mailto:|\s+", "", text, flags=re.IGNORECASE).strip("<>;,.")
    if _EMAIL.fullmatch(address) and ".." not in address and len(address) <= 254:
        return address, []
    first = next((part for part in re.split(r"[\s;,/]+", text) if _EMAIL.fullmatch(part)), None)
    params: dict[str, object] = {"value": shown(text), "email": first}
    if first is not None:
        return first, [Problem("email", _("Of “%(value)s” only %(email)s was taken."), params, Level.NOTICE)]
    return None, [Problem("email", _("“%(value)s” is not an e-mail address."), params)]


def read_citizen_id(value: Cell) -> Reading:
    """Twelve digits (or the nine of the old card), zeros lost in a number cell restored.

    The sentences do not repeat the number: they end up on screens that more people see.
    """
    text = text_value(value)
    if not text:
        return None, []
    digits = re.sub(r"[\s.'-]", "", text)
    if digits.isascii() and digits.isdigit():
        if len(digits) in {9, 12}:
            return digits, []
        if len(digits) in {10, 11} and not digits.startswith("0"):
            sentence = _("The lost leading zeros of the citizen ID were restored, please check it.")
            return digits.zfill(12), [Problem("citizen_id", sentence, level=Level.NOTICE)]
        if len(digits) == 8 and isinstance(value, int | float):
            sentence = _("The lost leading zeros of the citizen ID were restored, please check it.")
            return digits.zfill(9), [Problem("citizen_id", sentence, level=Level.NOTICE)]
    return None, [Problem("citizen_id", _("A citizen ID has 12 digits (9 on the old card)."))]
