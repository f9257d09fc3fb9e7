"""The page of the decree: A4, margins, letters, the number in the top margin from the second page on."""

import io
from functools import cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt, RGBColor

from khuevan.papers import wordml

FONT = "Times New Roman"
SIZE = 14
BANNER = "Banner"
A4 = (Mm(210), Mm(297))
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
PARAGRAPH, LINES = Pt(6), 1.1
FIRST_LINE = Mm(12.7)

_UNUSED = frozenset({"stylesWithEffects", "customXml", "thumbnail"})
"""Parts of the file that python-docx begins with."""


def begun(*, title: str, author: str, is_landscape: bool) -> Document:
    """An empty paper with the page and the letters of the decree."""
    document = docx.Document(io.BytesIO(_prepared(is_landscape=is_landscape)))
    properties = document.core_properties
    properties.title, properties.author = wordml.legal(title), wordml.legal(author)
    return document


@cache
def _prepared(*, is_landscape: bool) -> bytes:
    """The same for every paper, so it is made once; the styles and parts that no paper uses are nine tenths of it."""
    document = docx.Document()
    document.core_properties.comments, document.core_properties.language = "", "vi-VN"
    styles = document.styles
    for style in [one for one in styles if one.type == WD_STYLE_TYPE.TABLE and one.name != "Normal Table"]:
        style.delete()
    for kept in (document.part.rels, document.part.package.rels):
        for key in [key for key, one in kept.items() if one.reltype.rpartition("/")[2] in _UNUSED]:
            del kept[key]
    styles.add_style(BANNER, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    for name in ("Normal", "Heading 1", "Heading 2", "Header"):
        _letters(styles[name], is_bold=name.startswith("Heading"))
    for fonts in styles.element.find(qn("w:docDefaults")).iter(qn("w:rFonts")):
        wordml.set_font(fonts, FONT)
    wordml.modernise(document.settings.element)
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
    _page(document.sections[0], is_landscape=is_landscape)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def begin_section(document: Document, *, is_landscape: bool) -> None:
    """New pages that count from 1; the paragraph that ends the ones before takes no room."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    wordml.shrink(document.element.body[-2])
    _page(section, is_landscape=is_landscape)
    section._sectPr.insert_element_before(wordml.numbered_from_one(), "w:cols", "w:titlePg", "w:docGrid")


def width(document: Document) -> Length:
    """Between the margins of the page that is being written."""
    section = document.sections[-1]
    return Length((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def _letters(style: Any, *, is_bold: bool) -> None:  # noqa: ANN401 - python-docx does not say which kind
    """The letters of the decree; what the template of python-docx brings (blue, its own fonts) goes."""
    if style.element.rPr is not None:
        style.element.remove(style.element.rPr)
    style.font.size, style.font.bold = Pt(SIZE), is_bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    wordml.set_font(style.element.rPr.get_or_add_rFonts(), FONT)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(0), PARAGRAPH, LINES
    spacing.widow_control = True


def _page(section: Section, *, is_landscape: bool) -> None:
    short, long = A4
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_landscape else (short, long)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    if section.header.is_linked_to_previous:
        section.header.is_linked_to_previous = False
        number = section.header.paragraphs[0]
        number.alignment = ALIGN.CENTER
        number.paragraph_format.space_after, number.paragraph_format.line_spacing = Pt(0), 1.0
        number._p.append(wordml.page_number())
