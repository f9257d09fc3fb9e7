"""The list of people at any size: pages by place, counts up to a cap, what typing asks for, whom nobody sees."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from khuevan.core.lists import big
from khuevan.core.lists.big import PlacePage
from khuevan.people.domain.persons import know, new_person
from khuevan.people.identity import seal_citizen_id
from khuevan.people.interfaces.choosing import PEOPLE as CHOOSING
from khuevan.people.interfaces.tables import PeopleList
from khuevan.people.models import Office, Person, User
from tests.factories import OfficeFactory, PersonFactory, staff

pytestmark = pytest.mark.django_db

ADDRESS = "/can-bo/danh-ba/"
TYPED = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "danh-sach"}


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten people are more than are counted, and five fill a page."""
    for name, value in (("MOST_COUNTED", 10), ("ROWS", 5), ("COUNTED_TYPED", 4), ("ROWS_TYPED", 3), ("_AT_ONCE", 4)):
        monkeypatch.setattr(big, name, value)


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> User:
    return staff(office)


def _add(office: Office, *names: str, gender: str = "") -> list[Person]:
    people = Person.objects.bulk_create([new_person({"full_name": name, "gender": gender}, None) for name in names])
    know(office, people)
    return people


def _list(officer: User, *, typed: bool = False, **asked: str) -> PeopleList:
    request = RequestFactory().get(ADDRESS, asked, **(TYPED if typed else {}))
    request.user = officer
    return PeopleList(request, Person.objects.visible_to(officer))


def _keys(shown: PeopleList) -> list[int]:
    return [row.record.pk for block in shown.blocks for row in block.rows]


def _all(officer: User) -> list[int]:
    return list(Person.objects.visible_to(officer).order_by("name_key", "pk").values_list("pk", flat=True))


def test_pages_go_on_behind_a_row_and_back_again_with_equal_names(office: Office, officer: User) -> None:
    _add(office, *["Nguyễn Văn An"] * 9, *["Trần Thị Bình"] * 8, "Lê Yến")
    expected = _all(officer)
    shown, seen, pages = _list(officer), [], []
    while True:
        assert isinstance(shown.page, PlacePage)
        assert shown.page.start_index() == len(seen) + 1
        pages.append(_keys(shown))
        seen += pages[-1]
        if not shown.page.next:
            break
        shown = _list(officer, sau=shown.page.next)
    assert seen == expected
    assert [len(page) for page in pages] == [5, 5, 5, 3]
    for page in reversed(pages[:-1]):
        shown = _list(officer, truoc=shown.page.previous)
        assert _keys(shown) == page
        assert shown.page.start_index() == expected.index(page[0]) + 1
    assert not shown.page.previous


def test_who_comes_between_two_pages_moves_nobody(office: Office, officer: User) -> None:
    _add(office, *["Nguyễn Văn Bình"] * 14)
    first = _list(officer)
    seen = _keys(first)
    _add(office, "Trần Văn An", "Nguyễn Văn Bình", "Lê Cúc")
    second = _list(officer, sau=first.page.next)
    assert not set(seen) & set(_keys(second))
    expected = _all(officer)
    assert _keys(second) == expected[6:11], (
        "behind the last row seen; the newcomer before it is not missed by going back"
    )
    assert _keys(_list(officer, truoc=second.page.previous))[-1] == seen[-1]


def test_a_row_that_went_leaves_the_pages_walkable(office: Office, officer: User) -> None:
    people = _add(office, *[f"Nguyễn Văn {name}" for name in "BCDĐGHKLMNPQRST"])
    first = _list(officer)
    assert first.page.next
    Person.objects.get(pk=_keys(first)[-1]).known_to.all().delete()
    second = _list(officer, sau=first.page.next)
    assert len(_keys(second)) == 5
    for token in ("0-0", "999999999-1", "x", "5", "-5-5", f"{people[0].pk}-999999999", "9" * 30 + "-1", ""):
        assert len(_keys(_list(officer, sau=token))) <= 5, token
        assert len(_keys(_list(officer, truoc=token))) == 5, token


