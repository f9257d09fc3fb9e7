"""Whole situations made by verbs, for tests that begin in the middle of a class."""

from dataclasses import dataclass
from datetime import date, time
from types import SimpleNamespace

import pytest

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.certificates.domain.issuing import issue_certificates, open_register
from khuevan.certificates.domain.wording import Signature
from khuevan.certificates.models import Certificate
from khuevan.core.errors import DomainError
from khuevan.nominations.domain.enrolling import close_list, enroll
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, User
from khuevan.training.domain.classes import begin_preparation, begin_teaching, open_class, open_nominations
from khuevan.training.domain.programme import add_session
from khuevan.training.enums import DayPart
from khuevan.training.models import Session, TrainingClass
from tests.factories.people import OfficeFactory, staff

SIGNATURE = Signature("GIÁM ĐỐC SỞ THỬ NGHIỆM", "GIÁM ĐỐC", "Vũ Sỹ Thắng", "Giám đốc")
NAMES = ("Hoàng Thị Bích Tuyền", "Đỗ Văn Ân", "H'Hen Niê")


def refused(code: str) -> "pytest.RaisesExc[DomainError]":
    """What is done inside is refused with this code and a sentence."""
    return pytest.raises(DomainError, check=lambda error: error.code == code and bool(error.message))


def row(full_name: str | None, **values: str | None) -> SimpleNamespace:
    """A row of a list as a reader gives it."""
    fields = ("birth", "gender", "position", "organization", "phone", "email", "citizen_id", "note")
    return SimpleNamespace(full_name=full_name, **{name: values.get(name) for name in fields})


@dataclass
class World:
    """A two-session class of one office, on its way."""

    office: Office
    officer: User
    training_class: TrainingClass
    sessions: list[Session]

    @property
    def enrollments(self) -> list[Enrollment]:
        return list(self.training_class.enrollments.order_by("order"))

    def mark(self, session: Session, **by_name: AttendanceStatus) -> None:
        """Marks everybody present but those named otherwise by order, as in ``_2=AttendanceStatus.ABSENT``."""
        marks = {}
        for enrollment in self.enrollments:
            status = by_name.get(f"_{enrollment.order}", AttendanceStatus.PRESENT)
            reason = "Đi công tác" if status == AttendanceStatus.EXCUSED else ""
            marks[enrollment.pk] = Mark(status, reason)
        take_attendance(self.officer, session, marks, way=Way.PAPER, nonce=f"mark-{session.pk}-{len(by_name)}")

    def issue(self) -> list[Certificate]:
        """Walks the class from attendance to issued certificates."""
        for session in self.sessions:
            self.mark(session)
        set_rule(self.officer, self.training_class)
        compute_outcomes(self.officer, self.training_class)
        approve_outcomes(staff(self.office, RoleKind.LEADER), self.training_class)
        register = open_register(self.officer, office=self.office, year=2019, symbol="GCN-STN")
        return issue_certificates(
            self.officer, self.training_class, register, issued_on=date(2019, 10, 4), signature=SIGNATURE
        )


def world(*, teaching: bool = True, names: tuple[str, ...] = NAMES) -> World:
    office = OfficeFactory()
    officer = staff(office)
    training_class = open_class(
        officer,
        office=office,
        title="Lớp bồi dưỡng kỹ năng nghiệp vụ đối ngoại",
        start_date=date(2019, 10, 4),
        end_date=date(2019, 10, 4),
    )
    begin_preparation(officer, training_class)
    sessions = [
        add_session(
            officer,
            training_class,
            date=date(2019, 10, 4),
            part=part,
            starts_at=time(hour, 30),
            ends_at=time(hour + 4, 0),
        )
        for part, hour in ((DayPart.MORNING, 7), (DayPart.AFTERNOON, 13))
    ]
    open_nominations(officer, training_class)
    if names:
        rows = [row(name, birth="1985-08-14", gender="Nữ", organization="Sở Công Thương") for name in names]
        enroll(officer, training_class, rows)
    if teaching:
        close_list(officer, training_class)
        begin_teaching(officer, training_class)
    return World(office, officer, training_class, sessions)
