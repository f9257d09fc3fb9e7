"""Finding the heading of a list: which rows it takes, and what each column is called there."""

import datetime as dt
import re
from dataclasses import dataclass

from khuevan.readers.grids import Cell, Grid, Merge
from khuevan.readers.roster.headings import Role, child_role, heading_words, is_other, role_of
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.dates import numeric_date

# Letterheads and titles above a list take fewer rows than this.
_SEARCHED_ROWS = 100
# Headings of more levels are none.
_LEVELS = 4
# How far below a row that could be a heading a better one is looked for.
_BETTER_WITHIN = 12
# What stands in rows of people and in no heading.
_VALUE = re.compile(r"^\d+[.)]?$|\d{5}|\d[/.-]\d{4}|\w@\w|^(?:19|20)\d\d$")
NAMES = frozenset({Role.NAME, Role.FAMILY, Role.MIDDLE, Role.GIVEN, Role.NAME_POSITION})
_DAYS = frozenset({Role.BIRTH_DAY, Role.BIRTH_MONTH})


@dataclass(frozen=True, slots=True)
class Heading:
    """``row`` is the first of ``height`` heading rows; ``texts`` are the headings as shown, those over several columns
    before those below; ``parents`` are headings that stand over several columns."""

    row: int
    height: int
    texts: dict[int, str]
    roles: dict[int, Role | None]
    parents: dict[int, str]

    @property
    def known(self) -> int:
        return len({role for role in self.roles.values() if role is not None})


def text_of(value: Cell) -> str:
    """A cell as a person sees it, on one line."""
    if isinstance(value, str):
        return clean(value)
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return numeric_date(value)
    return str(int(value)) if isinstance(value, int) or value.is_integer() else str(value)


def find_heading(grid: Grid, start: int = 0) -> Heading | None:
    """The heading at or below ``start``: the first one, unless a much better one follows it closely."""
    best: Heading | None = None
    for number in range(start, min(len(grid.rows), start + _SEARCHED_ROWS)):
        if best is not None and number > best.row + _BETTER_WITHIN:
            break
        found = heading_at(grid, number)
        if found is not None and (best is None or found.known > best.known + 1):
            best = found
    return best


def heading_at(grid: Grid, number: int, *, named: bool = True) -> Heading | None:
    """The heading that begins in a row; None when no heading begins there.

    With ``named`` one of its columns must be that of the names.
    """
    texts = _heading_texts(grid, number)
    if not texts:
        return None
    roles = {column: role_of(text) for column, text in texts.items()}
    if len(roles) < 2 and not any(role in NAMES for role in roles.values()):
        return None
    heading = _with_levels(grid, Heading(number, 1, texts, roles, {}))
    return heading if _is_heading(heading, named=named) else None


def _is_heading(heading: Heading, *, named: bool) -> bool:
    roles = heading.roles
    if not named:
        return heading.known >= 2 and heading.known * 2 >= len(roles)
    if not any(role in NAMES for role in roles.values()):
        return False
    if len(roles) == 1:
        # The only heading of a list that has no other column; a title such as "Học viên" is not enough.
        words = heading_words(next(iter(heading.texts.values())))
        return words.startswith(("ho ten", "ho va ten", "ho va chu"))
    return heading.known >= 2


def _heading_texts(grid: Grid, number: int) -> dict[int, str]:
    """The texts of a row that could be a heading; none where a number or a date stands among them."""
    row = grid.rows[number]
    if any(value is not None and not isinstance(value, str) for value in row):
        return {}
    texts = {column: text for column, value in enumerate(row) if (text := text_of(value))}
    return {} if any(_VALUE.search(text) for text in texts.values()) else texts


def _with_levels(grid: Grid, heading: Heading) -> Heading:
    """Takes in the rows below that part some headings further."""
    nearest = dict(heading.texts)
    merged_to = _last_merged_row(grid, heading)
    while heading.height < _LEVELS and heading.row + heading.height < len(grid.rows):
        number = heading.row + heading.height
        below = _heading_texts(grid, number)
        parents = _parents(grid, number - 1, nearest, below)
        if not below or not _parts(below, parents, nearest, certain=number <= merged_to):
            break
        heading = _lowered(heading, below, parents, nearest)
        nearest |= below
    return heading


def _lowered(heading: Heading, below: dict[int, str], parents: dict[int, int], nearest: dict[int, str]) -> Heading:
    texts, roles, spans = dict(heading.texts), dict(heading.roles), dict(heading.parents)
    for column, text in below.items():
        place = parents.get(column)
        parent = "" if place is None else nearest[place]
        texts[column] = text if place is None else f"{heading.texts[place]} {text}"
        roles[column] = child_role(parent, text) if parent else role_of(text)
        if _is_wrapped(text) and roles[column] is None:
            roles[column] = role_of(texts[column])
        if parent and _is_shared(column, parents):
            spans[column] = parent
    if any(role in _DAYS for role in roles.values()):
        years = {column for column in below if heading_words(below[column]) == "nam" and roles[column] is Role.MALE}
        roles |= dict.fromkeys(years, Role.BIRTH_YEAR)
    ordered = dict(sorted(texts.items()))
    return Heading(heading.row, heading.height + 1, ordered, dict(sorted(roles.items())), spans)


def _parts(below: dict[int, str], parents: dict[int, int], nearest: dict[int, str], *, certain: bool) -> bool:
    """Whether a row parts the headings above it further; a person's row never does."""
    if any(char.isdigit() or char == "@" for text in below.values() for char in text):
        return False
    if certain:
        return True
    known = 0
    for column, text in below.items():
        place = parents.get(column)
        parent = "" if place is None else nearest[place]
        if _is_shared(column, parents):
            fits = child_role(parent, text) is not None
        else:
            fits = _is_wrapped(text) and role_of(f"{parent} {text}".strip()) is not None
        known += fits
        if not (fits or is_other(text) or is_other(f"{parent} {text}".strip())):
            return False
    return known > 0


def _is_shared(column: int, parents: dict[int, int]) -> bool:
    """Whether the heading over a column stands over another one too."""
    place = parents.get(column)
    return place is not None and any(parents.get(other) == place for other in (column - 1, column + 1))


def _is_wrapped(text: str) -> bool:
    """Whether a text goes on from the cell above it."""
    return text[0].islower() or text[0] == "(" or text == "TT"


def _parents(grid: Grid, number: int, above: dict[int, str], below: dict[int, str]) -> dict[int, int]:
    """The column of the heading over each column: its own, that of the merged block over it, or the nearest one to
    the left."""
    parents = {column: column for column in above if column in below}
    for merge in grid.merges:
        if merge.top <= number <= merge.bottom and merge.left in above:
            for column in range(merge.left + 1, merge.right + 1):
                if column in below and column not in above:
                    parents[column] = merge.left
    for column in sorted(below):
        if column not in parents and column - 1 in below and column - 1 in parents:
            parents[column] = parents[column - 1]
    return parents


def _last_merged_row(grid: Grid, heading: Heading) -> int:
    """The last row that a heading over several rows reaches."""
    rows = [
        merge.bottom
        for merge in grid.merges
        if merge.top == heading.row and merge.left in heading.texts and _is_tall(merge)
    ]
    return max(rows, default=heading.row)


def _is_tall(merge: Merge) -> bool:
    return merge.top < merge.bottom < merge.top + _LEVELS