def test_more_than_are_counted_are_said_to_be_more(office: Office, officer: User) -> None:
    _add(office, *["Nguyễn Văn An"] * 6, gender="male")
    _add(office, *["Nguyễn Thị An"] * 6, gender="female")
    many = _list(officer)
    assert not many.is_known
    assert "10" in many.total
    assert {(pill.value, pill.count) for group in many.groups for pill in group.pills} == {
        ("male", None),
        ("female", None),
    }
    assert [heading.sort for heading in many.headings if heading.sort] == []
    assert _list(officer, xep="birth").sort == "ten"
    women = _list(officer, gender="female")
    assert women.is_known
    assert women.total == "6"
    assert len(_keys(women)) == 5
    assert len(_keys(_list(officer, gender="female", trang="2"))) == 1
    few = _list(officer, q="thi")
    assert {(pill.value, pill.count) for group in few.groups for pill in group.pills} == {
        ("female", 6)
    } or few.groups == []
    assert _list(officer, q="thi", xep="birth").sort == "birth"


def test_filters_hold_on_every_page_of_many(office: Office, officer: User) -> None:
    _add(office, *["Nguyễn Văn An"] * 13, gender="male")
    women = {person.pk for person in _add(office, *["Nguyễn Thị An"] * 12, gender="female")}
    shown, seen = _list(officer, gender="female"), []
    assert not shown.is_known
    for _page in range(3):
        seen += _keys(shown)
        shown = _list(officer, gender="female", sau=shown.page.next)
    assert len(seen) == 12
    assert set(seen) == women


def test_people_of_another_office_are_on_no_page_in_no_count_and_no_file(office: Office, officer: User) -> None:
    other = OfficeFactory()
    _add(other, *["Nguyễn Văn An"] * 30, gender="male")
    own = {person.pk for person in _add(office, "Nguyễn Văn An", "Trần An", "Lê Anh", gender="male")}
    for asked in ({}, {"q": "an"}, {"q": "nguyen"}, {"gender": "male"}, {"q": "a", "gender": "male"}):
        shown = _list(officer, **asked)
        assert set(_keys(shown)) <= own
        assert shown.is_known, asked
        assert int(shown.total) == len(_keys(shown))
        assert all(pill.count <= 3 for group in shown.groups for pill in group.pills)
    stranger = Person.objects.exclude(pk__in=own).first()
    assert set(_keys(_list(officer, sau=f"{stranger.pk}-1"))) <= own
    page = openpyxl.load_workbook(io.BytesIO(_list(officer, q="an").workbook_response("x").content)).active
    assert page.max_row == 3 + 3
    nobody = _list(staff(OfficeFactory()), q="nguyen")
    assert _keys(nobody) == []
    assert nobody.total == "0"


def test_who_works_in_two_offices_sees_everybody_once(office: Office, officer: User) -> None:
    other = OfficeFactory()
    shared = _add(office, *["Nguyễn Văn An"] * 7)
    know(other, shared)
    _add(other, *["Nguyễn Văn Anh"] * 7)
    officer.roles.create(office=other, kind="officer")
    shown, seen = _list(officer), []
    while True:
        seen += _keys(shown)
        if not shown.page.next:
            break
        shown = _list(officer, sau=shown.page.next)
    assert seen == _all(officer)
    assert len(seen) == 14


def test_a_whole_citizen_id_finds_its_owner_and_part_of_it_nobody(office: Office, officer: User) -> None:
    sealed, digest = seal_citizen_id("001099012345")
    owner, stranger = (
        PersonFactory(full_name="Lò Mai", citizen_id_sealed=sealed, citizen_id_hash=digest) for _ in range(2)
    )
    know(office, [owner])
    know(OfficeFactory(), [stranger])
    assert _keys(_list(officer, q="001099012345")) == [owner.pk]
    assert _keys(_list(officer, q="001 099 012 345")) == [owner.pk]
    assert _keys(_list(officer, q="0010990123")) == []
    assert CHOOSING.matches(officer, "001099012345").rows[0].key == str(owner.pk)
    assert CHOOSING.picked(officer, "001099012345", str(owner.pk)) == owner
    assert CHOOSING.picked(officer, "001099012345", str(stranger.pk)) is None


