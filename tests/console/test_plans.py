"""The yearly plan on screen: made, filled, signed, amended, opened as classes, compared with what was done."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from khuevan.people.enums import RoleKind
from khuevan.training.domain.planned_classes import add_planned
from khuevan.training.domain.plans import make_plan
from khuevan.training.enums import OrganizerPart, PlanState
from khuevan.training.models import PlannedClass, TrainingClass, TrainingPlan
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, OrganizationFactory, staff

pytestmark = pytest.mark.django_db
LIST = "/can-bo/ke-hoach/"


@pytest.fixture
def me() -> Acting:
    return Acting(staff(OfficeFactory()))


def _office(me: Acting) -> object:
    return me.user.roles.get().office


def _plan(me: Acting, year: int = 2027, *titles: str) -> TrainingPlan:
    plan = make_plan(me.user, _office(me), year, title=f"Kế hoạch đào tạo, bồi dưỡng năm {year}")
    for title in titles:
        add_planned(me.user, plan, title=title, people=40, periods=8, estimate=50_000_000)
    return plan


def _at(plan: TrainingPlan, name: str = "plan", *keys: int) -> str:
    return reverse(f"console:{name}", args=(plan.pk, *keys))


def test_from_nothing_to_a_plan_with_a_class(me: Acting) -> None:
    empty = me.get(LIST)
    assert "ke-hoach/lap/?nam=" in empty and 'aria-current="page"' in empty
    me.post(f"{LIST}lap/", form=f"{LIST}lap/", year="2027", title="Kế hoạch năm 2027", note="")
    plan = TrainingPlan.objects.get()
    assert me.status(f"{LIST}lap/", year="2027", title="") == 422, "one plan a year"
    for part in ("plan", "plan_draft", "plan_progress", "plan_versions"):
        assert 'class="nothing"' in me.get(_at(plan, part)), "an empty plan says what comes next"
    body, helper = OrganizationFactory(name="Cục Ngoại vụ"), OrganizationFactory(name="Trường Chính trị tỉnh")
    add = _at(plan, "planned_add")
    told = {
        "title": "Lớp bồi dưỡng nghiệp vụ đối ngoại", "kind": "refresher", "audience": "Công chức cấp xã",
        "classes": "2", "people": "140", "periods": "8", "month_from": "3", "month_to": "4", "lead": body.name,
        "co_1": helper.name, "money_source": "Ngân sách tỉnh",
    }  # fmt: skip
    wrong = me.client.post(add, {**told, "estimate": "nhiều", "month_to": "2"})
    assert wrong.status_code == 422 and "140" in wrong.content.decode(), "what was typed is kept"
    page = me.post(add, form=add, estimate="120.000.000", **told)
    line = PlannedClass.objects.get()
    assert (line.estimate, line.classes, line.month_to) == (120_000_000, 2, 4)
    parts = [(one.organization, one.part) for one in line.organizers.all()]
    assert sorted(part for _body, part in parts) == [OrganizerPart.CO, OrganizerPart.LEAD]
    assert "120.000.000" in page and "Cục Ngoại vụ" in page
    change = _at(plan, "planned_change", line.pk)
    assert "120.000.000" in me.get(change), "money stands in the form as offices write it"
    me.post(change, form=change, **{**told, "co_1": "", "classes": "1", "estimate": ""})
    line.refresh_from_db()
    assert (line.classes, line.estimate, line.organizers.count()) == (1, None, 1)


def test_a_class_is_moved_dropped_restored_removed_and_brought_back(me: Acting) -> None:
    plan = _plan(me, 2027, "Lớp một", "Lớp hai", "Lớp ba")
    first, _second, third = plan.planned_classes.all()
    me.post(_at(plan, "planned_up", third.pk))
    assert [one.title for one in plan.planned_classes.order_by("order")] == ["Lớp một", "Lớp ba", "Lớp hai"]
    me.post(_at(plan, "planned_drop", first.pk), reason="")
    first.refresh_from_db()
    assert not first.is_dropped, "a reason is asked"
    page = me.post(_at(plan, "planned_drop", first.pk), reason="Không có kinh phí")
    assert "Không có kinh phí" in page
    assert "100.000.000" in me.get(_at(plan)), "what is not held is left out of the sums"
    me.post(_at(plan, "planned_restore", first.pk))
    removed = me.post(_at(plan, "planned_remove", third.pk))
    undo = re.search(r'action="([^"]*tra-lai[^"]*)"', removed)
    assert undo and plan.planned_classes.count() == 2
    me.post(undo[1])
    me.post(undo[1] + "x")
    assert [one.title for one in plan.planned_classes.order_by("order")] == ["Lớp một", "Lớp ba", "Lớp hai"]
    assert plan.planned_classes.get(title="Lớp ba").estimate == 50_000_000


def test_a_plan_is_signed_then_kept_as_it_was_and_amended(me: Acting) -> None:
    plan = _plan(me, 2027, "Lớp một")
    approve = _at(plan, "plan_approve")
    pdf = SimpleUploadedFile("ke-hoach.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    issuer = me.user.roles.get().office.organization
    assert me.status(approve, symbol="KH-STN", issuer=issuer.name, subject="KH") == 422, "signed means number and date"
    page = me.post(
        approve, form=approve, number="29/KH-UBND", date="2027-01-25", issuer=issuer.name, subject="KH", file=pdf
    )
    plan.refresh_from_db()
    version = plan.versions.get()
    assert plan.state == PlanState.APPROVED and version.record.code == "29/KH-UBND"
    assert "29/KH-UBND" in page and _at(plan, "planned_add") not in page, "a signed plan is not edited"
    assert me.status(_at(plan, "planned_drop", plan.planned_classes.get().pk), reason="x") == 302
    assert not plan.planned_classes.get().is_dropped
    assert me.client.get(approve).status_code == 404
    me.post(_at(plan, "plan_amend"), reason="Thêm một lớp")
    add = _at(plan, "planned_add")
    me.post(add, form=add, title="Lớp hai", kind="refresher", classes="1")
    versions = me.get(_at(plan, "plan_versions"))
    assert "Thêm một lớp" in versions and "Lớp hai" in versions, "what differs is listed before it is approved"
    other = me.user.roles.get().office.records.create(
        kind="KH", number="30", symbol="KH-X", issuer=issuer, date=date(2027, 6, 1)
    )
    me.post(_at(plan, "plan_approve_with", other.pk))
    assert [one.number for one in plan.versions.all()] == [2, 1]
    assert "Lớp hai" not in me.get(_at(plan, "plan_version", version.pk))
    assert me.client.get(_at(plan, "plan_version", version.pk), {"xuat": "xlsx"}).content[:2] == b"PK"


def test_a_class_is_opened_from_the_plan_and_counts_there(me: Acting) -> None:
    plan = _plan(me, 2027, "Lớp bồi dưỡng tiếng Anh")
    line = plan.planned_classes.get()
    open_it = _at(plan, "planned_open", line.pk)
    assert me.status(open_it, title=line.title, start_date="2027-06-05", end_date="2027-06-01") == 422
    me.post(open_it, form=open_it, title=line.title, start_date="2027-06-01", end_date="2027-06-02")
    made = TrainingClass.objects.get()
    assert made.planned_class == line
    assert reverse("console:class_overview", args=(made.pk,)) in me.get(_at(plan))
    page = me.post(_at(plan, "planned_unlink", line.pk, made.pk))
    assert notices(page) and not line.held_classes.exists()
    link = _at(plan, "planned_link", line.pk)
    assert made.title in me.get(link)
    me.post(link, form=link, training_class=str(made.pk))
    assert line.held_classes.get() == made
    progress = me.get(_at(plan, "plan_progress"))
    assert "0<span" in progress and "50.000.000" in progress
    book = load_workbook(BytesIO(me.client.get(_at(plan, "plan_progress"), {"xuat": "xlsx"}).content))
    assert any(line.title in str(cell.value) for row in book.active for cell in row)


def test_last_year_and_excel_fill_a_plan(me: Acting) -> None:
    _plan(me, 2026, "Lớp bồi dưỡng nghiệp vụ năm 2026")
    plan = _plan(me, 2027)
    assert "2026" in me.get(_at(plan, "plan_draft"))
    me.post(_at(plan, "plan_draft"), **{"nam-truoc": "1"})
    again = me.post(_at(plan, "plan_draft"), **{"nam-truoc": "1"})
    assert plan.planned_classes.count() == 1 and notices(again)
    book = Workbook()
    sheet = book.active
    sheet.append(["STT", "Tên lớp", "Số lượng", "Thời gian", "Kinh phí (đồng)"])
    sheet.append([1, "Lớp bồi dưỡng nghiệp vụ năm 2027", 75, "Quý II", 60_000_000])
    sheet.append([2, "Lớp tập huấn lễ tân", "vài chục", "tháng 9", "12.500.000"])
    sheet.append([3, None, 20, None, None])
    content = BytesIO()
    book.save(content)
    upload = _at(plan, "plan_upload")
    page = me.post(upload, sheet=SimpleUploadedFile("ke-hoach.xlsx", content.getvalue()))
    assert "vài chục" in page and "12.500.000" in page
    kept = re.search(r'name="noi-dung" value="([^"]+)"', page)
    rows = re.findall(r'name="chon"\s+value="(\d+)"', page)
    assert kept and len(rows) == 2
    assert plan.planned_classes.count() == 1, "nothing is taken before it was looked at"
    me.post(_at(plan, "plan_take"), **{"noi-dung": kept[1], "chon": rows})
    assert plan.planned_classes.count() == 2
    assert plan.planned_classes.get(title__endswith="2027").people == 75
    me.post(_at(plan, "plan_take"), **{"noi-dung": kept[1] + "x", "chon": rows})
    assert plan.planned_classes.count() == 2
    assert me.client.get(_at(plan, "plan_workbook")).content[:2] == b"PK"


def test_who_sees_a_plan_and_who_changes_it(me: Acting) -> None:
    plan = _plan(me, 2027, "Lớp một")
    stranger, reader = Acting(staff(OfficeFactory())), Acting(staff(_office(me), RoleKind.EDITOR))
    assert stranger.client.get(_at(plan)).status_code == stranger.client.get(f"{LIST}999983/").status_code == 404
    assert "Lớp một" not in stranger.get(LIST)
    seen = reader.get(_at(plan))
    assert "Lớp một" in seen and _at(plan, "planned_add") not in seen and _at(plan, "plan_approve") not in seen
    assert reader.client.get(_at(plan, "planned_add")).status_code == 404
    reader.post(_at(plan, "plan_discard"))
    assert TrainingPlan.objects.filter(pk=plan.pk).exists()
    me.post(_at(plan, "plan_discard"))
    assert not TrainingPlan.objects.filter(pk=plan.pk).exists()


def test_a_long_plan_costs_no_more_queries(me: Acting) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    plan = _plan(me, 2027, "Lớp 1")

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            me.get(_at(plan))
        return len(asked)

    count()
    few = count()
    for number in range(2, 5):
        add_planned(me.user, plan, title=f"Lớp {number}")
    assert count() == few
