"""Who of a list is somebody known, asked for a whole list at once.

Sure is who has the same citizen ID with nothing against it, or the same name and the same full date of birth; that
holds for everybody the installation knows, for a person has one history.  Likely is offered to a person who decides,
never taken silently, and only among those the office knows: nobody learns whom another office has in its directory.

The candidates of five hundred entries cost one query for each way of finding them, among a hundred thousand people as
among ten (``person_by_citizen_id``, ``person_by_phone`` and the index of the folded name).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import batched, product
from typing import NamedTuple, Protocol

from django.db.models import Exists, OuterRef, QuerySet

from khuevan.people.domain.likeness import WORTH_A_LOOK, Traits, likeness, similarity
from khuevan.people.models import DirectoryEntry, Office, Person
from khuevan.vietnamese.folding import match_key

CHUNK = 500
MOST_OFFERED = 5
ONE_PERSON = 0.8
"""Similarity of two names from which on one citizen ID may stand beside both: a middle name left out, a slip."""
_MOST_SPELLINGS = 16
_APOSTROPHES = "'’‘`´ʼ"
_ONE_SPELLING = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), "y": "i"})


class Described(Protocol):
    """Somebody asked about, as in ``Traits``: ``birth`` is ``1982-06-02``, ``1982`` or empty, ``gender`` a code."""

    @property
    def name(self) -> str: ...
    @property
    def folded(self) -> str: ...
    @property
    def birth(self) -> str: ...
    @property
    def gender(self) -> str: ...
    @property
    def citizen_hash(self) -> str: ...


class Certainty(StrEnum):
    SURE = "sure"
    LIKELY = "likely"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """``reasons`` are codes of ``likeness.Reason``; ``others`` are further people who may be meant, best first."""

    person: Person | None = None
    certainty: Certainty = Certainty.NONE
    score: int = 0
    reasons: tuple[str, ...] = ()
    others: tuple[Person, ...] = ()


class Recognised(NamedTuple):
    """``person`` is sure.  ``against`` has the same citizen ID and cannot be meant, or is somebody of the directory
    with the same name and birth and another citizen ID."""

    person: Person | None = None
    against: Person | None = None


class _Seen(NamedTuple):
    """A row that was found, and whom it stands for since a merge."""

    person: Person
    kept: Person


NOBODY = Match()
_UNKNOWN = Recognised()


class KnownPeople:
    """People as one list needs them: looked up together, then asked for one after another.

    Whoever is entered from the list meanwhile (``learn``) is known to its later rows.  With ``lock`` the rows found
    stay as they are until the transaction ends: nobody is merged away while a list names them.
    """

    def __init__(self, office: Office | int, *, lock: bool = False) -> None:
        self.office_id = office if isinstance(office, int) else office.pk
        self.in_directory: set[int] = set()
        self._lock = lock
        self._by_number: dict[str, list[_Seen]] = defaultdict(list)
        self._by_birth: dict[tuple[str, str], list[_Seen]] = defaultdict(list)

    def find(self, asked: Sequence[Traits]) -> list[Match]:
        """For each, in order: who is surely meant, or who of the office's directory is probably meant."""
        self.look_up(asked)
        sure = [self.recognise(one).person for one in asked]
        unknown = {place: one for place, one in enumerate(asked) if sure[place] is None}
        offers: dict[int, Match] = {}
        for some in batched(unknown.items(), CHUNK):
            offers |= _offers(self.office_id, dict(some))
        return [
            _sure(one, person) if person else offers.get(place, NOBODY)
            for place, (one, person) in enumerate(zip(asked, sure, strict=True))
        ]

    def look_up(self, asked: Iterable[Described]) -> None:
        """Reads whoever may surely be meant by one of these, for ``recognise``."""
        for some in batched(asked, CHUNK):
            people, rows = _rows(lock=self._lock), list[Person]()
            if numbers := {one.citizen_hash for one in some if one.citizen_hash}:
                rows += _filled(people, "citizen_id_hash").filter(citizen_id_hash__in=numbers)
            if born := [one for one in some if _day(one.birth)]:
                names = {name for one in born for name in spellings(one.folded)}
                rows += people.filter(search_key__in=names, birth_date__in={_day(one.birth) for one in born})
            self._remember(rows)

    def chosen(self, keys: Iterable[int]) -> dict[int, Person]:
        """People somebody chose, by the key they were chosen by, as they are now; who is gone is left out."""
        rows = [row for some in batched(keys, CHUNK) for row in _rows(lock=self._lock).filter(pk__in=some)]
        return self._remember(rows)

    def _remember(self, rows: Sequence[Person]) -> dict[int, Person]:
        kept = _kept_of(rows, lock=self._lock)
        keys = {person.pk for person in kept.values()}
        if keys:
            known = DirectoryEntry.objects.filter(office=self.office_id, person__in=keys)
            self.in_directory.update(known.values_list("person_id", flat=True))
        for person in sorted(rows, key=lambda row: (kept[row.pk].pk not in self.in_directory, row.pk)):
            self._add(_Seen(person, kept[person.pk]))
        return kept

    def learn(self, person: Person) -> None:
        """Somebody new, stored or not."""
        self._add(_Seen(person, person))

    def recognise(self, asked: Described) -> Recognised:
        """Who is surely meant, among those looked up and learned."""
        number = asked.citizen_hash
        holders = self._by_number.get(number, ()) if number else ()
        for seen in holders:
            if not _contradicts(asked, seen.person):
                return Recognised(seen.kept)
        if holders:
            return Recognised(against=holders[0].kept)
        named = self._named(asked)
        if not named:
            return _UNKNOWN
        free = [seen.kept for seen in named if not are_two(number, seen.kept.citizen_id_hash)]
        if free:
            return _UNKNOWN if _are_several(free) else Recognised(free[0])
        ours = [seen.kept for seen in named if seen.kept.pk is None or seen.kept.pk in self.in_directory]
        return Recognised(against=ours[0]) if ours else _UNKNOWN

    def holder(self, citizen_hash: str) -> Person | None:
        """Who has this number, among those looked up and learned."""
        holders = self._by_number.get(citizen_hash) if citizen_hash else None
        return holders[0].kept if holders else None

    def _add(self, seen: _Seen) -> None:
        person = seen.person
        if person.citizen_id_hash and seen not in self._by_number[person.citizen_id_hash]:
            self._by_number[person.citizen_id_hash].append(seen)
        if person.birth_date:
            bucket = self._by_birth[str(person.birth_date), _loose(person.search_key)]
            if seen not in bucket:
                bucket.append(seen)

    def _named(self, asked: Described) -> list[_Seen]:
        """Those of the same name and full date of birth whose gender does not say otherwise."""
        found = self._by_birth.get((asked.birth, _loose(asked.folded))) if len(asked.birth) == 10 else None
        if not found:
            return []
        key = match_key(asked.name)
        return [
            seen
            for seen in found
            if match_key(seen.person.full_name) == key and not _differ(asked.gender, seen.person.gender)
        ]


