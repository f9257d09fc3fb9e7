"""Walking down the rows below a heading: who is a person, and what is a section, a total or a signature."""

import datetime as dt
import re
from dataclasses import dataclass, field

from khuevan.readers.grids import Cell, Grid
from khuevan.readers.roster.columns import Columns, columns_at, find_columns, text_of
from khuevan.readers.roster.fields import fill_row
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.model import Place, RosterRow
from khuevan.readers.roster.values import text_value, tidy
from khuevan.readers.roster.work import is_body
from khuevan.vietnamese.folding import fold

_NUMBER = re.compile(r"\(?\d{1,6}\s*[.)/]?")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?", re.IGNORECASE)
_SECTION = re.compile(r"^(?:[IVXLC]+|[A-ZĐ]|\d{1,2})\s*[.)/:-]\s*(?=\S)|^(?:[IVXLC]+|[A-ZĐ])$")
# Accents matter: "Tống Công Minh" is a name, "Tổng cộng" is not.
_TOTAL = re.compile(
    r"^\W*(?:tổng (?:cộng|số|hợp)|tổng\s*:|cộng\b|(?:ấn định|danh sách) (?:này |trên )?(?:gồm|có|là)|số lượng\s*:"
    r"|tong (?:cong|so)\s*[:\d]|cong\s*:)",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\W*(?:nguoi (?:lap|tong hop|ky|bao cao)|can bo lap|thu truong|lanh dao (?:don vi|co quan|so|phong)|xac nhan"
    r"|ky(?:,| va)? (?:ten|ghi ro)|noi nhan|ghi chu\s*:|luu y\s*:|(?:kt|tl|tm|tuq)\s*\.|ke toan truong$)"
    r"|\bngay\b.{0,8}\bthang\b.{0,8}\bnam\b"
)
_DITTO = re.compile(r'["”“〃]|-?\s*(?:nt|như trên|như nt)\s*-?|[\'’]{2}', re.IGNORECASE)
_FILLED_DOWN = (Role.ORGANIZATION, Role.POSITION, Role.POSITION_ORGANIZATION, Role.ORGANIZATION_POSITION)
_TELLING_ORGANIZATION = {Role.ORGANIZATION, Role.POSITION_ORGANIZATION, Role.ORGANIZATION_POSITION}
_STRONG = (
    Role.BIRTH, Role.BIRTH_YEAR, Role.MALE, Role.FEMALE, Role.PHONE, Role.EMAIL, Role.CITIZEN_ID, Role.PHONE_EMAIL,
)  # fmt: skip


@dataclass
class Walk:
    """The reading of one grid.  ``section`` is the body a section is headed by; ``ended`` is set by a total or a
    signature, behind which only a numbered row or one with a birth or a contact is a person."""

    grid: Grid
    today: dt.date
    columns: Columns
    rows: list[RosterRow] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    section: str | None = None
    ended: bool = False
    above: dict[Role, Cell] = field(default_factory=dict)
    lent: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def run(self, start: int) -> None:
        self.lent = _lent_values(self.grid)
        number = start
        while number < len(self.grid.rows):
            again = columns_at(self.grid, number) if self._may_be_heading(number) else None
            if again is not None:
                self._take_columns(again)
                number += again.height
                continue
            self._take_row(number)
            number += 1

    def _take_columns(self, columns: Columns) -> None:
        self.columns, self.ended, self.above = columns, False, {}
        self.unused += [text for text in columns.unused if text not in self.unused]

    def _may_be_heading(self, number: int) -> bool:
        """Headings come again after a page or for another table; a quick look spares every person the full search."""
        order = self.columns.first(Role.ORDER)
        row = self.grid.rows[number]
        value = row[order] if order is not None and order < len(row) else None
        return not _is_number(value) and any(isinstance(cell, str) and "n" in cell.lower() for cell in row)

    def _take_row(self, number: int) -> None:
        row = [tidy(cell) for cell in self.grid.rows[number]]
        filled = {column: text_value(cell) for column, cell in enumerate(row) if cell is not None}
        if not filled or _is_column_numbers(filled):
            return
        values = self._values(number, row)
        numbered = any(_is_number(value) for value in values.get(Role.ORDER, []))
        if not numbered and self._is_aside(filled, values):
            return
        if self._is_person(values, numbered):
            where = Place(self.grid.name, self.grid.first_row + number)
            person = fill_row(RosterRow(where), values, self.columns.places.keys(), self.today)
            if not _TELLING_ORGANIZATION & self.columns.places.keys():
                person.organization = self.section
            self.rows.append(person)

    def _values(self, number: int, row: list[Cell]) -> dict[Role, list[Cell]]:
        """The filled cells of a row by role; merged blocks and ditto marks lend work details downwards, no names."""
        width = len(row)
        values: dict[Role, list[Cell]] = {}
        for role, places in self.columns.places.items():
            cells = [row[place] for place in places if place < width and row[place] is not None]
            if role in _FILLED_DOWN:
                cells = cells or [tidy(self.lent[number, place]) for place in places if (number, place) in self.lent]
                if cells and isinstance(cells[0], str) and _DITTO.fullmatch(cells[0]):
                    cells = [self.above[role]] if role in self.above else []
                if cells:
                    self.above[role] = cells[0]
            if cells:
                values[role] = cells
        return values

    def _is_aside(self, filled: dict[int, str], values: dict[Role, list[Cell]]) -> bool:
        """Totals, signatures and headings of sections; they change the state of the walk."""
        texts = list(filled.values())
        if _TOTAL.match(texts[0]):
            self.ended = True
            return True
        if not _is_strong(values) and any(_SIGNATURE.search(fold(text)) for text in texts):
            self.ended = True
            return True
        rest = texts[1:] if _SECTION.fullmatch(texts[0]) else texts
        if len(set(rest)) == 1 and self._heads_section(filled, rest[0]):
            self.above = {}
            title = _SECTION.sub("", rest[0]).strip()
            self.section = title if is_body(title.capitalize() if title.isupper() else title) else None
            return True
        return False

    def _heads_section(self, filled: dict[int, str], text: str) -> bool:
        """One text alone in a row is a section, unless names are all the list has and it stands among them."""
        names = self.columns.places.get(Role.NAME, []) + self.columns.places.get(Role.GIVEN, [])
        if Role.ORDER in self.columns.places or min(filled) not in names:
            return True
        return bool(_SECTION.match(text)) or not 2 <= len(text.split()) <= 6 or any(char.isdigit() for char in text)

    def _is_person(self, values: dict[Role, list[Cell]], numbered: bool) -> bool:
        named = not values.keys().isdisjoint(_NAME_ROLES)
        details = len(values.keys() - _UNTELLING)
        if self.ended and not numbered:
            return named and _is_strong(values)
        if named:
            return numbered or details > 0 or self.columns.places.keys() <= _NAME_ROLES
        return details > 1 or (numbered and details > 0)


_NAME_ROLES = {Role.NAME, Role.FAMILY, Role.GIVEN}
_UNTELLING = {*_NAME_ROLES, Role.ORDER, Role.NOTE}


def walk_grid(grid: Grid, today: dt.date, inherited: Columns | None = None) -> Walk | None:
    """Read one grid; a table without headings that goes on from the table before it takes that table's columns."""
    found = find_columns(grid)
    if found is None:
        if inherited is None or not grid.rows or not _continues(grid, inherited):
            return None
        walk = Walk(grid, today, inherited)
        walk.run(0)
        return walk
    number, columns = found
    walk = Walk(grid, today, columns, unused=list(columns.unused))
    walk.run(number + columns.height)
    return walk


def _continues(grid: Grid, columns: Columns) -> bool:
    order = columns.first(Role.ORDER)
    first = grid.rows[0]
    return order is not None and order < len(first) and len(first) >= columns.width and _is_number(first[order])


def _is_number(value: Cell) -> bool:
    if isinstance(value, str):
        return bool(_NUMBER.fullmatch(value.strip()))
    return isinstance(value, int | float)


def _is_column_numbers(filled: dict[int, str]) -> bool:
    """The row "(1) (2) (3) ..." or "A B 1 2 ..." under a heading."""
    return len(filled) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in filled.values())


def _is_strong(values: dict[Role, list[Cell]]) -> bool:
    """Whether a row holds a birth, a number to call or an address: signatures do not."""
    return any(re.search(r"\d|@", text_of(cell)) for role in _STRONG for cell in values.get(role, ()))


def _lent_values(grid: Grid) -> dict[tuple[int, int], Cell]:
    """For every cell below the first of a vertical block, the value of the block."""
    lent: dict[tuple[int, int], Cell] = {}
    for merge in grid.merges:
        if not 0 <= merge.top < merge.bottom or merge.top >= len(grid.rows) or merge.left < 0:
            continue
        top = grid.rows[merge.top]
        value = top[merge.left] if merge.left < len(top) else None
        if value is not None and value != "":
            for row in range(merge.top + 1, min(merge.bottom + 1, len(grid.rows))):
                lent[row, merge.left] = value
    return lent
