"""The scripts of choosing agencies and of the telephone list: whole branches ticked, rows found, a text copied."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from khuevan.console.workspace.shell import tab_address
from khuevan.nominations.models import Quota
from khuevan.people.enums import OrganizationKind
from khuevan.people.models import Organization
from tests.browser.desk import sit_down
from tests.factories import OrganizationFactory
from tests.factories.worlds import InvitedWorld, invited_class

pytestmark = pytest.mark.django_db(transaction=True)


def _with_departments() -> InvitedWorld:
    here = invited_class(0)
    top = OrganizationFactory(name="UBND tỉnh", kind=OrganizationKind.COMMITTEE)
    for name in ("Sở Nội vụ", "Sở Y tế", "Sở Tài chính", "Sở Dân tộc và Tôn giáo"):
        OrganizationFactory(name=name, kind=OrganizationKind.DEPARTMENT, parent=top)
    Organization.objects.filter(pk=here.office.organization_id).update(parent=top)
    return here


def test_a_branch_is_ticked_less_one_and_invited(visitor: Page, live_server: Any) -> None:
    here = _with_departments()
    page = sit_down(visitor, live_server, here.officer, f"{tab_address(here.training_class, 'invitations')}chon/")
    branch = page.locator("[data-branch]", has_text="Sở Nội vụ")
    whole = branch.locator("[data-whole]")
    expect(page.locator(".choose-bar")).to_be_hidden()
    whole.check()
    expect(branch.locator('input[name="chon"]:checked')).to_have_count(4)
    branch.get_by_label("Sở Y tế").uncheck()
    assert whole.evaluate("box => box.indeterminate")
    page.locator("#moi-don-vi").fill("2")
    page.locator(".choose-bar button").click()
    page.locator(".notice").first.wait_for()
    assert sorted(Quota.objects.values_list("name", flat=True)) == [
        "Sở Dân tộc và Tôn giáo",
        "Sở Nội vụ",
        "Sở Tài chính",
    ]
    assert set(Quota.objects.values_list("seats", flat=True)) == {2}


def test_typing_without_marks_hides_the_others(visitor: Page, live_server: Any) -> None:
    here = _with_departments()
    page = sit_down(visitor, live_server, here.officer, f"{tab_address(here.training_class, 'invitations')}chon/")
    page.locator("#tim-trong").fill("dan toc")
    expect(page.locator(".agencies li:visible")).to_have_count(1)
    page.locator("[data-whole]:visible").check()
    expect(page.locator('input[name="chon"]:checked')).to_have_count(1)
    page.locator("#tim-trong").fill("")
    expect(page.locator(".agencies li:visible")).to_have_count(6)


def test_one_touch_copies_the_text_for_an_agency(visitor: Page, live_server: Any) -> None:
    here = invited_class(2)
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = sit_down(visitor, live_server, here.officer, f"{tab_address(here.training_class, 'invitations')}goi/")
    button = page.locator("button[data-copy]").nth(1)
    said = button.get_attribute("data-copied") or ""
    button.click()
    expect(button).to_contain_text(said)
    assert here.quotas[1].name in page.evaluate("navigator.clipboard.readText()")
