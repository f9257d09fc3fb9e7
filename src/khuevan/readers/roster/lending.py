"""What rows take over from the rows above them: merged blocks and ditto marks lend work details, never names."""

import functools
import re

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Cell, Grid
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.model import Level, Problem, RosterRow
from khuevan.readers.roster.plans import Plan
from khuevan.vietnamese.cleaning import clean

_DITTO = re.compile(
    r"""["”“〃]+|'{2}|’{2}|[-–]?\s*(?:n\.?t\.?|như trên|như nt|nhu tren)\s*[-–]?|[-–]*\s*[/"”]{2,}\s*[-–]*"""
    r"""|[-–]\s*["”]\s*[-–]""",
    re.IGNORECASE,
)
_LENT = (Role.ORGANIZATION, Role.POSITION, Role.DEPARTMENT, Role.POSITION_ORGANIZATION, Role.ORGANIZATION_POSITION)


@functools.lru_cache(maxsize=2048)
def is_ditto(text: str) -> bool:
    return bool(_DITTO.fullmatch(clean(text)))


class Lender:
    """Fills the cells that only point to a cell above them."""

    def __init__(self, grid: Grid) -> None:
        self.blocks = _lent_values(grid)
        self.columns: tuple[int, ...] = ()
        self.above: dict[int, Cell] = {}

    def begin(self, plan: Plan) -> None:
        self.columns = tuple(place for role in _LENT for place in plan.places.get(role, ()))
        self.above = {}

    def forget(self) -> None:
        """Nothing is taken over from one section to the next."""
        self.above = {}

    def lend(self, number: int, cells: list[Cell]) -> list[Cell]:
        """The cells of a row with what is meant in them."""
        block = self.blocks.get(number)
        lent = cells
        for column in self.columns:
            value = cells[column]
            if (value is None or value == "") and block is not None and column in block:
                value = block[column]
            elif isinstance(value, str) and len(value) < 12 and value and is_ditto(value):
                value = self.above.get(column)
            if value is not None and value != "":
                self.above[column] = value
            if value is not cells[column]:
                lent = list(cells) if lent is cells else lent
                lent[column] = value
        return lent


def _lent_values(grid: Grid) -> dict[int, dict[int, Cell]]:
    """For every row and column below the first of a vertical block, the value of the block."""
    lent: dict[int, dict[int, Cell]] = {}
    for merge in grid.merges:
        if not 0 <= merge.top < merge.bottom or merge.top >= len(grid.rows) or merge.left < 0:
            continue
        top = grid.rows[merge.top]
        value = top[merge.left] if merge.left < len(top) else None
        if value is not None and value != "":
            for row in range(merge.top + 1, min(merge.bottom + 1, len(grid.rows))):
                lent.setdefault(row, {})[merge.left] = value
    return lent


def lend_agencies(rows: list[RosterRow], plan: Plan) -> None:
    """An agency written once over the people it sends, without merging the cells below it.

    That shows when the first row has one, none comes twice and many rows have none; whoever takes one over is told.
    """
    column, name = plan.column(Role.ORGANIZATION), plan.column(Role.NAME)
    if column is None or len(rows) < 3 or rows[0].organization is None:
        return
    written = [row.organization for row in rows if row.organization]
    blank = len(rows) - len(written)
    least = 4 if name is not None and column < name else 2
    if blank * least < len(rows) or len(set(written)) < len(written):
        return
    above = rows[0].organization
    for row in rows:
        if row.organization is None:
            row.organization = above
            row.problems.append(Problem("organization", _TAKEN_OVER, {"agency": above}, Level.NOTICE))
        above = row.organization


_TAKEN_OVER = _("The cell is empty; “%(agency)s” of the rows above was taken.")
