"""Tables without rules: columns told by the gaps that run through all lines.  No Django here (child process)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from khuevan.readers.oldfonts import Typed
from khuevan.readers.printlines import Line, Piece, is_gap, wraps
from khuevan.readers.printrules import Drawn

_LEAST_PIECES = 3
_LEAST_LINES = 3
# Points between two columns at least.
_LEAST_GAP = 3.0
# A line further away, in parts of the distance of lines in one cell, is no rest of the row above.
_NEAR = 1.2
_HEADING_LINES = 6
_SAME_LEFT = 2.0
# How exactly texts of one column begin below each other, in points.
_ALIGNED = 0.7
# Cells have several lines when lines come this much closer than rows do.
_CLOSER = 0.9


def columns_of(lines: Sequence[Line]) -> Drawn | None:
    """The table of these lines, of all pages, or None when they are no rows.

    Lines of many pieces are rows and show the columns; lines of few are titles, or the rest of cells above.
    """
    lines = _without_repeated(lines)
    begins = _begins(lines)
    # A column may begin where hardly any gap is: behind its number, or where a heading ran into the next one.
    lines = [replace(line, pieces=[part for piece in line.pieces for part in begins.cut(piece)]) for line in lines]
    body = [line for line in lines if len(line.pieces) >= _LEAST_PIECES]
    if len(body) < _LEAST_LINES:
        return None
    bands = _bands(body, begins)
    if len(bands) < _LEAST_PIECES:
        return None
    rows: list[list[list[Typed] | None]] = []
    tight = _tight_distance(lines)
    sparse = tight >= _CLOSER * _row_distance(lines)
    before: Line | None = None
    for line in lines:
        cells = _cells(line, bands)
        rest = before is not None and _goes_on(line, before, cells, rows[-1], tight)
        if before and rest and not (sparse and line.page == before.page and _had_room(before, line, bands)):
            rows[-1] = [
                _joined(above, below, _between(before, line, band))
                for above, below, band in zip(rows[-1], cells, bands, strict=True)
            ]
        else:
            rows.append(cells)
        before = line
    return Drawn([left for left, _right in bands] + [bands[-1][1]], rows)


def _without_repeated(lines: Sequence[Line]) -> list[Line]:
    """Headings printed again at the top of later pages go, and so do page numbers."""
    if not lines:
        return []
    first = {line.plain for line in lines if line.page == lines[0].page and len(line.pieces) > 1}
    kept = []
    place = 0
    for number, line in enumerate(lines):
        place = place + 1 if number and line.page == lines[number - 1].page else 0
        again = line.page != lines[0].page and place < _HEADING_LINES and line.plain in first
        if not again and not (len(line.pieces) == 1 and line.plain.strip("- /").isdigit() and _alone(lines, number)):
            kept.append(line)
    return kept


class _Begins:
    """Where the texts of lines begin; with ``gaps`` also those with a gap before them that is no printed space."""

    def __init__(self, body: Sequence[Line], *, gaps: bool) -> None:
        self._gaps = gaps
        self._places = sorted(place for line in body for place in self._of_line(line))
        self._least = max(_LEAST_LINES, len(body) / 2)

    def is_column(self, left: float) -> bool:
        """Whether the texts of half the rows begin here, to the point."""
        here = bisect_right(self._places, left + _ALIGNED) - bisect_left(self._places, left - _ALIGNED)
        return here >= self._least

    def cut(self, piece: Piece) -> list[Piece]:
        """A piece parted where a column begins."""
        pairs = [(place, piece.letters[place - 1], piece.letters[place]) for place in piece.spaceless]
        found = [
            place
            for place, before, letter in pairs
            if ((self._gaps and is_gap(before, letter)) or (before.text.islower() and letter.text.isupper()))
            and self.is_column(letter.left)
        ]
        return piece.cut(found)

    def _of_line(self, line: Line) -> Iterator[float]:
        for piece in line.pieces:
            yield piece.left
            for place in piece.spaceless if self._gaps else ():
                if is_gap(*piece.letters[place - 1 : place + 1]):
                    yield piece.letters[place].left


def _begins(lines: Sequence[Line]) -> _Begins:
    """Where words stand apart without printed spaces, a gap says nothing of columns."""
    body = [line for line in lines if len(line.pieces) >= _LEAST_PIECES]
    return _Begins(
        body, gaps=any(len(piece.spaceless) + 1 < len(piece.letters) for line in body for piece in line.pieces)
    )


def _alone(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is the first or the last of its page."""
    page = lines[number].page
    return any(not 0 <= beside < len(lines) or lines[beside].page != page for beside in (number - 1, number + 1))