def spellings(folded: str) -> list[str]:
    """The folded forms of names that may match a folded name: ``my`` and ``mi`` are one syllable."""
    forms = [_forms(word) for word in folded.split()]
    if all(len(one) == 1 for one in forms):
        return [folded]
    return [" ".join(words) for _turn, words in zip(range(_MOST_SPELLINGS), product(*forms), strict=False)]


@lru_cache(maxsize=16_384)
def _forms(word: str) -> tuple[str, ...]:
    forms = [word]
    for place, char in enumerate(word):
        swaps = "iy" if char in "iy" else _APOSTROPHES if char in _APOSTROPHES else ""
        others = (word[:place] + other + word[place + 1 :] for other in swaps)
        forms += [other for other in others if other != word and match_key(other) == match_key(word)]
    return tuple(forms)


def are_two(one_hash: str, other_hash: str) -> bool:
    """Whether two citizen IDs cannot be one person's: an old card and a new one can, two of a kind cannot."""
    return bool(one_hash and other_hash) and one_hash != other_hash and one_hash[0] == other_hash[0]


def current(person: Person) -> Person:
    """Whom a row stands for now: people are merged while a list waits."""
    return _kept_of([person])[person.pk]


def _rows(*, lock: bool) -> QuerySet[Person]:
    return Person.objects.select_for_update(no_key=True).order_by("pk") if lock else Person.objects.order_by("pk")


