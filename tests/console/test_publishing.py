"""Making the programme known on the officer's screen: what changed, whom it concerns, versions, prints."""

import re
from datetime import date, time
from html import unescape

import pytest

from khuevan.nominations.domain.personal_calendar import code_of, open_feed
from khuevan.nominations.models import Enrollment
from khuevan.notifications.models import Message
from khuevan.people.enums import RoleKind
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.lecturers.replacing import replace_lecturer
from khuevan.training.domain.lecturers.states import decline
from khuevan.training.domain.timetable.item_changes import set_lecturers
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.timetable.session_changes import change_session
from khuevan.training.domain.timetable.versions import publish_programme
from khuevan.training.domain.withdrawing import cancel_class
from khuevan.training.enums import ItemKind
from khuevan.training.models import TrainingClass
from tests.console.acting import Acting, notices
from tests.factories import PersonFactory, staff
from tests.factories.worlds import World, world
from tests.papers.test_programme_sheet import pdf_words

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    """A class to come with four learners, the first with e-mail, and one lecturer."""
    made = world(teaching=False)
    later = date(2099, 10, 4)
    TrainingClass.objects.filter(pk=made.training_class.pk).update(start_date=later, end_date=later)
    made.training_class.sessions.update(date=later)
    for row in (made.training_class, *made.sessions):
        row.refresh_from_db()
    Enrollment.objects.filter(pk=made.enrollments[0].pk).update(email="hv@example.vn")
    item = add_item(made.officer, made.sessions[0], kind=ItemKind.LECTURE, title="Lễ tân", starts_at=time(8))
    person = PersonFactory(full_name="Vũ Sỹ Thắng", email="gv@example.vn")
    set_lecturers(made.officer, item, [add_lecturer(made.officer, made.training_class, person=person)])
    return made


def at(here: World, more: str = "") -> str:
    return f"/can-bo/lop/{here.training_class.pk}/chuong-trinh/cong-bo/{more}"


def stamp(page: str) -> str:
    found = re.search(r'name="rows_seen" value="(\w+)"', page)
    assert found is not None
    return found[1]


def codes(page: str) -> list[str]:
    return re.findall(r'name="whom"\s+value="([\w-]+)"', page)


