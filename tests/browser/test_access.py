"""Access in a real browser: a telephone at sign-in, a form that outlives its session, screens that anybody can use."""

import re
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from khuevan.people.domain.invitations import invite_colleague
from khuevan.people.domain.second_step import STEP_SECONDS, code_at
from khuevan.people.enums import RoleKind
from khuevan.people.models import Invitation, Office, User
from tests.browser.conftest import accessible
from tests.factories import OfficeFactory, OrganizationFactory, staff

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mật khẩu thử 123"
LONG = "Trung tâm Bồi dưỡng nghiệp vụ đối ngoại và Hội nhập quốc tế trực thuộc Sở Ngoại vụ tỉnh Khánh Hòa"


@pytest.fixture
def office() -> Office:
    return OfficeFactory(organization=OrganizationFactory(name=LONG))


@pytest.fixture
def administrator(office: Office) -> User:
    return staff(office, RoleKind.ADMINISTRATOR)


def _sign_in(page: Page, server: Any, user: User) -> None:
    page.goto(f"{server.url}/can-bo/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form.panel button").click()


def test_a_telephone_is_set_up_and_asked_for(visitor: Page, live_server: Any, administrator: User) -> None:
    page = visitor
    _sign_in(page, live_server, administrator)
    page.goto(f"{live_server.url}/can-bo/tai-khoan/buoc-hai/")
    secret = "".join(re.findall("[A-Z2-7]{4}", page.locator(".secret").inner_text()))
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    accessible(page, 390, "light")
    step = int(time.time()) // STEP_SECONDS
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=code]").fill(code_at(secret, step))
    page.locator("form.fields button").click()
    expect(page.locator(".paper-codes li")).to_have_count(10)
    paper = page.locator(".paper-codes li").first.inner_text()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.locator(".side form button").last.click()
    _sign_in(page, live_server, administrator)
    expect(page).to_have_url(f"{live_server.url}/can-bo/tai-khoan/xac-nhan/")
    accessible(page, 390, "dark")
    page.locator("input[name=code]").fill(paper)
    page.locator("form.stack button").first.click()
    expect(page).to_have_url(re.compile("/can-bo/(lop/|viec/)?$"))


def test_a_form_outlives_its_session(visitor: Page, live_server: Any, administrator: User) -> None:
    page = visitor
    _sign_in(page, live_server, administrator)
    page.goto(f"{live_server.url}/can-bo/thiet-lap/nguoi-dung/moi/")
    page.locator("input[name=full_name]").fill("Lê Bích Thủy")
    page.locator("input[name=username]").fill("thuy.le")
    page.locator("input[value=officer]").check()
    Session.objects.all().delete()
    page.locator("form.fields button").click()
    expect(page.locator("form[data-token]")).to_be_visible()
    accessible(page, 390, "light")
    with page.context.expect_page() as opened:
        page.locator("a[target=_blank]").click()
    tab = opened.value
    tab.get_by_label("Tên đăng nhập").fill(administrator.username)
    tab.locator("input[name=password]").fill(PASSWORD)
    tab.locator("form.panel button").click()
    expect(tab).to_have_url(f"{live_server.url}/can-bo/dang-nhap/xong/")
    tab.close()
    with page.expect_response("**/can-bo/dang-nhap/dau/"):
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(100)
    page.locator("form[data-token] button").click()
    expect(page.locator(".once")).to_contain_text("/can-bo/moi/")
    assert Invitation.objects.get().full_name == "Lê Bích Thủy"


def test_without_a_script_the_form_is_offered_once_more(live_server: Any, browser: Any, administrator: User) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    _sign_in(page, live_server, administrator)
    page.goto(f"{live_server.url}/can-bo/thiet-lap/nguoi-dung/moi/")
    page.locator("input[name=full_name]").fill("Lê Bích Thủy")
    page.locator("input[name=username]").fill("thuy.le")
    page.locator("input[value=officer]").check()
    Session.objects.all().delete()
    page.locator("form.fields button").click()
    tab = context.new_page()
    _sign_in(tab, live_server, administrator)
    page.locator("form[data-token] button").click()
    expect(page.locator("h1")).to_contain_text(re.compile("open for too long|mở quá lâu|quá lâu"))
    page.locator("form[data-token] button").click()
    expect(page.locator(".once")).to_contain_text("/can-bo/moi/")
    assert Invitation.objects.count() == 1
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_every_screen_of_settings_and_account_is_accessible(
    visitor: Page, live_server: Any, office: Office, administrator: User, width: int
) -> None:
    colleague = staff(office)
    User.objects.filter(pk=colleague.pk).update(full_name="Nguyễn Hoàng Thị Bích Phượng Tôn Nữ Công Huyền")
    values = {"username": "thuy.le", "full_name": "Lê Bích Thủy", "kinds": list(RoleKind)}
    invitation, token = invite_colleague(administrator, office=office, **values)
    visitor.goto(f"{live_server.url}/can-bo/moi/{token}/")
    accessible(visitor, width, "light")
    visitor.goto(f"{live_server.url}/can-bo/moi/khong-co/")
    accessible(visitor, width, "light")
    _sign_in(visitor, live_server, administrator)
    for path in (
        "tai-khoan/",
        "tai-khoan/thiet-bi/",
        "tai-khoan/buoc-hai/",
        "thiet-lap/nguoi-dung/",
        "thiet-lap/nguoi-dung/moi/",
        f"thiet-lap/nguoi-dung/{colleague.pk}/",
        f"thiet-lap/loi-moi/{invitation.pk}/",
        "thiet-lap/bao-mat/",
        "thiet-lap/nhat-ky/",
    ):
        visitor.goto(f"{live_server.url}/can-bo/{path}")
        for scheme in ("light", "dark"):
            accessible(visitor, width, scheme)
