"""Who answered: the board of one class for its organizer, and what an agency sent over the years."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from khuevan.nominations.domain.nominees import Nominee
from khuevan.nominations.domain.notice_people import BEST
from khuevan.nominations.domain.seats import Seats, seats_of
from khuevan.nominations.enums import Answer, NominationState, ReplyState, SubmissionState
from khuevan.nominations.models import (
    Enrollment,
    EnrollmentQuerySet,
    Invitation,
    Nomination,
    Quota,
    ReplyFile,
    Submission,
)
from khuevan.people.enums import ContactSlot
from khuevan.people.models import Contact, Office, Organization, Person
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

MOST_OFFERED = 300
"""People an agency is offered from its earlier classes."""


@dataclass(frozen=True)
class AgencyRow:
    """One agency on the board.  ``unconfirmed`` are answers that wait, ``files`` letters that came in."""

    quota: Quota
    held: int
    proposed: int
    accepted: int
    reserve: int
    refused: int
    unconfirmed: int
    files: int
    contact: Contact | None

    @property
    def has_answered(self) -> bool:
        return self.quota.answer != Answer.NONE

    @property
    def is_silent(self) -> bool:
        """Nothing came at all, not even what waits for confirmation."""
        return not self.has_answered and not self.unconfirmed


@dataclass(frozen=True)
class Board:
    """All agencies of one invitation in protocol order, and what they come to."""

    rows: list[AgencyRow]
    seats: Seats
    totals: "Totals"


@dataclass(frozen=True)
class Totals:
    """Sums over the agencies; ``places`` is the total of the class, or the sum of the agencies' numbers if less."""

    invited: int = 0
    opened: int = 0
    answered: int = 0
    declined: int = 0
    unconfirmed: int = 0
    held: int = 0
    proposed: int = 0
    accepted: int = 0
    reserve: int = 0
    refused: int = 0
    places: int | None = None


def board(invitation: Invitation) -> Board:
    """In nine queries at most, whatever the number of agencies."""
    seats = seats_of(invitation)
    quotas = list(invitation.quotas.by_protocol().select_related("organization", "venue", "record"))
    for quota in quotas:
        quota.invitation = invitation
    waiting = _counted(Submission.objects.filter(quota__invitation=invitation, state=SubmissionState.UNCONFIRMED))
    files = _counted(
        ReplyFile.objects.filter(quota__invitation=invitation).exclude(
            state__in=[ReplyState.DOUBLE, ReplyState.SET_ASIDE]
        )
    )
    contacts = contacts_of([quota.organization_id for quota in quotas])
    rows = [
        AgencyRow(
            quota,
            held=seats.held(quota),
            proposed=seats.proposed(quota),
            accepted=seats.accepted(quota),
            reserve=seats.reserve(quota),
            refused=seats.refused(quota),
            unconfirmed=waiting.get(quota.pk, 0),
            files=files.get(quota.pk, 0),
            contact=contacts.get(quota.organization_id),
        )
        for quota in quotas
    ]
    return Board(rows, seats, _totals(invitation, rows))


def contacts_of(organizations: Sequence[int]) -> dict[int, Contact]:
    """Whom to call or write to, by key of the body: the contact for training first."""
    best: dict[int, Contact] = {}
    found = Contact.objects.filter(organization__in=organizations).exclude(name="", phone="", email="")
    for contact in sorted(found, key=lambda one: (BEST.index(ContactSlot(one.slot)), one.pk)):
        best.setdefault(contact.organization_id, contact)
    return best


@dataclass(frozen=True)
class ReplyCounts:
    """How far the answers to an invitation have come."""

    invited: int
    answered: int
    declined: int
    unconfirmed: int
    proposed: int
    reserve: int

    @property
    def missing(self) -> int:
        return self.invited - self.answered


