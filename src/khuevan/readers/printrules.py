"""Tables drawn with rules on printed pages.  Runs in the child process; no Django here."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from khuevan.readers.grids import Merge
from khuevan.readers.oldfonts import Typed
from khuevan.readers.printlines import Letter, typed_lines
from khuevan.readers.printpages import Edge, PrintPage

# Rules of one line are drawn with so little between them, in points; columns of two pages are the same.
_SAME = 3.0
_SAME_COLUMN = 8.0
# A wall stands along so much of the side of a cell.
_WALL = 0.6
_HEADING_ROWS = 4

type _Square = tuple[int, int]


@dataclass
class Drawn:
    """A table of one page or of several; ``edges`` are the left sides of its columns and the right side of the last."""

    edges: list[float]
    rows: list[list[list[Typed] | None]]
    merges: list[Merge] = field(default_factory=list)
    first_on_page: bool = True

    def continues(self, before: "Drawn") -> bool:
        return len(self.edges) == len(before.edges) and all(
            abs(one - other) < _SAME_COLUMN for one, other in zip(self.edges, before.edges, strict=True)
        )

    def append(self, after: "Drawn") -> None:
        """The table goes on on the next page: a heading printed again goes, a row that was broken is made whole."""
        again = 0
        heading = [_plain(row) for row in self.rows[:_HEADING_ROWS]]
        while again < len(after.rows) and any(_plain(after.rows[again])) and _plain(after.rows[again]) in heading:
            again += 1
        if again < len(after.rows) and _is_rest(after.rows[again], self.rows[-1]):
            pairs = zip(self.rows[-1], after.rows[again], strict=True)
            self.rows[-1] = [[*(above or []), (" ", None), *below] if below else above for above, below in pairs]
            again += 1
        down = len(self.rows) - again
        self.merges += [
            Merge(merge.top + down, merge.left, merge.bottom + down, merge.right)
            for merge in after.merges
            if merge.top >= again
        ]
        self.rows += after.rows[again:]


def _is_rest(row: Sequence[list[Typed] | None], above: Sequence[list[Typed] | None]) -> bool:
    filled = [column for column, text in enumerate(_plain(row)) if text]
    return (
        bool(filled)
        and filled[0] > 0
        and 2 * len(filled) <= len(row)
        and all(_plain(above)[column] for column in (0, *filled))
    )


def _plain(row: Sequence[list[Typed] | None]) -> list[str]:
    return ["".join(text for text, _old in cell).strip() if cell else "" for cell in row]


def ruled_tables(page: PrintPage) -> tuple[list[Drawn], list[Letter]]:
    """Tables with rules, from top to bottom, and the letters outside them."""
    tables: list[Drawn] = []
    outside = page.letters
    for edges in _groups(_joined(page.edges)):
        xs = _merged(edge.place for edge in edges if edge.upright)
        ys = _merged(edge.place for edge in edges if not edge.upright)
        xs = _merged([*xs, *(end for edge in edges if not edge.upright for end in (edge.start, edge.end))])
        ys = _merged([*ys, *(end for edge in edges if edge.upright for end in (edge.start, edge.end))])
        if len(xs) < 3 or len(ys) < 3:
            continue
        inside = [
            letter for letter in outside if xs[0] <= letter.middle[0] <= xs[-1] and ys[0] <= letter.middle[1] <= ys[-1]
        ]
        if not inside:
            continue
        taken = set(map(id, inside))
        outside = [letter for letter in outside if id(letter) not in taken]
        tables.append(_filled(xs, ys, _owners(xs, ys, edges), inside, first=not tables))
    return tables, outside


def _joined(edges: Iterable[Edge]) -> list[Edge]:
    """Pieces of one rule made one."""
    joined: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: (edge.upright, round(edge.place / _SAME), edge.start)):
        last = joined[-1] if joined else None
        near = last and last.upright == edge.upright and abs(last.place - edge.place) <= _SAME
        if last and near and edge.start <= last.end + _SAME:
            joined[-1] = last._replace(end=max(last.end, edge.end))
        else:
            joined.append(edge)
    return joined


def _groups(edges: list[Edge]) -> list[list[Edge]]:
    """Rules that touch each other, group by group from top to bottom; the line below a motto is none of the table's."""
    waiting = set(range(len(edges)))
    groups = []
    while waiting:
        group = [waiting.pop()]
        for number in group:  # grows while it is walked
            touching = [other for other in waiting if _touch(edges[number], edges[other])]
            waiting.difference_update(touching)
            group += touching
        groups.append([edges[number] for number in group])
    return sorted(groups, key=lambda group: min(edge.start if edge.upright else edge.place for edge in group))


def _touch(one: Edge, other: Edge) -> bool:
    if one.upright == other.upright:
        return (
            abs(one.place - other.place) <= _SAME and one.start <= other.end + _SAME and other.start <= one.end + _SAME
        )
    return other.start - _SAME <= one.place <= other.end + _SAME and one.start - _SAME <= other.place <= one.end + _SAME


def _merged(places: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for place in sorted(places):
        if not merged or place - merged[-1] > _SAME:
            merged.append(place)
    return merged


def _owners(xs: list[float], ys: list[float], edges: Sequence[Edge]) -> dict[_Square, _Square]:
    """For each square between neighbouring rules the first square of its cell: squares without a wall are one."""
    uprights = [[edge for edge in edges if edge.upright and abs(edge.place - x) <= _SAME] for x in xs]
    levels = [[edge for edge in edges if not edge.upright and abs(edge.place - y) <= _SAME] for y in ys]
    owners: dict[_Square, _Square] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            above, beside = owners.get((row - 1, column)), owners.get((row, column - 1))
            if above and not _wall(levels[row], xs[column], xs[column + 1]):
                owners[row, column] = above
            elif beside and beside[0] == row and not _wall(uprights[column], ys[row], ys[row + 1]):
                owners[row, column] = beside
            else:
                owners[row, column] = (row, column)
    return owners


def _wall(edges: Iterable[Edge], start: float, end: float) -> bool:
    return sum(max(0.0, min(edge.end, end) - max(edge.start, start)) for edge in edges) > _WALL * (end - start)


def _filled(
    xs: list[float], ys: list[float], owners: dict[_Square, _Square], letters: Iterable[Letter], *, first: bool
) -> Drawn:
    ends: dict[_Square, _Square] = {}
    for (row, column), owner in owners.items():
        last = ends.get(owner, owner)
        ends[owner] = (max(last[0], row), max(last[1], column))
    content: dict[_Square, list[Letter]] = {}
    for letter in letters:
        x, y = letter.middle
        place = (min(bisect_right(ys, y) - 1, len(ys) - 2), min(bisect_right(xs, x) - 1, len(xs) - 2))
        content.setdefault(owners[place], []).append(letter)
    rows: list[list[list[Typed] | None]] = [[None] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for (row, column), found in content.items():
        rows[row][column] = typed_lines(found, xs[ends[row, column][1] + 1])
    merges = [Merge(*owner, *last) for owner, last in ends.items() if owner != last]
    return Drawn(xs, rows, merges, first_on_page=first)
