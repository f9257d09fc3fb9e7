"""The parts of Word's markup that python-docx has no words for, as XML text.

Tables of learners are written here in one piece: python-docx looks its cells up one by one, which takes minutes for
two thousand rows.  So are paragraphs: one property of one costs python-docx more than all of it costs here.
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length

from khuevan.papers.blocks import Band, Column, Row, Table, Total

TABLE_SIZE = 12
"""Points; the letters of tables, one or two below the text around them."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """``text`` without the control characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


_W = nsdecls("w")


def run(text: str, *, points: float | None = None, bold: bool | None = None, italic: bool | None = None) -> str:
    """Words with one look; None leaves to the style what it says.  A line break and a tab become Word's own."""
    looks = "".join(_ON_OFF[tag, is_on] for tag, is_on in (("b", bold), ("i", italic)) if is_on is not None)
    if points is not None:
        looks += f'<w:sz w:val="{round(points * 2)}"/>'
    words = "".join(_SPECIAL.get(part) or _words(part) for part in _PARTS.split(legal(text)) if part)
    return f"<w:r><w:rPr>{looks}</w:rPr>{words}</w:r>" if looks else f"<w:r>{words}</w:r>"


_ON_OFF = {(tag, is_on): f"<w:{tag}/>" if is_on else f'<w:{tag} w:val="0"/>' for tag in "bi" for is_on in (True, False)}
_PARTS = re.compile("([\n\r\t])")
_SPECIAL = {"\n": "<w:br/>", "\r": "<w:br/>", "\t": "<w:tab/>"}


def _words(text: str) -> str:
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<w:t{space}>{escape(text)}</w:t>"


def paragraph(properties: str, runs: str = "", *, style: str = "") -> Any:  # noqa: ANN401 - a w:p
    """``properties`` in the order of the format: keepNext, pBdr, spacing, ind, jc, rPr."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return parse_xml(f"<w:p {_W}><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>")


def fill(empty: Any, properties: str, runs: str = "") -> None:  # noqa: ANN401 - a w:p
    """Gives an empty paragraph of a document properties and words; its style stays."""
    filled = paragraph(properties, runs)
    old = empty.pPr
    if old is not None:
        if old.pStyle is not None:
            filled[0].insert(0, old.pStyle)
        empty.remove(old)
    empty.extend(list(filled))


def append(body: Any, element: Any) -> None:  # noqa: ANN401 - a w:body and what goes into it
    """Puts a paragraph or table at the end of a document, before the properties of its last pages."""
    body.insert(len(body) - 1, element)


def spacing(before: float, after: float) -> str:
    """Points above and below single lines."""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="240" w:lineRule="auto"/>'


def tiny(before: int) -> tuple[str, str]:
    """An empty paragraph one point high, ``before`` twentieths of a point below: its spacing and its mark."""
    return (
        f'<w:spacing w:before="{before}" w:after="0" w:line="20" w:lineRule="exact"/>',
        '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>',
    )


def unruled(widths: Sequence[Length], rows: int) -> Any:  # noqa: ANN401 - a w:tbl
    """A table without lines or margins, whose rows do not break over pages, with one empty paragraph in each cell."""
    cells = "".join(f'<w:tc><w:tcPr><w:tcW w:w="{one.twips}" w:type="dxa"/></w:tcPr><w:p/></w:tc>' for one in widths)
    grid = "".join(f'<w:gridCol w:w="{one.twips}"/>' for one in widths)
    whole = Length(sum(widths)).twips
    return parse_xml(
        f'<w:tbl {_W}><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar><w:tblLook w:firstColumn="1" '
        'w:firstRow="1" w:lastColumn="0" w:lastRow="0" w:noHBand="0" w:noVBand="1" w:val="04A0"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{f'<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>' * rows}</w:tbl>"
    )


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


def _cells(row: Row, columns: Sequence[Column], widths: Sequence[int], width: Length) -> str:
    if isinstance(row, Band):
        return _cell(row.text, width.twips, "left", is_bold=True, span=len(columns), with_next=True)
    is_total = isinstance(row, Total)
    cells = zip(row.cells if isinstance(row, Total) else row, columns, widths, strict=True)
    return "".join(_cell(text, column_width, column.align, is_bold=is_total) for text, column, column_width in cells)


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


RULE = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
"""The border that turns an empty paragraph into a line as long as its indents leave room for."""


def stamp(text: str, width: Length, height: Length) -> Any:  # noqa: ANN401 - an lxml element
    """A red frame of exactly this size with words in bold capitals of 13 points."""
    edges = "".join(f'<w:{edge} w:val="single" w:sz="12" w:space="0" w:color="FF0000"/>' for edge in _EDGES[:4])
    letters = '<w:rPr><w:b/><w:color w:val="FF0000"/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr>'
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{width.twips}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
        f'{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        f'<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{width.twips}"/>'
        f'</w:tblGrid><w:tr><w:trPr><w:trHeight w:val="{height.twips}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
        f'<w:tcW w:w="{width.twips}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr>'
        f"<w:r>{letters}<w:t>{escape(legal(text))}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )


def page_number() -> Any:  # noqa: ANN401 - an lxml element
    size = '<w:rPr><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr>'
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r>{size}<w:t>2</w:t></w:r></w:fldSimple>')


def set_font(fonts: Any, name: str) -> None:  # noqa: ANN401 - a w:rFonts
    """One font for every script; what a theme says goes."""
    fonts.attrib.clear()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), name)


def shrink(paragraph: Any, *, before: int = 0) -> None:  # noqa: ANN401 - a w:p
    """Makes an empty paragraph one point high, ``before`` twentieths of a point below what stands above it."""
    properties = paragraph.get_or_add_pPr()
    spacing = properties.get_or_add_spacing()
    for name, value in (("before", before), ("after", 0), ("line", 20), ("lineRule", "exact")):
        spacing.set(qn(f"w:{name}"), str(value))
    mark = parse_xml(f'<w:rPr {nsdecls("w")}><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>')
    properties.insert_element_before(mark, "w:sectPr", "w:pPrChange")


def keep(paragraph: Any) -> None:  # noqa: ANN401 - a w:p
    """On one page with the next paragraph."""
    paragraph.get_or_add_pPr().get_or_add_keepNext().val = True


def numbered_from_one() -> Any:  # noqa: ANN401 - an lxml element
    """Makes a section count its own pages (Nghị định 30/2020: each appendix separately)."""
    return parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>')


def modernise(settings: Any) -> None:  # noqa: ANN401 - a w:settings
    """Makes Word lay out as since 2013, where a table begins at the edge of the text, and not in an older mode."""
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for old in list(settings.iter(qn("w:useFELayout"))):
        old.getparent().remove(old)


def hung_out(length: Length) -> Any:  # noqa: ANN401 - an lxml element
    """Begins a table to the left of the text."""
    return parse_xml(f'<w:tblInd {nsdecls("w")} w:w="-{length.twips}" w:type="dxa"/>')
