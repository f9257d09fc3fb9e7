"""Lists in PDF files that have text: ruled tables, columns without rules, and lists in running lines.

Runs in the child process; no Django here.
"""

import re
from collections.abc import Iterable

import pypdfium2

from khuevan.readers.grids import Grid, check_size
from khuevan.readers.limits import LINES_TOLD, Limits, Refused
from khuevan.readers.oldfonts import Typed, convert_by_content, convert_by_font
from khuevan.readers.pasted import grids_of_text
from khuevan.readers.printcolumns import columns_of
from khuevan.readers.printlines import Line, garbled, lines_of
from khuevan.readers.printpages import PrintPage, read_page
from khuevan.readers.printrules import Drawn, ruled_tables

# Fewer letters than this on a page are the stamp or the page number of a scan.
_LEAST_LETTERS = 20
_PAGES_JUDGED = 20
_BREAK, _SPACES = re.compile(r" *\n *"), re.compile(r" {2,}")


# Where a letter begins and is signed; its list follows.
_PAGES_TOLD = 4


def read_pdf(content: bytes, limits: Limits, told: list[list[str]] | None = None) -> list[Grid]:
    """``told`` is filled with the lines outside of ruled tables on the first pages, each in its pieces."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused("protected" if "assword" in str(error) else "damaged") from error
    if len(document) > limits.pages:
        raise Refused("too_many_pages")
    reading = _Reading(limits)
    try:
        for number in range(len(document)):
            page = document[number]
            reading.take(number + 1, read_page(page))
            page.close()
    except pypdfium2.PdfiumError as error:
        raise Refused("damaged") from error
    if told is not None:
        told += reading.told()
    return reading.grids()


class _Reading:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._drawn: list[Drawn] = []
        self._loose: list[Line] = []
        self._told: list[Line] = []
        self._pages = self._empty = self._garbled = 0

    def take(self, number: int, page: PrintPage) -> None:
        self._pages += 1
        if len(page.letters) < _LEAST_LETTERS:
            if page.unknown >= _LEAST_LETTERS // 2:
                self._garbled += 1
            else:
                self._empty += 1
            return
        if self._pages <= _PAGES_JUDGED:
            self._garbled += garbled(page.letters, page.unknown)
        tables, outside = ruled_tables(page)
        lines = lines_of(outside, number)
        if number <= _PAGES_TOLD:
            self._told += lines
        if not tables:
            self._loose += lines
        for table in tables:
            if self._drawn and table.first_on_page and table.continues(self._drawn[-1]):
                self._drawn[-1].append(table)
            else:
                self._drawn.append(table)
            check_size(len(self._drawn[-1].rows), len(table.edges), self._limits)
        if len(self._drawn) > self._limits.tables:
            raise Refused("suspicious")

    def grids(self) -> list[Grid]:
        if self._empty == self._pages:
            raise Refused("scan")
        if self._garbled * 2 > min(self._pages, _PAGES_JUDGED) - self._empty:
            raise Refused("garbled")
        if found := columns_of(self._loose):
            check_size(len(found.rows), len(found.edges), self._limits)
            self._drawn.append(found)
        grids = [self._finished(drawn, number) for number, drawn in enumerate(self._drawn, 1)]
        if not any(len(row) > 1 for grid in grids for row in grid.rows):
            grids += self._from_lines()
        if self._empty and grids:
            grids[0].notices.append("scanned_pages")
        return grids

    def told(self) -> list[list[str]]:
        typed = [[piece.typed() for piece in line.pieces] for line in self._told[:LINES_TOLD]]
        grid = Grid("", [[_text(piece) for piece in line] for line in typed])
        convert_by_font(grid, {(row, at): one for row, line in enumerate(typed) for at, one in enumerate(line)})
        convert_by_content(grid)
        return [[str(cell) for cell in row] for row in grid.rows]

    def _finished(self, drawn: Drawn, number: int) -> Grid:
        grid = Grid(str(number), [], merges=drawn.merges)
        typed: dict[tuple[int, int], list[Typed]] = {}
        for row, cells in enumerate(drawn.rows):
            grid.rows.append([_text(cell) if cell is not None else None for cell in cells])
            typed |= {(row, column): cell for column, cell in enumerate(cells) if cell and any(old for _t, old in cell)}
        convert_by_font(grid, typed)
        convert_by_content(grid)
        return grid

    def _from_lines(self) -> list[Grid]:
        """Lists without a table: one person a line, as in a letter."""
        typed = [line.typed() for line in self._loose]
        grid = Grid("", [[_text(line)] for line in typed])
        convert_by_font(grid, {(row, 0): line for row, line in enumerate(typed) if any(old for _text, old in line)})
        convert_by_content(grid)
        return grids_of_text("\n".join(str(row[0]) for row in grid.rows), self._limits, letter=True)


def _text(typed: Iterable[Typed]) -> str:
    return _SPACES.sub(" ", _BREAK.sub("\n", "".join(text for text, _old in typed))).strip()
