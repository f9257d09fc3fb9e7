"""Days of teaching moved to another year: weekdays kept, weekends and public holidays jumped over.

Pure: no database, no clock.  Days that the government swaps around a holiday and the library does not know yet
(``vietnamese.workdays``) the caller passes as ``days_off``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.vietnamese.workdays import DAY, WORKDAYS, holidays_of, is_holiday, is_working_day

type Weekdays = tuple[int, ...]


class Move(NamedTuple):
    """A day of the source, the day it becomes, and why it is not simply the next one; "" where there is nothing to say.

    Names of holidays are Vietnamese; they are not translated.
    """

    old: date
    new: date
    reason: "str | Promise"


def public_holidays(first: date, last: date) -> dict[date, str]:
    """Public holidays of Việt Nam from ``first`` to ``last``, both counted, with their Vietnamese names."""
    years = range(first.year, last.year + 1)
    return {day: name for year in years for day, name in holidays_of(year).items() if first <= day <= last}


def working_day(day: date, *, before: bool) -> date:
    """``day``, or the nearest day before it (else after it) on which offices work."""
    while not is_working_day(day):
        day += -DAY if before else DAY
    return day


def shift(
    days: Sequence[date], start: date, *, days_off: Collection[date] = (), jump_holidays: bool = True
) -> list[Move]:
    """Each of ``days`` (sorted, no double) moved so that the first falls on ``start`` or as soon after as may be.

    Order and number stay.  Days that followed each other follow each other; days further apart keep their distance in
    weeks and weekdays.  A class that had no Saturday (or Sunday) gets none; one held at weekends only keeps to the
    weekdays it had, turned to the weekday of ``start``.  Without ``jump_holidays`` all days move by the same number of
    days and nothing is jumped over.
    """
    if not jump_holidays:
        return [Move(day, start + (day - days[0]), "") for day in days]
    held = _weekdays(days)
    week = _turned(held, days[0], start)
    off = frozenset(days_off)
    ideal = start
    while ideal.weekday() not in week:
        ideal += DAY
    moves: list[Move] = []
    for place, old in enumerate(days):
        if place:
            ideal = _later(ideal, _distance(days[place - 1], old, held), week)
        earliest = max(ideal, moves[-1].new + DAY) if moves else ideal
        new = _next_free(earliest, week, off)
        # for the first day the one asked for stands where later days have the day before them
        gap = (old - days[place - 1]).days if place else 1
        before = moves[-1].new if place else start - DAY
        moves.append(Move(old, new, _reason(_jumped(earliest, new, week, off), (new - before).days > gap)))
    return moves


def _weekdays(days: Iterable[date]) -> Weekdays:
    """Weekdays on which a class held on these days may be held: never a Saturday or Sunday it did not have."""
    used = {day.weekday() for day in days}
    return tuple(sorted(used | WORKDAYS if used & WORKDAYS else used))


def _turned(held: Weekdays, first: date, start: date) -> Weekdays:
    """For a class held at weekends only and begun on another weekday: the same pattern from that weekday on."""
    if WORKDAYS & set(held) or start.weekday() in held:
        return held
    turn = start.weekday() - first.weekday()
    return tuple(sorted((day + turn) % 7 for day in held))


def _distance(earlier: date, later: date, week: Weekdays) -> int:
    """Days of the pattern from one day to another; 1 when only weekends and holidays lie between."""
    between = range(1, (later - earlier).days)
    if all(not _is_free(earlier + DAY * number, week, frozenset()) for number in between):
        return 1
    return _index(later, week) - _index(earlier, week)


def _index(day: date, week: Weekdays) -> int:
    """The number of a day when only weekdays of the pattern are counted."""
    number, weekday = divmod(day.toordinal() - 1, 7)  # date(1, 1, 1), ordinal 1, is a Monday
    return number * len(week) + week.index(weekday)


def _later(day: date, distance: int, week: Weekdays) -> date:
    number, place = divmod(_index(day, week) + distance, len(week))
    return date.fromordinal(number * 7 + week[place] + 1)


def _is_free(day: date, week: Weekdays, off: Collection[date]) -> bool:
    return day.weekday() in week and day not in off and not is_holiday(day)


def _next_free(day: date, week: Weekdays, off: Collection[date]) -> date:
    while not _is_free(day, week, off):
        day += DAY
    return day


def _jumped(first: date, last: date, week: Weekdays, off: Collection[date]) -> "list[str | Promise]":
    """What kept the class from the days from ``first`` until before ``last``; its own weekdays only."""
    days = (first + DAY * number for number in range((last - first).days))
    names: Mapping[date, str] = public_holidays(first, last)
    return [names.get(day, _("day off")) for day in days if day.weekday() in week and (day in off or day in names)]


def _reason(jumped: "list[str | Promise]", over_weekend: bool) -> "str | Promise":
    if jumped:
        return jumped[0] if jumped[0] == jumped[-1] else f"{jumped[0]} – {jumped[-1]}"
    return _("weekend") if over_weekend else ""
