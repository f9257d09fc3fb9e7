"""People of one directory who may be one person: found by what they have in common, scored, kept as pairs to decide.

Comparing everybody with everybody would be five thousand million pairs for 100,000 people.  Only those are compared
who agree in one of ``WAYS``; what scores ``WORTH_A_LOOK`` or more agrees in at least one of them, apart from blocks too
large to say anything (a telephone that half an agency gives).

What somebody decided stands: two people told apart are not asked about again, nor is anybody merged into one of them.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import batched, combinations
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.people.domain.likeness import WORTH_A_LOOK, Traits, likeness, phone_key
from khuevan.people.domain.postings import workplaces
from khuevan.people.enums import DuplicateState
from khuevan.people.models import Office, Person, PossibleDuplicate

FIND_DUPLICATES = "people.find_duplicates"
"""Kind of the job; its subject is an Office, its param ``only`` the keys of people to compare with the others."""
ROWS_A_QUERY = 5000

type Keys = tuple[int, int]


@dataclass(frozen=True)
class Way:
    """People are compared whose ``columns`` give the same ``key``, unless more than ``most`` do."""

    columns: tuple[str, ...]
    key: Callable[..., object]
    most: int = 300


@dataclass(frozen=True)
class Pair:
    """Two keys of people, the smaller first, and how much they look like one."""

    keys: Keys
    score: int
    reasons: tuple[str, ...]


def _given(search_key: str) -> str:
    return search_key.rpartition(" ")[2]


WAYS = (
    Way(("citizen_id_hash",), lambda number: number, 50),
    Way(("phone",), lambda phone: phone and phone_key(phone), 30),
    Way(("email",), lambda email: email.casefold(), 30),
    Way(
        ("birth_date", "search_key"),
        lambda born, name: born and (born, _given(name)),
    ),
    Way(
        ("birth_date", "search_key"),
        lambda born, name: born and (born, *sorted(name.split())),
    ),
    Way(("birth_year", "search_key"), lambda year, name: year and (year, name)),
    Way(
        ("birth_date", "search_key"),
        lambda born, name: born and (born.month, born.day, name),
    ),
    Way(("organization", "search_key"), lambda body, name: body and (body, name)),
    Way(
        ("organization", "birth_year", "search_key"),
        lambda body, year, name: body and year and (body, year, _given(name)),
    ),
)


def pairs_found(office_id: int, way: Way, only: Collection[int] = ()) -> list[Pair]:
    """Everybody in the directory of an office who agrees in one way and scores enough, undecided so far.

    ``only``: at least one of the two is among these.
    """
    places = workplaces(office_id)
    wanted = set(only)
    together: set[Keys] = set()
    for block in _blocks(office_id, way, places):
        if 2 <= len(block) <= way.most and (not wanted or not wanted.isdisjoint(block)):
            together.update(
                (first, second)
                for first, second in combinations(sorted(block), 2)
                if not wanted or first in wanted or second in wanted
            )
    return scored(together - _decided(together), places)


def scored(pairs: Iterable[Keys], places: Mapping[int, int]) -> list[Pair]:
    """Those of the pairs that are worth a look."""
    asked = sorted(pairs)
    known = _traits({key for pair in asked for key in pair}, places)
    found = []
    for first, second in asked:
        if first in known and second in known:
            alike = likeness(known[first], known[second])
            if alike.score >= WORTH_A_LOOK:
                found.append(Pair((first, second), alike.score, alike.reasons))
    return found


def pairs_of(office_id: int) -> list[Keys]:
    """Open pairs inside the directory of an office, for looking at them again."""
    here = Person.objects.filter(known_to__office=office_id)
    pairs = PossibleDuplicate.objects.filter(state=DuplicateState.OPEN, first__in=here, second__in=here)
    return list(pairs.values_list("first", "second"))


@verb("people.note_duplicates")
def note_duplicates(actor: Actor, office: Office, found: Collection[Pair], gone: Collection[Keys] = ()) -> int:
    """Keeps pairs to decide, forgets open ones that look alike no more, and answers with how many are new."""
    require(actor, "people.keep_directory", office)
    stored = _stored(pair.keys for pair in found)
    new, changed = [], []
    for pair in found:
        old = stored.get(pair.keys)
        if old is None:
            first, second = pair.keys
            new.append(
                PossibleDuplicate(first_id=first, second_id=second, score=pair.score, reasons=list(pair.reasons))
            )
        elif old.state == DuplicateState.OPEN and (old.score, old.reasons) != (pair.score, list(pair.reasons)):
            old.score, old.reasons = pair.score, list(pair.reasons)
            changed.append(old)
    PossibleDuplicate.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    PossibleDuplicate.objects.bulk_update(changed, ["score", "reasons"], batch_size=500)
    stale = [pair.pk for pair in _stored(gone).values() if pair.state == DuplicateState.OPEN]
    for some in batched(stale, ROWS_A_QUERY):
        PossibleDuplicate.objects.filter(pk__in=some, state=DuplicateState.OPEN).delete()
    told = [office] if new or stale else []
    facts = {"pairs_found": len(new), "pairs_gone": len(stale)}
    record(actor, "people.note_duplicates", told, {office.pk: snapshot(office)}, after=facts)
    return len(new)


@verb("people.tell_apart")
def tell_apart(actor: Actor, one: Person, other: Person) -> PossibleDuplicate:
    """Somebody decided that these are two people: they are not asked about again.  Raises ``already_merged``."""
    for person in (one, other):
        require(actor, "people.change_person", person)
    pair = _pair(one, other)
    if pair.state == DuplicateState.MERGED:
        raise DomainError("already_merged", _("These two entries have been merged. Take the merge back first."))
    if pair.state == DuplicateState.DISMISSED:
        record(actor, "people.tell_apart", [])
        return pair
    before = snapshot(pair)
    pair.state, pair.decided_at, pair.decided_by = DuplicateState.DISMISSED, timezone.now(), account_of(actor)
    pair.save()
    record(actor, "people.tell_apart", pair, before)
    return pair


@verb("people.doubt_again")
def doubt_again(actor: Actor, pair: PossibleDuplicate) -> None:
    """Takes the decision that these are two people back.  Raises ``pair_not_decided``."""
    for person in (pair.first, pair.second):
        require(actor, "people.change_person", person)
    if locked(pair).state != DuplicateState.DISMISSED:
        raise DomainError("pair_not_decided", _("Nobody has said that these are two people."))
    before = snapshot(pair)
    pair.state, pair.decided_at, pair.decided_by = DuplicateState.OPEN, None, None
    pair.save()
    record(actor, "people.doubt_again", pair, before)


def traits_of(person: Person, organization: int | None = None) -> Traits:
    """What is known of somebody, as ``likeness`` compares it."""
    return Traits(
        name=person.full_name,
        birth=_birth(person.birth_date, person.birth_year),
        gender=person.gender,
        phone=person.phone,
        email=person.email,
        citizen_hash=person.citizen_id_hash,
        organization=organization,
    )


def _pair(one: Person, other: Person) -> PossibleDuplicate:
    """The stored pair, locked; made when nobody has asked about these two yet."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    alike = likeness(traits_of(first), traits_of(second))
    pair, _is_new = PossibleDuplicate.objects.select_for_update().get_or_create(
        first=first, second=second, defaults={"score": alike.score, "reasons": list(alike.reasons)}
    )
    return pair


