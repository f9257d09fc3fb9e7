"""From one grid to a walk over its people: where its heading stands, or that it has none."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from khuevan.readers.grids import Grid
from khuevan.readers.roster.agencies import agency_of
from khuevan.readers.roster.asides import is_number, is_signature
from khuevan.readers.roster.columns import NAMES, Heading, find_heading, heading_at, text_of
from khuevan.readers.roster.evidence import is_name
from khuevan.readers.roster.headings import Role, heading_words, role_of
from khuevan.readers.roster.layouts import NO_HEADING, Layout
from khuevan.readers.roster.people import Walk
from khuevan.readers.roster.plans import Plan, plan_of

_SEARCHED_ROWS = 100
_AGENCY_LINE = re.compile(
    r"^(?:tên )?(?:cơ quan|đơn vị)(?: cử| công tác| đăng ký| cử đi học)?\s*:\s*(?P<agency>\S.+)$", re.IGNORECASE
)


def walk_grid(
    grid: Grid, key: str, today: dt.date, layouts: Sequence[Layout] = (), inherited: Plan | None = None
) -> Walk | None:
    """Read one grid; a table without headings that goes on from the table before it takes that table's columns."""
    plan = _plan(grid, key, layouts, inherited)
    if plan is None:
        return None
    walk = Walk(grid, plan, today, layouts)
    if not walk.has_agency:
        walk.section = _agency_above(grid, plan)
    walk.run()
    return walk


def _plan(grid: Grid, key: str, layouts: Sequence[Layout], inherited: Plan | None) -> Plan | None:
    said = next((one for one in layouts if one.table == key and one.heading_row is not None), None)
    heading = find_heading(grid) if said is None else _heading_told(grid, said)
    if heading is None and said is None and inherited is not None and _continues(grid, inherited):
        return Plan(inherited.key, None, 0, inherited.places, inherited.columns, [], inherited.width)
    if heading is not None:
        plan = plan_of(grid, heading, heading.row + heading.height, key, layouts)
        return plan if _has_names(plan) else None
    if said is None:
        for number in range(min(len(grid.rows), _SEARCHED_ROWS)):
            heading = heading_at(grid, number, named=False)
            if heading is not None:
                plan = plan_of(grid, heading, number + heading.height, key, layouts)
                if _has_names(plan):
                    return plan
    return _without_heading(grid, key, layouts)


def _heading_told(grid: Grid, said: Layout) -> Heading | None:
    number = (said.heading_row or 0) - grid.first_row
    if said.heading_row == NO_HEADING or not 0 <= number < len(grid.rows):
        return None
    found = heading_at(grid, number, named=False)
    if found is not None:
        return found
    texts = {column: text for column, cell in enumerate(grid.rows[number]) if (text := text_of(cell))}
    return Heading(number, 1, texts, dict.fromkeys(texts), {})


def _without_heading(grid: Grid, key: str, layouts: Sequence[Layout]) -> Plan | None:
    """A list that begins at once, or under a heading of words nobody knows: names are found by their look."""
    first = next((number for number in range(min(len(grid.rows), _SEARCHED_ROWS)) if _holds_a_person(grid, number)), 0)
    plan = plan_of(grid, _strange_heading(grid, first), first, key, layouts)
    told = any(one.table == key and one.columns for one in layouts)
    others = {Role.BIRTH, Role.PHONE, Role.EMAIL, Role.CITIZEN_ID, Role.POSITION, Role.ORGANIZATION, Role.GENDER}
    others |= {Role.POSITION_ORGANIZATION, Role.ORDER}
    known = told or others & plan.places.keys() or _is_names_only(grid)
    return plan if _has_names(plan) and known else None


def _is_names_only(grid: Grid) -> bool:
    texts = [text for row in grid.rows if (text := " ".join(filter(None, map(text_of, row))))]
    return len(texts) > 1 and sum(map(is_name, texts)) * 10 >= len(texts) * 8


def _holds_a_person(grid: Grid, number: int) -> bool:
    texts = [text_of(cell) for cell in grid.rows[number]]
    return len(list(filter(None, texts))) > 1 and any(map(is_name, texts)) and not any(map(is_signature, texts))


def _strange_heading(grid: Grid, first: int) -> Heading | None:
    """The row above the first person, where it has a text over most of what stands below."""
    if first == 0:
        return None
    above, below = ({c for c, cell in enumerate(grid.rows[n]) if text_of(cell)} for n in (first - 1, first))
    texts = {column: text_of(grid.rows[first - 1][column]) for column in sorted(above)}
    if (
        len(above & below) < 2
        or len(above & below) * 2 < len(below)
        or any(c.isdigit() for t in texts.values() for c in t)
    ):
        return None
    return Heading(first - 1, 1, texts, {column: role_of(text) for column, text in texts.items()}, {})


def _has_names(plan: Plan) -> bool:
    return any(role in NAMES for role in plan.places)


def _continues(grid: Grid, plan: Plan) -> bool:
    order = plan.column(Role.ORDER)
    first = grid.rows[0] if grid.rows else []
    return order is not None and order < len(first) and len(first) >= plan.width and is_number(text_of(first[order]))


def _agency_above(grid: Grid, plan: Plan) -> str | None:
    """The agency that a line above the heading names in so many words, or that the sheet is called by."""
    for row in grid.rows[: plan.heading.row if plan.heading else 0]:
        for cell in row:
            match = _AGENCY_LINE.match(text_of(cell)) if isinstance(cell, str) else None
            if match and (agency := agency_of(match["agency"].strip(" .…"))):
                return agency
    return agency_of(grid.name) if grid.name else None


def parts_of(grid: Grid) -> list[Grid]:
    """A table that goes on to the right of itself as two tables; columns keep their places."""
    heading = find_heading(grid)
    if heading is None:
        return [grid]
    columns = list(heading.texts)
    words = [heading_words(heading.texts[column]) for column in columns]
    again = next((place for place in range(2, len(words)) if words[place] == words[0]), None)
    if again is None or words[again:] != words[: len(words) - again]:
        return [grid]
    if not any(heading.roles.get(column) in NAMES for column in columns[again:]):
        return [grid]
    cut = columns[again]
    left = replace(grid, rows=[row[:cut] for row in grid.rows], merges=[m for m in grid.merges if m.left < cut])
    rows = [[None] * cut + row[cut:] if number >= heading.row else [] for number, row in enumerate(grid.rows)]
    return [left, replace(grid, rows=rows, merges=[m for m in grid.merges if m.left >= cut])]
