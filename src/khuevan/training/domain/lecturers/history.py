"""Who taught for an office: what, when, how much, and how it was received."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.utils import timezone

from khuevan.core.actors import Actor
from khuevan.people.models import Office, Organization, Person
from khuevan.training.enums import ClassState
from khuevan.training.models import Lecturer, LecturerQuerySet, ProgrammeItem, Session, TrainingClass

QUARTER = Decimal("0.25")


@dataclass(frozen=True)
class Taught:
    """One day of one class that somebody taught, or will teach; ``periods`` in tiết."""

    training_class: TrainingClass
    day: date
    periods: Decimal
    topics: tuple[str, ...]
    reception: str
    lecturer: Lecturer

    @property
    def is_over(self) -> bool:
        return self.day < timezone.localdate()


@dataclass(frozen=True)
class KnownLecturer:
    """Somebody, or a unit that named nobody, as the list of the office shows them; days ahead are not counted."""

    person: Person | None
    organization: Organization | None
    name: str
    posts: tuple[str, ...]
    units: tuple[str, ...]
    classes: int
    periods: Decimal
    topics: tuple[str, ...]
    last_day: date | None
    next_day: date | None
    reception: str

    @property
    def key(self) -> str:
        """p12 for a person, d7 for a unit."""
        return f"p{self.person.pk}" if self.person else f"d{self.organization.pk}" if self.organization else ""


def lines_of(lecturer: Lecturer) -> list[ProgrammeItem]:
    """The lines a lecturer teaches, in the order of the programme, each with its half day and the venue."""
    return lines_of_many([lecturer]).get(lecturer.pk, [])


def lines_of_many(lecturers: Iterable[Lecturer]) -> dict[int, list[ProgrammeItem]]:
    """The same by primary key of the lecturer, in two queries; nobody without a line is in it."""
    through = ProgrammeItem.lecturers.through
    pairs = through._default_manager.filter(lecturer__in=[one.pk for one in lecturers])
    who: dict[int, list[int]] = defaultdict(list)
    for item, lecturer in pairs.values_list("programmeitem_id", "lecturer_id"):
        who[item].append(lecturer)
    items = ProgrammeItem.objects.filter(pk__in=who).select_related("session__venue", "class_topic__topic")
    found: dict[int, list[ProgrammeItem]] = defaultdict(list)
    for item in items.order_by("session__date", "session__starts_at", "session", "order"):
        for lecturer in who[item.pk]:
            found[lecturer].append(item)
    return dict(found)


def taught(office: Office, person: Person) -> list[Taught]:
    """What somebody taught and will teach in the classes of an office, cancelled ones left out; the latest first."""
    return _days(Lecturer.objects.filter(training_class__office=office, person=person))


def taught_by_unit(office: Office, organization: Organization) -> list[Taught]:
    """The same of everybody whom a unit sent."""
    return _days(Lecturer.objects.filter(training_class__office=office, organization=organization))


def lecturers_of_office(actor: Actor, office: Office | None = None) -> list[KnownLecturer]:
    """Everybody who taught or will, for the office or any of the actor's; by name, in a fixed number of queries."""
    rows = Lecturer.objects.visible_to(actor)
    if office is not None:
        rows = rows.filter(training_class__office=office)
    by_whom: dict[tuple[int | None, int | None], list[Taught]] = defaultdict(list)
    people: dict[tuple[int | None, int | None], list[Lecturer]] = defaultdict(list)
    for lecturer in _of_classes(rows):
        people[_whom(lecturer)].append(lecturer)
    for one in _days(rows):
        by_whom[_whom(one.lecturer)].append(one)
    known = [_known(rows_of, by_whom.get(key, [])) for key, rows_of in people.items()]
    return sorted(known, key=lambda one: one.person.name_key if one.person else f"~{one.name}")


def _whom(lecturer: Lecturer) -> tuple[int | None, int | None]:
    return (lecturer.person_id, None) if lecturer.person_id else (None, lecturer.organization_id)


def _known(rows: list[Lecturer], days: list[Taught]) -> KnownLecturer:
    latest = rows[0]
    over = [one for one in days if one.is_over]
    ahead = [one.day for one in days if not one.is_over]
    return KnownLecturer(
        person=latest.person,
        organization=latest.organization,
        name=latest.person.addressed if latest.person else latest.organization_name,
        posts=tuple(dict.fromkeys(row.post for row in rows if row.post)),
        units=tuple(dict.fromkeys(row.organization_name for row in rows if row.organization_name)),
        classes=len({one.training_class.pk for one in over}),
        periods=sum((one.periods for one in over), Decimal(0)),
        topics=tuple(dict.fromkeys(topic for one in days for topic in one.topics)),
        last_day=max((one.day for one in over), default=None),
        next_day=min(ahead, default=None),
        reception=next((row.reception for row in rows if row.reception), ""),
    )


def _of_classes(rows: LecturerQuerySet) -> list[Lecturer]:
    held = rows.exclude(training_class__state=ClassState.CANCELLED)
    held = held.select_related("person", "organization", "training_class__office__organization")
    return list(held.order_by("-training_class__start_date", "-training_class", "order"))


def _days(rows: LecturerQuerySet) -> list[Taught]:
    lecturers = _of_classes(rows)
    lines = lines_of_many(lecturers)
    shares = periods_of_lines({item.session_id for items in lines.values() for item in items})
    found = []
    for lecturer in lecturers:
        by_day: dict[date, list[ProgrammeItem]] = defaultdict(list)
        for item in lines.get(lecturer.pk, []):
            by_day[item.session.date].append(item)
        for day, items in by_day.items():
            periods = sum((shares[item.pk] for item in items), Decimal(0))
            topics = tuple(dict.fromkeys(item.title for item in items))
            found.append(Taught(lecturer.training_class, day, periods, topics, lecturer.reception, lecturer))
    return sorted(found, key=lambda one: (one.day, one.lecturer.pk), reverse=True)


def periods_of_lines(sessions: Iterable[int]) -> dict[int, Decimal]:
    """Tiết of each line of these half days: as the line says, else its share of the half day by the length of time."""
    shares: dict[int, Decimal] = {}
    for session in Session.objects.filter(pk__in=list(sessions)).prefetch_related("items"):
        items = list(session.items.all())
        ends = [*(item.starts_at for item in items), session.ends_at]
        lengths = [max(_minutes(end) - _minutes(start), 1) for start, end in pairwise(ends)]
        for item, length in zip(items, lengths, strict=True):
            by_time = Decimal(session.periods * length) / sum(lengths)
            rounded = (by_time / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER
            shares[item.pk] = Decimal(item.periods) if item.periods else max(rounded, QUARTER)
    return shares


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
