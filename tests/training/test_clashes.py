"""What cannot be, or hardly, in a timetable is said; cancelled classes and what others keep to themselves is not."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.people.models import Office
from khuevan.training.domain.arrangements import add_lecturer, add_venue
from khuevan.training.domain.classes import open_class
from khuevan.training.domain.timetable.clashes import ClashKind, Proposed, clashes_if, clashes_of, clashes_of_line
from khuevan.training.domain.timetable.item_changes import set_lecturers
from khuevan.training.domain.timetable.programme import add_item, add_session
from khuevan.training.domain.timetable.session_changes import change_session, move_session, set_groups
from khuevan.training.domain.venue_changes import change_venue
from khuevan.training.enums import ClassState, DayPart, ItemKind, LecturerState
from khuevan.training.models import Lecturer, Session, TrainingClass
from tests.factories import EnrollmentFactory, OfficeFactory, PersonFactory, staff
from tests.training.arranging import MONDAY, TUESDAY, Arranged, arranged

pytestmark = pytest.mark.django_db

MORNING, AFTERNOON = DayPart.MORNING, DayPart.AFTERNOON
LECTURER, ROOM, GROUP, TIMES = ClashKind.LECTURER, ClashKind.ROOM, ClashKind.GROUP, ClashKind.TIMES


def _elsewhere(
    here: Arranged, *, office: Office | None = None, starts_at: time = time(9), venue: tuple[str, str] | None = None
) -> TrainingClass:
    """Another class on the first morning, taught from ``starts_at`` until 11:00 by the first lecturer of ``here``."""
    officer = here.officer if office is None else staff(office)
    made = open_class(
        officer, office=office or here.office, title="Lớp đối ngoại xã", start_date=MONDAY, end_date=TUESDAY
    )
    where = add_venue(officer, made, name=venue[0], address=venue[1]) if venue else None
    session = add_session(
        officer, made, date=MONDAY, part=MORNING, starts_at=time(7, 30), ends_at=time(11), venue=where
    )
    lecturer = add_lecturer(officer, made, person=here.lecturers[0].person)
    add_item(officer, session, kind=ItemKind.CEREMONY, starts_at=time(7, 30), title="Khai giảng")
    add_item(officer, session, kind=ItemKind.LECTURE, starts_at=starts_at, title="Lễ tân", lecturers=[lecturer])
    return made


def _found(training_class: TrainingClass) -> list[tuple[ClashKind, frozenset[int]]]:
    return [(clash.kind, clash.sessions) for clash in clashes_of(training_class)]


def _keys(*sessions: Session) -> frozenset[int]:
    return frozenset(session.pk for session in sessions)


def test_a_sound_programme_has_no_clash() -> None:
    assert clashes_of(arranged().training_class) == []


def test_a_lecturer_in_another_class_of_the_office_at_the_same_hours() -> None:
    here = arranged()
    _elsewhere(here)
    (clash,) = clashes_of(here.training_class)
    assert (clash.kind, clash.sessions, clash.is_serious) == (LECTURER, _keys(here.sessions[0]), True)
    assert "Lớp đối ngoại xã" in clash.words
    assert "09:00–11:00" in clash.words
    assert here.lecturers[0].person.addressed in clash.words  # type: ignore[union-attr]


def test_lines_that_only_touch_do_not_clash() -> None:
    here = arranged()
    _elsewhere(here, starts_at=time(10))
    add_item(here.officer, here.sessions[0], kind=ItemKind.DISCUSSION, starts_at=time(10), title="Thảo luận")
    assert clashes_of(here.training_class) == [], "the lecture ends when the discussion begins"


@pytest.mark.parametrize("published", [True, False])
def test_of_other_offices_only_what_they_publish_is_told(published: bool) -> None:
    here = arranged()
    other = _elsewhere(here, office=OfficeFactory(), venue=("Hội trường Sở", "Nha Trang"))
    TrainingClass.objects.filter(pk=other.pk).update(published_at=timezone.now() if published else None)
    assert _found(here.training_class) == ([(LECTURER, _keys(here.sessions[0]))] if published else [])


def test_cancelled_classes_declined_and_replaced_lecturers_do_not_count() -> None:
    here = arranged()
    other = _elsewhere(here)
    for values in ({"state": LecturerState.DECLINED}, {"replaced_at": timezone.now()}):
        Lecturer.ever.filter(training_class=other).update(**values)
        assert clashes_of(here.training_class) == []
        Lecturer.ever.filter(training_class=other).update(state=LecturerState.PLANNED, replaced_at=None)
    assert clashes_of(here.training_class)
    TrainingClass.objects.filter(pk=other.pk).update(state=ClassState.CANCELLED)
    assert clashes_of(here.training_class) == []
    TrainingClass.objects.filter(pk=other.pk).update(state=ClassState.PLANNED)
    here.training_class.state = ClassState.CANCELLED
    assert clashes_of(here.training_class) == [], "a class that is not held clashes with nothing"


def test_a_room_is_known_by_name_and_address_however_they_are_written() -> None:
    here = arranged()
    _elsewhere(here, venue=("hội  trường SỞ", "Nha trang"))
    set_lecturers(here.officer, here.items[1], [])
    (clash,) = clashes_of(here.training_class)
    assert (clash.kind, clash.sessions) == (ROOM, _keys(here.sessions[0]))
    assert "07:30–11:00" in clash.words
    change_venue(here.officer, here.venues[0], address="Cam Ranh")
    assert clashes_of(here.training_class) == []


def _beside(here: Arranged) -> Session:
    set_groups(here.officer, here.sessions[0], here.groups[:1])
    return add_session(
        here.officer, here.training_class, date=MONDAY, part=MORNING, starts_at=time(7, 30), ends_at=time(11, 30),
        venue=here.venues[1], groups=here.groups[1:],
    )  # fmt: skip


def test_one_lecturer_in_two_rooms_of_the_class() -> None:
    here = arranged()
    beside = _beside(here)
    assert clashes_of(here.training_class) == []
    add_item(here.officer, beside, kind=ItemKind.LECTURE, starts_at=time(9), title="Biển đảo", lecturers=here.lecturers)
    assert _found(here.training_class) == [(LECTURER, _keys(here.sessions[0], beside))], "a unit may send two people"
    venue = here.venues[1]
    change_venue(here.officer, venue, name="Hội trường Sở", address="Nha Trang")
    assert (ROOM, _keys(here.sessions[0], beside)) in _found(here.training_class)


def test_hours_that_reach_into_the_next_half_day_are_twice_the_same_learners() -> None:
    here = arranged()
    change_session(here.officer, here.sessions[0], ends_at=time(14))
    found = _found(here.training_class)
    assert found == [(GROUP, _keys(*here.sessions[:2])), (ROOM, _keys(*here.sessions[:2]))]


def test_a_line_outside_its_half_day_is_said() -> None:
    here = arranged()
    add_item(here.officer, here.sessions[1], kind=ItemKind.DISCUSSION, starts_at=time(17), title="Thảo luận tổ")
    (clash,) = clashes_of(here.training_class)
    assert (clash.kind, clash.sessions) == (TIMES, _keys(here.sessions[1]))
    assert "Thảo luận tổ" in clash.words


def test_holidays_and_weekends_are_no_fault_but_said() -> None:
    here = arranged()
    TrainingClass.objects.update(start_date=date(2026, 9, 1), end_date=date(2026, 9, 6))
    here.training_class.refresh_from_db()
    for session, day in zip(here.sessions, (date(2026, 9, 2), date(2026, 9, 2), date(2026, 9, 5)), strict=True):
        Session.objects.filter(pk=session.pk).update(date=day)
    clashes = clashes_of(here.training_class)
    assert [(one.kind, one.sessions, one.is_serious) for one in clashes] == [
        (ClashKind.HOLIDAY, _keys(*here.sessions[:2]), False),
        (ClashKind.WEEKEND, _keys(here.sessions[2]), False),
    ]
    assert "Quốc khánh" in clashes[0].words
    Session.objects.filter(training_class=here.training_class, date=date(2026, 9, 2)).update(date=date(2026, 9, 6))
    assert clashes_of(here.training_class) == [], "a class held at weekends only means it so"


def _learners(here: Arranged, number: int, **values: Any) -> None:
    for _number in range(number):
        EnrollmentFactory(training_class=here.training_class, **values)


def test_a_room_too_small_for_those_who_sit_there() -> None:
    here = arranged()
    change_venue(here.officer, here.venues[0], capacity=3)
    _learners(here, 3)
    _learners(here, 2, venue=here.venues[1])
    _learners(here, 1, state="withdrawn")
    assert clashes_of(here.training_class) == []
    change_venue(here.officer, here.venues[1], capacity=1)
    (clash,) = clashes_of(here.training_class)
    assert (clash.kind, clash.sessions, clash.is_serious) == (ClashKind.CAPACITY, _keys(*here.sessions), False)
    assert here.venues[1].name in clash.words
    _learners(here, 1, group=here.groups[0])
    assert len(clashes_of(here.training_class)) == 2


def test_a_room_of_some_groups_holds_only_these() -> None:
    here = arranged()
    beside = _beside(here)
    _learners(here, 2, group=here.groups[0])
    _learners(here, 3, group=here.groups[1])
    change_venue(here.officer, here.venues[1], capacity=2)
    (clash,) = clashes_of(here.training_class)
    assert clash.sessions == _keys(beside)
    assert "3" in clash.words


def _proposed(session: Session | None, day: date, part: DayPart, **values: Any) -> Proposed:
    starts_at, ends_at = (time(7, 30), time(11, 30)) if part == MORNING else (time(13, 30), time(17))
    return Proposed(session, day, part, starts_at, ends_at, **values)


def _kinds(here: Arranged, proposed: Proposed) -> list[ClashKind]:
    return [clash.kind for clash in clashes_if(here.training_class, proposed)]


def test_a_move_is_judged_before_it_is_made_and_tells_only_what_it_brings() -> None:
    here = arranged()
    _elsewhere(here)
    first, second, third = here.sessions
    venue = here.venues[0]
    assert _kinds(here, _proposed(first, MONDAY, MORNING, venue=venue)) == [LECTURER]
    assert _kinds(here, _proposed(first, TUESDAY, AFTERNOON, venue=venue)) == []
    assert _kinds(here, _proposed(second, TUESDAY, AFTERNOON, venue=venue)) == [], "not the clash of the first"
    assert _kinds(here, _proposed(first, TUESDAY, MORNING, venue=venue)) == [GROUP, ROOM]
    assert _kinds(here, _proposed(first, TUESDAY, MORNING, venue=here.venues[1], groups=here.groups)) == [GROUP]
    set_groups(here.officer, third, here.groups[:1])
    beside = _proposed(first, TUESDAY, MORNING, venue=here.venues[1], groups=here.groups[1:])
    assert _kinds(here, beside) == []


def test_what_was_judged_is_what_comes() -> None:
    here = arranged()
    _elsewhere(here)
    move_session(here.officer, here.sessions[0], date=TUESDAY, part=AFTERNOON, starts_at=time(13, 30))
    assert clashes_of(here.training_class) == []
    foreseen = clashes_if(here.training_class, _proposed(here.sessions[0], MONDAY, MORNING, venue=here.venues[1]))
    move_session(here.officer, here.sessions[0], date=MONDAY, part=MORNING, starts_at=time(7, 30), venue=here.venues[1])
    assert foreseen == clashes_of(here.training_class)


def test_a_new_half_day_and_a_new_line_are_judged_too() -> None:
    here = arranged()
    _elsewhere(here)
    teaching = _proposed(None, MONDAY, MORNING, venue=here.venues[1], lecturers=here.lecturers)
    clashes = clashes_if(here.training_class, teaching)
    assert {clash.kind for clash in clashes} == {GROUP, LECTURER}
    assert {key for clash in clashes for key in clash.sessions} == _keys(here.sessions[0])
    assert clashes_of_line(here.training_class, here.sessions[1], time(14), here.lecturers) == []
    found = clashes_of_line(here.training_class, here.sessions[0], time(8), here.lecturers)
    assert [clash.kind for clash in found] == [LECTURER]
    early = clashes_of_line(here.training_class, here.sessions[0], time(7, 30), here.lecturers, time(9))
    assert early == [], "until the other class begins"


def _long_class(days: int, *, lecturers: int) -> TrainingClass:
    """Each half day of each day in three rooms, each room with its group, its lecturer and its line."""
    office = OfficeFactory()
    officer = staff(office)
    last = MONDAY + timedelta(days=days - 1)
    made = open_class(officer, office=office, title="Lớp dài ngày", start_date=MONDAY, end_date=last)
    people = [add_lecturer(officer, made, person=PersonFactory()) for _number in range(lecturers)]
    rooms = [made.venues.create(name=f"Phòng {number}", capacity=1, is_main=number == 1) for number in (1, 2, 3)]
    groups = [made.groups.create(name=f"Tổ {number}", order=number) for number in (1, 2, 3)]
    for place in range(days * 6):
        day, rest = divmod(place, 6)
        part, room = (MORNING, AFTERNOON)[rest // 3], rest % 3
        hour = 7 if part == MORNING else 13
        session = made.sessions.create(
            date=MONDAY + timedelta(days=day), part=part, starts_at=time(hour, 30), ends_at=time(hour + 4),
            venue=rooms[room],
        )  # fmt: skip
        session.groups.set([groups[room]])
        item = session.items.create(order=1, kind=ItemKind.LECTURE, starts_at=session.starts_at, title="Bài giảng")
        item.lecturers.set([people[place % lecturers]])
    return made


def _queries(made: TrainingClass, proposed: Sequence[Proposed] = ()) -> int:
    with CaptureQueriesContext(connection) as captured:
        for one in proposed:
            clashes_if(made, one)
        if not proposed:
            clashes_of(made)
    return len(captured)


def test_sixty_half_days_cost_as_many_queries_as_six() -> None:
    short, long = _long_class(1, lecturers=3), _long_class(10, lecturers=30)
    assert long.sessions.count() == 60
    assert _queries(short) == _queries(long) <= 11
    proposed = [[_proposed(one.sessions.first(), MONDAY, MORNING)] for one in (short, long)]
    assert _queries(short, proposed[0]) == _queries(long, proposed[1]) <= 11
    assert {clash.kind for clash in clashes_of(long)} == {ClashKind.WEEKEND}
