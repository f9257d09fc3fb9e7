"""The programme as outsiders see it: the version made known last; before the first one the half days as they stand."""

from dataclasses import dataclass
from datetime import date, time

from django.utils import timezone

from khuevan.training.domain.queries import one_gets
from khuevan.training.domain.timetable.rows import ItemRow, Row, clock_of, day_of
from khuevan.training.domain.timetable.versions import latest, rows_now
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class ShownVenue:
    pk: int
    name: str
    address: str
    is_remote: bool
    is_main: bool

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class ShownLecturer:
    """A person with the post they have in this class, or the unit that sends one."""

    pk: int
    person: int | None
    name: str
    post: str

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.post)))


@dataclass(frozen=True)
class ShownItem:
    pk: int
    kind: str
    starts_at: time
    title: str
    topic: str
    lecturers: tuple[ShownLecturer, ...]

    def get_kind_display(self) -> str:
        return str(ItemKind(self.kind).label)


@dataclass(frozen=True)
class ShownSession:
    """One half day.  ``groups`` empty means for everybody."""

    pk: int
    date: date
    part: str
    starts_at: time
    ends_at: time
    periods: int
    venue: ShownVenue | None
    groups: tuple[str, ...]
    group_keys: frozenset[int]
    items: tuple[ShownItem, ...]

    def is_for(self, group: int | None) -> bool:
        """Whether learners of this group are expected; without groups everybody is."""
        return not self.group_keys or group in self.group_keys

    def get_part_display(self) -> str:
        return str(DayPart(self.part).label)


def shown_programme(training_class: TrainingClass) -> list[ShownSession]:
    last = latest(training_class)
    return [shown(row) for row in (last.rows if last else rows_now(training_class))]


def is_expected(training_class: TrainingClass) -> bool:
    """Whether what is shown of a class to come was never made known, and so may still change (dự kiến)."""
    return training_class.end_date >= timezone.localdate() and not training_class.programme_versions.exists()


def half_days_and_periods(sessions: list[ShownSession]) -> tuple[int, int]:
    """Half days of the calendar, and tiết of one learner: what is held side by side counts once."""
    days = {(session.date, session.part) for session in sessions}
    periods = one_gets((session.periods, group) for session in sessions for group in session.group_keys or [None])
    return len(days), periods


def shown(row: Row) -> ShownSession:
    venue = row["venue"]
    return ShownSession(
        pk=row["key"],
        date=day_of(row),
        part=row["part"],
        starts_at=clock_of(row["starts_at"]),
        ends_at=clock_of(row["ends_at"]),
        periods=row["periods"],
        venue=None
        if venue is None
        else ShownVenue(venue["key"], venue["name"], venue["address"], venue["is_remote"], venue["is_main"]),
        groups=tuple(group["name"] for group in row["groups"]),
        group_keys=frozenset(group["key"] for group in row["groups"]),
        items=tuple(_item(item) for item in row["items"]),
    )


def _item(item: ItemRow) -> ShownItem:
    return ShownItem(
        pk=item["key"],
        kind=item["kind"],
        starts_at=clock_of(item["starts_at"]),
        title=item["title"],
        topic=item["topic"],
        lecturers=tuple(
            ShownLecturer(one["key"], one["person"], one["name"], one["post"]) for one in item["lecturers"]
        ),
    )
