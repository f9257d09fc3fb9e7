"""What people do to a screen without meaning to: twice, at once, backwards, two hours later."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session as SignedIn
from playwright.sync_api import Browser, Page, Playwright, expect

from khuevan.core.models import AuditEntry
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Organization, Person, User
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass
from tests.browser.conftest import PATIENCE
from tests.browser.desk import PASSWORD, open_ask, sit_down
from tests.factories import staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db(transaction=True)

SAVE = "main form.fields .acts button.btn-primary"


@pytest.fixture
def here() -> World:
    return world(teaching=False)


def _learners(here: World) -> str:
    return f"/can-bo/lop/{here.training_class.pk}/hoc-vien/"


def test_a_double_click_closes_the_list_once(visitor: Page, live_server: Any, here: World) -> None:
    sit_down(visitor, live_server, here.officer, _learners(here))
    open_ask(visitor, "Chốt danh sách 3 người")
    visitor.get_by_role("button", name="Chốt danh sách", exact=True).dblclick()
    expect(visitor.locator(".notice").first).to_be_visible()
    expect(visitor.locator(".notice.is-warn, .notice.is-error")).to_have_count(0)
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.LIST_CLOSED
    assert AuditEntry.objects.filter(verb="nominations.close_list").count() == 1


FORMS = {
    "lop/mo/": (TrainingClass, {"title": "Lớp mở hai lần", "start_date": "2024-05-06", "end_date": "2024-05-07"}),
    "danh-ba/them/": (Person, {"full_name": "Sùng A Lử"}),
    "danh-ba/co-quan/them/": (Organization, {"name": "Sở Giao thông vận tải"}),
    "them/": (Enrollment, {"full_name": "Lò Thị Mai", "birth": "12/03/1990", "organization_name": "Sở Công Thương"}),
}


@pytest.fixture
def remembering(playwright: Playwright, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that keeps pages for its back button as everybody's does; Playwright's own forgets them."""
    forgetting = ["--disable-back-forward-cache"]
    opened = playwright.chromium.launch(**browser_type_launch_args, ignore_default_args=forgetting)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("path", "scripted"), [*((path, True) for path in FORMS), ("them/", False)], ids=[*FORMS, "them/ without script"]
)
def test_a_form_saves_once_however_often_it_is_sent(
    remembering: Browser, live_server: Any, here: World, path: str, scripted: bool
) -> None:
    """A double click, then back to the filled-in form and saved again."""
    model, values = FORMS[path]
    before = model.objects.count()
    page = remembering.new_page(java_script_enabled=scripted)
    page.set_default_timeout(PATIENCE)
    sit_down(page, live_server, here.officer, f"{_learners(here)}{path}" if path == "them/" else f"/can-bo/{path}")
    form = page.url
    for name, value in values.items():
        page.locator(f"main form.fields [name={name}]").fill(value)
    page.locator(SAVE).dblclick()
    page.wait_for_url(lambda url: url != form)
    page.wait_for_load_state("networkidle")
    made = page.url
    assert model.objects.count() == before + 1
    page.go_back(wait_until="commit")
    for name, value in values.items():
        expect(page.locator(f"main form.fields [name={name}]")).to_have_value(value)
    page.locator(SAVE).click()
    page.wait_for_url(made)
    assert model.objects.count() == before + 1


def test_two_officers_correct_one_learner_and_the_second_sees_both(
    visitor: Page, browser: Browser, live_server: Any, here: World
) -> None:
    learner = here.enrollments[0]
    address = f"{_learners(here)}{learner.pk}/sua/"
    second = browser.new_context()
    first_page = sit_down(visitor, live_server, here.officer, address)
    second_page = sit_down(second.new_page(), live_server, staff(here.office), address)
    first_page.locator("[name=position]").fill("Trưởng phòng")
    first_page.locator(SAVE).click()
    first_page.wait_for_url(re.compile(rf"/hoc-vien/{learner.pk}/$"))
    second_page.locator("[name=position]").fill("Phó Trưởng phòng")
    second_page.locator(SAVE).click()
    conflict = second_page.locator("table.conflict")
    expect(conflict).to_contain_text("Phó Trưởng phòng")
    expect(conflict.locator("td", has_text=re.compile("^Trưởng phòng$"))).to_be_visible()
    learner.refresh_from_db()
    assert learner.position == "Trưởng phòng", "the first one's word stands until the second decides"
    second_page.locator(SAVE).click()
    second_page.wait_for_url(re.compile(rf"/hoc-vien/{learner.pk}/$"))
    learner.refresh_from_db()
    assert learner.position == "Phó Trưởng phòng"
    second.close()


def test_a_form_left_for_two_hours_is_saved_once_after_signing_in_elsewhere(
    visitor: Page, live_server: Any, here: World
) -> None:
    page = sit_down(visitor, live_server, here.officer, f"{_learners(here)}them/")
    page.locator("[name=full_name]").fill("Lò Thị Mai")
    page.locator("[name=note]").fill("Gõ trước khi đi họp hai giờ")
    SignedIn.objects.all().delete()
    page.locator(SAVE).click()
    kept = page.locator("form[data-token] button")
    expect(kept).to_have_text("Gửi lại")
    assert not Enrollment.objects.filter(full_name="Lò Thị Mai").exists()
    tab = page.context.new_page()
    _sign_in(tab, live_server, here.officer)
    tab.close()
    with page.expect_response("**/can-bo/dang-nhap/dau/") as fresh:
        page.evaluate("window.dispatchEvent(new Event('focus'))")
    token = fresh.value.text()
    expect(page.locator("form[data-token] [name=csrfmiddlewaretoken]")).to_have_value(token)
    kept.dblclick()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Lò Thị Mai")
    assert Enrollment.objects.get(full_name="Lò Thị Mai").note == "Gõ trước khi đi họp hai giờ"


def _sign_in(page: Page, server: Any, user: User) -> None:
    page.goto(f"{server.url}/can-bo/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form.panel button").click()
    page.wait_for_url(re.compile(r"/can-bo/(?!dang-nhap/$)"))


def test_what_was_typed_is_offered_again_after_a_reload_and_forgotten_once_saved(
    visitor: Page, live_server: Any, here: World
) -> None:
    page = sit_down(visitor, live_server, here.officer, f"{_learners(here)}them/")
    offer = page.get_by_role("button", name="Điền lại những gì đã gõ ở đây mà chưa lưu")
    expect(offer).to_have_count(0)
    page.locator("[name=full_name]").fill("Lò Thị Mai")
    page.locator("[name=gender]").select_option("female")
    page.reload()
    expect(page.locator("[name=full_name]")).to_have_value("")
    offer.click()
    expect(page.locator("[name=full_name]")).to_have_value("Lò Thị Mai")
    expect(page.locator("[name=gender]")).to_have_value("female")
    page.locator(SAVE).click()
    page.wait_for_url(re.compile(r"/hoc-vien/\d+/$"))
    page.goto(f"{live_server.url}{_learners(here)}them/")
    expect(offer).to_have_count(0)
