"""Calendar addresses over real HTTP, read by two parsers as telephones would: updates, cancellations, secrets."""

from datetime import date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPMessage
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from khuevan.core.models import GuessCount
from khuevan.nominations.domain.leaving import withdraw
from khuevan.nominations.domain.personal_calendar import (
    address_of,
    code_of,
    feed_address,
    feed_of,
    open_feed,
    personal_calendar,
    renew_feed,
)
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.domain.merging import merge_people, unmerge_people
from khuevan.people.domain.persons import know
from khuevan.people.enums import RoleKind
from khuevan.people.models import DirectoryEntry, Person
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.lecturers.states import name_person
from khuevan.training.domain.people_changes import remove_lecturer
from khuevan.training.domain.timetable.item_changes import set_lecturers
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.timetable.session_changes import change_session, remove_session
from khuevan.training.domain.timetable.versions import pending, publish_programme
from khuevan.training.domain.withdrawing import cancel_class, restore_class
from khuevan.training.enums import ItemKind
from khuevan.training.models import LearnerGroup, Lecturer, TrainingClass, Venue
from tests.factories import OrganizationFactory, PersonFactory, staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def here() -> World:
    """A published class a week from now, with a hall, two lecturers' lines and four learners."""
    made = world(teaching=False)
    day = timezone.localdate() + timedelta(days=7)
    TrainingClass.objects.filter(pk=made.training_class.pk).update(
        start_date=day, end_date=day, published_at=timezone.now()
    )
    made.training_class.sessions.update(date=day)
    for one in (made.training_class, *made.sessions):
        one.refresh_from_db()
    Venue.objects.create(
        training_class=made.training_class, name="Hội trường Nguyễn Thị Minh Khai", address="số 1, Trần Phú; Nha Trang"
    )
    return made


def teach(here: World, place: int, title: str, at: time, name: str) -> Person:
    item = add_item(here.officer, here.sessions[place], kind=ItemKind.LECTURE, title=title, starts_at=at)
    person = PersonFactory(full_name=name)
    lecturer = add_lecturer(here.officer, here.training_class, person=person, title="Phó Vụ trưởng")
    set_lecturers(here.officer, item, [lecturer])
    return person


