"""Messages whose lines tell of a person each, in words that stand in no columns: sorted out word by word.

"- Trần Thị Bình (1985), văn thư Sở Y tế, ĐT 0912 345 679" becomes a row under headings of our own.
"""

import re
from collections.abc import Sequence

from khuevan.readers.grids import Cell, Grid
from khuevan.readers.roster.agencies import agency_of
from khuevan.readers.roster.asides import section_title
from khuevan.readers.roster.evidence import is_name, looks_of
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.work import is_body, is_position, split_work
from khuevan.readers.roster.work_words import FIELD_OF_WORK
from khuevan.vietnamese.cleaning import clean

_HEADINGS = (
    "STT",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Chức vụ",
    "Đơn vị",
    "Điện thoại",
    "Email",
    "Số CCCD",
    "Ghi chú",
)
_ORDER, _NAME, _BIRTH, _GENDER, _POSITION, _AGENCY, _PHONE, _EMAIL, _CITIZEN, _NOTE = range(len(_HEADINGS))
_TOLD_BY_LOOK = ((Role.EMAIL, _EMAIL), (Role.CITIZEN_ID, _CITIZEN), (Role.PHONE, _PHONE), (Role.GENDER, _GENDER))
# Who wrote when, as chat programs copy it.
_SAID = re.compile(r"^\s*\[[^\]]{4,40}\][^:]{0,60}:")
_CUT = re.compile(r"\s*[,;|\n\t]\s*|\s+[-–—/]\s+|\.\s+(?=[^\W\d_]{2})")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,3}\s*[.)/:-]+\s*|[-–+*•]\s*)")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_LABEL = re.compile(
    r"^(?:họ (?:và )?tên|tên|chức vụ|chức danh|đơn vị(?: công tác)?|cơ quan|(?:hiện )?công tác tại|email|e-mail|mail"
    r"|cccd|số cccd|cmnd|ghi chú|giới tính)\s*[:\-]?\s+|^(?:email|mail|cccd|đơn vị|chức vụ)\s*:\s*",
    re.IGNORECASE,
)
_BORN = re.compile(r"^(?:sinh (?:năm|ngày)?|năm sinh|ngày sinh|sn|ns|s/n)\s*[:.]?\s*(?=\d)", re.IGNORECASE)
_BORN_INSIDE = re.compile(
    r"\s*(?:\(\s*(?:sinh(?: năm| ngày)?|sn|ns)?|\bsinh(?: năm| ngày)?(?=\s*[:.]?\s*\d))"
    r"\s*[:.]?\s*((?:\d{1,2}[/.-]){0,2}\d{4})\s*\)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:(?:số )?(?:điện thoại|đt|sđt|đtdđ|dđ|tel|zalo)\s*[:.]?\s*)?(?<!\d)((?:\+84|0)\d(?:[ .-]?\d){7,9})(?!\d)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:e-?mail\s*:?\s*)?([^\s,;:()<>]+@[^\s,;:()<>]+)", re.IGNORECASE)


def sorted_out(text: str) -> Grid | None:
    """The lines of a message as one table, None when none of them tells of a person."""
    rows: list[list[Cell]] = [list(_HEADINGS)]
    for line in text.splitlines():
        plain = clean(_SAID.sub("", line))
        person = _person(plain)
        if person is not None:
            rows.append(person)
        elif agency := agency_of(section_title(plain)):
            rows.append([agency])
    people = [row for row in rows[1:] if len(row) > 1]
    used = [place for place in range(len(_HEADINGS)) if any(row[place] for row in people)]
    narrow = [row if len(row) == 1 else [row[place] for place in used] for row in rows]
    return Grid("", narrow, first_row=0) if people else None


def _person(line: str) -> list[Cell] | None:
    """A numbered line in which no name is understood stays whole in its place, so that it is asked about."""
    found: list[list[str]] = [[] for _heading in _HEADINGS]
    bare = _NUMBERED.sub("", line)
    number = re.findall(r"^\(?(\d{1,3})\s*[.)/:-]", line)
    text = _taken(_BORN_INSIDE, bare, found[_BIRTH])
    text = _taken(_ADDRESS, _taken(_NUMBER, text, found[_PHONE]), found[_EMAIL])
    for word in _words(text):
        _sort(word, found)
    if not found[_NAME]:
        return [number[0], bare, *[None] * (_NOTE - 1)] if number and bare != line and _LETTERS.search(bare) else None
    found[_ORDER] += number
    return [("; " if place == _PHONE else ", ").join(words) or None for place, words in enumerate(found)]


def _taken(pattern: re.Pattern[str], text: str, words: list[str]) -> str:
    words += pattern.findall(text)
    return pattern.sub(", ", text)


def _words(text: str) -> Sequence[str]:
    """The parts between the separators; one that goes on with the name of an agency stays with it."""
    cuts = [match.span() for match in _CUT.finditer(text) if not FIELD_OF_WORK.match(text, match.end())]
    begins, ends = [0, *(end for _begin, end in cuts)], [*(begin for begin, _end in cuts), len(text)]
    return [word for begin, end in zip(begins, ends, strict=True) if (word := text[begin:end].strip(" .,;:()-–"))]


def _sort(word: str, found: list[list[str]]) -> None:
    plain = _LABEL.sub("", word).strip()
    born = _BORN.sub("", plain)
    looks = looks_of([born])
    if not found[_NAME] and is_name(plain):
        found[_NAME].append(plain)
    elif looks[Role.BIRTH].hits and not found[_BIRTH]:
        found[_BIRTH].append(born)
    elif place := next((place for role, place in _TOLD_BY_LOOK if looks[role].hits and not found[place]), None):
        found[place].append(plain)
    elif (is_position(plain) or is_body(plain[:1].upper() + plain[1:])) and not (found[_POSITION] and found[_AGENCY]):
        position, agency = split_work(plain)
        found[_POSITION] += [position] if position else []
        found[_AGENCY] += [agency] if agency else []
    elif found[_NAME]:
        found[_NOTE].append(plain)
