"""What a class knows about itself, asked only when a paper needs it; shared by all contents."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from khuevan.assessment.models import CompletionRule, Outcome
from khuevan.attendance.enums import AttendanceStatus
from khuevan.attendance.models import Attendance
from khuevan.core.actors import Actor
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment, Invitation, Quota
from khuevan.papers.blocks import HOLE, OPEN_DATE, Letterhead
from khuevan.papers.domain.details import Details, details_of, record_of
from khuevan.papers.enums import PaperKind
from khuevan.people.domain import letterheads
from khuevan.people.models import Organization
from khuevan.records.models import Record
from khuevan.training.domain.queries import programme_of
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import (
    CeremonyRole,
    ClassTopic,
    Committee,
    CommitteeMember,
    Guest,
    Lecturer,
    ProgrammeItem,
    Session,
    TrainingClass,
    Venue,
)
from khuevan.vietnamese.dates import document_date


def lecturers_of(item: ProgrammeItem) -> list[Lecturer]:
    return [lecturer for lecturer in item.lecturers.all() if isinstance(lecturer, Lecturer)]


@dataclass(frozen=True)
class Target:
    """Whom one copy of a paper is written to: ``key`` stays the same between versions ("quota:12")."""

    key: str
    name: str


class Facts:
    """One class as its papers tell it.  ``cited`` are documents of the class that papers name as their basis.

    ``kind`` is the paper being written, ``target`` to whom, where there is one for each.
    """

    def __init__(
        self,
        actor: Actor,
        training_class: TrainingClass,
        cited: Sequence[Record] = (),
        *,
        kind: PaperKind | None = None,
        target: Target | None = None,
    ) -> None:
        self.actor = actor
        self.training_class = training_class
        self.documents = [*([training_class.plan] if training_class.plan else []), *cited]
        self.kind = kind
        self.target = target

    @cached_property
    def details(self) -> Details:
        """What an officer and the office's settings say of the paper being written."""
        return details_of(self.training_class, self.kind) if self.kind else Details()

    def record_of(self, kind: PaperKind, target: str = "") -> Record | None:
        """The signed document that another paper of this class became, so that this one cites it by number."""
        return record_of(self.training_class, kind, target)

    @cached_property
    def organization(self) -> Organization:
        return self.training_class.office.organization

    @cached_property
    def writes_as(self) -> letterheads.Letterhead:
        """Name, symbol and signatures of the office: those of the body whose seal it uses."""
        return letterheads.letterhead_of(self.organization)

    @cached_property
    def symbol(self) -> str:
        """The office in numbers of documents: STTTT."""
        return self.writes_as.symbol or HOLE

    def letterhead(self, kind: str) -> Letterhead:
        """For a paper of a kind (KH, QĐ ...): number and day are given when it is signed."""
        place = self.writes_as.place or HOLE
        number = f"Số: {HOLE}/{kind}-{self.symbol}"
        return Letterhead(self._parent_name, self.writes_as.own, number, f"{place}, {OPEN_DATE}")

    def letter(self, about: str, sent: Record | None = None) -> Letterhead:
        """For a công văn, whose number names the office and the unit that wrote it; ``sent`` is its record, if any."""
        top = self.letterhead("")
        number, place_date = f"Số: {HOLE}/{self.symbol}-{self.writes_as.unit_symbol or HOLE}", top.place_date
        if sent is not None and sent.code:
            number = f"Số: {sent.code}"
        if sent is not None and sent.date:
            place_date = f"{self.writes_as.place or HOLE}, {document_date(sent.date)}"
        return Letterhead(top.parent, top.office, number, place_date, about)

    @cached_property
    def attached(self) -> Letterhead:
        """For what is attached to a paper and has no number of its own."""
        return Letterhead(self._parent_name, self.writes_as.own)

    @cached_property
    def _parent_name(self) -> str:
        return self.writes_as.parent

    @cached_property
    def superiors(self) -> tuple[str, ...]:
        """Who gave the task; the body above the office where nobody is named."""
        named = self._organizers(OrganizerPart.COMMISSIONED_BY)
        return named or ((self._parent_name,) if self._parent_name else ())

    @cached_property
    def commissioners(self) -> tuple[str, ...]:
        return self._organizers(OrganizerPart.COMMISSIONED_BY)

    @cached_property
    def partners(self) -> tuple[str, ...]:
        return self._organizers(OrganizerPart.CO)

    def _organizers(self, part: OrganizerPart) -> tuple[str, ...]:
        return tuple(self.training_class.organizers.filter(part=part).values_list("name", flat=True))

    @cached_property
    def sessions(self) -> list[Session]:
        return list(programme_of(self.training_class))

    @cached_property
    def venues(self) -> list[Venue]:
        return list(self.training_class.venues.select_related("contact"))

    @cached_property
    def topics(self) -> list[tuple[ClassTopic, list[Lecturer]]]:
        """Each topic with those who teach it, once each, in the order of the programme."""
        taught: dict[int, dict[int, Lecturer]] = {}
        for session in self.sessions:
            for item in session.items.all():
                if item.class_topic_id is not None:
                    by_key = taught.setdefault(item.class_topic_id, {})
                    by_key.update({lecturer.pk: lecturer for lecturer in lecturers_of(item)})
        topics = self.training_class.class_topics.select_related("topic")
        return [(topic, list(taught.get(topic.pk, {}).values())) for topic in topics]

    @cached_property
    def lecturers(self) -> list[Lecturer]:
        return list(self.training_class.lecturers.select_related("person"))

    @cached_property
    def committee(self) -> Committee | None:
        return Committee.objects.filter(training_class=self.training_class).first()

    @cached_property
    def members(self) -> list[CommitteeMember]:
        return list(self.committee.members.select_related("person")) if self.committee else []

    @cached_property
    def ceremony_roles(self) -> list[CeremonyRole]:
        return list(self.training_class.ceremony_roles.select_related("person"))

    @cached_property
    def guests(self) -> list[Guest]:
        return list(self.training_class.guests.select_related("person"))

    @cached_property
    def learners(self) -> list[Enrollment]:
        """Everybody on the list, in protocol order."""
        seen = Enrollment.objects.visible_to(self.actor).filter(training_class=self.training_class)
        return list(seen.current().by_protocol().select_related("organization", "person"))

    @cached_property
    def invitation(self) -> Invitation | None:
        """On which terms agencies are asked; None while the class invites nobody."""
        found = Invitation.objects.filter(training_class=self.training_class)
        return found.select_related("record", "topic").first()

    @cached_property
    def quotas(self) -> list[Quota]:
        """The agencies invited, in protocol order."""
        if self.invitation is None:
            return []
        return list(self.invitation.quotas.by_protocol().select_related("organization", "venue"))

    @cached_property
    def withdrawn(self) -> int:
        return self.training_class.enrollments.filter(state=EnrollmentState.WITHDRAWN).count()

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Agencies that sent someone, in protocol order."""
        return tuple(dict.fromkeys(learner.organization_name for learner in self.learners if learner.organization_name))

    @cached_property
    def rule(self) -> CompletionRule | None:
        """The newest version."""
        return self.training_class.completion_rules.order_by("-version").first()

    @cached_property
    def outcomes(self) -> dict[int, Outcome]:
        """By enrollment; only of learners still on the list."""
        enrolled = {learner.pk for learner in self.learners}
        seen = Outcome.objects.visible_to(self.actor).select_related("rule", "override_by")
        found = seen.filter(enrollment__training_class=self.training_class)
        return {outcome.enrollment_id: outcome for outcome in found if outcome.enrollment_id in enrolled}

    @cached_property
    def recognised(self) -> list[Enrollment]:
        return [one for one in self.learners if one.pk in self.outcomes and self.outcomes[one.pk].completes]

    @cached_property
    def not_recognised(self) -> list[Enrollment]:
        return [one for one in self.learners if one.pk in self.outcomes and not self.outcomes[one.pk].completes]

    @cached_property
    def marks(self) -> dict[int, Counter[AttendanceStatus]]:
        """How many were present, late and so on, by half day; of learners still on the list."""
        enrolled = {learner.pk for learner in self.learners}
        counted: dict[int, Counter[AttendanceStatus]] = {}
        marks = Attendance.objects.current().visible_to(self.actor).filter(session__training_class=self.training_class)
        for session, learner, status in marks.values_list("session_id", "enrollment_id", "status"):
            if learner in enrolled:
                counted.setdefault(session, Counter())[AttendanceStatus(status)] += 1
        return counted
