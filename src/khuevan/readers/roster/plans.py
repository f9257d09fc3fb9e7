"""Which column of a table holds what: told by a person, by the heading, or by the cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from khuevan.readers.grids import Cell, Grid, Merge
from khuevan.readers.roster.asides import is_column_numbers
from khuevan.readers.roster.columns import NAMES, Heading, heading_at, text_of
from khuevan.readers.roster.evidence import Look, best_look, contradicts, is_mark, looks_of
from khuevan.readers.roster.headings import Role, heading_words, is_other
from khuevan.readers.roster.layouts import Layout, distinct_words, signature_of
from khuevan.readers.roster.model import SKIP, ColumnReading
from khuevan.readers.roster.sentences import Sentence

_SAMPLED_ROWS = 400
_SAMPLED_CELLS = 60
_SHOWN_SAMPLES = 3
_WORK = frozenset({Role.POSITION_ORGANIZATION, Role.ORGANIZATION_POSITION})
_BIRTHS = frozenset({Role.BIRTH, Role.BIRTH_YEAR, Role.MALE, Role.FEMALE})
# A role that is proposed by content stands in nobody's way when one of these is there already.
_RIVALS = {
    Role.NAME: NAMES,
    Role.BIRTH: _BIRTHS,
    Role.GENDER: frozenset({Role.GENDER, Role.MALE, Role.FEMALE}),
    Role.POSITION_ORGANIZATION: _WORK | {Role.POSITION, Role.ORGANIZATION},
    Role.PHONE: frozenset({Role.PHONE, Role.PHONE_EMAIL}),
    Role.EMAIL: frozenset({Role.EMAIL, Role.PHONE_EMAIL}),
}
_BY_CODE = {role.code: role for role in Role}


@dataclass(frozen=True, slots=True)
class Plan:
    """``places`` gives the columns of each role, the best one first; ``first`` is the first row below the heading."""

    key: str
    heading: Heading | None
    first: int
    places: dict[Role, tuple[int, ...]]
    columns: list[ColumnReading]
    notes: list[Sentence]
    width: int

    @property
    def unused(self) -> list[str]:
        return [column.heading for column in self.columns if column.role == SKIP and column.heading]

    def column(self, role: Role) -> int | None:
        found = self.places.get(role)
        return found[0] if found else None


def plan_of(grid: Grid, heading: Heading | None, first: int, key: str, layouts: Sequence[Layout] = ()) -> Plan:
    """How the rows from ``first`` on are understood; a plan without a name column is none that can be used."""
    thought = _Thought(grid, heading, first)
    thought.told(layouts, key)
    thought.from_headings()
    thought.from_spans()
    thought.against_lies()
    thought.from_cells()
    thought.last_corrections()
    return thought.plan(key)


@dataclass
class _Thought:
    grid: Grid
    heading: Heading | None
    first: int
    texts: dict[int, str] = field(default_factory=dict)
    roles: dict[int, Role | None] = field(default_factory=dict)
    why: dict[int, Sentence] = field(default_factory=dict)
    fixed: set[int] = field(default_factory=set)
    notes: list[Sentence] = field(default_factory=list)
    cells: dict[int, list[Cell]] = field(default_factory=dict)
    _looks: dict[int, dict[Role, Look]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.heading is not None:
            self.texts = self.heading.texts
        for number in range(self.first, min(self.first + _SAMPLED_ROWS, len(self.grid.rows))):
            row = self.grid.rows[number]
            filled = [column for column, cell in enumerate(row) if cell is not None and cell != ""]
            if len(filled) < 2 and len(self.texts) != 1 and len(row) > 1:
                continue
            if is_column_numbers([text_of(row[column]) for column in filled]):
                continue
            if heading_at(self.grid, number) is not None:
                break
            for column in filled:
                cells = self.cells.setdefault(column, [])
                if len(cells) < _SAMPLED_CELLS:
                    cells.append(row[column])

    def looks(self, column: int) -> dict[Role, Look]:
        if column not in self._looks:
            self._looks[column] = looks_of(self.cells.get(column, ()))
        return self._looks[column]

    def has(self, *roles: Role) -> bool:
        return any(role in roles for role in self.roles.values())

    def told(self, layouts: Sequence[Layout], key: str) -> None:
        """What a person said: for this table, else for every table of these headings."""
        names = dict(zip(self.texts, distinct_words(list(self.texts.values())), strict=True))
        signature = signature_of(self.texts.values())
        for layout in layouts:
            if layout.table == key:
                self._fix(layout.columns, Sentence(_("you said so")))
        for layout in layouts:
            if layout.signature and layout.signature == signature and not layout.table:
                said = {column: layout.headings[name] for column, name in names.items() if name in layout.headings}
                self._fix(said, Sentence(_("you said so for lists of this agency")))

    def _fix(self, said: dict[int, str], why: Sentence) -> None:
        for column, code in said.items():
            if column not in self.fixed and code in {SKIP, *_BY_CODE}:
                self.roles[column], self.why[column] = _BY_CODE.get(code), why
                self.fixed.add(column)

    def from_headings(self) -> None:
        if self.heading is None:
            return
        for column, text in self.texts.items():
            if column in self.fixed:
                continue
            role = self.roles[column] = self.heading.roles.get(column)
            parent = self.heading.parents.get(column)
            if role is None:
                continue
            self.why[column] = Sentence(_("the heading says “%(heading)s”"), {"heading": text})
            if parent and parent != text:
                below = text.rpartition(parent)[2].strip() or text
                params: dict[str, object] = {"heading": below, "parent": parent}
                self.why[column] = Sentence(_("the heading says “%(heading)s” under “%(parent)s”"), params)

    def from_spans(self) -> None:
        """ "Họ và tên" over several columns, merged or with no heading over the others, holds the parts of names."""
        column = next((place for place, role in self.roles.items() if role is Role.NAME), None)
        if column is None or column in self.fixed or self.has(Role.FAMILY, Role.GIVEN):
            return
        last = max((m.right for m in self._spans() if m.left == column), default=column)
        if last == column and column + 1 not in self.texts and self._holds_given_names(column + 1):
            last = column + 1
        while last > column and not self.cells.get(last):
            last -= 1
        if last == column or last > column + 2:
            return
        parts = (Role.FAMILY, Role.GIVEN) if last == column + 1 else (Role.FAMILY, Role.MIDDLE, Role.GIVEN)
        why = Sentence(_("“%(heading)s” stands over parts of names"), {"heading": self.texts[column]})
        for place, role in enumerate(parts, start=column):
            self.roles[place], self.why[place] = role, why

    def _spans(self) -> list[Merge]:
        if self.heading is None:
            return []
        top, bottom = self.heading.row, self.heading.row + self.heading.height
        return [merge for merge in self.grid.merges if top <= merge.bottom < bottom and merge.right > merge.left]

    def _holds_given_names(self, column: int) -> bool:
        """Whether a column without heading continues the one before it with single words."""
        pairs = [
            (text_of(row[column - 1]), text_of(row[column]))
            for row in self.grid.rows[self.first : self.first + _SAMPLED_CELLS]
            if len(row) > column
        ]
        both = [second for before, second in pairs if before and second]
        single = [text for text in both if text.isalpha() and len(text) <= 8 and text[0].isupper()]
        return len(single) > 1 and len(single) * 10 >= len(both) * 8

    def against_lies(self) -> None:
        """Cells that speak overwhelmingly against their heading win where nothing else claims what they are."""
        against = {
            column: look
            for column, role in self.roles.items()
            if role is not None and column not in self.fixed and (look := contradicts(self.looks(column), role))
        }
        believed = {column: look for column, look in against.items() if self._may_be_corrected(column, look, against)}
        for column, look in believed.items():
            params: dict[str, object] = {"heading": self.texts.get(column, ""), **look.why.params}
            sentence = _("the heading says “%(heading)s”, but %(hits)s of %(total)s cells look like %(what)s")
            self.roles[column], self.why[column] = look.role, Sentence(sentence, params)
            self.notes.append(Sentence(_CORRECTED, params))

    def _may_be_corrected(self, column: int, look: Look, against: dict[int, Look]) -> bool:
        holders = [other for other, role in self.roles.items() if role is look.role and other != column]
        if any(holder not in against for holder in holders) or self._only_names(column, against):
            return False
        return bool(holders) or not self._told_elsewhere(column, _RIVALS.get(look.role, frozenset({look.role})))

    def _told_elsewhere(self, column: int, rivals: frozenset[Role]) -> bool:
        return any(role in rivals for other, role in self.roles.items() if other != column)

    def _only_names(self, column: int, against: dict[int, Look]) -> bool:
        """A list keeps its names: their column is another one only where names stand in another column."""
        if self.roles[column] not in NAMES:
            return False
        return not any(look.role is Role.NAME for other, look in against.items() if other != column)

    def from_cells(self) -> None:
        """Columns without a telling heading get the role that their cells show, the clearest first."""
        open_columns = [
            column
            for column in self.cells
            if self.roles.get(column) is None and column not in self.fixed and not is_other(self.texts.get(column, ""))
        ]
        found = [(column, look) for column in open_columns if (look := best_look(self.looks(column)))]
        for column, look in sorted(found, key=lambda one: (-one[1].share, one[0])):
            if look.role is Role.ORDER and (self.has(Role.ORDER) or column > 1 or self.texts.get(column)):
                continue
            if look.total < 2 and self.texts.get(column):
                continue
            if not self.has(*_RIVALS.get(look.role, frozenset({look.role}))):
                self.roles[column], self.why[column] = look.role, look.why

    def last_corrections(self) -> None:
        """What heading and cells say only together."""
        for column, role in list(self.roles.items()):
            if column in self.fixed:
                continue
            match role:
                case Role.HONORIFIC if not self.has(*NAMES):
                    look = self.looks(column)[Role.NAME]
                    if look.share > 0.5:
                        self.roles[column], self.why[column] = Role.NAME, look.why
                case Role.GENDER if self._holds_marks(column):
                    women = "nữ" in self.texts.get(column, "").lower()
                    self.roles[column] = Role.FEMALE if women else role
                case Role.MALE | Role.FEMALE if not self.cells.get(column) and not self._has_other_sex(role):
                    # The sender left it out; that does not make everybody a man.
                    self.roles[column] = None
                    self.why[column] = Sentence(_("nobody is marked in this column"))
                case _:
                    pass
        if not self.has(*NAMES - {Role.GIVEN}) and self.has(Role.GIVEN):
            column = next(place for place, role in self.roles.items() if role is Role.GIVEN)
            self.roles[column] = Role.NAME
        if self.has(Role.DEPARTMENT) and not self.has(Role.ORGANIZATION, *_WORK):
            column = next(place for place, role in self.roles.items() if role is Role.DEPARTMENT)
            self.roles[column] = Role.ORGANIZATION

    def _holds_marks(self, column: int) -> bool:
        cells = self.cells.get(column, [])
        return bool(cells) and all(is_mark(text_of(cell)) for cell in cells)

    def _has_other_sex(self, role: Role | None) -> bool:
        return self.has(Role.FEMALE if role is Role.MALE else Role.MALE)

    def plan(self, key: str) -> Plan:
        places: dict[Role, list[int]] = {}
        for column in sorted(self.roles):
            role = self.roles[column]
            if role is not None:
                places.setdefault(role, []).append(column)
        for role, columns in places.items():
            columns.sort(key=lambda column: self._rank(role, column))
        every = sorted(
            self.cells.keys() | self.texts.keys() | {c for c, role in self.roles.items() if role is not None}
        )
        readings = [self._reading(column) for column in every]
        ordered = {role: tuple(found) for role, found in places.items()}
        width = max(every, default=-1) + 1
        return Plan(key, self.heading, self.first, ordered, readings, self.notes, width)

    def _rank(self, role: Role, column: int) -> int:
        """Which of several columns of one role is looked at first."""
        words = heading_words(self.texts.get(column, "")).replace("đ", "d")
        match role:
            case Role.PHONE:
                return (
                    0
                    if "di dong" in words or "dtdd" in words
                    else 2
                    if words.endswith((" cq", "co quan", "ban"))
                    else 1
                )
            case Role.POSITION:
                return 0 if words.startswith("chuc vu") else 1
            case Role.ORGANIZATION:
                return 1 if "dia chi" in words else 0
            case Role.NAME:
                return -self.looks(column)[Role.NAME].hits
            case _:
                return 0

    def _reading(self, column: int) -> ColumnReading:
        role, text = self.roles.get(column), self.texts.get(column, "")
        why = self.why.get(column)
        if why is None:
            params: dict[str, object] = {"heading": text}
            why = Sentence(_NEEDLESS, params) if text and is_other(text) else Sentence(_UNKNOWN)
        samples = dict.fromkeys(filter(None, map(text_of, self.cells.get(column, []))))
        shown = tuple(samples)[:_SHOWN_SAMPLES]
        return ColumnReading(column, text, role.code if role is not None else SKIP, why, shown)


_NEEDLESS = _("the heading says “%(heading)s”, which no field of a learner holds")
_UNKNOWN = _("neither the heading nor the cells say what this is")
_CORRECTED = _(
    "The heading “%(heading)s” was not believed: %(hits)s of %(total)s cells below it look like %(what)s; "
    "please check it."
)
