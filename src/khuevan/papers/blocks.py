"""What a paper consists of, in words only: contents make these, ``layout`` draws them."""

from dataclasses import dataclass
from typing import Literal

HOLE = "……"
"""What the data does not know: a place for the officer to fill in, never an invention."""

LONG_HOLE = HOLE * 3
OPEN_DATE = f"ngày {HOLE} tháng {HOLE} năm {HOLE}"

STAMPS = {"khan": "KHẨN", "thuong_khan": "THƯỢNG KHẨN", "hoa_toc": "HỎA TỐC"}
"""What the red stamp says, by the value of ``enums.Urgency``."""

_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
ROMAN = tuple(f"{tens}{ones}" for tens in ("", "X", "XX", "XXX", "XL") for ones in _ONES)[1:]
"""I to XLIX: of sections and appendices."""


@dataclass(frozen=True)
class Letterhead:
    """The top of the first page; ``number`` and ``place_date`` are empty on what is attached to another paper.

    ``about`` is the "V/v ..." of a công văn, under its number; ``urgency`` a key of ``STAMPS``.
    ``is_plain`` is what nobody sends out, such as a speech: it names the office only, without Quốc hiệu.
    """

    parent: str
    office: str
    number: str = ""
    place_date: str = ""
    about: str = ""
    is_party: bool = False
    is_plain: bool = False
    urgency: str = ""


@dataclass(frozen=True)
class Title:
    """``name`` is printed in capitals (KẾ HOẠCH), ``subject`` below it, ``note`` below in italics (Kèm theo ...)."""

    name: str
    subject: str = ""
    note: str = ""


@dataclass(frozen=True)
class Addressees:
    """Kính gửi: one on the same line, several on lines of their own."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Basis:
    """Căn cứ, each on its own line in italics."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Centred:
    """A line of its own in bold: the authority of a decision, QUYẾT ĐỊNH:."""

    text: str


@dataclass(frozen=True)
class Banner:
    """Lines in large capitals in the middle of the page, as on a backdrop."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Chapter:
    """``name`` (Chương I, Phần I, Mục 1) on a line of its own, ``title`` below it in capitals."""

    name: str
    title: str


@dataclass(frozen=True)
class Heading:
    """``I. MỤC ĐÍCH`` at level 1, ``1. Thời gian`` at level 2."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Text:
    """A paragraph; ``lead`` stands before it in bold (Điều 1.)."""

    text: str
    lead: str = ""
    is_italic: bool = False


@dataclass(frozen=True)
class Column:
    """``share`` is the width in parts of the sum of all shares."""

    label: str
    share: float
    align: Literal["left", "center", "right"] = "left"


@dataclass(frozen=True)
class Band:
    """A row over the whole width of a table, such as one day of a programme."""

    text: str


@dataclass(frozen=True)
class Total:
    """A row in bold with as many cells as the table has columns: sums."""

    cells: tuple[str, ...]


type Row = tuple[str, ...] | Band | Total


@dataclass(frozen=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Picture:
    """A PNG of ``width`` millimetres with ``beside`` in paragraphs to its right; ``alt`` is for who cannot see it."""

    png: bytes
    width: float
    alt: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True)
class Signature:
    """``title`` is printed in capitals (NGƯỜI LẬP), ``note`` below it in italics, ``name`` at the end."""

    title: str
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class Signatures:
    """Several sign side by side, below ``place_date`` on the right; minutes and lists of money have them."""

    columns: tuple[Signature, ...]
    place_date: str = ""


type Block = Addressees | Banner | Basis | Centred | Chapter | Heading | PageBreak | Picture | Signatures | Table | Text


@dataclass(frozen=True)
class Closing:
    """Nơi nhận to the left; quyền hạn, chức vụ and name of the signer to the right.

    ``drafter`` are the initials of who wrote it and ``copies`` how many were made: PL.(300).
    """

    recipients: tuple[str, ...]
    capacity: tuple[str, ...] = (LONG_HOLE,)
    signer: str = LONG_HOLE
    drafter: str = ""
    copies: int | None = None


@dataclass(frozen=True)
class Appendix:
    """A part with pages of its own, numbered from 1."""

    title: Title
    blocks: tuple[Block, ...]
    is_landscape: bool = False


@dataclass(frozen=True)
class Paper:
    """``title`` is None for a công văn, which has none; ``closing`` for what is attached to another paper."""

    letterhead: Letterhead
    title: Title | None
    blocks: tuple[Block, ...]
    closing: Closing | None = None
    appendices: tuple[Appendix, ...] = ()
    is_landscape: bool = False
