"""Single lines, rules, gaps and the columns without borders that papers are made of."""

from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph

from khuevan.papers import wordml
from khuevan.papers.layout import measuring
from khuevan.papers.layout.pages import SIZE


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = SIZE,
    bold: bool = False,
    italic: bool = False,
    align: ALIGN = ALIGN.CENTER,
    before: float = 0,
    after: float = 0,
    room: Length | None = None,
    margin: int = 0,
) -> Paragraph:
    """Puts words into an empty paragraph; ``before`` and ``after`` in points.

    With ``room``, the width it stands in, the lines of a long one become about equally long and keep ``margin`` free
    on both sides.
    """
    run = paragraph.add_run(wordml.legal(text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align
    spacing = paragraph.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.0
    if room is not None:
        widest = Length(room - 2 * margin)
        indent = Length((room - measuring.balanced(text, size, widest, bold=bold)) // 2)
        if indent:
            spacing.left_indent = spacing.right_indent = indent
    return paragraph


def rule(paragraph: Paragraph, length: Length, room: Length) -> None:
    """Turns an empty paragraph into a line of ``length`` in the middle of ``room``."""
    wordml.shrink(paragraph._p, before=60)
    indent = Length(max(0, (room - length) // 2))
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    paragraph._p.get_or_add_pPr().insert_element_before(
        wordml.rule(), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def gap(document: Document, points: float) -> Paragraph:
    """Empty room of a certain height; after a table Word needs a paragraph anyway."""
    paragraph = document.add_paragraph()
    wordml.shrink(paragraph._p, before=round(points * 20))
    return paragraph


def columns(document: Document, widths: tuple[Length, ...], rows: int = 1) -> Any:  # noqa: ANN401 - docx.table.Table
    """Columns without lines or margins, whose rows do not break over pages."""
    table = document.add_table(rows, len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    properties.insert_element_before(wordml.no_margins(), "w:tblLook")
    wordml.set_width(properties, Length(sum(widths)))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(wordml.unsplit())
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def next_in(cell: Any) -> Paragraph:  # noqa: ANN401 - docx.table._Cell
    """The first paragraph of a cell while it is empty, else a new one."""
    first: Paragraph = cell.paragraphs[0]
    is_new = len(cell.paragraphs) == 1 and not first.runs and not cell.tables
    return first if is_new else cell.add_paragraph()
