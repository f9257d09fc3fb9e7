"""A plan out to Excel and back, and the tables offices keep: what is understood, and what is said of the rest."""

import io
from datetime import date

import pytest
import xlsxwriter

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.grids import Grid, Merge
from khuevan.readers.planning import PlanSheet, read_time, sheet_of
from khuevan.readers.planning.problems import sentence
from khuevan.training.domain.plan_sheets import preview, read_sheet, take_sheet
from khuevan.training.domain.planned_classes import Organizing, add_planned, change_planned, drop_planned
from khuevan.training.domain.plans import make_plan
from khuevan.training.enums import ClassKind, OrganizerPart
from khuevan.training.interfaces.plan_sheets import plan_workbook
from khuevan.training.models import TrainingPlan
from tests.factories import OfficeFactory, OrganizationFactory, staff

YEAR = 2027


@pytest.mark.parametrize(
    ("text", "months", "days"),
    [
        ("Quý II", (4, 6), None),
        ("quý 2/2027", (4, 6), None),
        ("Quý I, II", (1, 6), None),
        ("Quý III - Quý IV năm 2027", (7, 12), None),
        ("tháng 6", (6, 6), None),
        ("Tháng 6/2027", (6, 6), None),
        ("T6", (6, 6), None),
        ("5-7/2027", (5, 7), None),
        ("Tháng 5/2027 đến tháng 7/2027", (5, 7), None),
        ("Dự kiến trong tháng 4 và tháng 5", (4, 5), None),
        ("Tuần 2 tháng 6", (6, 6), None),
        ("6 tháng cuối năm", (7, 12), None),
        ("Cả năm", (1, 12), None),
        ("05-07/6/2027", (6, 6), (5, 7)),
        ("từ ngày 05 đến ngày 07/6", (6, 6), (5, 7)),
        (9.0, (9, 9), None),
        (date(2027, 6, 1), (6, 6), None),
        (date(2027, 6, 5), (6, 6), (5, 5)),
        ("khi có chỉ tiêu", None, None),
        ("tháng 13", None, None),
        ("Quý IV - Quý I", None, None),
    ],
)
def test_times(text: object, months: tuple[int, int] | None, days: tuple[int, int] | None) -> None:
    found = read_time(text, YEAR)
    assert (found and (found.month_from, found.month_to)) == months
    told = (found.first_day.day, found.last_day.day) if found and found.first_day and found.last_day else None
    assert told == days


HEAD = ["TT", "Nội dung đào tạo, bồi dưỡng", "Đối tượng", "Số lượng", None, "Thời lượng", "Thời gian",
        "Đơn vị chủ trì", "Đơn vị phối hợp", "Kinh phí (triệu đồng)", None, "Mã"]  # fmt: skip
BELOW = [None, None, None, "Lớp", "Học viên/lớp", None, None, None, None, "Nguồn", "Dự toán", None]
ROWS = [
    ["I", "Bồi dưỡng kiến thức", *[None] * 10],
    [
        1,
        "Lễ tân đối ngoại",
        "Công chức cấp xã",
        "02",
        40,
        "3 ngày",
        "Quý II",
        "Sở A",
        "Sở B; Cục Lạ",
        "NSNN",
        120.5,
        "x",
    ],
    [2, "Tập huấn báo chí", None, 1, "khoảng 60", "24 tiết", "sau khi có vốn", None, None, None, "85 tr", None],
    [3, "Lễ tân đối ngoại", None, None, None, None, None, None, None, None, None, None],
    [4, None, "Công chức", None, 30, None, None, None, None, None, None, None],
    [None, "Tổng cộng", None, 3, None, None, None, None, None, None, 205.5, None],
    ["Nơi nhận:", None],
    ["- Như trên;", None],
]


def usual_table() -> PlanSheet:
    title: list[list[object]] = [["KẾ HOẠCH ĐÀO TẠO, BỒI DƯỠNG NĂM 2027"], []]
    grid = Grid("Sheet1", [*title, HEAD, BELOW, [f"({n})" for n in range(1, 13)], *ROWS])  # type: ignore[list-item]
    across = [Merge(2, 3, 2, 4), Merge(2, 9, 2, 10)]
    grid.merges = [*across, *(Merge(2, place, 3, place) for place in (0, 1, 2, 5, 6, 7, 8, 11))]
    return sheet_of([[grid]], YEAR)


