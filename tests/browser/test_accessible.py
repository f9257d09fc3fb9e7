"""Every screen of the console at two widths, light and dark: axe finds nothing serious, nothing runs over the side."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import SERIOUS
from tests.browser.desk import sit_down
from tests.browser.screens import filled, screens
from tests.factories import OfficeFactory, staff

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1440
LOOKS = ((PHONE, "light", True), (DESK, "dark", False), (DESK, "light", True), (PHONE, "dark", False))
"""Width, scheme, and whether all rules run: of them only colour depends on the scheme.

Each page is looked at in the first two ways, one page in five in all of them: what the others add stands around every
page.
"""
IN_ALL = 5

NO_SCREEN = {
    "certificate_file", "choose", "class_badges_pdf", "class_certificates_pdf", "class_certificates_zip",
    "class_dossier_zip", "class_draft_fix", "class_draft_picture", "class_draft_problems", "class_draft_row",
    "class_groups_preview", "class_hand_over_list_pdf", "class_hand_over_list_xlsx", "class_invitation_qr",
    "class_lecturer_card", "class_lecturer_clashes", "class_list", "class_made_paper", "class_made_preview",
    "class_made_preview_state", "class_money_book", "class_paper", "class_paper_zip", "class_papers_zip",
    "class_paste", "class_plates_pdf", "class_programme_sheet", "class_reception", "class_reply_file",
    "class_spelling_check_pdf", "class_spelling_check_xlsx", "class_submission_file", "contacts_export",
    "job_figures", "material_file", "materials_zip", "message_qr", "paper_codes", "paper_template_file",
    "paper_template_start", "paper_template_try", "plan_workbook", "record_file", "register_pdf", "reply_batch",
    "roster_draft", "second_step_off", "settings", "timetable_clashes", "timetable_preview", "timetable_workbook",
    "topic_material_file",
}  # fmt: skip
"""Views that answer GET with something else than a page: files, pieces for htmx, a way on to another page."""

FAULTS = """async (only) => {
  const options = {resultTypes: ["violations"]};
  if (only) options.runOnly = ["color-contrast"];
  const found = await axe.run(document, options);
  return found.violations.map((rule) => [rule.impact, rule.id, rule.nodes.slice(0, 3).map((node) => node.html)]);
}"""
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def _faults(page: Page, *, looks: int = len(LOOKS)) -> Iterator[tuple[Any, ...]]:
    page.evaluate(AXE_SCRIPT)
    for width, scheme, every_rule in LOOKS[:looks]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        over = page.evaluate(OVER)
        if over > 0:
            yield width, f"{over} px over the side"
        for impact, rule, nodes in page.evaluate(FAULTS, not every_rule):
            if impact in SERIOUS:
                yield width, scheme, rule, nodes


def test_a_fault_would_be_seen(visitor: Page, live_server: Any) -> None:
    page = sit_down(visitor, live_server, staff(OfficeFactory()))
    assert list(_faults(page)) == []
    page.evaluate("""() => {
      document.querySelector("main").insertAdjacentHTML("beforeend", "<input><div id=wide>pale words on white</div>");
      document.querySelector("#wide").style = "width: 1500px; color: #999; background: #fff";
    }""")
    seen = list(_faults(page))
    assert {fault[0] for fault in seen} == {PHONE, DESK}
    assert {"label", "color-contrast"} <= {fault[2] for fault in seen if len(fault) > 2}
    assert any("over the side" in str(fault) for fault in seen)


def test_every_screen_of_the_console(visitor: Page, live_server: Any) -> None:
    me, stages = filled()
    found, without = screens(me, stages)
    assert sorted(without) == sorted(NO_SCREEN), "a view without a page at any stage"
    page = sit_down(visitor, live_server, me)
    faults = {}
    for number, (name, address) in enumerate(found.items()):
        page.goto(live_server.url + address)
        if troubles := list(_faults(page, looks=2 if number % IN_ALL else len(LOOKS))):
            faults[f"{name} {address}"] = troubles
    assert faults == {}
