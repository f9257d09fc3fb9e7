"""The attendance grid, the sign sheet and one cell, from the screen."""

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.attendance.enums import AttendanceStatus
from khuevan.attendance.models import Attendance
from khuevan.console.workspace.shell import tab_address
from khuevan.core.once import new_token
from khuevan.people.enums import RoleKind
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db


def _tab(here: World) -> str:
    return tab_address(here.training_class, "attendance")


def _statuses(here: World) -> dict[str, str]:
    marks = Attendance.objects.current().filter(session=here.sessions[0])
    return {mark.enrollment.full_name: mark.status for mark in marks}


def test_only_the_absent_are_ticked() -> None:
    here = world()
    me = Acting(here.officer)
    first, second, third = here.enrollments
    sheet = f"{_tab(here)}{here.sessions[0].pk}/"
    me.post(sheet, **me.hidden(sheet), vang=[first.pk, second.pk], **{f"ly-do-{second.pk}": "Đi công tác"})
    assert _statuses(here) == {
        first.full_name: AttendanceStatus.ABSENT,
        second.full_name: AttendanceStatus.EXCUSED,
        third.full_name: AttendanceStatus.PRESENT,
    }


def test_the_second_of_two_officers_with_one_sheet_is_told_and_keeps_the_ticks() -> None:
    here = world()
    me, other = Acting(here.officer), Acting(staff(here.office))
    first, second, third = here.enrollments
    sheet = f"{_tab(here)}{here.sessions[0].pk}/"
    mine, theirs = me.hidden(sheet), other.hidden(sheet)
    me.post(sheet, **mine, vang=[first.pk])
    answer = other.client.post(sheet, {**theirs, "vang": [second.pk], f"ly-do-{second.pk}": "Ốm"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Ốm"' in page
    assert page.count(" checked") == 1
    assert page.count("Đang lưu: ") == 2, "both rows that differ show what is stored"
    assert _statuses(here)[second.full_name] == AttendanceStatus.PRESENT
    again = {"mot-lan": theirs["mot-lan"], "seen": re.search(r'name="seen" value="(\d+)"', page)[1]}
    other.post(sheet, **again, vang=[second.pk], **{f"ly-do-{second.pk}": "Ốm"})
    assert _statuses(here) == {
        first.full_name: AttendanceStatus.PRESENT,
        second.full_name: AttendanceStatus.EXCUSED,
        third.full_name: AttendanceStatus.PRESENT,
    }


def test_a_half_day_written_by_mistake_is_undone_from_the_notice() -> None:
    here = world()
    me = Acting(here.officer)
    sheet = f"{_tab(here)}{here.sessions[0].pk}/"
    page = me.post(sheet, **me.hidden(sheet))
    assert set(_statuses(here).values()) == {AttendanceStatus.PRESENT}
    undo = next(part for part in page.split('"') if "/hoan-tac/" in part)
    me.post(undo)
    assert _statuses(here) == {}
    assert Attendance.objects.count() > 3, "nothing was deleted"


def test_a_cell_is_written_once_per_key_and_the_second_officer_is_told() -> None:
    here = world()
    me, other = Acting(here.officer), Acting(staff(here.office))
    learner = here.enrollments[0]
    cell = f"{_tab(here)}{here.sessions[0].pk}/{learner.pk}/"
    token = new_token()
    sent = {"status": "late", "seen": "", "mot-lan": token}
    for _press in range(2):
        answer = me.client.post(cell, sent, headers={"Accept": "application/json"})
        assert answer.status_code == 200
    assert Attendance.objects.count() == 1
    assert answer.json()["status"] == "late"
    stale = other.client.post(cell, {"status": "absent", "seen": ""}, headers={"Accept": "application/json"})
    assert stale.status_code == 409
    assert stale.json()["status"] == "late", "the answer shows what is stored now"
    assert stale.json()["error"]
    fresh = other.client.post(
        cell, {"status": "absent", "seen": str(stale.json()["mark"])}, headers={"Accept": "application/json"}
    )
    assert fresh.json()["status"] == "absent"


def test_a_cell_without_a_script_is_a_small_form() -> None:
    here = world()
    me = Acting(here.officer)
    cell = f"{_tab(here)}{here.sessions[0].pk}/{here.enrollments[0].pk}/"
    assert 'name="status"' in me.get(cell)
    page = me.post(cell, status="excused", reason="")
    assert notices(page), "leave needs a reason"
    me.post(cell, status="excused", reason="Ốm")
    assert list(_statuses(here).values()) == [AttendanceStatus.EXCUSED]
    assert notices(me.post(cell, status="dancing"))


def test_the_grid_filters_who_missed_something_and_leaves_in_excel() -> None:
    here = world()
    here.mark(here.sessions[0], _2=AttendanceStatus.ABSENT)
    me = Acting(here.officer)
    page = me.get(_tab(here), missed="vang")
    assert "Đỗ Văn Ân" in page
    assert "Hoàng Thị Bích Tuyền" not in page
    book = openpyxl.load_workbook(io.BytesIO(me.client.get(_tab(here), {"xuat": "xlsx"}).content)).active
    assert book.max_column == 5
    assert book.max_row == 6


def test_before_the_list_is_closed_and_after_the_results_nothing_is_marked() -> None:
    here = world(teaching=False)
    me = Acting(here.officer)
    sheet = f"{_tab(here)}{here.sessions[0].pk}/"
    assert "vang" not in me.get(sheet)
    assert notices(me.post(sheet))
    assert not Attendance.objects.exists()
    done = world()
    done.issue()
    count = Attendance.objects.count()
    Acting(done.officer).post(f"{_tab(done)}{done.sessions[0].pk}/")
    assert Attendance.objects.count() == count


def test_others_may_look_or_see_nothing() -> None:
    here, there = world(), world()
    editor = Acting(staff(here.office, RoleKind.EDITOR))
    assert "data-grid" not in editor.get(_tab(here)).replace("data-grid-says", "")
    cell = f"{_tab(here)}{here.sessions[0].pk}/{here.enrollments[0].pk}/"
    editor.post(cell, status="absent")
    assert not Attendance.objects.exists()
    assert editor.client.get(cell).status_code == 404
    stranger = Acting(staff(OfficeFactory()))
    for path in ("", f"{here.sessions[0].pk}/", f"{here.sessions[0].pk}/{here.enrollments[0].pk}/"):
        assert stranger.client.get(f"{_tab(here)}{path}").status_code == 404
        assert stranger.status(f"{_tab(here)}{path}", status="absent") in {404, 405}
    mixed = f"{_tab(here)}{there.sessions[0].pk}/"
    assert Acting(here.officer).client.get(mixed).status_code == 404
    assert not Attendance.objects.exists()


def test_the_grid_takes_as_many_queries_for_three_learners_as_for_one() -> None:
    counts = []
    for names in (("Hoàng Thị Bích Tuyền",), ("Hoàng Thị Bích Tuyền", "Đỗ Văn Ân", "Lê Bích Thủy")):
        here = world(names=names)
        here.mark(here.sessions[0], _1=AttendanceStatus.ABSENT)
        me = Acting(here.officer)
        with CaptureQueriesContext(connection) as captured:
            me.get(_tab(here))
        counts.append(len(captured))
    assert counts[0] == counts[1]
