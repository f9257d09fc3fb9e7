"""One row of a plan: every column read by its own rule, and nothing of it lost."""

import re
from collections.abc import Mapping
from typing import Any

from khuevan.readers.planning.model import Column, LineProblem, PlanLine, PlanTime
from khuevan.readers.planning.tables import text_of
from khuevan.readers.planning.times import read_time
from khuevan.readers.planning.values import count, money, periods

_LONGEST = {"title": 300, "field": 120, "venue": 300, "money_source": 200, "audience": 2_000}
_LONGEST_NOTE = 500
_PARTS = re.compile(r"\s*(?:;|\n|,\s*(?=[A-ZĐÂÊÔƠƯĂ])| - |^- )\s*")


class LineReader:
    """Reads the cells of one row; what cannot be read stays in words in the note."""

    def __init__(self, row: int, year: int, unit: int, words: Mapping[Column, str]) -> None:
        self.line = PlanLine(row)
        self.year, self.unit, self.words = year, unit, words
        self.notes: list[str] = []

    def read(self, cells: Mapping[Column, Any]) -> PlanLine:
        line = self.line
        for name in ("title", "field", "audience", "venue", "money_source"):
            setattr(line, name, self._text(name, cells.get(Column(name))))
        if not line.title:
            line.problems.append(LineProblem(Column.TITLE, "no_title", is_error=True))
        self._numbers(cells)
        self._time(cells)
        line.leads = _bodies(cells.get(Column.LEAD))
        line.helpers = _bodies(cells.get(Column.CO))
        said = text_of(cells.get(Column.NOTE))
        line.note = "; ".join(filter(None, [said, *self.notes]))
        if len(line.note) > _LONGEST_NOTE:
            self._problem(Column.NOTE, "too_long", line.note, keep=False)
            line.note = line.note[:_LONGEST_NOTE]
        return line

    def _text(self, name: str, cell: Any) -> str:  # noqa: ANN401 - a cell
        text = text_of(cell)
        if len(text) > _LONGEST[name]:
            self._problem(Column(name), "too_long", text, keep=False)
        return text[: _LONGEST[name]]

    def _numbers(self, cells: Mapping[Column, Any]) -> None:
        line = self.line
        classes = self._count(Column.CLASSES, cells)
        if classes is not None and classes[0] == 0:
            self._problem(Column.CLASSES, "no_class", "0", keep=False)
        line.classes = (classes[0] if classes else 1) or 1
        people = self._count(Column.PEOPLE, cells)
        if people is not None:
            each = people[1] or bool(re.search(r"/\s*(?:1\s*)?lớp|mỗi lớp", self.words.get(Column.PEOPLE, ""), re.I))
            line.people = people[0] * (line.classes if each else 1)
        length = cells.get(Column.PERIODS)
        if text_of(length):
            line.periods = periods(length, self.words.get(Column.PERIODS, ""))
            if line.periods is None:
                self._problem(Column.PERIODS, "not_a_length", text_of(length))
        amount = cells.get(Column.ESTIMATE)
        if text_of(amount).strip(" -–0") or amount == 0:
            line.estimate = money(amount, self.unit)
            if line.estimate is None:
                self._problem(Column.ESTIMATE, "not_money", text_of(amount))

    def _count(self, column: Column, cells: Mapping[Column, Any]) -> tuple[int, bool] | None:
        cell = cells.get(column)
        if not text_of(cell).strip(" -–"):
            return None
        found = count(cell)
        if found is None:
            self._problem(column, "not_a_count", text_of(cell))
        return found

    def _time(self, cells: Mapping[Column, Any]) -> None:
        whole = self._when(Column.TIME, cells) or PlanTime()
        first = self._when(Column.FIRST_DAY, cells) or self._when(Column.MONTH_FROM, cells)
        last = self._when(Column.LAST_DAY, cells) or self._when(Column.MONTH_TO, cells)
        line = self.line
        begin, end = first or whole, last or first or whole
        if (begin.month_from or 0) > (end.month_to or 12) or _backwards(begin, end):
            text = " - ".join(text_of(cells.get(column)) for column in (Column.FIRST_DAY, Column.LAST_DAY))
            self._problem(Column.FIRST_DAY if first else Column.TIME, "backwards", text)
            return
        line.month_from, line.month_to = begin.month_from, end.month_to
        if begin.first_day and end.last_day:
            line.first_day, line.last_day = begin.first_day, end.last_day

    def _when(self, column: Column, cells: Mapping[Column, Any]) -> PlanTime | None:
        cell = cells.get(column)
        text = text_of(cell)
        if not text.strip(" -–"):
            return None
        found = read_time(cell, self.year)
        if found is None:
            self._problem(column, "not_a_time", text)
        elif found.year not in {None, self.year}:
            self._problem(column, "another_year", text)
            found = None
        return found

    def _problem(self, column: Column, code: str, text: str, *, keep: bool = True) -> None:
        self.line.problems.append(LineProblem(column, code, text))
        if keep:
            label = self.words.get(column, "")
            self.notes.append(f"{label}: {text}" if label else text)


def _backwards(begin: PlanTime, end: PlanTime) -> bool:
    return bool(begin.first_day and end.last_day and end.last_day < begin.first_day)


def _bodies(cell: Any) -> list[str]:  # noqa: ANN401 - a cell
    """Names of bodies, several where they are parted by signs that stand in no name."""
    text = str(cell).strip() if isinstance(cell, str) else text_of(cell)
    found = (" ".join(part.split()).strip("-+•.;, ") for part in _PARTS.split(text))
    return [name[:250] for name in dict.fromkeys(found) if name]
