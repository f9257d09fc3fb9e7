"""Half days, lines, topics and venues that change."""

from datetime import date, time
from typing import Any

import pytest

from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.training.domain.class_changes import change_class
from khuevan.training.domain.timetable.item_changes import change_item, move_item, remove_item, set_lecturers
from khuevan.training.domain.timetable.programme import add_item, add_topic
from khuevan.training.domain.timetable.session_changes import change_session, move_session, remove_session
from khuevan.training.domain.topics.of_class import change_catalogue_topic, change_topic, remove_topic
from khuevan.training.domain.venue_changes import change_venue, make_main_venue, remove_venue
from khuevan.training.enums import ClassState, DayPart, ItemKind
from khuevan.training.models import Lecturer, ProgrammeItem, Session, Topic, TrainingClass, Venue
from tests.factories import PersonFactory
from tests.factories.worlds import world
from tests.training.arranging import MONDAY, TUESDAY, arranged

pytestmark = pytest.mark.django_db


def _refused(code: str, *call: Any, **values: Any) -> str:
    verb, *args = call
    with pytest.raises(DomainError) as caught:
        verb(*args, **values)
    assert caught.value.code == code, caught.value.message
    return caught.value.message


def test_a_half_day_changes_its_times_and_venue() -> None:
    here = arranged()
    change_session(here.officer, here.sessions[0], starts_at=time(8), venue=here.venues[1], periods=3)
    stored = Session.objects.get(pk=here.sessions[0].pk)
    assert (stored.starts_at, stored.ends_at, stored.venue, stored.periods) == (
        time(8),
        time(11, 30),
        here.venues[1],
        3,
    )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"date": date(2026, 6, 3)}, "session_outside_class"),
        ({"part": DayPart.AFTERNOON}, "session_known"),
        ({"ends_at": time(7, 30)}, "ends_before_start"),
        ({"periods": -1}, "invalid_value"),
    ],
)
def test_a_half_day_stays_inside_its_class(values: dict[str, Any], code: str) -> None:
    here = arranged()
    _refused(code, change_session, here.officer, here.sessions[0], **values)
    _refused("not_of_this_class", change_session, here.officer, here.sessions[0], venue=arranged().venues[0])
    assert Session.objects.get(pk=here.sessions[0].pk).periods == 4


def test_a_half_day_moves_with_its_lines() -> None:
    here = arranged()
    move_session(here.officer, here.sessions[0], date=TUESDAY, part=DayPart.AFTERNOON, starts_at=time(13, 45))
    stored = Session.objects.get(pk=here.sessions[0].pk)
    assert (stored.date, stored.starts_at, stored.ends_at) == (TUESDAY, time(13, 45), time(17, 45))
    assert [item.starts_at for item in stored.items.all()] == [time(13, 45), time(14, 15)]
    assert AuditEntry.objects.filter(verb="training.move_session").count() == 3
    _refused(
        "ends_after_midnight",
        move_session, here.officer, stored, date=TUESDAY, part=DayPart.AFTERNOON, starts_at=time(21),
    )  # fmt: skip
    _refused("session_known", move_session, here.officer, stored, date=MONDAY, part=DayPart.AFTERNOON)


def test_what_attendance_was_taken_for_stays_where_it_is() -> None:
    here = world()
    morning = here.sessions[0]
    here.mark(morning)
    change_class(here.officer, here.training_class, end_date=date(2019, 10, 5))
    _refused("attendance_was_taken", change_session, here.officer, morning, date=date(2019, 10, 5))
    message = _refused("still_used", remove_session, here.officer, morning)
    assert message
    change_session(here.officer, morning, starts_at=time(8), date=morning.date)
    remove_session(here.officer, here.sessions[1])
    assert [one.pk for one in here.training_class.sessions.all()] == [morning.pk]


def test_results_hold_the_half_days_fast() -> None:
    here = arranged()
    TrainingClass.objects.update(state=ClassState.RESULTS)
    _refused("results_are_approved", change_session, here.officer, here.sessions[0], periods=5)
    _refused("results_are_approved", remove_session, here.officer, here.sessions[0])
    change_item(here.officer, here.items[0], title="Khai mạc")


def test_a_removed_half_day_leaves_its_lines_in_the_audit() -> None:
    here = arranged()
    remove_session(here.officer, here.sessions[0])
    assert not ProgrammeItem.objects.exists()
    entry = AuditEntry.objects.get(verb="training.remove_session")
    assert entry.after["lines"] == ["07:30 Khai giảng ngày 01/6/2026", "08:00 Lễ tân đối ngoại"]
    assert entry.before["date"] == "2026-06-01"
    assert entry.after["date"] is None


def test_lines_are_added_after_one_in_the_middle_was_removed() -> None:
    here = arranged()
    remove_item(here.officer, here.items[0])
    added = add_item(here.officer, here.sessions[0], kind=ItemKind.DISCUSSION, starts_at=time(10), title="Thảo luận")
    assert [item.title for item in here.sessions[0].items.all()] == ["Lễ tân đối ngoại", "Thảo luận"]
    assert added.order == 3


