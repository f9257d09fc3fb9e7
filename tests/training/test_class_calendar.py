"""Calendar files: read back by the library as a telephone would read them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from khuevan.training.domain.arrangements import add_venue
from khuevan.training.domain.timetable.class_calendar import class_calendar
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.timetable.session_changes import change_session
from khuevan.training.domain.withdrawing import cancel_class, restore_class
from khuevan.training.enums import ItemKind
from tests.factories.classes import TrainingClassFactory
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db


def events_of(text: str) -> list:
    return Calendar.from_ical(text).walk("VEVENT")


class TestClassCalendar:
    def test_each_half_day_is_one_event_at_its_hour(self) -> None:
        events = events_of(class_calendar(world(names=(), teaching=False).training_class))
        starts = [event.decoded("dtstart").astimezone(UTC) for event in events]
        assert starts == [datetime(2019, 10, 4, 0, 30, tzinfo=UTC), datetime(2019, 10, 4, 6, 30, tzinfo=UTC)]
        assert {event.decoded("dtend") - event.decoded("dtstart") for event in events} == {timedelta(hours=3.5)}
        assert "sáng" in str(events[0]["summary"]) and "chiều" in str(events[1]["summary"])

    def test_the_zone_is_described_in_the_file(self) -> None:
        text = class_calendar(world(names=(), teaching=False).training_class)
        (zone,) = Calendar.from_ical(text).walk("VTIMEZONE")
        (rule,) = zone.walk("STANDARD")
        assert str(zone["tzid"]) == "Asia/Ho_Chi_Minh"
        assert rule.decoded("tzoffsetto") == timedelta(hours=7)
        assert "DTSTART;TZID=Asia/Ho_Chi_Minh:20191004T073000" in text

    def test_place_and_lines_are_told(self) -> None:
        class_world = world(names=(), teaching=False)
        officer, training_class = class_world.officer, class_world.training_class
        hall = add_venue(officer, training_class, name="Hội trường A", address="Nha Trang; tầng 2, khu B")
        other = add_venue(officer, training_class, name="Phòng 3")
        change_session(officer, class_world.sessions[1], venue=other)
        add_item(
            officer,
            class_world.sessions[0],
            kind=ItemKind.CEREMONY,
            title="Khai giảng",
            starts_at=time(7, 30),
        )
        first, second = events_of(class_calendar(training_class))
        assert str(first["location"]) == f"{hall.name}, {hall.address}"
        assert str(second["location"]) == "Phòng 3"
        assert str(first["description"]) == "07:30 Khai giảng"
        assert "description" not in second

    def test_identifiers_stay_when_hours_change(self) -> None:
        class_world = world(names=(), teaching=False)
        before = [str(event["uid"]) for event in events_of(class_calendar(class_world.training_class))]
        change_session(class_world.officer, class_world.sessions[0], starts_at=time(8, 0))
        after = [str(event["uid"]) for event in events_of(class_calendar(class_world.training_class))]
        assert before == after and len(set(before)) == 2

    def test_a_class_without_half_days_lasts_whole_days(self) -> None:
        training_class = TrainingClassFactory(start_date=date(2026, 12, 30), end_date=date(2027, 1, 2))
        (event,) = events_of(class_calendar(training_class))
        assert event.decoded("dtstart") == date(2026, 12, 30)
        assert event.decoded("dtend") == date(2027, 1, 3)

    def test_a_cancelled_class_is_struck_out(self) -> None:
        class_world = world(names=(), teaching=False)
        cancel_class(class_world.officer, class_world.training_class, reason="Bão số 5")
        assert {str(event["status"]) for event in events_of(class_calendar(class_world.training_class))} == {
            "CANCELLED"
        }

    @pytest.mark.parametrize("has_half_days", [True, False])
    def test_a_class_cancelled_and_opened_again_counts_on_in_every_event(self, *, has_half_days: bool) -> None:
        class_world = world(names=(), teaching=False)
        officer, training_class = class_world.officer, class_world.training_class
        if not has_half_days:
            training_class.sessions.all().delete()
        deeds = (None, cancel_class, restore_class, cancel_class)
        told = []
        for deed in deeds:
            if deed is not None:
                deed(officer, training_class, reason="Bão số 5")
            events = events_of(class_calendar(training_class))
            assert len(events) == (2 if has_half_days else 1)
            told.append({(str(event["uid"]), str(event["status"]), int(event["sequence"])) for event in events})
        uids = {uid for uid, _status, _number in told[0]}
        for number, (status, found) in enumerate(zip(("CONFIRMED", "CANCELLED") * 2, told, strict=True)):
            assert found == {(uid, status, number) for uid in uids}

    def test_long_lines_and_line_breaks_cannot_add_properties(self) -> None:
        training_class = TrainingClassFactory(title="Lớp một\r\nSTATUS:CANCELLED " + "ngoại giao " * 20)
        text = class_calendar(training_class)
        (event,) = events_of(text)
        assert str(event["status"]) == "CONFIRMED"
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
