"""One list being written into a class: who and which agency each row means."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Protocol

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import Snapshot, record, snapshot
from khuevan.core.bulk import fresh, point, store, write
from khuevan.core.errors import DomainError
from khuevan.core.rows import alone, checked
from khuevan.core.search.entering import entered_at_once
from khuevan.nominations.domain.agencies import Agencies
from khuevan.nominations.domain.seating import Placing
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.matching import KnownPeople, are_two
from khuevan.people.enums import Gender
from khuevan.people.identity import citizen_id_hash, digits_of, seal_citizen_id
from khuevan.people.models import DirectoryEntry, Organization, Person, birth_fields
from khuevan.people.search import PEOPLE
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold, match_key
from khuevan.vietnamese.names import name_sort_key

GENDERS = {"Nam": Gender.MALE, "Nữ": Gender.FEMALE}
HONORIFICS: dict[str, str] = {Gender.MALE: "Ông", Gender.FEMALE: "Bà"}
_folded = lru_cache(maxsize=16_384)(fold)
_born = lru_cache(maxsize=16_384)(birth_fields)


class Row(Protocol):
    """What is needed of a row of a list; ``readers.roster`` gives such rows.  Absent is None.

    ``honorific`` and ``rank`` are taken where a row has them.
    """

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
    """One learner to come.

    ``organization`` and ``person`` are given where somebody chose them from the directory; a ``stranger`` is nobody
    known and nobody on the list, because somebody said so.  Whoever ``has_place`` was given one of the agency's before.
    """

    full_name: str
    birth: str | None = None
    gender: str = ""
    honorific: str = ""
    rank: str = ""
    position: str = ""
    organization_name: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""
    citizen_id: str = ""
    organization: Organization | None = None
    person: Person | None = None
    stranger: bool = False
    replaces: Enrollment | None = None
    has_place: bool = False

    @classmethod
    def of_row(cls, row: Row) -> "Entry":
        return cls(
            full_name=(row.full_name or "").strip(),
            birth=row.birth,
            gender=GENDERS.get(row.gender or "", ""),
            honorific=(getattr(row, "honorific", None) or "").strip(),
            rank=(getattr(row, "rank", None) or "").strip(),
            position=(row.position or "").strip(),
            organization_name=(row.organization or "").strip(),
            phone=(row.phone or "").strip(),
            email=(row.email or "").strip(),
            note=(row.note or "").strip(),
            citizen_id=(row.citizen_id or "").strip(),
        )


class _Asked(NamedTuple):
    """An entry as ``KnownPeople`` asks about it."""

    name: str
    folded: str
    birth: str
    gender: str
    citizen_hash: str


def keys_of(enrollment: Enrollment, person: Person | None = None) -> None:
    """Sets the keys that sort and find a learner by what stands on the list; a person of the same name lends theirs."""
    same = person is not None and person.full_name == enrollment.full_name
    enrollment.name_key = person.name_key if person and same else name_sort_key(enrollment.full_name)[:600]
    name = person.search_key if person and same else fold(enrollment.full_name)
    words = (name, _folded(enrollment.position), _folded(enrollment.organization_name))
    enrollment.search_key = " ".join(filter(None, words))[:700]


class Book:
    """What is known while one list is taken; a list of any length costs a handful of queries for 500 rows.

    Citizen IDs of the entries find people; with ``keep_citizen_ids`` they are also kept, sealed, with the person.
    ``invitation_id`` says whether agencies were invited to the class.  ``places`` is how many more may be put on the
    list, None for any number; an entry that ``has_place`` does not count.
    """

    def __init__(
        self, training_class: TrainingClass, agency: Organization | None = None, *, keep_citizen_ids: bool = True
    ) -> None:
        self.training_class = training_class
        self.agency = agency
        self.keep_citizen_ids = keep_citizen_ids
        self.agencies = Agencies(training_class.office, training_class.start_date)
        self.known = KnownPeople(training_class.office_id, lock=True)
        self.new_organizations: list[Organization] = []
        self.new_people: list[Person] = []
        self._changed: dict[int, tuple[Person, Snapshot]] = {}
        self._chosen: dict[int, Person] = {}
        enrolled = training_class.enrollments.current()
        columns = list(
            enrolled.values_list("person_id", "full_name", "organization_id", "birth_year", "group_id", "venue_id")
        )
        self._people = {person for person, *_rest in columns}
        self._seen = {_identity(name, body, year) for _person, name, body, year, *_where in columns}
        self._placing = Placing((group, body, venue) for _p, _n, body, _y, group, venue in columns)
        orders = Enrollment.objects.filter(training_class=OuterRef("pk")).order_by("-order").values("order")[:1]
        this = TrainingClass.objects.filter(pk=training_class.pk)
        last, self.invitation_id = this.values_list(Subquery(orders), "invitation").get()
        self._next_order = (last or 0) + 1
        self.places: int | None = None
        self._left: dict[int | None, Enrollment] = {}

    def enroll(self, entries: Sequence[Entry]) -> list[Enrollment | DomainError]:
        """Puts entries on the list; one answer for each, in order.

        Refusals are ``row_without_name``, ``already_on_the_list``, ``invalid_value``, ``birth_unreadable``,
        ``person_is_gone``, ``no_place_left`` for what was in order but for its place, and of citizen IDs
        ``citizen_id_unreadable``, ``citizen_id_of_another``, ``another_citizen_id``; a refused entry leaves nothing.
        """
        alone("enroll")
        self.agencies.look_up(entry.organization_name for entry in entries if entry.organization is None)
        asked = [_asked(entry) for entry in entries]
        self.known.look_up(asked)
        self._chosen = self.known.chosen({entry.person.pk for entry in entries if entry.person})
        self._left = {entry.replaces.pk: entry.replaces for entry in entries if entry.replaces}
        answers: list[Enrollment | DomainError] = []
        for entry, one in zip(entries, asked, strict=True):
            try:
                answers.append(self._admit(entry, one))
            except DomainError as error:
                answers.append(error)
        self._store([answer for answer in answers if isinstance(answer, Enrollment)])
        return answers

    def record(self, actor: Actor, verb_name: str, taken: Iterable[Enrollment], *, reason: str = "") -> None:
        """The entries of the audit for what was taken and what came with it."""
        office = self.training_class.office_id
        added = [*self.new_organizations, *self.new_people, *taken]
        record(actor, verb_name, added, reason=reason, office_key=office)
        if self._changed:
            before = {key: old for key, (_person, old) in self._changed.items()}
            people = [person for person, _old in self._changed.values()]
            record(actor, verb_name, people, before, reason=reason, office_key=office)

    def keeps(self, entry: Entry, taken: Enrollment) -> bool:
        """Whether the citizen ID of a taken entry is kept with the person."""
        return self.keep_citizen_ids and _number_hash(entry.citizen_id) == taken.person.citizen_id_hash

    def admits(self, person_id: int) -> bool:
        """Whether somebody may come back to the list, who then is on it."""
        if person_id in self._people:
            return False
        self._people.add(person_id)
        return True

    def _admit(self, entry: Entry, asked: _Asked) -> Enrollment:
        if not entry.full_name:
            raise DomainError("row_without_name", _("The row has no name."))
        draft = self._draft(entry)
        person = self._whom(entry, asked)
        organization = self._organization(entry)
        draft.organization_name = draft.organization_name or (organization.name if organization else "")
        identity = _identity(entry.full_name, _sign(organization) if organization else None, draft.birth_year)
        if _sign(person) in self._people or (identity in self._seen and not entry.stranger):
            raise DomainError("already_on_the_list", _("%(name)s is already on the list."), name=entry.full_name)
        if self.places is not None and not entry.has_place:
            if self.places <= 0:
                raise DomainError("no_place_left", _("All places of the agency are taken."))
            self.places -= 1
        point(draft, person=person, organization=organization)
        keys_of(draft, person)
        self._keep(person, entry, asked)
        self.agencies.keep(organization)
        self._seen.add(identity)
        self._next_order += 1
        return draft

    def _draft(self, entry: Entry) -> Enrollment:
        draft = fresh(
            Enrollment,
            training_class_id=self.training_class.pk,
            order=self._next_order,
            full_name=entry.full_name,
            honorific=entry.honorific or HONORIFICS.get(entry.gender, ""),
            gender=entry.gender,
            position=entry.position,
            organization_name=entry.organization_name,
            phone=entry.phone,
            email=entry.email,
            note=entry.note,
            replaces_id=entry.replaces.pk if entry.replaces else None,
            **_born(entry.birth),
        )
        return checked(draft)

    def _whom(self, entry: Entry, asked: _Asked) -> Person:
        """Whom somebody chose, whoever is surely known, or somebody new who is not stored yet."""
        number = asked.citizen_hash if self.keep_citizen_ids else ""
        if self.keep_citizen_ids and entry.citizen_id.strip() and not number:
            seal_citizen_id(entry.citizen_id)  # says what is wrong with it
        if entry.person is not None:
            person = self._chosen.get(entry.person.pk)
            if person is None:
                raise DomainError("person_is_gone", _("%(name)s is no longer in the directory."), name=entry.full_name)
            self._refuse_number_of_another(number, person)
            if are_two(number, person.citizen_id_hash):
                raise _another_number(entry)
            return person
        if not entry.stranger:
            found = self.known.recognise(asked)
            if found.against is not None and not number:
                found = self.known.recognise(asked._replace(citizen_hash=""))
            if found.person is not None:
                return found.person
            if found.against is not None and found.against.citizen_id_hash != number:
                raise _another_number(entry)
        self._refuse_number_of_another(number, None)
        return self._somebody_new(entry, asked)

    def _somebody_new(self, entry: Entry, asked: _Asked) -> Person:
        """As ``new_person`` makes them, only sooner."""
        person = fresh(
            Person,
            full_name=entry.full_name,
            honorific=entry.honorific,
            rank=entry.rank,
            gender=entry.gender,
            phone=entry.phone,
            email=entry.email,
            name_key=name_sort_key(entry.full_name)[:600],
            search_key=asked.folded[:400],
            **_born(entry.birth),
        )
        return checked(person)

    def _refuse_number_of_another(self, number: str, person: Person | None) -> None:
        holder = self.known.holder(number)
        if holder is not None and holder is not person:
            raise DomainError(
                "citizen_id_of_another",
                _("Somebody of another name, gender or year of birth has this citizen ID. Check the number."),
            )

    def _organization(self, entry: Entry) -> Organization | None:
        if entry.organization:
            return entry.organization
        return self.agencies.named(entry.organization_name) if entry.organization_name else self.agency

    def _keep(self, person: Person, entry: Entry, asked: _Asked) -> None:
        self._people.add(_sign(person))
        is_new = person.id is None
        gains = self.keep_citizen_ids and asked.citizen_hash and not _is_better(person.citizen_id_hash)
        if gains and asked.citizen_hash != person.citizen_id_hash:
            if not is_new:
                self._changed.setdefault(person.pk, (person, snapshot(person)))
            person.citizen_id_sealed, person.citizen_id_hash = seal_citizen_id(entry.citizen_id)
            self.known.learn(person)
        if is_new:
            self.new_people.append(person)
            self.known.learn(person)

    def _store(self, taken: list[Enrollment]) -> None:
        self.new_organizations += self.agencies.store()
        store([one for one in self.new_people if one.pk is None])
        changed = [person for person, _old in self._changed.values()]
        Person.objects.bulk_update(changed, ["citizen_id_sealed", "citizen_id_hash"], batch_size=500)
        for one in taken:  # some were not stored yet when they were named
            point(one, person=one.person, organization=one.organization)
            self._placing.place(one, self._left.get(one.replaces_id))
        store(taken)
        office = self.training_class.office_id
        people = {one.person_id: one.person for one in taken if one.person_id not in self.known.in_directory}
        with entered_at_once(PEOPLE, office, list(people.values())):
            write(DirectoryEntry, ("office_id", "person_id"), [(office, key) for key in people], ignoring=True)
        self.known.in_directory.update(people)


def _asked(entry: Entry) -> _Asked:
    return _Asked(
        entry.full_name, _folded(entry.full_name), entry.birth or "", entry.gender, _number_hash(entry.citizen_id)
    )


def _number_hash(number: str) -> str:
    """Empty for what is no number of a citizen."""
    return citizen_id_hash(number) if number and digits_of(number) else ""


def _is_better(citizen_hash: str) -> bool:
    """Whether a number that is kept stays: an old card gives way to a citizen ID, nothing else does."""
    return len(citizen_hash) > 0 and not citizen_hash.startswith("9")


def _another_number(entry: Entry) -> DomainError:
    return DomainError(
        "another_citizen_id",
        _("The directory has %(name)s, born that day, with another citizen ID. Check it, or say who is meant."),
        name=entry.full_name,
    )


@lru_cache(maxsize=65_536)
def _spelled(name: str) -> str:
    return match_key(name)


def _identity(name: str, organization: int | None, birth_year: int | None) -> tuple[str, int | None, int | None]:
    """Two rows of one name, agency and year of birth are taken for one person within a class."""
    return _spelled(name), organization, birth_year


def _sign(one: Organization | Person) -> int:
    """The primary key, or a negative number of its own for what is not stored yet."""
    return one.id or -id(one)
