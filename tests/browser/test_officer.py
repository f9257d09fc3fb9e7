"""An officer runs a class from Nhân bản to the article on the portal, with nothing but the screen."""

import re
import zipfile
from datetime import date, time
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from khuevan.attendance.domain.queries import grid
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.jobs import ISSUE
from khuevan.certificates.models import Certificate
from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.people.models import User
from khuevan.training.domain.classes import begin_preparation, open_class
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.enums import ClassState, DayPart
from khuevan.training.models import TrainingClass
from tests.browser.desk import (
    follow,
    open_ask,
    open_tab,
    photograph,
    press,
    roster,
    signed_page,
    sit_down,
)
from tests.factories import OfficeFactory, staff

pytestmark = pytest.mark.django_db(transaction=True)

TITLE = "Lớp bồi dưỡng nghiệp vụ lễ tân đối ngoại năm 2024"
GOOD = (
    (1, "Lò Thị Mai", "12/03/1990", "Chuyên viên", "Sở Công Thương", "0912345678"),
    (2, "H'Hen Niê", "08/07/1988", "Phó Trưởng phòng", "Sở Ngoại vụ", "0912345679"),
)
BAD = (3, "Vừ A Dính", "31/02/1980", "Chuyên viên", "Sở Công Thương", "0987551302")


@pytest.fixture
def officer() -> User:
    return staff(OfficeFactory())


@pytest.fixture
def source(officer: User) -> TrainingClass:
    """The class of five years ago: a Monday and a Tuesday, one half day each."""
    days = (date(2019, 10, 7), date(2019, 10, 8))
    made = open_class(
        officer,
        office=officer.roles.get().office,
        title="Lớp bồi dưỡng nghiệp vụ lễ tân đối ngoại năm 2019",
        start_date=days[0],
        end_date=days[1],
    )
    begin_preparation(officer, made)
    for day in days:
        add_session(officer, made, date=day, part=DayPart.MORNING, starts_at=time(7, 30), ends_at=time(11, 0))
    return made


def _ours() -> TrainingClass:
    return TrainingClass.objects.get(title=TITLE)


def _half(page: Page, row: int) -> Locator:
    """The cell of the second half day in that row of the grid."""
    return page.locator("table[data-grid] tbody tr").nth(row).locator("td.half").nth(1)


def test_from_nhan_ban_to_the_article(visitor: Page, live_server: Any, officer: User, source: TrainingClass) -> None:
    sit_down(visitor, live_server, officer, "/can-bo/lop/")
    _clone(visitor, source)
    _read_the_list_in(visitor)
    _begin_teaching(visitor)
    _take_attendance(visitor)
    _decide(visitor)
    _issue(visitor)
    _hand_over(visitor)
    _report(visitor)
    _write(visitor, live_server)


def _clone(page: Page, source: TrainingClass) -> None:
    page.get_by_role("link", name=source.title).click()
    open_ask(page, "Việc với lớp")
    follow(page, "Nhân bản lớp")
    page.get_by_label("Tên lớp mới").fill(TITLE)
    page.locator("[name=start_date]").fill("2024-05-06")
    page.locator("[name=days_off]").fill("07/05/2024")
    press(page, "Xem trước ngày học")
    table = page.locator("main table")
    expect(table).to_contain_text("06/05/2024")
    expect(table).to_contain_text("08/05/2024")
    expect(table).not_to_contain_text("07/05/2024")
    assert not TrainingClass.objects.filter(title=TITLE).exists(), "the preview makes nothing"
    press(page, "Nhân bản lớp")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert [one.date.day for one in _ours().sessions.order_by("date")] == [6, 8]


def _read_the_list_in(page: Page) -> None:
    open_tab(page, "Tổng quan")
    press(page, "Bắt đầu chuẩn bị")
    press(page, "Mở cử học viên")
    open_tab(page, "Học viên")
    follow(page, "Tải danh sách lên")
    page.locator("[name=lists]").set_input_files([roster(*GOOD, BAD)])
    press(page, "Đọc và xem lại")
    mend = page.locator("tr.mend.needs")
    expect(mend).to_contain_text("31/02/1980")
    mend.locator(".mend-fields").first.locator("[name=birth]").fill("28/02/1980")
    mend.get_by_role("button", name="Sửa dòng này").first.click()
    expect(page.locator("tr.mend.needs")).to_have_count(0)
    press(page, "Nhận 3 dòng đúng")
    expect(page.locator("main table")).to_contain_text("Vừ A Dính")
    open_ask(page, "Chốt danh sách 3 người")
    press(page, "Chốt danh sách")
    expect(page.locator(".notice").first).to_be_visible()
    assert _ours().state == ClassState.LIST_CLOSED


def _begin_teaching(page: Page) -> None:
    open_tab(page, "Tổng quan")
    press(page, "Bắt đầu lớp học")
    expect(page.locator(".notice").first).to_be_visible()
    assert _ours().state == ClassState.RUNNING


