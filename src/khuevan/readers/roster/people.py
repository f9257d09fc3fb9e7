"""Walking down the rows below a heading: who is a person, and what is a section, a total or a signature."""

import datetime as dt
import re
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Grid
from khuevan.readers.roster.agencies import agency_of
from khuevan.readers.roster.asides import (
    is_column_numbers,
    is_number,
    is_remark,
    is_sign,
    is_signature,
    is_total,
    section_sign,
    section_title,
)  # fmt: skip
from khuevan.readers.roster.columns import NAMES, heading_at, text_of
from khuevan.readers.roster.evidence import is_name
from khuevan.readers.roster.fields import Cells, RowReader
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.layouts import Layout
from khuevan.readers.roster.lending import Lender, lend_agencies
from khuevan.readers.roster.model import Level, Place, Problem, RosterRow
from khuevan.readers.roster.plans import Plan, plan_of
from khuevan.readers.roster.sentences import Sentence
from khuevan.readers.roster.values import shown, text_value, tidy

_STRONG = (
    Role.BIRTH, Role.BIRTH_YEAR, Role.MALE, Role.FEMALE, Role.PHONE, Role.EMAIL, Role.CITIZEN_ID, Role.PHONE_EMAIL,
)  # fmt: skip
_UNTELLING = NAMES | {Role.ORDER, Role.NOTE, Role.HONORIFIC}
_AGENCIES = (Role.ORGANIZATION, Role.POSITION_ORGANIZATION, Role.ORGANIZATION_POSITION, Role.NAME_POSITION)
_HIDDEN = Problem("hidden", _("This row is hidden in the file."), level=Level.NOTICE)
_CONTINUED = _("“%(value)s” in the row below was added.")
_MOST_LEFT_OUT = 20
_DIGIT_OR_AT = re.compile(r"\d|@")