class TestPage:
    def test_the_first_time_everybody_concerned_is_ticked(self, here: World) -> None:
        me = Acting(here.officer)
        page = unescape(me.get(at(here)))
        (lecturer, learners) = codes(page)
        assert lecturer.startswith("lecturer-") and learners == "learners"
        assert "Vũ Sỹ Thắng" in page and "gv@example.vn" in page
        done = me.post(at(here), form=at(here), rows_seen=stamp(page), whom=[lecturer, learners], note="Bản đầu")
        assert here.training_class.programme_versions.get().note == "Bản đầu"
        assert Message.objects.filter(kind__startswith="nominations.programme").count() == 2
        assert len(notices(done)) == 1 and "Bản đầu" in done

    def test_who_cannot_come_and_is_still_named_stands_in_words(self, here: World) -> None:
        me, lecturer = Acting(here.officer), here.training_class.lecturers.get()
        publish_programme(here.officer, here.training_class)
        assert "van-con-ten" not in me.get(at(here))
        decline(here.officer, lecturer, "Bận")
        page = me.get(at(here))
        assert "Vũ Sỹ Thắng" in page[page.index("van-con-ten") :], "nothing else changed, and the officer reads it"
        replace_lecturer(here.officer, lecturer, person=PersonFactory(full_name="Đỗ Thị Mới"), reason="Bận")
        assert "van-con-ten" not in me.get(at(here)), "the change itself waits to be made known"

    def test_before_the_first_version_who_cannot_come_is_told_of_too(self, here: World) -> None:
        decline(here.officer, here.training_class.lecturers.get(), "Bận")
        assert "Vũ Sỹ Thắng" in Acting(here.officer).get(at(here)).partition("van-con-ten")[2]

    def test_every_print_it_offers_is_there(self, here: World) -> None:
        me = Acting(here.officer)
        links = re.findall(r'<li><a href="(/can-bo/[^"]+)"', me.get(at(here)).split('id="ban-in"')[1])
        assert len(links) > 1
        for link in links:
            assert me.client.get(link).status_code == 200, link

    def test_a_double_click_tells_nobody_twice(self, here: World) -> None:
        me = Acting(here.officer)
        page = me.get(at(here))
        hidden = me.hidden(at(here))
        for _click in range(2):
            me.client.post(at(here), {**hidden, "rows_seen": stamp(page), "whom": codes(page)})
        assert here.training_class.programme_versions.count() == 1
        assert Message.objects.filter(kind__startswith="nominations.programme").count() == 2

    def test_two_officers_make_one_version(self, here: World) -> None:
        me, other = Acting(here.officer), Acting(staff(here.office))
        mine, others = me.get(at(here)), other.get(at(here))
        mine_hidden, others_hidden = me.hidden(at(here)), other.hidden(at(here))
        me.client.post(at(here), {**mine_hidden, "rows_seen": stamp(mine), "whom": codes(mine)})
        other.client.post(at(here), {**others_hidden, "rows_seen": stamp(others), "whom": codes(others)})
        assert here.training_class.programme_versions.count() == 1
        assert Message.objects.filter(kind__startswith="nominations.programme").count() == 2

    def test_a_change_made_while_reading_is_shown_before_it_is_made_known(self, here: World) -> None:
        me = Acting(here.officer)
        seen = stamp(me.get(at(here)))
        change_session(here.officer, here.sessions[0], ends_at=time(11, 45))
        hidden = me.hidden(at(here))
        response = me.client.post(at(here), {**hidden, "rows_seen": seen, "note": "Giữ lại", "whom": []})
        again = unescape(response.content.decode())
        assert response.status_code == 422 and stamp(again) != seen
        assert "Giữ lại" in again and 'role="alert"' in again and "checked" not in again
        assert not here.training_class.programme_versions.exists()

    def test_what_changed_stands_in_words_with_its_message(self, here: World) -> None:
        publish_programme(here.officer, here.training_class)
        change_session(here.officer, here.sessions[0], ends_at=time(11, 45))
        page = unescape(Acting(here.officer).get(at(here)))
        assert page.count('class="change-retimed"') == 1
        assert "11:45" in page and "Vũ Sỹ Thắng" in page
        assert page.count('class="mail-text"') == 2

    def test_who_was_left_out_may_be_told_later(self, here: World) -> None:
        me = Acting(here.officer)
        page = me.get(at(here))
        lecturer, learners = codes(page)
        me.post(at(here), form=at(here), rows_seen=stamp(page), whom=[learners])
        left = me.get(at(here))
        assert codes(left) == [lecturer]
        me.post(at(here), form=at(here), whom=[lecturer])
        assert codes(me.get(at(here))) == []
        assert {one.to_email for one in Message.objects.filter(kind__startswith="nominations.programme")} == {
            "gv@example.vn", "hv@example.vn",
        }  # fmt: skip

    def test_a_cancelled_class_shows_and_changes_nothing(self, here: World) -> None:
        publish_programme(here.officer, here.training_class)
        cancel_class(here.officer, here.training_class, reason="Bão")
        me = Acting(here.officer)
        assert codes(me.get(at(here))) == []
        assert me.status(at(here), whom="learners") == 404

    @pytest.mark.parametrize("role", [RoleKind.CLERK, RoleKind.EDITOR])
    def test_others_of_the_office_read_and_do_not_tell(self, here: World, role: RoleKind) -> None:
        me = Acting(staff(here.office, role))
        assert codes(me.get(at(here))) == []
        assert me.status(at(here), whom="learners") == 404

    def test_another_office_sees_nothing(self, here: World) -> None:
        other = Acting(world(teaching=False).officer)
        publish_programme(here.officer, here.training_class)
        for more in ("", "phien-ban/1/", "lich/", "chuong-trinh.pdf"):
            other.get(at(here, more), status=404)


