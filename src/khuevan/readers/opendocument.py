"""OpenDocument sheets, read as a stream of events.  Runs in the child process; no Django here.

Own parser because python-calamine leaves out cells without a value type, which some programs write, and because
repeated cells must be counted before they are made.
"""

import contextlib
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.members import member_bytes
from khuevan.readers.oldfonts import Old, Typed, convert_by_content, convert_by_font
from khuevan.readers.openstyles import OpenStyles
from khuevan.readers.xmlevents import parse

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _ROW = f"{_NS}table:1.0 table", f"{_NS}table:1.0 table-row"
_CELLS = {f"{_NS}table:1.0 table-cell", f"{_NS}table:1.0 covered-table-cell"}
_PARAGRAPH, _SPACE, _BREAK = f"{_NS}text:1.0 p", f"{_NS}text:1.0 s", f"{_NS}text:1.0 line-break"
_SPAN, _COLUMN = f"{_NS}text:1.0 span", f"{_NS}table:1.0 table-column"
_KIND = f"{_NS}office:1.0 value-type"
_CELL_STYLE, _SPAN_STYLE = f"{_NS}table:1.0 style-name", f"{_NS}text:1.0 style-name"
_ZERO_FIRST = re.compile(r"0\d[\d .\-]*")
_NOTES = {f"{_NS}office:1.0 annotation", f"{_NS}drawing:1.0 frame"}


def read_opendocument(content: bytes, limits: Limits) -> list[Grid]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = member_bytes(archive, "content.xml", limits.unpacked_size)
        styles = OpenStyles()
        if "styles.xml" in archive.NameToInfo:
            common = member_bytes(archive, "styles.xml", limits.unpacked_size)
            with contextlib.suppress(Refused):  # fonts are worth less than the list
                parse(common, styles.start)
    reader = _Reader(limits, styles)
    parse(xml, reader.start, reader.end, reader.text)
    return reader.grids


