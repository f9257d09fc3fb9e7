"""The rows of a list that is being checked, as they lie in the draft."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from khuevan.nominations.models import RosterDraft
from khuevan.readers.roster import Level, Place, Problem, RosterRow
from khuevan.readers.roster.checks import mark_doubles
from khuevan.readers.roster.retyped import RETYPED

_ID_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")
"""Telephone numbers are shorter: twelve digits in a sentence about a cell are a citizen ID in the wrong column."""


@dataclass
class DraftRow:
    """One row beside its problems.  ``taken`` is the enrollment it became; ``refused`` says why it was not taken."""

    index: int
    row: RosterRow
    taken: int | None = None
    refused: str = ""

    @property
    def problems(self) -> list[Problem]:
        return self.row.problems

    @property
    def errors(self) -> list[Problem]:
        """Problems of which something is missing; notices only ask for a look."""
        return [problem for problem in self.row.problems if problem.level is Level.ERROR]

    @property
    def is_good(self) -> bool:
        """May be taken together with all other good rows."""
        return self.taken is None and not self.errors and not self.refused

    @property
    def stamp(self) -> str:
        """What the row is right now; a form that changes it carries this as ``seen``."""
        text = json.dumps(to_json(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:20]


def as_read(rows: Iterable[RosterRow]) -> list[DraftRow]:
    """Rows of a reader as rows of a draft: without citizen IDs, and with a sentence wherever one was left out."""
    return [DraftRow(index, _without_citizen_id(row)) for index, row in enumerate(rows)]


def _without_citizen_id(row: RosterRow) -> RosterRow:
    problems = [
        Problem(one.field, _ID_NUMBER.sub("•••", one.message), level=one.level)
        for one in row.problems
        if one.field != "citizen_id"
    ]
    if row.citizen_id or len(problems) < len(row.problems):
        sentence = _("The citizen ID in the list was not kept.")
        problems.append(Problem("citizen_id", sentence, level=Level.NOTICE))
    return RosterRow(row.place, **{name: getattr(row, name) for name in RETYPED}, problems=problems)


def rows_of(draft: RosterDraft) -> list[DraftRow]:
    """All rows of a draft, in the order of the file."""
    return [_from_json(index, stored) for index, stored in enumerate(draft.rows)]


def put_rows(draft: RosterDraft, rows: Sequence[DraftRow]) -> None:
    """Sets the rows of a draft and what follows from them; unsaved."""
    draft.rows = [to_json(row) for row in rows]
    draft.waiting = sum(1 for row in rows if row.taken is None)


def mark_doubles_anew(rows: Sequence[DraftRow]) -> None:
    """Who stands twice, after a name, a birth or an agency was corrected."""
    for row in rows:
        row.row.problems = [problem for problem in row.row.problems if problem.field != "duplicate"]
    mark_doubles([row.row for row in rows])


def to_json(row: DraftRow) -> dict[str, Any]:
    read = row.row
    return {
        "place": [read.place.sheet, read.place.row],
        "values": {name: getattr(read, name) for name in RETYPED},
        "problems": [[one.field, one.message, one.level.value] for one in read.problems],
        "taken": row.taken,
        "refused": row.refused,
    }


def _from_json(index: int, stored: dict[str, Any]) -> DraftRow:
    sheet, number = stored["place"]
    problems = [Problem(field, message, level=Level(level)) for field, message, level in stored["problems"]]
    row = RosterRow(Place(sheet, number), **stored["values"], problems=problems)
    return DraftRow(index, row, stored["taken"], stored["refused"])
