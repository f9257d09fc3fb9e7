"""What a class knows about itself, asked only when a paper needs it; shared by all contents."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from khuevan.assessment.models import Commendation, CompletionRule, Outcome
from khuevan.attendance.enums import AttendanceStatus
from khuevan.attendance.models import Attendance
from khuevan.core.actors import Actor
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment, Invitation, Quota
from khuevan.papers.blocks import HOLE, OPEN_DATE, Letterhead
from khuevan.papers.domain import wording
from khuevan.papers.domain.details import AllDetails, Details
from khuevan.papers.domain.money.totals import Totals, totals
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
    Organizer,
    ProgrammeItem,
    Session,
    TrainingClass,
    Venue,
)
from khuevan.vietnamese.dates import document_date

_BEGUN = (PaperKind.CLASS_PLAN,)
_OPENED = (PaperKind.CLASS_PLAN, PaperKind.OPENING_DECISION)
_DECIDED = (*_OPENED, PaperKind.RESULT_DECISION)
_EARLIER: Final[dict[PaperKind, tuple[PaperKind, ...]]] = {
    PaperKind.OPENING_DECISION: _BEGUN,
    PaperKind.COMMITTEE_DECISION: _OPENED,
    PaperKind.LECTURER_REQUEST: _BEGUN,
    PaperKind.INVITATION: _OPENED,
    PaperKind.OPENING_INVITATION: _BEGUN,
    PaperKind.RESULT_DECISION: _OPENED,
    PaperKind.CLASS_SUMMARY: _OPENED,
    PaperKind.RESULT_NOTICE: _DECIDED,
    PaperKind.REPORT: _DECIDED,
}
"""Papers of the same class that a paper names by number once they are signed."""


def lecturers_of(item: ProgrammeItem) -> list[Lecturer]:
    return [lecturer for lecturer in item.lecturers.all() if isinstance(lecturer, Lecturer)]


class of_class[T]:  # noqa: N801 - used as a decorator, like cached_property
    """Asked once for a class, whichever of its papers needs it first."""

    def __init__(self, ask: Callable[[Any], T]) -> None:
        self.ask = ask
        self.__doc__ = ask.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self.name = name

    def __get__(self, facts: "Facts", _owner: type | None = None) -> T:
        if self.name not in facts.known:
            facts.known[self.name] = self.ask(facts)
        found: T = facts.known[self.name]
        return found


@dataclass(frozen=True)
class Target:
    """Whom one copy of a paper is written to: ``key`` stays the same between versions ("quota:12")."""

    key: str
    name: str


class Facts:
    """One class as its papers tell it.  ``cited`` are documents of the class that papers name as their basis.

    ``kind`` is the paper being written, ``target`` to whom, where there is one for each.  ``known`` is what was asked
    already; ``paper`` gives the facts of another paper, which asks none of it again.
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
        self.cited = cited
        self.kind = kind
        self.target = target
        self.known: dict[str, Any] = {}

    def paper(self, kind: PaperKind, target: Target | None = None, cited: Sequence[Record] = ()) -> "Facts":
        """The same class for another of its papers."""
        other = Facts(self.actor, self.training_class, cited, kind=kind, target=target)
        other.known = self.known
        return other

    @of_class
    def all_details(self) -> AllDetails:
        return AllDetails(self.training_class)

    @cached_property
    def details(self) -> Details:
        """What an officer and the office's settings say of the paper being written."""
        if self.kind is None:
            return Details()
        said = self.all_details.of(self.kind, self.target.key if self.target else "")
        return replace(said, record=said.record or self._recorded_elsewhere)

    @property
    def _recorded_elsewhere(self) -> Record | None:
        """An invitation and approved results name their document themselves."""
        if self.kind == PaperKind.INVITATION:
            return self.invitation.record if self.invitation else None
        return self.results_decided if self.kind == PaperKind.RESULT_DECISION else None

    def value(self, key: str, otherwise: str = "") -> str:
        """The words an officer gave for a named place of the paper (``places``), without the full stop at their end."""
        return self.details.values.get(key, "").strip().rstrip(".;") or otherwise

    def lines(self, key: str) -> list[str]:
        """The same, one for each line typed."""
        return [line.strip() for line in self.details.values.get(key, "").splitlines() if line.strip()]

    def record_of(self, kind: PaperKind, target: str = "") -> Record | None:
        """The signed document that another paper of this class became, so that this one cites it by number."""
        return self.all_details.record_of(kind, target)

    @cached_property
    def documents(self) -> list[Record]:
        """What this paper stands on, each once: the plan of the class, those given, earlier papers of the class."""
        named = [*([self.training_class.plan] if self.training_class.plan else []), *self.cited]
        if self.kind is not None:
            own = self.details.record
            earlier = [self._signed(kind) for kind in _EARLIER.get(self.kind, ())]
            passed = {own.pk if own else None}
            if self.results_decided and PaperKind.RESULT_DECISION not in _EARLIER.get(self.kind, ()):
                passed.add(self.results_decided.pk)
            named = [one for one in (*named, *earlier) if one is not None and one.pk not in passed]
        return list({one.pk: one for one in named}.values())

    def _signed(self, kind: PaperKind) -> Record | None:
        return self.results_decided if kind == PaperKind.RESULT_DECISION else self.record_of(kind)

    @of_class
    def results_decided(self) -> Record | None:
        """The decision on the results: this paper once signed, or the document that approved them."""
        if signed := self.record_of(PaperKind.RESULT_DECISION):
            return signed
        seen = Outcome.objects.visible_to(self.actor).filter(enrollment__training_class=self.training_class)
        by_decision = seen.filter(decision__isnull=False).select_related("decision__issuer").first()
        return by_decision.decision if by_decision else None

    @of_class
    def organization(self) -> Organization:
        return self.training_class.office.organization

    @of_class
    def body(self) -> str:
        """Who issues the papers: the office, or the body above it whose seal it uses."""
        return letterheads.issuer_of(self.organization).name

    @of_class
    def writes_as(self) -> letterheads.Letterhead:
        """Name, symbol and signatures of the office: those of the body whose seal it uses."""
        return letterheads.letterhead_of(self.organization)

    @of_class
    def symbol(self) -> str:
        """The office in numbers of documents: STTTT."""
        return self.writes_as.symbol or HOLE

    def letterhead(self, kind: str) -> Letterhead:
        """For a paper of a kind (KH, QĐ ...); number and day are open until it is signed and recorded."""
        return self._top(f"Số: {HOLE}/{kind}-{self.symbol}")

    def letter(self, about: str) -> Letterhead:
        """For a công văn, whose number names the office and the unit that wrote it."""
        return replace(self._top(f"Số: {HOLE}/{self.symbol}-{self.unit}"), about=about)

    def _top(self, number: str) -> Letterhead:
        sent, place = self.details.record, self.writes_as.place or HOLE
        if sent is not None and sent.code:
            number = f"Số: {wording.code(sent)}"
        on = document_date(sent.date) if sent is not None and sent.date else OPEN_DATE
        return Letterhead(self._parent_name, self.writes_as.own, number, f"{place}, {on}", urgency=self.details.urgency)

    @property
    def unit(self) -> str:
        """Who drafts: the unit without a seal that runs the class, else whom the officer named."""
        return self.value("unit") or self.writes_as.unit_symbol or HOLE

    @of_class
    def attached(self) -> Letterhead:
        """For what is attached to a paper and has no number of its own."""
        return Letterhead(self._parent_name, self.writes_as.own)

    @property
    def plain(self) -> Letterhead:
        """For what is only read out in the hall: the office, and nothing beside it."""
        return Letterhead(self._parent_name, self.writes_as.own, is_plain=True)

    @property
    def _parent_name(self) -> str:
        return self.writes_as.parent

    @of_class
    def superiors(self) -> tuple[str, ...]:
        """Who gave the task; the body above the office where nobody is named."""
        named = self._organizers(OrganizerPart.COMMISSIONED_BY)
        return named or ((self._parent_name,) if self._parent_name else ())

    @of_class
    def commissioners(self) -> tuple[str, ...]:
        return self._organizers(OrganizerPart.COMMISSIONED_BY)

    @of_class
    def partners(self) -> tuple[str, ...]:
        return self._organizers(OrganizerPart.CO)

    def _organizers(self, part: OrganizerPart) -> tuple[str, ...]:
        return tuple(one.name for one in self.organizers if one.part == part)

    @of_class
    def organizers(self) -> list[Organizer]:
        return list(self.training_class.organizers.all())

    @of_class
    def sessions(self) -> list[Session]:
        return list(programme_of(self.training_class))

    @of_class
    def venues(self) -> list[Venue]:
        return list(self.training_class.venues.select_related("contact"))

    @of_class
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

    @of_class
    def lecturers(self) -> list[Lecturer]:
        return list(self.training_class.lecturers.select_related("person"))

    @of_class
    def committee(self) -> Committee | None:
        return Committee.objects.filter(training_class=self.training_class).first()

    @of_class
    def members(self) -> list[CommitteeMember]:
        return list(self.committee.members.select_related("person")) if self.committee else []

    @of_class
    def ceremony_roles(self) -> list[CeremonyRole]:
        return list(self.training_class.ceremony_roles.select_related("person"))

    @of_class
    def guests(self) -> list[Guest]:
        return list(self.training_class.guests.select_related("person"))

    @of_class
    def learners(self) -> list[Enrollment]:
        """Everybody on the list, in protocol order."""
        seen = Enrollment.objects.visible_to(self.actor).filter(training_class=self.training_class)
        return list(seen.current().by_protocol().select_related("organization", "person"))

    @of_class
    def invitation(self) -> Invitation | None:
        """On which terms agencies are asked; None while the class invites nobody."""
        found = Invitation.objects.filter(training_class=self.training_class)
        return found.select_related("record", "topic").first()

    @of_class
    def quotas(self) -> list[Quota]:
        """The agencies invited, in protocol order."""
        if self.invitation is None:
            return []
        return list(self.invitation.quotas.by_protocol().select_related("organization", "venue"))

    @of_class
    def expected(self) -> int | None:
        """How many learners are meant to come: as agencies were told, else as the yearly plan says."""
        if self.invitation is not None:
            own = [quota.seats for quota in self.quotas]
            return self.invitation.seats or (sum(filter(None, own)) if own and None not in own else None)
        planned = self.training_class.planned_class
        return planned.people if planned and planned.classes == 1 else None

    @of_class
    def withdrawn(self) -> int:
        return self.training_class.enrollments.filter(state=EnrollmentState.WITHDRAWN).count()

    @of_class
    def agencies(self) -> tuple[str, ...]:
        """Agencies that sent someone, in protocol order."""
        return tuple(dict.fromkeys(learner.organization_name for learner in self.learners if learner.organization_name))

    @of_class
    def rule(self) -> CompletionRule | None:
        """The newest version."""
        return self.training_class.completion_rules.order_by("-version").first()

    @of_class
    def outcomes(self) -> dict[int, Outcome]:
        """By enrollment; only of learners still on the list."""
        enrolled = {learner.pk for learner in self.learners}
        seen = Outcome.objects.visible_to(self.actor).select_related("rule", "override_by")
        found = seen.filter(enrollment__training_class=self.training_class)
        return {outcome.enrollment_id: outcome for outcome in found if outcome.enrollment_id in enrolled}

    @of_class
    def recognised(self) -> list[Enrollment]:
        return [one for one in self.learners if one.pk in self.outcomes and self.outcomes[one.pk].completes]

    @of_class
    def not_recognised(self) -> list[Enrollment]:
        return [one for one in self.learners if one.pk in self.outcomes and not self.outcomes[one.pk].completes]

    @of_class
    def all_marks(self) -> list[tuple[int, int, AttendanceStatus]]:
        """Half day, learner and mark, of learners still on the list."""
        enrolled = {learner.pk for learner in self.learners}
        marks = Attendance.objects.current().visible_to(self.actor).filter(session__training_class=self.training_class)
        rows = marks.values_list("session_id", "enrollment_id", "status")
        return [
            (session, learner, AttendanceStatus(status)) for session, learner, status in rows if learner in enrolled
        ]

    @of_class
    def marks(self) -> dict[int, Counter[AttendanceStatus]]:
        """How many were present, late and so on, by half day."""
        counted: dict[int, Counter[AttendanceStatus]] = {}
        for session, _learner, status in self.all_marks:
            counted.setdefault(session, Counter())[status] += 1
        return counted

    @of_class
    def absences(self) -> dict[int, dict[int, AttendanceStatus]]:
        """By learner and half day: away with leave or without."""
        away: dict[int, dict[int, AttendanceStatus]] = {}
        for session, learner, status in self.all_marks:
            if status in {AttendanceStatus.EXCUSED, AttendanceStatus.ABSENT}:
                away.setdefault(learner, {})[session] = status
        return away

    @of_class
    def commendations(self) -> list[Commendation]:
        """Of learners still on the list, in the order in which they are read out."""
        seen = Commendation.objects.visible_to(self.actor).filter(enrollment__training_class=self.training_class)
        return list(seen.filter(enrollment__state=EnrollmentState.ENROLLED).select_related("enrollment"))

    @of_class
    def money(self) -> Totals:
        return totals(self.training_class)

    @of_class
    def estimated(self) -> int:
        """What the class is to cost: its own estimate, before there is one that of the yearly plan."""
        planned = self.training_class.planned_class
        known = planned.estimate if planned and planned.classes == 1 else None
        return self.money.planned or known or 0

    @of_class
    def money_source(self) -> str:
        """What the yearly plan says."""
        planned = self.training_class.planned_class
        return planned.money_source if planned else ""
