"""One list being written into a class: who and which agency each row means."""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.rows import checked, create
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.directory import new_person
from khuevan.people.enums import Gender
from khuevan.people.models import Organization, Person, birth_fields
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold, spelling_key

GENDERS = {"Nam": Gender.MALE, "Nữ": Gender.FEMALE}
HONORIFICS = {Gender.MALE: "Ông", Gender.FEMALE: "Bà"}


class Row(Protocol):
    """What is needed of a row of a list; ``readers.roster`` gives such rows.  Absent is None."""

    full_name: str | None
    birth: str | None
    gender: str | None
    position: str | None
    organization: str | None
    phone: str | None
    email: str | None
    citizen_id: str | None
    note: str | None


class Book:
    """What is known while one list is taken, so that a row costs no look-up of what the list itself said."""

    def __init__(self, training_class: TrainingClass, agency: Organization | None) -> None:
        self.training_class = training_class
        self.agency = agency
        self.new_organizations: list[Organization] = []
        self.new_people: list[Person] = []
        self._organizations: dict[str, Organization] = {}
        enrolled = list(training_class.enrollments.current())
        self._people = {enrollment.person_id for enrollment in enrolled}
        self._seen = {self._identity(e.full_name, e.organization_id, e.birth_year) for e in enrolled}
        last = training_class.enrollments.order_by("-order").values_list("order", flat=True).first()
        self._next_order = (last or 0) + 1

    def enroll(self, row: Row) -> Enrollment:
        """Puts one row on the list.

        Raises ``row_without_name``, ``already_on_the_list``, ``invalid_value``, ``birth_unreadable``; a refused row
        leaves nothing but, perhaps, its agency.
        """
        name = (row.full_name or "").strip()
        if not name:
            raise DomainError("row_without_name", _("The row has no name."))
        draft = self._draft(row, name)
        person = self._person(row, draft)
        organization = self._organization(row)
        identity = self._identity(name, organization.pk if organization else None, draft.birth_year)
        if person.pk in self._people or identity in self._seen:
            raise DomainError("already_on_the_list", _("%(name)s is already on the list."), name=name)
        self._keep(person)
        draft.person = person
        draft.organization = organization
        draft.organization_name = draft.organization_name or (organization.name if organization else "")
        draft.save(force_insert=True)
        self._next_order += 1
        self._people.add(person.pk)
        self._seen.add(identity)
        return draft

    def _draft(self, row: Row, name: str) -> Enrollment:
        gender = GENDERS.get(row.gender or "")
        return checked(
            Enrollment(
                training_class=self.training_class,
                order=self._next_order,
                full_name=name,
                honorific=HONORIFICS[gender] if gender else "",
                gender=gender or "",
                position=row.position or "",
                organization_name=(row.organization or "").strip(),
                phone=row.phone or "",
                email=row.email or "",
                note=row.note or "",
                **birth_fields(row.birth),
            )
        )

    def _person(self, row: Row, draft: Enrollment) -> Person:
        """Somebody known by name and full date of birth, or somebody new who is not stored yet."""
        values = {"full_name": draft.full_name, "gender": draft.gender, "phone": draft.phone, "email": draft.email}
        person = checked(new_person(values, row.birth))
        if draft.birth_date is None:
            return person
        known = Person.objects.filter(name_key=person.name_key, birth_date=draft.birth_date)
        return next((one for one in known if not one.gender or not draft.gender or one.gender == draft.gender), person)

    def _keep(self, person: Person) -> None:
        if person.pk is None:
            person.save(force_insert=True)
            self.new_people.append(person)

    def _organization(self, row: Row) -> Organization | None:
        name = (row.organization or "").strip()
        if not name:
            return self.agency
        key = spelling_key(name)
        if key not in self._organizations:
            self._organizations[key] = self._find(name, key) or self._add(name)
        return self._organizations[key]

    def _find(self, name: str, key: str) -> Organization | None:
        """A body of the office's own place, or of none (a ministry), by its full name first, then by its short name."""
        places = (self.training_class.office.organization.place_name, "")
        near = Organization.objects.filter(place_name__in=places, search_key__contains=fold(name))
        found = list(near.order_by("-place_name", "pk"))
        by_name = (one for one in found if spelling_key(one.name) == key)
        by_short = (one for one in found if spelling_key(one.short_name) == key)
        return next(by_name, None) or next(by_short, None)

    def _add(self, name: str) -> Organization:
        place = self.training_class.office.organization.place_name
        organization = create(Organization, name=name, place_name=place, search_key=fold(name)[:400])
        self.new_organizations.append(organization)
        return organization

    @staticmethod
    def _identity(name: str, organization: int | None, birth_year: int | None) -> tuple[str, int | None, int | None]:
        """Two rows of one name, agency and year of birth are taken for one person within a class."""
        return spelling_key(name), organization, birth_year