def test_excel_holds_every_row_of_many(office: Office, officer: User) -> None:
    _add(office, *["Nguyễn Văn An"] * 13)
    page = openpyxl.load_workbook(io.BytesIO(_list(officer, q="van").workbook_response("x").content)).active
    assert [row[0].value for row in page.iter_rows(min_row=4)] == list(range(1, 14))


def test_bulk_work_on_all_pages_reaches_all_that_match(office: Office, officer: User) -> None:
    wanted = {person.pk for person in _add(office, *["Nguyễn Văn An"] * 13)}
    _add(office, "Trần Bình")
    request = RequestFactory().post(f"{ADDRESS}?q=nguyen", {"tat-ca": "1"})
    request.user = officer
    shown = PeopleList(request, Person.objects.visible_to(officer))
    assert set(shown.chosen().values_list("pk", flat=True)) == wanted


def test_typing_swaps_rows_and_numbers_and_the_next_page_goes_on(client: Client, office: Office, officer: User) -> None:
    *people, _last = _add(office, *["Nguyễn Văn An"] * 9, "Trần <b>Bình</b>")
    client.force_login(officer)
    whole = client.get(ADDRESS)
    assert "<html" in whole.text
    assert 'hx-target="#danh-sach"' in whole.text
    part = client.get(ADDRESS, {"q": "ng"}, **TYPED)
    assert "<html" not in part.text
    assert part.text.count("<tr>") == 3 + 1
    assert 'id="danh-sach-so"' in part.text
    shown = _list(officer, typed=True, q="ng")
    following = _list(officer, q="ng", sau=shown.page.next)
    assert _keys(shown) + _keys(following) == [person.pk for person in people][:8]
    assert f"sau={shown.page.next}" in part.text
    assert "no-store" in part.headers["Cache-Control"]
    assert "<b>" not in client.get(ADDRESS, {"q": "binh"}, **TYPED).text
    assert "danh-sach-so" in client.get(ADDRESS, {"q": "xyz"}, **TYPED).text
    assert client.get(ADDRESS, {"q": "ng"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="body").text.count("<html") == 1


def test_typing_asks_the_database_a_dozen_things_however_many_rows(
    client: Client, office: Office, officer: User
) -> None:
    client.force_login(officer)
    _add(office, "Nguyễn Văn An", "Trần Bình", gender="male")

    def asked() -> int:
        client.get(ADDRESS, {"q": "nguyen"}, **TYPED)
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS, {"q": "nguyen"}, **TYPED)
        return len(captured)

    few = asked()
    _add(office, *["Nguyễn Văn An"] * 60, gender="female")
    assert asked() <= few
    assert few <= 12


def test_choosing_offers_names_that_begin_so_first_and_says_when_many_fit(office: Office, officer: User) -> None:
    _add(office, *[f"Trần An {name}" for name in "BCDEGHK"], "An Thị Yến", "An Thị Vui")
    matches = CHOOSING.matches(officer, "an")
    assert [match.name for match in matches.rows[:3]] == ["An Thị Vui", "An Thị Yến", "Trần An B"]
    assert (len(matches.rows), matches.more, matches.at_least) == (8, 1, False)
    _add(office, *["Trần An"] * 100)
    matches = CHOOSING.matches(officer, "an")
    assert (len(matches.rows), matches.more, matches.at_least) == (8, 92, True)
    assert CHOOSING.picked(officer, "an", matches.rows[0].key) is not None
    assert CHOOSING.picked(officer, "binh", matches.rows[0].key) is None
