"""The blocks between the top and the end of a paper."""

import io
from functools import singledispatch
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from khuevan.papers import wordml
from khuevan.papers.blocks import (
    Addressees,
    Banner,
    Basis,
    Centred,
    Chapter,
    Heading,
    PageBreak,
    Picture,
    Signatures,
    Table,
    Text,
)
from khuevan.papers.layout import measuring
from khuevan.papers.layout.ends import listed, signatures
from khuevan.papers.layout.lines import columns, gap, write
from khuevan.papers.layout.pages import BANNER, FIRST_LINE, SIZE, width

_LARGEST, _SMALLEST = 32, 16
"""Points of a banner; a long line takes the largest size at which it stays on one line."""

_TO = "Kính gửi:"


@singledispatch
def draw(block: Any, document: Document) -> None:  # noqa: ANN401 - the kinds of Block, registered below
    raise TypeError(block)


@draw.register
def _(block: Text, document: Document) -> None:
    paragraph = document.add_paragraph()
    if block.lead:
        paragraph.add_run(f"{wordml.legal(block.lead)} ").bold = True
    paragraph.add_run(wordml.legal(block.text)).italic = block.is_italic or None
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = FIRST_LINE
    if not block.text or block.text.endswith(":"):
        paragraph.paragraph_format.keep_with_next = True


@draw.register
def _(block: Heading, document: Document) -> None:
    text = block.text.upper() if block.level == 1 else block.text
    paragraph = document.add_paragraph(wordml.legal(text), style=f"Heading {block.level}")
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = FIRST_LINE
    paragraph.paragraph_format.keep_with_next = True


@draw.register
def _(block: Chapter, document: Document) -> None:
    for text, after in ((block.name, 0), (block.title.upper(), 6)):
        line = write(document.add_paragraph(), text, bold=True, before=6 - after, after=after, room=width(document))
        line.paragraph_format.keep_with_next = True


@draw.register
def _(block: Basis, document: Document) -> None:
    for line in block.lines:
        paragraph = document.add_paragraph()
        paragraph.add_run(wordml.legal(line)).italic = True
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.first_line_indent = FIRST_LINE


@draw.register
def _(block: Centred, document: Document) -> None:
    line = write(document.add_paragraph(), block.text, bold=True, before=6, after=6, room=width(document))
    line.paragraph_format.keep_with_next = True


@draw.register
def _(block: Addressees, document: Document) -> None:
    """One on the line of the words before it, several below their colon."""
    if len(block.names) == 1:
        write(document.add_paragraph(), f"{_TO} {block.names[0]}", before=6, after=12, room=Length(Mm(150)))
        return
    indent, hanging = Mm(30), measuring.width("- ", SIZE)
    first = write(document.add_paragraph(), _TO, align=ALIGN.LEFT, before=6)
    first.paragraph_format.left_indent = indent
    first.paragraph_format.keep_with_next = True
    below = Length(indent + measuring.width(_TO.rstrip(":"), SIZE) + hanging)
    for name in listed(block.names):
        spacing = write(document.add_paragraph(), name, align=ALIGN.LEFT).paragraph_format
        spacing.left_indent, spacing.first_line_indent = below, Length(-hanging)
    gap(document, 12)


@draw.register
def _(block: Table, document: Document) -> None:
    document.element.body.insert_element_before(wordml.table(block, width(document)), "w:sectPr")
    gap(document, 6)


@draw.register
def _(block: Picture, document: Document) -> None:
    picture_width = Mm(block.width)
    if not block.beside:
        _place(document.add_paragraph(), block)
        return
    left_width = Length(picture_width + Mm(5))
    left, right = columns(document, (left_width, Length(width(document) - left_width))).rows[0].cells
    _place(left.paragraphs[0], block)
    right.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    paragraphs = [right.paragraphs[0], *(right.add_paragraph() for _text in block.beside[1:])]
    for paragraph, text in zip(paragraphs, block.beside, strict=True):
        write(paragraph, text, align=ALIGN.LEFT, after=3)
    gap(document, 6)


def _place(paragraph: Paragraph, picture: Picture) -> None:
    run = write(paragraph, "", align=ALIGN.LEFT if picture.beside else ALIGN.CENTER).add_run()
    drawing = run.add_picture(io.BytesIO(picture.png), width=Mm(picture.width))
    drawing._inline.docPr.set("descr", wordml.legal(picture.alt))


@draw.register
def _(block: Banner, document: Document) -> None:
    room = width(document)
    for text in block.lines:
        long = measuring.width(text.upper(), 1, bold=True)
        size = max(_SMALLEST, min(_LARGEST, int(room / long))) if long else _SMALLEST
        paragraph = document.add_paragraph(style=BANNER)
        write(paragraph, text.upper(), size=size, bold=True, before=6, after=6, room=room)


@draw.register
def _(block: PageBreak, document: Document) -> None:
    paragraph = gap(document, 0)
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    paragraph.runs[0].font.size = Pt(1)


@draw.register
def _(block: Signatures, document: Document) -> None:
    signatures(document, block)
