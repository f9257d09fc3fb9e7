"""Counts of attendance."""

from collections import Counter
from dataclasses import dataclass

from khuevan.attendance.enums import ATTENDED, AttendanceStatus
from khuevan.attendance.models import Attendance
from khuevan.training.models import TrainingClass


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
    """The tally of every current learner of a class, by enrollment, in three queries."""
    sessions = training_class.sessions.count()
    counts: dict[int, Counter[str]] = {
        pk: Counter() for pk in training_class.enrollments.current().values_list("pk", flat=True)
    }
    marks = Attendance.objects.current().filter(session__training_class=training_class)
    for enrollment_id, status in marks.values_list("enrollment_id", "status"):
        if enrollment_id in counts:
            counts[enrollment_id][status] += 1
    return {pk: _tally(count, sessions) for pk, count in counts.items()}


def _tally(count: Counter[str], sessions: int) -> Tally:
    attended = sum(count[status] for status in ATTENDED)
    excused, absent = count[AttendanceStatus.EXCUSED], count[AttendanceStatus.ABSENT]
    return Tally(attended, excused, absent, max(0, sessions - attended - excused - absent))
