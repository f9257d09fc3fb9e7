"""Tables of Word documents, nested and layout tables included, with their merged cells.

Runs in the child process; no Django here.  Only the document's own part is read, so that damage elsewhere does no harm.
"""

import io
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.members import member_bytes

type _Element = ElementTree.Element[str]


def qn(name: str) -> str:
    """A name of WordprocessingML as ElementTree spells it."""
    return name.replace("w:", "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}")


_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}
_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")
_INSIDE = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")}


def read_tables(content: bytes, limits: Limits) -> list[Grid]:
    with ZipFile(io.BytesIO(content)) as archive:
        xml = member_bytes(archive, "word/document.xml", limits.unpacked_size)
    try:
        body = ElementTree.fromstring(xml).find(qn("w:body"))  # noqa: S314 - no document type, and in a child
    except ElementTree.ParseError as error:
        raise Refused("damaged") from error
    if body is None:
        raise Refused("damaged")
    grids: list[Grid] = []
    for table in body.iter(_TABLE):
        if len(grids) >= limits.tables:
            raise Refused("suspicious")
        grids.append(_read_table(table, str(len(grids) + 1), limits))
    return grids


def _read_table(table: _Element, name: str, limits: Limits) -> Grid:
    grid = Grid(name, [])
    open_blocks: dict[int, int] = {}
    for number, row in enumerate(_children(table, qn("w:tr"))):
        check_size(number + 1, 0, limits)
        grid.rows.append(_read_row(row, number, grid.merges, open_blocks, limits))
    return grid


def _read_row(
    row: _Element, number: int, merges: list[Merge], open_blocks: dict[int, int], limits: Limits
) -> list[Cell]:
    """``open_blocks`` says which block (its place in ``merges``) a column belongs to that may go on in the next row."""
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
        cells += [None if continued else _text(cell)] + [None] * (span - 1)
    return cells


def _children(element: _Element, tag: str) -> Iterator[_Element]:
    """Children of one kind, also those wrapped in content controls or tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _INSIDE:
            yield from _children(child, tag)


def _text(cell: _Element) -> str:
    paragraphs = []
    for paragraph in _children(cell, _PARAGRAPH):
        pieces = []
        for part in paragraph.iter():
            if part.tag == _TEXT:
                pieces.append(part.text or "")
            elif part.tag == _TAB:
                pieces.append(" ")
            elif part.tag in _BREAKS:
                pieces.append("\n")
        paragraphs.append("".join(pieces))
    return "\n".join(paragraphs).strip()


def _integer(element: _Element | None, default: int, limits: Limits) -> int:
    value = None if element is None else element.get(qn("w:val"))
    if value is None or not (value.isascii() and value.isdigit()):
        return default
    return min(int(value[:6]), limits.columns + 1)
