"""Draws a paper as a .docx in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I, as far as its words go.

A4, Times New Roman, margins 20, 20, 30 and 15 mm, the page number in the top margin from the second page on.  Knows
nothing of classes: a later layout, exact to the millimetre, takes the same blocks.
"""

import io
from functools import singledispatch
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from khuevan.papers import wordml
from khuevan.papers.blocks import (
    ROMAN,
    Addressees,
    Appendix,
    Basis,
    Centred,
    Closing,
    Heading,
    Letterhead,
    Paper,
    Picture,
    Table,
    Text,
    Title,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FONT = "Times New Roman"
SIZE = 14
A4 = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
FIRST_LINE = Mm(12.7)
LETTERHEAD = (Mm(81), Mm(92))
"""Office and Quốc hiệu; the latter is 87.7 mm long at 12 points and must stay on one line."""

OVERHANG = Mm(8)
"""What both columns together have more than the text, to its left, as in the templates of the decree."""

CLOSING = (Mm(72), Mm(93))
COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
"""What a body of the Party writes under instead (Hướng dẫn 36-HD/VPTW)."""
PARTY_WIDTH = Mm(52)
MOTTO_WIDTH = Mm(56.1)
"""Of the motto in bold at 13 points: the line below it is just as long."""

SIGNATURE_ROOM = Pt(72)


def drawn(paper: Paper, *, title: str) -> bytes:
    """The .docx; ``title`` is what file managers show."""
    document = docx.Document()
    _set_up(document, title=title, author=paper.letterhead.office)
    _letterhead(document, paper.letterhead)
    if paper.title:
        _title(document, paper.title)
    for block in paper.blocks:
        _draw(block, document)
    if paper.closing:
        document.paragraphs[-1].paragraph_format.keep_with_next = True  # no page with a signature alone
        _closing(document, paper.closing)
    for roman, appendix in zip(ROMAN, paper.appendices, strict=False):
        _appendix(document, appendix, f"Phụ lục {roman}" if len(paper.appendices) > 1 else "Phụ lục")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Document, *, title: str, author: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = wordml.legal(title), wordml.legal(author), ""
    properties.language = "vi-VN"
    for name in ("Normal", "Heading 1", "Heading 2"):
        _style(document.styles[name], is_bold=name != "Normal")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    _page(document.sections[0], is_landscape=False)


def _style(style: Any, *, is_bold: bool) -> None:  # noqa: ANN401 - python-docx does not say which kind
    """The letters of the decree; what the template of python-docx brings (blue, its own fonts) goes."""
    if style.element.rPr is not None:
        style.element.remove(style.element.rPr)
    style.font.name, style.font.size, style.font.bold = FONT, Pt(SIZE), is_bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    for script in ("w:eastAsia", "w:cs"):
        style.element.rPr.rFonts.set(qn(script), FONT)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(0), Pt(6), 1.1
    spacing.widow_control = True


def _page(section: Section, *, is_landscape: bool) -> None:
    short, long = A4
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_landscape else (short, long)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = (BOTTOM, BOTTOM) if is_landscape else (LEFT, RIGHT)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    if section.header.is_linked_to_previous:
        section.header.is_linked_to_previous = False
        number = section.header.paragraphs[0]
        number.alignment = ALIGN.CENTER
        number._p.append(wordml.page_number())


def _width(document: Document) -> Length:
    section = document.sections[-1]
    return Length((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def _write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = SIZE,
    bold: bool = False,
    italic: bool = False,
    align: ALIGN = ALIGN.CENTER,
    before: float = 0,
    after: float = 0,
) -> Paragraph:
    """Puts words into an empty paragraph; ``before`` and ``after`` in points."""
    run = paragraph.add_run(wordml.legal(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    spacing = paragraph.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.0
    return paragraph


def _rule(paragraph: Paragraph, length: Length, room: Length) -> None:
    """Turns an empty paragraph into a line of ``length`` in the middle of ``room``."""
    _write(paragraph, "", size=2, before=3)
    indent = Length(max(0, (room - length) // 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    paragraph._p.get_or_add_pPr().insert_element_before(
        wordml.rule(), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _columns(document: Document, widths: tuple[Length, Length], rows: int) -> Any:  # noqa: ANN401 - docx.table.Table
    """Two columns without lines or margins, whose rows do not break over pages."""
    table = document.add_table(rows, 2)
    table.autofit = False
    table._tbl.tblPr.append(wordml.no_margins())
    for row in table.rows:
        row._tr.get_or_add_trPr().append(wordml.unsplit())
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def _letterhead(document: Document, words: Letterhead) -> None:
    is_numbered = bool(words.number or words.place_date)
    table = _columns(document, LETTERHEAD, rows=2 if is_numbered else 1)
    table._tbl.tblPr.insert_element_before(wordml.hung_out(OVERHANG), "w:tblLayout", "w:tblCellMar", "w:tblLook")
    left, right = table.rows[0].cells
    office = words.office.upper()
    if words.parent:
        _write(left.paragraphs[0], words.parent.upper(), size=12)
    _write(left.add_paragraph() if words.parent else left.paragraphs[0], office, size=12, bold=True)
    if words.is_party:
        _write(left.add_paragraph(), "*", size=12)
        _write(right.paragraphs[0], PARTY, size=13, bold=True)
        _rule(right.add_paragraph(), PARTY_WIDTH, LETTERHEAD[1])
    else:
        long = min(wordml.width_of_capitals(office, 12), LETTERHEAD[0])
        _rule(left.add_paragraph(), Length(int(long * 0.4)), LETTERHEAD[0])
        _write(right.paragraphs[0], COUNTRY, size=12, bold=True)
        _write(right.add_paragraph(), MOTTO, size=13, bold=True)
        _rule(right.add_paragraph(), MOTTO_WIDTH, LETTERHEAD[1])
    if is_numbered:
        left, right = table.rows[1].cells
        _write(left.paragraphs[0], words.number, size=13)
        if words.about:
            _write(left.add_paragraph(), words.about, size=12, before=6)
        _write(right.paragraphs[0], words.place_date, size=13, italic=True)
    _write(document.add_paragraph(), "", size=6)


def _title(document: Document, words: Title) -> None:
    _write(document.add_paragraph(), words.name.upper(), bold=True, before=6)
    if words.subject:
        _write(document.add_paragraph(), words.subject, bold=True)
    if words.note:
        _write(document.add_paragraph(), words.note, italic=True)
    _rule(document.add_paragraph(), Mm(45), _width(document))
    _write(document.add_paragraph(), "", size=6)


@singledispatch
def _draw(block: Any, document: Document) -> None:  # noqa: ANN401 - the kinds of Block, registered below
    raise TypeError(block)


@_draw.register
def _(block: Text, document: Document) -> None:
    paragraph = document.add_paragraph()
    if block.lead:
        paragraph.add_run(f"{wordml.legal(block.lead)} ").bold = True
    paragraph.add_run(wordml.legal(block.text))
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = FIRST_LINE
    paragraph.paragraph_format.keep_with_next = not block.text or block.text.endswith(":")


@_draw.register
def _(block: Heading, document: Document) -> None:
    text = block.text.upper() if block.level == 1 else block.text
    paragraph = document.add_paragraph(wordml.legal(text), style=f"Heading {block.level}")
    paragraph.paragraph_format.first_line_indent = FIRST_LINE
    paragraph.paragraph_format.keep_with_next = True


@_draw.register
def _(block: Basis, document: Document) -> None:
    for line in block.lines:
        paragraph = document.add_paragraph()
        paragraph.add_run(wordml.legal(line)).italic = True
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = FIRST_LINE


@_draw.register
def _(block: Centred, document: Document) -> None:
    _write(document.add_paragraph(), block.text, bold=True, before=6, after=6).paragraph_format.keep_with_next = True


@_draw.register
def _(block: Addressees, document: Document) -> None:
    if len(block.names) == 1:
        _write(document.add_paragraph(), f"Kính gửi: {block.names[0]}", before=6, after=12)
        return
    indent = Mm(30)
    first = _write(document.add_paragraph(), "Kính gửi:", align=ALIGN.LEFT, before=6)
    first.paragraph_format.left_indent = indent
    for name in _listed(block.names):
        _write(document.add_paragraph(), name, align=ALIGN.LEFT).paragraph_format.left_indent = Length(indent + Mm(20))
    _write(document.add_paragraph(), "", size=6)


@_draw.register
def _(block: Table, document: Document) -> None:
    document.element.body.insert_element_before(wordml.table(block, _width(document)), "w:sectPr")
    _write(document.add_paragraph(), "", size=6)


@_draw.register
def _(block: Picture, document: Document) -> None:
    width = Mm(block.width)
    if not block.beside:
        _place(document.add_paragraph(), block)
        return
    left_width = Length(width + Mm(5))
    left, right = _columns(document, (left_width, Length(_width(document) - left_width)), rows=1).rows[0].cells
    _place(left.paragraphs[0], block)
    right.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraphs = [right.paragraphs[0], *(right.add_paragraph() for _text in block.beside[1:])]
    for paragraph, text in zip(paragraphs, block.beside, strict=True):
        _write(paragraph, text, align=ALIGN.LEFT, after=3)
    _write(document.add_paragraph(), "", size=6)


def _place(paragraph: Paragraph, picture: Picture) -> None:
    run = _write(paragraph, "", align=ALIGN.LEFT if picture.beside else ALIGN.CENTER).add_run()
    drawing = run.add_picture(io.BytesIO(picture.png), width=Mm(picture.width))
    drawing._inline.docPr.set("descr", wordml.legal(picture.alt))


def _listed(names: tuple[str, ...]) -> list[str]:
    """ "- ...;" for each but the last, which ends with a full stop."""
    return [f"- {name}{';' if place < len(names) else '.'}" for place, name in enumerate(names, start=1)]


def _closing(document: Document, words: Closing) -> None:
    left, right = _columns(document, CLOSING, rows=1).rows[0].cells
    _write(left.paragraphs[0], "Nơi nhận:", size=12, bold=True, italic=True, align=ALIGN.LEFT)
    for line in _listed(words.recipients):
        _write(left.add_paragraph(), line, size=11, align=ALIGN.LEFT)
    capacity = [right.paragraphs[0], *(right.add_paragraph() for _line in words.capacity[1:])]
    for paragraph, line in zip(capacity, words.capacity, strict=True):
        _write(paragraph, line.upper(), bold=True)
    _write(right.add_paragraph(), words.signer, bold=True, before=SIGNATURE_ROOM.pt)


def _appendix(document: Document, appendix: Appendix, name: str) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, is_landscape=appendix.is_landscape)
    section._sectPr.insert_element_before(wordml.numbered_from_one(), "w:cols", "w:titlePg", "w:docGrid")
    _write(document.add_paragraph(), name, bold=True)
    _title(document, appendix.title)
    for block in appendix.blocks:
        _draw(block, document)
