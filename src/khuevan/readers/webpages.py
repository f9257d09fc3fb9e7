"""Tables of web pages: many programs save one under the name of a workbook, and Excel itself can.

Runs in the child process; no Django here.
"""

import html.parser
import re
from dataclasses import dataclass, field

from khuevan.readers.delimited import decoded
from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.oldfonts import convert_by_content

_CHARSET = re.compile(rb"charset=[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_NOT_SHOWN = {"style", "script", "title", "head"}
_LINES = {"br", "p", "div", "li"}
_SPACE = re.compile(r"[ \t\r\f\v\n]+")
_DEEPEST = 30


def read_web_page(content: bytes, limits: Limits) -> list[Grid]:
    reader = _Reader(limits)
    reader.feed(_text(content))
    reader.close()
    for grid in reader.grids:
        convert_by_content(grid)
    return [grid for grid in reader.grids if grid.rows]


def _text(content: bytes) -> str:
    declared = _CHARSET.search(content[:4096])
    if declared and not content.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = declared[1].decode().lower()
        if name in {"utf-8", "windows-1258", "utf8"}:
            return content.decode("cp1258" if name == "windows-1258" else "utf-8", "replace")
    return decoded(content)


@dataclass
class _Table:
    grid: Grid
    row: list[Cell] | None = None
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)
    covered: dict[int, int] = field(default_factory=dict)
    """How many rows from here on a cell above still covers, by column."""


class _Reader(html.parser.HTMLParser):
    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._limits = limits
        self._open: list[_Table] = []
        self._silent = 0
        self._size = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _NOT_SHOWN:
            self._silent += 1
        elif tag == "table":
            self._start_table()
        elif self._open and tag == "tr":
            self._end_row()
            self._open[-1].row = []
            if _HIDDEN.search(attributes.get("style", "")):
                self._open[-1].grid.hidden_rows.add(len(self._open[-1].grid.rows))
        elif self._open and tag in {"td", "th"}:
            self._start_cell(attributes)
        elif tag in _LINES:
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _NOT_SHOWN:
            self._silent = max(0, self._silent - 1)
        elif not self._open:
            return
        elif tag == "table":
            self._end_row()
            self._open.pop()
        elif tag == "tr":
            self._end_row()
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"p", "div", "li"}:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        self._say(_SPACE.sub(" ", data))

    def _say(self, text: str) -> None:
        if self._open and not self._silent and (cell := self._open[-1].cell) is not None:
            cell.append(text)

    def _start_table(self) -> None:
        if len(self.grids) >= self._limits.tables or len(self._open) >= _DEEPEST:
            raise Refused("suspicious")
        self._silent = 0  # a head that was never closed
        self.grids.append(Grid(str(len(self.grids) + 1), []))
        self._open.append(_Table(self.grids[-1]))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._end_cell()
        table = self._open[-1]
        if table.row is None:
            table.row = []
        self._skip_covered(table)
        table.cell = []
        table.spans = (_span(attributes.get("rowspan", "")), _span(attributes.get("colspan", "")))

    def _skip_covered(self, table: _Table) -> None:
        row = table.row if table.row is not None else []
        while table.covered.get(len(row), 0) > 0:
            table.covered[len(row)] -= 1
            row.append(None)

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.cell is None or table.row is None:
            return
        lines = "".join(table.cell).replace("\xa0", " ").split("\n")
        text = "\n".join(line for part in lines if (line := part.strip()))
        table.cell = None
        rows, columns = table.spans
        check_size(rows, len(table.row) + columns, self._limits)
        left, top = len(table.row), len(table.grid.rows)
        if rows > 1 or columns > 1:
            table.grid.merges.append(Merge(top, left, top + rows - 1, left + columns - 1))
            table.covered |= dict.fromkeys(range(left, left + columns), rows - 1)
        table.row += [text or None] + [None] * (columns - 1)
        self._size += len(text)
        if self._size > self._limits.text_size:
            raise Refused("suspicious")

    def _end_row(self) -> None:
        self._end_cell()
        table = self._open[-1]
        if table.row is None:
            return
        self._skip_covered(table)
        table.grid.rows.append(table.row)
        table.row = None
        check_size(len(table.grid.rows), 0, self._limits)


def _span(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1
