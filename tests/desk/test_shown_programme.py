"""Outsiders see the programme that was made known last: the portal, an agency's page, a learner's own page."""

from datetime import time, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from khuevan.nominations.domain.inviting import invitation_address, prepare_invitation
from khuevan.nominations.models import Enrollment
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.domain.timetable.item_changes import set_lecturers
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.timetable.session_changes import change_session
from khuevan.training.domain.timetable.versions import publish_programme
from khuevan.training.enums import ItemKind
from khuevan.training.models import LearnerGroup, TrainingClass
from tests.factories import PersonFactory
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    """A published class three weeks from now with a lecturer whose telephone is known."""
    made = world(teaching=False)
    day = timezone.localdate() + timedelta(days=21)
    TrainingClass.objects.filter(pk=made.training_class.pk).update(
        start_date=day, end_date=day, published_at=timezone.now()
    )
    made.training_class.sessions.update(date=day)
    for row in (made.training_class, *made.sessions):
        row.refresh_from_db()
    item = add_item(made.officer, made.sessions[0], kind=ItemKind.LECTURE, title="Lễ tân", starts_at=time(8, 5))
    person = PersonFactory(full_name="Vũ Sỹ Thắng", phone="0988 777 666", email="gv@example.vn")
    set_lecturers(made.officer, item, [add_lecturer(made.officer, made.training_class, person=person)])
    return made


def portal(here: World) -> str:
    return unescape(Client().get(f"/lop/{here.training_class.slug}/").content.decode())


def own_page(here: World, place: int = 0) -> str:
    client = Client()
    _link, token = make_link(here.officer, office=here.office, person=here.enrollments[place].person)
    client.get(link_path(token))
    return unescape(client.get(f"/ca-nhan/lop/{here.training_class.pk}/").content.decode())


def agency_page(here: World) -> str:
    """What stands behind the short address of the class."""
    invitation = here.training_class.invitation
    path = "/" + invitation_address(invitation).partition("://")[2].partition("/")[2]
    return unescape(Client().get(path, follow=True).content.decode())


@pytest.fixture
def asked(here: World) -> World:
    until = timezone.now() + timedelta(days=7)
    prepare_invitation(here.officer, here.training_class, reply_by=until)
    return here


@pytest.mark.parametrize("page", [portal, own_page, agency_page])
def test_a_change_is_seen_once_it_is_made_known(asked: World, page: object) -> None:
    assert callable(page)
    item = asked.sessions[0].items.get()
    assert "8 giờ 05" in page(asked)
    publish_programme(asked.officer, asked.training_class)
    item.starts_at = time(9, 25)
    item.save()
    assert "8 giờ 05" in page(asked) and "9 giờ 25" not in page(asked)
    publish_programme(asked.officer, asked.training_class)
    assert "9 giờ 25" in page(asked) and "8 giờ 05" not in page(asked)


@pytest.mark.parametrize("page", [portal, own_page, agency_page])
def test_nobody_outside_reads_how_to_reach_a_lecturer(asked: World, page: object) -> None:
    assert callable(page)
    publish_programme(asked.officer, asked.training_class)
    text = page(asked)
    assert "Vũ Sỹ Thắng" in text
    assert "0988" not in text and "gv@example.vn" not in text


def test_a_learner_sees_the_half_days_of_their_own_group(here: World) -> None:
    group = LearnerGroup.objects.create(training_class=here.training_class, name="Tổ 1")
    Enrollment.objects.filter(pk=here.enrollments[0].pk).update(group=group)
    here.sessions[1].groups.add(group)
    assert "13 giờ 30" in own_page(here, 0) and "13 giờ 30" not in own_page(here, 1)


def test_half_days_side_by_side_count_once(here: World) -> None:
    change_session(here.officer, here.sessions[0], periods=5)
    assert "9 tiết" in portal(here) and "2 buổi" in portal(here)