def _take_attendance(page: Page) -> None:
    """The first half day from its sign sheet, the second by keys in the grid: Vừ A Dính was at neither."""
    open_tab(page, "Điểm danh")
    first, second = _ours().sessions.order_by("date")
    page.locator("th.half-day a").first.click()
    page.get_by_label("Vừ A Dính", exact=True).check()
    press(page, "Ghi điểm danh buổi này")
    cells = page.locator(f".half a[data-session='{second.pk}']")
    cells.first.click()
    expect(_half(page, 0)).to_have_class("half is-present")
    for place in range(cells.count()):
        cell = cells.nth(place)
        absent = "Vừ A Dính" in str(cell.get_attribute("aria-label"))
        cell.focus()
        with page.expect_response(re.compile(f"/diem-danh/{second.pk}/")):
            page.keyboard.press("v" if absent else "c")
        expect(_half(page, place)).to_have_class("half is-absent" if absent else "half is-present")
    learners = {one.full_name: one.pk for one in _ours().enrollments.all()}
    marks = grid(list(learners.values()))
    for name, pk in learners.items():
        wanted = "absent" if name == "Vừ A Dính" else "present"
        assert [marks[pk][half.pk].status for half in (first, second)] == [wanted, wanted]


def _decide(page: Page) -> None:
    open_tab(page, "Kết quả")
    follow(page, "Đặt điều kiện")
    page.locator("[name=percent]").fill("80")
    page.locator("form.fields button.btn-primary").click()
    press(page, "Tính kết quả")
    expect(page.get_by_role("main")).to_contain_text("2/3")
    follow(page, "Duyệt bằng quyết định đã ký")
    page.locator("[name=number]").fill("88")
    page.locator("[name=symbol]").fill("QĐ-STN")
    page.locator("[name=date]").fill("2024-05-09")
    page.locator("[name=file]").set_input_files(signed_page())
    page.locator("form.fields button.btn-primary").click()
    expect(page.get_by_role("main")).to_contain_text("88/QĐ-STN")
    assert _ours().state == ClassState.RESULTS


def _issue(page: Page) -> None:
    open_tab(page, "Giấy chứng nhận")
    follow(page, "Cấp 2 giấy chứng nhận")
    page.locator("[name=issued_on]").fill("2024-05-10")
    page.locator("[name=authority]").fill("GIÁM ĐỐC SỞ THỬ NGHIỆM")
    page.locator("[name=title]").fill("GIÁM ĐỐC")
    page.locator("[name=signer]").fill("Vũ Sỹ Thắng")
    press(page, "Cấp 2 giấy chứng nhận")
    expect(page).to_have_url(re.compile(r"/can-bo/viec/\d+/$"))
    assert run_now(Job.objects.get(kind=ISSUE)).state == JobState.DONE
    expect(page.locator(".state-done")).to_be_visible(timeout=10_000)
    assert sorted(one.number for one in Certificate.objects.all()) == [1, 2]


def _hand_over(page: Page) -> None:
    page.goto(re.sub(r"/can-bo/.*", f"/can-bo/lop/{_ours().pk}/giay-chung-nhan/", page.url))
    page.locator("[data-tick-all]").check()
    bulk = page.locator(".bulk details.ask", has=page.locator("button[value=da-trao]"))
    bulk.locator("summary").click()
    bulk.locator("[name=ngay-trao]").fill("2024-05-10")
    bulk.locator("button[value=da-trao]").click()
    expect(page.locator(".notice").first).to_be_visible()
    assert {one.state for one in Certificate.objects.all()} == {CertificateState.HANDED_OVER}
    file = page.locator("tbody a[href$='.pdf']").first.get_attribute("href")
    assert page.request.get(urljoin(page.url, file)).body().startswith(b"%PDF")


def _report(page: Page) -> None:
    open_tab(page, "Văn bản")
    report = page.locator("main a[href*='docx']").filter(has_text=re.compile("[Bb]áo cáo")).first
    with page.expect_download() as got:
        report.click()
    words = re.sub(r"<[^>]+>", "", zipfile.ZipFile(got.value.path()).read("word/document.xml").decode())
    assert TITLE in words


def _write(page: Page, server: Any) -> None:
    open_tab(page, "Tin bài")
    follow(page, "Viết tin bế giảng")
    page.locator("[name=title]").fill("Bế giảng lớp lễ tân đối ngoại")
    page.locator("[name=lead]").fill("Sáng 08/5, lớp bồi dưỡng lễ tân đối ngoại bế giảng.")
    page.locator("[name=body]").fill("Hai học viên được cấp giấy chứng nhận.\n## Lễ bế giảng\nLớp học hai buổi.")
    press(page, "Lưu bản nháp")
    follow(page, "Thêm ảnh")
    page.locator("[name=photos]").set_input_files([photograph()])
    press(page, "Gửi ảnh")
    page.locator("textarea[name^=caption-]").fill("Học viên nhận giấy chứng nhận")
    page.locator("textarea[name^=alt-]").fill("Hai người cầm giấy chứng nhận trước phông hội trường")
    page.locator("form.photo-words .acts button").click()
    expect(page.locator(".notice").first).to_be_visible()
    page.goto(re.sub(r"anh/.*", "", page.url))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name=re.compile("^Xem trước như trên cổng")).click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Bế giảng lớp lễ tân đối ngoại")
    address = opened.value.url
    opened.value.close()
    stranger = page.context.browser.new_context()  # type: ignore[union-attr]
    reader = stranger.new_page()
    assert reader.goto(address).status == 404, "a preview is for the office only"  # type: ignore[union-attr]
    press(page, "Đăng bài và 1 ảnh")
    expect(page.locator(".notice").first).to_be_visible()
    reader.goto(f"{server.url}/tin/")
    reader.get_by_role("link", name="Bế giảng lớp lễ tân đối ngoại").first.click()
    expect(reader).to_have_url(address)
    expect(reader.get_by_role("main")).to_contain_text("Học viên nhận giấy chứng nhận")
    picture = reader.get_by_role("img", name="Hai người cầm giấy chứng nhận trước phông hội trường").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    stranger.close()
