"""The program of the child process that ``isolation`` starts: a file on standard input, its cells on standard output.

How a child begins is in ``core.sandbox.inside.child``; Django is never among what it imports.  Answers are lines of
JSON:

    {"table": [way, name, first row, [[top, left, bottom, right], ...]]}    followed by its rows:
    ["text", 1.5, null, ["2014-05-20"], ...]                                a date is a list of one text
    {"done": number of ways} or {"refused": code}                           the last line

Anything unforeseen ends the program with a status other than zero.
"""

import datetime as dt
import json
import sys
from collections.abc import Callable
from typing import Any

from khuevan.readers.grids import Grid, check_size
from khuevan.readers.limits import Limits, Refused

_MERGES_SENT = 20_000
# Beyond it a number is none that a list holds, and infinity cannot be said in JSON.
_LARGEST_NUMBER = 2.0**53
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def reader_of(kind: str) -> Callable[[bytes, Limits], list[list[Grid]]]:
    """Parsers are heavy and each file needs one of them."""
    match kind:
        case "xlsx" | "xls":
            from khuevan.readers.sheets import read_workbook

            return lambda content, limits: [read_workbook(content, limits)]
        case "ods":
            from khuevan.readers.opendocument import read_opendocument

            return lambda content, limits: [read_opendocument(content, limits)]
        case "docx":
            from khuevan.readers.word import read_tables

            return lambda content, limits: [read_tables(content, limits)]
        case _:
            from khuevan.readers.delimited import read_delimited

            return lambda content, limits: [[grid] for grid in read_delimited(content, limits)]


def answer(line: object) -> None:
    sys.stdout.buffer.write(_ENCODER.encode(line).encode("utf-8", "replace") + b"\n")


def send(ways: list[list[Grid]]) -> None:
    for number, grids in enumerate(ways):
        for grid in grids:
            answer({"table": [number, grid.name, grid.first_row, grid.merges[:_MERGES_SENT]]})
            for row in grid.rows:
                answer([value if isinstance(value, str) else _plain(value) for value in row])
    answer({"done": len(ways)})


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return [value.isoformat()]
    if isinstance(value, int | float):
        return value if abs(value) < _LARGEST_NUMBER else str(value)
    return value


def prepare(settings: dict[str, Any]) -> Callable[[], int]:
    """Settings: ``kind`` and ``limits`` of the file."""
    read = reader_of(settings["kind"])
    limits = Limits(**settings["limits"])

    def work() -> int:
        try:
            ways = read(sys.stdin.buffer.read(), limits)
            for grid in (grid for grids in ways for grid in grids):
                check_size(len(grid.rows), max(map(len, grid.rows), default=0), limits)
            send(ways)
        except Refused as refusal:
            answer({"refused": refusal.code})
        return 0

    return work