class Walk:
    """The reading of one grid.  ``section`` is the agency a section is headed by; ``ended`` is set by a total or a
    signature, behind which only a numbered row or one with a birth or a contact is a person."""

    def __init__(self, grid: Grid, plan: Plan, today: dt.date, layouts: Sequence[Layout] = ()) -> None:
        self.grid, self.today, self.layouts = grid, today, layouts
        self.rows: list[RosterRow] = []
        self.plans: list[Plan] = []
        self.left_out: list[Sentence] = []
        self.section: str | None = None
        self.section_kind = ""
        self.ended = False
        self.numbered = 0
        self.lender = Lender(grid)
        self._take_plan(plan)

    def run(self) -> None:
        number, rows = self.plan.first, self.grid.rows
        while number < len(rows):
            row = rows[number]
            cells = row + [None] * (self.width - len(row)) if len(row) < self.width else row
            if self._is_plainly_a_person(cells):
                self._take_person(number, cells, numbered=self.order is not None)
                number += 1
            else:
                number += self._take_other(number, cells)
        for plan in self.plans:
            lend_agencies([row for row in self.rows if row.table == plan.key], plan)

    def dates(self) -> list[tuple[RosterRow, bool]]:
        """Rows with a full date of birth where stored dates and dates typed as text stand in one column: each with
        whether its date was a stored one."""
        found = []
        for plan in self.plans:
            column = plan.column(Role.BIRTH)
            if column is None or not self._is_mixed(column):
                continue
            for row in self.rows:
                if row.table == plan.key and row.birth is not None and len(row.birth) == 10:
                    cells = self.grid.rows[row.place.row - self.grid.first_row]
                    found.append((row, isinstance(cells[column], dt.date)))
        return found

    def _is_mixed(self, column: int) -> bool:
        cells = [row[column] for row in self.grid.rows if len(row) > column]
        stored = sum(isinstance(cell, dt.date) for cell in cells)
        return 0 < stored < len(cells)

    def _take_plan(self, plan: Plan) -> None:
        self.plan, self.width = plan, plan.width
        self.plans.append(plan)
        self.reader = RowReader(plan, self.today)
        self.order = plan.column(Role.ORDER)
        places = plan.places
        self.names = tuple(place for role in NAMES for place in places.get(role, ()))
        self.details = tuple(place for role, found in places.items() if role not in _UNTELLING for place in found)
        self.strong = tuple(place for role in _STRONG for place in places.get(role, ()))
        self.has_agency = any(role in places for role in _AGENCIES)
        self.lender.begin(plan)

    def _is_plainly_a_person(self, cells: Cells) -> bool:
        """A numbered row with a name and something else: nearly all rows of most lists, told without a close look."""
        if self.order is None:
            return not self.ended and self._has_name_and_number(cells)
        order = cells[self.order]
        if not (order.isdigit() if isinstance(order, str) else isinstance(order, int | float)):
            return False
        return any(map(cells.__getitem__, self.names)) and any(map(cells.__getitem__, self.details))

    def _has_name_and_number(self, cells: Cells) -> bool:
        """As plain as a numbered row: what looks like a name beside a birth, a telephone or an address."""
        if not any(_DIGIT_OR_AT.search(str(cells[place])) for place in self.strong if cells[place]):
            return False
        return is_name(" ".join(str(cells[place]) for place in self.names if cells[place]))

    def _take_person(self, number: int, cells: Cells, *, numbered: bool) -> None:
        original = [cell if cell.__class__ is str else text_of(cell) for cell in cells]
        row = RosterRow(
            Place(self.grid.name, self.grid.first_row + number),
            original=original,
            table=self.plan.key,
        )
        self.reader.fill(row, self.lender.lend(number, cells))
        if row.organization is None and self.section:
            row.organization = self.section
        if number in self.grid.hidden_rows:
            row.problems.append(_HIDDEN)
        self.numbered += numbered
        self.rows.append(row)

    def _take_other(self, number: int, cells: Cells) -> int:
        """A row that asks for a close look; how many rows were dealt with."""
        tidied = [tidy(cell) for cell in cells]
        filled = {column: text_value(cell) for column, cell in enumerate(tidied) if cell is not None}
        if not filled or is_column_numbers(list(filled.values())):
            return 1
        again = heading_at(self.grid, number)
        if again is not None:
            if (
                self.plan.heading is None
                or again.roles != self.plan.heading.roles
                or again.texts != self.plan.heading.texts
            ):
                key = f"{self.plan.key.partition('.')[0]}.{number}"
                self._take_plan(plan_of(self.grid, again, number + again.height, key, self.layouts))
            self.ended = False
            self.lender.forget()
            return again.height
        numbered = self.order is not None and is_number(filled.get(self.order, ""))
        if self._is_second_line(number, filled) or not self._is_aside(filled, numbered=numbered):
            self._take_person_or_leave(number, cells, filled, numbered=numbered)
        return 1

    def _is_aside(self, filled: dict[int, str], *, numbered: bool) -> bool:
        """Totals, signatures, footnotes and headings of sections; they change the state of the walk."""
        texts = list(filled.values())
        strong = self._is_strong(filled)
        if not numbered and is_total(texts[0]):
            self.ended = True
            return True
        named = is_name(" ".join(filled[place] for place in self.names if place in filled)) and len(texts) > 1
        if not numbered and not strong and not named and any(is_signature(text) for text in texts):
            self.ended = True
            return True
        if not numbered and len(texts) == 1 and is_remark(texts[0]):
            self.left_out.append(Sentence(_("Beside the list stands: “%(text)s”"), {"text": texts[0]}))
            return True
        rest = texts[1:] if len(texts) > 1 and (is_sign(texts[0]) or numbered) else texts
        if len(set(rest)) > 1 and all(re.fullmatch(r"\d{1,4}(?: \w+)?", text) for text in rest[1:]):
            rest = rest[:1] if agency_of(section_title(rest[0])) else rest
        if len(set(rest)) == 1 and self._heads_section(filled, rest[0], numbered=numbered):
            self._begin_section(rest[0], texts[0] if len(rest) < len(texts) else "")
            return True
        return False

    def _heads_section(self, filled: dict[int, str], text: str, *, numbered: bool) -> bool:
        """One text alone in a row is a section, unless names are all the list has and it stands among them."""
        if agency_of(section_title(text)):
            return True
        if numbered:
            return False
        if (self.order is not None and self.numbered) or min(filled) not in self.names:
            return not (self.plan.places.keys() <= NAMES and is_name(text))
        return bool(section_sign(text)) or not 2 <= len(text.split()) <= 7 or any(char.isdigit() for char in text)

    def _begin_section(self, text: str, sign: str) -> None:
        kind = section_sign(f"{sign} . {text}" if sign else text)
        agency = agency_of(section_title(text))
        if agency is None and self.section and kind not in {"", "roman", self.section_kind}:
            return
        self.section, self.section_kind = agency, kind
        self.lender.forget()
        self.ended = False if agency else self.ended

    def _take_person_or_leave(self, number: int, cells: Cells, filled: dict[int, str], *, numbered: bool) -> None:
        if self._is_person(filled, numbered=numbered):
            self._take_person(number, cells, numbered=numbered)
        elif not self.ended and self._continues(number, filled):
            self._continue(filled)
        elif not self.ended and len(self.left_out) < _MOST_LEFT_OUT and (len(filled) > 1 or not numbered):
            place = Place(self.grid.name, self.grid.first_row + number)
            params: dict[str, object] = {"place": place, "text": shown(" | ".join(filled.values()))}
            self.left_out.append(Sentence(_("In %(place)s no person was found: “%(text)s”"), params))

    def _is_person(self, filled: dict[int, str], *, numbered: bool) -> bool:
        names = [filled[place] for place in self.names if place in filled]
        details = sum(place in filled for place in self.details)
        strong = self._is_strong(filled)
        if self.ended and not numbered:
            return bool(names) and strong
        if names:
            if numbered or strong or not self.details:
                return True
            if self.numbered * 2 > len(self.rows):
                return details > 1 and is_name(" ".join(names))
            return details > 0 or is_name(" ".join(names))
        if numbered:
            return details > 0
        return details > 1 and (strong or self.numbered * 2 <= len(self.rows))

    def _is_strong(self, filled: dict[int, str]) -> bool:
        """Whether a row holds a birth, a number to call or an address: signatures do not."""
        return any(_DIGIT_OR_AT.search(filled[place]) for place in self.strong if place in filled)

    def _continues(self, number: int, filled: dict[int, str]) -> bool:
        """Whether a row without number and name only goes on with the texts of the person above it."""
        above = self.rows[-1].place.row if self.rows else 0
        return above == self.grid.first_row + number - 1 and bool(filled) and set(filled) <= set(self.details)

    def _is_second_line(self, number: int, filled: dict[int, str]) -> bool:
        """Whether the name of the person above reaches into this row, or its texts begin small."""
        if not self._continues(number, filled):
            return False
        block = self.lender.blocks.get(number, {})
        return any(place in block for place in self.names) or all(text[0].islower() for text in filled.values())

    def _continue(self, filled: dict[int, str]) -> None:
        row = self.rows[-1]
        for place, text in filled.items():
            field = next((name for role, name in _CONTINUABLE.items() if place in self.plan.places.get(role, ())), None)
            if field is not None and getattr(row, field):
                setattr(row, field, f"{getattr(row, field)} {text}")
                row.problems.append(Problem(field, _CONTINUED, {"value": shown(text)}, Level.NOTICE))


_CONTINUABLE = {Role.POSITION: "position", Role.ORGANIZATION: "organization", Role.NOTE: "note"}
