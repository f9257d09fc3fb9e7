"""The programme of last year's class taken over into one that is there."""

from datetime import date, time

import pytest

from khuevan.core.models import AuditEntry
from khuevan.people.models import User
from khuevan.training.domain.arrangements import add_lecturer, add_venue
from khuevan.training.domain.classes import begin_preparation, open_class
from khuevan.training.domain.cloning import clone_class
from khuevan.training.domain.timetable.copying import copy_programme
from khuevan.training.domain.timetable.group_changes import add_group
from khuevan.training.domain.timetable.item_changes import change_item
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.domain.timetable.session_changes import set_groups
from khuevan.training.enums import ClassState, DayPart
from khuevan.training.models import TopicVersion, TrainingClass
from tests.factories import OfficeFactory, staff
from tests.factories.people import RoleFactory
from tests.factories.worlds import refused, world
from tests.training.arranging import MONDAY, Arranged, arranged

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2027, 6, 7), date(2027, 6, 8)
MORNING = DayPart.MORNING


def _this_year(here: Arranged, first: date = FIRST, last: date = LAST) -> TrainingClass:
    made = open_class(here.officer, office=here.office, title="Lớp năm 2027", start_date=first, end_date=last)
    begin_preparation(here.officer, made)
    return made


def _beside(here: Arranged) -> None:
    """The first morning is held in two rooms."""
    set_groups(here.officer, here.sessions[0], here.groups[:1])
    add_session(
        here.officer, here.training_class, date=MONDAY, part=MORNING, starts_at=time(7, 30), ends_at=time(11),
        venue=here.venues[1], groups=here.groups[1:],
    )  # fmt: skip


def test_half_days_come_with_lines_topics_venues_and_units() -> None:
    here = arranged()
    change_item(here.officer, here.items[1], periods=3)
    TopicVersion.objects.create(topic=here.topics[0].topic, number=1, periods=4)
    newest = TopicVersion.objects.create(topic=here.topics[0].topic, number=2, periods=5)
    target = _this_year(here)
    copied = copy_programme(here.officer, here.training_class, target)
    assert [(one.date, one.part) for one in copied.sessions] == [
        (FIRST, "morning"), (FIRST, "afternoon"), (LAST, "morning")
    ]  # fmt: skip
    assert copied.skipped == []
    line = copied.sessions[0].items.get(order=2)
    assert (line.title, line.periods, line.class_topic.version) == ("Lễ tân đối ngoại", 3, newest)
    assert [one.name for one in target.venues.all()] == ["Hội trường Sở"], "only what is used, without who was called"
    assert target.venues.get().contact is None
    assert {(one.person, one.organization_name) for one in line.lecturers.all()} == {
        (None, "Cục Ngoại vụ"),
        (None, "Vụ Chính sách đối ngoại"),
    }
    entry = AuditEntry.objects.get(verb="training.copy_programme", subject_type="training.trainingclass")
    assert entry.after == {"copied_from_id": here.training_class.pk}


def test_who_and_what_is_there_already_is_used() -> None:
    here = arranged()
    target = _this_year(here)
    venue = add_venue(here.officer, target, name="HỘI TRƯỜNG SỞ", address="nha trang")
    again = add_lecturer(here.officer, target, person=here.lecturers[0].person, title="Cục trưởng")
    copied = copy_programme(here.officer, here.training_class, target)
    assert {session.venue for session in copied.sessions} == {venue}
    assert again in copied.sessions[0].items.get(order=2).lecturers.all()
    assert target.lecturers.count() == 2


def test_without_lecturers_nobody_is_asked() -> None:
    here = arranged()
    target = _this_year(here)
    copied = copy_programme(here.officer, here.training_class, target, with_lecturers=False)
    assert not target.lecturers.exists()
    assert not copied.sessions[0].items.get(order=2).lecturers.exists()


