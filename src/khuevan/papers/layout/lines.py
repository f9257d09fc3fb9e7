"""Single lines, rules, gaps and the columns without borders that papers are made of."""

from typing import Any, Literal

from docx.document import Document
from docx.shared import Length
from docx.table import Table
from docx.text.paragraph import Paragraph

from khuevan.papers import wordml
from khuevan.papers.layout import measuring
from khuevan.papers.layout.pages import SIZE

type Align = Literal["left", "center"]


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float = SIZE,
    bold: bool = False,
    italic: bool = False,
    align: Align = "center",
    before: float = 0,
    after: float = 0,
    room: Length | None = None,
    margin: int = 0,
) -> Paragraph:
    """Puts words into an empty paragraph; ``before`` and ``after`` in points.

    With ``room``, the width it stands in, the lines of a long one become about equally long and keep ``margin`` free
    on both sides.
    """
    indents = ""
    if room is not None:
        widest = Length(room - 2 * margin)
        indent = Length((room - measuring.balanced(text, size, widest, bold=bold)) // 2)
        if indent:
            indents = f'<w:ind w:left="{indent.twips}" w:right="{indent.twips}"/>'
    placed = f'{wordml.spacing(before, after)}{indents}<w:jc w:val="{align}"/>'
    wordml.fill(paragraph._p, placed, wordml.run(text, points=size, bold=bold, italic=italic))
    return paragraph


def rule(paragraph: Paragraph, length: Length, room: Length) -> None:
    """Turns an empty paragraph into a line of ``length`` in the middle of ``room``."""
    indent = Length(max(0, (room - length) // 2)).twips
    spacing, mark = wordml.tiny(60)
    wordml.fill(paragraph._p, f'{wordml.RULE}{spacing}<w:ind w:left="{indent}" w:right="{indent}"/>{mark}')


def gap(document: Document, points: float) -> Paragraph:
    """Empty room of a certain height; after a table Word needs a paragraph anyway."""
    element = wordml.paragraph("".join(wordml.tiny(round(points * 20))))
    wordml.append(document.element.body, element)
    return Paragraph(element, document._body)


def columns(document: Document, widths: tuple[Length, ...], rows: int = 1) -> Table:
    """Columns without lines or margins, whose rows do not break over pages."""
    element = wordml.unruled(widths, rows)
    wordml.append(document.element.body, element)
    return Table(element, document._body)


def next_in(cell: Any) -> Paragraph:  # noqa: ANN401 - docx.table._Cell
    """The first paragraph of a cell while it is empty, else a new one."""
    first: Paragraph = cell.paragraphs[0]
    is_new = len(cell.paragraphs) == 1 and not first.runs and not cell.tables
    return first if is_new else cell.add_paragraph()
