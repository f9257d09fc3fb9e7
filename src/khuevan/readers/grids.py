"""What all kinds of tables have in common: rows of plain values, and which cells were merged."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import Admitted, Kind, Limits

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


def read_grids(admitted: Admitted, limits: Limits) -> list[list[Grid]]:
    """All grids of a file, in order, as ways of reading it: only text with unknown separators has more than one way."""
    # Parsers are heavy and each file needs one of them.
    match admitted.kind:
        case Kind.XLSX | Kind.XLS:
            from khuevan.readers.sheets import read_workbook

            return [read_workbook(admitted, limits)]
        case Kind.ODS:
            from khuevan.readers.opendocument import read_opendocument

            return [read_opendocument(admitted.content, limits)]
        case Kind.DOCX:
            from khuevan.readers.word import read_tables

            return [read_tables(admitted.content, limits)]
        case Kind.TEXT:
            from khuevan.readers.delimited import read_delimited

            return [[grid] for grid in read_delimited(admitted.content, limits)]


def check_size(rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows:
        raise UnreadableFile("too_many_rows", limit=f"{limits.rows:,}".replace(",", "."))
    if columns > limits.columns:
        raise UnreadableFile("too_many_columns", limit=limits.columns)