def test_what_is_there_stays_and_what_does_not_fit_is_said() -> None:
    here = arranged()
    target = _this_year(here, FIRST, FIRST)
    kept = add_session(here.officer, target, date=FIRST, part=MORNING, starts_at=time(8), ends_at=time(11))
    copied = copy_programme(here.officer, here.training_class, target)
    assert [(one.date, one.part) for one in copied.sessions] == [(FIRST, "afternoon")]
    assert [one.session for one in copied.skipped] == [here.sessions[0], here.sessions[2]]
    assert all(str(one.why) for one in copied.skipped)
    assert set(target.sessions.all()) == {kept, *copied.sessions}
    again = copy_programme(here.officer, here.training_class, target)
    assert (again.sessions, len(again.skipped)) == ([], 3), "twice is once"


def test_the_first_day_may_be_said_and_holidays_are_jumped_over() -> None:
    here = arranged()
    target = _this_year(here, date(2026, 4, 27), date(2026, 5, 8))
    copied = copy_programme(here.officer, here.training_class, target, start_date=date(2026, 4, 29))
    assert [move.new for move in copied.moves] == [date(2026, 4, 29), date(2026, 5, 4)]
    assert copied.moves[1].reason
    other = _this_year(here, date(2026, 4, 27), date(2026, 5, 8))
    through = copy_programme(
        here.officer, here.training_class, other, start_date=date(2026, 4, 29), shift_holidays=False
    )
    assert [move.new.day for move in through.moves] == [29, 30]


def test_half_days_side_by_side_come_with_groups_by_name_else_by_place() -> None:
    here = arranged()
    _beside(here)
    target = _this_year(here)
    groups = [add_group(here.officer, target, name=name) for name in ("Nhóm A", "Tổ 1")]
    copied = copy_programme(here.officer, here.training_class, target)
    beside = [one for one in copied.sessions if (one.date, one.part) == (FIRST, "morning")]
    assert [[group.name for group in one.groups.all()] for one in beside] == [["Tổ 1"], ["Nhóm A"]]
    assert list(target.groups.all()) == groups
    empty = _this_year(here)
    copy_programme(here.officer, here.training_class, empty)
    assert [group.name for group in empty.groups.all()] == ["Tổ 1", "Tổ 2"]


def test_a_cloned_class_has_its_half_days_side_by_side_too() -> None:
    here = arranged()
    _beside(here)
    change_item(here.officer, here.items[1], periods=3)
    copy = clone_class(here.officer, here.training_class, title="Lớp năm 2027", start_date=FIRST).training_class
    assert [group.name for group in copy.groups.all()] == ["Tổ 1", "Tổ 2"]
    assert {group.training_class for one in copy.sessions.all() for group in one.groups.all()} == {copy}
    assert copy.sessions.count() == 4
    assert copy.sessions.first().items.get(order=2).periods == 3  # type: ignore[union-attr]


def test_marks_results_and_strangers_forbid_it() -> None:
    here, there = arranged(), world()
    target = _this_year(here)
    with refused("same_class"):
        copy_programme(here.officer, target, target)
    with refused("nothing_to_copy"):
        copy_programme(here.officer, _this_year(here), target)
    with refused("not_allowed"):
        copy_programme(staff(OfficeFactory()), here.training_class, target)
    with refused("not_allowed"):
        copy_programme(here.officer, there.training_class, target)
    RoleFactory(user=there.officer, office=here.office)
    both = User.objects.get(pk=there.officer.pk)
    with refused("class_of_another_office"):
        copy_programme(both, there.training_class, target)
    there.mark(there.sessions[0])
    twin = open_class(
        there.officer, office=there.office, title="Lớp cũ", start_date=date(2019, 1, 7), end_date=date(2019, 1, 7)
    )
    add_session(there.officer, twin, date=twin.start_date, part=MORNING, starts_at=time(8), ends_at=time(11))
    with refused("attendance_was_taken"):
        copy_programme(there.officer, twin, there.training_class)
    TrainingClass.objects.filter(pk=target.pk).update(state=ClassState.RESULTS)
    with refused("results_are_approved"):
        copy_programme(here.officer, here.training_class, target)
    assert not target.sessions.exists()
