"""A personal link in real browsers: made at the desk of the officer, opened on a telephone, taken back."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from khuevan.people.domain.contacts import add_contact
from khuevan.people.models import AccessLink
from tests.browser.conftest import accessible
from tests.browser.desk import sit_down
from tests.factories import OfficeFactory, OrganizationFactory, staff

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Trung tâm Bồi dưỡng nghiệp vụ đối ngoại và Hội nhập quốc tế trực thuộc Sở Ngoại vụ tỉnh Khánh Hòa"
LOOKS = ((390, "light"), (390, "dark"), (1440, "light"))


def _look(page: Page) -> None:
    for width, scheme in LOOKS:
        accessible(page, width, scheme)


def _make(page: Page, address: str) -> str:
    """A link made and copied by the officer; its address."""
    page.goto(address)
    page.locator("select[name=contact]").select_option(index=1)
    page.locator("form.fields button.btn-primary").click()
    shown = page.locator("#dia-chi").input_value()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("button[data-copy=dia-chi]").click()
    assert page.evaluate("navigator.clipboard.readText()") == shown
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    return shown


def test_a_link_goes_from_the_officer_to_a_telephone_and_ends(
    visitor: Page, browser: Browser, live_server: Any, settings: Any
) -> None:
    settings.KHUEVAN_BASE_URL = live_server.url
    officer = staff(OfficeFactory(organization=OrganizationFactory(name=LONG)))
    body = OrganizationFactory(name=LONG)
    add_contact(officer, body, name="Lê Hữu Phước", phone="02583822412")
    page = sit_down(visitor, live_server, officer)
    link = _make(page, f"{live_server.url}/can-bo/danh-ba/co-quan/{body.pk}/duong-dan/")
    assert re.fullmatch(rf"{re.escape(live_server.url)}/vao/[\w-]{{43}}/", link)
    _look(page)
    page.reload()
    expect(page.locator("#dia-chi")).to_have_count(0)

    telephone = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN").new_page()
    sent: list[Request] = []
    telephone.on("request", lambda request: sent.append(request))  # noqa: PLW0108 - playwright marks the function
    telephone.goto(link)
    expect(telephone).to_have_url(f"{live_server.url}/don-vi/")
    expect(telephone.locator(".foot")).to_contain_text("Lê Hữu Phước")
    secret = link.rstrip("/").rsplit("/", 1)[1]
    assert len(sent) > 3
    assert secret not in telephone.content()
    assert secret not in telephone.evaluate("document.referrer + document.cookie + JSON.stringify({...sessionStorage})")
    for request in sent[1:]:
        assert secret not in request.url + str(request.all_headers())
    link_row = AccessLink.objects.get()
    assert link_row.first_used_at is not None

    page.locator("details.ask summary").nth(1).click()
    page.locator(f"form[action='/can-bo/duong-dan/{link_row.pk}/thu-hoi/'] button").click()
    expect(page.locator("details.ask")).to_have_count(0)
    assert telephone.goto(f"{live_server.url}/don-vi/").status == 403
    answer = telephone.goto(link)
    assert (answer.status, answer.header_value("referrer-policy")) == (404, "no-referrer")
    assert secret not in telephone.content()
    _look(telephone)
    telephone.context.close()


def test_a_form_of_the_desk_is_taken_although_it_says_little_of_where_it_comes_from(
    visitor: Page, live_server: Any
) -> None:
    """Guards the referrer policy of pages with forms: under a stricter one browsers hide the origin of a POST."""
    visitor.goto(f"{live_server.url}/roi/")
    _look(visitor)
    visitor.locator("main button").click()
    expect(visitor).to_have_url(f"{live_server.url}/roi/xong/")
    _look(visitor)


def test_whoever_guesses_reads_how_long_to_wait(visitor: Page, live_server: Any) -> None:
    for turn in range(9):
        assert visitor.goto(f"{live_server.url}/vao/doan-{turn}/").status == 404
    slowed = visitor.goto(f"{live_server.url}/vao/doan-muoi/")
    assert slowed.status == 429
    assert 3000 < int(slowed.header_value("retry-after") or 0) <= 3600
    _look(visitor)
