"""Who is told that the programme was made known or changed: each person once a version, by e-mail or by hand."""

from dataclasses import dataclass
from datetime import date, time

import pytest
from icalendar import Calendar

from khuevan.nominations.domain.leaving import withdraw
from khuevan.nominations.domain.programme_kinds import CHANGE, LECTURER, PROGRAMME
from khuevan.nominations.domain.programme_notices import (
    LEARNERS,
    Telling,
    concerned,
    publish_and_tell,
    tell_programme,
)
from khuevan.nominations.models import Enrollment
from khuevan.notifications.enums import Channel
from khuevan.notifications.models import Message
from khuevan.people.enums import RoleKind
from khuevan.people.models import Person
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.timetable.item_changes import set_lecturers
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.timetable.session_changes import change_session
from khuevan.training.domain.timetable.versions import pending, publish_programme
from khuevan.training.enums import ItemKind
from khuevan.training.models import LearnerGroup, Lecturer, ProgrammeItem, TrainingClass, Venue
from tests.factories import PersonFactory, staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db


@dataclass
class Here:
    """Four learners (two with e-mail, one with a telephone, one with neither), a lecturer, a contact of the hall."""

    world: World
    item: ProgrammeItem
    lecturer: Lecturer
    contact: Person
    learners: list[Enrollment]

    def edit(self) -> None:
        change_session(self.world.officer, self.world.sessions[0], ends_at=time(11, 45))


@pytest.fixture
def here() -> Here:
    made = world(names=("Lê Thị Một", "Lê Thị Hai", "Lê Thị Ba", "Lê Thị Bốn"), teaching=False)
    later = date(2099, 10, 4)
    TrainingClass.objects.filter(pk=made.training_class.pk).update(start_date=later, end_date=later)
    made.training_class.sessions.update(date=later)
    for row in (made.training_class, *made.sessions):
        row.refresh_from_db()
    learners = made.enrollments
    for number, one in enumerate(learners, start=1):
        email = f"hv{number}@example.vn" if number < 3 else ""
        Enrollment.objects.filter(pk=one.pk).update(email=email, phone="0905 123 456" if number == 3 else "")
    contact = PersonFactory(email="", phone="0912 000 111")
    Venue.objects.create(training_class=made.training_class, name="Hội trường A", contact=contact)
    item = add_item(made.officer, made.sessions[0], kind=ItemKind.LECTURE, title="Lễ tân", starts_at=time(8))
    teacher = add_lecturer(
        made.officer, made.training_class, person=PersonFactory(full_name="Vũ Sỹ Thắng", email="gv@example.vn")
    )
    set_lecturers(made.officer, item, [teacher])
    return Here(made, item, teacher, contact, learners)


def told(kind: str = "") -> list[Message]:
    rows = Message.objects.filter(kind__startswith="nominations.programme").order_by("pk")
    return list(rows.filter(kind=kind) if kind else rows)


class TestFirstVersion:
    def test_each_person_gets_one_message_by_the_way_they_can_be_reached(self, here: Here) -> None:
        version, done = publish_and_tell(here.world.officer, here.world.training_class, note="Mang theo máy tính.")
        assert version.number == 1 and (done.mailed, done.by_hand) == (3, 2)
        assert [one.to_email for one in told(LECTURER)] == ["gv@example.vn"]
        assert sorted(one.to_email or one.to_phone for one in told(PROGRAMME)) == [
            "0905 123 456", "0912 000 111", "hv1@example.vn", "hv2@example.vn",
        ]  # fmt: skip
        assert all("Mang theo máy tính." in one.body for one in told())

    def test_without_learners_only_lecturers_and_contacts_are_told(self, here: Here) -> None:
        for one in here.learners:
            withdraw(here.world.officer, one, reason="Lớp hoãn")
        publish_and_tell(here.world.officer, here.world.training_class)
        assert {one.to_email or one.to_phone for one in told()} == {"gv@example.vn", "0912 000 111"}

    def test_the_days_come_along_for_calendars(self, here: Here) -> None:
        publish_and_tell(here.world.officer, here.world.training_class)
        mine = next(one for one in told() if one.to_email == "gv@example.vn")
        (event,) = Calendar.from_ical(mine.attachments[0]["text"]).walk("VEVENT")
        assert "Lễ tân" in str(event["description"])
        learner = next(one for one in told() if one.to_email == "hv1@example.vn")
        assert len(Calendar.from_ical(learner.attachments[0]["text"]).walk("VEVENT")) == 2
        assert not next(one for one in told() if one.channel == Channel.HAND).attachments


