"""The pages of an agency in Chromium: axe finds nothing, nothing runs over the side, two clicks send once."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Page

from khuevan.nominations.domain.deciding import accept, refuse
from khuevan.nominations.enums import SubmissionWay
from khuevan.nominations.models import Quota, Submission
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.domain.contacts import add_contact
from khuevan.people.models import Organization
from khuevan.training.domain.need_calls import call_needs
from khuevan.training.domain.needs import NeedRow, answer_needs
from tests.browser.conftest import SERIOUS
from tests.browser.test_accessible import FAULTS, LOOKS, OVER
from tests.desk.answering import Browser
from tests.factories.worlds import InvitedWorld, invited_class

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "Trung tâm Bồi dưỡng nghiệp vụ đối ngoại và Hội nhập quốc tế trực thuộc Sở Ngoại vụ tỉnh Khánh Hòa"
LONG = "Nguyễn Phúc Tôn Nữ Hoàng Thị Thanh Tuyền"


@pytest.fixture
def here() -> InvitedWorld:
    here = invited_class(3, field_reason="Lớp ở đồn biên phòng", condition_note="Đang làm công tác đối ngoại")
    add_contact(here.officer, here.quotas[0].organization, name="Lò Thị Mai", phone="0258 3850 412")
    for quota, name in zip(here.quotas, (BODY, "UBND huyện Diên Khánh", "Sở Công Thương"), strict=True):
        Quota.objects.filter(pk=quota.pk).update(name=name)
        Organization.objects.filter(pk=quota.organization_id).update(name=name)
    return here


def faults(page: Page) -> Iterator[tuple[Any, ...]]:
    page.evaluate(AXE_SCRIPT)
    for width, scheme, every_rule in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        over = page.evaluate(OVER)
        if over > 0:
            yield width, f"{over} px over the side"
        for impact, rule, nodes in page.evaluate(FAULTS, not every_rule):
            if impact in SERIOUS:
                yield width, scheme, rule, nodes


def test_the_short_address(visitor: Page, live_server: Any, here: InvitedWorld) -> None:
    browser, troubles = Browser(here), {}
    addresses = ["/moi/", "/moi/?ma=abc", f"/moi/{here.invitation.code}/", f"/moi/{here.invitation.code}/?ten=zz"]
    pages = [*addresses, *(browser.address(page) for page in ("class", "file", "write", "decline", "done"))]
    for address in pages:
        visitor.goto(live_server.url + address)
        if found := list(faults(visitor)):
            troubles[address] = found
    assert troubles == {}
    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.goto(live_server.url + browser.address("write"))
    visitor.locator("button[value=gui]").click()
    assert list(faults(visitor)) == [], "with what is missing said beside its field"


def test_the_list_of_agencies_narrows_while_one_types(visitor: Page, live_server: Any, here: InvitedWorld) -> None:
    visitor.goto(f"{live_server.url}/moi/{here.invitation.code}/")
    shown = visitor.locator("[data-find]:visible")
    assert shown.count() == 3
    visitor.fill("#ten", "dien khanh")
    assert shown.all_inner_texts() == ["UBND huyện Diên Khánh"]
    visitor.fill("#ten", "Sở")
    assert shown.count() == 2


def test_two_clicks_send_once_and_the_next_page_shows_it(visitor: Page, live_server: Any, here: InvitedWorld) -> None:
    browser = Browser(here)
    visitor.set_viewport_size({"width": 390, "height": 844})
    visitor.goto(live_server.url + browser.address("write"))
    visitor.fill("#id_moi0-full_name", LONG)
    visitor.locator("[data-add]").click()
    visitor.fill("#id_moi2-full_name", "Lê Hữu Phước")
    visitor.fill("#id_sender_name", "Lê Văn Bảy")
    visitor.fill("#id_sender_phone", "0912000111")
    visitor.locator("button[value=gui]").dblclick()
    visitor.wait_for_url(f"**{browser.address('done')}")
    assert LONG in visitor.inner_text("main") and "Lê Hữu Phước" in visitor.inner_text("main")
    assert Submission.objects.count() == 1
    assert list(faults(visitor)) == []
    visitor.locator("form[action$='/ma/'] button").first.click()
    visitor.wait_for_selector("#id_code")
    assert list(faults(visitor)) == []


def needs_pages(here: InvitedWorld) -> list[str]:
    """Needs of an agency: the form with what it said a year before, and what it sent."""
    today, agency = timezone.localdate(), here.quotas[0].organization
    sent, asked = (
        call_needs(here.officer, here.office, year, reply_by=today, agencies=[agency]).answers.get()
        for year in (today.year, today.year + 1)
    )
    title = "Bồi dưỡng kỹ năng lễ tân, nghiệp vụ đón tiếp khách nước ngoài đến thăm và làm việc tại địa phương"
    answer_needs(here.officer, sent, [NeedRow(title, 12, audience="Công chức cấp xã", months="Quý II")])
    return [f"/don-vi/nhu-cau/{one.pk}/" for one in (asked, sent)]


def test_the_page_of_an_agency(visitor: Page, live_server: Any, here: InvitedWorld) -> None:
    here.send(LONG, "Lê Hữu Phước", "Đỗ Quỳnh Hương", "Hồ Văn Tám")
    here.send("Cao Thị Chín", way=SubmissionWay.PAGE)
    first, second, *_others = here.nominations(0)
    accept(here.officer, here.training_class, [first])
    refuse(here.officer, [second], reason="Đã học năm trước")
    _link, token = make_link(here.officer, office=here.office, organization=here.quotas[0].organization)
    visitor.goto(live_server.url + link_path(token))
    own = f"/don-vi/lop/{here.quotas[0].pk}/"
    deeds = (f"nguoi/{first.pk}/thay/", f"nguoi/{first.pk}/rut/", "da-cu/", "tep/", "danh-sach/", "khong-cu/")
    year = f"/don-vi/nam-nay/?nam={here.training_class.start_date.year}"
    troubles = {}
    for address in ("/don-vi/", year, own, *(own + deed for deed in deeds), *needs_pages(here)):
        visitor.goto(live_server.url + address)
        if found := list(faults(visitor)):
            troubles[address] = found
    assert troubles == {}


def test_without_javascript_a_card_is_added_by_the_server(browser: Any, live_server: Any, here: InvitedWorld) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    pages = Browser(here)
    page.goto(live_server.url + pages.address("write"))
    page.fill("#id_moi0-full_name", LONG)
    page.locator("[data-add]").click()
    page.fill("#id_moi0-full_name", "Lê Hữu Phước")
    page.fill("#id_sender_name", "Lê Văn Bảy")
    page.fill("#id_sender_phone", "0912000111")
    page.locator("button[value=gui]").click()
    assert LONG in page.inner_text("main") and "Lê Hữu Phước" in page.inner_text("main")
    context.close()
