"""Counts of attendance, and the marks of a page of learners."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from khuevan.attendance.enums import ATTENDED, AttendanceStatus
from khuevan.attendance.models import Attendance, AttendanceQuerySet
from khuevan.nominations.domain.expected import Place, expected, expected_of, keeps_places
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.training.models import Session, TrainingClass


@dataclass(frozen=True)
class Tally:
    """Half days of one learner: attended, excused, absent without excuse, not marked at all."""

    attended: int = 0
    excused: int = 0
    absent: int = 0
    unmarked: int = 0

    @property
    def total(self) -> int:
        return self.attended + self.excused + self.absent + self.unmarked


def tallies(training_class: TrainingClass) -> dict[int, Tally]:
    """The tally of every current learner of a class over the half days they are expected in, by enrollment.

    In three queries, six where half days are for some groups only.
    """
    learners = list(training_class.enrollments.current().order_by().values_list("pk", flat=True))
    awaited = expected(training_class)
    counts: dict[int, Counter[str]] = {pk: Counter() for pk in learners}
    marks = Attendance.objects.current().filter(session__training_class=training_class)
    for enrollment_id, status in marks.values_list("enrollment_id", "status"):
        if enrollment_id in counts:
            counts[enrollment_id][status] += 1
    return {pk: _tally(count, awaited.total(pk)) for pk, count in counts.items()}


@keeps_places
def marked_in(sessions: Collection[int]) -> Iterable[Place]:
    """Half days of those given, and who has a mark in them that counts, in one query."""
    marks = Attendance.objects.newest().filter(session__in=sessions).exclude(status=AttendanceStatus.CLEARED)
    return marks.order_by().values_list("session_id", "enrollment_id")


def _tally(count: Counter[str], sessions: int) -> Tally:
    attended = sum(count[status] for status in ATTENDED)
    excused, absent = count[AttendanceStatus.EXCUSED], count[AttendanceStatus.ABSENT]
    return Tally(attended, excused, absent, max(0, sessions - attended - excused - absent))


class Cell(NamedTuple):
    """One learner in one half day; ``mark`` is what a change of the cell carries as ``seen``."""

    mark: int
    status: AttendanceStatus
    reason: str


def grid(enrollment_ids: Collection[int]) -> dict[int, dict[int, Cell]]:
    """The cells of a page of learners, by enrollment and half day, in one query; who has no mark has no cell."""
    cells: dict[int, dict[int, Cell]] = {pk: {} for pk in enrollment_ids}
    marks = Attendance.objects.current().filter(enrollment__in=enrollment_ids)
    for pk, enrollment_id, session_id, status, reason in marks.values_list(
        "pk", "enrollment_id", "session_id", "status", "reason"
    ):
        cells[enrollment_id][session_id] = Cell(pk, AttendanceStatus(status), reason)
    return cells


@dataclass
class SessionCount:
    """How many of the learners on the list have which mark in one half day."""

    of: Counter[AttendanceStatus] = field(default_factory=Counter)

    @property
    def attended(self) -> int:
        return sum(self.of[status] for status in ATTENDED)

    @property
    def excused(self) -> int:
        return self.of[AttendanceStatus.EXCUSED]

    @property
    def absent(self) -> int:
        return self.of[AttendanceStatus.ABSENT]

    @property
    def marked(self) -> int:
        return sum(self.of.values())


def session_counts(training_class: TrainingClass) -> dict[int, SessionCount]:
    """Counts by half day in three queries; a half day without a mark is missing.

    Half days and those who left are fetched first: then the index over the newest marks answers alone, where a join
    would look up every mark of a large class.
    """
    left = _left(training_class)
    marks = _newest_of(training_class).exclude(status=AttendanceStatus.CLEARED).exclude(enrollment__in=left)
    counts: dict[int, SessionCount] = {}
    for session_id, status, number in marks.order_by().values_list("session_id", "status").annotate(number=Count("*")):
        counts.setdefault(session_id, SessionCount()).of[AttendanceStatus(status)] = number
    return counts


def missed_by(training_class: TrainingClass) -> list[int]:
    """Enrollments on the list with some half day missed, with leave or without, in three queries."""
    absent = _newest_of(training_class).filter(status__in=(AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED))
    missed = absent.order_by().values_list("enrollment_id", flat=True).distinct()
    return sorted(set(missed).difference(_left(training_class)))


def _left(training_class: TrainingClass) -> list[int]:
    """Enrollments that are no longer on the list."""
    gone = Enrollment.objects.filter(training_class=training_class).exclude(state=EnrollmentState.ENROLLED)
    return list(gone.order_by().values_list("pk", flat=True))


def _newest_of(training_class: TrainingClass) -> AttendanceQuerySet:
    sessions = [session.pk for session in training_class.sessions.all()]
    return Attendance.objects.newest().filter(session__in=sessions)


def incomplete_half_days(classes: Collection[TrainingClass]) -> dict[int, list[Session]]:
    """Half days that are over and in which somebody expected has no mark, by class and in order.

    In three queries, five where half days are for some groups only.
    """
    learners = dict(
        Enrollment.objects.current()
        .filter(training_class__in=classes)
        .order_by()
        .values_list("training_class")
        .annotate(number=Count("*"))
    )
    awaited = expected_of(classes)
    now = timezone.localtime()
    counting = (
        Q(marks__superseded_by=None)
        & ~Q(marks__status=AttendanceStatus.CLEARED)
        & Q(marks__enrollment__state=EnrollmentState.ENROLLED)
    )
    over = Q(date__lt=now.date()) | Q(date=now.date(), ends_at__lte=now.time())
    sessions = Session.objects.filter(over, training_class__in=classes).annotate(marked=Count("marks", filter=counting))
    missing: dict[int, list[Session]] = {}
    for session in sessions.order_by("date", "starts_at", "pk"):
        in_class = session.training_class_id
        if session.marked < awaited[in_class].number(session.pk, learners.get(in_class, 0)):
            missing.setdefault(in_class, []).append(session)
    return missing
