"""Workbooks as one XML file ("XML Spreadsheet 2003"), which many systems of offices export under the name .xls.

Runs in the child process; no Django here.
"""

import datetime as dt
from dataclasses import dataclass, field

from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.looks import Look, with_zeros, zeros_of
from khuevan.readers.oldfonts import Old, Typed, convert_by_content, convert_by_font, old_font
from khuevan.readers.xmlevents import parse

_SS = "urn:schemas-microsoft-com:office:spreadsheet "
_WORKSHEET, _TABLE, _ROW, _CELL, _DATA = (f"{_SS}{name}" for name in ("Worksheet", "Table", "Row", "Cell", "Data"))
_STYLE, _FONT, _FORMAT = f"{_SS}Style", f"{_SS}Font", f"{_SS}NumberFormat"
_VISIBLE = "urn:schemas-microsoft-com:office:excel Visible"
_PIECE = "http://www.w3.org/TR/REC-html40 Font"
_PIECE_FACE = "http://www.w3.org/TR/REC-html40 Face"


def read_spreadsheetml(content: bytes, limits: Limits) -> list[Grid]:
    content = content[content.index(b"<") :] if not content.startswith((b"\xff\xfe", b"\xfe\xff")) else content
    plain = content.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Refused("suspicious")
    reader = _Reader(limits)
    parse(content, reader.start, reader.end, reader.text)
    for grid, typed in zip(reader.grids, reader.typed, strict=True):
        convert_by_font(grid, typed)
        convert_by_content(grid)
    return reader.grids


@dataclass
class _Reader:
    limits: Limits
    grids: list[Grid] = field(default_factory=list)
    typed: list[dict[tuple[int, int], list[Typed]]] = field(default_factory=list)
    _looks: dict[str, Look] = field(default_factory=dict)
    _style: str = ""
    _row: int = -1
    _cell: dict[str, str] = field(default_factory=dict)
    _column: int = 0
    _kind: str | None = None
    _pieces: list[Typed] = field(default_factory=list)
    _fonts: list[Old | None] = field(default_factory=list)
    _visible: list[str] | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _CELL and self.grids:
            self._start_cell(attributes)
        elif name == _DATA:
            self._kind, self._pieces = attributes.get(f"{_SS}Type", "String"), []
            self._fonts = [self._look().old]
        elif name == _ROW and self.grids:
            self._start_row(attributes)
        elif name == _WORKSHEET:
            self._start_sheet(attributes)
        elif name == _PIECE and self._kind:
            self._fonts.append(old_font(attributes[_PIECE_FACE]) if _PIECE_FACE in attributes else self._fonts[-1])
        elif name == _VISIBLE:
            self._visible = []
        else:
            self._start_style(name, attributes)

    def _start_style(self, name: str, attributes: dict[str, str]) -> None:
        if name == _STYLE:
            self._style = attributes.get(f"{_SS}ID", "")
            parent = attributes.get(f"{_SS}Parent", "Default")
            self._looks[self._style] = self._looks.get(parent, Look())
        elif name == _FONT and (face := attributes.get(f"{_SS}FontName")):
            self._looks[self._style] = Look(old_font(face), self._looks.get(self._style, Look()).zeros)
        elif name == _FORMAT:
            zeros = zeros_of(attributes.get(f"{_SS}Format", ""))
            self._looks[self._style] = Look(self._looks.get(self._style, Look()).old, zeros)

    def _look(self) -> Look:
        return self._looks.get(self._cell.get(f"{_SS}StyleID", "Default"), Look())

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        if len(self.grids) >= self.limits.tables:
            raise Refused("suspicious")
        self.grids.append(Grid(attributes.get(f"{_SS}Name", ""), []))
        self.typed.append({})
        self._row = -1

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes, "Index", self._row + 2) - 1
        check_size(self._row + 1, 0, self.limits)
        rows = self.grids[-1].rows
        rows += [[] for _ in range(self._row + 1 - len(rows))]
        if attributes.get(f"{_SS}Hidden") == "1":
            self.grids[-1].hidden_rows.add(self._row)
        self._column = 0

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        self._column = _number(attributes, "Index", self._column + 1) - 1

    def text(self, data: str) -> None:
        if self._kind:
            self._pieces.append((data, self._fonts[-1]))
        elif self._visible is not None:
            self._visible.append(data)

    def end(self, name: str) -> None:
        if name == _DATA and self.grids:
            self._end_data()
        elif name == _PIECE and len(self._fonts) > 1:
            self._fonts.pop()
        elif name == _CELL and self.grids:
            self._end_cell()
        elif name == _VISIBLE and self._visible is not None and self.grids:
            self.grids[-1].hidden = "".join(self._visible).strip() in {"SheetHidden", "SheetVeryHidden"}
            self._visible = None

    def _end_data(self) -> None:
        value = _value(self._kind or "", "".join(text for text, _old in self._pieces))
        self._kind = None
        if 0 <= self._row < len(self.grids[-1].rows):
            check_size(0, self._column + 1, self.limits)
            row = self.grids[-1].rows[self._row]
            row += [None] * (self._column + 1 - len(row))
            look = self._look()
            row[self._column] = with_zeros(value, look.zeros) if look.zeros else value
            if any(old for _text, old in self._pieces):
                self.typed[-1][self._row, self._column] = self._pieces

    def _end_cell(self) -> None:
        across, down = _number(self._cell, "MergeAcross", 0), _number(self._cell, "MergeDown", 0)
        if self._row >= 0 and (across or down):
            merge = Merge(self._row, self._column, self._row + down, self._column + across)
            self.grids[-1].merges.append(merge)
        if f"{_SS}Formula" in self._cell and 0 <= self._row < len(self.grids[-1].rows):
            row = self.grids[-1].rows[self._row]
            if self._column >= len(row) or row[self._column] is None:
                self.grids[-1].unvalued.add((self._row, self._column))
        self._column += across + 1


def _number(attributes: dict[str, str], name: str, default: int) -> int:
    text = attributes.get(_SS + name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else default


def _value(kind: str, text: str) -> Cell:
    try:
        match kind:
            case "Number":
                return float(text)
            case "DateTime":
                return dt.date.fromisoformat(text[:10])
            case "Boolean":
                return "TRUE" if text == "1" else "FALSE"
            case "Error":
                return None
    except ValueError:
        return text
    return text
