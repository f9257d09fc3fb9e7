"""The parts of Word's markup that python-docx has no words for, as XML text.

Tables of learners are written here in one piece: python-docx looks its cells up one by one, which takes minutes for
two thousand rows.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Length, Mm

from khuevan.papers.blocks import Band, Column, Table

TABLE_SIZE = 12
"""Points; the letters of tables, one or two below the text around them."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """``text`` without the control characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def table(content: Table, width: Length) -> Any:  # noqa: ANN401 - an lxml element
    """A ruled table over ``width`` whose heading row is repeated on every page and whose rows stay in one piece."""
    widths = _widths(content.columns, width)
    rows = [_row(_headings(content.columns, widths), is_heading=True)]
    rows += [_row(_cells(row, content.columns, widths, width)) for row in content.rows]
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{column}"/>' for column in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/>'
        f'<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def _widths(columns: Sequence[Column], width: Length) -> list[int]:
    """Twips of each column; they add up to the width exactly."""
    total = sum(column.share for column in columns)
    ends = [round(width.twips * done / total) for done in accumulate(column.share for column in columns)]
    return [after - before for before, after in pairwise([0, *ends])]


def _headings(columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = zip(columns, widths, strict=True)
    return "".join(_cell(column.label, column_width, "center", is_bold=True) for column, column_width in cells)


def _cells(row: tuple[str, ...] | Band, columns: Sequence[Column], widths: Sequence[int], width: Length) -> str:
    if isinstance(row, Band):
        return _cell(row.text, width.twips, "left", is_bold=True, span=len(columns), with_next=True)
    cells = zip(row, columns, widths, strict=True)
    return "".join(_cell(text, column_width, column.align) for text, column, column_width in cells)


def _row(cells: str, *, is_heading: bool = False) -> str:
    repeated = "<w:tblHeader/>" if is_heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell(text: str, width: int, align: str, *, is_bold: bool = False, span: int = 1, with_next: bool = False) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    bold = "<w:b/>" if is_bold else ""
    half_points = TABLE_SIZE * 2
    size = f'<w:rPr>{bold}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'
    kept = "<w:keepNext/>" if with_next else ""
    spacing = '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'
    paragraphs = "".join(
        f'<w:p><w:pPr>{kept}{spacing}<w:ind w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:r>{size}<w:t xml:space="preserve">{escape(legal(line))}</w:t></w:r></w:p>'
        for line in text.split("\n")
    )
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


def rule() -> Any:  # noqa: ANN401 - an lxml element
    """The border that turns an empty paragraph into a line as long as its indents leave room for."""
    return parse_xml(f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>')


def page_number() -> Any:  # noqa: ANN401 - an lxml element
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>')


def numbered_from_one() -> Any:  # noqa: ANN401 - an lxml element
    """Makes a section count its own pages (Nghị định 30/2020: each appendix separately)."""
    return parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')


def no_margins() -> Any:  # noqa: ANN401 - an lxml element
    """Cells that begin at the edge of the text, for the two columns of the letterhead and the signature."""
    return parse_xml(
        f'<w:tblCellMar {nsdecls("w")}><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )


def hung_out(length: Length) -> Any:  # noqa: ANN401 - an lxml element
    """Begins a table to the left of the text."""
    return parse_xml(f'<w:tblInd {nsdecls("w")} w:w="-{length.twips}" w:type="dxa"/>')


def unsplit() -> Any:  # noqa: ANN401 - an lxml element
    return parse_xml(f"<w:cantSplit {nsdecls('w')}/>")


def width_of_capitals(text: str, points: float) -> Length:
    """About how long a line in bold capitals of Times New Roman is (measured: 0.61 of the size a letter)."""
    return Mm(len(text) * points * 0.61 * 25.4 / 72)
