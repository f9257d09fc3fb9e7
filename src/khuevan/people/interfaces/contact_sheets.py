"""Contacts of bodies in a sheet: columns in any order under their usual headings; read, and written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from khuevan.core.errors import DomainError
from khuevan.core.workbooks import Sheet, workbook
from khuevan.people.enums import ContactSlot
from khuevan.people.models import Contact
from khuevan.readers.gate import admit
from khuevan.readers.grids import Grid
from khuevan.readers.isolation import read_grids
from khuevan.readers.limits import Limits
from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.phones import normalise_phone

MOST_ROWS = 2_000
_LOOKED_AT = 40
_NEEDED = 2
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "agency": ("co quan", "don vi", "ten co quan", "ten don vi", "agency", "organization"),
    "slot": ("vi tri", "dau moi", "vai tro", "phu trach", "loai dau moi", "for what"),
    "name": ("ho ten", "ho va ten", "nguoi lien he", "can bo dau moi", "ten", "full name"),
    "position": ("chuc vu", "chuc danh", "position"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "dt", "di dong", "so dt", "telephone"),
    "email": ("email", "e mail", "thu dien tu", "hop thu"),
    "note": ("ghi chu", "note"),
}
_SLOTS = (
    (ContactSlot.CLERK, ("van thu",)),
    (ContactSlot.LEADER, ("lanh dao", "truong", "giam doc", "chu tich")),
    (ContactSlot.FOCAL, ("dau moi", "dao tao", "boi duong", "tham muu", "can bo")),
)


@dataclass
class SheetContact:
    """One row of a sheet: ``number`` as a person counts it, values as they will be stored, problems in words."""

    number: int
    agency: str
    slot: str = ContactSlot.FOCAL
    name: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    problems: list[str] = field(default_factory=list)


def read_contacts(path: Path) -> list[SheetContact]:
    """All contacts of a file.  Raises ``UnreadableFile``, ``no_contacts`` and ``too_many_contacts``."""
    limits = Limits()
    ways = read_grids(admit(path, limits), limits)
    found = max(([row for grid in grids for row in _rows(grid)] for grids in ways), key=len, default=[])
    if not found:
        raise DomainError(
            "no_contacts",
            _("No contacts were found: the sheet needs a heading row with “Cơ quan” and, for instance, “Họ và tên”."),
        )
    if len(found) > MOST_ROWS:
        raise DomainError("too_many_contacts", _("The sheet has more than %(limit)s rows."), limit=MOST_ROWS)
    return found


def contacts_workbook(contacts: Iterable[Contact], title: str, subtitle: str) -> bytes:
    """The contacts as an Excel file, under headings that ``read_contacts`` understands."""
    headings = [
        _("Agency"), _("For what"), _("Full name"), _("Position"), _("Telephone"), _("E-mail"), _("Note"),
        _("Last confirmed"),
    ]  # fmt: skip
    rows = (_values(one) for one in contacts)
    return workbook(Sheet(title, subtitle, headings, rows))


def _values(one: Contact) -> list[object]:
    who = [one.organization.name, one.get_slot_display().capitalize(), one.name, one.position]
    return [*who, one.phone, one.email, one.note, one.confirmed_on]


def _rows(grid: Grid) -> Iterator[SheetContact]:
    start, columns = _heading(grid)
    agency = ""
    for place, cells in enumerate(grid.rows[start:], start=start):
        values = {name: _text(cells, column) for name, column in columns.items()}
        if not any(values.get(name) for name in ("name", "phone", "email")):
            continue
        agency = values.get("agency") or agency
        if agency:
            yield _contact(grid.first_row + place, agency, values)


def _contact(number: int, agency: str, values: Mapping[str, str]) -> SheetContact:
    row = SheetContact(
        number, agency[:250], _slot(values.get("slot", "")), values.get("name", "")[:150],
        values.get("position", "")[:250], note=values.get("note", "")[:300],
    )  # fmt: skip
    if phone := values.get("phone", ""):
        known = normalise_phone(phone)
        row.phone = (known.number if known else phone)[:40]
        if known is None:
            row.problems.append(_("“%(phone)s” is not a telephone number as far as we know.") % {"phone": phone})
    if email := values.get("email", ""):
        try:
            validate_email(email.replace(" ", ""))
            row.email = email.replace(" ", "")
        except ValidationError:
            row.problems.append(_("“%(email)s” is not an e-mail address and is left out.") % {"email": email})
    if not (row.name or row.phone or row.email):
        row.problems.append(_("Nothing is left to write to."))
    return row


def _heading(grid: Grid) -> tuple[int, dict[str, int]]:
    """Where the rows begin, and the column of each field; no columns where no row reads like a heading."""
    for place, cells in enumerate(grid.rows[:_LOOKED_AT]):
        columns: dict[str, int] = {}
        for column in range(len(cells)):
            name = _field(_text(cells, column))
            if name and name not in columns:
                columns[name] = column
        if "agency" in columns and len(columns) >= _NEEDED:
            return place + 1, columns
    return len(grid.rows), {}


def _field(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()
    if not words:
        return ""
    exact = next((name for name, known in _HEADINGS.items() if words in known), "")
    begins = (name for name, known in _HEADINGS.items() if words.startswith(tuple(f"{one} " for one in known)))
    return exact or next(begins, "")


def _slot(text: str) -> ContactSlot:
    words = fold(text)
    if not words:
        return ContactSlot.FOCAL
    return next((slot for slot, known in _SLOTS if any(one in words for one in known)), ContactSlot.OTHER)


def _text(cells: Sequence[object], column: int) -> str:
    value = cells[column] if column < len(cells) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean(str(value)) if value is not None else ""
