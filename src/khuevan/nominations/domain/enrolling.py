"""From the rows of a list to the learners of a class."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import LONGEST_REASON, locked, reasoned
from khuevan.nominations.domain import notices
from khuevan.nominations.domain.book import Book, Entry, Row
from khuevan.nominations.domain.joining import join
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import Gender
from khuevan.people.models import Organization, Person
from khuevan.training.domain.lifeline import move, move_back
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

OPEN = frozenset({ClassState.PREPARING, ClassState.NOMINATING})
LATE = frozenset({ClassState.LIST_CLOSED, ClassState.RUNNING})
"""The list is closed, but a late change may still be made, with a reason."""


class LearnerFields(TypedDict, total=False):
    """What stands on the list of one learner; ``birth`` is ``1982-06-02`` or ``1982``.

    An agency is given as a body of the directory, as words, or as both when the list names it otherwise.
    """

    full_name: str
    honorific: str
    gender: Gender | str
    birth: str | None
    position: str
    organization: Organization | None
    organization_name: str
    phone: str
    email: str
    note: str


@dataclass
class Refusal:
    """A row that was not taken, and why."""

    row: Row
    message: str


@dataclass
class Enrolled:
    """What came of a list; ``not_kept`` names values of taken rows that are not kept.

    ``new_people`` and ``new_organizations`` were entered with it and are known from nowhere else.
    """

    taken: list[Enrollment] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    not_kept: list[Refusal] = field(default_factory=list)
    new_people: list[Person] = field(default_factory=list)
    new_organizations: list[Organization] = field(default_factory=list)


@verb("nominations.enroll")
def enroll(
    actor: Actor,
    training_class: TrainingClass,
    rows: Iterable[Row],
    *,
    agency: Organization | None = None,
    keep_citizen_ids: bool = False,
) -> Enrolled:
    """Takes the rows an officer chose of a list; good rows are taken, the others come back with the reason.

    A person already known by the same citizen ID, or by the same name and full date of birth, is recognised; a year
    alone does not prove a person.  An agency that nobody entered yet is entered under the name the list gives;
    ``agency`` is meant where a row names none.  Citizen IDs only find people unless ``keep_citizen_ids`` asks to keep
    them; ``not_kept`` says so.  Learners of invited agencies take their places (``joining``).  Raises
    ``list_is_closed``, ``class_is_full``, ``venue_is_full``.
    """
    require(actor, "nominations.enroll", training_class)
    refuse_if_closed(locked(training_class))
    book = Book(training_class, agency, keep_citizen_ids=keep_citizen_ids)
    many = list(rows)
    entries = [Entry.of_row(row) for row in many]
    result = Enrolled(new_people=book.new_people, new_organizations=book.new_organizations)
    for row, entry, answer in zip(many, entries, book.enroll(entries), strict=True):
        if isinstance(answer, DomainError):
            result.refused.append(Refusal(row, answer.message))
            continue
        result.taken.append(answer)
        if entry.citizen_id and not book.keeps(entry, answer):
            result.not_kept.append(Refusal(row, str(_("The citizen ID in the list was not kept."))))
    book.record(actor, "nominations.enroll", result.taken)
    join(actor, "nominations.enroll", book, result.taken)
    return result


def refuse_if_over(training_class: TrainingClass) -> None:
    """Also a closed list changes until the teaching is over.  Raises ``list_is_closed``."""
    if training_class.state not in LATE:
        refuse_if_closed(training_class)


def refuse_if_closed(training_class: TrainingClass) -> None:
    if training_class.state not in OPEN:
        raise DomainError("list_is_closed", _("The list of this class is closed."))


@verb("nominations.add_learner")
def add_learner(
    actor: Actor,
    training_class: TrainingClass,
    *,
    person: Person | None = None,
    reason: str = "",
    **fields: Unpack[LearnerFields],
) -> Enrollment:
    """Puts one learner on the list: somebody of the directory (``person``), or a name as on a list.

    What is not given is taken from the person.  Once the list is closed a late learner needs a reason.  A learner of an
    invited agency takes one of its places, or one more than it had.  Raises ``list_is_closed`` after the teaching,
    ``reason_missing``, ``row_without_name``, ``already_on_the_list``, ``invalid_value``, ``birth_unreadable``,
    ``class_is_full``, ``venue_is_full``.
    """
    require(actor, "nominations.enroll", training_class)
    if person is not None:
        require(actor, "people.view_person", person)
    why = late_reason(locked(training_class), reason)
    book = Book(training_class)
    enrollment = enter(book, entry_of(person, fields))
    book.record(actor, "nominations.add_learner", [enrollment], reason=why)
    join(actor, "nominations.add_learner", book, [enrollment], reason=why)
    return enrollment


def late_reason(training_class: TrainingClass, reason: str) -> str:
    """The reason for a change of the list, needed once it is closed; after the teaching nothing is changed any more."""
    if training_class.state in LATE:
        return reasoned(reason)
    refuse_if_closed(training_class)
    return reason.strip()[:LONGEST_REASON]


def entry_of(person: Person | None, fields: LearnerFields, replaces: Enrollment | None = None) -> Entry:
    """What was typed, and for the rest what is known of the person."""
    known: LearnerFields = {}
    if person is not None:
        known = {
            "full_name": person.full_name,
            "honorific": person.honorific,
            "gender": person.gender,
            "birth": str(person.birth_date or person.birth_year or "") or None,
            "phone": person.phone,
            "email": person.email,
        }
    values = {name: value.strip() if isinstance(value, str) else value for name, value in {**known, **fields}.items()}
    return Entry(**{"full_name": "", **values}, person=person, replaces=replaces)  # type: ignore[arg-type]


def enter(book: Book, entry: Entry) -> Enrollment:
    """The one learner of an entry; raises what the book refuses."""
    (answer,) = book.enroll([entry])
    if isinstance(answer, DomainError):
        raise answer
    return answer


@verb("nominations.close_list")
def close_list(actor: Actor, training_class: TrainingClass) -> None:
    """Closes the list of learners; invited agencies are told who is on it.  Raises ``list_is_empty``."""
    require(actor, "nominations.enroll", training_class)
    locked(training_class)
    if not training_class.enrollments.current().exists():
        raise DomainError("list_is_empty", _("Nobody is on the list yet."))
    before = snapshot(training_class)
    move(training_class, ClassState.LIST_CLOSED)
    record(actor, "nominations.close_list", training_class, before)
    notices.list_closed(training_class)


@verb("nominations.reopen_list")
def reopen_list(actor: Actor, training_class: TrainingClass, *, reason: str) -> None:
    """Opens a closed list again, before the teaching has begun.  Raises ``reason_missing``, ``list_is_not_closed``."""
    require(actor, "nominations.enroll", training_class)
    why = reasoned(reason)
    if locked(training_class).state != ClassState.LIST_CLOSED:
        raise DomainError(
            "list_is_not_closed",
            _("The list is opened again only before the class begins; later, add the learner with a reason."),
        )
    before = snapshot(training_class)
    move_back(training_class, ClassState.NOMINATING)
    record(actor, "nominations.reopen_list", training_class, before, reason=why)
