"""Topics and handbook pages on the portal: what was published, and not a word of the rest."""

from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khuevan.people.models import User
from khuevan.training.domain.topics.catalogue import add_catalogue_topic, publish_topic, retire_topic, withdraw_topic
from khuevan.training.domain.topics.checklists import read_steps
from khuevan.training.domain.topics.handbook import add_page, remove_page, share_page
from khuevan.training.enums import HandbookKind, Shared
from khuevan.training.models import HandbookPage, Topic
from tests.factories import OfficeFactory, staff

pytestmark = pytest.mark.django_db
LIST = "/chuyen-de/"


@pytest.fixture
def officer() -> User:
    return staff(OfficeFactory())


@pytest.fixture
def topic(officer: User) -> Topic:
    return _topic(officer, "Đón tiễn khách nước ngoài")


def _topic(officer: User, title: str) -> Topic:
    office = officer.roles.get().office
    return add_catalogue_topic(officer, office, title=title, field="Đối ngoại", outline="Các loại đoàn")


def _page(officer: User, topic: Topic, shared: Shared, title: str = "Đón đoàn") -> HandbookPage:
    steps = read_steps("Giai đoạn: Trước\nXin chủ trương | Lễ tân | 15 ngày trước")
    page = add_page(
        officer, topic, title=title, kind=HandbookKind.CHECKLIST, body="Đọc trước.", basis="- Thông tư 05", steps=steps
    )
    share_page(officer, page, shared)
    return page


def read(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, (address, response.status_code)
    return unescape(response.content.decode())


def at(topic: Topic, page: HandbookPage | None = None, more: str = "") -> str:
    topic.refresh_from_db()
    return f"{LIST}{topic.slug}/{f'{page.pk}/' if page else ''}{more}"


def test_nothing_is_named_before_something_is_published(officer: User, topic: Topic) -> None:
    _page(officer, topic, Shared.LEARNERS)
    assert f'href="{LIST}"' not in read("/")
    assert topic.title not in read(LIST)
    _page(officer, topic, Shared.PUBLIC)
    assert read("/").count(f'href="{LIST}"') == 2, "in the menu and at the foot"
    assert topic.title in read(LIST)


def test_a_page_is_read_with_its_topic_found_and_printed(officer: User, topic: Topic) -> None:
    page = _page(officer, topic, Shared.PUBLIC)
    shown = read(at(topic, page))
    for words in ("Xin chủ trương", "15 ngày trước", "Thông tư 05", topic.office.organization.name):
        assert words in shown
    assert f'<link rel="canonical" href="{at(topic, page)}">' in shown
    assert "noindex" not in shown
    assert f'href="{at(topic, page)}"' in read(at(topic))
    paper = read(at(topic, page, "in/"))
    assert "noindex" in paper
    assert "tick-box" in paper


def test_topics_are_found_without_tone_marks_and_by_field(officer: User, topic: Topic) -> None:
    other = _topic(officer, "Biển đảo")
    for one in (topic, other):
        publish_topic(officer, one)
    found = read(f"{LIST}?q=don tien")
    assert topic.title in found
    assert other.title not in found
    assert "Đối ngoại" in found
    assert other.title not in read(f"{LIST}?q=khong co")


def test_contents_are_shown_only_when_they_were_published_and_no_longer_when_taken_back(
    officer: User, topic: Topic
) -> None:
    page = _page(officer, topic, Shared.PUBLIC)
    assert "Các loại đoàn" not in read(at(topic))
    publish_topic(officer, topic)
    assert "Các loại đoàn" in read(at(topic))
    share_page(officer, page, Shared.OFFICE)
    assert page.title not in read(at(topic))
    withdraw_topic(officer, topic)
    read(at(topic), status=404)


@pytest.mark.parametrize("shared", [Shared.OFFICE, Shared.LEARNERS])
def test_a_page_for_others_is_not_there(officer: User, topic: Topic, shared: Shared) -> None:
    public, hidden = _page(officer, topic, Shared.PUBLIC), _page(officer, topic, shared, "Nội bộ của sở")
    for more in ("", "in/"):
        gone = read(at(topic, hidden, more), status=404)
        never = read(f"{at(topic)}999999/{more}", status=404)
        assert gone.replace(f"/{hidden.pk}/", "/") == never.replace("/999999/", "/")
    for address in (LIST, at(topic), at(topic, public)):
        assert "Nội bộ của sở" not in read(address)
    assert "Nội bộ" not in read(f"{LIST}?q=noi bo cua so")


def test_what_is_taken_back_retired_or_removed_leaves_nothing(officer: User, topic: Topic) -> None:
    for take_back in (
        lambda page: share_page(officer, page, Shared.LEARNERS),
        lambda page: retire_topic(officer, page.topic),
        lambda page: remove_page(officer, page),
    ):
        subject = _topic(officer, f"Chuyên đề số {Topic.objects.count()}")
        page = _page(officer, subject, Shared.PUBLIC)
        addresses = [at(subject), at(subject, page), at(subject, page, "in/")]
        for address in addresses:
            read(address)
        key = page.pk
        take_back(page)
        for address in addresses:
            read(address, status=404)
        assert subject.title not in read(LIST)
        assert not HandbookPage.objects.filter(pk=key, topic__is_retired=False, shared=Shared.PUBLIC).exists()


def test_a_page_stands_under_its_own_topic_only(officer: User, topic: Topic) -> None:
    page = _page(officer, topic, Shared.PUBLIC)
    other = _topic(officer, "Biển đảo")
    publish_topic(officer, other)
    read(f"{at(other)}{page.pk}/", status=404)


def test_the_list_takes_as_many_queries_for_many_topics_as_for_one(officer: User, topic: Topic) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(LIST)
        return len(captured)

    _page(officer, topic, Shared.PUBLIC)
    queries()
    few = queries()
    for place in range(4):
        _page(officer, _topic(officer, f"Chuyên đề {place}"), Shared.PUBLIC)
    assert queries() == few
