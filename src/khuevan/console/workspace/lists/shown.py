"""One row of a list as the review shows it: values, the cells they came from, problems, whom it looks like."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from khuevan.console.workspace.lists.shell import draft_address
from khuevan.core.actors import Actor
from khuevan.nominations.domain.draft_rows import stamp_of
from khuevan.nominations.domain.drafts import LABELS
from khuevan.nominations.enums import LineState
from khuevan.nominations.models import DraftLine, Enrollment, RosterDraft
from khuevan.people.domain.likeness import AGAINST, Reason
from khuevan.people.identity import unseal_citizen_id
from khuevan.people.models import Person
from khuevan.people.sealing import UnreadableSecretError
from khuevan.readers.roster.headings import Role
from khuevan.readers.roster.labels import ROLE_LABELS

_FIELD_OF_ROLE = {
    Role.NAME: "full_name", Role.FAMILY: "full_name", Role.MIDDLE: "full_name", Role.GIVEN: "full_name",
    Role.NAME_POSITION: "full_name", Role.BIRTH: "birth", Role.BIRTH_DAY: "birth", Role.BIRTH_MONTH: "birth",
    Role.BIRTH_YEAR: "birth", Role.MALE: "birth", Role.FEMALE: "birth", Role.GENDER: "gender",
    Role.POSITION: "position", Role.POSITION_ORGANIZATION: "position", Role.ORGANIZATION_POSITION: "organization",
    Role.ORGANIZATION: "organization", Role.PHONE: "phone", Role.PHONE_EMAIL: "phone", Role.EMAIL: "email",
    Role.CITIZEN_ID: "citizen_id", Role.NOTE: "note",
}  # fmt: skip
FIELD_OF_CODE = {role.code: name for role, name in _FIELD_OF_ROLE.items()}
"""Field of a row by the role of the column it comes from."""
LONGEST_CELL = 120


def labels() -> dict[str, str]:
    """Fields that can be typed, in the order of a form."""
    return {
        "full_name": _("Full name"),
        "birth": _("Born"),
        "gender": _("Gender"),
        "position": _("Position"),
        "organization": _("Agency"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "note": _("Note"),
    }


@dataclass(frozen=True)
class Field:
    """One value of a row as its little form shows it, with what is wrong with it."""

    name: str
    label: str
    value: str
    problems: list[str]


@dataclass(frozen=True)
class Cell:
    """One cell as it stood in the file; ``is_hit`` where a problem is about it."""

    heading: str
    text: str
    is_hit: bool


@dataclass(frozen=True)
class Likely:
    """Somebody known who is probably meant, beside what the row says."""

    person: Person
    score: int
    reasons: list[tuple[str, bool]]
    compared: list[tuple[str, str, str]]
    decision: str
    is_sure: bool


@dataclass
class ShownLine:
    """A row of the review.  ``address`` is where it is mended; ``is_open``: all its fields are shown to be typed."""

    line: DraftLine
    address: str
    tables: Mapping[str, Mapping[str, Any]]
    posts: Mapping[int, str] = field(default_factory=dict)
    is_open: bool = False

    @property
    def index(self) -> int:
        return self.line.index

    @property
    def is_waiting(self) -> bool:
        return self.line.state == LineState.WAITING

    @property
    def is_good(self) -> bool:
        return self.line.is_good

    @property
    def is_plain(self) -> bool:
        """Nothing is to be said of it."""
        return self.is_good and not self.line.notices and not self.line.match_id and not self.is_open

    @property
    def asks(self) -> bool:
        """Somebody has to lend a hand before it is taken with the others."""
        return self.is_waiting and not self.is_good

    @cached_property
    def stamp(self) -> str:
        return stamp_of(self.line)

    @property
    def values(self) -> Mapping[str, str]:
        values: Mapping[str, str] = self.line.values
        return values

    @property
    def birth(self) -> str:
        return written("birth", self.line.values.get("birth"))

    @property
    def summary(self) -> str:
        """What a phone shows below the name."""
        told = (self.birth, *(self.values.get(name) for name in ("position", "organization", "phone")))
        return ", ".join(filter(None, told))

    @cached_property
    def citizen_id(self) -> str:
        """The last digits, where the number is kept."""
        try:
            number = unseal_citizen_id(self.line.citizen_id_sealed)
        except UnreadableSecretError:
            return "••••"
        return f"•••• {number[-4:]}" if number else ""

    @cached_property
    def _by_field(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, message, _level in self.line.problems:
            found.setdefault(name, []).append(message)
        return found

    @cached_property
    def fields(self) -> list[Field]:
        wanted = labels()
        names = wanted if self.is_open else [name for name in wanted if name in self._by_field]
        return [Field(name, wanted[name], self._to_mend(name), self._by_field.get(name, [])) for name in names]

    def _to_mend(self, name: str) -> str:
        """The value, or what stood in the file where it could not be read: mending beats typing it anew."""
        value = written(name, self.line.values.get(name))
        if value or name not in self._by_field or self.line.is_mended:
            return value
        cells = [text for text, role in self._originals() if FIELD_OF_CODE.get(role) == name and text.strip(" •")]
        return cells[0].strip()[:LONGEST_CELL] if len(cells) == 1 else ""

    @cached_property
    def wrong(self) -> list[Field]:
        return [one for one in self.fields if one.problems]

    @property
    def to_type(self) -> list[Field]:
        """Fields of its little form: those with problems first."""
        return [*self.wrong, *(one for one in self.fields if not one.problems)] if self.is_open else self.wrong

    @property
    def general(self) -> list[str]:
        """Problems of the row as a whole."""
        found = [message for name, messages in self._by_field.items() if name not in LABELS for message in messages]
        return [*found, self.line.refused] if self.line.refused else found

    @cached_property
    def _columns(self) -> dict[int, Mapping[str, Any]]:
        return {int(one["index"]): one for one in self.tables.get(self.line.table, {}).get("columns", ())}

    def _originals(self) -> Iterable[tuple[str, str]]:
        """The cells of the file with the codes of what their columns hold."""
        for at, text in enumerate(self.line.original):
            yield text, str(self._columns.get(at, {}).get("role", ""))

    @cached_property
    def cells(self) -> list[Cell]:
        """The filled cells of the row, by the headings above them; the running number is left out."""
        columns = self._columns
        cells = []
        for at, text in enumerate(self.line.original):
            column = columns.get(at, {})
            role = str(column.get("role", ""))
            if not text.strip() or role == Role.ORDER.code:
                continue
            short = text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
            name = FIELD_OF_CODE.get(role, "")
            cells.append(Cell(str(column.get("heading") or letters(at)), short, name in self._by_field))
        return cells

    @cached_property
    def likely(self) -> Likely | None:
        person = self.line.match
        if person is None:
            return None
        words = dict(Reason.choices)
        reasons = [(str(words.get(code, code)), code in AGAINST) for code in self.line.reasons]
        known = {
            "full_name": person.full_name,
            "birth": person.birth_text,
            "gender": person.get_gender_display() if person.gender else "",
            "position": self.posts.get(person.pk, ""),
            "phone": person.phone,
            "email": person.email,
        }
        compared = [
            (label, self._said(name), known[name])
            for name, label in labels().items()
            if name in known and (known[name] or self._said(name))
        ]
        return Likely(person, self.line.likeness, reasons, compared, self.line.decision, self.line.is_sure)

    def _said(self, name: str) -> str:
        values = self.line.values
        if name == "position":
            return ", ".join(part for part in (values.get("position"), values.get("organization")) if part)
        return written(name, values.get(name))


def entry_fields(values: dict[str, str]) -> list[tuple[str, str, str]]:
    """Name, label and value of each input of the entry row."""
    return [(name, label, values.get(name, "")) for name, label in labels().items()]


def written(name: str, value: str | None) -> str:
    """A date of birth as people write it; everything else as it is."""
    if name == "birth" and value and len(value) == 10:
        year, month, day = value.split("-")
        return f"{day}/{month}/{year}"
    return value or ""


def letters(index: int) -> str:
    """The name of a column as spreadsheets have it: A, B, ... AA."""
    name, rest = "", index + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        name = chr(65 + digit) + name
    return name


def shown(actor: Actor, draft: RosterDraft, lines: Iterable[DraftLine], opened: int | None = None) -> list[ShownLine]:
    """Lines (with ``match`` loaded) as a page shows them, the one at ``opened`` with all its fields; one query for
    known people."""
    many = list(lines)
    tables = {table["key"]: table for table in draft.tables}
    people = [line.match_id for line in many if line.match_id]
    posts = _posts(actor, people) if people else {}
    base = draft_address(draft, "class_draft")
    return [ShownLine(line, f"{base}dong/{line.index}/", tables, posts, is_open=line.index == opened) for line in many]


def _posts(actor: Actor, people: Sequence[int]) -> dict[int, str]:
    """What people were when they last learned with an office of the actor."""
    rows = Enrollment.objects.visible_to(actor).filter(person__in=people).order_by("training_class__start_date", "pk")
    return {one.person_id: one.post for one in rows.only("person_id", "position", "organization_name") if one.post}


def role_choices() -> list[tuple[str, str]]:
    """Everything a column may be said to hold."""
    return [(code, str(label)) for code, label in ROLE_LABELS.items()]
