"""Who signs a paper and who receives it, kept on one page with the last words before them."""

from typing import Any

from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from khuevan.papers import wordml
from khuevan.papers.blocks import Closing, Signatures
from khuevan.papers.layout.lines import columns, gap, next_in, write
from khuevan.papers.layout.pages import width

_RECIPIENTS = 72 / 165
"""The part of the page that nơi nhận has; whoever signs stands in the rest, its right half."""

_BETWEEN = Mm(4)
SIGNATURE_ROOM = Pt(72)


def closing(document: Document, words: Closing) -> None:
    keep_with_next(document)
    whole = width(document)
    left_width = Length(int(whole * _RECIPIENTS))
    right_width = Length(whole - left_width)
    left, right = columns(document, (left_width, right_width)).rows[0].cells
    write(next_in(left), "Nơi nhận:", size=12, bold=True, italic=True, align="left")
    for line in listed(words.recipients):
        write(next_in(left), line, size=11, align="left").paragraph_format.right_indent = _BETWEEN
    if copied := copies(words):
        last = left.paragraphs[-1]
        last.paragraph_format.tab_stops.add_tab_stop(Length(left_width - _BETWEEN), WD_TAB_ALIGNMENT.RIGHT)
        last.add_run(f"\t{wordml.legal(copied)}").font.size = Pt(11)
    for line in words.capacity:
        write(next_in(right), line.upper(), bold=True, room=right_width)
    write(next_in(right), words.signer, bold=True, before=SIGNATURE_ROOM.pt, room=right_width)
    gap(document, 0)


def copies(words: Closing) -> str:
    """PL.(300): who wrote it, and how many were made."""
    drafter = f"{words.drafter.rstrip('.')}." if words.drafter else ""
    return f"{drafter}({words.copies})" if words.copies else drafter


def signatures(document: Document, block: Signatures) -> None:
    """Side by side, each with room for a hand; place and day over the last."""
    keep_with_next(document)
    whole, count = width(document), len(block.columns)
    each = Length(whole // count)
    table = columns(document, (each,) * count, rows=2 if block.place_date else 1)
    if block.place_date:
        first = table.rows[0].cells
        begins = count // 2
        dated = first[begins].merge(first[-1]) if count > begins + 1 else first[begins]
        line = write(dated.paragraphs[0], block.place_date, size=13, italic=True, after=3)
        for cell in (*first[:begins], dated):
            cell.paragraphs[0].paragraph_format.keep_with_next = True
        line.paragraph_format.keep_with_next = True
    for cell, one in zip(table.rows[-1].cells, block.columns, strict=True):
        write(next_in(cell), one.title.upper(), size=13, bold=True, room=Length(each - _BETWEEN))
        if one.note:
            write(next_in(cell), one.note, size=13, italic=True)
        write(next_in(cell), one.name, size=13, bold=True, before=SIGNATURE_ROOM.pt)
    gap(document, 6)


def listed(names: tuple[str, ...]) -> list[str]:
    """ "- ...;" for each but the last, which ends with a full stop."""
    return [f"- {name}{';' if place < len(names) else '.'}" for place, name in enumerate(names, start=1)]


def keep_with_next(document: Document) -> None:
    """No page with a signature alone: what was written last goes along, of a table its last two rows."""
    body: Any = document.element.body
    last = body[-2] if len(body) > 1 else None
    if last is None:
        return
    if last.tag == qn("w:p"):
        wordml.keep(last)
        before = last.getprevious()
        is_gap = not "".join(last.itertext())
        if is_gap and before is not None and before.tag == qn("w:tbl"):
            last = before
    if last.tag == qn("w:tbl"):
        for row in last.findall(qn("w:tr"))[-2:]:
            for paragraph in row.iter(qn("w:p")):
                wordml.keep(paragraph)
