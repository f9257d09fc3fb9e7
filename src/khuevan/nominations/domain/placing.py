"""Giving places to the people an agency names: who is named twice, who gets a place, who goes to the reserve list.

What locks, in which order, and why the numbers hold: ``docs/algorithms/places.md``.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot
from khuevan.core.errors import DomainError
from khuevan.core.rows import alone
from khuevan.nominations.domain.book import Book, Entry
from khuevan.nominations.domain.seating import one_leader
from khuevan.nominations.domain.seats import Seats
from khuevan.nominations.enums import Answer, EnrollmentState, NominationState
from khuevan.nominations.models import Enrollment, Nomination, NominationQuerySet, Quota
from khuevan.people.domain.likeness import Traits
from khuevan.people.domain.matching import KnownPeople, are_two
from khuevan.people.identity import unseal_citizen_id
from khuevan.vietnamese.folding import match_key

ENTERED = frozenset({NominationState.PROPOSED, NominationState.RESERVE, NominationState.ACCEPTED})


def is_same(one: Nomination, other: Nomination) -> bool:
    """Whether one agency means one person: the same citizen ID or entry of the directory, or the same name with the
    same birth or telephone, or with neither known of both."""
    if one.citizen_id_hash and one.citizen_id_hash == other.citizen_id_hash:
        return True
    if are_two(one.citizen_id_hash, other.citizen_id_hash):
        return False
    if one.person_id is not None and one.person_id == other.person_id:
        return True
    if match_key(one.full_name) != match_key(other.full_name):
        return False
    born = _agree(one.birth_year, other.birth_year)
    if one.birth_date and other.birth_date:
        born = one.birth_date == other.birth_date
    called = _agree(_digits(one.phone), _digits(other.phone))
    return bool(born or (born is None and called is not False))


def _agree[T](one: T | None, other: T | None) -> bool | None:
    """None where one of the two is not known."""
    return None if not one or not other else one == other


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char.isdigit())


class Doubles:
    """People of one agency who are in line or on the list, to find who is named again."""

    def __init__(self, rows: Iterable[Nomination] = ()) -> None:
        self._by_key: dict[tuple[str, object], list[Nomination]] = {}
        for row in rows:
            self.add(row)

    def add(self, row: Nomination) -> None:
        for key in _keys(row):
            self._by_key.setdefault(key, []).append(row)

    def find(self, row: Nomination) -> Nomination | None:
        rows = (other for key in _keys(row) for other in self._by_key.get(key, ()))
        return next((other for other in rows if not _is(row, other) and is_same(row, other)), None)

    def forget(self, row: Nomination) -> None:
        for key in _keys(row):
            self._by_key[key] = [other for other in self._by_key.get(key, ()) if other is not row]


def _is(row: Nomination, other: Nomination) -> bool:
    return row is other or (row.pk is not None and row.pk == other.pk)


def _keys(row: Nomination) -> Iterable[tuple[str, object]]:
    yield "name", match_key(row.full_name)
    if row.citizen_id_hash:
        yield "number", row.citizen_id_hash
    if row.person_id is not None:
        yield "person", row.person_id


def in_line(*quotas: Quota) -> NominationQuerySet:
    """The people of agencies who hold a place or wait for one, locked."""
    rows = Nomination.objects.filter(quota__in=[quota.pk for quota in quotas]).select_related("quota", "enrollment")
    rows = rows.select_for_update(of=("self",))
    gone = {"state": NominationState.ACCEPTED, "enrollment__state": EnrollmentState.WITHDRAWN}
    return rows.filter(state__in=ENTERED).exclude(**gone).order_by("pk")


def recognise(office_id: int, rows: Sequence[Nomination]) -> None:
    """Sets, unsaved, whom of the office's directory each row surely means."""
    asked = [(row, _traits(row)) for row in rows if row.person_id is None and row.full_name]
    if not asked:
        return
    known = KnownPeople(office_id, lock=True)
    known.look_up([traits for _row, traits in asked])
    for row, traits in asked:
        person = known.recognise(traits).person
        if person is not None and person.pk in known.in_directory:
            row.person = person


def _traits(row: Nomination) -> Traits:
    birth = str(row.birth_date or row.birth_year or "")
    return Traits(row.full_name, birth, row.gender, citizen_hash=row.citizen_id_hash)


def put_in_line(quota: Quota, rows: Sequence[Nomination], seats: Seats) -> None:
    """Sets, unsaved, the state of rows that begin to count: a place, the reserve list, or named before.

    The class is locked.  Rows are taken in the order of the answer.
    """
    alone("enroll")  # people are recognised, and may be merged meanwhile
    recognise(quota.invitation.training_class.office_id, rows)
    doubles, now = Doubles(in_line(quota)), timezone.now()
    for row in rows:
        row.placed_at = now
        if doubles.find(row) is not None:
            row.state = NominationState.DOUBLE
            continue
        row.state = place_for(quota, seats)
        seats.moved(quota, None, row.state)
        doubles.add(row)


