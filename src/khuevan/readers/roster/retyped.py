"""One row of a list after somebody corrected it by hand: the same checks, with the same sentences."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from khuevan.readers.roster.contacts import read_email, read_phone
from khuevan.readers.roster.model import Problem, RosterRow
from khuevan.readers.roster.values import Reading, read_birth, read_gender, read_name, tidy
from khuevan.vietnamese.names import is_all_capitals

RETYPED = ("full_name", "birth", "gender", "position", "organization", "phone", "email", "note")
"""Fields that may be typed anew; a citizen ID is not among them, for nobody keeps it."""


def retype(row: RosterRow, typed: Mapping[str, str], *, today: dt.date | None = None) -> RosterRow:
    """``row`` with the fields of ``typed``, read as a reader reads a cell.

    A field whose value stays what it was keeps its problems, so that a form sent back whole loses none.  A name typed
    in capitals is meant that way: its case was proposed when the list was read.
    """
    today = today or dt.datetime.now(tz=dt.UTC).date()
    values: dict[str, str | None] = {}
    problems: list[Problem] = []
    for field in RETYPED:
        if field not in typed:
            continue
        text = str(tidy(typed[field]) or "")
        value, found = _reader_of(field, today)(text)
        if value != getattr(row, field) or found:
            values[field] = value
            problems += found
            if field == "full_name":
                values |= _titles(text)
    kept = [problem for problem in row.problems if problem.field not in values]
    return replace(row, **values, problems=kept + problems)  # type: ignore[arg-type]


def _reader_of(field: str, today: dt.date) -> Callable[[str], Reading]:
    match field:
        case "full_name":
            return _name
        case "birth":
            return lambda text: read_birth(text, today)
        case "gender":
            return read_gender
        case "phone":
            return read_phone
        case "email":
            return read_email
        case _:
            return lambda text: (text.replace("\n", " ") or None, ())


def _titles(text: str) -> dict[str, str | None]:
    """What was typed before the name; what had been read before it stays where nothing was."""
    read = read_name(text.replace("\n", " ")) if text else None
    titles = {} if read is None else {"honorific": read.honorific, "rank": read.rank}
    return {name: title for name, title in titles.items() if title}


def _name(text: str) -> Reading:
    if not text:
        return None, (Problem("full_name", _("The name is missing.")),)
    if is_all_capitals(text) and not any(char.isdigit() for char in text):
        return text, ()
    read = read_name(text.replace("\n", " "))
    return read.name, read.problems
