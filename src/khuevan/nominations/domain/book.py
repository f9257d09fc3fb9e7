"""One list being written into a class: who and which agency each row means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.rows import checked
from khuevan.nominations.domain.agencies import Agencies
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.directory import know, new_person
from khuevan.people.enums import Gender
from khuevan.people.models import Organization, Person, birth_fields
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold, spelling_key
from khuevan.vietnamese.names import name_sort_key

GENDERS = {"Nam": Gender.MALE, "Nữ": Gender.FEMALE}
HONORIFICS: dict[str, str] = {Gender.MALE: "Ông", Gender.FEMALE: "Bà"}


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


@dataclass
class Entry:
    """One learner to come.  ``organization`` and ``person`` are given where somebody chose them from the directory."""

    full_name: str
    birth: str | None = None
    gender: str = ""
    honorific: str = ""
    position: str = ""
    organization_name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    organization: Organization | None = None
    person: Person | None = None
    replaces: Enrollment | None = None

    @classmethod
    def of_row(cls, row: Row) -> "Entry":
        return cls(
            full_name=(row.full_name or "").strip(),
            birth=row.birth,
            gender=GENDERS.get(row.gender or "", ""),
            position=row.position or "",
            organization_name=(row.organization or "").strip(),
            phone=row.phone or "",
            email=row.email or "",
            note=row.note or "",
        )


def keys_of(enrollment: Enrollment, person: Person | None = None) -> None:
    """Sets the keys that sort and find a learner by what stands on the list; a person of the same name lends theirs."""
    same = person is not None and person.full_name == enrollment.full_name
    enrollment.name_key = person.name_key if person and same else name_sort_key(enrollment.full_name)[:600]
    words = f"{enrollment.full_name} {enrollment.position} {enrollment.organization_name}"
    enrollment.search_key = fold(words)[:700]


class Book:
    """What is known while one list is taken; a list of any length costs a handful of queries."""

    def __init__(self, training_class: TrainingClass, agency: Organization | None = None) -> None:
        self.training_class = training_class
        self.agency = agency
        self.agencies = Agencies(training_class.office)
        self.new_organizations: list[Organization] = []
        self.new_people: list[Person] = []
        self._known: dict[tuple[str, str], list[Person]] = {}
        enrolled = list(training_class.enrollments.current())
        self._people = {enrollment.person_id for enrollment in enrolled}
        self._seen = {self._identity(e.full_name, e.organization_id, e.birth_year) for e in enrolled}
        last = training_class.enrollments.order_by("-order").values_list("order", flat=True).first()
        self._next_order = (last or 0) + 1

    def enroll(self, entries: Sequence[Entry]) -> list[Enrollment | DomainError]:
        """Puts entries on the list; one answer for each, in order.

        Refusals are ``row_without_name``, ``already_on_the_list``, ``invalid_value`` and ``birth_unreadable``; a
        refused entry leaves nothing.
        """
        self.agencies.look_up(entry.organization_name for entry in entries if entry.organization is None)
        self._look_up_people(entries)
        answers: list[Enrollment | DomainError] = []
        for entry in entries:
            try:
                answers.append(self._admit(entry))
            except DomainError as error:
                answers.append(error)
        self._store([answer for answer in answers if isinstance(answer, Enrollment)])
        return answers

    def _admit(self, entry: Entry) -> Enrollment:
        if not entry.full_name:
            raise DomainError("row_without_name", _("The row has no name."))
        draft = self._draft(entry)
        person = entry.person or self._person(entry, draft)
        organization = self._organization(entry)
        draft.organization_name = draft.organization_name or (organization.name if organization else "")
        identity = self._identity(entry.full_name, _sign(organization) if organization else None, draft.birth_year)
        if _sign(person) in self._people or identity in self._seen:
            raise DomainError("already_on_the_list", _("%(name)s is already on the list."), name=entry.full_name)
        draft.person, draft.organization = person, organization
        keys_of(draft, person)
        self._keep(person, draft)
        self.agencies.keep(organization)
        self._seen.add(identity)
        self._next_order += 1
        return draft

    def _draft(self, entry: Entry) -> Enrollment:
        return checked(
            Enrollment(
                training_class=self.training_class,
                order=self._next_order,
                full_name=entry.full_name,
                honorific=entry.honorific or HONORIFICS.get(entry.gender, ""),
                gender=entry.gender,
                position=entry.position,
                organization_name=entry.organization_name,
                phone=entry.phone,
                email=entry.email,
                note=entry.note,
                replaces=entry.replaces,
                **birth_fields(entry.birth),
            )
        )

    def _look_up_people(self, entries: Iterable[Entry]) -> None:
        keys = {name_sort_key(one.full_name)[:600] for one in entries if one.birth and one.person is None}
        for some in batched(keys, 500):
            for person in Person.objects.filter(name_key__in=some, birth_date__isnull=False).order_by("pk"):
                self._known.setdefault((person.name_key, str(person.birth_date)), []).append(person)

    def _person(self, entry: Entry, draft: Enrollment) -> Person:
        """Somebody known by name and full date of birth, or somebody new who is not stored yet."""
        values = {"full_name": draft.full_name, "gender": draft.gender, "phone": draft.phone, "email": draft.email}
        person = checked(new_person(values, entry.birth))
        if draft.birth_date is None:
            return person
        known = self._known.get((person.name_key, str(draft.birth_date)), ())
        return next((one for one in known if not one.gender or not draft.gender or one.gender == draft.gender), person)

    def _organization(self, entry: Entry) -> Organization | None:
        if entry.organization:
            return entry.organization
        return self.agencies.named(entry.organization_name) if entry.organization_name else self.agency

    def _keep(self, person: Person, draft: Enrollment) -> None:
        self._people.add(_sign(person))
        if person.pk is None:
            self.new_people.append(person)
            if draft.birth_date:
                self._known.setdefault((person.name_key, str(draft.birth_date)), []).append(person)

    def _store(self, taken: list[Enrollment]) -> None:
        self.new_organizations += self.agencies.store()
        Person.objects.bulk_create([one for one in self.new_people if one.pk is None], batch_size=500)
        Enrollment.objects.bulk_create(taken, batch_size=500)
        know(self.training_class.office_id, (enrollment.person_id for enrollment in taken))

    @staticmethod
    def _identity(name: str, organization: int | None, birth_year: int | None) -> tuple[str, int | None, int | None]:
        """Two rows of one name, agency and year of birth are taken for one person within a class."""
        return spelling_key(name), organization, birth_year


def _sign(one: Organization | Person) -> int:
    """The primary key, or a negative number of its own for what is not stored yet."""
    return one.pk or -id(one)
