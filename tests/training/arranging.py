"""A class with one or two of everything that can be arranged for it, in preparation."""

from dataclasses import dataclass
from datetime import date, time

from khuevan.people.models import Office, User
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain import arrangements
from khuevan.training.domain.classes import begin_preparation, open_class, state_count
from khuevan.training.domain.documents import attach_record
from khuevan.training.domain.timetable import programme
from khuevan.training.domain.timetable.group_changes import add_group
from khuevan.training.enums import CeremonyKind, DayPart, ItemKind, OrganizerPart, RecordPurpose, StatedOf
from khuevan.training.models import (
    CeremonyRole,
    ClassRecord,
    ClassTopic,
    Committee,
    Guest,
    LearnerGroup,
    Lecturer,
    Organizer,
    ProgrammeItem,
    Session,
    StatedCount,
    TrainingClass,
    Venue,
)
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, staff

MONDAY, TUESDAY = date(2026, 6, 1), date(2026, 6, 2)


@dataclass
class Arranged:
    """Two days, three half days; the first has two lines, the second of them a lecture by both lecturers.

    Two groups, of which no half day makes use.
    """

    office: Office
    officer: User
    training_class: TrainingClass
    topics: list[ClassTopic]
    venues: list[Venue]
    lecturers: list[Lecturer]
    guests: list[Guest]
    committee: Committee
    role: CeremonyRole
    organizer: Organizer
    stated: StatedCount
    attached: ClassRecord
    sessions: list[Session]
    items: list[ProgrammeItem]
    groups: list[LearnerGroup]


def arranged() -> Arranged:
    office = OfficeFactory()
    officer = staff(office)
    made = open_class(
        officer, office=office, title="Bồi dưỡng thông tin đối ngoại năm 2026", start_date=MONDAY, end_date=TUESDAY
    )
    begin_preparation(officer, made)
    topics = [programme.add_topic(officer, made, title=title) for title in ("Lễ tân đối ngoại", "Biển đảo")]
    venues = [
        arrangements.add_venue(officer, made, name="Hội trường Sở", address="Nha Trang", contact=PersonFactory()),
        arrangements.add_venue(officer, made, name="Khách sạn Ariyana"),
    ]
    unit = OrganizationFactory(name="Cục Ngoại vụ")
    lecturers = [
        arrangements.add_lecturer(officer, made, person=PersonFactory(), title="Phó Cục trưởng", organization=unit),
        arrangements.add_lecturer(officer, made, organization=OrganizationFactory(name="Vụ Chính sách đối ngoại")),
    ]
    guests = [
        arrangements.invite_guest(officer, made, person=PersonFactory(full_name=name), title="Giám đốc")
        for name in ("Vũ Sỹ Thắng", "Lê Văn Bé")
    ]
    committee = arrangements.form_committee(officer, made, name="Ban tổ chức")
    for function in ("Trưởng ban", "Thành viên"):
        arrangements.add_committee_member(
            officer, committee, function=function, person=PersonFactory(), organization=unit, task="phụ trách chung"
        )
    role = arrangements.give_ceremony_role(
        officer, made, CeremonyKind.OPENED_BY, person=PersonFactory(), title="Giám đốc", organization=unit
    )
    organizer = arrangements.add_organizer(officer, made, unit, OrganizerPart.CO)
    stated = state_count(officer, made, of=StatedOf.LEARNERS, number=70, noun="đại biểu", qualifier="hơn")
    document = keep_record(
        officer, office=office, issuer=unit, number="29", symbol="KH-UBND", date=date(2026, 1, 25), kind="KH"
    )
    attached = attach_record(officer, made, document, purpose=RecordPurpose.PLAN)
    sessions, items = _programme(officer, made, topics, venues[0], lecturers)
    return Arranged(
        office, officer, made, topics, venues, lecturers, guests, committee, role, organizer, stated, attached,
        sessions, items, [add_group(officer, made, name=name) for name in ("Tổ 1", "Tổ 2")],
    )  # fmt: skip


def _programme(
    officer: User, made: TrainingClass, topics: list[ClassTopic], venue: Venue, lecturers: list[Lecturer]
) -> tuple[list[Session], list[ProgrammeItem]]:
    hours = {DayPart.MORNING: (time(7, 30), time(11, 30)), DayPart.AFTERNOON: (time(13, 30), time(17, 0))}
    sessions = [
        programme.add_session(
            officer, made, date=day, part=part, starts_at=hours[part][0], ends_at=hours[part][1], venue=venue
        )
        for day, part in ((MONDAY, DayPart.MORNING), (MONDAY, DayPart.AFTERNOON), (TUESDAY, DayPart.MORNING))
    ]
    lecture = {"kind": ItemKind.LECTURE, "class_topic": topics[0], "lecturers": lecturers}
    items = [
        programme.add_item(
            officer, sessions[0], kind=ItemKind.CEREMONY, starts_at=time(7, 30), title="Khai giảng ngày 01/6/2026"
        ),
        programme.add_item(officer, sessions[0], starts_at=time(8, 0), title="Lễ tân đối ngoại", **lecture),
    ]
    return sessions, items
