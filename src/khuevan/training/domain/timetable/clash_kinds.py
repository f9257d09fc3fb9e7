"""A clash of a timetable, as a screen shows it."""

from dataclasses import dataclass
from enum import StrEnum


class ClashKind(StrEnum):
    LECTURER = "lecturer"
    ROOM = "room"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    GROUP = "group"
    TIMES = "times"
    CAPACITY = "capacity"


SERIOUS = frozenset({ClashKind.LECTURER, ClashKind.ROOM, ClashKind.GROUP, ClashKind.TIMES})
"""What cannot be as it is written; the others may be meant so."""


@dataclass(frozen=True)
class Clash:
    """One sentence about half days of a class, given by their primary keys."""

    kind: ClashKind
    words: str
    sessions: frozenset[int]

    @property
    def is_serious(self) -> bool:
        return self.kind in SERIOUS
