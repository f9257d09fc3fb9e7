"""What other classes hold on the same days: who teaches there, and in which rooms.

Of other offices only classes that are published are told of; cancelled classes are nobody's business.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection
from datetime import date, time
from typing import NamedTuple

from django.db.models import Q

from khuevan.training.enums import ClassState, LecturerState
from khuevan.training.models import ProgrammeItem, Session, TrainingClass, Venue
from khuevan.vietnamese.folding import fold

type Room = tuple[str, str]

ONLY_IN_OFFICE, OR_PUBLISHED = False, True


class Busy(NamedTuple):
    """Time taken by another class; ``what`` is the key of the person who teaches, or the room."""

    what: int | Room
    date: date
    starts_at: time
    ends_at: time
    title: str


def teaching_elsewhere(training_class: TrainingClass, persons: Collection[int], days: Collection[date]) -> list[Busy]:
    """Lines that these people teach in other classes, in two queries; each until the next line of its half day."""
    if not persons or not days:
        return []
    teaching = LecturerState.values
    teaching.remove(LecturerState.DECLINED)
    lines = ProgrammeItem.objects.filter(
        _of_others(training_class, "session__training_class", OR_PUBLISHED),
        session__date__in=days,
        lecturers__person__in=persons,
        lecturers__replaced_at=None,
        lecturers__state__in=teaching,
    ).values_list(
        "session",
        "lecturers__person",
        "session__date",
        "starts_at",
        "session__ends_at",
        "session__training_class__title",
    )
    found = sorted(set(lines), key=lambda line: (line[2], line[3], line[5], line[1]))
    begins: dict[int, list[time]] = defaultdict(list)
    held = ProgrammeItem.objects.filter(session__in={line[0] for line in found})
    for session, starts_at in held.order_by("starts_at").values_list("session", "starts_at"):
        begins[session].append(starts_at)
    return [
        Busy(person, day, starts_at, _next(begins[session], starts_at, ends_at), title)
        for session, person, day, starts_at, ends_at, title in found
    ]


def rooms_elsewhere(training_class: TrainingClass, days: Collection[date]) -> list[Busy]:
    """Half days of other classes of the same office with the rooms they are held in, in one query."""
    if not days:
        return []
    held = Session.objects.filter(
        _of_others(training_class, "training_class", ONLY_IN_OFFICE), date__in=days, venue__isnull=False
    ).order_by("date", "starts_at")
    columns = ("venue__name", "venue__address", "date", "starts_at", "ends_at", "training_class__title")
    return [
        Busy((fold(name), fold(address)), day, starts_at, ends_at, title)
        for name, address, day, starts_at, ends_at, title in held.values_list(*columns)
    ]


def room_of(venue: Venue) -> Room:
    """What tells that two classes mean one room: each writes its venues down anew."""
    return (fold(venue.name), fold(venue.address))


def _of_others(training_class: TrainingClass, to: str, or_published: bool) -> Q:
    known = Q(**{f"{to}__office": training_class.office_id})
    if or_published:
        known |= Q(**{f"{to}__published_at__isnull": False})
    return known & ~Q(**{to: training_class.pk}) & ~Q(**{f"{to}__state": ClassState.CANCELLED})


def _next(begins: list[time], starts_at: time, ends_at: time) -> time:
    """When a line ends: as the next one begins, or with its half day."""
    place = bisect_right(begins, starts_at)
    return min(begins[place], ends_at) if place < len(begins) else ends_at
