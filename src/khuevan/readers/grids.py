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
    """A sheet of a workbook or a table of a document; ``first_row`` is the number a person sees at the first row."""

    name: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    first_row: int = 1


def check_size(rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise Refused("too_many_rows")
    if columns > limits.columns:
        raise Refused("too_many_columns")
