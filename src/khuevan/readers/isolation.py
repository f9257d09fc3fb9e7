"""Parsing in a child process of little memory and little time: what a hostile file breaks is the child, not the server.

No parser of foreign bytes runs in this process.  The child (``parsing``) gets the file on standard input and no
settings of the server; the lines it answers are believed only as far as their shape was checked here.  The general part
is to move to ``core.sandbox`` once that exists.
"""

import contextlib
import dataclasses
import datetime as dt
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import Admitted, Kind, refuse
from khuevan.readers.grids import Cell, Grid, Merge
from khuevan.readers.limits import Limits
from khuevan.readers.parsing import NOT_STARTED

_SECONDS = 30.0
_PROGRAM = Path(__file__).with_name("parsing.py")
_LONGEST_LINE = 8 * 1024 * 1024
_MOST_WAYS = 8
_INHERITED = ("LD_LIBRARY_PATH", "SYSTEMROOT")
_CODES = {"damaged", "protected", "unsupported", "suspicious", "too_many_rows", "too_many_columns"}
# Faults of a parser; other signals mean that memory or time ran out.
_FAULTS = {getattr(signal, name, None) for name in ("SIGSEGV", "SIGBUS", "SIGILL", "SIGFPE")}


def read_grids(admitted: Admitted, limits: Limits) -> list[list[Grid]]:
    """All grids of a file, in order, as ways of reading it: only text with unknown separators has more than one way.

    Raises ``UnreadableFile``, also when the child crashed or had to be ended; ``RuntimeError`` when the child could
    not import its parser.
    """
    intake = _Intake(limits)
    with subprocess.Popen(  # noqa: S603 - our own program, no shell
        _command(admitted.kind, limits),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _INHERITED if name in os.environ},
    ) as child:
        clock = threading.Timer(_SECONDS, child.kill)
        clock.start()
        try:
            _hand_over(child, admitted.content)
            for line in _lines(child, limits):
                intake.take(line)
                if intake.done:
                    return intake.ways
            _explain_end(child.wait())
        except (ValueError, TypeError, KeyError, IndexError, RecursionError, OverflowError) as error:
            raise UnreadableFile("damaged") from error
        finally:
            child.kill()
            clock.cancel()


def _command(kind: Kind, limits: Limits) -> list[str]:
    """The child finds this package and, for workbooks, calamine in the folders where this process has them."""
    folders = [str(Path(__file__).resolve().parents[2])]
    if kind in {Kind.XLSX, Kind.XLS}:
        calamine = importlib.util.find_spec("python_calamine")
        if calamine is not None and calamine.origin is not None:
            folders.append(str(Path(calamine.origin).parents[1]))
    settings = {"folders": folders, "kind": kind.value, "limits": dataclasses.asdict(limits)}
    return [sys.executable, "-I", "-S", str(_PROGRAM), json.dumps(settings)]


def _hand_over(child: subprocess.Popen[bytes], content: bytes) -> None:
    """The child reads all of the file before it answers; a child that ended already is explained by its status."""
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.write(content)
        with contextlib.suppress(OSError):
            child.stdin.close()


def _lines(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[object]:
    left = limits.text_size
    while child.stdout is not None and (line := child.stdout.readline(_LONGEST_LINE + 1)):
        left -= len(line)
        if left < 0 or len(line) > _LONGEST_LINE:
            raise UnreadableFile("suspicious")
        if not line.endswith(b"\n"):  # cut off in the middle
            return
        yield json.loads(line.decode())


def _explain_end(status: int) -> NoReturn:
    if status == NOT_STARTED:
        raise RuntimeError("the parsers of lists cannot be imported; is the installation complete?")
    raise UnreadableFile("suspicious" if status < 0 and -status not in _FAULTS else "damaged")


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
