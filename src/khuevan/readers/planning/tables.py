"""Cells of a plan's table: merged blocks, numbers that are texts, rows that are no class."""

import datetime as dt
import re

from khuevan.readers.grids import Cell, Grid
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold

_TOTAL = re.compile(r"^(?:tong(?: cong| so)?|cong|tong kinh phi)\b")
_SIGNED = re.compile(r"^(?:noi nhan|nguoi lap|lap bieu|thu truong|giam doc|kt\.|tl\.|tm\.|\(?ky)\b")
_SECTION = re.compile(r"^(?:[ivx]+|[a-h])[.)]?$", re.IGNORECASE)
_LONGEST = 2_000


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, days as people write them."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(clean(str(cell)).split())[:_LONGEST]


def spread(grid: Grid, row: int, column: int) -> Cell:
    """A cell, or that of the merged block it lies in."""
    cell = _at(grid, row, column)
    if text_of(cell):
        return cell
    for merge in grid.merges:
        if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right:
            return _at(grid, merge.top, merge.left)
    return cell


def is_numbering(texts: list[str]) -> bool:
    """The row under the heading that numbers the columns: 1, 2, 3 or (1), (2), (3) or A, B, 1."""
    filled = [text.strip("()[] ") for text in texts if text]
    figures = [int(text) for text in filled if text.isdecimal()]
    letters = [text for text in filled if len(text) == 1 and text.isalpha()]
    in_order = figures == list(range(figures[0], figures[0] + len(figures))) if figures else False
    return len(filled) >= 3 and in_order and len(figures) + len(letters) == len(filled)


def is_total(text: str) -> bool:
    return bool(_TOTAL.match(fold(text)))


def is_signature(text: str) -> bool:
    return bool(_SIGNED.match(fold(text)))


def is_section_number(text: str) -> bool:
    """I, II or A, B before the name of a group of classes."""
    return bool(_SECTION.match(text))


def _at(grid: Grid, row: int, column: int) -> Cell:
    cells = grid.rows[row] if row < len(grid.rows) else []
    return cells[column] if column < len(cells) else None
