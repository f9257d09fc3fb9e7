"""The programme written down: half days with their lines as plain values, kept by each version made known."""

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict

from khuevan.training.models import Lecturer, ProgrammeItem, Session, TrainingClass, Venue

_CLOCK = "%H:%M"


class VenueRow(TypedDict):
    key: int
    name: str
    address: str
    is_remote: bool
    is_main: bool


class GroupRow(TypedDict):
    key: int
    name: str


class LecturerRow(TypedDict):
    """``person`` is None for a unit that has not said whom it sends; ``name`` then is the unit's."""

    key: int
    person: int | None
    name: str
    post: str


class ItemRow(TypedDict):
    key: int
    kind: str
    starts_at: str
    title: str
    topic: str
    lecturers: list[LecturerRow]


class Row(TypedDict):
    """One half day.  ``venue`` is where it is held: its own place, else the main one of the class."""

    key: int
    date: str
    part: str
    starts_at: str
    ends_at: str
    periods: int
    venue: VenueRow | None
    groups: list[GroupRow]
    items: list[ItemRow]


def rows_of(classes: Iterable[TrainingClass]) -> dict[int, list[Row]]:
    """Rows by key of the class as they stand now, in a fixed number of queries for however many classes."""
    keys = [one.pk for one in classes]
    fallback: dict[int, Venue] = {}
    for venue in Venue.objects.filter(training_class__in=keys):
        fallback.setdefault(venue.training_class_id, venue)
    sessions = (
        Session.objects.filter(training_class__in=keys)
        .select_related("venue")
        .prefetch_related("groups", "items__class_topic__topic", "items__lecturers__person")
    )
    rows: dict[int, list[Row]] = {key: [] for key in keys}
    for session in sessions.order_by("date", "starts_at", "pk"):
        key = session.training_class_id
        rows[key].append(_row(session, session.venue or fallback.get(key)))
    return rows


def day_of(row: Row) -> dt.date:
    return dt.date.fromisoformat(row["date"])


def clock_of(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def people_of(items: Iterable[ItemRow]) -> frozenset[int]:
    """Keys of the people who teach these lines."""
    return frozenset(one["person"] for item in items for one in item["lecturers"] if one["person"] is not None)


def groups_of(row: Row) -> frozenset[int] | None:
    """Keys of the groups it is for; None means everybody."""
    return frozenset(group["key"] for group in row["groups"]) or None


def _row(session: Session, venue: Venue | None) -> Row:
    return {
        "key": session.pk,
        "date": session.date.isoformat(),
        "part": session.part,
        "starts_at": session.starts_at.strftime(_CLOCK),
        "ends_at": session.ends_at.strftime(_CLOCK),
        "periods": session.periods,
        "venue": _venue(venue) if venue else None,
        "groups": [{"key": group.pk, "name": str(group)} for group in session.groups.all()],
        "items": [_item(item) for item in session.items.all()],
    }


def _venue(venue: Venue) -> VenueRow:
    return {
        "key": venue.pk,
        "name": venue.name,
        "address": venue.address,
        "is_remote": venue.is_remote,
        "is_main": venue.is_main,
    }


def _item(item: ProgrammeItem) -> ItemRow:
    teachers: Iterable[Lecturer] = item.lecturers.all()  # type: ignore[assignment]
    return {
        "key": item.pk,
        "kind": item.kind,
        "starts_at": item.starts_at.strftime(_CLOCK),
        "title": item.title,
        "topic": str(item.class_topic) if item.class_topic else "",
        "lecturers": [_lecturer(one) for one in sorted(teachers, key=lambda one: (one.order, one.pk))],
    }


def _lecturer(lecturer: Lecturer) -> LecturerRow:
    """As the portal writes them: the name with its form of address and the post, or the unit."""
    person = lecturer.person
    name = person.addressed if person else lecturer.organization_name
    post = lecturer.post if person else ""
    return {"key": lecturer.pk, "person": lecturer.person_id, "name": name, "post": post}
