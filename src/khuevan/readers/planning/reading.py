"""From a file to the classes of a plan, row by row."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import admit
from khuevan.readers.grids import Cell, Grid
from khuevan.readers.isolation import read_grids
from khuevan.readers.limits import Limits
from khuevan.readers.planning.headings import Heading, find_heading
from khuevan.readers.planning.lines import LineReader
from khuevan.readers.planning.model import Column, LineProblem, PlanLine, PlanSheet
from khuevan.readers.planning.tables import (
    is_numbering,
    is_section_number,
    is_signature,
    is_total,
    spread,
    text_of,
)
from khuevan.readers.planning.values import unit_of
from khuevan.vietnamese.folding import fold

MOST_LINES = 500
_SHARED = (Column.FIELD, Column.AUDIENCE, Column.TIME, Column.VENUE, Column.LEAD, Column.CO, Column.MONEY_SOURCE)
"""What a merged cell says of every row beside it; numbers it says only once."""


def read_plan(path: Path, year: int, *, limits: Limits | None = None) -> PlanSheet:
    """All classes of a plan for ``year``; nothing is written.  Raises ``UnreadableFile`` where there is no plan."""
    limits = limits or Limits()
    return sheet_of(read_grids(admit(path, limits), limits), year)


def sheet_of(ways: Sequence[Sequence[Grid]], year: int) -> PlanSheet:
    """The classes of all visible sheets of the way of reading that gives most of them."""
    sheets = [_of_grids((grid for grid in grids if not grid.hidden), year) for grids in ways]
    best = max(sheets, key=lambda sheet: len(sheet.lines), default=PlanSheet([]))
    if not best.columns:
        raise UnreadableFile("no_plan")
    if not best.lines:
        raise UnreadableFile("no_classes")
    if len(best.lines) > MOST_LINES:
        raise UnreadableFile("too_many_rows", limit=MOST_LINES)
    _mark_doubles(best.lines)
    return best


def _of_grids(grids: Iterable[Grid], year: int) -> PlanSheet:
    sheet = PlanSheet([])
    for grid in grids:
        heading = find_heading(grid)
        if heading is None:
            continue
        sheet.columns = sheet.columns or {column.value: text for column, text in heading.words.items()}
        sheet.unused += [text for text in heading.unused if text not in sheet.unused]
        _walk(grid, heading, year, sheet)
    return sheet


def _walk(grid: Grid, heading: Heading, year: int, sheet: PlanSheet) -> None:
    unit = _unit(grid, heading)
    section = ""
    for number in range(heading.below, len(grid.rows)):
        cells = {column: _cell(grid, number, column, place) for column, place in heading.columns.items()}
        texts = [text_of(cell) for cell in grid.rows[number]]
        filled = [text for text in texts if text]
        seen = grid.first_row + number
        if not filled or (number == heading.below and is_numbering(texts)):
            continue
        if is_signature(filled[0]):
            sheet.left_out += [(seen, " ".join(filled))]
            sheet.left_out += _rest(grid, number + 1)
            return
        own = {column for column in cells if _has_own(grid, number, heading.columns[column])}
        title, order = text_of(cells[Column.TITLE]), text_of(cells.get(Column.ORDER))
        if is_total(title) or is_total(filled[0]):
            sheet.left_out.append((seen, " ".join(filled)))
        elif _is_section(title, order, filled, own):
            section = title or filled[-1]
        elif own - {Column.ORDER} and (title or len(own - {Column.ORDER}) > 1):
            line = LineReader(seen, year, unit, heading.words).read(cells)
            line.field = line.field or section[:120]
            sheet.lines.append(line)
        else:
            sheet.left_out.append((seen, " ".join(filled)))


def _cell(grid: Grid, number: int, column: Column, place: int) -> Cell:
    cells = grid.rows[number]
    if column in _SHARED:
        return spread(grid, number, place)
    return cells[place] if place < len(cells) else None


def _has_own(grid: Grid, number: int, place: int) -> bool:
    cells = grid.rows[number]
    return place < len(cells) and bool(text_of(cells[place]))


def _is_section(title: str, order: str, filled: Sequence[str], own: set[Column]) -> bool:
    """The name of a group of classes: nothing else stands beside it but its number."""
    if is_section_number(order) and own <= {Column.ORDER, Column.TITLE, Column.CLASSES, Column.PEOPLE, Column.ESTIMATE}:
        return bool(title)
    return len(filled) == 1 and not order and is_section_number(filled[0].split()[0].rstrip(".)"))


def _rest(grid: Grid, first: int) -> list[tuple[int, str]]:
    rows = (
        (number, " ".join(filter(None, map(text_of, grid.rows[number])))) for number in range(first, len(grid.rows))
    )
    return [(grid.first_row + number, text) for number, text in rows if text]


def _unit(grid: Grid, heading: Heading) -> int:
    """Of the heading itself, else of a line such as "Đơn vị tính: triệu đồng" above the table."""
    own = unit_of(heading.words.get(Column.ESTIMATE, ""))
    if own > 1:
        return own
    above = (text_of(cell) for row in grid.rows[: heading.top] for cell in row)
    marked = [text for text in above if any(word in fold(text) for word in ("don vi tinh", "dvt"))]
    return unit_of(" ".join(marked))


def _mark_doubles(lines: Iterable[PlanLine]) -> None:
    known: dict[str, int] = {}
    for line in lines:
        if not line.title:
            continue
        first = known.setdefault(fold(line.title), line.row)
        if first != line.row:
            line.problems.append(LineProblem(Column.TITLE, "title_twice", str(first), is_error=True))
