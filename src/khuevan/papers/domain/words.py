"""The words of a paper line by line, as they are kept with every version and compared later."""

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Final

from khuevan.papers.blocks import Addressees, Appendix, Band, Closing, Letterhead, Paper, Picture, Table, Text, Title

CELLS: Final = " | "
"""Between the cells of one row."""
_LOOKS: Final = frozenset({"align", "share", "level", "is_party", "is_italic", "is_landscape", "width"})
"""How a block is drawn; no words."""


def told(paper: Paper) -> list[str]:
    """All words in reading order; a picture stands for itself by its alternative text and its first letters of a hash.

    Blocks are walked by their fields, so a new kind of block needs no line here.
    """
    return [line for line in _lines(paper) if line]


def _lines(part: object) -> Iterator[str]:
    match part:
        case str():
            yield from (" ".join(line.split()) for line in part.splitlines())
        case Table():
            yield CELLS.join(column.label for column in part.columns)
            for row in part.rows:
                yield _row(row)
        case Picture():
            yield f"{part.alt} [{hashlib.sha256(part.png).hexdigest()[:12]}]"
            yield from _each(part.beside)
        case Text():
            yield from _lines(f"{part.lead} {part.text}")
        case Letterhead() | Title() | Addressees() | Closing() | Appendix() | Paper():
            yield from _fields(part)
        case tuple() | list():
            yield from _each(part)
        case int() if not isinstance(part, bool):
            yield str(part)
        case _ if is_dataclass(part):
            yield from _fields(part)


def _row(row: object) -> str:
    """A row is a tuple of cells, or a band or sum that holds them."""
    if isinstance(row, Band):
        return " ".join(row.text.split())
    cells = row if isinstance(row, tuple) else getattr(row, "cells", ())
    return CELLS.join(" ".join(cell.split()) for cell in cells)


def _each(parts: object) -> Iterator[str]:
    for part in parts:  # type: ignore[attr-defined]  # a tuple or list
        yield from _lines(part)


def _fields(part: object) -> Iterator[str]:
    for field in fields(part):  # type: ignore[arg-type]  # a dataclass
        if field.name not in _LOOKS:
            yield from _lines(getattr(part, field.name))