class TestChange:
    def test_only_those_ticked_are_told(self, here: Here) -> None:
        publish_and_tell(here.world.officer, here.world.training_class, whom=())
        assert not told()
        here.edit()
        publish_and_tell(here.world.officer, here.world.training_class, whom=(LEARNERS,))
        assert {one.kind for one in told()} == {CHANGE} and len(told()) == 3

    def test_a_change_is_told_in_words_with_the_half_day_that_changed(self, here: Here) -> None:
        publish_and_tell(here.world.officer, here.world.training_class, whom=())
        here.edit()
        publish_and_tell(here.world.officer, here.world.training_class)
        message = next(one for one in told(CHANGE) if one.to_email == "hv1@example.vn")
        assert "11:45" in message.body
        (event,) = Calendar.from_ical(message.attachments[0]["text"]).walk("VEVENT")
        assert int(event["sequence"]) == 2

    def test_the_old_lecturer_learns_that_the_part_is_gone(self, here: Here) -> None:
        publish_and_tell(here.world.officer, here.world.training_class, whom=())
        new = add_lecturer(
            here.world.officer,
            here.world.training_class,
            person=PersonFactory(full_name="Đỗ Thị Mới", email="moi@example.vn"),
        )
        set_lecturers(here.world.officer, here.item, [new])
        publish_and_tell(here.world.officer, here.world.training_class)
        messages = {one.to_email: one for one in told(LECTURER)}
        assert messages.keys() == {"gv@example.vn", "moi@example.vn"}
        (event,) = Calendar.from_ical(messages["gv@example.vn"].attachments[0]["text"]).walk("VEVENT")
        assert str(event["status"]) == "CANCELLED"
        assert "Không còn phần nào" in messages["gv@example.vn"].body
        assert "Lễ tân" in messages["moi@example.vn"].body

    def test_learners_hear_of_half_days_of_their_own_group_only(self, here: Here) -> None:
        group = LearnerGroup.objects.create(training_class=here.world.training_class, name="Tổ 1")
        Enrollment.objects.filter(pk=here.learners[0].pk).update(group=group)
        here.world.sessions[0].groups.add(group)
        publish_programme(here.world.officer, here.world.training_class)
        here.edit()
        found = concerned(here.world.training_class, pending(here.world.training_class))
        assert [one.email for one in found.learners] == ["hv1@example.vn"]

    def test_who_teaches_and_learns_gets_one_message(self, here: Here) -> None:
        Enrollment.objects.filter(pk=here.learners[0].pk).update(person=here.lecturer.person)
        publish_and_tell(here.world.officer, here.world.training_class)
        assert len(told(LECTURER)) == 1
        assert "hv1@example.vn" not in {one.to_email for one in told()}

    def test_who_left_the_list_hears_nothing(self, here: Here) -> None:
        withdraw(here.world.officer, here.learners[0], reason="Chuyển công tác")
        publish_and_tell(here.world.officer, here.world.training_class)
        assert "hv1@example.vn" not in {one.to_email for one in told()}

    def test_whom_no_message_reaches_is_counted_among_those_asked_for_alone(self, here: Here) -> None:
        officer, training_class = here.world.officer, here.world.training_class
        version, nobody = publish_and_tell(officer, training_class, whom=())
        assert nobody.unreached == 0
        assert tell_programme(officer, version).unreached == 1
        (left,) = Telling.of(version).unreached
        assert [one.name for one in left.people] == [f"{here.learners[3].honorific} Lê Thị Bốn".strip()]
        assert "Lê Thị Bốn" not in left.text and "04/10/2099" in left.text


class TestOnce:
    def test_nobody_is_told_twice_of_one_version(self, here: Here) -> None:
        officer, training_class = here.world.officer, here.world.training_class
        version, first = publish_and_tell(officer, training_class, whom=(LEARNERS,))
        again = tell_programme(officer, version, whom=(LEARNERS,))
        assert (again.mailed, again.by_hand, again.before) == (0, 0, first.mailed + first.by_hand)
        rest = tell_programme(officer, version)
        assert rest.mailed + rest.by_hand == 2 and len(told()) == 5
        with refused("nothing_changed"):
            publish_and_tell(staff(here.world.office), training_class)
        assert len(told()) == 5

    def test_an_old_version_is_told_no_more(self, here: Here) -> None:
        version, _told = publish_and_tell(here.world.officer, here.world.training_class, whom=())
        here.edit()
        publish_and_tell(here.world.officer, here.world.training_class, whom=())
        with refused("version_is_old"):
            tell_programme(here.world.officer, version)

    @pytest.mark.parametrize("role", [RoleKind.EDITOR, RoleKind.CLERK])
    def test_only_officers_of_the_office_tell(self, here: Here, role: RoleKind) -> None:
        version, _told = publish_and_tell(here.world.officer, here.world.training_class, whom=())
        for stranger in (staff(here.world.office, role), staff(world(names=(), teaching=False).office)):
            with refused("not_allowed"):
                tell_programme(stranger, version)
        assert not told()

    def test_two_changes_within_half_an_hour_wait_to_go_out_as_one(self, here: Here) -> None:
        publish_and_tell(here.world.officer, here.world.training_class, whom=())
        for minute in (40, 50):
            change_session(here.world.officer, here.world.sessions[0], ends_at=time(11, minute))
            publish_and_tell(here.world.officer, here.world.training_class, whom=(LEARNERS,))
        keys = [one.digest_key for one in told(CHANGE) if one.to_email == "hv1@example.vn"]
        assert len(keys) == 2 and len(set(keys)) == 1 and keys[0]


def test_previews_read_as_the_messages_do(here: Here) -> None:
    telling = Telling.now(here.world.training_class)
    previews = {one.person: telling.preview(one) for one in telling.people.everyone}
    publish_and_tell(here.world.officer, here.world.training_class)
    message = next(one for one in told() if one.to_email == "gv@example.vn")
    preview = previews[here.lecturer.person_id or 0]
    assert (preview.subject, preview.body) == (message.subject, message.body)


def test_learners_read_no_telephone_of_a_lecturer(here: Here) -> None:
    Person.objects.filter(pk=here.lecturer.person_id).update(phone="0988 777 666")
    publish_and_tell(here.world.officer, here.world.training_class)
    for one in told():
        assert "0988" not in one.body and "0988" not in str(one.attachments)
