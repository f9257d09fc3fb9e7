"""Learners and attendance by the keyboard alone: Tab, Enter, arrows and typing, never a click."""

import re
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from khuevan.attendance.domain.queries import grid
from khuevan.training.models import Session
from tests.browser.desk import sit_down
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db(transaction=True)

FAR = 120
"""Presses of Tab after which something counts as out of reach."""


@pytest.fixture
def typist(visitor: Page, monkeypatch: pytest.MonkeyPatch) -> Page:
    """A page whose mouse is broken."""

    def broken(*_args: object, **_kwargs: object) -> None:
        pytest.fail("the mouse was used")

    for deed in ("click", "dblclick", "down", "move"):
        monkeypatch.setattr(visitor.mouse, deed, broken)
    return visitor


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until what ``selector`` means has the focus, and the focus can be seen."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            break
    else:
        pytest.fail(f"{selector} cannot be reached by Tab on {page.url}")
    ring = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"{ring}.outlineStyle !== 'none' || {ring}.boxShadow !== 'none'"), f"no focus ring: {selector}"


def type_anew(page: Page, selector: str, words: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+A")
    page.keyboard.type(words)


def _class_page(here: World, tab: str) -> str:
    return f"/can-bo/lop/{here.training_class.pk}/{tab}/"


def _said(here: World, session: Session) -> dict[str, str]:
    """What the register of the half day says of each learner; nothing for whom nobody marked."""
    learners = {one.full_name: one.pk for one in here.enrollments}
    cells = grid(list(learners.values()))
    found = {name: cells[pk].get(session.pk) for name, pk in learners.items()}
    return {name: cell.status if cell else "" for name, cell in found.items()}


def test_the_grid_is_filled_in_by_keys(typist: Page, live_server: Any) -> None:
    here = world()
    page = sit_down(typist, live_server, here.officer, _class_page(here, "diem-danh"))
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept("Đi công tác")

    page.on("dialog", answer)
    tab_to(page, ".half a")
    shown = page.locator("table[data-grid] tbody tr")
    names = shown.locator("th").evaluate_all("all => all.map(one => one.firstChild.textContent.trim())")
    for row, (key, state) in enumerate((("Space", "present"), ("v", "absent"), ("p", "excused"))):
        page.keyboard.press(key)
        expect(shown.nth(row).locator("td.half").first).to_have_class(f"half is-{state}")
        expect(page.locator(".half a:focus")).to_have_count(1)
    assert asked == ["prompt"]
    assert _said(here, here.sessions[0]) == dict(zip(names, ("present", "absent", "excused"), strict=True))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("m")
    expect(shown.nth(1).locator("td.half").nth(1)).to_have_class("half is-late")
    assert _said(here, here.sessions[1]) == dict(zip(names, ("", "late", ""), strict=True))


def test_the_sign_sheet_is_copied_by_typing_names(typist: Page, live_server: Any) -> None:
    here = world()
    page = sit_down(typist, live_server, here.officer, _class_page(here, "diem-danh"))
    tab_to(page, "th.half-day a")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/diem-danh/\d+/$"))
    tab_to(page, "[data-sheet-find]")
    page.keyboard.type("do van")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Đỗ Văn Ân", exact=True)).to_be_checked()
    page.keyboard.type("tuyen")
    page.keyboard.press("Enter")
    page.keyboard.type("tuyen")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Hoàng Thị Bích Tuyền", exact=True)).not_to_be_checked()
    tab_to(page, "form[data-sheet] .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/diem-danh/$"))
    expect(page.locator(".notice").first).to_be_visible()
    there = {"Hoàng Thị Bích Tuyền": "present", "Đỗ Văn Ân": "absent", "H'Hen Niê": "present"}
    assert _said(here, here.sessions[0]) == there


def test_a_learner_is_added_and_corrected(typist: Page, live_server: Any) -> None:
    here = world(teaching=False)
    page = sit_down(typist, live_server, here.officer, _class_page(here, "hoc-vien"))
    tab_to(page, "a[href$='/hoc-vien/them/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/them/$"))
    type_anew(page, "[name=full_name]", "Lò Thị Mai")
    type_anew(page, "[name=birth]", "31/02/1990")
    type_anew(page, "[name=organization_name]", "Sở Công Thương")
    page.keyboard.press("Enter")
    expect(page.locator(".problem-box")).to_be_focused()
    type_anew(page, "[name=birth]", "12/03/1990")
    tab_to(page, "form.fields .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/hoc-vien/\d+/$"))
    tab_to(page, "a[href$='/sua/']")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sua/$"))
    type_anew(page, "[name=full_name]", "Lò Thị Mây")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/hoc-vien/\d+/$"))
    learner = here.training_class.enrollments.get(full_name="Lò Thị Mây")
    assert learner.birth_text == "12/03/1990"
    assert here.training_class.enrollments.count() == 4
