"""From a file to a roster."""

import datetime as dt
from pathlib import Path

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import admit
from khuevan.readers.grids import Grid
from khuevan.readers.isolation import read_grids
from khuevan.readers.limits import Limits
from khuevan.readers.roster.checks import mark_doubles
from khuevan.readers.roster.columns import Columns, text_of
from khuevan.readers.roster.fonts import in_old_font
from khuevan.readers.roster.model import Roster
from khuevan.readers.roster.people import Walk, walk_grid


def read_roster(path: Path, *, limits: Limits | None = None, today: dt.date | None = None) -> Roster:
    """Read all people of a list (.xlsx, .xls, .ods, .csv, .docx); nothing is written.

    Whatever is wrong with one field of one row stands in the problems of that row.  Raises ``UnreadableFile`` when
    there is no list to read at all.
    """
    limits = limits or Limits()
    today = today or dt.datetime.now(tz=dt.UTC).date()
    ways = read_grids(admit(path, limits), limits)
    walks = max((_walk_all(grids, today) for grids in ways), key=_worth)
    if not walks:
        old = any(
            in_old_font(text_of(cell)) for grids in ways for grid in grids for row in grid.rows[:60] for cell in row
        )
        raise UnreadableFile("old_font" if old else "no_names")
    rows = [row for walk in walks for row in walk.rows]
    if not rows:
        raise UnreadableFile("no_people")
    mark_doubles(rows)
    return Roster(rows, list(dict.fromkeys(text for walk in walks for text in walk.unused)))


def _walk_all(grids: list[Grid], today: dt.date) -> list[Walk]:
    walks: list[Walk] = []
    columns: Columns | None = None
    for grid in grids:
        walk = walk_grid(grid, today, columns)
        if walk is not None:
            columns = walk.columns
            walks.append(walk)
    return walks


def _worth(walks: list[Walk]) -> int:
    """The separator of a text file that was meant is the one that gives most columns a meaning."""
    return max((len(walk.columns.places) for walk in walks), default=0)