class TestVersion:
    def test_a_version_tells_what_it_brought_and_who_was_told(self, here: World) -> None:
        me = Acting(here.officer)
        page = me.get(at(here))
        me.post(at(here), form=at(here), rows_seen=stamp(page), whom=codes(page), note="Bản đầu")
        shown = unescape(me.get(at(here, "phien-ban/1/")))
        assert "Bản đầu" in shown and shown.count('class="change-added"') == 2 and "Lễ tân" in shown
        me.get(at(here, "phien-ban/2/"), status=404)


class TestUnreached:
    def test_whom_no_message_reached_is_said_and_stands_with_the_text_to_pass_on(self, here: World) -> None:
        one, *rest = here.enrollments[1:]
        here.training_class.enrollments.exclude(pk=one.pk).update(email="hv@example.vn")
        Enrollment.objects.filter(pk=one.pk).update(email="", phone="")
        me = Acting(here.officer)
        page = me.get(at(here))
        done = me.post(at(here), form=at(here), rows_seen=stamp(page), whom=codes(page))
        (said,) = notices(done)
        assert " 1 " in said
        assert at(here, "phien-ban/1/#chua-toi") in me.get(at(here))
        shown = unescape(me.get(at(here, "phien-ban/1/"))).split('id="chua-toi"')[1]
        assert one.full_name in shown and one.organization_name in shown
        assert not any(other.full_name in shown for other in rest)
        text = re.search(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL)
        assert text is not None and "ông/bà học viên" in text[1] and "04/10/2099" in text[1]

    def test_with_everybody_reached_nothing_is_said(self, here: World) -> None:
        here.training_class.enrollments.update(phone="0912 345 678")
        me = Acting(here.officer)
        page = me.get(at(here))
        me.post(at(here), form=at(here), rows_seen=stamp(page), whom=codes(page))
        assert "chua-toi" not in me.get(at(here))
        assert "chua-toi" not in me.get(at(here, "phien-ban/1/"))

    def test_only_who_may_tell_and_of_the_last_version_alone(self, here: World) -> None:
        publish_programme(here.officer, here.training_class)
        assert "chua-toi" in Acting(here.officer).get(at(here, "phien-ban/1/"))
        assert "chua-toi" not in Acting(staff(here.office, RoleKind.EDITOR)).get(at(here, "phien-ban/1/"))
        change_session(here.officer, here.sessions[0], ends_at=time(11, 45))
        publish_programme(here.officer, here.training_class)
        assert "chua-toi" not in Acting(here.officer).get(at(here, "phien-ban/1/"))


class TestFeeds:
    def test_an_officer_gives_a_new_address_without_seeing_it(self, here: World) -> None:
        person = here.enrollments[0].person
        feed = open_feed(here.officer, office=here.office, person=person)
        me = Acting(here.officer)
        page = unescape(me.get(at(here, "lich/")))
        assert person.full_name in page and code_of(feed) not in page
        me.post(at(here, f"lich/{feed.pk}/doi/"), form=at(here, "lich/"))
        feed.refresh_from_db()
        assert feed.revision == 2

    def test_somebody_of_another_class_is_not_here(self, here: World) -> None:
        other = world(teaching=False)
        feed = open_feed(other.officer, office=other.office, person=other.enrollments[0].person)
        assert Acting(here.officer).status(at(here, f"lich/{feed.pk}/doi/")) == 404


def test_the_wall_print_is_a_pdf_of_what_stands_now(here: World) -> None:
    response = Acting(here.officer).client.get(at(here, "chuong-trinh.pdf"))
    assert response["Content-Type"] == "application/pdf"
    text = pdf_words(response.content)
    assert "Lễ tân" in text and "Vũ Sỹ Thắng" in text and "04/10/2099" in text
