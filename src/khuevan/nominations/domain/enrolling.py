"""From the rows of a list to the learners of a class."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.directory import new_person
from khuevan.people.enums import Gender
from khuevan.people.models import Organization, Person, birth_fields
from khuevan.training.domain.lifeline import move
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold

GENDERS = {"Nam": Gender.MALE, "Nữ": Gender.FEMALE}
HONORIFICS = {Gender.MALE: "Ông", Gender.FEMALE: "Bà"}


class Row(Protocol):
    """What the verb needs of a row of a list; ``readers.roster`` gives such rows.  Absent is None."""

    full_name: str | None
    birth: str | None
    gender: str | None
    position: str | None
    organization: str | None
    phone: str | None
    email: str | None
    note: str | None


@dataclass
class Refusal:
    """A row that was not taken, and why."""

    row: Row
    message: str


@dataclass
class Enrolled:
    """What came of a list."""

    taken: list[Enrollment] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@verb("nominations.enroll")
def enroll(
    actor: Actor, training_class: TrainingClass, rows: Iterable[Row], *, agency: Organization | None = None
) -> Enrolled:
    """Takes the rows of a list; good rows are taken, the others come back with the reason.

    A person already known by the same name, birth and gender is recognised.  An agency that nobody entered yet is
    entered under the name the list gives; ``agency`` is meant where a row names none.  Raises ``list_is_closed``.
    """
    require(actor, "nominations.enroll", training_class)
    if training_class.state not in {ClassState.PREPARING, ClassState.NOMINATING}:
        raise DomainError("list_is_closed", _("The list of this class is closed; add people as late arrivals."))
    result = Enrolled()
    book = _Book(training_class)
    for row in rows:
        name = (row.full_name or "").strip()
        if not name:
            result.refused.append(Refusal(row, str(_("The row has no name."))))
            continue
        person = book.person(row)
        if person.pk in book.enrolled:
            result.refused.append(Refusal(row, str(_("%(name)s is already on the list.")) % {"name": name}))
            continue
        result.taken.append(book.enroll(row, person, agency))
    record(actor, "nominations.enroll", [*book.new_organizations, *book.new_people, *result.taken])
    return result


class _Book:
    """What is known while one list is taken, so that a row costs no look-up of what the list itself said."""

    def __init__(self, training_class: TrainingClass) -> None:
        self.training_class = training_class
        current = training_class.enrollments
        self.enrolled = set(current.current().values_list("person_id", flat=True))
        self.next_order = (current.order_by("-order").values_list("order", flat=True).first() or 0) + 1
        self.organizations: dict[str, Organization] = {}
        self.new_organizations: list[Organization] = []
        self.new_people: list[Person] = []

    def person(self, row: Row) -> Person:
        gender = GENDERS.get(row.gender or "", "")
        values = {
            "full_name": row.full_name or "",
            "gender": gender,
            "phone": row.phone or "",
            "email": row.email or "",
        }
        person = new_person(values, row.birth)
        known = Person.objects.filter(full_name=person.full_name, gender=gender, **birth_fields(row.birth)).first()
        if known and row.birth:
            return known
        person.save(force_insert=True)
        self.new_people.append(person)
        return person

    def organization(self, row: Row, agency: Organization | None) -> Organization | None:
        name = (row.organization or "").strip()
        if not name:
            return agency
        key = fold(name)
        if key not in self.organizations:
            self.organizations[key] = self._find(name) or self._add(name)
        return self.organizations[key]

    def _find(self, name: str) -> Organization | None:
        """A body of the office's own place, or of none (a ministry), by its full name first."""
        near = Organization.objects.filter(place_name__in=(self.training_class.office.organization.place_name, ""))
        by_place = near.order_by("-place_name", "pk")
        return by_place.filter(name__iexact=name).first() or by_place.filter(short_name__iexact=name).first()

    def _add(self, name: str) -> Organization:
        place = self.training_class.office.organization.place_name
        organization = Organization.objects.create(name=name, place_name=place, search_key=fold(name)[:400])
        self.new_organizations.append(organization)
        return organization

    def enroll(self, row: Row, person: Person, agency: Organization | None) -> Enrollment:
        organization = self.organization(row, agency)
        gender = GENDERS.get(row.gender or "")
        enrollment = Enrollment.objects.create(
            training_class=self.training_class,
            person=person,
            order=self.next_order,
            full_name=(row.full_name or "").strip(),
            honorific=HONORIFICS[gender] if gender else "",
            gender=gender or "",
            position=row.position or "",
            organization=organization,
            organization_name=(row.organization or "").strip() or (organization.name if organization else ""),
            phone=row.phone or "",
            email=row.email or "",
            note=row.note or "",
            **birth_fields(row.birth),
        )
        self.next_order += 1
        self.enrolled.add(person.pk)
        return enrollment


@verb("nominations.withdraw")
def withdraw(actor: Actor, enrollment: Enrollment, *, reason: str) -> None:
    """Takes someone off the list; the row and its reason stay.  Raises ``reason_missing``, ``already_withdrawn``."""
    require(actor, "nominations.enroll", enrollment.training_class)
    if not reason.strip():
        raise DomainError("reason_missing", _("Say why."))
    if enrollment.state != EnrollmentState.ENROLLED:
        raise DomainError("already_withdrawn", _("%(name)s is no longer on the list."), name=enrollment.full_name)
    before = snapshot(enrollment)
    enrollment.state = EnrollmentState.WITHDRAWN
    enrollment.save(update_fields=["state"])
    record(actor, "nominations.withdraw", enrollment, before, reason=reason)


@verb("nominations.close_list")
def close_list(actor: Actor, training_class: TrainingClass) -> None:
    """Closes the list of learners.  Raises ``list_is_empty``."""
    require(actor, "nominations.enroll", training_class)
    if not training_class.enrollments.current().exists():
        raise DomainError("list_is_empty", _("Nobody is on the list yet."))
    before = snapshot(training_class)
    move(training_class, ClassState.LIST_CLOSED)
    record(actor, "nominations.close_list", training_class, before)