def fetched(address: str, **headers: str) -> tuple[int, HTTPMessage, str]:
    """Without cookies, as a telephone asks."""
    asked = Request(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urlopen(asked) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def read_twice(text: str) -> dict[str, dict[str, Any]]:
    """Events by UID as both parsers understand them; they must agree."""
    first = {
        str(event["uid"]): {
            "starts": event.decoded("dtstart"),
            "ends": event.decoded("dtend"),
            "title": str(event["summary"]),
            "words": str(event.get("description", "")),
            "place": str(event.get("location", "")),
            "number": int(event.get("sequence", 0)),
            "status": str(event["status"]),
        }
        for event in Calendar.from_ical(text).walk("VEVENT")
    }
    second = {
        event.uid.value: {
            "starts": event.dtstart.value,
            "ends": event.dtend.value,
            "title": event.summary.value,
            "words": event.description.value if hasattr(event, "description") else "",
            "place": event.location.value if hasattr(event, "location") else "",
            "number": int(event.sequence.value) if hasattr(event, "sequence") else 0,
            "status": event.status.value,
        }
        for event in vobject.readOne(text).contents.get("vevent", [])
    }
    assert first.keys() == second.keys()
    for uid, told in first.items():
        other = second[uid]
        assert all(told[name] == other[name] for name in told), (told, other)
        assert told["starts"].utcoffset() == other["starts"].utcoffset() == timedelta(hours=7)
    return first


@pytest.mark.django_db(transaction=True)
class TestOverHttp:
    def test_the_class_its_changes_and_cancellations(self, here: World, live_server: Any) -> None:
        title = "Lễ tân ngoại giao và nghi thức đón, tiễn đoàn khách nước ngoài; thực hành"
        teach(here, 0, title, time(8), "Vũ Sỹ Thắng")
        address = f"{live_server.url}/lop/{here.training_class.slug}/lich.ics"
        publish_programme(here.officer, here.training_class)
        status, headers, text = fetched(address)
        assert status == 200 and headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert "Set-Cookie" not in headers
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        before = read_twice(text)
        uid, second = (f"buoi-{session.pk}@testserver" for session in here.sessions)
        assert before[uid]["starts"] == datetime.combine(here.sessions[0].date, time(7, 30), HERE)
        assert "thực hành (" in before[uid]["words"] and "Phó Vụ trưởng" in before[uid]["words"]
        assert before[uid]["place"] == "Hội trường Nguyễn Thị Minh Khai, số 1, Trần Phú; Nha Trang"
        change_session(here.officer, here.sessions[0], starts_at=time(7, 45))
        assert read_twice(fetched(address)[2]) == before
        publish_programme(here.officer, here.training_class)
        after = read_twice(fetched(address)[2])
        assert after[uid]["starts"].time() == time(7, 45) and after[uid]["number"] > before[uid]["number"]
        assert after[second] == before[second]
        remove_session(here.officer, here.sessions[1])
        publish_programme(here.officer, here.training_class)
        gone = read_twice(fetched(address)[2])
        assert gone[second]["status"] == "CANCELLED" and gone[second]["number"] > after[second]["number"]
        assert gone[uid]["status"] == "CONFIRMED"
        cancel_class(here.officer, here.training_class, reason="Bão số 5")
        over = read_twice(fetched(address)[2])
        assert {one["status"] for one in over.values()} == {"CANCELLED"}
        assert over[uid]["number"] > gone[uid]["number"]
        restore_class(here.officer, here.training_class, reason="Bão đã tan")
        again = read_twice(fetched(address)[2])
        assert again[uid]["status"] == "CONFIRMED" and again[uid]["number"] > over[uid]["number"]

    def test_what_did_not_change_is_not_sent_again(self, here: World, live_server: Any) -> None:
        address = f"{live_server.url}/lop/{here.training_class.slug}/lich.ics"
        _status, headers, _text = fetched(address)
        assert fetched(address, If_None_Match=headers["ETag"])[0] == 304
        assert fetched(address, If_Modified_Since=headers["Last-Modified"])[0] == 304
        assert parsedate_to_datetime(headers["Last-Modified"]) <= timezone.now()
        change_session(here.officer, here.sessions[0], ends_at=time(11, 45))
        assert fetched(address, If_None_Match=headers["ETag"])[0] == 200

    def test_a_person_fetches_their_own_days(self, here: World, live_server: Any) -> None:
        person = here.enrollments[0].person
        path = address_of(open_feed(here.officer, office=here.office, person=person)).partition("/lich/")[2]
        status, headers, text = fetched(f"{live_server.url}/lich/{path}")
        assert status == 200 and "Set-Cookie" not in headers and "private" in headers["Cache-Control"]
        assert len(read_twice(text)) == 2 and "REFRESH-INTERVAL" in text
        assert fetched(f"{live_server.url}/lich/{path}", If_None_Match=headers["ETag"])[0] == 304
        assert person.full_name not in text and "Một" not in path

    def test_a_wrong_address_is_a_guess(self, here: World, live_server: Any) -> None:
        feed = open_feed(here.officer, office=here.office, person=here.enrollments[0].person)
        wrong = code_of(feed)[:-1] + ("a" if code_of(feed)[-1] != "a" else "b")
        assert fetched(f"{live_server.url}/lich/{wrong}.ics")[0] == 404
        assert GuessCount.objects.get().count == 1
        for number in range(9):
            fetched(f"{live_server.url}/lich/{number}-abc.ics")
        status, headers, _text = fetched(f"{live_server.url}/lich/{wrong}.ics")
        assert status == 429 and int(headers["Retry-After"]) > 0
        right = fetched(f"{live_server.url}/lich/{code_of(feed)}.ics")
        assert right[0] == 200, "others fetch from behind the same network address"


class TestWhose:
    def test_a_lecturer_sees_only_the_lines_they_teach(self, here: World) -> None:
        mine = teach(here, 0, "Lễ tân", time(8), "Vũ Sỹ Thắng")
        teach(here, 0, "Thông tin đối ngoại", time(9, 30), "Đỗ Thị Hai")
        (event,) = events(here, mine)
        assert (event["starts"].time(), event["ends"].time()) == (time(8), time(9, 30))
        assert "Lễ tân" in event["words"] and "Thông tin" not in event["words"]

    def test_a_learner_sees_half_days_of_their_group_and_their_own_seat(self, here: World) -> None:
        first, second = here.enrollments[:2]
        remote = Venue.objects.create(training_class=here.training_class, name="Điểm cầu Cam Ranh", is_main=False)
        group = LearnerGroup.objects.create(training_class=here.training_class, name="Tổ 1", venue=remote)
        Enrollment.objects.filter(pk=first.pk).update(group=group)
        here.sessions[1].groups.add(group)
        mine, hers = events(here, first.person), events(here, second.person)
        assert len(mine) == 2 and len(hers) == 1
        assert mine[0]["place"] == "Điểm cầu Cam Ranh"
        assert hers[0]["place"].startswith("Hội trường")
        assert "Tổ 1" in mine[1]["words"]

    def test_a_replaced_lecturer_sees_it_struck_out(self, here: World) -> None:
        old = teach(here, 0, "Lễ tân", time(8), "Vũ Sỹ Thắng")
        publish_programme(here.officer, here.training_class)
        (before,) = events(here, old)
        new = add_lecturer(here.officer, here.training_class, person=PersonFactory(full_name="Đỗ Thị Mới"))
        set_lecturers(here.officer, here.sessions[0].items.get(), [new])
        publish_programme(here.officer, here.training_class)
        (after,) = events(here, old)
        assert after["status"] == "CANCELLED" and after["number"] > before["number"]

    def test_whom_the_unit_sends_no_more_sees_it_struck_out(self, here: World) -> None:
        promised = add_lecturer(here.officer, here.training_class, organization=OrganizationFactory(name="Cục Lễ tân"))
        line = {"kind": ItemKind.LECTURE, "title": "Lễ tân", "starts_at": time(8)}
        add_item(here.officer, here.sessions[0], lecturers=[promised], **line)
        first, second = PersonFactory(full_name="Vũ Sỹ Thắng"), PersonFactory(full_name="Đỗ Thị Mới")
        name_person(here.officer, promised, person=first)
        publish_programme(here.officer, here.training_class)
        (before,) = events(here, first)
        name_person(here.officer, Lecturer.objects.get(pk=promised.pk), person=second)
        assert events(here, second) == [], "not made known yet"
        publish_programme(here.officer, here.training_class)
        (after,) = events(here, first)
        assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
        assert after["number"] > before["number"]
        assert [event["status"] for event in events(here, second)] == ["CONFIRMED"]

    def test_whom_the_office_took_off_the_class_sees_it_struck_out(self, here: World) -> None:
        gone = teach(here, 0, "Lễ tân", time(8), "Vũ Sỹ Thắng")
        publish_programme(here.officer, here.training_class)
        remove_lecturer(here.officer, here.training_class.lecturers.get(person=gone))
        assert [event["status"] for event in events(here, gone)] == ["CONFIRMED"], "until it is made known"
        publish_programme(here.officer, here.training_class)
        assert [event["status"] for event in events(here, gone)] == ["CANCELLED"]

    def test_a_lecturer_who_turned_out_to_be_somebody_known_keeps_their_days(self, here: World) -> None:
        entered = teach(here, 0, "Lễ tân ngoại giao", time(8), "Trần Thị Minh")
        known = PersonFactory(full_name="Trần Thị Minh", honorific=entered.honorific, rank=entered.rank)
        know(here.office, [entered, known])
        publish_programme(here.officer, here.training_class)
        merge = merge_people(here.officer, known, entered)
        assert [event["status"] for event in events(here, known)] == ["CONFIRMED"]
        assert pending(here.training_class) == [], "nothing of the programme changed"
        unmerge_people(here.officer, merge)
        entered.refresh_from_db()
        assert [event["status"] for event in events(here, entered)] == ["CONFIRMED"]
        assert events(here, known) == [] and pending(here.training_class) == []

    def test_who_left_the_list_and_other_offices_add_nothing(self, here: World) -> None:
        one = here.enrollments[0]
        other = world(teaching=False)
        Enrollment.objects.filter(pk=other.enrollments[0].pk).update(person=one.person)
        assert len(events(here, one.person)) == 2
        withdraw(here.officer, one, reason="Chuyển công tác")
        assert events(here, one.person) == []

    def test_long_gone_classes_are_left_out(self, here: World) -> None:
        TrainingClass.objects.filter(pk=here.training_class.pk).update(
            start_date=date(2019, 10, 4), end_date=date(2019, 10, 4)
        )
        assert events(here, here.enrollments[0].person) == []

    def test_more_classes_ask_no_more_questions(self, here: World, django_assert_max_num_queries: Any) -> None:
        feed = open_feed(here.officer, office=here.office, person=here.enrollments[0].person)
        with django_assert_max_num_queries(14):
            personal_calendar(feed)


class TestAddress:
    def test_a_new_address_ends_the_old_one(self, here: World, client: Client) -> None:
        person = here.enrollments[0].person
        old = feed_address(here.office, person).partition("//")[2].partition("/")[2]
        assert client.get(f"/{old}").status_code == 200
        renew_feed(here.officer, office=here.office, person=person)
        assert client.get(f"/{old}").status_code == 404
        assert client.get(f"/lich/{code_of(feed_of(here.office, person))}.ics").status_code == 200

    def test_whom_the_office_forgot_has_no_calendar(self, here: World, client: Client) -> None:
        person = here.enrollments[0].person
        feed = open_feed(here.officer, office=here.office, person=person)
        DirectoryEntry.objects.filter(office=here.office, person=person).delete()
        assert client.get(f"/lich/{code_of(feed)}.ics").status_code == 404

    @pytest.mark.parametrize("code", ["", "x", "1", "1-", "zz-aaaa", "ffffffffffffffff-aaaa", "1-ộ"])
    def test_nonsense_answers_like_any_wrong_address(self, client: Client, code: str) -> None:
        assert client.get(f"/lich/{code}.ics").status_code == 404

    def test_nobody_else_renews_it(self, here: World) -> None:
        person = here.enrollments[0].person
        open_feed(here.officer, office=here.office, person=person)
        for stranger in (staff(world(teaching=False).office), staff(here.office, RoleKind.EDITOR)):
            with refused("not_allowed"):
                renew_feed(stranger, office=here.office, person=person)

    def test_the_person_makes_and_renews_it_on_their_page(self, here: World) -> None:
        person = here.enrollments[0].person
        client = Client()
        _link, token = make_link(here.officer, office=here.office, person=person)
        client.get(link_path(token))
        assert "/lich/tao/" in client.get("/ca-nhan/lich/").content.decode()
        client.post("/ca-nhan/lich/tao/")
        first = address_of(feed_of(here.office, person))
        page = client.get("/ca-nhan/lich/").content.decode()
        assert first in page and f"webcal://{first.partition('://')[2]}" in page
        client.post("/ca-nhan/lich/doi/")
        assert first not in client.get("/ca-nhan/lich/").content.decode()

    def test_without_a_pass_there_is_no_page(self, client: Client) -> None:
        assert client.get("/ca-nhan/lich/").status_code == 403
        assert client.post("/ca-nhan/lich/tao/").status_code == 403


def test_a_class_that_is_not_published_has_no_public_calendar(here: World, client: Client) -> None:
    address = f"/lop/{here.training_class.slug}/lich.ics"
    assert client.get(address).status_code == 200
    TrainingClass.objects.filter(pk=here.training_class.pk).update(published_at=None)
    assert client.get(address).status_code == 404
    client.force_login(here.officer)
    assert client.get(address).status_code == 404


def events(here: World, person: Person) -> list[dict[str, Any]]:
    """In order of time."""
    text = personal_calendar(open_feed(here.officer, office=here.office, person=person))
    return sorted(read_twice(text).values(), key=lambda one: str(one["starts"]))
