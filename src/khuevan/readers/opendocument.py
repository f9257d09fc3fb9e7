"""OpenDocument sheets, read as a stream of events.  Runs in the child process; no Django here.

Own parser because python-calamine leaves out cells without a value type, which some programs write, and because
repeated cells must be counted before they are made.
"""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.members import member_bytes

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _ROW = f"{_NS}table:1.0 table", f"{_NS}table:1.0 table-row"
_CELLS = {f"{_NS}table:1.0 table-cell", f"{_NS}table:1.0 covered-table-cell"}
_PARAGRAPH, _SPACE, _BREAK = f"{_NS}text:1.0 p", f"{_NS}text:1.0 s", f"{_NS}text:1.0 line-break"
_NOTES = {f"{_NS}office:1.0 annotation", f"{_NS}drawing:1.0 frame"}


def read_opendocument(content: bytes, limits: Limits) -> list[Grid]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = member_bytes(archive, "content.xml", limits.unpacked_size)
    reader = _Reader(limits)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Refused("damaged") from error
    return reader.grids


@dataclass
class _Reader:
    limits: Limits
    grids: list[Grid] = field(default_factory=list)
    _row: list[Cell] = field(default_factory=list)
    _spans: list[tuple[int, int, int]] = field(default_factory=list)
    _blank_rows: int = 0
    _row_repeat: int = 1
    _cell: dict[str, str] | None = None
    _paragraphs: list[list[str]] = field(default_factory=list)
    _in_paragraph: bool = False
    _note_depth: int = 0
    _blank_cells: int = 0
    _text_size: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _NOTES:
            self._note_depth += 1
        elif self._note_depth:
            return
        elif name == _TABLE:
            self._start_table(attributes)
        elif name == _ROW:
            self._row, self._spans, self._blank_cells = [], [], 0
            self._row_repeat = _count(attributes, "table:1.0 number-rows-repeated")
        elif name in _CELLS:
            self._cell, self._paragraphs = attributes, []
        elif name == _PARAGRAPH:
            self._in_paragraph = True
            self._paragraphs.append([])
        elif name in {_SPACE, _BREAK}:
            self.text(" " if name == _SPACE else "\n")

    def text(self, data: str) -> None:
        if self._in_paragraph and not self._note_depth and self._paragraphs:
            self._paragraphs[-1].append(data)

    def end(self, name: str) -> None:
        if name in _NOTES:
            self._note_depth -= 1
        elif self._note_depth:
            return
        elif name == _PARAGRAPH:
            self._in_paragraph = False
        elif name in _CELLS:
            self._end_cell()
        elif name == _ROW and self.grids:
            self._end_row()

    def _start_table(self, attributes: dict[str, str]) -> None:
        if len(self.grids) >= self.limits.tables:
            raise Refused("suspicious")
        self.grids.append(Grid(attributes.get(f"{_NS}table:1.0 name", ""), []))
        self._blank_rows = 0

    def _end_cell(self) -> None:
        attributes = self._cell or {}
        self._cell = None
        repeat = _count(attributes, "table:1.0 number-columns-repeated")
        value = _value(attributes, "\n".join("".join(pieces) for pieces in self._paragraphs))
        if value is None or value == "":
            self._blank_cells += repeat
        else:
            check_size(0, len(self._row) + self._blank_cells + repeat, self.limits)
            self._row += [None] * self._blank_cells + [value] * repeat
            self._blank_cells = 0
        rows, columns = (_count(attributes, f"table:1.0 number-{way}-spanned") for way in ("rows", "columns"))
        if value is not None and (rows > 1 or columns > 1):
            self._spans.append((len(self._row) - 1, rows, columns))

    def _end_row(self) -> None:
        grid = self.grids[-1]
        if not self._row:
            self._blank_rows += self._row_repeat
            return
        count = len(grid.rows) + self._blank_rows + self._row_repeat
        check_size(count, 0, self.limits)
        self._text_size += self._row_repeat * sum(len(value) for value in self._row if isinstance(value, str))
        if self._text_size > self.limits.text_size:
            raise Refused("suspicious")
        grid.rows += [[] for _ in range(self._blank_rows)]
        top = len(grid.rows)
        grid.merges += [Merge(top, left, top + rows - 1, left + columns - 1) for left, rows, columns in self._spans]
        grid.rows += [list(self._row) for _ in range(self._row_repeat)]
        self._blank_rows = 0


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(_NS + name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _value(attributes: dict[str, str], text: str) -> Cell:
    """The stored value where it says more than the text shown: a date's order of day and month, a number's digits."""
    kind = attributes.get(f"{_NS}office:1.0 value-type")
    try:
        if kind == "date":
            return dt.date.fromisoformat(attributes[f"{_NS}office:1.0 date-value"][:10])
        if kind == "float":
            return float(attributes[f"{_NS}office:1.0 value"])
    except (KeyError, ValueError):
        return text
    return text
