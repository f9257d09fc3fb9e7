"""What cannot be, or hardly, in a timetable: a lecturer in two places, a room with two classes, a holiday.

Nothing here refuses; a screen shows it and the officer decides.  The number of queries does not grow with the
programme.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, pairwise

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.templatetags.khuevan import thousands, vn_date, vn_weekday
from khuevan.training.domain.calendar import public_holidays
from khuevan.training.domain.queries import groups_of, lecturers_of, lines_of, whole_programme
from khuevan.training.domain.timetable.clash_kinds import Clash, ClashKind
from khuevan.training.domain.timetable.elsewhere import Busy, room_of, rooms_elsewhere, teaching_elsewhere
from khuevan.training.domain.timetable.hours import minutes_of
from khuevan.training.enums import ClassState, DayPart, LecturerState
from khuevan.training.models import LearnerGroup, Lecturer, Session, TrainingClass, Venue
from khuevan.vietnamese.workdays import WORKDAYS

__all__ = [
    "Clash",
    "ClashKind",
    "Proposed",
    "SeatCount",
    "clashes_if",
    "clashes_of",
    "clashes_of_line",
    "counts_seats",
]


@dataclass(frozen=True)
class Proposed:
    """A half day as a screen is about to write it; ``session`` None: a new one.

    ``lecturers`` None: those of its lines, which move with its beginning; otherwise they teach from beginning to end.
    ``groups`` None: those it has.
    """

    session: Session | None
    date: dt.date
    part: DayPart | str
    starts_at: dt.time
    ends_at: dt.time
    venue: Venue | None = None
    lecturers: Sequence[Lecturer] | None = None
    groups: Sequence[LearnerGroup] | None = None


@dataclass(frozen=True)
class SeatCount:
    """Learners of one group with one place of their own; ``group_venue`` is where the group sits."""

    group: int | None
    venue: int | None
    group_venue: int | None
    learners: int


type _SeatCounts = Callable[[TrainingClass], Iterable[SeatCount]]

_seat_counts: list[_SeatCounts] = []


def counts_seats(function: _SeatCounts) -> _SeatCounts:
    """Lets the app that knows the learners say how many sit where, in one query."""
    _seat_counts.append(function)
    return function


@dataclass(frozen=True)
class _Line:
    starts_at: dt.time
    ends_at: dt.time
    title: str
    lecturers: tuple[Lecturer, ...]

    @cached_property
    def people(self) -> list[tuple[int, str]]:
        """Persons, not units: a unit may send several people at once."""
        return [
            (one.person_id, one.person.addressed)
            for one in self.lecturers
            if one.person_id is not None and one.person and one.state != LecturerState.DECLINED
        ]


@dataclass(frozen=True)
class _Held:
    """A half day as it is judged; ``key`` 0 stands for one not yet stored."""

    key: int
    date: dt.date
    part: str
    starts_at: dt.time
    ends_at: dt.time
    venue: Venue | None
    groups: tuple[LearnerGroup, ...]
    lines: tuple[_Line, ...]

    @cached_property
    def room(self) -> object:
        """Which room it is held in, None without a venue."""
        return room_of(self.venue) if self.venue else None

    @property
    def words(self) -> str:
        """08:00–11:30, thứ Hai 01/06/2026."""
        return f"{_span(self)}, {_day(self.date)}"


def clashes_of(training_class: TrainingClass, sessions: Iterable[Session] | None = None) -> list[Clash]:
    """All there is to say of a programme as it is stored, by day; in at most eleven queries.

    ``sessions``: ``queries.whole_programme``, where the caller has it already.
    """
    if training_class.state == ClassState.CANCELLED:
        return []
    return _judged(training_class, [_held(session) for session in _known(training_class, sessions)])


def clashes_if(
    training_class: TrainingClass, proposed: Proposed, sessions: Iterable[Session] | None = None
) -> list[Clash]:
    """What a change not yet stored would bring: only clashes of the half day that changes."""
    known = {session.pk: session for session in _known(training_class, sessions)}
    changed = known.get(proposed.session.pk) if proposed.session else None
    new = _proposed(proposed, _held(changed) if changed else None)
    others = [_held(session) for pk, session in known.items() if pk != new.key]
    return _judged(training_class, [*others, new], focus=new.key)


def clashes_of_line(
    training_class: TrainingClass,
    session: Session,
    starts_at: dt.time,
    lecturers: Sequence[Lecturer],
    ends_at: dt.time | None = None,
) -> list[Clash]:
    """What else these lecturers do while a line of ``session`` is taught; until the end of it where not told."""
    held = [_held(one) for one in whole_programme(training_class)]
    line = _Line(starts_at, ends_at or session.ends_at, "", tuple(lecturers))
    judged = [replace(one, lines=(line,)) if one.key == session.pk else one for one in held]
    return _merged(_of_lecturers(training_class, judged, session.pk))


def _known(training_class: TrainingClass, sessions: Iterable[Session] | None) -> Iterable[Session]:
    return whole_programme(training_class) if sessions is None else sessions


def _held(session: Session) -> _Held:
    items = sorted(lines_of(session), key=lambda item: (item.starts_at, item.order))
    ends = [after.starts_at for _item, after in pairwise(items)] + [session.ends_at]
    lines = tuple(
        _Line(item.starts_at, end, item.title, tuple(lecturers_of(item)))
        for item, end in zip(items, ends[: len(items)], strict=True)
    )
    return _Held(
        session.pk,
        session.date,
        session.part,
        session.starts_at,
        session.ends_at,
        session.venue,
        tuple(groups_of(session)),
        lines,
    )


def _proposed(proposed: Proposed, stored: _Held | None) -> _Held:
    lines = stored.lines if stored else ()
    if proposed.lecturers is not None:
        lines = (_Line(proposed.starts_at, proposed.ends_at, "", tuple(proposed.lecturers)),)
    elif stored:
        by = minutes_of(proposed.starts_at) - minutes_of(stored.starts_at)
        lines = tuple(
            replace(
                line,
                starts_at=_later(line.starts_at, by),
                ends_at=proposed.ends_at if line is lines[-1] else _later(line.ends_at, by),
            )
            for line in lines
        )
    return _Held(
        key=stored.key if stored else 0,
        date=proposed.date,
        part=str(proposed.part),
        starts_at=proposed.starts_at,
        ends_at=proposed.ends_at,
        venue=proposed.venue,
        groups=tuple(proposed.groups) if proposed.groups is not None else (stored.groups if stored else ()),
        lines=lines,
    )


def _judged(training_class: TrainingClass, held: list[_Held], focus: int | None = None) -> list[Clash]:
    looked_at = [one for one in held if focus is None or one.key == focus]
    return _merged(
        chain(
            _of_groups(held, focus),
            _of_lecturers(training_class, held, focus),
            _of_rooms(training_class, held, focus),
            _of_times(looked_at),
            _of_days(looked_at, held),
            _of_seats(training_class, looked_at),
        )
    )


def _merged(clashes: Iterable[Clash]) -> list[Clash]:
    """The same sentence once, with all half days it is true of; a half day not yet stored has no key."""
    sessions: dict[tuple[ClashKind, str], set[int]] = defaultdict(set)
    for clash in clashes:
        sessions[clash.kind, clash.words] |= clash.sessions - {0}
    return [Clash(kind, words, frozenset(keys)) for (kind, words), keys in sessions.items()]


def _pairs(held: Iterable[_Held], focus: int | None) -> Iterator[tuple[_Held, _Held]]:
    """Half days of one day, two by two."""
    by_day: dict[dt.date, list[_Held]] = defaultdict(list)
    for one in held:
        by_day[one.date].append(one)
    for _day_of, of_day in sorted(by_day.items()):
        for one, other in combinations(of_day, 2):
            if focus is None or focus in {one.key, other.key}:
                yield one, other


def _of_groups(held: Sequence[_Held], focus: int | None) -> Iterator[Clash]:
    for one, other in _pairs(held, focus):
        if not _at_once(one, other):
            continue
        keys = frozenset((one.key, other.key))
        told = {"one": _span(one), "other": _span(other), "day": _day(one.date)}
        theirs = {group.pk for group in other.groups}
        shared = [group.name for group in one.groups if group.pk in theirs]
        if not one.groups or not other.groups:
            words = _("The learners are expected twice at the same time on %(day)s: %(one)s and %(other)s.")
            yield Clash(ClashKind.GROUP, words % told, keys)
        elif shared:
            words = _("%(groups)s: expected twice at the same time on %(day)s: %(one)s and %(other)s.")
            yield Clash(ClashKind.GROUP, words % {**told, "groups": ", ".join(shared)}, keys)


def _of_lecturers(training_class: TrainingClass, held: Sequence[_Held], focus: int | None) -> Iterator[Clash]:
    for one, other in _pairs(held, focus):
        for who in _in_both(one, other):
            words = _("%(who)s teaches twice at the same time on %(day)s: %(one)s and %(other)s.")
            told = {"who": who, "day": _day(one.date), "one": _span(one), "other": _span(other)}
            yield Clash(ClashKind.LECTURER, words % told, frozenset((one.key, other.key)))
    looked_at = [one for one in held if focus is None or one.key == focus]
    names = {pk: name for one in looked_at for line in one.lines for pk, name in line.people}
    busy = _by_day(teaching_elsewhere(training_class, names.keys(), {one.date for one in looked_at}))
    for one in looked_at:
        for line in one.lines:
            for pk, name in line.people:
                for there in busy.get((one.date, pk), ()):
                    if _overlap(line, there):
                        words = _("%(who)s also teaches “%(class)s” on %(day)s, %(span)s.")
                        told = {"who": name, "class": there.title, "day": _day(one.date), "span": _span(there)}
                        yield Clash(ClashKind.LECTURER, words % told, frozenset((one.key,)))


def _in_both(one: _Held, other: _Held) -> list[str]:
    """Who teaches a line here while a line of theirs is taught there."""
    there = [(pk, line) for line in other.lines for pk, _name in line.people]
    if not {pk for pk, _line in there} & {pk for line in one.lines for pk, _name in line.people}:
        return []
    return [
        name
        for line in one.lines
        for pk, name in line.people
        if any(pk == their and _overlap(line, theirs) for their, theirs in there)
    ]


def _of_rooms(training_class: TrainingClass, held: Sequence[_Held], focus: int | None) -> Iterator[Clash]:
    for one, other in _pairs(held, focus):
        if one.room and one.room == other.room and _at_once(one, other):
            words = _("%(venue)s has two half days at the same time on %(day)s: %(one)s and %(other)s.")
            told = {"venue": one.venue, "day": _day(one.date), "one": _span(one), "other": _span(other)}
            yield Clash(ClashKind.ROOM, words % told, frozenset((one.key, other.key)))
    looked_at = [one for one in held if one.venue and (focus is None or one.key == focus)]
    busy = _by_day(rooms_elsewhere(training_class, {one.date for one in looked_at}))
    for one in looked_at:
        for there in busy.get((one.date, one.room), ()):
            if _overlap(one, there):
                words = _("%(venue)s is also used by “%(class)s” on %(day)s, %(span)s.")
                told = {"venue": one.venue, "class": there.title, "day": _day(one.date), "span": _span(there)}
                yield Clash(ClashKind.ROOM, words % told, frozenset((one.key,)))


def _of_times(held: Iterable[_Held]) -> Iterator[Clash]:
    for one in held:
        for line in one.lines:
            if line.title and not one.starts_at <= line.starts_at < one.ends_at:
                words = _("“%(title)s” begins at %(at)s, outside its half day (%(half)s).")
                told = {"title": line.title, "at": f"{line.starts_at:%H:%M}", "half": one.words}
                yield Clash(ClashKind.TIMES, words % told, frozenset((one.key,)))


def _of_days(looked_at: Sequence[_Held], held: Sequence[_Held]) -> Iterator[Clash]:
    """Weekends are no surprise in a class that is held on nothing else."""
    if not looked_at:
        return
    days = [one.date for one in looked_at]
    holidays = public_holidays(min(days), max(days))
    only_weekends = len(held) > 1 and not any(one.date.weekday() in WORKDAYS for one in held)
    for one in looked_at:
        if one.date in holidays:
            words = _("%(day)s is a public holiday: %(name)s.") % {
                "day": capfirst(_day(one.date)),
                "name": holidays[one.date],
            }
            yield Clash(ClashKind.HOLIDAY, words, frozenset((one.key,)))
        elif one.date.weekday() not in WORKDAYS and not only_weekends:
            words = _("%(day)s is at the weekend.") % {"day": capfirst(_day(one.date))}
            yield Clash(ClashKind.WEEKEND, words, frozenset((one.key,)))


def _of_seats(training_class: TrainingClass, held: Iterable[_Held]) -> Iterator[Clash]:
    counts = [count for function in _seat_counts for count in function(training_class)]
    if not counts:
        return
    venues = list(training_class.venues.all())
    for one in held:
        groups = {group.pk for group in one.groups}
        for venue in venues if not groups else [venue for venue in venues if venue.pk == getattr(one.venue, "pk", 0)]:
            here = one.venue is not None and venue.pk == one.venue.pk
            learners = sum(count.learners for count in counts if _sits(count, venue.pk, groups, here=here))
            if venue.capacity is not None and learners > venue.capacity:
                yield Clash(ClashKind.CAPACITY, _too_small(venue, learners), frozenset((one.key,)))


def _sits(count: SeatCount, venue: int, groups: Collection[int], *, here: bool) -> bool:
    """Whether these learners sit at a venue during a half day; ``here``: it is the one where it is held."""
    if groups:
        return count.group in groups and count.venue in {None, venue}
    own = count.venue or count.group_venue
    return own == venue or (own is None and here)


def _too_small(venue: Venue, learners: int) -> str:
    words = ngettext(
        "%(venue)s has %(seats)s seats for %(count)s learner.",
        "%(venue)s has %(seats)s seats for %(count)s learners.",
        learners,
    )
    return words % {"venue": venue, "seats": thousands(venue.capacity), "count": thousands(learners)}


def _by_day(busy: Iterable[Busy]) -> dict[tuple[dt.date, object], list[Busy]]:
    found: dict[tuple[dt.date, object], list[Busy]] = defaultdict(list)
    for one in busy:
        found[one.date, one.what].append(one)
    return found


type _Spanned = _Held | _Line | Busy


def _overlap(one: _Spanned, other: _Spanned) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _at_once(one: _Held, other: _Held) -> bool:
    """In one half of the day, or at least with hours in common."""
    return one.part == other.part or _overlap(one, other)


def _span(one: _Spanned) -> str:
    return f"{one.starts_at:%H:%M}–{one.ends_at:%H:%M}"


def _day(day: dt.date) -> str:
    return f"{vn_weekday(day)} {vn_date(day)}"


def _later(moment: dt.time, by: int) -> dt.time:
    """Never over midnight: what would reach there is refused when it is written."""
    hour, minute = divmod(max(0, min(minutes_of(moment) + by, 24 * 60 - 1)), 60)
    return dt.time(hour, minute)
