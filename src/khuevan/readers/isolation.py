"""Parsing in a child process of little memory and little time: what a hostile file breaks is the child, not the server.

No parser of foreign bytes runs in this process.  The child (``parsing``) gets the file on standard input and no
settings of the server; the lines it answers are believed only as far as their shape was checked here.
"""

import dataclasses
import datetime as dt
import json

from khuevan.core.sandbox.children import Child, Crashed, Overrun, Program
from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import Admitted, refuse
from khuevan.readers.grids import Cell, Grid, Merge
from khuevan.readers.limits import Limits

_SECONDS = 30.0
_PROGRAM = Program("khuevan.readers.parsing", packages=("python_calamine",))
_LONGEST_LINE = 8 * 1024 * 1024
_MOST_WAYS = 8
_CODES = {"damaged", "protected", "unsupported", "suspicious", "too_many_rows", "too_many_columns"}


def read_grids(admitted: Admitted, limits: Limits) -> list[list[Grid]]:
    """All grids of a file, in order, as ways of reading it: only text with unknown separators has more than one way.

    Raises ``UnreadableFile``, also when the child crashed or had to be ended; ``RuntimeError`` when the child could
    not import its parser.
    """
    intake = _Intake(limits)
    settings = {"kind": admitted.kind.value, "limits": dataclasses.asdict(limits)}
    try:
        with Child(_PROGRAM, settings) as child, child.within(_SECONDS):
            child.give_all(admitted.content)
            for line in child.lines(longest=_LONGEST_LINE, most=limits.text_size):
                intake.take(json.loads(line.decode()))
                if intake.done:
                    return intake.ways
            child.finish()
    except Overrun as error:
        raise UnreadableFile("suspicious") from error
    except (Crashed, ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as error:
        raise UnreadableFile("damaged") from error
    raise UnreadableFile("damaged")


@dataclasses.dataclass
class _Intake:
    """Builds grids from the child's lines; whatever has not the agreed shape raises an ordinary exception."""

    limits: Limits
    ways: list[list[Grid]] = dataclasses.field(default_factory=list)
    done: bool = False

    def take(self, line: object) -> None:
        if isinstance(line, list):
            self._take_row(line)
        elif not isinstance(line, dict):
            raise TypeError
        elif "table" in line:
            self._take_table(*line["table"])
        elif "done" in line:
            self._finish(_whole(line["done"], _MOST_WAYS))
        elif line["refused"] in _CODES:
            refuse(line["refused"], self.limits)
        else:
            raise ValueError

    def _take_row(self, row: list[object]) -> None:
        rows = self.ways[-1][-1].rows
        if len(row) > self.limits.columns or len(rows) >= self.limits.rows:
            raise ValueError
        rows.append([value if isinstance(value, str) else _cell(value) for value in row])

    def _take_table(self, way: object, name: object, first_row: object, merges: list[list[object]]) -> None:
        while len(self.ways) <= _whole(way, _MOST_WAYS - 1):
            self.ways.append([])
        grids = self.ways[-1]
        if len(grids) >= self.limits.tables or not isinstance(name, str):
            raise ValueError
        blocks = [Merge(*(_whole(place, 2**31, least=-1) for place in block)) for block in merges]
        grids.append(Grid(name, [], blocks, _whole(first_row, 2**31)))

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


def _cell(value: object) -> Cell:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**63:  # false for "NaN"
        return value
    if isinstance(value, list) and len(value) == 1:
        return dt.date.fromisoformat(value[0])
    raise ValueError
