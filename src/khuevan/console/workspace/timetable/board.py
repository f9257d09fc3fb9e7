"""The timetable as it is drawn: weeks of days, each with two halves, each with a cell a venue and the cards in it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.console.workspace.shell import class_of
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.templatetags.khuevan import icon, vn_date, vn_weekday
from khuevan.nominations.domain.expected import without_half_day
from khuevan.training.domain.calendar import public_holidays
from khuevan.training.domain.queries import groups_of, lecturers_of, lines_of, whole_programme
from khuevan.training.domain.timetable.clashes import Clash, ClashKind, clashes_of
from khuevan.training.domain.timetable.hours import Hours, hours_of
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.interfaces.forms.programme import days_of
from khuevan.training.models import LearnerGroup, Lecturer, ProgrammeItem, Session, TrainingClass, Venue
from khuevan.vietnamese.workdays import WORKDAYS

ICONS = {
    ItemKind.CEREMONY: "flag",
    ItemKind.LECTURE: "presentation",
    ItemKind.DISCUSSION: "message",
    ItemKind.FIELD_TRIP: "map-pin",
    ItemKind.TEST: "clipboard-list",
}
SAID_OF_THE_DAY = frozenset({ClashKind.HOLIDAY, ClashKind.WEEKEND})
WIDEST = 6
"""Venues beside each other for which the style sheet has columns; more scroll."""


@dataclass(frozen=True)
class LineCard:
    """One line on a card."""

    key: str
    title: str
    about: str
    """When, what kind, who."""
    icon: SafeString
    topic: str
    """Of the catalogue, where the line is called otherwise."""


@dataclass(frozen=True)
class Card:
    key: str
    """Of the half day."""
    label: str
    times: str
    periods: str
    lines: list[LineCard]
    groups: str
    seen: str
    clashes: list[Clash]
    address: str
    add_line: str

    @property
    def is_serious(self) -> bool:
        return any(clash.is_serious for clash in self.clashes)


@dataclass(frozen=True)
class Cell:
    """Half a day at one venue; ``follows`` names the place whose half day a điểm cầu takes part in.

    ``where`` is empty where the whole timetable has one venue.
    """

    day: str
    part: str
    venue: str
    label: str
    where: str
    cards: list[Card]
    add: str
    follows: str = ""


@dataclass(frozen=True)
class Half:
    part: str
    label: str
    cells: list[Cell]

    @property
    def is_empty(self) -> bool:
        return not any(cell.cards for cell in self.cells)


@dataclass(frozen=True)
class Day:
    date: date
    holiday: str
    halves: list[Half]

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() not in WORKDAYS

    @property
    def is_empty(self) -> bool:
        return all(half.is_empty for half in self.halves)

    @property
    def weekday(self) -> int:
        """1 is Monday."""
        return self.date.isoweekday()


@dataclass
class Board:
    """Everything the grid shows; ``hours`` counts what one learner gets."""

    training_class: TrainingClass
    columns: list[Venue | None]
    weeks: list[list[Day]]
    hours: Hours
    clashes: list[Clash]
    sessions: list[Session]
    stamp: str
    may_move: bool

    @cached_property
    def is_compact(self) -> bool:
        """One venue: days stand beside each other as in a calendar of weeks."""
        return len(self.columns) == 1

    @property
    def width(self) -> int:
        """Columns of the grid: venues, or days."""
        if not self.is_compact:
            return min(len(self.columns), WIDEST)
        return 7 if self.has_weekend else 5 if len(self.weeks) > 1 else len(self.weeks[0])

    @property
    def has_weekend(self) -> bool:
        return self.is_compact and len(self.weeks) > 1 and any(day.is_weekend for week in self.weeks for day in week)

    @property
    def is_slim(self) -> bool:
        """Weekends without a half day take less room than working days."""
        return self.has_weekend and all(day.is_empty for week in self.weeks for day in week if day.is_weekend)

    @cached_property
    def in_no_group(self) -> int:
        """Learners whom no half day held for groups is for."""
        return without_half_day(self.training_class, self.sessions)

    @property
    def serious(self) -> int:
        return sum(1 for clash in self.clashes if clash.is_serious)


def changeable(request: HttpRequest, pk: int) -> TrainingClass:
    """The class, for who may change it; 404 for everybody else."""
    training_class = class_of(request, pk)
    if not may(request.user, "training.change_class", training_class):
        raise Http404
    return training_class


def column_of(session: Session, columns: Sequence[Venue | None]) -> Venue | None:
    """Where a half day stands: one without a venue is at the first, which is the main one."""
    by_key = {venue.pk: venue for venue in columns if venue is not None}
    return by_key.get(session.venue_id or 0, columns[0])


def columns_of(training_class: TrainingClass) -> list[Venue | None]:
    venues = list(training_class.venues.select_related("contact"))
    return [*venues] or [None]


def cell_label(day: date, part: str, venue: Venue | None) -> str:
    """Buổi sáng thứ Hai, 02/11/2026, Hội trường A."""
    return _at(_half_label(day, part), venue)


def _at(label: str, venue: Venue | None) -> str:
    return f"{label}, {venue.name}" if venue is not None else label


def _half_label(day: date, part: str) -> str:
    return _("%(part)s %(weekday)s, %(day)s") % {
        "part": capfirst(_parts()[part]),
        "weekday": vn_weekday(day),
        "day": vn_date(day),
    }


def board_of(training_class: TrainingClass, *, may_move: bool, may_change: bool) -> Board:
    """A fixed number of queries, whatever the number of half days and lines.

    ``training_class`` as ``class_of`` has just loaded it, with its half days.
    """
    columns = columns_of(training_class)
    sessions = whole_programme(training_class, training_class.sessions.all())
    clashes = clashes_of(training_class, sessions)
    draw = _Drawer(training_class, columns, sessions, clashes, may_move=may_move, may_change=may_change)
    days = [draw.day(day) for day in days_of(training_class)]
    weeks = [list(week) for _number, week in groupby(days, lambda day: day.date.isocalendar()[:2])]
    hours = hours_of(training_class, sessions)
    return Board(training_class, columns, weeks, hours, clashes, sessions, _joined(draw.stamps), may_move)


class _Drawer:
    """Lays the half days into their cells."""

    def __init__(
        self,
        training_class: TrainingClass,
        columns: list[Venue | None],
        sessions: Iterable[Session],
        clashes: Iterable[Clash],
        *,
        may_move: bool,
        may_change: bool,
    ) -> None:
        self.columns = columns
        self.holidays = public_holidays(training_class.start_date, training_class.end_date)
        self.may_move, self.may_change = may_move, may_change
        self.add = reverse("console:session_add", args=(training_class.pk,))
        self.one = _pattern("console:session_one", training_class.pk)
        self.line = _pattern("console:item_add", training_class.pk)
        self.kinds, self.parts = _kinds(), _parts()
        self.periods, self.label = cache(_periods), cache(_half_label)
        self.clashes: dict[int, list[Clash]] = defaultdict(list)
        for clash in clashes:
            for key in clash.sessions if clash.kind not in SAID_OF_THE_DAY else ():
                self.clashes[key].append(clash)
        self.held: dict[tuple[date, str], list[Session]] = defaultdict(list)
        self.stamps: dict[int, str] = {}
        for session in sessions:
            self.held[session.date, session.part].append(session)
            self.stamps[session.pk] = stamp(session)

    def day(self, day: date) -> Day:
        halves = [Half(part, self.parts[part], self._cells(day, part)) for part in DayPart.values]
        return Day(day, self.holidays.get(day, ""), halves)

    def _cells(self, day: date, part: str) -> list[Cell]:
        held = self.held.get((day, part), [])
        by_column: dict[int, list[Session]] = defaultdict(list)
        for session in held:
            by_column[_key(column_of(session, self.columns))].append(session)
        for_all = next((one for one in held if not groups_of(one)), None)
        return [self._cell(day, part, venue, by_column[_key(venue)], for_all) for venue in self.columns]

    def _cell(
        self, day: date, part: str, venue: Venue | None, sessions: list[Session], for_all: Session | None
    ) -> Cell:
        label = _at(self.label(day, part), venue)
        place = f"&noi={venue.pk}" if venue is not None and venue is not self.columns[0] else ""
        follows = ""
        if not sessions and for_all is not None and venue is not None and venue.is_remote:
            follows = str(column_of(for_all, self.columns) or "")
        return Cell(
            day.isoformat(),
            part,
            str(venue.pk) if venue is not None else "",
            label,
            venue.name if venue is not None and len(self.columns) > 1 else "",
            [self._card(session, label) for session in sessions],
            f"{self.add}?ngay={day.isoformat()}&buoi={part}{place}" if self.may_move else "",
            follows,
        )

    def _card(self, session: Session, label: str) -> Card:
        lines = [_line(item, self.kinds) for item in lines_of(session)]
        words = "; ".join(line.title for line in lines)
        return Card(
            str(session.pk),
            f"{label}. {words}" if words else label,
            f"{session.starts_at:%H:%M}–{session.ends_at:%H:%M}",
            self.periods(session.periods),
            lines,
            group_names(groups_of(session)),
            self.stamps[session.pk],
            self.clashes.get(session.pk, []),
            self.one.replace("/0/", f"/{session.pk}/"),
            self.line.replace("/0/", f"/{session.pk}/") if self.may_change else "",
        )


def _line(item: ProgrammeItem, kinds: Mapping[str, str]) -> LineCard:
    topic = item.class_topic.topic.title if item.class_topic else ""
    who = ", ".join(lecturer_name(one) for one in lecturers_of(item))
    about = f"{item.starts_at:%H:%M} · {kinds[item.kind]}"
    return LineCard(
        item.kind,
        item.title,
        f"{about} · {who}" if who else about,
        icon(ICONS[ItemKind(item.kind)]),
        topic if topic != item.title else "",
    )


def lecturer_name(lecturer: Any) -> str:  # noqa: ANN401 - a Lecturer, as a relation gives it
    one: Lecturer = lecturer
    return one.person.full_name if one.person else one.organization_name


def group_names(groups: Any) -> str:  # noqa: ANN401 - LearnerGroups, as a relation gives them
    rows: Iterable[LearnerGroup] = groups
    return ", ".join(group.name for group in rows)


def timetable_stamp(sessions: Iterable[Session]) -> str:
    """What the half days of a class are right now: a move that makes another one give way sends it along."""
    return _joined({session.pk: stamp(session) for session in sessions})


def _joined(stamps: Mapping[int, str]) -> str:
    text = ",".join(stamps[pk] for pk in sorted(stamps))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _key(venue: Venue | None) -> int:
    return venue.pk if venue is not None else 0


def _periods(number: int) -> str:
    return ngettext("%(number)s period", "%(number)s periods", number) % {"number": number}


def _parts() -> Mapping[str, str]:
    return {part.value: str(part.label) for part in DayPart}


def _kinds() -> Mapping[str, str]:
    return {kind.value: capfirst(str(kind.label)) for kind in ItemKind}


def _pattern(name: str, pk: int) -> str:
    """An address with 0 in the place of the half day: 60 cards ask for it."""
    return reverse(name, args=(pk, 0))
