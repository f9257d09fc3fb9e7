"""Workbooks of the binary kind (.xls), read by calamine in a child process with little memory and little time.

Their cells cannot be searched for far corners, or for one long text in many cells, without writing half a reader;
so it is a child that may run out of memory, not the server.
"""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import Limits
from khuevan.readers.grids import Cell, Grid, Merge, check_size

_SECONDS = 30
_PROGRAM = Path(__file__).with_name("xls_program.py")


def read_old_workbook(content: bytes, limits: Limits) -> list[Grid]:
    """The visible sheets of an .xls file."""
    settings = json.dumps({"rows": limits.rows, "columns": limits.columns, "tables": limits.tables})
    command = [sys.executable, "-I", str(_PROGRAM), settings]
    try:
        child = subprocess.run(  # noqa: S603 - our own program, no shell, the file on standard input
            command, input=content, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableFile("suspicious") from error
    if child.returncode < 0 or b"MemoryError" in child.stderr:  # ended by a signal: out of memory or time
        raise UnreadableFile("suspicious")
    if child.returncode:
        raise UnreadableFile("protected" if b"PasswordError" in child.stderr else "damaged")
    sheets = json.loads(child.stdout)
    if len(sheets) > limits.tables:
        raise UnreadableFile("suspicious")
    return [_grid(sheet, limits) for sheet in sheets]


def _grid(sheet: dict[str, Any], limits: Limits) -> Grid:
    check_size(sheet["height"], sheet["width"], limits)
    merges = [Merge(*corners) for corners in sheet["merges"]]
    return Grid(sheet["name"], [[_cell(value) for value in row] for row in sheet["rows"]], merges, sheet["first_row"])


def _cell(value: str | float | list[str] | None) -> Cell:
    """A date comes as a list of one text, the only thing that JSON cannot say."""
    return dt.date.fromisoformat(value[0]) if isinstance(value, list) else value
