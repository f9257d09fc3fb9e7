"""The top of a paper: who issues it, Quốc hiệu, number, place and day, name and subject."""

from typing import Any

from docx.document import Document
from docx.shared import Length, Mm

from khuevan.papers import wordml
from khuevan.papers.blocks import STAMPS, Letterhead, Title
from khuevan.papers.layout import measuring
from khuevan.papers.layout.lines import columns, gap, next_in, rule, write
from khuevan.papers.layout.pages import SIZE, width

OFFICE = Mm(81)
"""The column of the office; the other one takes Quốc hiệu, 88.3 mm long at 12 points, which must stay on one line."""

OVERHANG = Mm(8)
"""What both columns together have more than the text, to its left, as in the templates of the decree."""

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
"""What a body of the Party writes under instead (Hướng dẫn 36-HD/VPTW)."""

_SHARE = 0.4
"""Of a line under words that is to be from a third to a half as long as they are."""

_STAMP_WIDTHS = {"khan": Mm(20), "thuong_khan": Mm(40), "hoa_toc": Mm(30)}
_STAMP_HEIGHT = Mm(8)
_MARGIN = Mm(2)
"""Free on both sides of what stands in a column."""

_ASIDE = Mm(12)
"""Free on both sides of a subject."""


def letterhead(document: Document, words: Letterhead) -> None:
    is_numbered = bool(words.number or words.place_date or words.urgency)
    widths = _widths(document)
    table = columns(document, widths, rows=2 if is_numbered else 1)
    table._tbl.tblPr.insert_element_before(wordml.hung_out(OVERHANG), "w:tblLayout", "w:tblCellMar", "w:tblLook")
    _names(table.rows[0].cells, widths, words)
    if is_numbered:
        _numbers(table.rows[1].cells, widths, words)
    gap(document, 6)


def title(document: Document, words: Title) -> None:
    """Name, subject, note and the line below: they stay together with what follows."""
    room = width(document)
    lines = [write(document.add_paragraph(), words.name.upper(), bold=True, before=6, room=room)]
    if words.subject:
        lines.append(write(document.add_paragraph(), words.subject, bold=True, room=room, margin=_ASIDE))
    if words.note:
        lines.append(write(document.add_paragraph(), words.note, italic=True, room=room))
    above = words.subject or words.name.upper()
    above_room = measuring.balanced(above, SIZE, Length(room - 2 * _ASIDE), bold=True)
    long = measuring.longest(above, SIZE, above_room, bold=True)
    lines.append(document.add_paragraph())
    rule(lines[-1], Length(int(long * _SHARE)), room)
    lines.append(gap(document, 6))
    for line in lines:
        line.paragraph_format.keep_with_next = True


def _widths(document: Document) -> tuple[Length, Length]:
    """Upright as in the decree; across, each in its half of the page."""
    whole = Length(width(document) + OVERHANG)
    left = OFFICE if whole < Mm(200) else Length(int(whole * 0.45))
    return left, Length(whole - left)


def _names(cells: Any, widths: tuple[Length, Length], words: Letterhead) -> None:  # noqa: ANN401 - two cells
    (left, right), (left_width, right_width) = cells, widths
    if words.is_party:
        parent, office = _of_party(words)
        _centred(left, parent, left_width, size=14)
        _centred(left, office, left_width, size=14, bold=True)
        _centred(left, "*", left_width, size=14)
        _centred(right, PARTY, right_width, size=15, bold=True, margin=0)
        rule(right.add_paragraph(), measuring.width(PARTY, 15, bold=True), right_width)
        return
    office = words.office.upper()
    _centred(left, words.parent.upper(), left_width, size=12)
    _centred(left, office, left_width, size=12, bold=True)
    room = measuring.balanced(office, 12, Length(left_width - 2 * _MARGIN), bold=True)
    long = measuring.longest(office, 12, room, bold=True)
    rule(left.add_paragraph(), Length(int(long * _SHARE)), left_width)
    if words.is_plain:
        return
    _centred(right, COUNTRY, right_width, size=12, bold=True, margin=0)
    _centred(right, MOTTO, right_width, size=13, bold=True, margin=0)
    rule(right.add_paragraph(), measuring.width(MOTTO, 13, bold=True), right_width)


def _of_party(words: Letterhead) -> tuple[str, str]:
    """Ban Tổ chức Tỉnh ủy under Tỉnh ủy Bình Phước is BAN TỔ CHỨC under TỈNH ỦY BÌNH PHƯỚC: each word once."""
    parent, office = words.parent.upper(), words.office.upper()
    for tail in (parent, " ".join(parent.split()[:2])):
        if tail and office.endswith(f" {tail}"):
            return parent, office.removesuffix(f" {tail}")
    return parent, office


def _numbers(cells: Any, widths: tuple[Length, Length], words: Letterhead) -> None:  # noqa: ANN401 - two cells
    (left, right), (left_width, right_width) = cells, widths
    size = 14 if words.is_party else 13
    write(next_in(left), words.number, size=size, before=3)
    if words.about:
        write(next_in(left), words.about, size=12, italic=words.is_party, before=6, room=left_width, margin=_MARGIN)
    if words.urgency:
        write(next_in(left), "", size=6)
        stamp = wordml.stamp(STAMPS[words.urgency], _STAMP_WIDTHS[words.urgency], _STAMP_HEIGHT)
        left._tc.append(stamp)
        wordml.shrink(left.add_paragraph()._p)
    write(next_in(right), words.place_date, size=size, italic=True, before=3, room=right_width)


def _centred(
    cell: Any,  # noqa: ANN401 - docx.table._Cell
    text: str,
    room: Length,
    *,
    size: float,
    bold: bool = False,
    margin: int = _MARGIN,
) -> None:
    if text:
        write(next_in(cell), text, size=size, bold=bold, room=room, margin=margin)
