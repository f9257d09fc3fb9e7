"""What is read from a plan: one line a class, with its problems by column."""

import dataclasses
import datetime as dt
import enum
from dataclasses import dataclass
from typing import Any, Self


class Column(enum.StrEnum):
    """What a column of a plan holds."""

    ORDER = "order"
    TITLE = "title"
    FIELD = "field"
    AUDIENCE = "audience"
    CLASSES = "classes"
    PEOPLE = "people"
    PERIODS = "periods"
    TIME = "time"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    MONTH_FROM = "month_from"
    MONTH_TO = "month_to"
    VENUE = "venue"
    LEAD = "lead"
    CO = "co"
    MONEY_SOURCE = "money_source"
    ESTIMATE = "estimate"
    NOTE = "note"


@dataclass(frozen=True)
class PlanTime:
    """When a class is to be held: months of the year, and days where they are known."""

    month_from: int | None = None
    month_to: int | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    year: int | None = None


@dataclass(frozen=True)
class LineProblem:
    """``code`` is a key of ``problems.SENTENCES``; ``text`` is what stood there."""

    column: str
    code: str
    text: str = ""
    is_error: bool = False


@dataclass
class PlanLine:
    """A class as one row of a file tells it; ``row`` is the number a person sees at it.  Money is in đồng."""

    row: int
    title: str = ""
    field: str = ""
    audience: str = ""
    classes: int = 1
    people: int | None = None
    periods: int | None = None
    month_from: int | None = None
    month_to: int | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    venue: str = ""
    leads: list[str] = dataclasses.field(default_factory=list)
    helpers: list[str] = dataclasses.field(default_factory=list)
    money_source: str = ""
    estimate: int | None = None
    note: str = ""
    problems: list[LineProblem] = dataclasses.field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not any(problem.is_error for problem in self.problems)


@dataclass
class PlanSheet:
    """All of a file: ``columns`` were found under the headings beside them, ``left_out`` are rows that are no class."""

    lines: list[PlanLine]
    columns: dict[str, str] = dataclasses.field(default_factory=dict)
    unused: list[str] = dataclasses.field(default_factory=list)
    left_out: list[tuple[int, str]] = dataclasses.field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain values, so that a page can carry the reading from the preview to the taking."""
        told = dataclasses.asdict(self)
        for line in told["lines"]:
            for name in ("first_day", "last_day"):
                line[name] = line[name].isoformat() if line[name] else None
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        lines = []
        for line in told["lines"]:
            days = {
                name: dt.date.fromisoformat(line[name]) if line[name] else None for name in ("first_day", "last_day")
            }
            problems = [LineProblem(**problem) for problem in line["problems"]]
            lines.append(PlanLine(**{**line, **days, "problems": problems}))
        left_out = [(int(row), str(text)) for row, text in told["left_out"]]
        return cls(lines, dict(told["columns"]), list(told["unused"]), left_out)
