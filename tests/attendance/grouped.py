"""A class whose afternoon is held in two rooms, each for its group."""

from dataclasses import dataclass
from datetime import date, time

from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.attendance.models import Attendance
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.arrangements import add_venue
from khuevan.training.domain.timetable.group_changes import add_group
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.domain.timetable.session_changes import set_groups
from khuevan.training.enums import DayPart
from khuevan.training.models import LearnerGroup, Session
from tests.factories.worlds import World, world


@dataclass
class Grouped:
    """The morning is for all; in the afternoon ``rooms[0]`` is for ``groups[0]``, ``rooms[1]`` for ``groups[1]``.

    Of the three learners the first is in the first group, the second in the second, the third in none.
    """

    here: World
    groups: list[LearnerGroup]
    morning: Session
    rooms: list[Session]

    @property
    def learners(self) -> list[Enrollment]:
        return self.here.enrollments

    def put(self, learner: int, group: int | None) -> None:
        Enrollment.objects.filter(pk=self.learners[learner].pk).update(
            group=None if group is None else self.groups[group]
        )

    def mark(self, session: Session, *learners: int, status: AttendanceStatus = AttendanceStatus.PRESENT) -> None:
        marks = {self.learners[place].pk: Mark(status) for place in learners}
        nonce = f"{session.pk}-{learners}-{Attendance.objects.count()}"
        take_attendance(self.here.officer, session, marks, way=Way.CONSOLE, nonce=nonce)


def grouped() -> Grouped:
    here = world()
    officer, made = here.officer, here.training_class
    groups = [add_group(officer, made, name=name) for name in ("Tổ 1", "Tổ 2")]
    morning, afternoon = here.sessions
    set_groups(officer, afternoon, groups[:1])
    beside = add_session(
        officer,
        made,
        date=date(2019, 10, 4),
        part=DayPart.AFTERNOON,
        starts_at=time(13, 30),
        ends_at=time(17, 0),
        venue=add_venue(officer, made, name="Phòng 2"),
        groups=groups[1:],
    )
    found = Grouped(here, groups, morning, [afternoon, beside])
    found.put(0, 0)
    found.put(1, 1)
    return found