def _kept_of(rows: Sequence[Person], *, lock: bool = False) -> dict[int, Person]:
    """By key whom each row stands for; one query for each step of the longest chain of merges."""
    known = {row.pk: row for row in rows}
    while missing := {row.merged_into_id for row in known.values() if row.merged_into_id} - known.keys():
        known |= {row.pk: row for row in _rows(lock=lock).filter(pk__in=missing)}
    kept = {}
    for row in rows:
        at = row
        while at.merged_into_id:
            at = known[at.merged_into_id]
        kept[row.pk] = at
    return kept


def _contradicts(asked: Described, person: Person) -> bool:
    """Whether the bearer of a citizen ID cannot be meant: another gender, year of birth or name."""
    year = asked.birth[:4]
    if _differ(asked.gender, person.gender) or _differ(year, str(person.birth_year or "")):
        return True
    return asked.folded != person.search_key and similarity(asked.folded, person.search_key) < ONE_PERSON


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and one != other


def _are_several(people: Sequence[Person]) -> bool:
    """Several people of one name and birth whose citizen IDs say that they are not one."""
    return any(are_two(one.citizen_id_hash, people[0].citizen_id_hash) for one in people[1:])


def _loose(folded: str) -> str:
    """Equal for all ``spellings`` of a name."""
    return folded.translate(_ONE_SPELLING)


@lru_cache(maxsize=16_384)
def _day(birth: str) -> date | None:
    try:
        return date.fromisoformat(birth) if len(birth) == 10 else None
    except ValueError:
        return None


def _sure(asked: Traits, person: Person) -> Match:
    alike = likeness(asked, traits_of(person))
    return Match(person, Certainty.SURE, alike.score, alike.reasons)


def traits_of(person: Person) -> Traits:
    return Traits(
        name=person.full_name,
        birth=str(person.birth_date or person.birth_year or ""),
        gender=person.gender,
        phone=person.phone,
        email=person.email,
        citizen_hash=person.citizen_id_hash,
    )


def _offers(office_id: int, asked: Mapping[int, Traits]) -> dict[int, Match]:
    """Who of the directory looks enough like each of these to be shown."""
    near = _near(office_id, asked.values())
    offers = {}
    for place, one in asked.items():
        keys = [("search_key", name) for name in spellings(one.folded)]
        keys += [("phone", one.phone), ("citizen_id_hash", one.citizen_hash)]
        people = {person.pk: person for key in keys for person in near.get(key, ()) if _may_be(one, person)}
        likely = [(likeness(one, traits_of(person)), person) for person in people.values()]
        scored = [(alike, person) for alike, person in likely if alike.score >= WORTH_A_LOOK]
        if scored:
            scored.sort(key=lambda pair: (-pair[0].score, pair[1].pk))
            (alike, person), others = scored[0], tuple(other for _alike, other in scored[1:MOST_OFFERED])
            offers[place] = Match(person, Certainty.LIKELY, alike.score, alike.reasons, others)
    return offers


def _near(office_id: int, asked: Iterable[Traits]) -> dict[tuple[str, str], list[Person]]:
    """People of the directory by each value that may lead to them; three queries."""
    names = {name for one in asked for name in spellings(one.folded)}
    values = {
        "search_key": names,
        "phone": {one.phone for one in asked if one.phone},
        "citizen_id_hash": {one.citizen_hash for one in asked if one.citizen_hash},
    }
    kept = DirectoryEntry.objects.filter(office=office_id, person=OuterRef("pk"))
    found: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for column, wanted in values.items():
        if wanted:
            rows = _filled(_rows(lock=False), column).filter(Exists(kept), **{f"{column}__in": wanted})
            for person in rows:
                found[column, getattr(person, column)].append(person)
    return found


def _filled(people: QuerySet[Person], column: str) -> QuerySet[Person]:
    """Rows whose column holds something: said aloud, so that a partial index may serve."""
    return people.exclude(**{column: ""}) if column != "search_key" else people


def _may_be(asked: Traits, person: Person) -> bool:
    """Cheap: whether two people of one name can reach the threshold at all (``likeness``)."""
    year, other = asked.birth[:4], str(person.birth_year or "")
    if sum(a != b for a, b in zip(year, other, strict=False)) <= 1:
        return True
    return (
        _same(asked.phone, person.phone)
        or _same(asked.citizen_hash, person.citizen_id_hash)
        or _same(asked.email.casefold(), person.email.casefold())
    )


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other