def reply_counts(training_classes: Sequence[TrainingClass]) -> dict[int, ReplyCounts]:
    """By key of the class, for those to which agencies were invited; three queries for any number of classes."""
    keys = [one.pk for one in training_classes]
    of_class = "invitation__training_class"
    quotas = Quota.objects.filter(**{f"{of_class}__in": keys}).order_by().values_list(of_class)
    invited = quotas.annotate(
        invited=Count("pk"),
        answered=Count("pk", filter=~Q(answer=Answer.NONE)),
        declined=Count("pk", filter=Q(answer=Answer.DECLINED)),
    )
    sent = Submission.objects.filter(quota__invitation__training_class__in=keys, state=SubmissionState.UNCONFIRMED)
    waiting = dict(sent.order_by().values_list("quota__invitation__training_class").annotate(Count("pk")))
    states = Nomination.objects.filter(training_class__in=keys).order_by().values_list("training_class", "state")
    people = {(pk, state): count for pk, state, count in states.annotate(Count("pk"))}
    return {
        pk: ReplyCounts(
            invited=count,
            answered=answered,
            declined=declined,
            unconfirmed=waiting.get(pk, 0),
            proposed=people.get((pk, NominationState.PROPOSED), 0),
            reserve=people.get((pk, NominationState.RESERVE), 0),
        )
        for pk, count, answered, declined in invited
    }


@dataclass(frozen=True)
class SentBefore:
    """Somebody an agency sent to a class of the office, as they stood on the list last."""

    person: Person
    last: Enrollment
    classes: int

    @property
    def nominee(self) -> Nominee:
        """To be named again, under the words of the last time."""
        last = self.last
        return Nominee(
            full_name=last.full_name,
            birth=str(last.birth_date or last.birth_year or "") or None,
            gender=last.gender,
            honorific=last.honorific,
            position=last.position,
            organization_name=last.organization_name,
            phone=last.phone,
            email=last.email,
            person=self.person,
        )


def history_of_agency(organization: Organization, office: Office) -> list[SentBefore]:
    """The people an agency sent to classes of one office, those of the last class first; two queries."""
    learners = sent_by(organization, office).select_related("person", "training_class")
    found: dict[int, list[Enrollment]] = defaultdict(list)
    for learner in learners.order_by("-training_class__start_date", "name_key", "pk"):
        found[learner.person_id].append(learner)
    people = [SentBefore(some[0].person, some[0], len(some)) for some in found.values()]
    return people[:MOST_OFFERED]


@dataclass
class ClassOfYear:
    """One class of a year, with the people of one agency on its list."""

    training_class: TrainingClass
    people: list[Enrollment] = field(default_factory=list)


def year_of_agency(organization: Organization, office: Office, year: int) -> list[ClassOfYear]:
    """Classes of one office in a year, with the people an agency sent there; by date."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    learners = sent_by(organization, office).filter(training_class__start_date__range=(first, last))
    rows: dict[int, ClassOfYear] = {}
    for learner in learners.select_related("training_class", "person").order_by(
        "training_class__start_date", "training_class", "name_key", "pk"
    ):
        row = rows.setdefault(learner.training_class_id, ClassOfYear(learner.training_class))
        row.people.append(learner)
    return list(rows.values())


def sent_by(organization: Organization, office: Office) -> EnrollmentQuerySet:
    """Learners on lists of one office whom an agency named, or who stood there as of that agency."""
    own = Q(nomination__quota__organization=organization) | Q(organization=organization, nomination=None)
    on_lists = Enrollment.objects.current().filter(own, training_class__office=office)
    return on_lists.exclude(training_class__state=ClassState.CANCELLED)


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    return dict(rows.order_by().values_list("quota").annotate(Count("pk")))


def _totals(invitation: Invitation, rows: Sequence[AgencyRow]) -> Totals:
    own = [row.quota.places for row in rows]
    summed = sum(one for one in own if one is not None) if own and None not in own else None
    places = [one for one in (invitation.seats, summed) if one is not None]
    return Totals(
        invited=len(rows),
        opened=sum(row.quota.opened_at is not None for row in rows),
        answered=sum(row.has_answered for row in rows),
        declined=sum(row.quota.answer == Answer.DECLINED for row in rows),
        unconfirmed=sum(row.unconfirmed for row in rows),
        held=sum(row.held for row in rows),
        proposed=sum(row.proposed for row in rows),
        accepted=sum(row.accepted for row in rows),
        reserve=sum(row.reserve for row in rows),
        refused=sum(row.refused for row in rows),
        places=min(places, default=None),
    )
