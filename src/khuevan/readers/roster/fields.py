"""One row of cells by role to one person."""

import datetime as dt
from collections.abc import Set

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Cell
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.model import Level, Problem, RosterRow
from khuevan.readers.roster.values import (
    read_birth,
    read_citizen_id,
    read_email,
    read_gender,
    read_name,
    read_phone,
    text_value,
)
from khuevan.readers.roster.work import split_work
from khuevan.vietnamese.names import join_name

type Values = dict[Role, list[Cell]]


def fill_row(row: RosterRow, values: Values, roles: Set[Role], today: dt.date) -> RosterRow:
    """Fill every field, keeping the good ones whatever is wrong with the others.

    ``values`` has filled cells only; ``roles`` are those of all columns, for an empty cell says something too where a
    column "Nữ" is marked.
    """
    _fill_name(row, values)
    _fill_birth_and_gender(row, values, roles, today)
    _fill_work(row, values)
    _fill_contacts(row, values)
    row.note = " ".join(text_value(cell) for cell in values.get(Role.NOTE, ())) or None
    return row


def _first(values: Values, role: Role) -> Cell:
    """The best filled cell of a role that several columns may have."""
    found = values.get(role)
    return found[0] if found else None


def _fill_name(row: RosterRow, values: Values) -> None:
    text = text_value(_first(values, Role.NAME))
    if not text:
        text = join_name(text_value(_first(values, Role.FAMILY)), text_value(_first(values, Role.GIVEN)))
    if not text:
        row.problems.append(Problem("full_name", _("The name is missing.")))
        return
    row.full_name, row.gender, problems = read_name(text)
    row.problems += problems


def _fill_birth_and_gender(row: RosterRow, values: Values, roles: Set[Role], today: dt.date) -> None:
    told = row.gender
    gender, problems = read_gender(text_value(_first(values, Role.GENDER)))
    row.problems += problems
    value = _first(values, Role.BIRTH) or _from_parts(values)
    marks = {"Nam": _first(values, Role.MALE), "Nữ": _first(values, Role.FEMALE)}
    marked = [name for name, cell in marks.items() if cell is not None]
    if len(marked) == 1:
        mark = marks[marked[0]]
        gender = gender or marked[0]
        value = value or (mark if any(char.isdigit() for char in text_value(mark)) else None)
    elif len(marked) == 2:
        sentence = _("Both the column Nam and the column Nữ are filled.")
        row.problems += [Problem(name, sentence) for name in ("gender", "birth") if name == "gender" or value is None]
    elif gender is None and not problems and len({Role.MALE, Role.FEMALE} & roles) == 1:
        gender = "Nam" if Role.FEMALE in roles else "Nữ"
    row.gender = gender or (None if problems else told)
    row.birth, problems = read_birth(value, today)
    row.problems += problems


def _from_parts(values: Values) -> Cell:
    """A date from columns for day, month and year; a year alone stays a year."""
    year = text_value(_first(values, Role.BIRTH_YEAR))
    day, month = text_value(_first(values, Role.BIRTH_DAY)), text_value(_first(values, Role.BIRTH_MONTH))
    if day and month:
        return f"{day}/{month}/{year}"
    return year or None


def _fill_work(row: RosterRow, values: Values) -> None:
    row.position = text_value(_first(values, Role.POSITION)) or None
    row.organization = text_value(_first(values, Role.ORGANIZATION)) or None
    for role in (Role.POSITION_ORGANIZATION, Role.ORGANIZATION_POSITION):
        text = text_value(_first(values, role), lines=True)
        if text:
            position, organization = split_work(text, organization_first=role is Role.ORGANIZATION_POSITION)
            row.position = row.position or position
            row.organization = row.organization or organization


def _fill_contacts(row: RosterRow, values: Values) -> None:
    phone, email = _first(values, Role.PHONE), text_value(_first(values, Role.EMAIL))
    both = text_value(_first(values, Role.PHONE_EMAIL), lines=True)
    if both:
        parts = both.replace(";", " ").replace(",", " ").split()
        email = email or " ".join(part for part in parts if "@" in part)
        phone = phone or " ".join(part for part in parts if "@" not in part)
    row.phone, problems = read_phone(phone)
    row.problems += problems
    row.email, problems = read_email(email)
    row.problems += problems
    row.citizen_id, problems = read_citizen_id(_first(values, Role.CITIZEN_ID))
    row.problems += problems
    if row.phone and any(problem.field == "phone" and problem.level is Level.ERROR for problem in row.problems):
        row.phone = None
