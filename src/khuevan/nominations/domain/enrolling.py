"""From the rows of a list to the learners of a class."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked, reasoned
from khuevan.nominations.domain.book import Book, Row
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Organization
from khuevan.training.domain.lifeline import move
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

AFTER_RESULTS = frozenset({ClassState.RESULTS, ClassState.AWARDED, ClassState.REPORTED})


@dataclass
class Refusal:
    """A row that was not taken, and why."""

    row: Row
    message: str


@dataclass
class Enrolled:
    """What came of a list; ``not_kept`` names values of taken rows that the class does not keep."""

    taken: list[Enrollment] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    not_kept: list[Refusal] = field(default_factory=list)


@verb("nominations.enroll")
def enroll(
    actor: Actor, training_class: TrainingClass, rows: Iterable[Row], *, agency: Organization | None = None
) -> Enrolled:
    """Takes the rows an officer chose of a list; good rows are taken, the others come back with the reason.

    A person already known by the same name and full date of birth is recognised; a year alone does not prove a person.
    An agency that nobody entered yet is entered under the name the list gives; ``agency`` is meant where a row names
    none.  Citizen IDs are not kept, which ``not_kept`` says.  Raises ``list_is_closed``.
    """
    require(actor, "nominations.enroll", training_class)
    if locked(training_class).state not in {ClassState.PREPARING, ClassState.NOMINATING}:
        raise DomainError("list_is_closed", _("The list of this class is closed."))
    result = Enrolled()
    book = Book(training_class, agency)
    for row in rows:
        try:
            result.taken.append(book.enroll(row))
        except DomainError as error:
            result.refused.append(Refusal(row, error.message))
            continue
        if row.citizen_id:
            result.not_kept.append(Refusal(row, str(_("The citizen ID in the list was not kept."))))
    record(actor, "nominations.enroll", [*book.new_organizations, *book.new_people, *result.taken])
    return result


@verb("nominations.withdraw")
def withdraw(actor: Actor, enrollment: Enrollment, *, reason: str) -> None:
    """Takes someone off the list; the row and its reason stay.  Raises ``reason_missing``,
    ``already_withdrawn``, ``results_are_approved``."""
    require(actor, "nominations.enroll", enrollment.training_class)
    why = reasoned(reason)
    if locked(enrollment.training_class).state in AFTER_RESULTS:
        raise DomainError("results_are_approved", _("The results are approved; reopen them first."))
    if locked(enrollment).state != EnrollmentState.ENROLLED:
        raise DomainError("already_withdrawn", _("%(name)s is no longer on the list."), name=enrollment.full_name)
    before = snapshot(enrollment)
    enrollment.state = EnrollmentState.WITHDRAWN
    enrollment.save(update_fields=["state"])
    record(actor, "nominations.withdraw", enrollment, before, reason=why)


@verb("nominations.close_list")
def close_list(actor: Actor, training_class: TrainingClass) -> None:
    """Closes the list of learners.  Raises ``list_is_empty``."""
    require(actor, "nominations.enroll", training_class)
    locked(training_class)
    if not training_class.enrollments.current().exists():
        raise DomainError("list_is_empty", _("Nobody is on the list yet."))
    before = snapshot(training_class)
    move(training_class, ClassState.LIST_CLOSED)
    record(actor, "nominations.close_list", training_class, before)
