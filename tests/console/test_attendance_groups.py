"""The grid and the sheet where half days are held side by side."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.attendance.models import Attendance
from khuevan.console.workspace.shell import tab_address
from tests.attendance.grouped import Grouped, grouped
from tests.console.acting import Acting
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db


def _tab(here: Grouped) -> str:
    return tab_address(here.here.training_class, "attendance")


def test_a_dash_stands_where_a_learner_is_not_expected() -> None:
    here = grouped()
    page = Acting(here.here.officer).get(_tab(here))
    assert page.count('class="half is-not"') == 4, "each of two in the room of the other, the third in both"
    assert page.count("data-mark") == 5
    assert "Tổ 1" in page
    assert f'data-count="{here.rooms[0].pk}">0/1<' in page
    assert f'data-count="{here.morning.pk}">0/3<' in page


def test_the_sheet_of_a_room_lists_its_own_learners() -> None:
    here = grouped()
    me = Acting(here.here.officer)
    sheet = f"{_tab(here)}{here.rooms[1].pk}/"
    page = me.get(sheet)
    assert [one.full_name in page for one in here.learners] == [False, True, False]
    assert "Tổ 2" in page
    me.post(sheet, **me.hidden(sheet))
    assert [mark.enrollment for mark in Attendance.objects.all()] == [here.learners[1]]
    here.put(1, None)
    Attendance.objects.all().delete()
    assert me.hidden(sheet).keys() == set() or "vang" not in me.get(sheet)


def test_a_cell_of_somebody_not_expected_does_not_exist() -> None:
    here = grouped()
    me = Acting(here.here.officer)
    cell = f"{_tab(here)}{here.rooms[1].pk}/{here.learners[0].pk}/"
    assert me.client.get(cell).status_code == 404
    assert me.status(cell, status="absent") == 404
    assert not Attendance.objects.exists()


def test_the_workbook_tells_the_rooms_apart() -> None:
    here = grouped()
    here.mark(here.rooms[0], 0)
    book = openpyxl.load_workbook(
        io.BytesIO(Acting(here.here.officer).client.get(_tab(here), {"xuat": "xlsx"}).content)
    )
    rows = [[str(cell or "") for cell in row] for row in book.active.iter_rows(values_only=True)]
    (headings,) = [row for row in rows if "(Tổ 1)" in row[4]]
    assert headings[5].endswith("(Tổ 2)")
    by_name = {row[1]: row[4:6] for row in rows}
    assert [by_name[one.full_name] for one in here.learners] == [["có mặt", "–"], ["–", "chưa ghi"], ["–", "–"]]


def test_groups_cost_a_fixed_number_of_queries() -> None:
    numbers = []
    for plain in (True, False):
        training_class = world().training_class if plain else grouped().here.training_class
        here = training_class.office
        officer = here.roles.first().user
        me = Acting(officer)
        with CaptureQueriesContext(connection) as captured:
            me.get(tab_address(training_class, "attendance"))
        numbers.append(len(captured))
    assert numbers[1] <= numbers[0] + 3
