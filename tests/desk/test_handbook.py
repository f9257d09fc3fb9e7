"""The handbook on the desk: for learners and lecturers of the topic, and for nobody else."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from khuevan.desk.handbook_pages import handbook_of, handbook_of_class, handbook_of_lecturer
from khuevan.nominations.domain.leaving import withdraw
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.models import Office, Person
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.classes import open_class
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.topics.catalogue import add_catalogue_topic, retire_topic
from khuevan.training.domain.topics.handbook import add_page, share_page
from khuevan.training.enums import ItemKind, LecturerState, Shared
from khuevan.training.models import ClassTopic, HandbookPage, Lecturer, Topic
from tests.factories import PersonFactory
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db
HOME = "/ca-nhan/so-tay/"


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def taught(here: World) -> ClassTopic:
    topic = add_catalogue_topic(here.officer, here.office, title="Đón tiễn khách")
    return ClassTopic.objects.create(training_class=here.training_class, topic=topic, order=1)


@pytest.fixture
def pages(here: World, taught: ClassTopic) -> dict[str, HandbookPage]:
    made = {}
    for shared in Shared:
        made[shared] = add_page(here.officer, taught.topic, title=f"Trang {shared.value}", body="Đọc trước.")
        share_page(here.officer, made[shared], shared)
    return made


def inside(here: World, person: Person, office: Office | None = None) -> Client:
    client = Client()
    _link, token = make_link(here.officer, office=office or here.office, person=person)
    client.get(link_path(token))
    return client


def lecturer_of(here: World, taught: ClassTopic) -> Lecturer:
    lecturer = add_lecturer(here.officer, here.training_class, person=PersonFactory(), title="Trưởng phòng")
    session = here.sessions[0]
    add_item(
        here.officer,
        session,
        kind=ItemKind.LECTURE,
        starts_at=session.starts_at,
        title="Đón tiễn khách",
        class_topic=taught,
        lecturers=[lecturer],
    )
    return lecturer


def test_a_learner_reads_what_is_shared_with_learners_and_not_what_is_the_offices(
    here: World, pages: dict[str, HandbookPage]
) -> None:
    client = inside(here, here.enrollments[0].person)
    listed = unescape(client.get(HOME).content.decode())
    assert "Trang learners" in listed
    assert "Trang public" in listed
    assert "Trang office" not in listed
    for shared, status in ((Shared.LEARNERS, 200), (Shared.PUBLIC, 200), (Shared.OFFICE, 404)):
        response = client.get(f"{HOME}{pages[shared].pk}/")
        assert response.status_code == status
        assert status == 404 or "no-store" in response["Cache-Control"]
    assert list(handbook_of_class(here.enrollments[0].person, here.training_class)) == [
        pages[Shared.LEARNERS],
        pages[Shared.PUBLIC],
    ]


def test_a_lecturer_of_the_topic_reads_it_until_replaced_or_declined(
    here: World, taught: ClassTopic, pages: dict[str, HandbookPage]
) -> None:
    lecturer = lecturer_of(here, taught)
    address = f"{HOME}{pages[Shared.LEARNERS].pk}/"
    assert inside(here, lecturer.person).get(address).status_code == 200
    assert handbook_of_lecturer(lecturer.person, here.office).count() == 2
    Lecturer.objects.filter(pk=lecturer.pk).update(state=LecturerState.DECLINED)
    assert inside(here, lecturer.person).get(address).status_code == 404
    Lecturer.objects.filter(pk=lecturer.pk).update(state=LecturerState.NAMED, replaced_at=timezone.now())
    assert inside(here, lecturer.person).get(address).status_code == 404
    assert not handbook_of(lecturer.person, here.office).exists()


def test_whoever_learns_something_else_or_left_the_class_reads_nothing(
    here: World, pages: dict[str, HandbookPage]
) -> None:
    address = f"{HOME}{pages[Shared.LEARNERS].pk}/"
    other = world(names=("Vàng Thị Súa",))
    stranger = other.enrollments[0].person
    assert inside(other, stranger, other.office).get(address).status_code == 404
    assert not handbook_of(stranger, here.office).exists()
    leaver = here.enrollments[0]
    assert Client().get(address).status_code == 403
    client = inside(here, leaver.person)
    assert client.get(address).status_code == 200
    withdraw(here.officer, leaver, reason="Đi công tác")
    assert client.get(address).status_code == 404


def test_another_class_of_the_office_without_the_topic_shows_nothing_of_it(
    here: World, pages: dict[str, HandbookPage]
) -> None:
    day = timezone.localdate() + timedelta(days=9)
    other = open_class(here.officer, office=here.office, title="Lớp khác", start_date=day, end_date=day)
    assert not handbook_of_class(here.enrollments[0].person, other).exists()


def test_a_topic_no_longer_taught_stays_with_those_who_learnt_it(
    here: World, taught: ClassTopic, pages: dict[str, HandbookPage]
) -> None:
    topic = Topic.objects.get(pk=taught.topic_id)
    retire_topic(here.officer, topic)
    client = inside(here, here.enrollments[0].person)
    assert client.get(f"{HOME}{pages[Shared.LEARNERS].pk}/").status_code == 200
    share_page(here.officer, pages[Shared.LEARNERS], Shared.OFFICE)
    assert client.get(f"{HOME}{pages[Shared.LEARNERS].pk}/").status_code == 404


def test_an_empty_handbook_says_what_will_stand_there(here: World, taught: ClassTopic) -> None:
    page = unescape(inside(here, here.enrollments[0].person).get(HOME).content.decode())
    assert "Trang" not in page.split("<h1>")[1].split("</section>")[0]
