"""Tables without rules: columns told by the gaps that run through all lines.  No Django here (child process)."""

from collections.abc import Sequence
from itertools import pairwise

from khuevan.readers.oldfonts import Typed
from khuevan.readers.printlines import Line, Piece, wraps
from khuevan.readers.printrules import Drawn

_LEAST_PIECES = 3
_LEAST_LINES = 3
# Points between two columns at least.
_LEAST_GAP = 3.0
# A line further away, in parts of the distance of lines in one cell, is no rest of the row above.
_NEAR = 1.2
_HEADING_LINES = 6
_SAME_LEFT = 2.0


def columns_of(lines: Sequence[Line]) -> Drawn | None:
    """The table of these lines, of all pages, or None when they are no rows.

    Lines of many pieces are rows and show the columns; lines of few are titles, or the rest of cells above.
    """
    lines = _without_repeated(lines)
    body = [line for line in lines if len(line.pieces) >= _LEAST_PIECES]
    if len(body) < _LEAST_LINES:
        return None
    bands = _bands(body)
    if len(bands) < _LEAST_PIECES:
        return None
    rows: list[list[list[Typed] | None]] = []
    tight = _tight_distance(lines)
    before: Line | None = None
    for line in lines:
        cells = _cells(line, bands)
        if rows and before and _goes_on(line, before, cells, rows[-1], tight):
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


def _alone(lines: Sequence[Line], number: int) -> bool:
    """Whether a line is the first or the last of its page."""
    page = lines[number].page
    return any(not 0 <= beside < len(lines) or lines[beside].page != page for beside in (number - 1, number + 1))


def _bands(lines: Sequence[Line]) -> list[tuple[float, float]]:
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
            if bands and start - bands[-1][1] < _LEAST_GAP:
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
