"""Lists: search without diacritics, filters, order, pages, Excel, bulk work."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from khuevan.core.lists import Listing
from khuevan.core.search import starts_words
from khuevan.people.domain.persons import know
from khuevan.people.interfaces.organization_tables import OrganizationList
from khuevan.people.interfaces.tables import PeopleList
from khuevan.people.models import Office, Organization, Person
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, UserFactory, staff

pytestmark = pytest.mark.django_db


def _people(**asked: str) -> Listing:
    """As an officer sees them whose office knows everybody there is."""
    office = Office.objects.first() or OfficeFactory()
    know(office, Person.objects.values_list("pk", flat=True))
    request = RequestFactory().get("/", asked)
    request.user = staff(office)
    return PeopleList(request, Person.objects.visible_to(request.user))


def _names(shown: Listing) -> list[str]:
    return [row.record.full_name for block in shown.blocks for row in block.rows]


def test_words_are_found_at_their_start_and_without_tone_marks() -> None:
    for name in ("Hà Thị Lan", "Phạm Văn Nam", "H'Hen Niê", "Đỗ Ước", "Nguyễn Lan Hà"):
        PersonFactory(full_name=name)
    for query, found in (
        ("ha", {"Hà Thị Lan", "Nguyễn Lan Hà"}),
        ("LAN hà", {"Hà Thị Lan", "Nguyễn Lan Hà"}),
        ("hen", {"H'Hen Niê"}),
        ("do uoc", {"Đỗ Ước"}),
        ("am", set()),
        ("%", set()),
        ("_", set()),
        ("  ", {"Hà Thị Lan", "Phạm Văn Nam", "H'Hen Niê", "Đỗ Ước", "Nguyễn Lan Hà"}),
    ):
        assert set(_names(_people(q=query))) == found, query


@given(query=st.text(max_size=40))
def test_whatever_is_typed_the_search_answers(query: str) -> None:
    list(Person.objects.filter(starts_words(("search_key",), query))[:1])


def test_pills_say_how_many_rows_they_leave() -> None:
    PersonFactory.create_batch(3, gender="male")
    PersonFactory.create_batch(2, gender="female")
    shown = _people(gender="male")
    (group,) = shown.groups
    assert {(pill.value, pill.count, pill.is_on) for pill in group.pills} == {("male", 3, True), ("female", 2, False)}
    assert group.total == 5
    assert len(_names(shown)) == 3
    assert len(_names(_people(gender="nobody"))) == 5, "a value nobody offers is ignored"
    assert shown.is_filtered
    assert not _people(gender="nobody").is_filtered


def test_order_by_named_orders_and_by_columns() -> None:
    for name, year in (("Trần An", 1990), ("Lê Bình", 1970), ("Đỗ Ân", 1980)):
        PersonFactory(full_name=name, birth_year=year, birth_date=None)
    assert _names(_people()) == ["Trần An", "Đỗ Ân", "Lê Bình"]
    assert _names(_people(xep="birth")) == ["Lê Bình", "Đỗ Ân", "Trần An"]
    assert _names(_people(xep="-birth")) == ["Trần An", "Đỗ Ân", "Lê Bình"]
    assert _names(_people(xep="password")) == _names(_people()), "an order nobody offers is ignored"
    directions = {heading.label: heading.direction for heading in _people(xep="-birth").headings if heading.direction}
    assert list(directions.values()) == ["descending"]


def test_pages_of_fifty() -> None:
    PersonFactory.create_batch(53)
    assert len(_names(_people())) == 50
    assert len(_names(_people(trang="2"))) == 3
    assert len(_names(_people(trang="99"))) == 3, "past the end is the last page"
    assert len(_names(_people(trang="x"))) == 50


def test_excel_holds_all_matching_rows_not_only_the_page() -> None:
    PersonFactory.create_batch(60, phone="0912345678")
    PersonFactory(full_name="Lò Thị Mai", gender="female")
    shown = _people()
    page = openpyxl.load_workbook(io.BytesIO(shown.workbook_response("danh-ba").content)).active
    assert page.max_row == 3 + 61
    assert "0912345678" in [cell.value for cell in page["E"]]
    one = openpyxl.load_workbook(io.BytesIO(_people(q="lo").workbook_response("x").content)).active
    assert [row[1].value for row in one.iter_rows(min_row=4)] == ["Lò Thị Mai"]


def test_names_are_shown_as_text() -> None:
    PersonFactory(full_name="<b>Đậm</b>")
    cell = next(cell for cell in _people().blocks[0].rows[0].cells if cell.names_row)
    assert "<b>" not in str(cell.content)


def test_blocks_are_shown_only_where_each_stands_together() -> None:
    class InBlocks(OrganizationList):
        grouped_in = frozenset({"le-tan"})

        class Table(OrganizationList.table_class):
            def heading(self, record: Organization) -> str:
                return record.kind

        table_class = Table

    def blocks() -> list[str]:
        request = RequestFactory().get("/")
        request.user = UserFactory()
        return [block.heading for block in InBlocks(request, Organization.objects.all()).blocks]

    OrganizationFactory(kind="party", protocol_order=1)
    OrganizationFactory(kind="press", protocol_order=3)
    assert blocks() == ["party", "press"]
    OrganizationFactory(kind="party", protocol_order=9)
    assert blocks() == [""]


def test_a_list_takes_as_many_queries_for_fifty_rows_as_for_one() -> None:
    def queries() -> int:
        shown = _people(gender="male")
        with CaptureQueriesContext(connection) as captured:
            assert shown.groups
            assert shown.blocks
        return len(captured)

    PersonFactory(gender="male")
    PersonFactory(gender="female")
    queries()  # the index looks now and then how frequent words are
    one = queries()
    PersonFactory.create_batch(49, gender="male")
    assert queries() == one
