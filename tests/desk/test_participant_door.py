"""Coming in by a code: the same answer to everybody, and each office's own pages."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from khuevan.core.models import FormReceipt, GuessCount
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.domain.merging import merge_people
from khuevan.people.domain.persons import add_person, know
from khuevan.people.models import AccessCode, AccessLink, Office, Person, User
from tests.factories import OfficeFactory, staff

pytestmark = pytest.mark.django_db

DOOR, CODE, HOME = "/ca-nhan/vao/", "/ca-nhan/vao/ma/", "/ca-nhan/"


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> User:
    return staff(office)


@pytest.fixture
def person(office: Office, officer: User) -> Person:
    return add_person(officer, full_name="Nguyễn Thị Hòa", birth="1985", email="hoa@tinh.vn", office=office)


def ask(client: Client, name: str = "Nguyễn Thị Hòa", email: str = "hoa@tinh.vn") -> Any:
    return client.post(DOOR, {"full_name": name, "email": email})


def code_sent() -> str:
    found = re.search(r"\b(\d{3}) (\d{3})\b", Message.objects.latest("pk").body)
    assert found
    return found[1] + found[2]


def test_who_comes_without_anything_is_led_to_the_door(client: Client) -> None:
    assert client.get(HOME).headers["Location"] == DOOR
    assert client.get(CODE).headers["Location"] == DOOR
    client.cookies["kv_cn"] = "1:made-up:signature"
    assert client.get(HOME).status_code == 403


def test_the_code_of_the_message_lets_in(client: Client, person: Person, office: Office) -> None:
    assert ask(client, "nguyễn thị  hòa", "HOA@tinh.vn").headers["Location"] == CODE
    response = client.post(CODE, {"code": code_sent()})
    assert response.headers["Location"] == HOME
    page = client.get(HOME)
    assert page.status_code == 200 and "Nguyễn Thị Hòa" in page.content.decode()
    link = AccessLink.objects.get()
    assert (link.person, link.office) == (person, office) and link.expires_at < timezone.now() + timedelta(days=2)


def test_known_or_not_the_answer_is_the_same(client: Client, person: Person) -> None:
    answers = []
    for name, email in (("Nguyễn Thị Hòa", "hoa@tinh.vn"), ("Nguyễn Thị Hòa", "kh@c.vn"), ("Ai Đó", "hoa@tinh.vn")):
        visitor = Client()
        first = ask(visitor, name, email)
        pages = [visitor.get(CODE), visitor.post(CODE, {"code": "000001"}), visitor.post(CODE, {"code": "x"})]
        bodies = [re.sub(r'value="[^"]{16,}"', "", page.content.decode()).replace(email, "") for page in pages]
        answers.append((first.status_code, first.headers["Location"], [page.status_code for page in pages], bodies))
    assert answers[0] == answers[1] == answers[2]
    assert Message.objects.count() == 1 and AccessCode.objects.count() == 1


def test_asking_again_at_once_looks_as_the_first_time(client: Client, person: Person) -> None:
    assert [ask(client).headers["Location"] for _turn in range(3)] == [CODE] * 3
    assert Message.objects.count() == 1


def test_wrong_codes_are_slowed_for_known_and_unknown_alike(client: Client, person: Person) -> None:
    for name in ("Nguyễn Thị Hòa", "Ai Đó"):
        GuessCount.objects.all().delete()
        visitor = Client()
        ask(visitor, name)
        statuses = [visitor.post(CODE, {"code": f"{turn:06d}"}).status_code for turn in range(11)]
        assert statuses == [422] * 10 + [429], name


def test_a_second_click_comes_in_as_well(client: Client, person: Person) -> None:
    ask(client)
    again = Client()
    again.cookies = client.cookies.copy()
    sent = {"code": code_sent(), "mot-lan": "a" * 24}
    assert client.post(CODE, sent).status_code == 302
    assert again.post(CODE, sent).status_code == 302
    assert again.get(HOME).status_code == 200
    assert AccessLink.objects.count() == 1 and FormReceipt.objects.count() == 1
    third = Client()
    ask(third, "Ai Đó")
    assert third.post(CODE, {**sent, "code": "123456"}).status_code == 422


def test_a_code_that_was_used_is_over(client: Client, person: Person) -> None:
    ask(client)
    code = code_sent()
    client.post(CODE, {"code": code})
    thief = Client()
    ask(thief)
    assert thief.post(CODE, {"code": code}).status_code == 422


def test_each_office_that_knows_the_person_and_no_other(client: Client, person: Person, office: Office) -> None:
    second, stranger = OfficeFactory(), OfficeFactory()
    know(second, [person])
    ask(client)
    client.post(CODE, {"code": code_sent()})
    links = {link.office: link for link in AccessLink.objects.all()}
    assert set(links) == {office, second}
    page = client.get(HOME).content.decode()
    assert str(second) in page and str(stranger) not in page
    assert client.post(f"/ca-nhan/don-vi/{links[second].pk}/").headers["Location"] == HOME
    assert client.get(HOME).context["office"] == second
    other = AccessLink.objects.create(
        office=stranger, person=person, token_hash="x", expires_at=timezone.now() + timedelta(days=1)
    )
    assert client.post(f"/ca-nhan/don-vi/{other.pk}/").status_code == 403


def test_the_next_one_at_the_same_computer_gets_none_of_it(client: Client, officer: User, person: Person) -> None:
    know(OfficeFactory(), [person])
    ask(client)
    client.post(CODE, {"code": code_sent()})
    left = AccessLink.objects.values_list("pk", flat=True)
    next_one = add_person(officer, full_name="Lê Thị Mai", office=officer.roles.get().office)
    _link, token = make_link(officer, office=officer.roles.get().office, person=next_one)
    client.get(link_path(token))
    page = client.get(HOME)
    assert page.context["offices"] == [] and "Nguyễn Thị Hòa" not in page.content.decode()
    assert {client.post(f"/ca-nhan/don-vi/{pk}/").status_code for pk in left} == {403}


def test_the_link_of_whoever_was_merged_away_leads_to_the_one_kept(
    client: Client, officer: User, person: Person, office: Office
) -> None:
    twin = add_person(officer, full_name="Nguyễn Thị Hoà", office=office)
    _link, token = make_link(officer, office=office, person=twin)
    merge_people(officer, person, twin)
    client.get(link_path(token))
    assert client.get(HOME).context["person"] == person


def test_neither_name_nor_address_is_in_an_address_or_a_table(client: Client, person: Person) -> None:
    ask(client)
    row = AccessCode.objects.get()
    assert "hoa" not in row.subject.lower() or row.subject.isalnum()
    assert re.fullmatch(r"[0-9a-f]{64}", row.subject)
    cookie = client.cookies["kv_cn_hoi"]
    assert cookie["httponly"] and cookie["path"] == DOOR