def _bands(lines: Sequence[Line], begins: _Begins) -> list[tuple[float, float]]:
    """Left and right of each column.  A few long texts that run into the next column do not join two columns."""
    pieces = [piece for line in lines for piece in line.pieces]
    marks = sorted([(piece.left, 1) for piece in pieces] + [(piece.right, -1) for piece in pieces])
    few = max(0, len(lines) // 25)
    bands: list[tuple[float, float]] = []
    depth = 0
    start: float | None = None
    for place, step in marks:
        depth += step
        if depth > few and start is None:
            start = place
        elif depth <= few and start is not None:
            if bands and start - bands[-1][1] < _LEAST_GAP and not begins.is_column(start):
                bands[-1] = (bands[-1][0], place)
            else:
                bands.append((start, place))
            start = None
    return bands


def _cells(line: Line, bands: Sequence[tuple[float, float]]) -> list[list[Typed] | None]:
    cells: list[list[Typed] | None] = [None] * len(bands)
    for piece in line.pieces:
        column = _column(piece, bands)
        cells[column] = _joined(cells[column], piece.typed(), " ")
    return cells


def _column(piece: Piece, bands: Sequence[tuple[float, float]]) -> int:
    def shared(band: tuple[float, float]) -> float:
        return min(piece.right, band[1]) - max(piece.left, band[0])

    return max(range(len(bands)), key=lambda number: shared(bands[number]))


def _tight_distance(lines: Sequence[Line]) -> float:
    """How far lines of one cell are apart, if any cell has several."""
    distances = sorted(after.bottom - before.bottom for before, after in pairwise(lines) if after.page == before.page)
    return distances[len(distances) // 20] if distances else 0.0


def _row_distance(lines: Sequence[Line]) -> float:
    """How far rows are apart at least, in the middle of them; 0 when no two stand one below the other."""
    rows = [line for line in lines if len(line.pieces) >= _LEAST_PIECES]
    distances = sorted(after.bottom - before.bottom for before, after in pairwise(rows) if after.page == before.page)
    return distances[len(distances) // 2] if distances else 0.0


def _had_room(before: Line, line: Line, bands: Sequence[tuple[float, float]]) -> bool:
    """Whether what stands in a line would have gone on to the end of the line above, so that it is something else."""
    for piece in line.pieces:
        column = _column(piece, bands)
        above = [other for other in before.pieces if _column(other, bands) == column]
        edge = bands[column + 1][0] if column + 1 < len(bands) else bands[column][1]
        if above and not wraps(above[-1].letters, piece.letters, edge):
            return True
    return False


def _goes_on(
    line: Line, before: Line, cells: list[list[Typed] | None], above: list[list[Typed] | None], tight: float
) -> bool:
    """The rest of cells that were too long: nothing in the first column, only below cells that have something."""
    filled = [column for column, cell in enumerate(cells) if cell is not None]
    if cells[0] is not None or above[0] is None or sum(map(bool, above)) < _LEAST_PIECES:
        return False
    if not all(_same_kind(above[column], cells[column]) for column in filled):
        return False
    if line.page != before.page:  # the row was broken with the page; a signature stands elsewhere
        lefts = [piece.left for piece in before.pieces]
        return len(filled) < _LEAST_PIECES and all(
            any(abs(piece.left - left) < _SAME_LEFT for left in lefts) for piece in line.pieces
        )
    return line.bottom - before.bottom <= _NEAR * tight


def _same_kind(above: list[Typed] | None, below: list[Typed] | None) -> bool:
    """Not a word below a number, nor the capitals of a signature below small letters."""
    one, other = ("".join(text for text, _old in cell or ()) for cell in (above, below))
    words = any(char.isalpha() for char in one) or not any(char.isalpha() for char in other)
    return bool(one) and words and (not other.isupper() or one.isupper())


def _between(before: Line, line: Line, band: tuple[float, float]) -> str:
    """What the end of a line in a column means."""
    above = [piece for piece in before.pieces if band[0] - 1 <= piece.left <= band[1]]
    below = [piece for piece in line.pieces if band[0] - 1 <= piece.left <= band[1]]
    return "\n" if above and below and not wraps(above[-1].letters, below[0].letters, band[1]) else " "


def _joined(above: list[Typed] | None, below: list[Typed] | None, between: str) -> list[Typed] | None:
    if above is None or below is None:
        return below if above is None else above
    return [*above, (between, None), *below]