def place_for(quota: Quota, seats: Seats) -> NominationState:
    """Where somebody newly named goes."""
    free = seats.free_for_new(quota)
    return NominationState.PROPOSED if free is None or free > 0 else NominationState.RESERVE


def answered(quota: Quota, answer: Answer, reason: str = "") -> None:
    """Sets what the agency said last, and stores it."""
    quota.answer, quota.decline_reason, quota.answered_at = answer, reason, timezone.now()
    quota.save(update_fields=["answer", "decline_reason", "answered_at"])


def entry_of_nomination(row: Nomination) -> Entry:
    """A nomination as the list takes it: of the agency that sent it, under the words the agency used."""
    own = row.organization_id in (None, row.quota.organization_id)
    return Entry(
        full_name=row.full_name,
        birth=str(row.birth_date or row.birth_year or "") or None,
        gender=row.gender,
        honorific=row.honorific,
        position=row.position,
        organization=row.quota.organization if own else row.organization,
        organization_name=row.organization_name,
        phone=row.phone,
        email=row.email,
        note=row.note,
        citizen_id=unseal_citizen_id(row.citizen_id_sealed),
        person=row.person,
    )


def enroll_nominations(book: Book, rows: Sequence[Nomination], actor: Actor) -> list[Enrollment | DomainError]:
    """Puts nominations on the list of the class, or says why one is not taken; sets them accepted, unsaved.

    Whoever was accepted before and taken back gets the old row of the list again.
    """
    back = [row for row in rows if row.enrollment_id is not None]
    answers: dict[int, Enrollment | DomainError] = {row.pk: _back_on_list(book, row) for row in back}
    new = [row for row in rows if row.enrollment_id is None]
    if new:
        answers |= dict(
            zip((row.pk for row in new), book.enroll([entry_of_nomination(row) for row in new]), strict=True)
        )
    for row in rows:
        answer = answers[row.pk]
        if isinstance(answer, Enrollment):
            set_accepted(row, answer, actor)
    return [answers[row.pk] for row in rows]


def set_accepted(row: Nomination, enrollment: Enrollment, actor: Actor) -> None:
    row.state, row.enrollment, row.person_id = NominationState.ACCEPTED, enrollment, enrollment.person_id
    row.reason, row.decided_at, row.decided_by = "", timezone.now(), account_of(actor)


def _back_on_list(book: Book, row: Nomination) -> Enrollment | DomainError:
    enrollment = row.enrollment
    if enrollment is None or not book.admits(enrollment.person_id):
        return DomainError("already_on_the_list", _("%(name)s is already on the list."), name=row.full_name)
    enrollment.state, enrollment.state_reason = EnrollmentState.ENROLLED, ""
    one_leader(enrollment)
    enrollment.save(update_fields=["state", "state_reason", "leads_group"])
    return enrollment


STORED = ("state", "reason", "placed_at", "decided_at", "decided_by", "enrollment", "person", "replaces")
"""Columns that change while a nomination goes from one state to another."""


def store_rows(rows: Sequence[Nomination]) -> None:
    Nomination.objects.bulk_update(rows, STORED, batch_size=500)


def store_places(rows: Sequence[Nomination]) -> None:
    """Stores what ``put_in_line`` set: the state is the same for many, and ``bulk_update`` takes its time for each."""
    by_state: dict[str, list[Nomination]] = defaultdict(list)
    for row in rows:
        by_state[row.state].append(row)
    for state, some in by_state.items():
        placed = {"state": state, "placed_at": some[0].placed_at}
        Nomination.objects.filter(pk__in=[row.pk for row in some]).update(**placed)
    known = [row for row in rows if row.person_id is not None]
    Nomination.objects.bulk_update(known, ["person"], batch_size=500)


def follow(
    actor: Actor,
    verb_name: str,
    enrollments: Iterable[Enrollment],
    change: Callable[[Nomination], None],
    *,
    reason: str = "",
) -> list[Nomination]:
    """Changes the nominations behind learners whose place on the list changed, and records it."""
    keys = [one.pk for one in enrollments]
    rows = list(Nomination.objects.select_for_update(of=("self",)).filter(enrollment__in=keys).select_related("quota"))
    before = {row.pk: snapshot(row) for row in rows}
    for row in rows:
        change(row)
    if rows:
        store_rows(rows)
        record(actor, verb_name, rows, before, reason=reason)
    return rows


def set_withdrawn(row: Nomination, reason: str = "") -> None:
    row.state, row.reason, row.decided_at = NominationState.WITHDRAWN, reason, timezone.now()
