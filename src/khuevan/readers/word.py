"""Tables of Word documents, nested and layout tables included, with their merged cells.

Runs in the child process; no Django here.  Only the document's own part is read, so that damage elsewhere does no harm.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from zipfile import ZipFile

from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.limits import LINES_TOLD, Limits, Refused
from khuevan.readers.members import member_bytes
from khuevan.readers.oldfonts import Typed, convert_by_content, convert_by_font
from khuevan.readers.pasted import grids_of_text
from khuevan.readers.wordfonts import WordFonts, qn

type _Element = ElementTree.Element[str]


_RUN, _NUMBERED = qn("w:r"), f"{qn('w:pPr')}/{qn('w:numPr')}"
_LEAST_COLUMNS = 3
_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}
_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")
_INSIDE = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}


# A table of more columns or rows holds people, not the letterhead or the signature.
_LAYOUT_COLUMNS, _LAYOUT_ROWS = 3, 8


def read_tables(content: bytes, limits: Limits) -> list[Grid]:
    body, fonts = _opened(content, limits)
    grids: list[Grid] = []
    for table in body.iter(_TABLE):
        if len(grids) >= limits.tables:
            raise Refused("suspicious")
        grids.append(_Table(Grid(str(len(grids) + 1), []), fonts, limits).read(table))
    if not any(len(row) >= _LEAST_COLUMNS for grid in grids for row in grid.rows):
        grids += _people_in_lines(body, fonts, limits)
    return grids


def read_lines(content: bytes, limits: Limits) -> list[list[str]]:
    """The words of a letter line by line, each in the pieces between tabs; of tables those that only lay out."""
    body, fonts = _opened(content, limits)
    lines = _Table(Grid("", []), fonts, limits)
    for paragraph in _written(body):
        typed = lines.typed_paragraph(paragraph, tab="\t")
        lines.typed[len(lines.grid.rows), 0] = typed
        lines.grid.rows.append(["".join(text for text, _old in typed)])
        if len(lines.grid.rows) >= LINES_TOLD:
            break
    convert_by_font(lines.grid, lines.typed)
    convert_by_content(lines.grid)
    return [line.split("\t") for row in lines.grid.rows for line in str(row[0]).split("\n")][:LINES_TOLD]


def _written(body: _Element) -> Iterator[_Element]:
    """Paragraphs in order, those of layout tables row by row and cell by cell."""
    for child in _blocks(body):
        if child.tag == _PARAGRAPH:
            yield child
            continue
        rows = list(_children(child, qn("w:tr")))
        cells = [list(_children(row, qn("w:tc"))) for row in rows]
        if len(rows) <= _LAYOUT_ROWS and max(map(len, cells), default=0) <= _LAYOUT_COLUMNS:
            for cell in (cell for row in cells for cell in row):
                yield from _written(cell)


def _blocks(element: _Element) -> Iterator[_Element]:
    for child in element:
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag in _INSIDE:
            yield from _blocks(child)


def _opened(content: bytes, limits: Limits) -> "tuple[_Element, WordFonts]":
    with ZipFile(io.BytesIO(content)) as archive:
        xml = member_bytes(archive, "word/document.xml", limits.unpacked_size)
        fonts = WordFonts(_styles(archive, limits))
    try:
        body = ElementTree.fromstring(xml).find(qn("w:body"))  # noqa: S314 - no document type, and in a child
    except ElementTree.ParseError as error:
        raise Refused("damaged") from error
    if body is None:
        raise Refused("damaged")
    return body, fonts


def _people_in_lines(body: _Element, fonts: WordFonts, limits: Limits) -> list[Grid]:
    """A letter that names people in numbered lines; numbers that Word counts itself are not in the text."""
    lines = _Table(Grid("", []), fonts, limits)
    for number, paragraph in enumerate(_children(body, _PARAGRAPH)):
        typed = lines.typed_paragraph(paragraph)
        if paragraph.find(_NUMBERED) is not None:
            typed.insert(0, ("- ", None))
        lines.typed[number, 0] = typed
        lines.grid.rows.append(["".join(text for text, _old in typed)])
    convert_by_font(lines.grid, lines.typed)
    text = "\n".join(str(row[0]).replace("\n", " ") for row in lines.grid.rows)
    return grids_of_text(text, limits, letter=True)


def _styles(archive: ZipFile, limits: Limits) -> "_Element | None":
    """None for what is damaged: fonts are worth less than the list."""
    if "word/styles.xml" not in archive.NameToInfo:
        return None
    try:
        xml = member_bytes(archive, "word/styles.xml", limits.unpacked_size)
        return ElementTree.fromstring(xml)  # noqa: S314 - no document type, and in a child
    except (Refused, ElementTree.ParseError):
        return None


@dataclass
class _Table:
    """``open_blocks`` says which block (its place in ``merges``) a column belongs to that may go on in the next row."""

    grid: Grid
    fonts: WordFonts
    limits: Limits
    open_blocks: dict[int, int] = field(default_factory=dict)
    typed: dict[tuple[int, int], list[Typed]] = field(default_factory=dict)

    def read(self, table: _Element) -> Grid:
        for number, row in enumerate(_children(table, qn("w:tr"))):
            check_size(number + 1, 0, self.limits)
            self.grid.rows.append(self.read_row(row, number))
        convert_by_font(self.grid, self.typed)
        convert_by_content(self.grid)
        return self.grid

    def read_row(self, row: _Element, number: int) -> list[Cell]:
        merges, open_blocks, limits = self.grid.merges, self.open_blocks, self.limits
        cells: list[Cell] = [None] * _integer(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), 0, limits)
        for cell in _children(row, qn("w:tc")):
            span = _integer(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1, limits)
            left = len(cells)
            check_size(0, left + span, limits)
            vertical = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            continued = vertical is not None and vertical.get(qn("w:val"), "continue") == "continue"
            if continued and left in open_blocks:
                merges[open_blocks[left]] = merges[open_blocks[left]]._replace(bottom=number)
            else:
                open_blocks.pop(left, None)
                if vertical is not None:
                    open_blocks[left] = len(merges)
                if vertical is not None or span > 1:
                    merges.append(Merge(number, left, number, left + span - 1))
            cells += [None if continued else self._text(cell, number, left)] + [None] * (span - 1)
        return cells

    def _text(self, cell: _Element, row: int, column: int) -> str:
        typed: list[Typed] = []
        for paragraph in _children(cell, _PARAGRAPH):
            typed += [("\n", None)] if typed else []
            typed += self.typed_paragraph(paragraph)
        if any(old for _text, old in typed):
            self.typed[row, column] = typed
        return "".join(text for text, _old in typed).strip()

    def typed_paragraph(self, paragraph: _Element, tab: str = " ") -> list[Typed]:
        inherited = self.fonts.of_paragraph(paragraph)
        runs = ((run, self.fonts.of_run(run, inherited)) for run in paragraph.iter(_RUN))
        return [(text, old) for run, old in runs for part in run if (text := _piece(part, tab))]


def _piece(part: _Element, tab: str) -> str:
    if part.tag == _TEXT:
        return part.text or ""
    if part.tag == _TAB:
        return tab
    return "\n" if part.tag in _BREAKS else ""


def _children(element: _Element, tag: str) -> Iterator[_Element]:
    """Children of one kind, also those wrapped in content controls or tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _INSIDE:
            yield from _children(child, tag)


def _integer(element: _Element | None, default: int, limits: Limits) -> int:
    value = None if element is None else element.get(qn("w:val"))
    if value is None or not (value.isascii() and value.isdigit()):
        return default
    return min(int(value[:6]), limits.columns + 1)
