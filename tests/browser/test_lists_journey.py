"""An officer reads a list in, mends a row by keyboard, takes what is in order, and takes the whole import back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from khuevan.nominations.enums import LineState
from khuevan.nominations.models import DraftLine, Enrollment
from tests.browser.desk import follow, press, roster, sit_down
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = (
    (1, "Lò Thị Mai", "12/03/1990", "Chuyên viên", "Sở Công Thương", "0912345678"),
    (2, "Vừ A Dính", "31/02/1980", "Chuyên viên", "Sở Công Thương", "0987551302"),
    (3, "Đinh Thị Ước", "20/11/1985", "Chuyên viên", "Sở Công Thương", "12345"),
)


def test_a_list_is_mended_by_keyboard_taken_and_taken_back(visitor: Page, live_server: Any) -> None:
    here = world(names=(), teaching=False)
    address = f"/can-bo/lop/{here.training_class.pk}/hoc-vien/"
    sit_down(visitor, live_server, here.officer, address)
    follow(visitor, "Tải danh sách lên")
    visitor.get_by_label("Danh sách", exact=True).set_input_files(roster(*ROWS))
    press(visitor, "Đọc và xem lại")
    _mend(visitor)
    press(visitor, "Nhận 2 dòng đúng")
    expect(visitor.get_by_text("2 dòng đã nhận").first).to_be_visible()
    assert _on_the_list() == {"Lò Thị Mai", "Vừ A Dính"}
    visitor.goto(f"{live_server.url}{address}")
    for name in ("Lò Thị Mai", "Vừ A Dính"):
        expect(visitor.get_by_role("link", name=name)).to_be_visible()
    follow(visitor, "Xem và nhận")
    _take_back(visitor)
    assert _on_the_list() == set()
    assert not DraftLine.objects.filter(state=LineState.TAKEN).exists()


def _mend(page: Page) -> None:
    """Types into the first row that asks; Enter saves it and the hand stands in the next one."""
    asking = page.locator("tbody[data-asks]")
    expect(asking).to_have_count(2)
    first = asking.nth(0).get_by_label("Sinh")
    expect(first).to_have_value("31/02/1980")
    first.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("28/02/1980")
    page.keyboard.press("Enter")
    expect(asking).to_have_count(1)
    expect(asking.get_by_label("Điện thoại")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("678")
    with page.expect_response(lambda answer: "/dong/" in answer.url and answer.ok):
        page.keyboard.press("Enter")
    expect(page.get_by_text("“678” không phải là số điện thoại")).to_be_visible()
    expect(asking).to_have_count(1)
    assert DraftLine.objects.get(values__full_name="Vừ A Dính").values["birth"]


def _take_back(page: Page) -> None:
    follow(page, "Hoàn tác cả danh sách")
    expect(page.get_by_text("Lò Thị Mai")).to_be_visible()
    press(page, "Hoàn tác việc nhận")
    expect(page.get_by_text("dòng đã nhận")).to_have_count(0)


def _on_the_list() -> set[str]:
    return set(Enrollment.objects.values_list("full_name", flat=True))
