"""What the cells of a column look like, whatever its heading says."""

import datetime as dt
import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Cell
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.sentences import Sentence, Text
from khuevan.readers.roster.work import is_body, is_position, split_work
from khuevan.vietnamese.cleaning import clean, clean_lines
from khuevan.vietnamese.dates import parse_date
from khuevan.vietnamese.family_names import is_family_name
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.phones import normalise_phone, split_phones
from khuevan.vietnamese.titles import split_titles

# A share of the filled cells that settles what a column without a telling heading holds.
_ENOUGH = 0.7
# A share that stands against what the heading says, and the least cells it must be seen in.
_OVERWHELMING = 0.9
_LEAST_AGAINST = 3
_OLDEST_YEAR, _LATEST_YEAR = 1930, 2015
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_CITIZEN = re.compile(r"0\d{11}|[1-9]\d{10}|\d{9}")
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?")
# Words that begin names of peoples without family names.
_BEGINNINGS = {"thị", "ka", "k", "h", "rah", "rơ", "kpuih", "puih", "rmah", "lơ", "cil", "liêng", "păng", "hà"}
# "Đoàn" and "Thị" begin names of people and of bodies; the last word tells.
_BOTH_NAME_AND_BODY = {"đoàn", "thị", "bàn"}
_ENDS_OF_BODIES = {"niên", "xã", "tỉnh", "thể", "ủy", "uỷ", "viên", "huyện", "phố"}
_GENDERS = {"nam", "nu", "nư", "male", "female"}
MARKS = frozenset("xX✓✔☑☒√vV+*×✗●•1")


@dataclass(frozen=True, slots=True)
class Look:
    """``hits`` of ``total`` filled cells look as cells of a role do."""

    role: Role
    hits: int
    total: int

    @property
    def share(self) -> float:
        return self.hits / self.total if self.total else 0.0

    @property
    def why(self) -> Sentence:
        return Sentence(
            _("%(hits)s of %(total)s cells look like %(what)s"),
            {"hits": self.hits, "total": self.total, "what": WHAT[self.role]},
        )


WHAT: dict[Role, Text] = {
    Role.ORDER: _("running numbers"),
    Role.NAME: _("names of people"),
    Role.BIRTH: _("dates or years of birth"),
    Role.GENDER: _("genders"),
    Role.POSITION: _("positions"),
    Role.ORGANIZATION: _("names of agencies"),
    Role.POSITION_ORGANIZATION: _("a position with an agency"),
    Role.PHONE: _("telephone numbers"),
    Role.EMAIL: _("e-mail addresses"),
    Role.CITIZEN_ID: _("citizen IDs"),
}


def looks_of(cells: Sequence[Cell]) -> dict[Role, Look]:
    """How many of the filled cells look like each of the roles that can be told by content."""
    filled = [cell for cell in cells if cell is not None and cell != "" and str(cell).strip(" -–.") != ""]
    return {role: Look(role, sum(map(test, filled)), len(filled)) for role, test in _TESTS.items()}


def best_look(looks: dict[Role, Look]) -> Look | None:
    """What most cells look like, None when nothing stands out."""
    found = max(looks.values(), key=lambda look: look.share)
    return found if found.hits and found.share >= _ENOUGH else None


def contradicts(looks: dict[Role, Look], told: Role) -> Look | None:
    """The other thing that nearly all cells look like when hardly any looks like what the heading told."""
    own = looks.get(told)
    best = max(looks.values(), key=lambda look: look.share)
    if own is None or best.role is told or best.total < _LEAST_AGAINST:
        return None
    return best if best.share >= _OVERWHELMING and own.share <= 1 - _OVERWHELMING else None


@functools.lru_cache(maxsize=16_384)
def is_name(text: str) -> bool:
    """Whether a text looks like the full name of a Vietnamese person."""
    plain = split_titles(text).name
    words = plain.split(" ")
    if not 2 <= len(words) <= 7 or not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    if any(word[0].islower() for word in words) and not plain.islower():
        return False
    if is_body(plain) and (words[0].lower() not in _BOTH_NAME_AND_BODY or words[-1].lower() in _ENDS_OF_BODIES):
        return False
    return is_family_name(words[0]) or words[0].lower() in _BEGINNINGS


def is_mark(text: str) -> bool:
    """Whether a cell is a cross or a tick and nothing else."""
    return len(text) <= 3 and bool(text) and set(text.strip("()[] ")) <= MARKS and text.strip("()[] ") != ""


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return clean_lines(cell)
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _is_order(cell: Cell) -> bool:
    return bool(re.fullmatch(r"\d{1,4}[.)]?", _as_text(cell)))


def _is_birth(cell: Cell) -> bool:
    if isinstance(cell, dt.date):
        return True
    if isinstance(cell, int | float):
        return float(cell).is_integer() and (_OLDEST_YEAR <= cell <= _LATEST_YEAR or 10_000 < cell < 42_000)
    found = parse_date(clean(cell or "")) if cell else None
    return found is not None and _OLDEST_YEAR <= found.year <= _LATEST_YEAR


def _is_gender(cell: Cell) -> bool:
    return fold(_as_text(cell)) in _GENDERS


def _is_phone(cell: Cell) -> bool:
    text = _as_text(cell)
    if sum(char.isdigit() for char in text) < 8 or _is_birth(cell):
        return False
    return any(normalise_phone(part) is not None for part in split_phones(text))


def _is_email(cell: Cell) -> bool:
    return bool(_ADDRESS.search(_as_text(cell)))


def _is_citizen(cell: Cell) -> bool:
    return bool(_CITIZEN.fullmatch(re.sub(r"[\s.']", "", _as_text(cell)))) and not _is_mobile(cell)


def _is_mobile(cell: Cell) -> bool:
    """Nine digits that begin like a mobile number are rather one that lost its zero than a card of the old kind."""
    text = re.sub(r"[\s.']", "", _as_text(cell))
    return len(text) == 9 and text[0] in "35789"


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and is_name(cell)


def _is_position(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    text = clean_lines(cell)
    return is_position(text) and split_work(text)[1] is None


def _is_organization(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    text = clean_lines(cell)
    return is_body(text) and split_work(text)[0] is None and not is_name(text)


def _is_work(cell: Cell) -> bool:
    return isinstance(cell, str) and None not in split_work(clean_lines(cell)) and not is_name(cell)


_TESTS: dict[Role, Callable[[Cell], bool]] = {
    Role.EMAIL: _is_email,
    Role.BIRTH: _is_birth,
    Role.CITIZEN_ID: _is_citizen,
    Role.PHONE: _is_phone,
    Role.GENDER: _is_gender,
    Role.NAME: _is_name,
    Role.POSITION_ORGANIZATION: _is_work,
    Role.ORGANIZATION: _is_organization,
    Role.POSITION: _is_position,
    Role.ORDER: _is_order,
}
