"""What the code on a card opens: the class for everybody, the learner for staff, nothing of its owner for others."""

from html import unescape

import pytest
from django.test import Client

from khuevan.core.codes import grouped
from khuevan.core.guessing import MOST
from khuevan.nominations.domain.leaving import withdraw
from khuevan.nominations.domain.seating import renew_card_code
from khuevan.nominations.models import Enrollment
from khuevan.people.enums import RoleKind
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


def address(learner: Enrollment) -> str:
    return f"/the/{learner.card_code}/"


def test_whoever_scans_sees_the_class_and_nobody_s_name(here: World) -> None:
    learner = here.enrollments[0]
    response = Client().get(address(learner))
    page = unescape(response.content.decode())
    assert here.training_class.title in page and "/ca-nhan/" in page
    for one in here.enrollments:
        assert one.full_name not in page and (not one.phone or one.phone not in page)
    assert learner.organization_name not in page
    assert "no-store" in response["Cache-Control"] and "noindex" in page


def test_the_code_may_be_typed_as_it_is_printed(here: World) -> None:
    code = grouped(here.enrollments[0].card_code).lower()
    assert Client().get(f"/the/{code}/").status_code == 200


def test_staff_come_to_the_learner_and_others_of_staff_do_not(here: World) -> None:
    learner = here.enrollments[1]
    client = Client()
    client.force_login(here.officer)
    led = client.get(address(learner))
    assert led.headers["Location"] == f"/can-bo/lop/{here.training_class.pk}/hoc-vien/{learner.pk}/"
    stranger = Client()
    stranger.force_login(staff(OfficeFactory(), RoleKind.OFFICER))
    page = stranger.get(address(learner))
    assert page.status_code == 200 and learner.full_name not in page.content.decode()


def test_a_card_of_somebody_off_the_list_is_over(here: World) -> None:
    learner = here.enrollments[2]
    withdraw(here.officer, learner, reason="Đi công tác")
    response = Client().get(address(learner))
    page = unescape(response.content.decode())
    assert response.status_code == 410
    assert learner.full_name not in page and "Đi công tác" not in page


def test_a_lost_card_opens_nothing_once_it_has_a_new_code(here: World) -> None:
    learner = here.enrollments[0]
    old = address(learner)
    code = renew_card_code(here.officer, learner)
    assert Client().get(old).status_code == 404
    assert Client().get(f"/the/{code}/").status_code == 200


def test_guessing_is_slowed(here: World) -> None:
    client = Client()
    for place in range(MOST):
        client.get(f"/the/ABCDEFGH{place:04d}/".replace("0", "Z").replace("1", "Y"))
    refused = client.get("/the/ABCDEFGHJKLM/")
    assert refused.status_code == 429 and "Retry-After" in refused.headers
    assert client.get(address(here.enrollments[0])).status_code == 200, "others scan behind the same network address"
