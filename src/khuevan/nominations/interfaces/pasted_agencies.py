"""Names of agencies copied out of an old letter or a sheet, one a line, perhaps with a number of people."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.vietnamese.cleaning import clean

MOST_LINES = 1_000

_MARK = re.compile(r"^\s*(?:\d{1,4}\s*[.)]|[-–—+•*·])\s*")
_CELLS = re.compile(r"\t+|\s*;\s*")
_UNIT = r"(?:người|đồng chí|đ/c|cán bộ|học viên|đại biểu|chỉ tiêu|suất)"
_COUNT = re.compile(rf"\s*(?:[:;,(–—-]\s*)?\b0*(\d{{1,3}})\s*{_UNIT}\s*\)?\s*[.;,]?\s*$", re.IGNORECASE)
_AFTER_SIGN = re.compile(r"\s*(?::|\s[–—-])\s*0*(\d{1,3})\s*[.;,]?\s*$")
_NUMBER = re.compile(r"0*(\d{1,3})")


@dataclass(frozen=True)
class PastedAgency:
    """One line: the name as written, and the number that stood behind it, None where none did."""

    name: str
    seats: int | None


def pasted_agencies(text: str) -> list[PastedAgency]:
    """Each name once, in the order they came; numbers in front and bullets are left out.

    A number at the end belongs to the name ("Trường THPT số 2") unless a colon, a dash, a tab or a word such as
    "người" parts it from the name.  Raises ``too_many_names``.
    """
    found: dict[str, PastedAgency] = {}
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        sentence = _("These are %(lines)s lines; paste at most %(most)s at a time.")
        raise DomainError("too_many_names", sentence, lines=len(lines), most=MOST_LINES)
    for line in lines:
        one = _read(line)
        if one.name:
            found.setdefault(one.name.lower(), one)
    return list(found.values())


def _read(line: str) -> PastedAgency:
    cells = [clean(cell) for cell in _CELLS.split(line)]
    cells = [cell for cell in cells if cell]
    if len(cells) > 1 and cells[0].rstrip(".").isdecimal():
        cells = cells[1:]  # the column of running numbers
    if not cells:
        return PastedAgency("", None)
    name = _MARK.sub("", cells[0])
    for cell in cells[1:]:
        if number := _NUMBER.fullmatch(cell) or re.fullmatch(rf"0*(\d{{1,3}})\s*{_UNIT}", cell, re.IGNORECASE):
            return PastedAgency(_tidy(name), int(number[1]))
    number = _COUNT.search(name) or _AFTER_SIGN.search(name)
    if number and number.start():
        return PastedAgency(_tidy(name[: number.start()]), int(number[1]))
    return PastedAgency(_tidy(name), None)


def _tidy(name: str) -> str:
    return name.strip(" .,;:–—-")[:250]