def _blocks(office_id: int, way: Way, places: Mapping[int, int]) -> Iterable[list[int]]:
    blocks: defaultdict[object, list[int]] = defaultdict(list)
    columns = [column for column in way.columns if column != "organization"]
    nothing = {columns[0]: None if columns[0].startswith("birth") else ""}
    people = Person.objects.living().filter(known_to__office=office_id).exclude(**nothing).order_by()
    for pk, *values in people.values_list("pk", *columns).iterator(chunk_size=ROWS_A_QUERY):
        if len(columns) < len(way.columns):
            values.insert(0, places.get(pk))
        key = way.key(*values)
        if key:
            blocks[key].append(pk)
    return blocks.values()


def _traits(keys: Collection[int], places: Mapping[int, int]) -> dict[int, Traits]:
    """Of the living among these people."""
    columns = ("pk", "full_name", "birth_date", "birth_year", "gender", "phone", "email", "citizen_id_hash")
    known = {}
    for some in batched(sorted(keys), ROWS_A_QUERY):
        rows = Person.objects.living().filter(pk__in=some).order_by().values_list(*columns)
        for pk, name, born, year, gender, phone, email, number in rows:
            known[pk] = Traits(name, _birth(born, year), gender, phone, email, number, places.get(pk))
    return known


def _birth(born: date | None, year: int | None) -> str:
    return born.isoformat() if born else str(year or "")


def _decided(pairs: Collection[Keys]) -> set[Keys]:
    """Those of the pairs that somebody told apart, themselves or as entries merged into them since."""
    if not pairs:
        return set()
    into: dict[int, Any] = dict(Person.objects.filter(merged_into__gt=0).order_by().values_list("pk", "merged_into"))

    def kept(key: int) -> int:
        while key in into:
            key = into[key]
        return key

    apart = PossibleDuplicate.objects.filter(state=DuplicateState.DISMISSED).order_by().values_list("first", "second")
    decided = {tuple(sorted((kept(first), kept(second)))) for first, second in apart.iterator()}
    return {pair for pair in pairs if pair in decided}


def _stored(pairs: Iterable[Keys]) -> dict[Keys, PossibleDuplicate]:
    wanted = set(pairs)
    found = {}
    for some in batched(sorted({first for first, _second in wanted}), ROWS_A_QUERY):
        for pair in PossibleDuplicate.objects.filter(first__in=some).order_by():
            if (pair.first_id, pair.second_id) in wanted:
                found[pair.first_id, pair.second_id] = pair
    return found


words(
    verbs={
        "people.note_duplicates": _("looked for people entered twice"),
        "people.tell_apart": _("decided that two entries are two people"),
        "people.doubt_again": _("took back that two entries are two people"),
    }
)
fact("pairs_found", _("pairs found"))
fact("pairs_gone", _("pairs that look alike no more"))
