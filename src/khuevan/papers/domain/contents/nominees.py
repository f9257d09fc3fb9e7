"""Columns of lists of nominees: the form that goes with an invitation, and the list that an agency sends back."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from khuevan.nominations.models import Nomination
from khuevan.papers.blocks import Band, Column, Table
from khuevan.papers.domain import wording
from khuevan.people.enums import Gender

WIDE = 8
"""More columns than this need a page across."""

_PLACE = Column("STT", 15, "center")
_NOTE = Column("Ghi chú", 22)


def _gender(one: Nomination) -> str:
    return wording.GENDERS[Gender(one.gender)] if one.gender else ""


def _membership(one: Nomination) -> str:
    return "x" if one.party_member else ""


_COLUMNS: Final[dict[str, tuple[Column, Callable[[Nomination], str]]]] = {
    "full_name": (Column("Họ và tên", 44), lambda one: one.full_name),
    "birth": (Column("Ngày, năm sinh", 25, "center"), lambda one: one.birth_text),
    "gender": (Column("Giới tính", 15, "center"), _gender),
    "position": (Column("Chức vụ", 36), lambda one: one.position),
    "organization": (Column("Đơn vị", 38), lambda one: one.organization_name),
    "phone": (Column("Điện thoại", 31, "center"), lambda one: one.phone),
    "email": (Column("Email", 38), lambda one: one.email),
    "ethnicity": (Column("Dân tộc", 18, "center"), lambda one: one.ethnicity),
    "party_member": (Column("Đảng viên", 16, "center"), _membership),
    "citizen_id": (Column("Số căn cước", 30, "center"), lambda _one: ""),
}
"""By the names of ``Invitation.fields``, in the order in which they stand."""

_LEFT_OUT = frozenset({"citizen_id"})
"""Asked on the form; a letter that goes through many hands does not repeat it."""


def form(fields: Collection[str], rows: int) -> Table:
    """Empty lines for what is asked, with room for a note."""
    columns = tuple(column for name, (column, _value) in _COLUMNS.items() if name in {"full_name", *fields})
    blank = [""] * (len(columns) + 1)
    return Table((_PLACE, *columns, _NOTE), tuple((str(number), *blank) for number in range(1, rows + 1)))


def table(
    fields: Collection[str],
    people: Sequence[Nomination],
    reserve: Sequence[Nomination] = (),
    *,
    own: Collection[str] = (),
) -> Table:
    """People as their agency named them, those for the reserve list (dự bị) below.

    Columns are left out that are empty, and the agency where it is the one that writes, whose names are ``own``.
    What is not asked is not printed, whatever was entered.
    """
    everybody = [*people, *reserve]
    if all(one.organization_name in {"", *own} for one in everybody):
        fields = [name for name in fields if name != "organization"]
    asked = [(name, *_COLUMNS[name]) for name in _COLUMNS if name in {"full_name", *fields} - _LEFT_OUT]
    kept = [(column, value) for name, column, value in asked if name == "full_name" or any(map(value, everybody))]
    columns = [_PLACE, *(column for column, _value in kept)]
    has_notes = any(one.note for one in everybody)
    if has_notes:
        columns.append(_NOTE)
    rows: list[tuple[str, ...] | Band] = []
    for number, one in enumerate(everybody, start=1):
        if number == len(people) + 1:
            rows.append(Band("Danh sách dự bị"))
        row = (str(number), *(value(one) for _column, value in kept))
        rows.append((*row, one.note) if has_notes else row)
    return Table(tuple(columns), tuple(rows))
