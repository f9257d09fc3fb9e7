"""Whole situations made by verbs, for tests that begin in the middle of a class."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Unpack

import pytest
from django.utils import timezone

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.certificates.domain.issuing import issue_certificates, open_register
from khuevan.certificates.domain.wording import Signature
from khuevan.certificates.models import Certificate
from khuevan.core.actors import Bearer
from khuevan.core.errors import DomainError
from khuevan.nominations.domain.enrolling import close_list, enroll
from khuevan.nominations.domain.inviting import Invited, Terms, invite, prepare_invitation
from khuevan.nominations.domain.nominees import Nominee
from khuevan.nominations.domain.submitting import begin_submission, send_submission
from khuevan.nominations.enums import SubmissionWay
from khuevan.nominations.models import Enrollment, Invitation, Nomination, Quota, Submission
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, User
from khuevan.readers.roster import Place, RosterRow
from khuevan.training.domain.classes import begin_preparation, begin_teaching, open_class, open_nominations
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.enums import DayPart
from khuevan.training.models import Session, TrainingClass
from tests.factories.people import OfficeFactory, OrganizationFactory, staff

SIGNATURE = Signature("GIÁM ĐỐC SỞ THỬ NGHIỆM", "GIÁM ĐỐC", "Vũ Sỹ Thắng", "Giám đốc")
NAMES = ("Hoàng Thị Bích Tuyền", "Đỗ Văn Ân", "H'Hen Niê")


def refused(code: str) -> "pytest.RaisesExc[DomainError]":
    """What is done inside is refused with this code and a sentence."""
    return pytest.raises(DomainError, check=lambda error: error.code == code and bool(error.message))


def row(full_name: str | None, **values: str | None) -> SimpleNamespace:
    """A row of a list as a reader gives it."""
    fields = ("birth", "gender", "position", "organization", "phone", "email", "citizen_id", "note")
    return SimpleNamespace(full_name=full_name, **{name: values.get(name) for name in fields})


def roster_row(full_name: str | None, number: int = 2, **values: str | None) -> RosterRow:
    """The same as a reader of lists gives it, with the place it stood at."""
    given = {"birth": "1985-08-14", "position": "Chuyên viên", **values}
    return RosterRow(Place("", number), full_name=full_name, **given)  # type: ignore[arg-type]  # only texts


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


@dataclass
class InvitedWorld:
    """A class a month from now to which agencies were invited, each with so many places."""

    office: Office
    officer: User
    training_class: TrainingClass
    invitation: Invitation
    quotas: list[Quota]

    def bearer(self, place: int = 0) -> Bearer:
        """Somebody with the personal link of one of the agencies."""
        quota = self.quotas[place]
        return Bearer(quota.name, office_id=self.office.pk, organization_id=quota.organization_id)

    def send(self, *names: str | Nominee, place: int = 0, way: SubmissionWay = SubmissionWay.LINK) -> Submission:
        """One agency sends people, by link (which counts at once) or by the short address."""
        who = self.bearer(place) if way == SubmissionWay.LINK else VISITOR
        nominees = [named(one) if isinstance(one, str) else one for one in names]
        submission, _token = begin_submission(who, self.quotas[place], way=way, nominees=nominees)
        return send_submission(who, submission, sender_name="Lê Văn Bảy", sender_phone="0912000111")

    def nominations(self, place: int | None = None) -> list[Nomination]:
        """Everybody named, in the order of the rows; of one agency or of all."""
        rows = self.training_class.nominations.order_by("pk")
        return list(rows if place is None else rows.filter(quota=self.quotas[place]))

    def states(self, place: int | None = None) -> list[str]:
        return [str(one.state) for one in self.nominations(place)]


VISITOR = Bearer("Khách")
"""Somebody who came by the short address and has proved nothing."""


def named(full_name: str, birth: str | None = "1985-08-14", **values: str) -> Nominee:
    return Nominee(full_name, birth=birth, position=values.pop("position", "Chuyên viên"), **values)


def invited_class(
    agencies: int = 3,
    *,
    each: int | None = 2,
    days_ahead: int = 30,
    office: Office | None = None,
    reply_by: datetime | None = None,
    **terms: Unpack[Terms],
) -> InvitedWorld:
    """Agencies in protocol order, ``each`` with so many places (None: only the total counts, ``terms["seats"]``)."""
    office = office or OfficeFactory()
    officer = staff(office)
    first = timezone.localdate() + timedelta(days=days_ahead)
    training_class = open_class(
        officer, office=office, title="Lớp bồi dưỡng kỹ năng hành chính", start_date=first, end_date=first
    )
    begin_preparation(officer, training_class)
    until = reply_by or timezone.make_aware(datetime.combine(first - timedelta(days=7), time(17)))
    invitation = prepare_invitation(officer, training_class, reply_by=until, **terms)
    bodies = [OrganizationFactory(protocol_order=number) for number in range(1, agencies + 1)]
    quotas = invite(officer, invitation, [Invited(body, seats=each) for body in bodies])
    return InvitedWorld(office, officer, training_class, invitation, quotas)
