"""Finding the heading row of a list, and which column holds what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from khuevan.readers.grids import Cell, Grid
from khuevan.readers.roster.headings import Role, child_role, heading_words, role_of
from khuevan.vietnamese.cleaning import clean

# Letterheads and titles above a list take fewer rows than this.
_SEARCHED_ROWS = 100
# The only heading of a list that has no other column; a title such as "Học viên" is not enough.
_LONE_NAME = re.compile(r"ho( va)? ten\b")
_NAMES = {Role.NAME, Role.FAMILY, Role.GIVEN}


@dataclass(frozen=True)
class Columns:
    """``places`` gives the columns of each role, the best one first; ``height`` is the number of heading rows."""

    places: dict[Role, list[int]]
    unused: list[str]
    height: int
    width: int

    def first(self, role: Role) -> int | None:
        found = self.places.get(role)
        return found[0] if found else None


def text_of(value: Cell) -> str:
    return clean(value) if isinstance(value, str) else "" if value is None else str(value)


def find_columns(grid: Grid, start: int = 0) -> tuple[int, Columns] | None:
    """The first heading row at or below ``start`` and its columns."""
    for number in range(start, min(len(grid.rows), start + _SEARCHED_ROWS)):
        columns = columns_at(grid, number)
        if columns is not None:
            return number, columns
    return None


def columns_at(grid: Grid, number: int) -> Columns | None:
    """The columns that a row, perhaps with the row below it, names; None when it is no heading row."""
    row = grid.rows[number]
    texts = [text_of(value) for value in row]
    if any(isinstance(value, int | float) for value in row):
        return None
    roles = {column: role_of(text) for column, text in enumerate(texts) if text}
    if not any(role in _NAMES for role in roles.values()):
        return None
    below = _second_row(grid, number, texts, roles)
    if below is not None:
        roles, texts = below
    roles = _with_spanned_name(grid, number, roles)
    known = {role for role in roles.values() if role is not None}
    if not known & _NAMES or (len(known) < 2 and len(roles) > 1):
        return None
    if len(roles) == 1 and not _LONE_NAME.match(heading_words(next(text for text in texts if text))):
        return None
    return _arranged(_with_marks(grid, number, roles), texts, 1 if below is None else 2)


def _second_row(
    grid: Grid, number: int, above: list[str], roles: dict[int, Role | None]
) -> tuple[dict[int, Role | None], list[str]] | None:
    """Roles when the next row parts some headings further; a person's row never does, for it has a name or a number."""
    if number + 1 >= len(grid.rows):
        return None
    below = [text_of(value) for value in grid.rows[number + 1]]
    parents = _parents(grid, number, above, below)
    children = {
        column: child_role(parents.get(column, ""), text) if parents.get(column) else role_of(text)
        for column, text in enumerate(below)
        if text
    }
    if not children or any(role is None for role in children.values()):
        return None
    if any(roles.get(column) in {Role.ORDER, Role.NAME} and children[column] not in _NAMES for column in children):
        return None
    if any(isinstance(value, int | float) for value in grid.rows[number + 1]):
        return None
    texts = list(above) + [""] * (len(below) - len(above))
    for column in children:
        texts[column] = f"{parents.get(column, '')} {below[column]}".strip()
    return roles | children, texts


def _parents(grid: Grid, number: int, above: list[str], below: list[str]) -> dict[int, str]:
    """The heading over each column: its own, that of the merged block over it, or the nearest one to the left."""
    parents = {column: text for column, text in enumerate(above) if text}
    for merge in grid.merges:
        if merge.top <= number <= merge.bottom and merge.left in parents:
            for column in range(merge.left + 1, min(merge.right + 1, len(below))):
                parents.setdefault(column, parents[merge.left])
    for column, text in enumerate(below):
        if text and column not in parents and below[column - 1 if column else 0] and column - 1 in parents:
            parents[column] = parents[column - 1]
    return parents


def _with_spanned_name(grid: Grid, number: int, roles: dict[int, Role | None]) -> dict[int, Role | None]:
    """ "Họ và tên" over two columns, merged or with no heading over the second, holds họ đệm and tên apart."""
    column = next((place for place, role in roles.items() if role is Role.NAME), None)
    if column is None or any(role in {Role.FAMILY, Role.GIVEN} for role in roles.values()):
        return roles
    merged = any(
        merge.top <= number <= merge.bottom and merge.left == column and merge.right == column + 1
        for merge in grid.merges
    )
    if merged or (column + 1 not in roles and _holds_given_names(grid, number, column + 1)):
        return roles | {column: Role.FAMILY, column + 1: Role.GIVEN}
    return roles


def _holds_given_names(grid: Grid, number: int, column: int) -> bool:
    pairs = [
        (text_of(row[column - 1]), text_of(row[column]))
        for row in grid.rows[number + 1 : number + 40]
        if len(row) > column
    ]
    given = [second for first, second in pairs if first and re.fullmatch(r"[^\W\d_]{1,8}", second)]
    return len(given) * 10 >= 8 * sum(1 for first, second in pairs if first and second) > 0 and len(given) > 1


def _with_marks(grid: Grid, number: int, roles: dict[int, Role | None]) -> dict[int, Role | None]:
    """One column "Nữ" in which nobody is marked was left out by the sender and does not make all of them men."""
    marked = [column for column, role in roles.items() if role in {Role.MALE, Role.FEMALE}]
    if len(marked) != 1 or any(text_of(row[marked[0]]) for row in grid.rows[number + 1 :] if len(row) > marked[0]):
        return roles
    return roles | {marked[0]: None}


def _arranged(roles: dict[int, Role | None], texts: Sequence[str], height: int) -> Columns:
    places: dict[Role, list[int]] = {}
    for column in sorted(roles):
        role = roles[column]
        if role is not None:
            places.setdefault(role, []).append(column)
    if Role.NAME not in places and Role.GIVEN in places and Role.FAMILY not in places:
        places[Role.NAME] = places.pop(Role.GIVEN)
    if Role.PHONE in places:
        places[Role.PHONE].sort(key=lambda column: "di dong" not in heading_words(texts[column]).replace("đ", "d"))
    unused = [texts[column] for column in sorted(roles) if roles[column] is None and texts[column]]
    return Columns(places, unused, height, max(roles) + 1)