@dataclass
class _Reader:
    limits: Limits
    styles: OpenStyles
    grids: list[Grid] = field(default_factory=list)
    _row: list[Cell] = field(default_factory=list)
    _spans: list[tuple[int, int, int]] = field(default_factory=list)
    _blank_rows: int = 0
    _row_repeat: int = 1
    _cell: dict[str, str] | None = None
    _paragraphs: list[list[Typed]] = field(default_factory=list)
    _typed: dict[tuple[int, int], list[Typed]] = field(default_factory=dict)
    _row_typed: dict[int, list[Typed]] = field(default_factory=dict)
    _row_hidden: bool = False
    _row_style: str = ""
    _column_styles: list[str] = field(default_factory=list)
    _column: int = 0
    _fonts: list[Old | None] = field(default_factory=list)
    _in_paragraph: bool = False
    _note_depth: int = 0
    _blank_cells: int = 0
    _text_size: int = 0

    def __post_init__(self) -> None:
        """Most elements are cells and paragraphs: who handles an element is looked up, not asked for in turn."""
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            **dict.fromkeys(_CELLS, self._start_cell),
            _PARAGRAPH: self._start_paragraph,
            _ROW: self._start_row,
            _SPAN: self._start_span,
            _SPACE: lambda _attributes: self.text(" "),
            _BREAK: lambda _attributes: self.text("\n"),
            _COLUMN: self._start_column,
            _TABLE: self._start_table,
        }
        self._ends: dict[str, Callable[[], None]] = {
            **dict.fromkeys(_CELLS, self._end_cell),
            _PARAGRAPH: self._end_paragraph,
            _ROW: self._end_row,
            _SPAN: self._end_span,
            _TABLE: self._end_table,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _NOTES:
            self._note_depth += 1
        elif self._note_depth:
            return
        elif name in self._starts:
            self._starts[name](attributes)
        elif not self.grids:
            self.styles.start(name, attributes)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._paragraphs = attributes, []
        self._fonts = [self.styles.old(self._style_of(attributes))]

    def _start_paragraph(self, _attributes: dict[str, str]) -> None:
        self._in_paragraph = True
        self._paragraphs.append([])

    def _start_span(self, attributes: dict[str, str]) -> None:
        self._fonts.append(self.styles.old(attributes.get(_SPAN_STYLE, "")) or self._font())

    def _style_of(self, attributes: dict[str, str]) -> str:
        column = self._column_styles[self._column] if self._column < len(self._column_styles) else ""
        return attributes.get(_CELL_STYLE) or self._row_style or column

    def _font(self) -> Old | None:
        return self._fonts[-1] if self._fonts else None

    def text(self, data: str) -> None:
        if self._in_paragraph and not self._note_depth and self._paragraphs:
            self._paragraphs[-1].append((data, self._font()))

    def end(self, name: str) -> None:
        if name in _NOTES:
            self._note_depth -= 1
        elif not self._note_depth and name in self._ends and (self.grids or name not in {_ROW, _TABLE}):
            self._ends[name]()

    def _end_paragraph(self) -> None:
        self._in_paragraph = False

    def _end_span(self) -> None:
        if len(self._fonts) > 1:
            self._fonts.pop()

    def _start_table(self, attributes: dict[str, str]) -> None:
        if len(self.grids) >= self.limits.tables:
            raise Refused("suspicious")
        hidden = attributes.get(_CELL_STYLE, "") in self.styles.hidden
        self.grids.append(Grid(attributes.get(f"{_NS}table:1.0 name", ""), [], hidden=hidden))
        self._blank_rows = 0
        self._column_styles, self._typed = [], {}

    def _start_column(self, attributes: dict[str, str]) -> None:
        repeat = min(_count(attributes, "table:1.0 number-columns-repeated"), self.limits.columns)
        if len(self._column_styles) <= self.limits.columns:
            self._column_styles += [attributes.get(f"{_NS}table:1.0 default-cell-style-name", "")] * repeat

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row, self._spans, self._blank_cells = [], [], 0
        self._row_typed, self._column = {}, 0
        self._row_repeat = _count(attributes, "table:1.0 number-rows-repeated")
        self._row_hidden = attributes.get(f"{_NS}table:1.0 visibility", "") in {"collapse", "filter"}
        self._row_style = attributes.get(f"{_NS}table:1.0 default-cell-style-name", "")

    def _end_table(self) -> None:
        convert_by_font(self.grids[-1], self._typed)
        convert_by_content(self.grids[-1])

    def _end_cell(self) -> None:
        attributes = self._cell or {}
        self._cell = None
        repeat = _count(attributes, "table:1.0 number-columns-repeated")
        self._column += repeat
        value = _value(attributes, "\n".join("".join(text for text, _old in pieces) for pieces in self._paragraphs))
        if value is None or value == "":
            self._blank_cells += repeat
        else:
            check_size(0, len(self._row) + self._blank_cells + repeat, self.limits)
            self._row += [None] * self._blank_cells + [value] * repeat
            self._blank_cells = 0
            if any(old for pieces in self._paragraphs for _text, old in pieces) and isinstance(value, str):
                typed = [piece for pieces in self._paragraphs for piece in (*pieces, ("\n", None))][:-1]
                self._row_typed |= dict.fromkeys(range(len(self._row) - repeat, len(self._row)), typed)
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
        for number in range(top, len(grid.rows)):
            self._typed |= {(number, column): typed for column, typed in self._row_typed.items()}
            if self._row_hidden:
                grid.hidden_rows.add(number)
        self._blank_rows = 0


def _count(attributes: dict[str, str], name: str) -> int:
    if not attributes:
        return 1
    text = attributes.get(_NS + name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _value(attributes: dict[str, str], text: str) -> Cell:
    """The stored value where it says more than the text shown: a date's order of day and month, a number's digits."""
    kind = attributes.get(_KIND)
    try:
        if kind == "date":
            return dt.date.fromisoformat(attributes[f"{_NS}office:1.0 date-value"][:10])
        if kind == "float" and not _ZERO_FIRST.fullmatch(text):  # zeros that the format shows are meant
            return float(attributes[f"{_NS}office:1.0 value"])
    except (KeyError, ValueError):
        return text
    return text
