"""The blocks between the top and the end of a paper."""

import io
from functools import singledispatch
from typing import Any

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL
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
    lead = wordml.run(f"{block.lead} ", bold=True) if block.lead else ""
    words = wordml.run(block.text, italic=block.is_italic or None)
    _justified(document, lead + words, with_next=not block.text or block.text.endswith(":"))


@draw.register
def _(block: Heading, document: Document) -> None:
    text = block.text.upper() if block.level == 1 else block.text
    _justified(document, wordml.run(text), style=f"Heading{block.level}", with_next=True)


def _justified(document: Document, runs: str, *, style: str = "", with_next: bool = False) -> None:
    """A paragraph as the text of a paper has them; its first line is indented."""
    kept = "<w:keepNext/>" if with_next else ""
    placed = f'{kept}<w:ind w:firstLine="{FIRST_LINE.twips}"/><w:jc w:val="both"/>'
    wordml.append(document.element.body, wordml.paragraph(placed, runs, style=style))


@draw.register
def _(block: Chapter, document: Document) -> None:
    for text, after in ((block.name, 0), (block.title.upper(), 6)):
        line = write(document.add_paragraph(), text, bold=True, before=6 - after, after=after, room=width(document))
        line.paragraph_format.keep_with_next = True


@draw.register
def _(block: Basis, document: Document) -> None:
    for line in block.lines:
        _justified(document, wordml.run(line, italic=True))


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
    first = write(document.add_paragraph(), _TO, align="left", before=6)
    first.paragraph_format.left_indent = indent
    first.paragraph_format.keep_with_next = True
    below = Length(indent + measuring.width(_TO.rstrip(":"), SIZE) + hanging)
    for name in listed(block.names):
        spacing = write(document.add_paragraph(), name, align="left").paragraph_format
        spacing.left_indent, spacing.first_line_indent = below, Length(-hanging)
    gap(document, 12)


@draw.register
def _(block: Table, document: Document) -> None:
    wordml.append(document.element.body, wordml.table(block, width(document)))
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
        write(paragraph, text, align="left", after=3)
    gap(document, 6)


def _place(paragraph: Paragraph, picture: Picture) -> None:
    run = write(paragraph, "", align="left" if picture.beside else "center").add_run()
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
