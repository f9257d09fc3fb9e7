"""Half days dragged by mouse and carried by keys in real Chromium, and the same by the form alone."""

import re
from datetime import date, time
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from khuevan.training.enums import DayPart
from khuevan.training.models import Session, TrainingClass
from tests.browser.conftest import PATIENCE, accessible
from tests.browser.desk import sit_down
from tests.console.scheduling import Scheduled, filled, programme_path, scheduled, teaching_elsewhere

pytestmark = pytest.mark.django_db(transaction=True)

TUESDAY = "2026-11-03"
WEDNESDAY = "2026-11-04"


def _open(page: Page, server: Any, here: Scheduled) -> Page:
    return sit_down(page, server, here.officer, programme_path(here.training_class))


def _cell(page: Page, day: str, part: str = "morning") -> Locator:
    return page.locator(f'.tt-cell[data-date="{day}"][data-part="{part}"]').first


def _stands(session: Session) -> tuple[date, str, time]:
    session.refresh_from_db()
    return session.date, session.part, session.starts_at


def _other() -> TrainingClass:
    """The class whose lecturer is wanted twice."""
    return TrainingClass.objects.order_by("pk").last()  # type: ignore[return-value]


def test_a_half_day_is_dragged_onto_a_clash_warned_and_taken_back(visitor: Page, live_server: Any) -> None:
    here, session = teaching_elsewhere()
    page = _open(visitor, live_server, here)
    card = page.locator(f"#buoi-{session.pk}")
    card.drag_to(_cell(page, TUESDAY))
    expect(_cell(page, TUESDAY).locator(f"#buoi-{session.pk}")).to_be_visible()
    expect(page.locator(".notice.is-warn")).to_contain_text(_other().title)
    expect(card.locator(".problem")).to_contain_text(_other().title)
    assert _stands(session)[0] == date(2026, 11, 3)
    page.locator(".notice form button").click()
    expect(_cell(page, "2026-11-02").locator(f"#buoi-{session.pk}")).to_be_visible()
    assert _stands(session) == (date(2026, 11, 2), "morning", time(7, 30))


def test_a_half_day_dragged_over_a_clash_says_so_before_it_is_dropped(visitor: Page, live_server: Any) -> None:
    here, session = teaching_elsewhere()
    page = _open(visitor, live_server, here)
    page.locator(f"#buoi-{session.pk} .tt-lines").hover()
    page.mouse.down()
    for _step in range(2):  # the first movement only begins the dragging
        _cell(page, TUESDAY).hover()
    expect(page.locator("[data-says] .problem")).to_contain_text(_other().title)
    for _step in range(2):
        _cell(page, WEDNESDAY).hover()
    expect(_cell(page, WEDNESDAY)).to_have_class(re.compile("is-target"))
    expect(page.locator("[data-says] .problem")).to_have_count(0)
    with page.expect_response(re.compile("/dat/"), timeout=PATIENCE):
        page.mouse.up()
    expect(_cell(page, WEDNESDAY).locator(f"#buoi-{session.pk}")).to_be_visible()


def test_a_half_day_is_carried_by_keys_which_say_where_and_what_clashes(visitor: Page, live_server: Any) -> None:
    here, session = teaching_elsewhere()
    page = _open(visitor, live_server, here)
    says = page.locator("[data-says]")
    page.locator(f"#buoi-{session.pk}").focus()
    page.keyboard.press("Enter")
    expect(says).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(says).to_contain_text("03/11/2026")
    expect(says.locator(".problem")).to_contain_text(_other().title)
    page.keyboard.press("ArrowDown")
    expect(says.locator(".problem")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".is-target")).to_have_count(0)
    assert _stands(session)[0] == date(2026, 11, 2), "Escape leaves it"
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(_cell(page, TUESDAY, "afternoon").locator(f"#buoi-{session.pk}")).to_be_focused()
    assert _stands(session) == (date(2026, 11, 3), "afternoon", time(13, 30))


def test_keys_go_from_cell_to_cell_and_swap_two_half_days(visitor: Page, live_server: Any) -> None:
    here = scheduled()
    one, two = here.half_day(0, DayPart.MORNING, "Một"), here.half_day(2, DayPart.MORNING, "Hai")
    page = _open(visitor, live_server, here)
    page.locator(f"#buoi-{one.pk}").focus()
    page.keyboard.press("ArrowRight")
    expect(_cell(page, TUESDAY).locator(".tt-add")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"#buoi-{two.pk}")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-says]")).to_contain_text("Một")
    page.keyboard.press("Enter")
    expect(_cell(page, "2026-11-02").locator(f"#buoi-{two.pk}")).to_be_focused()
    assert (_stands(one)[0], _stands(two)[0]) == (date(2026, 11, 4), date(2026, 11, 2))


def test_tab_passes_the_grid_in_a_few_steps(visitor: Page, live_server: Any) -> None:
    here = filled(12)
    page = _open(visitor, live_server, here)
    page.locator("[data-card]").first.focus()
    for _press in range(4):
        page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.closest('[data-timetable]')")


def test_a_half_day_moves_between_rooms(visitor: Page, live_server: Any) -> None:
    here = scheduled(venues=2)
    session = here.half_day(0, DayPart.MORNING, "Một", venue=here.venues[0], groups=(here.groups[0],))
    page = _open(visitor, live_server, here)
    page.locator(f"#buoi-{session.pk}").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-says]")).to_contain_text("Hội trường 2")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-venue="{here.venues[1].pk}"] #buoi-{session.pk}')).to_be_focused()


def test_the_form_says_clashes_while_it_is_filled_in(visitor: Page, live_server: Any) -> None:
    here, session = teaching_elsewhere()
    path = programme_path(here.training_class, "buoi", session.pk, "doi")
    page = sit_down(visitor, live_server, here.officer, path)
    watch = page.locator(".tt-watch")
    expect(watch.locator(".problem")).to_have_count(0)
    page.locator("[name=date]").select_option(TUESDAY)
    expect(watch.locator(".problem")).to_contain_text(_other().title)


def test_without_a_script_the_form_moves_a_half_day(browser: Browser, live_server: Any) -> None:
    here = scheduled()
    session = here.half_day(0, DayPart.MORNING, "Một")
    with browser.new_context(java_script_enabled=False) as context:
        page = _open(context.new_page(), live_server, here)
        page.locator(f"#buoi-{session.pk} .tt-time").click()
        page.locator(".half-day .row-acts a").nth(1).click()
        page.locator("[name=date]").select_option(TUESDAY)
        page.locator("main form.fields button").first.click()
        expect(_cell(page, TUESDAY).locator(f"#buoi-{session.pk}")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_grid_is_accessible_and_fits(visitor: Page, live_server: Any, width: int, scheme: str) -> None:
    here = filled(9)
    page = _open(visitor, live_server, here)
    accessible(page, width, scheme)
    small, _session = teaching_elsewhere()
    page.context.clear_cookies()
    accessible(_open(page, live_server, small), width, scheme)
