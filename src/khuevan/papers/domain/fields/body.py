"""The text of a paper as rows of plain words, so that a template can print it in letters of its own."""

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

from khuevan.papers.blocks import (
    Addressees,
    Band,
    Banner,
    Basis,
    Block,
    Centred,
    Chapter,
    Heading,
    PageBreak,
    Picture,
    Row,
    Signatures,
    Table,
    Text,
    Total,
)

type Told = dict[str, Any]


def body(blocks: Iterable[Block]) -> list[Told]:
    """Paragraph by paragraph: which kind it is, its words, and for a table its columns and rows."""
    return [row for block in blocks for row in _told(block)]


def _row(kind: str, words: str = "", lead: str = "") -> Told:
    return {"loai": kind, "dau": lead, "chu": words, "cot": [], "hang": []}


def _table(heads: list[str], lines: list[list[str]]) -> Told:
    return {**_row("bang"), "cot": heads, "hang": [{"o": line} for line in lines]}


@singledispatch
def _told(block: Any) -> list[Told]:  # noqa: ANN401 - the kinds of Block, registered below
    raise TypeError(block)


@_told.register(Picture)
@_told.register(PageBreak)
def _(_block: Picture | PageBreak) -> list[Told]:
    return []


@_told.register
def _(block: Text) -> list[Told]:
    return [_row("doan", block.text, block.lead)]


@_told.register
def _(block: Heading) -> list[Told]:
    return [_row("muc" if block.level == 1 else "muc_nho", block.text)]


@_told.register
def _(block: Basis) -> list[Told]:
    return [_row("can_cu", line) for line in block.lines]


@_told.register
def _(block: Centred) -> list[Told]:
    return [_row("giua", block.text)]


@_told.register
def _(block: Banner) -> list[Told]:
    return [_row("giua", line) for line in block.lines]


@_told.register
def _(block: Chapter) -> list[Told]:
    return [_row("giua", block.name), _row("giua", block.title.upper())]


@_told.register
def _(block: Addressees) -> list[Told]:
    if len(block.names) == 1:
        return [_row("kinh_gui", f"Kính gửi: {block.names[0]}")]
    return [_row("kinh_gui", "Kính gửi:"), *(_row("kinh_gui", f"- {name}") for name in block.names)]


@_told.register
def _(block: Table) -> list[Told]:
    return [_table([one.label for one in block.columns], [_cells(line, len(block.columns)) for line in block.rows])]


@_told.register
def _(block: Signatures) -> list[Told]:
    heads = [one.title.upper() for one in block.columns]
    return [_table(heads, [[one.note for one in block.columns], [one.name for one in block.columns]])]


def _cells(line: Row, width: int) -> list[str]:
    """As many as there are columns: a line over the whole width stands in the second, which is wide."""
    if isinstance(line, Band):
        return ["", line.text, *[""] * width][:width] if width > 1 else [line.text]
    return list(line.cells if isinstance(line, Total) else line)
