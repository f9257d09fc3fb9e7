"""One row of cells to one person, along the plan of its table."""

import datetime as dt
import functools
import re

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Cell
from khuevan.readers.roster.contacts import doubts_of, read_citizen_id, read_email, read_phone
from khuevan.readers.roster.evidence import is_mark
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.model import Level, Problem, RosterRow
from khuevan.readers.roster.plans import Plan
from khuevan.readers.roster.values import read_birth, read_gender, read_name, text_value, tidy, tidy_text
from khuevan.readers.roster.work import split_work
from khuevan.vietnamese.names import join_name

type Cells = list[Cell]

_MISSING = Problem("full_name", _("The name is missing."))
_BOTH_MARKED = _("Both the column Nam and the column Nữ are filled.")
_UNMARKED = frozenset({"☐", "□", "0", "-", "không", "o", "O"})
_NAME_END = re.compile(r"\s*[,;\n(–—]\s*|\s+-\s+")


class RowReader:
    """Fills rows of one table, keeping the good fields whatever is wrong with the others."""

    def __init__(self, plan: Plan, today: dt.date) -> None:
        self.today = today
        self.width = plan.width
        self.places = {role: plan.places.get(role, ()) for role in Role}
        self._has_parts = bool(
            self.places[Role.BIRTH_DAY] or self.places[Role.BIRTH_MONTH] or self.places[Role.BIRTH_YEAR]
        )
        self._has_marks = bool(self.places[Role.MALE] or self.places[Role.FEMALE])
        self._notes = self.places[Role.NOTE]
        self._combined = tuple(
            (role, self.places[role])
            for role in (Role.POSITION_ORGANIZATION, Role.ORGANIZATION_POSITION)
            if self.places[role]
        )
        self._lone_sex = self._only_sex()

    def _only_sex(self) -> str | None:
        """What an empty cell says where only the other gender has a column."""
        if bool(self.places[Role.MALE]) == bool(self.places[Role.FEMALE]):
            return None
        return "Nam" if self.places[Role.FEMALE] else "Nữ"

    def fill(self, row: RosterRow, cells: Cells) -> None:
        """``cells`` are as wide as the plan."""
        self._fill_name(row, cells)
        self._fill_birth_and_gender(row, cells)
        self._fill_work(row, cells)
        self._fill_contacts(row, cells)
        for place in self._notes:
            value = cells[place]
            if value is not None and value != "" and (value := tidy(value)) is not None:
                row.note = f"{row.note} {text_value(value)}" if row.note else text_value(value)

    def _first(self, role: Role, cells: Cells) -> Cell:
        """The best filled cell of a role that several columns may have."""
        for place in self.places[role]:
            value = cells[place]
            if value.__class__ is str:
                value = tidy_text(value) if value else None
            if value is not None:
                return value
        return None

    def _text(self, role: Role, cells: Cells) -> str:
        for place in self.places[role]:
            value = cells[place]
            if value.__class__ is str:
                value = tidy_text(value) if value else None
            if value is not None:
                return text_value(value)
        return ""

    def _fill_name(self, row: RosterRow, cells: Cells) -> None:
        text = self._text(Role.NAME, cells)
        if not text and self.places[Role.GIVEN]:
            parts = [self._text(role, cells) for role in (Role.FAMILY, Role.MIDDLE, Role.GIVEN)]
            text = join_name(f"{parts[0]} {parts[1]}", parts[2])
        if not text and self.places[Role.NAME_POSITION]:
            text = self._fill_from_name_and_work(row, cells)
        if not text:
            row.problems.append(_MISSING)
            return
        row.full_name, row.honorific, row.rank, row.gender, row.note, problems = read_name(text)
        row.problems += problems
        if self.places[Role.HONORIFIC]:
            row.honorific = row.honorific or self._text(Role.HONORIFIC, cells) or None
        if self.places[Role.RANK] and (rank := self._text(Role.RANK, cells)):
            row.rank = f"{row.rank}, {rank}" if row.rank and row.rank != rank else rank

    def _fill_from_name_and_work(self, row: RosterRow, cells: Cells) -> str:
        text = text_value(self._first(Role.NAME_POSITION, cells), lines=True)
        cut = _NAME_END.search(text, 2) if text else None
        if cut is None:
            return text.replace("\n", " ")
        rest = text[cut.end() :].strip()
        if rest.endswith(")") and "(" in cut[0]:
            rest = rest[:-1]
        row.position, row.organization = split_work(rest)
        return text[: cut.start()]

    def _fill_birth_and_gender(self, row: RosterRow, cells: Cells) -> None:
        told = row.gender
        value = self._first(Role.BIRTH, cells)
        if value is None and self._has_parts:
            value = self._from_parts(cells)
        text = self._text(Role.GENDER, cells)
        gender, problems = read_gender(text) if text else (None, ())
        if problems:
            row.problems += problems
        if self._has_marks:
            gender, value = self._from_marks(row, cells, gender, value, doubtful=bool(problems))
        row.gender = gender or (None if problems else told)
        if row.gender is None and row.honorific and not problems:
            row.gender = _gender_of_address(row.honorific)
        if value is not None:
            row.birth, problems = read_birth(value, self.today)
            if problems:
                row.problems += problems

    def _from_marks(
        self, row: RosterRow, cells: Cells, gender: str | None, value: Cell, *, doubtful: bool
    ) -> tuple[str | None, Cell]:
        marks = {"Nam": self._marked(Role.MALE, cells), "Nữ": self._marked(Role.FEMALE, cells)}
        marked = [name for name, cell in marks.items() if cell is not None]
        if len(marked) == 1:
            mark = marks[marked[0]]
            text = text_value(mark)
            if value is None and not is_mark(text) and any(char.isdigit() for char in text):
                value = mark
            gender = gender or marked[0]
        elif len(marked) == 2:
            fields = ("gender",) if value is not None else ("gender", "birth")
            row.problems += [Problem(name, _BOTH_MARKED) for name in fields]
        elif gender is None and not doubtful:
            gender = self._lone_sex
        return gender, value

    def _marked(self, role: Role, cells: Cells) -> Cell:
        value = self._first(role, cells)
        return None if value is None or text_value(value).strip() in _UNMARKED else value

    def _from_parts(self, cells: Cells) -> Cell:
        """A date from columns for day, month and year; a year alone stays a year."""
        year = self._text(Role.BIRTH_YEAR, cells)
        day, month = self._text(Role.BIRTH_DAY, cells), self._text(Role.BIRTH_MONTH, cells)
        if day and month:
            return f"{day}/{month}/{year}"
        return year or None

    def _fill_work(self, row: RosterRow, cells: Cells) -> None:
        row.position = self._text(Role.POSITION, cells) or row.position
        row.organization = self._text(Role.ORGANIZATION, cells) or row.organization
        for role, _places in self._combined:
            text = text_value(self._first(role, cells), lines=True)
            if text:
                position, organization = split_work(text, organization_first=role is Role.ORGANIZATION_POSITION)
                row.position = row.position or position
                row.organization = row.organization or organization
        if self.places[Role.DEPARTMENT] and (part := self._text(Role.DEPARTMENT, cells)):
            row.organization = f"{part}, {row.organization}" if row.organization else part

    def _fill_contacts(self, row: RosterRow, cells: Cells) -> None:
        phone, email = self._first(Role.PHONE, cells), self._text(Role.EMAIL, cells)
        if self.places[Role.PHONE_EMAIL]:
            phone, email = self._from_both(cells, phone, email)
        if (phone.__class__ is str and "@" in phone) or (email and "@" not in email):
            phone, email = _in_right_columns(row, phone, email)
        if phone is not None:
            row.phone, problems = read_phone(phone)
            if problems:
                row.problems += problems
        if email:
            row.email, problems = read_email(email)
            if problems:
                row.problems += problems
        citizen = self._first(Role.CITIZEN_ID, cells) if self.places[Role.CITIZEN_ID] else None
        if citizen is not None:
            row.citizen_id, problems = read_citizen_id(citizen)
            row.problems += problems
            if row.citizen_id is not None:
                row.problems += doubts_of(row.citizen_id, row.gender, row.birth)

    def _from_both(self, cells: Cells, phone: Cell, email: str) -> tuple[Cell, str]:
        parts = re.split(r"[;,\n/]|\s-\s|\s+(?=\S*@)", text_value(self._first(Role.PHONE_EMAIL, cells), lines=True))
        words = [part.strip() for part in parts if part and part.strip()]
        email = email or " ".join(word for part in words for word in part.split() if "@" in word)
        numbers = [" ".join(word for word in part.split() if "@" not in word) for part in words]
        numbers = [number for number in numbers if any(char.isdigit() for char in number)]
        return phone if phone is not None else "; ".join(numbers) or None, email


_MOVED_EMAIL = Problem("phone", _("An e-mail address stood in the column of telephones."), level=Level.NOTICE)
_MOVED_PHONE = Problem("email", _("A telephone number stood in the column of e-mail addresses."), level=Level.NOTICE)


def _in_right_columns(row: RosterRow, phone: Cell, email: str) -> tuple[Cell, str]:
    """An address among the telephones and a number among the addresses change places when nothing is lost by it."""
    text = text_value(phone, lines=True)
    strays = [word for word in re.split(r"[\s;,]+", text) if "@" in word]
    number = email if email and "@" not in email and read_phone(email)[0] else ""
    if strays and (not email or number):
        row.problems.append(_MOVED_EMAIL)
        rest = " ".join(word for word in re.split(r"[\s;,]+", text) if "@" not in word)
        if number:
            row.problems.append(_MOVED_PHONE)
        return number or rest or None, strays[0]
    if number and phone is None:
        row.problems.append(_MOVED_PHONE)
        return number, ""
    return phone, email


@functools.lru_cache(maxsize=256)
def _gender_of_address(honorific: str) -> str | None:
    gender, problems = read_gender(honorific)
    return None if problems else gender
