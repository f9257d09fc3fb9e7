"""Papers of a class with half days held side by side: counted once, told apart by their groups."""

import io

import pytest
from openpyxl import load_workbook

from khuevan.papers.domain.contents import parts
from khuevan.papers.domain.dossier.lists import _attendance
from khuevan.papers.domain.facts import Facts
from khuevan.papers.domain.money.drafting import _known
from khuevan.training.domain.queries import periods_of
from tests.attendance.grouped import grouped

pytestmark = pytest.mark.django_db


def test_days_half_days_and_periods_are_those_of_one_learner() -> None:
    here = grouped()
    facts = Facts(here.here.officer, here.here.training_class)
    assert len(facts.sessions) == 3
    assert parts.length(facts) == "01 ngày, 02 buổi, 08 tiết"
    assert periods_of(here.here.training_class) == 8
    assert _known(here.here.training_class).half_days == 2


def test_the_programme_says_for_whom_a_half_day_is() -> None:
    here = grouped()
    rows = parts.programme(Facts(here.here.officer, here.here.training_class)).rows
    bands = [row.text for row in rows if hasattr(row, "text")]
    assert len(bands) == 3
    assert "(Tổ" not in bands[0]
    assert "(Tổ 1)" in bands[1]
    assert "(Tổ 2), tại Phòng 2" in bands[2]


def test_the_list_of_attendance_in_the_file_has_a_dash_for_who_is_not_expected() -> None:
    here = grouped()
    here.mark(here.rooms[0], 0)
    sheet = load_workbook(io.BytesIO(_attendance(here.here.officer, here.here.training_class, ""))).active
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    by_name = {row[1]: row[4:6] for row in rows}
    assert [by_name[one.full_name][1] for one in here.learners] == ["–", "", "–"]
    assert [by_name[one.full_name][0] for one in here.learners][1:] == ["–", "–"]
