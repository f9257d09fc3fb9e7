"""The program of the child process that ``isolation`` starts: a file on standard input, its cells on standard output.

How a child begins is in ``core.sandbox.inside.child``; Django is never among what it imports.  Answers are lines of
JSON:

    {"table": {"way": 0, "name": "DS", ...}}     all of a ``Grid`` but its rows and ``converted``; then its rows:
    [["text", 1.5, null, ["2014-05-20"], ["Nguyễn", "tcvn3"]], ...]    some of them; a date is a list of one text, a
                                                 cell that was typed in an old font a list of its text and encoding
    {"text": [["SỞ NỘI VỤ", "CỘNG HÒA ..."], ...]}     lines of a letter in their pieces, where they were asked for
    {"done": number of ways} or {"refused": code}                      the last line

Anything unforeseen ends the program with a status other than zero.
"""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from khuevan.readers.grids import Cell, Grid, check_size
from khuevan.readers.limits import LINES_TOLD, PIECES_TOLD, SIGNS_TOLD, Limits, Refused

type Table = tuple[int, Grid, Iterable[list[Cell]]]
"""A way of reading the file, a grid without its rows, and the rows."""

_MERGES_SENT = 20_000
_CELLS_SENT = 20_000
_ROWS_IN_A_LINE = 200
_CELLS_IN_A_LINE = 4_000
# Beyond it a number is none that a list holds, and infinity cannot be said in JSON.
_LARGEST_NUMBER = 2.0**53


def reader_of(kind: str) -> Callable[[bytes, Limits], Iterator[Table]]:
    """Parsers are heavy and each file needs one of them."""
    match kind:
        case "xlsx" | "xls":
            from khuevan.readers.sheets import read_workbook

            return lambda content, limits: ((0, grid, rows) for grid, rows in read_workbook(content, limits))
        case "text":
            from khuevan.readers.delimited import read_delimited

            return lambda content, limits: (
                (way, grid, grid.rows) for way, grid in enumerate(read_delimited(content, limits))
            )
        case _:
            read = _reader_of_one_way(kind)
            return lambda content, limits: ((0, grid, grid.rows) for grid in read(content, limits))


def _reader_of_one_way(kind: str) -> Callable[[bytes, Limits], list[Grid]]:
    match kind:
        case "ods":
            from khuevan.readers.opendocument import read_opendocument

            return read_opendocument
        case "docx":
            from khuevan.readers.word import read_tables

            return read_tables
        case "html":
            from khuevan.readers.webpages import read_web_page

            return read_web_page
        case "xml":
            from khuevan.readers.spreadsheetml import read_spreadsheetml

            return read_spreadsheetml
        case "pdf":
            from khuevan.readers.printed import read_pdf

            return read_pdf
        case _:
            raise ValueError(kind)


def answer(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")


def send(tables: Iterable[Table], limits: Limits) -> None:
    ways = 0
    for way, grid, rows in tables:
        answer(_ENCODER.encode({"table": _described(way, grid)}))
        block: list[list[Any]] = []
        cells = 0
        for number, row in enumerate(rows):
            check_size(number + 1, len(row), limits)
            block.append(row if not grid.converted else _marked(row, number, grid.converted))
            cells += len(row)
            if len(block) >= _ROWS_IN_A_LINE or cells >= _CELLS_IN_A_LINE:
                _send_rows(block, limits)
                block, cells = [], 0
        _send_rows(block, limits)
        ways = max(ways, way + 1)
    answer(_ENCODER.encode({"done": ways}))


def _described(way: int, grid: Grid) -> dict[str, object]:
    return {
        "way": way,
        "name": grid.name,
        "first_row": grid.first_row,
        "merges": grid.merges[:_MERGES_SENT],
        "hidden": grid.hidden,
        "hidden_rows": _spans(grid.hidden_rows),
        "unvalued": sorted(grid.unvalued)[:_CELLS_SENT],
        "notices": grid.notices,
    }


def _spans(numbers: Iterable[int]) -> list[list[int]]:
    """First and last of every run of numbers."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def _marked(row: list[Cell], number: int, converted: dict[tuple[int, int], str]) -> list[object]:
    return [
        [value, converted[number, column]] if (number, column) in converted else value
        for column, value in enumerate(row)
    ]


def _send_rows(block: list[Any], limits: Limits) -> None:
    if not block:
        return
    try:
        text = _ENCODER.encode(block)
    except ValueError:  # infinity among them
        text = _ENCODER.encode([[_finite(value) for value in row] for row in block])
    if len(text) > limits.cell_size and any(_longest(row) > limits.cell_size for row in block):
        raise Refused("long_cell")
    answer(text)


def _longest(row: list[Any]) -> int:
    texts = (value[0] if isinstance(value, list) else value for value in row)
    return max((len(text) for text in texts if isinstance(text, str)), default=0)


def _finite(value: object) -> object:
    return str(value) if isinstance(value, float) and not abs(value) < _LARGEST_NUMBER else value


def _other(value: object) -> object:
    """What JSON does not know."""
    return [value.isoformat()] if isinstance(value, dt.date) else str(value)


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"), default=_other
)


def letter_reader_of(kind: str) -> Callable[[bytes, Limits], Iterator[Table]] | None:
    """A reader that answers with the lines of a letter, too; None for kinds whose tables hold all their words."""
    match kind:
        case "docx":
            from khuevan.readers.word import read_lines, read_tables

            def read(content: bytes, limits: Limits) -> Iterator[Table]:
                tell(read_lines(content, limits))
                for grid in read_tables(content, limits):
                    yield 0, grid, grid.rows

        case "pdf":
            from khuevan.readers.printed import read_pdf

            def read(content: bytes, limits: Limits) -> Iterator[Table]:
                told: list[list[str]] = []
                grids = read_pdf(content, limits, told)
                tell(told)
                for grid in grids:
                    yield 0, grid, grid.rows

        case _:
            return None
    return read


def tell(lines: list[list[str]]) -> None:
    kept = [[piece[:SIGNS_TOLD] for piece in line[:PIECES_TOLD]] for line in lines[:LINES_TOLD]]
    answer(_ENCODER.encode({"text": [line for line in kept if any(line)]}))


def prepare(settings: dict[str, Any]) -> Callable[[], int]:
    """Settings: ``kind`` and ``limits`` of the file, and ``text`` when the lines of a letter are asked for."""
    read = (settings.get("text") and letter_reader_of(settings["kind"])) or reader_of(settings["kind"])
    limits = Limits(**settings["limits"])

    def work() -> int:
        try:
            send(read(sys.stdin.buffer.read(), limits), limits)
        except Refused as refusal:
            answer(_ENCODER.encode({"refused": refusal.code}))
        return 0

    return work
