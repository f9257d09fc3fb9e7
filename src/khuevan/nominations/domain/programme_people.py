"""Whom a change of the programme concerns: lecturers before and after, learners by group, contacts of venues."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from khuevan.nominations.models import Enrollment
from khuevan.notifications.domain.composing import is_address
from khuevan.people.models import Person
from khuevan.training.domain.timetable.changes import Change
from khuevan.training.models import TrainingClass, Venue


class Part(StrEnum):
    LECTURER = "lecturer"
    LEARNER = "learner"
    CONTACT = "contact"


LEARNERS: Final = "learners"
"""What is ticked for all learners together; others are ticked one by one (``Addressee.code``)."""


@dataclass(frozen=True)
class Addressee:
    """One person and what of the changes is theirs.  ``seat``: where a learner sits when it is not the main venue."""

    part: Part
    person: int
    name: str
    email: str
    phone: str
    changes: tuple[Change, ...]
    group: int | None = None
    seat: Venue | None = None
    agency: str = ""

    @property
    def code(self) -> str:
        return LEARNERS if self.part == Part.LEARNER else f"{self.part.value}-{self.person}"

    @property
    def has_address(self) -> bool:
        return is_address(self.email.strip())

    @property
    def is_reachable(self) -> bool:
        return self.has_address or bool(self.phone.strip())


@dataclass(frozen=True)
class Concerned:
    """Each person stands in it once: who teaches among the lecturers, whatever else they are."""

    lecturers: list[Addressee] = field(default_factory=list)
    learners: list[Addressee] = field(default_factory=list)
    contacts: list[Addressee] = field(default_factory=list)

    @property
    def everyone(self) -> list[Addressee]:
        return [*self.lecturers, *self.learners, *self.contacts]

    @property
    def by_hand(self) -> list[Addressee]:
        """Without an e-mail address: their text waits to be copied into Zalo or told by telephone."""
        return [one for one in self.everyone if not one.has_address]

    @property
    def unreached(self) -> list[Addressee]:
        """Learners whom no message reaches: their agency tells them."""
        return [one for one in self.learners if not one.is_reachable]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(one.code for one in self.everyone)


def concerned(training_class: TrainingClass, changes: Iterable[Change]) -> Concerned:
    """In at most four queries.  Who was taken off the list is never among the learners."""
    all_changes = list(changes)
    if not all_changes:
        return Concerned()
    lecturers = _lecturers(all_changes)
    known = {one.person for one in lecturers}
    learners = [one for one in _learners(training_class, all_changes) if one.person not in known]
    known |= {one.person for one in learners}
    contacts = [one for one in _contacts(training_class, all_changes) if one.person not in known]
    return Concerned(lecturers, learners, contacts)


def _lecturers(changes: Sequence[Change]) -> list[Addressee]:
    own: dict[int, list[Change]] = {}
    for change in changes:
        for person in change.lecturers:
            own.setdefault(person, []).append(change)
    people = Person.objects.filter(pk__in=own).order_by("name_key", "pk")
    return [_addressee(Part.LECTURER, person, own[person.pk]) for person in people]


def _learners(training_class: TrainingClass, changes: Sequence[Change]) -> list[Addressee]:
    rows: Iterable[Enrollment] = Enrollment.objects.current().filter(training_class=training_class).by_name()
    found = []
    for row in rows.select_related("venue", "group__venue"):  # type: ignore[attr-defined]
        own = tuple(change for change in changes if change.groups is None or row.group_id in change.groups)
        if own:
            name = " ".join(filter(None, (row.honorific, row.full_name)))
            who = (Part.LEARNER, row.person_id, name, row.email, row.phone)
            found.append(Addressee(*who, own, row.group_id, seat_of(row), row.organization_name))
    return found


def seat_of(enrollment: Enrollment) -> Venue | None:
    """Where this learner sits when a half day is for everybody, if not at the main venue."""
    return enrollment.venue or (enrollment.group.venue if enrollment.group else None)


def _contacts(training_class: TrainingClass, changes: Sequence[Change]) -> list[Addressee]:
    own: dict[int, tuple[Person, list[Change]]] = {}
    for venue in training_class.venues.exclude(contact=None).select_related("contact"):
        for change in changes:
            if venue.pk in change.venues and venue.contact is not None:
                mine = own.setdefault(venue.contact.pk, (venue.contact, []))[1]
                if change not in mine:
                    mine.append(change)
    return [_addressee(Part.CONTACT, person, mine) for person, mine in own.values()]


def _addressee(part: Part, person: Person, changes: Iterable[Change]) -> Addressee:
    return Addressee(part, person.pk, person.addressed, person.email, person.phone, tuple(changes))
