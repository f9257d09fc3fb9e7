"""What all kinds of tables have in common: rows of plain values, and which cells were merged."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from khuevan.readers.limits import Limits, Refused

type Cell = str | int | float | dt.date | None


class Merge(NamedTuple):
    """A merged block, its corners included, counted from zero within the grid."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Grid:
    """A sheet of a workbook or a table of a document.

    ``first_row`` is the number a person sees at the first row; all other places count rows and columns from zero.
    ``converted`` are cells typed in a font of before Unicode, with the value of ``vietnamese.legacy.Encoding`` they
    were typed in: the rows hold their Unicode.  ``hidden_rows`` were hidden or filtered away, ``hidden`` is a whole
    sheet nobody sees.  ``unvalued`` are formulas that no program has worked out yet: their cells are empty.
    ``notices`` are keys of ``notices.SENTENCES``.
    """

    name: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    first_row: int = 1
    converted: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden: bool = False
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    notices: list[str] = field(default_factory=list)


def check_size(rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise Refused("too_many_rows")
    if columns > limits.columns:
        raise Refused("too_many_columns")
