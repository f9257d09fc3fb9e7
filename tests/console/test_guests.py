"""Guests and ceremonies of a class: the list in its order, answers, pasted lines, who does what."""

from html import unescape

import pytest

from khuevan.people.enums import RoleKind
from khuevan.training.domain.guests.inviting import set_guest_state
from khuevan.training.enums import Ceremony, CeremonyKind, ClassState, GuestState
from khuevan.training.models import Guest
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.training.arranging import Arranged, arranged

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Arranged:
    return arranged()


@pytest.fixture
def officer(here: Arranged) -> Acting:
    return Acting(here.officer)


def page_of(here: Arranged, end: str = "") -> str:
    return f"/can-bo/lop/{here.training_class.pk}/khach-moi/{end}"


def order_of(here: Arranged) -> list[int]:
    return list(here.training_class.guests.order_by("order").values_list("pk", flat=True))


def test_the_page_says_who_comes_and_who_does_not(here: Arranged, officer: Acting) -> None:
    set_guest_state(here.officer, here.guests[1], GuestState.DECLINED, comes_instead="Bà Lê Thị Mai")
    page = unescape(officer.get(page_of(here)))
    assert "Vũ Sỹ Thắng" in page and "Bà Lê Thị Mai" in page


def test_places_typed_or_dragged_are_saved_and_undone(here: Arranged, officer: Acting) -> None:
    first, second = order_of(here)
    places = {"khach": [first, second], f"vi-tri-{first}": 2, f"vi-tri-{second}": 1, "order": f"{first},{second}"}
    officer.post(page_of(here, "thu-tu/"), **places)
    assert order_of(here) == [second, first]
    officer.post(page_of(here, f"thu-tu/?lui={first}.{second}"))
    assert order_of(here) == [first, second]


def test_the_protocol_button_says_how_to_take_it_back(here: Arranged, officer: Acting) -> None:
    first, second = order_of(here)
    Guest.objects.filter(pk=second).update(title="Bí thư Tỉnh ủy")
    page = officer.post(page_of(here, "thu-tu/le-tan/"), order=f"{first},{second}")
    assert order_of(here) == [second, first]
    assert f"lui={first}.{second}" in page
    officer.post(page_of(here, "thu-tu/le-tan/"))
    assert order_of(here) == [second, first]


def test_an_answer_in_one_press_and_in_full(here: Arranged, officer: Acting) -> None:
    guest = here.guests[0]
    officer.post(page_of(here, f"{guest.pk}/du/"))
    guest.refresh_from_db()
    assert guest.state == GuestState.COMING
    form = page_of(here, f"{guest.pk}/tra-loi/")
    wrong = officer.post(form, form=form, state="coming", comes_instead="Ông B")
    assert "Ông B" in wrong, "what was typed is still there"
    officer.post(form, form=form, state="declined", comes_instead="Ông B", note="họp")
    guest.refresh_from_db()
    assert (guest.state, guest.comes_instead, guest.is_introduced) == (GuestState.DECLINED, "Ông B", False)


def test_pasted_lines_are_looked_at_before_they_are_entered(here: Arranged, officer: Acting) -> None:
    OrganizationFactory(name="Sở Ngoại vụ")
    lines = "Ông Nguyễn Văn A, Giám đốc Sở Ngoại vụ\nlãnh đạo các phòng\nBà Lê B C, Chánh Văn phòng"
    page = unescape(officer.post(page_of(here, "dan/"), lines=lines, viec="xem"))
    assert "Nguyễn Văn A" in page and len(order_of(here)) == 2
    done = officer.post(page_of(here, "dan/"), lines=lines, viec="luu", **{"ai-3": "bo"})
    assert len(order_of(here)) == 3
    assert str(Guest.objects.latest("pk")) == "Ông Nguyễn Văn A, Giám đốc Sở Ngoại vụ"
    assert any("lãnh đạo các phòng" in unescape(one) for one in notices(done)), "nothing is lost in silence"


def test_somebody_known_is_taken_and_not_entered_twice(here: Arranged, officer: Acting) -> None:
    known = here.guests[0].person
    officer.post(page_of(here, "dan/"), lines="Ông Vũ Sỹ Thắng, Giám đốc", viec="luu")
    assert Guest.objects.latest("pk").person == known
    officer.post(page_of(here, "dan/"), lines="Ông Vũ Sỹ Thắng, Giám đốc", viec="luu", **{"ai-1": "moi"})
    assert Guest.objects.latest("pk").person != known


def test_a_part_is_given_for_one_ceremony(here: Arranged, officer: Acting) -> None:
    person = here.guests[0].person
    body = OrganizationFactory(name="Cục Lễ tân")
    assert person
    form = page_of(here, "le/them/")
    values = {"person": person.full_name, "person-pick": person.pk, "organization": body.name, "title": "Cục trưởng"}
    officer.post(form, form=form, kind="hands_over", ceremony="closing", note="trao 10 giấy", **values)
    role = here.training_class.ceremony_roles.get(kind=CeremonyKind.HANDS_OVER)
    assert (role.ceremony, role.note, role.person) == (Ceremony.CLOSING, "trao 10 giấy", person)
    officer.post(form, form=form, kind="closed_by", ceremony="opening", **values)
    assert not here.training_class.ceremony_roles.filter(kind=CeremonyKind.CLOSED_BY).exists()


def test_a_filed_class_shows_no_button(here: Arranged, officer: Acting) -> None:
    type(here.training_class).objects.update(state=ClassState.REPORTED)
    page = officer.get(page_of(here))
    assert "thu-tu/le-tan" not in page and "/du/" not in page


@pytest.mark.parametrize("end", ["", "them/", "dan/", "le/them/"])
def test_another_office_finds_nothing(here: Arranged, end: str) -> None:
    Acting(staff(OfficeFactory())).get(page_of(here, end), status=404)
    if end:
        Acting(staff(here.office, RoleKind.EDITOR)).get(page_of(here, end), status=404)
