"""The workspace of one class: the line on top, and one function a tab for what stands below it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.assessment.models import Outcome, OutcomeQuerySet
from khuevan.attendance.domain.queries import Tally, tallies
from khuevan.attendance.enums import AttendanceStatus
from khuevan.attendance.models import Attendance
from khuevan.certificates.models import Certificate
from khuevan.console import people
from khuevan.core.actors import Actor
from khuevan.news.models import Article
from khuevan.nominations.domain.queries import agency_count
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.records.models import Record
from khuevan.training.domain.lifeline import Step, StepState
from khuevan.training.domain.queries import programme_of
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import Session, TrainingClass

type Context = dict[str, Any]
type Load = Callable[[Actor, TrainingClass, QueryDict], Context]

# where a step of the life line is looked after
TAB_OF_STEP = {
    "plan": "van-ban",
    "prepare": "chuong-trinh",
    "nominate": "hoc-vien",
    "list": "hoc-vien",
    "teach": "diem-danh",
    "results": "ket-qua",
    "award": "giay-chung-nhan",
    "report": "van-ban",
    "news": "tin-bai",
    "after": "tong-quan",
}

ORGANIZERS: dict[OrganizerPart, str | Promise] = {
    OrganizerPart.LEAD: _("Organizer"),
    OrganizerPart.CO: _("In cooperation with"),
    OrganizerPart.COMMISSIONED_BY: _("Commissioned by"),
}


@dataclass(frozen=True)
class Tab:
    """One part of the workspace; ``count`` is shown beside the words when there is one."""

    key: str
    label: str | Promise
    template: str
    load: Load


@dataclass(frozen=True)
class SessionMarks:
    """One half day with the learners counted by status."""

    session: Session
    present: int
    late: int
    left_early: int
    excused: int
    absent: int
    unmarked: int

    @property
    def others(self) -> list[str]:
        """Those not simply present, in words, for a screen too narrow for a column each."""
        counted = (
            (self.late, _("late")),
            (self.left_early, _("left early")),
            (self.excused, _("with leave")),
            (self.absent, _("absent")),
            (self.unmarked, _("not marked")),
        )
        return [f"{word} {number}" for number, word in counted if number]


@dataclass(frozen=True)
class Missing:
    """A learner with half days missed or not marked."""

    enrollment: Enrollment
    tally: Tally


def of_staff(actor: Actor) -> QuerySet[TrainingClass]:
    """Classes the actor works on, with what the header needs."""
    return (
        TrainingClass.objects.of_staff(actor)
        .select_related("office__organization", "plan", "committee")
        .prefetch_related("venues", "sessions", "ceremony_roles__person")
    )


def current_step(steps: list[Step]) -> Step | None:
    """Where the class stands: the step being worked on, else the first with something missing."""
    by_state = {state: [step for step in steps if step.state == state] for state in StepState}
    return next(iter(by_state[StepState.NOW] + by_state[StepState.GAP]), None)


def _organizers(training_class: TrainingClass) -> list[tuple[str | Promise, list[str]]]:
    """Names under the same labels as on the public page: who leads, who helps, who gave the order."""
    organizers = list(training_class.organizers.all())
    named = [(label, [one.name for one in organizers if one.part == part]) for part, label in ORGANIZERS.items()]
    return [(label, names) for label, names in named if names]


def _overview(_actor: Actor, training_class: TrainingClass, _asked: QueryDict) -> Context:
    return {
        "organizers": _organizers(training_class),
        "stated_counts": training_class.stated_counts.all(),
        "topics": training_class.class_topics.select_related("topic"),
        "lecturers": training_class.lecturers.select_related("person"),
        "guests": training_class.guests.select_related("person"),
        "rule": training_class.completion_rules.order_by("-version").first(),
        "agencies": agency_count(training_class),
    }


def _programme(_actor: Actor, training_class: TrainingClass, _asked: QueryDict) -> Context:
    return {"programme": programme_of(training_class)}


def _learners(actor: Actor, training_class: TrainingClass, asked: QueryDict) -> Context:
    return {"learners": people.learners(actor, training_class, asked)}


def _attendance(actor: Actor, training_class: TrainingClass, asked: QueryDict) -> Context:
    marks = (
        Attendance.objects.visible_to(actor)
        .current()
        .filter(session__training_class=training_class, enrollment__state=EnrollmentState.ENROLLED)
    )
    counted = {
        (session, status): count
        for session, status, count in marks.order_by().values_list("session", "status").annotate(count=Count("pk"))
    }
    tally_of = tallies(training_class)
    sessions = [_marks_of(session, counted, len(tally_of)) for session in training_class.sessions.all()]
    missing = [pk for pk, tally in tally_of.items() if tally.attended < tally.total]
    page = people.page_of(people.in_order(actor, training_class).filter(pk__in=missing), asked)
    rows = [Missing(enrollment, tally_of[enrollment.pk]) for enrollment in page]
    return {"sessions": sessions, "missing": rows, "page": page}


def _marks_of(session: Session, counted: dict[tuple[int, str], int], learners: int) -> SessionMarks:
    numbers = {status: counted.get((session.pk, status), 0) for status in AttendanceStatus}
    return SessionMarks(
        session=session,
        present=numbers[AttendanceStatus.PRESENT],
        late=numbers[AttendanceStatus.LATE],
        left_early=numbers[AttendanceStatus.LEFT_EARLY],
        excused=numbers[AttendanceStatus.EXCUSED],
        absent=numbers[AttendanceStatus.ABSENT],
        unmarked=max(0, learners - sum(numbers.values())),
    )


def _results(actor: Actor, training_class: TrainingClass, asked: QueryDict) -> Context:
    seen: OutcomeQuerySet = Outcome.objects.visible_to(actor)
    outcomes = seen.filter(enrollment__training_class=training_class)
    rows = outcomes.select_related("enrollment", "rule", "override_by")
    page = people.page_of(rows.order_by(*(f"enrollment__{field}" for field in people.PROTOCOL_ORDER), "pk"), asked)
    return {
        "rule": training_class.completion_rules.order_by("-version").first(),
        "page": page,
        "completed": outcomes.filter(pk__in=seen.completed()).count(),
    }


def _certificates(actor: Actor, training_class: TrainingClass, asked: QueryDict) -> Context:
    found: QuerySet[Certificate] = Certificate.objects.visible_to(actor).filter(
        enrollment__training_class=training_class
    )
    rows = found.select_related("register", "enrollment").order_by("register", "number")
    return {"page": people.page_of(rows, asked)}


def _records(actor: Actor, training_class: TrainingClass, _asked: QueryDict) -> Context:
    seen: QuerySet[Record] = Record.objects.visible_to(actor).select_related("issuer")
    planned = seen.filter(planned_classes=training_class)
    decided = seen.filter(outcomes__enrollment__training_class=training_class)
    return {"records": (planned | decided).distinct()}


def _articles(actor: Actor, training_class: TrainingClass, _asked: QueryDict) -> Context:
    seen: QuerySet[Article] = Article.objects.visible_to(actor)
    return {"articles": seen.filter(training_class=training_class)}


TABS = (
    Tab("tong-quan", _("Overview"), "console/tabs/overview.html", _overview),
    Tab("chuong-trinh", _("Programme"), "console/tabs/programme.html", _programme),
    Tab("hoc-vien", _("Learners"), "console/tabs/learners.html", _learners),
    Tab("diem-danh", _("Attendance"), "console/tabs/attendance.html", _attendance),
    Tab("ket-qua", _("Results"), "console/tabs/results.html", _results),
    Tab("giay-chung-nhan", _("Certificates"), "console/tabs/certificates.html", _certificates),
    Tab("van-ban", _("Documents"), "console/tabs/records.html", _records),
    Tab("tin-bai", _("Articles"), "console/tabs/articles.html", _articles),
)


def tab_named(key: str) -> Tab:
    """The tab of that name; the first one for a name that is none."""
    return next((tab for tab in TABS if tab.key == key), TABS[0])
