"""Cells typed in fonts of before Unicode become Unicode: by their font where one tells, else by the whole table.

Runs in the child process; no Django here.
"""

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from khuevan.readers.grids import Grid
from khuevan.vietnamese.legacy import Encoding, detect, encoding_of_font, is_capital_font, is_unicode, to_unicode

# Bytes that may name an old font somewhere in XML; whether they do is for ``old_font``.
OLD_NAMES = re.compile(rb"[\"'][._#]?(?:vn[^i]|vni|vps)", re.IGNORECASE)
# Signs that Vietnamese in Unicode never has and that each of the old encodings is full of.
_ODD = re.compile("[\x02-\x06\x10-\x15\x19\x1c\x1d\xa1-\xb9\xbb-\xbf\xc4-\xc7\xcb\xce\xcf\xd1\xd6\xd8\xdb\xdc\xde-\xdf"
                  "\xe4-\xe7\xeb\xee\xef\xf0\xf1\xf6\xf8\xfb\xfc\xfe\xff]")  # fmt: skip
_SIGNED = re.compile("[\x02-\x06\x10-\x15\x19\x1c\x1d\xa1-\xff]")
_AROUND = 6


@dataclass(frozen=True)
class Old:
    """What an old font makes of a text."""

    encoding: Encoding
    capitals: bool = False

    def read(self, text: str) -> str:
        return _read(text, self.encoding, self.capitals)


@functools.lru_cache(maxsize=20_000)
def _read(text: str, encoding: Encoding, capitals: bool) -> str:
    """Positions and agencies are the same in many rows."""
    return to_unicode(text, encoding, capitals=capitals)


type Typed = tuple[str, Old | None]
"""A piece of text and what its font makes of it."""


@functools.lru_cache(maxsize=1024)
def old_font(name: str) -> Old | None:
    encoding = encoding_of_font(name)
    return Old(encoding, is_capital_font(name)) if encoding else None


def _believed(typed: Iterable[Sequence[Typed]]) -> set[Encoding]:
    """The encodings whose fonts tell the truth: much Unicode was pasted into cells that kept their old font."""
    votes: dict[Encoding, int] = {}
    for text, old in (piece for pieces in typed for piece in pieces):
        if old:
            vote = 0 if text.isascii() else -1 if is_unicode(text) else 1
            votes[old.encoding] = votes.get(old.encoding, 0) + vote
    return {encoding for encoding, vote in votes.items() if vote >= 0}


def _as_typed(typed: Mapping[tuple[int, int], Sequence[Typed]]) -> Mapping[tuple[int, int], Sequence[Typed]]:
    """On a Windows set to Vietnamese the bytes of old fonts became the letters of code page 1258: made bytes again."""
    bytes_of = {
        text: again
        for pieces in typed.values()
        for text, old in pieces
        if old and is_unicode(text) and (again := _bytes_of_1258(text)) is not None
    }
    encoding = detect("\n".join(bytes_of.values())) if bytes_of else None
    if encoding is None:
        return typed
    return {
        place: [(bytes_of.get(text, text) if old and old.encoding is encoding else text, old) for text, old in pieces]
        for place, pieces in typed.items()
    }


def _bytes_of_1258(text: str) -> str | None:
    try:
        return text.encode("cp1258").decode("latin-1")
    except UnicodeEncodeError:
        return None


def convert_by_font(grid: Grid, typed: Mapping[tuple[int, int], Sequence[Typed]]) -> None:
    """Makes cells Unicode whose fonts are known, in place; ``typed`` are their texts piece by piece."""
    typed = _as_typed(typed)
    trusted = _believed(typed.values())
    for (row, column), pieces in typed.items():
        olds = [old for _text, old in pieces if old and old.encoding in trusted]
        if not olds:
            continue
        before = "".join(text for text, _old in pieces)
        after = "".join(old.read(text) if old and old.encoding in trusted else text for text, old in pieces)
        if after != before:
            grid.rows[row][column] = after.strip()
            grid.converted[row, column] = olds[0].encoding.value
    if grid.converted:
        grid.name = _converted_name(grid)


def convert_by_content(grid: Grid) -> None:
    """Makes old text of unknown font Unicode, in place; one odd cell in a table of Unicode stays what it is."""
    texts = [cell for row in grid.rows for cell in row if isinstance(cell, str) and not cell.isascii()]
    if not texts or not _ODD.search("\n".join(texts)):
        return
    rows = [_Row.of(grid, number) for number in range(len(grid.rows))]
    usual = detect("\n".join(row.text for row in rows if row.odd))
    found = [_encoding_of_row(rows, number, usual) for number in range(len(rows))]
    _fill_from_neighbours(found)
    for number, encoding in enumerate(found):
        if isinstance(encoding, Encoding):
            _convert_row(grid, number, rows[number], Old(encoding))
    if grid.converted:
        grid.name = _converted_name(grid)


class _Row(NamedTuple):
    """What there is to judge: cells that may be old have signs, none of them known to Unicode only."""

    suspects: list[tuple[int, str]]
    text: str
    odd: bool
    unicode: bool

    @classmethod
    def of(cls, grid: Grid, number: int) -> "_Row":
        suspects = []
        unicode = False
        for column, cell in enumerate(grid.rows[number]):
            if (
                not isinstance(cell, str)
                or (cell.isascii() and cell.isprintable())
                or (number, column) in grid.converted
            ):
                continue
            if is_unicode(cell):
                unicode = True
            elif _SIGNED.search(cell):
                suspects.append((column, cell))
        text = "\n".join(cell for _column, cell in suspects)
        return cls(suspects, text, _ODD.search(text) is not None, unicode)


def _encoding_of_row(rows: list[_Row], number: int, usual: Encoding | None) -> Encoding | bool | None:
    """None when the row does not say, False when it is Unicode.

    Few words fit more than one encoding, so a row is what the whole table is, unless all rows around it are not.
    """
    row = rows[number]
    if not row.odd:
        return False if row.unicode else None
    own = detect(row.text)
    if own is None:
        return False if row.unicode else usual
    if own is usual:
        return own
    around = detect("\n".join(near.text for near in rows[max(0, number - _AROUND) : number + _AROUND + 1] if near.odd))
    return around or usual or own


def _fill_from_neighbours(found: list[Encoding | bool | None]) -> None:
    """A row that does not say by itself ("Trân", "Hà") is like the last row that does, or the first."""
    last: Encoding | bool | None = None
    for places in (range(len(found)), range(len(found) - 1, -1, -1)):
        for number in places:
            if found[number] is None:
                found[number] = last
            else:
                last = found[number]
        last = None


def _convert_row(grid: Grid, number: int, row: _Row, old: Old) -> None:
    for column, text in row.suspects:
        if not row.unicode or _ODD.search(text):
            grid.rows[number][column] = old.read(text)
            grid.converted[number, column] = old.encoding.value


def _converted_name(grid: Grid) -> str:
    """The name of a sheet is shown in a font of Windows: old text is seen there as it is stored."""
    encoding = Encoding(next(iter(grid.converted.values())))
    return to_unicode(grid.name, encoding) if detect(grid.name) is encoding or _odd_name(grid.name) else grid.name


def _odd_name(name: str) -> bool:
    return _ODD.search(name) is not None and not is_unicode(name)
