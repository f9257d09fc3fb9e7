"""What a list of people is once it has been read."""

import dataclasses
import enum
from typing import TypedDict

from django.utils.translation import gettext as _

from khuevan.readers.roster.sentences import Sentence, Text

SKIP = "skip"
"""The role of a column of which nothing is taken."""


class Level(enum.Enum):
    """``ERROR``: a value is missing and someone must supply it.  ``NOTICE``: a value was changed, or looks doubtful."""

    ERROR = "error"
    NOTICE = "notice"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One sentence about one field of one row; ``sentence`` is filled with ``params`` when it is shown."""

    field: str
    sentence: Text
    params: dict[str, object] = dataclasses.field(default_factory=dict)
    level: Level = Level.ERROR

    @property
    def message(self) -> str:
        text = str(self.sentence)
        return text % self.params if self.params else text


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, as the sender sees it; ``sheet`` is empty for a text file."""

    sheet: str
    row: int

    def __str__(self) -> str:
        if self.sheet:
            return _("sheet %(sheet)s, row %(row)s") % {"sheet": self.sheet, "row": self.row}
        return _("row %(row)s") % {"row": self.row}


class ProblemJson(TypedDict):
    field: str
    message: str


class RowJson(TypedDict):
    """A row as the command line prints it; absent values are null."""

    full_name: str | None
    birth: str | None
    gender: str | None
    position: str | None
    organization: str | None
    phone: str | None
    email: str | None
    citizen_id: str | None
    note: str | None
    problems: list[ProblemJson]


class RosterJson(TypedDict):
    rows: list[RowJson]


@dataclasses.dataclass(slots=True)
class RosterRow:
    """One person.  ``birth`` is ``1982-06-02`` or ``1982``; ``gender`` is ``Nam`` or ``Nữ``; absent is None.

    ``honorific`` ("Ông") and ``rank`` ("TS", "Thượng tá") stood before the name or in columns of their own.
    ``original`` are the cells as they stood, by column; ``table`` is the key of the ``TableReading`` they stood in.
    """

    place: Place
    full_name: str | None = None
    birth: str | None = None
    gender: str | None = None
    position: str | None = None
    organization: str | None = None
    phone: str | None = None
    email: str | None = None
    citizen_id: str | None = None
    note: str | None = None
    problems: list[Problem] = dataclasses.field(default_factory=list)
    honorific: str | None = None
    rank: str | None = None
    original: list[str] = dataclasses.field(default_factory=list)
    table: str = ""

    def to_json(self) -> RowJson:
        return {
            "full_name": self.full_name,
            "birth": self.birth,
            "gender": self.gender,
            "position": self.position,
            "organization": self.organization,
            "phone": self.phone,
            "email": self.email,
            "citizen_id": self.citizen_id,
            "note": self.note,
            "problems": [{"field": problem.field, "message": problem.message} for problem in self.problems],
        }


@dataclasses.dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one column was understood.

    ``index`` counts from zero as in ``RosterRow.original``; ``role`` is a code of ``headings.Role`` or ``SKIP``;
    ``why`` is one sentence of evidence; ``samples`` are some filled cells as they stood.
    """

    index: int
    heading: str
    role: str
    why: Sentence
    samples: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class TableReading:
    """One table of a file.  ``key`` names it within the file, the same whenever the file is read; ``heading_row`` is
    the number a person sees at its (first) heading row, None for a table without headings."""

    name: str
    heading_row: int | None
    columns: list[ColumnReading]
    key: str


@dataclasses.dataclass
class Roster:
    """All people of a file in the order of the file.

    ``unused_columns`` are headings of which nothing was taken; ``tables`` say how each table was understood;
    ``notes`` are sentences about the file as a whole: hidden sheets left out, an old font, rows not understood.
    """

    rows: list[RosterRow]
    unused_columns: list[str] = dataclasses.field(default_factory=list)
    tables: list[TableReading] = dataclasses.field(default_factory=list)
    notes: list[Sentence] = dataclasses.field(default_factory=list)

    def to_json(self) -> RosterJson:
        return {"rows": [row.to_json() for row in self.rows]}
