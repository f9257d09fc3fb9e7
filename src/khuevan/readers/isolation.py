"""Parsing in a child process of little memory and little time: what a hostile file breaks is the child, not the server.

No parser of foreign bytes runs in this process.  The child (``parsing``) gets the file on standard input and no
settings of the server; the lines it answers are believed only as far as their shape was checked here.
"""

import dataclasses
import datetime as dt
import json
from typing import NoReturn

from khuevan.core.sandbox import children
from khuevan.core.sandbox.children import Child, Crashed, Late, Overrun, Program
from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import Admitted, Kind, refuse
from khuevan.readers.grids import Cell, Grid, Merge
from khuevan.readers.limits import LINES_TOLD, PIECES_TOLD, SIGNS_TOLD, Limits
from khuevan.readers.notices import SENTENCES

# The longest of lists takes ten seconds of a processor that does nothing else.
_SECONDS = 60.0
_LIMITS = children.Limits(cpu_seconds=30)
_PROGRAM = Program("khuevan.readers.parsing", packages=("python_calamine",), limits=_LIMITS)
_PDF_PROGRAM = Program("khuevan.readers.parsing", packages=("pypdfium2",), limits=_LIMITS)
_LONGEST_LINE = 8 * 1024 * 1024
_MOST_WAYS = 8
_CODES = {
    "damaged", "protected", "unsupported", "suspicious", "too_many_rows", "too_many_columns", "too_many_pages",
    "long_cell", "macros", "old_word", "scan", "garbled",
}  # fmt: skip
_ENCODINGS = {"tcvn3", "vni", "vps"}
_LAST_PLACE = 2**31


def read_grids(admitted: Admitted, limits: Limits) -> list[list[Grid]]:
    """All grids of a file, in order, as ways of reading it: only text with unknown separators has more than one way.

    Raises ``UnreadableFile``, also when the child crashed or had to be ended; ``RuntimeError`` when the child could
    not import its parser.
    """
    return _taken_in(admitted, limits, text=False).ways


def read_letter(admitted: Admitted, limits: Limits) -> tuple[list[list[Grid]], list[list[str]]]:
    """As ``read_grids``, with the lines of a Word or PDF file, each in its pieces from left to right; the file is read
    once.  Other kinds have no lines beside their grids."""
    intake = _taken_in(admitted, limits, text=True)
    return intake.ways, intake.lines


def _taken_in(admitted: Admitted, limits: Limits, *, text: bool) -> "_Intake":
    intake = _Intake(limits)
    settings = {"kind": admitted.kind.value, "limits": dataclasses.asdict(limits), "text": text}
    program = _PDF_PROGRAM if admitted.kind is Kind.PDF else _PROGRAM
    try:
        with Child(program, settings) as child, child.within(_SECONDS):
            child.give_all(admitted.content)
            for line in child.lines(longest=_LONGEST_LINE, most=limits.text_size):
                intake.take(json.loads(line, parse_constant=_no_number))
                if intake.done:
                    return intake
            child.finish()
    except Late as error:
        raise UnreadableFile("too_slow") from error
    except Overrun as error:
        raise UnreadableFile("suspicious") from error
    except (Crashed, ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as error:
        raise UnreadableFile("damaged") from error
    raise UnreadableFile("damaged")


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


@dataclasses.dataclass
class _Intake:
    """Builds grids from the child's lines; whatever has not the agreed shape raises an ordinary exception."""

    limits: Limits
    ways: list[list[Grid]] = dataclasses.field(default_factory=list)
    lines: list[list[str]] = dataclasses.field(default_factory=list)
    done: bool = False

    def take(self, line: object) -> None:
        if isinstance(line, list):
            self._take_rows(line)
        elif not isinstance(line, dict):
            raise TypeError
        elif "table" in line:
            self._take_table(**line["table"])
        elif "text" in line:
            self._take_lines(line["text"])
        elif "done" in line:
            self._finish(_whole(line["done"], _MOST_WAYS))
        elif line["refused"] in _CODES:
            refuse(line["refused"], self.limits)
        else:
            raise ValueError

    def _take_lines(self, lines: list[list[str]]) -> None:
        if self.lines or len(lines) > LINES_TOLD:
            raise ValueError
        for line in lines:
            pieces = [str.strip(piece) for piece in line]
            if len(pieces) > PIECES_TOLD or sum(map(len, pieces)) > PIECES_TOLD * SIGNS_TOLD:
                raise ValueError
            self.lines.append([piece for piece in pieces if piece])

    def _take_rows(self, block: list[list[object]]) -> None:
        grid = self.ways[-1][-1]
        if len(grid.rows) + len(block) > self.limits.rows:
            raise ValueError
        for row in block:
            if row.__class__ is not list or len(row) > self.limits.columns:
                raise ValueError
            grid.rows.append([value if value.__class__ is str else self._cell(value, grid, row) for value in row])

    def _cell(self, value: object, grid: Grid, row: list[object]) -> Cell:
        if value is None:
            return None
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, float | int):
            return value if -(2.0**53) < value < 2.0**53 else str(value)
        match value:
            case [str() as date]:
                return dt.date.fromisoformat(date[:10])
            case [str() as text, str() as encoding] if encoding in _ENCODINGS:
                column = next(place for place, other in enumerate(row) if other is value)
                grid.converted[len(grid.rows), column] = encoding
                return text
        raise ValueError

    def _take_table(
        self,
        *,
        way: object,
        name: str,
        first_row: object,
        merges: list[list[object]],
        hidden: object,
        hidden_rows: list[list[object]],
        unvalued: list[list[object]],
        notices: list[str],
    ) -> None:
        while len(self.ways) <= _whole(way, _MOST_WAYS - 1):
            self.ways.append([])
        grids = self.ways[-1]
        if len(grids) >= self.limits.tables or not isinstance(name, str) or not isinstance(hidden, bool):
            raise ValueError
        grid = Grid(name, [], first_row=_whole(first_row, _LAST_PLACE), hidden=hidden)
        grid.merges = [Merge(*(_whole(place, _LAST_PLACE, least=-1) for place in block)) for block in merges]
        for first, last in hidden_rows:
            span = range(_whole(first, self.limits.rows), _whole(last, self.limits.rows) + 1)
            if len(grid.hidden_rows) + len(span) > self.limits.rows:
                raise ValueError
            grid.hidden_rows.update(span)
        grid.unvalued = {
            (_whole(row, self.limits.rows), _whole(column, self.limits.columns)) for row, column in unvalued
        }
        grid.notices = [notice for notice in notices if notice in SENTENCES]
        grids.append(grid)

    def _finish(self, ways: int) -> None:
        """Merged blocks never overlap in a real list: thousands over the same rows would only cost time."""
        self.ways += [[] for _ in range(ways - len(self.ways))]
        for grid in (grid for grids in self.ways for grid in grids):
            count, width = len(grid.rows), max(map(len, grid.rows), default=0)
            blocks = [block for block in grid.merges if block.left < width]
            covered = sum(max(0, min(block.bottom + 1, count) - block.top) for block in blocks)
            if covered > (count + 1) * (width + 1):
                raise UnreadableFile("suspicious")
        self.done = True


def _whole(value: object, most: int, *, least: int = 0) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError
    return value
