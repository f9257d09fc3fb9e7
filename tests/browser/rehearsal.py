"""A class that begins next Monday, the same class a year ago, and a third one that wants one of the lecturers too."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

import pytest
from django.utils import timezone

from khuevan.nominations.domain.enrolling import enroll
from khuevan.nominations.domain.personal_calendar import address_of, open_feed
from khuevan.nominations.models import Enrollment
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.domain.persons import know
from khuevan.people.models import Office, Person, User
from khuevan.training.domain.arrangements import add_lecturer, add_venue
from khuevan.training.domain.classes import begin_preparation, open_class, open_nominations, publish_class
from khuevan.training.enums import DayPart
from khuevan.training.models import Lecturer, Session, TrainingClass
from tests.console.scheduling import scheduled
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, staff
from tests.factories.worlds import row

OLD, NEW, WANTED = "Trần Thị Minh", "Đỗ Thị Mới", "Vũ Sỹ Thắng"
TAUGHT, MOVED = "Lễ tân ngoại giao", "Kỹ năng đàm phán"
UNIT: Final = "Cục Lễ tân Nhà nước"
LEARNERS: Final = {"Hoàng Thị Bích Tuyền": "tuyen@example.vn", "Lò Văn Ân": "an@example.vn"}
OLD_MAIL, NEW_MAIL, WANTED_MAIL, PLACE_MAIL = (f"{name}@example.vn" for name in ("minh", "moi", "thang", "hoi-truong"))
HALL: Final = {"name": "Hội trường Sở", "address": "Nha Trang"}
YEAR: Final = timedelta(weeks=52)


@dataclass
class Rehearsal:
    office: Office
    officer: User
    training_class: TrainingClass
    last_year: TrainingClass
    elsewhere: TrainingClass
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def first(self) -> date:
        return self.training_class.start_date

    @property
    def old(self) -> Lecturer:
        return Lecturer.ever.get(training_class=self.training_class, person=self.people[OLD])

    @property
    def learner(self) -> Enrollment:
        return self.training_class.enrollments.get(person=self.people["learner"])

    def session(self, title: str) -> Session:
        return self.training_class.sessions.get(items__title=title)

    def link(self, name: str) -> str:
        """A personal link; made before something changes it is the one that was sent."""
        return link_path(make_link(self.officer, office=self.office, person=self.people[name])[1])

    def feed(self, name: str) -> str:
        """The path of somebody's calendar."""
        feed = open_feed(self.officer, office=self.office, person=self.people[name])
        return f"/lich/{address_of(feed).partition('/lich/')[2]}"


def rehearsal() -> Rehearsal:
    office = OfficeFactory()
    officer = staff(office)
    today = timezone.localdate()
    first = today + timedelta(days=7 - today.weekday())
    made = open_class(
        officer, office=office, title="Bồi dưỡng đối ngoại", start_date=first, end_date=first + timedelta(days=2)
    )
    begin_preparation(officer, made)
    mails = {OLD: OLD_MAIL, NEW: NEW_MAIL, WANTED: WANTED_MAIL}
    people = {name: PersonFactory(full_name=name, honorific="bà", email=mail) for name, mail in mails.items()}
    know(office, people.values())
    here = Rehearsal(office, officer, made, _last_year(officer, first, people), _elsewhere(officer, first, people))
    here.people = people
    add_venue(officer, made, contact=PersonFactory(full_name="Ngô Văn Trường", email=PLACE_MAIL), **HALL)
    for name in (OLD, WANTED):
        body = OrganizationFactory(name=f"Cục của {name}")
        add_lecturer(officer, made, person=people[name], organization=body, title="Phó Cục trưởng")
    open_nominations(officer, made)
    rows = [row(name, birth="1985-08-14", organization="Sở Công Thương", email=mail) for name, mail in LEARNERS.items()]
    enroll(officer, made, rows)
    people["learner"] = made.enrollments.order_by("order")[0].person
    publish_class(officer, made)
    return here


def _last_year(officer: User, first: date, people: dict[str, Person]) -> TrainingClass:
    """Its first half day by who shall be replaced, the second by a unit, the last by who is wanted elsewhere."""
    there = scheduled(3, first - YEAR, officer=officer)
    about = there.training_class
    hall = add_venue(officer, about, **HALL)
    old, wanted = (add_lecturer(officer, about, person=people[name]) for name in (OLD, WANTED))
    unit = add_lecturer(officer, about, organization=OrganizationFactory(name=UNIT))
    there.half_day(0, DayPart.MORNING, TAUGHT, venue=hall, lecturers=(old,))
    there.half_day(0, DayPart.AFTERNOON, "Thông tin đối ngoại", venue=hall, lecturers=(unit,))
    there.half_day(2, DayPart.MORNING, MOVED, venue=hall, lecturers=(wanted,))
    return about


def _elsewhere(officer: User, first: date, people: dict[str, Person]) -> TrainingClass:
    """It has the one who is wanted on the morning of Tuesday."""
    there = scheduled(3, first, officer=officer)
    theirs = add_lecturer(officer, there.training_class, person=people[WANTED])
    there.half_day(1, DayPart.MORNING, "Lớp kia", lecturers=(theirs,))
    return there.training_class


def the_day_before(here: Rehearsal, patch: pytest.MonkeyPatch) -> None:
    """Puts the clock to three in the afternoon of the day before the class; never back."""
    real = timezone.now
    eve = timezone.make_aware(datetime.combine(here.first - timedelta(days=1), time(15)))
    ahead = max(eve - real(), timedelta())
    patch.setattr(timezone, "now", lambda: real() + ahead)


def told() -> list[tuple[str, str]]:
    """Kind and address of every message of the programme and of replacing, sorted."""
    kinds = ("nominations.programme", "nominations.lecturer_replaced")
    rows = Message.objects.values_list("kind", "to_email")
    return sorted((kind.partition(".")[2], to) for kind, to in rows if kind.startswith(kinds))
