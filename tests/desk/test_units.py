"""A unit that is asked for a lecturer names the person; no other unit sees that, nor whom the office chose itself."""

from html import unescape

import pytest
from django.test import Client

from khuevan.core.models import AuditEntry
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.models import Office, Organization, Person
from khuevan.training.domain.lecturers.states import confirm, mark_asked
from khuevan.training.enums import LecturerState
from khuevan.training.models import Lecturer
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.training.lecturing import Lecturing, lecturing

pytestmark = pytest.mark.django_db

NAME, PHONE = "Nguyễn Tuấn Lễ", "0912000777"
TYPED = {"honorific": "Ông", "full_name": NAME, "title": "Phó Cục trưởng", "phone": PHONE, "email": "le@example.vn"}


def inside(here: Lecturing, organization: Organization | None, office: Office | None = None) -> Client:
    office = office or here.office
    client = Client()
    _link, token = make_link(staff(office), office=office, organization=organization)
    assert client.get(link_path(token)).status_code == 302
    return client


@pytest.fixture
def here() -> Lecturing:
    made = lecturing()
    mark_asked(made.officer, [made.promised, made.lecturer])
    return made


@pytest.fixture
def unit(here: Lecturing) -> Client:
    return inside(here, here.promised.organization)


def page_of(lecturer: Lecturer) -> str:
    return f"/don-vi/giang-vien/{lecturer.pk}/"


def now(lecturer: Lecturer) -> Lecturer:
    return Lecturer.objects.select_related("person").get(pk=lecturer.pk)


def shown(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def test_the_unit_finds_what_it_is_asked_and_names_the_person(here: Lecturing, unit: Client) -> None:
    home = shown(unit, "/don-vi/")
    assert page_of(here.promised) in home and here.training_class.title in home
    sent = unit.post(page_of(here.promised), TYPED)
    assert sent.status_code == 302, sent.content.decode()
    found = now(here.promised)
    assert (found.state, str(found)) == (LecturerState.NAMED, f"Ông {NAME}, Phó Cục trưởng Cục Lễ tân")
    assert found.person and (found.person.phone, found.person.email) == (PHONE, "le@example.vn")
    assert NAME in shown(unit, page_of(here.promised))
    assert AuditEntry.objects.filter(verb="training.name_person", actor_label__contains="Cục Lễ tân").exists()


def test_another_name_until_the_person_has_confirmed(here: Lecturing, unit: Client) -> None:
    unit.post(page_of(here.promised), TYPED)
    assert "full_name" in shown(unit, f"{page_of(here.promised)}?sua")
    unit.post(page_of(here.promised), {**TYPED, "full_name": "Lê Văn Thay", "phone": "0912000888"})
    assert "Lê Văn Thay" in str(now(here.promised))
    confirm(here.officer, now(here.promised))
    assert "full_name" not in shown(unit, f"{page_of(here.promised)}?sua"), "too late, and the page says whom to call"
    unit.post(page_of(here.promised), TYPED)
    assert "Lê Văn Thay" in str(now(here.promised))


def test_what_is_missing_is_said_and_nothing_is_stored(here: Lecturing, unit: Client) -> None:
    people = Person.objects.count()
    answer = unit.post(page_of(here.promised), {"full_name": NAME})
    assert answer.status_code == 422
    assert NAME in answer.content.decode(), "what was typed is still there"
    assert Person.objects.count() == people and now(here.promised).person is None


def test_the_unit_sends_nobody_and_says_why(here: Lecturing, unit: Client) -> None:
    address = f"{page_of(here.promised)}khong-cu/"
    assert unit.post(address, {"reason": " "}).status_code == 422
    assert unit.post(address, {"reason": "Không bố trí được người."}).status_code == 302
    assert (now(here.promised).state, now(here.promised).state_note) == (
        LecturerState.DECLINED,
        "Không bố trí được người.",
    )


def test_what_the_office_knows_of_a_person_is_not_told_to_the_unit(here: Lecturing, unit: Client) -> None:
    Person.objects.create(
        full_name=NAME, phone=PHONE, email="rieng@example.vn", name_key="x", search_key="nguyen tuan le"
    )
    unit.post(page_of(here.promised), TYPED)
    pages = shown(unit, page_of(here.promised)) + shown(unit, f"{page_of(here.promised)}?sua")
    assert "rieng@example.vn" not in pages and PHONE not in pages


def test_before_the_letter_there_is_nothing_to_see() -> None:
    here = lecturing()
    client = inside(here, here.promised.organization)
    assert page_of(here.promised) not in shown(client, "/don-vi/")
    assert client.get(page_of(here.promised)).status_code == 404


def test_whom_the_office_chose_itself_is_none_of_the_units_business(here: Lecturing) -> None:
    client = inside(here, here.lecturer.organization)
    assert "Trần Thị Minh" not in shown(client, "/don-vi/")
    assert client.get(page_of(here.lecturer)).status_code == 404
    assert client.post(page_of(here.lecturer), TYPED).status_code == 404


@pytest.mark.parametrize("visitor", ["nobody", "another unit", "the unit at another office", "the lecturer"])
def test_nobody_else_sees_or_names(here: Lecturing, unit: Client, visitor: str) -> None:
    unit.post(page_of(here.promised), TYPED)
    client = Client()
    if visitor == "another unit":
        client = inside(here, OrganizationFactory(name="Vụ Tổng hợp"))
    elif visitor == "the unit at another office":
        client = inside(here, here.promised.organization, OfficeFactory())
    elif visitor == "the lecturer":
        _link, token = make_link(here.officer, office=here.office, person=here.lecturer.person)
        client.get(link_path(token))
    stood = now(here.promised).person_id
    for address in (page_of(here.promised), f"{page_of(here.promised)}khong-cu/"):
        for answer in (client.get(address), client.post(address, {**TYPED, "full_name": "Kẻ Lạ", "reason": "x"})):
            assert answer.status_code in (403, 404), (address, answer.status_code)
            assert NAME not in unescape(answer.content.decode())
    assert NAME not in shown(client, "/don-vi/")
    assert now(here.promised).person_id == stood and not Person.objects.filter(full_name="Kẻ Lạ").exists()


def test_nothing_waits_is_not_said_beside_what_waits(here: Lecturing, unit: Client) -> None:
    idle = inside(here, OrganizationFactory(name="Vụ Tổng hợp"))
    assert 'class="panel nothing"' in shown(idle, "/don-vi/")
    assert 'class="panel nothing"' not in shown(unit, "/don-vi/")