def test_a_line_changes_but_not_to_a_topic_of_another_class() -> None:
    here = arranged()
    change_item(here.officer, here.items[1], class_topic=here.topics[1], starts_at=time(8, 30))
    assert ProgrammeItem.objects.get(pk=here.items[1].pk).class_topic == here.topics[1]
    _refused("not_of_this_class", change_item, here.officer, here.items[1], class_topic=arranged().topics[0])
    _refused("invalid_value", change_item, here.officer, here.items[1], title=" ")


def test_lecturers_of_a_line_are_set_as_a_whole() -> None:
    here = arranged()
    item = here.items[1]
    shown = stamp(item)
    set_lecturers(here.officer, item, here.lecturers[::-1], seen=shown)
    assert not AuditEntry.objects.filter(verb="training.set_lecturers").exists(), "the same lecturers are no change"
    set_lecturers(here.officer, item, here.lecturers[:1], seen=shown)
    entry = AuditEntry.objects.get(verb="training.set_lecturers")
    assert (len(entry.before["lecturers"]), len(entry.after["lecturers"])) == (2, 1)
    assert list(item.lecturers.all()) == here.lecturers[:1]
    _refused("changed_meanwhile", set_lecturers, here.officer, item, here.lecturers, seen=shown)
    _refused("not_of_this_class", set_lecturers, here.officer, item, arranged().lecturers)


def test_a_line_moves_to_the_end_of_another_half_day() -> None:
    here = arranged()
    move_item(here.officer, here.items[0], here.sessions[1], starts_at=time(13, 30))
    move_item(here.officer, here.items[1], here.sessions[1], starts_at=time(14))
    assert [(item.title, item.order) for item in here.sessions[1].items.all()] == [
        ("Khai giảng ngày 01/6/2026", 1),
        ("Lễ tân đối ngoại", 2),
    ]
    _refused("not_of_this_class", move_item, here.officer, here.items[0], arranged().sessions[0], starts_at=time(8))


def test_a_topic_of_a_class_is_exchanged_and_the_catalogue_kept_tidy() -> None:
    here = arranged()
    change_topic(here.officer, here.topics[0], title="Lễ tân Đối ngoại địa phương")
    assert set(Topic.objects.values_list("title", flat=True)) == {"Lễ tân Đối ngoại địa phương", "Biển đảo"}
    assert ProgrammeItem.objects.get(pk=here.items[1].pk).class_topic.topic.title == "Lễ tân Đối ngoại địa phương"
    _refused("topic_known", change_topic, here.officer, here.topics[0], title="Biển đảo")
    _refused("topic_without_title", change_topic, here.officer, here.topics[0], title=" ")
    change_topic(here.officer, here.topics[0], title="Lễ tân Đối ngoại địa phương ")
    assert AuditEntry.objects.filter(verb="training.change_topic").count() == 3


def test_what_other_classes_teach_stays_as_they_teach_it() -> None:
    here, other = arranged(), world()
    TrainingClass.objects.filter(pk=other.training_class.pk).update(office=here.office)
    other.training_class.refresh_from_db()
    elsewhere = add_topic(here.officer, other.training_class, title="Lễ tân đối ngoại")
    change_topic(here.officer, here.topics[0], title="Lễ tân")
    elsewhere.refresh_from_db()
    assert elsewhere.topic.title == "Lễ tân đối ngoại"
    change_catalogue_topic(here.officer, elsewhere.topic, title="Nghi lễ", field="Đối ngoại")
    elsewhere.refresh_from_db()
    assert (elsewhere.topic.title, elsewhere.topic.field) == ("Nghi lễ", "Đối ngoại")
    _refused("topic_known", change_catalogue_topic, here.officer, elsewhere.topic, title="Biển đảo", field="")


def test_a_topic_that_is_taught_is_not_removed() -> None:
    here = arranged()
    _refused("still_used", remove_topic, here.officer, here.topics[0])
    remove_topic(here.officer, here.topics[1])
    assert Topic.objects.filter(title="Biển đảo").exists(), "the catalogue keeps it"
    assert add_topic(here.officer, here.training_class, title="Halal").order == 2


def test_the_main_venue_is_always_one() -> None:
    here = arranged()
    first, second = here.venues
    make_main_venue(here.officer, second)
    assert Venue.objects.get(is_main=True) == second
    _refused("still_used", remove_venue, here.officer, first)
    remove_venue(here.officer, second)
    assert Venue.objects.get(is_main=True) == first


def test_a_venue_gets_somebody_to_call_whom_the_office_then_knows() -> None:
    here = arranged()
    caller = PersonFactory()
    change_venue(here.officer, here.venues[1], contact=caller, address=" 60 Thống Nhất ")
    stored = Venue.objects.get(pk=here.venues[1].pk)
    assert (stored.contact, stored.address) == (caller, "60 Thống Nhất")
    assert caller.known_to.filter(office=here.office).exists()


def test_two_lecturers_whose_names_and_posts_are_the_same_are_two() -> None:
    here = arranged()
    first = here.lecturers[0]
    twin = Lecturer.objects.create(
        training_class=here.training_class, person=PersonFactory(full_name=first.person.full_name), title=first.title,
        organization=first.organization, organization_name=first.organization_name, order=3,
    )  # fmt: skip
    set_lecturers(here.officer, here.items[1], [first])
    set_lecturers(here.officer, here.items[1], [twin])
    assert list(here.items[1].lecturers.all()) == [twin]
