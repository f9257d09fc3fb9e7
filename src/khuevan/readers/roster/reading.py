"""From a file or a pasted text to a roster."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import admit, refuse
from khuevan.readers.grids import Grid
from khuevan.readers.isolation import read_grids
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.notices import SENTENCES
from khuevan.readers.pasted import grids_of_text
from khuevan.readers.roster.checks import check_list
from khuevan.readers.roster.columns import text_of
from khuevan.readers.roster.fonts import in_old_font
from khuevan.readers.roster.layouts import Layout, layouts_of
from khuevan.readers.roster.lines import sorted_out
from khuevan.readers.roster.model import Level, Roster, TableReading
from khuevan.readers.roster.people import Walk
from khuevan.readers.roster.plans import Plan
from khuevan.readers.roster.sentences import Sentence
from khuevan.readers.roster.tables import parts_of, walk_grid

# A ditto mark alone in a cell; it opens no quotation.
_LONE_MARK = re.compile(r"(?:(?<=\t)|^)[\"”](?=[\t\r\n]|$)", re.MULTILINE)


def read_roster(
    path: Path, *, limits: Limits | None = None, today: dt.date | None = None, layouts: Iterable[object] = ()
) -> Roster:
    """Read all people of a list; nothing is written.

    Whatever is wrong with one field of one row stands in the problems of that row.  ``layouts`` are ``Layout`` or
    their JSON: what a person said about the columns.  Raises ``UnreadableFile`` when there is no list to read at all.
    """
    limits = limits or Limits()
    return roster_of(read_grids(admit(path, limits), limits), today=today, layouts=layouts)


def read_pasted(text: str, *, today: dt.date | None = None, layouts: Iterable[object] = ()) -> Roster:
    """Read people from text that was copied from a message; as ``read_roster``."""
    limits = Limits()
    try:
        grids = grids_of_text(_LONE_MARK.sub("〃", text), limits)
    except Refused as refusal:
        refuse(refusal.code, limits)
    return roster_of([_better_told(text, grids, today)], today=today, layouts=layouts)


def _better_told(text: str, grids: list[Grid], today: dt.date | None) -> list[Grid]:
    """The grids by columns, or by words where these give more; the same whatever a person says about columns later."""
    by_columns = _fields_in(grids, today)
    if by_columns is None:
        return grids
    by_words = sorted_out(text)
    if by_words is None or (_fields_in([by_words], today) or 0) <= by_columns:
        return grids
    return [by_words]


def _fields_in(grids: list[Grid], today: dt.date | None) -> int | None:
    """How many fields are filled, errors taken off; None for grids with headings of their own."""
    try:
        roster = roster_of([grids], today=today)
    except UnreadableFile:
        return 0
    if any(table.heading_row is not None for table in roster.tables):
        return None
    values = [value for row in roster.rows for name, value in row.to_json().items() if name not in {"problems", "note"}]
    errors = sum(problem.level is Level.ERROR for row in roster.rows for problem in row.problems)
    return sum(value is not None for value in values) - 2 * errors


def roster_of(
    ways: Sequence[Sequence[Grid]], *, today: dt.date | None = None, layouts: Iterable[object] = ()
) -> Roster:
    """A roster from the grids of a file; several ways of reading it compete."""
    today = today or dt.datetime.now(tz=dt.UTC).date()
    known = layouts_of(layouts)
    walks = max((_walk_all(grids, today, known) for grids in ways), key=_worth, default=[])
    if not walks:
        old = any(
            in_old_font(text_of(cell)) for grids in ways for grid in grids for row in grid.rows[:60] for cell in row
        )
        raise UnreadableFile("old_font" if old else "no_names")
    rows = [row for walk in walks for row in walk.rows]
    if not rows:
        raise UnreadableFile("no_people")
    check_list(rows, [date for walk in walks for date in walk.dates()])
    plans = [(walk.grid, plan) for walk in walks for plan in walk.plans]
    unused = dict.fromkeys(text for _grid, plan in plans for text in plan.unused)
    notes = [*_notes(ways), *(note for walk in walks for note in (*walk.plan.notes, *walk.left_out))]
    return Roster(rows, list(unused), _tables(plans), notes)


def _walk_all(grids: Sequence[Grid], today: dt.date, layouts: Sequence[Layout]) -> list[Walk]:
    walks: list[Walk] = []
    plan: Plan | None = None
    for number, grid in enumerate(grids, start=1):
        for letter, part in zip("ab", [] if grid.hidden else parts_of(grid), strict=False):
            walk = walk_grid(part, f"{number}{letter}".removesuffix("a"), today, layouts, plan)
            if walk is not None:
                plan = walk.plan
                walks.append(walk)
    return walks


def _worth(walks: list[Walk]) -> tuple[int, int]:
    """The separator of a text file that was meant is the one that gives most columns a meaning."""
    return max((len(walk.plan.places) for walk in walks), default=0), sum(len(walk.rows) for walk in walks)


def _tables(plans: list[tuple[Grid, Plan]]) -> list[TableReading]:
    tables: dict[str, TableReading] = {}
    for grid, plan in plans:
        row = None if plan.heading is None else grid.first_row + plan.heading.row or None
        tables.setdefault(plan.key, TableReading(grid.name, row, plan.columns, plan.key))
    return list(tables.values())


def _notes(ways: Sequence[Sequence[Grid]]) -> list[Sentence]:
    """What is to be said about the file whatever stands in its lists."""
    grids = [grid for way in ways for grid in way]
    hidden = dict.fromkeys(grid.name for grid in grids if grid.hidden)
    notes = [Sentence(_("The hidden sheet “%(name)s” was left out."), {"name": name}) for name in hidden]
    fonts = dict.fromkeys(encoding for grid in grids if not grid.hidden for encoding in grid.converted.values())
    for encoding in fonts:
        params: dict[str, object] = {"encoding": encoding.upper()}
        notes.append(Sentence(_("The list was typed in an old font (%(encoding)s) and turned into Unicode."), params))
    if any(grid.unvalued for grid in grids if not grid.hidden):
        notes.append(Sentence(_("Some cells hold formulas without a saved value; they were read as empty.")))
    told = dict.fromkeys(key for grid in grids for key in grid.notices)
    return notes + [Sentence(SENTENCES[key]) for key in told if key in SENTENCES]