def test_a_table_of_an_office_is_understood_whatever_its_order() -> None:
    sheet = usual_table()
    first, second, third, fourth = sheet.lines
    assert (first.row, first.field, first.classes, first.people, first.periods) == (7, "Bồi dưỡng kiến thức", 2, 80, 24)
    assert (first.month_from, first.month_to, first.estimate, first.money_source) == (4, 6, 120_500_000, "NSNN")
    assert (first.leads, first.helpers) == (["Sở A"], ["Sở B", "Cục Lạ"])
    assert (second.people, second.periods, second.estimate) == (60, 24, 85_000_000)
    assert second.is_good
    assert second.note == "Thời gian: sau khi có vốn"
    assert [problem.code for problem in second.problems] == ["not_a_time"]
    assert [problem.code for problem in third.problems] == ["title_twice"]
    assert [problem.code for problem in fourth.problems] == ["no_title"]
    assert "sau khi có vốn" in sentence(second.problems[0])
    assert sheet.unused == ["Mã"]
    assert [row for row, _text in sheet.left_out] == [11, 12, 13]
    assert PlanSheet.from_json(sheet.to_json()) == sheet


@pytest.mark.parametrize(
    ("rows", "code"),
    [([["Họ và tên", "Chức vụ"], ["Lò A", "Phó"]], "no_plan"), ([["Tên lớp", "Số lớp"], [None, None]], "no_classes")],
)
def test_what_is_no_plan_is_refused(rows: list[list[object]], code: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        sheet_of([[Grid("", rows)]], YEAR)  # type: ignore[arg-type]
    assert error.value.code == code


@pytest.fixture
def plan() -> TrainingPlan:
    office = OfficeFactory()
    return make_plan(staff(office), office, YEAR)


@pytest.mark.django_db
def test_good_rows_are_taken_and_nothing_is_lost_in_silence(plan: TrainingPlan) -> None:
    officer, lead, helper = staff(plan.office), OrganizationFactory(name="Sở A"), OrganizationFactory(name="Sở B")
    drop_planned(
        officer, old := add_planned(officer, plan, title="Lễ tân đối ngoại", venue="Huế", note="Cũ"), reason="?"
    )
    seen = preview(plan, usual_table())
    assert [len(rows) for rows in (seen.new, seen.changed, seen.refused)] == [1, 1, 2]
    changes = {one.name: one.after for one in seen.changed[0].changes}
    assert (changes["lead"], changes["co"], changes["people"]) == ("Sở A", "Sở B", "80")
    taken = take_sheet(officer, plan, usual_table())
    assert (taken.added, taken.changed, taken.same) == (1, 1, 0)
    old.refresh_from_db()
    assert (old.people, old.venue, old.is_dropped) == (80, "Huế", True)
    assert old.note.startswith("Cũ; ")
    assert old.note.endswith("Cục Lạ")
    parts = {(one.organization, one.part) for one in old.organizers.all()}
    assert parts == {(lead, OrganizerPart.LEAD), (helper, OrganizerPart.CO)}
    made = plan.planned_classes.get(title="Tập huấn báo chí")
    assert (made.kind, made.estimate, made.note) == (ClassKind.WORKSHOP, 85_000_000, "Thời gian: sau khi có vốn")
    again = take_sheet(officer, plan, usual_table())
    assert (again.added, again.changed, again.same) == (0, 0, 2)


@pytest.mark.django_db
def test_our_own_sheet_comes_back_as_it_went(plan: TrainingPlan) -> None:
    officer, body = staff(plan.office), OrganizationFactory(name="Cục Ngoại vụ")
    named = [Organizing(body, OrganizerPart.LEAD), Organizing(plan.office.organization, OrganizerPart.CO)]
    first = add_planned(
        officer, plan, title="Lễ tân", field="Đối ngoại", audience="Cấp xã", classes=2, people=80, periods=24,
        first_day=date(2027, 5, 31), last_day=date(2027, 6, 2), venue="Nha Trang", money_source="NSNN",
        estimate=120_000_000, note="Ghi", organizers=named,
    )  # fmt: skip
    add_planned(officer, plan, title="Báo chí", month_from=4, month_to=6)
    add_planned(officer, plan, title="Cả năm", month_from=1, month_to=12)
    content = plan_workbook(plan)
    sheet = read_sheet(content, "ke-hoach.xlsx", YEAR)
    assert len(sheet.lines) == 3
    assert sheet.unused == []
    assert [row.changes for row in preview(plan, sheet).rows] == [[], [], []]
    assert [row.problems for row in preview(plan, sheet).rows] == [[], [], []]
    change_planned(officer, first, venue="Huế", people=None)
    told = {one.name for one in preview(plan, sheet).changed[0].changes}
    assert told == {"venue", "people"}
    other = make_plan(officer, plan.office, YEAR + 1)
    assert all(
        row.problems[0].code == "another_year" for row in preview(other, read_sheet(content, "k.xlsx", 2028)).new[:1]
    )
    assert take_sheet(officer, other, sheet, chosen=[sheet.lines[1].row]).added == 1


@pytest.mark.django_db
def test_a_file_that_is_no_list_says_so(plan: TrainingPlan) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "Chào")
    for content in (b"", b"PK\x03\x04 hong", buffer.getvalue()):
        with pytest.raises(UnreadableFile):
            read_sheet(content, "ke-hoach.xlsx", YEAR)
