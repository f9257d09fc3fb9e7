"""Requests about personal data at the desk of an officer."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from khuevan.core.actors import Bearer
from khuevan.people.domain.corrections import ask_correction
from khuevan.people.enums import ConsentPurpose, CorrectionState, RoleKind
from khuevan.people.models import Consent, CorrectionRequest
from khuevan.training.domain.worklist import work_list
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db

LIST = "/can-bo/danh-ba/yeu-cau/"


@pytest.fixture
def here() -> World:
    return world()


def asked(here: World, **wishes: str) -> CorrectionRequest:
    person = here.enrollments[0].person
    me = Bearer(label=str(person), office_id=here.office.pk, person_id=person.pk)
    return ask_correction(me, person, office=here.office, wishes=wishes, own_words="" if wishes else "Sai năm sinh")


def signed_in(here: World, kind: RoleKind | None = None) -> Client:
    client = Client()
    client.force_login(staff(here.office, kind) if kind else here.officer)
    return client


def test_the_list_says_who_waits_and_until_when(here: World) -> None:
    client = signed_in(here)
    empty = client.get(LIST).content.decode()
    assert "Nobody has asked" in empty or "Chưa có ai" in empty
    made = asked(here, full_name="Hoàng Thị Bích Tuyến")
    page = client.get(LIST).content.decode()
    assert "Hoàng Thị Bích Tuyền" in page and f'href="{made.pk}/"' in page
    workbook = client.get(LIST, {"xuat": "xlsx"})
    assert workbook.status_code == 200


def test_the_list_asks_as_often_for_three_as_for_one(here: World) -> None:
    client = signed_in(here)
    client.get(LIST)  # what a session asks once
    counts = []
    for number, enrollment in enumerate(here.enrollments):
        ask_correction(here.officer, enrollment.person, office=here.office, wishes={}, own_words=f"Lần {number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert len(counts) == 3 and counts[0] == counts[2]


def test_both_values_and_the_lists_that_say_otherwise(here: World) -> None:
    made = asked(here, full_name="Hoàng Thị Bích Tuyến", birth="1986")
    client = signed_in(here)
    page = client.get(f"{LIST}{made.pk}/")
    assert page.context["values"][0][1:] == ("Hoàng Thị Bích Tuyền", "Hoàng Thị Bích Tuyến")
    ((row, fields),) = page.context["classes"]
    assert row == here.enrollments[0] and len(fields) == 2
    assert f"/hoc-vien/{row.pk}/sua/" in page.content.decode()


def test_nothing_is_ticked_and_correcting_needs_a_tick(here: World) -> None:
    made = asked(here, full_name="Hoàng Thị Bích Tuyến")
    client = signed_in(here)
    assert "checked" not in client.get(f"{LIST}{made.pk}/").content.decode().split("<main")[1].split("</main")[0]
    refused = client.post(f"{LIST}{made.pk}/", {"viec": "done", "answer": ""})
    assert refused.status_code == 422
    done = client.post(f"{LIST}{made.pk}/", {"viec": "done", "apply": "full_name", "answer": ""})
    assert done.status_code == 302
    made.refresh_from_db()
    assert made.state == CorrectionState.DONE and made.person.full_name == "Hoàng Thị Bích Tuyến"
    after = client.get(f"{LIST}{made.pk}/")
    assert len(after.context["classes"]) == 1, "the list of the class is led to after the decision, too"


def test_refusing_needs_words(here: World) -> None:
    made = asked(here)
    client = signed_in(here)
    assert client.post(f"{LIST}{made.pk}/", {"viec": "refused", "answer": ""}).status_code == 422
    assert client.post(f"{LIST}{made.pk}/", {"viec": "refused", "answer": "Đúng hồ sơ"}).status_code == 302
    made.refresh_from_db()
    assert made.state == CorrectionState.REFUSED


def test_leaders_look_and_colleagues_elsewhere_see_nothing(here: World) -> None:
    made = asked(here)
    leader = signed_in(here, RoleKind.LEADER)
    assert leader.get(f"{LIST}{made.pk}/").status_code == 200
    assert leader.post(f"{LIST}{made.pk}/", {"viec": "refused", "answer": "x"}).status_code == 404
    stranger = Client()
    stranger.force_login(staff(OfficeFactory()))
    assert stranger.get(f"{LIST}{made.pk}/").status_code == 404
    person = here.enrollments[0].person_id
    assert stranger.get(f"/can-bo/danh-ba/{person}/yeu-cau/").status_code == 404
    assert stranger.post(f"/can-bo/danh-ba/{person}/dong-y/photos/", {"viec": "dong-y"}).status_code == 404


def test_staff_enter_a_request_and_a_consent_for_somebody(here: World) -> None:
    person = here.enrollments[0].person
    client = signed_in(here)
    form = client.get(f"/can-bo/danh-ba/{person.pk}/yeu-cau/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "seen"}
    response = client.post(f"/can-bo/danh-ba/{person.pk}/yeu-cau/", {**sent, "phone": "0905111222"})
    made = CorrectionRequest.objects.get()
    assert response.headers["Location"] == f"{LIST}{made.pk}/"
    assert made.wishes == {"phone": "0905111222"} and made.entered_by == here.officer
    client.post(f"/can-bo/danh-ba/{person.pk}/dong-y/photos/", {"viec": "dong-y"})
    consent = Consent.objects.get()
    assert (consent.purpose, consent.entered_by) == (ConsentPurpose.PHOTOS, here.officer)
    page = client.get(f"/can-bo/danh-ba/{person.pk}/").content.decode()
    assert f"{LIST}{made.pk}/" in page
    client.post(f"/can-bo/danh-ba/{person.pk}/dong-y/photos/", {"viec": "rut"})
    consent.refresh_from_db()
    assert consent.withdrawn_at


def test_it_is_a_task_until_it_is_answered(here: World) -> None:
    keys = [task.key for task in work_list(here.officer)]
    assert "people.corrections" not in keys
    made = asked(here)
    (task,) = [task for task in work_list(here.officer) if task.key == "people.corrections"]
    assert task.training_class is None and task.office == here.office and task.due
    page = signed_in(here).get("/can-bo/")
    assert LIST in page.content.decode()
    assert not [task for task in work_list(staff(OfficeFactory())) if task.key == "people.corrections"]
    signed_in(here).post(f"{LIST}{made.pk}/", {"viec": "refused", "answer": "Đúng hồ sơ"})
    assert "people.corrections" not in [task.key for task in work_list(here.officer)]
