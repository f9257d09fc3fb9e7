"""The participant's desk in a real browser: in by a code, and every page at two widths, light and dark."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.domain.contacts import add_contact
from khuevan.people.domain.corrections import ask_correction
from khuevan.people.domain.persons import add_person, change_person
from khuevan.people.enums import ContactSlot
from khuevan.people.models import Consent, CorrectionRequest, Person
from tests.browser.conftest import accessible
from tests.factories import EnrollmentFactory, SessionFactory, TrainingClassFactory
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = ((390, "light"), (1440, "dark"))


def _filled(live_server: Any, settings: Any) -> tuple[World, Person]:
    settings.KHUEVAN_BASE_URL = live_server.url
    here = world()
    person = here.enrollments[0].person
    change_person(here.officer, person, email="tuyen@tinh.vn", phone="0905111222", citizen_id="056185012345")
    add_contact(here.officer, here.office.organization, slot=ContactSlot.FOCAL, name="Lê Tổ", phone="0258 3822 412")
    here.issue()
    today = timezone.localdate()
    soon = TrainingClassFactory(office=here.office, start_date=today, end_date=today + timedelta(days=1))
    SessionFactory(training_class=soon)
    EnrollmentFactory(training_class=soon, person=person)
    ask_correction(here.officer, person, office=here.office, wishes={"birth": "1986"}, own_words="Sai năm sinh")
    return here, person


def _come_in(page: Page, live_server: Any, here: World, person: Person) -> None:
    _link, token = make_link(here.officer, office=here.office, person=person)
    page.goto(live_server.url + link_path(token))


def test_every_page_of_a_person(visitor: Page, live_server: Any, settings: Any) -> None:
    here, person = _filled(live_server, settings)
    outside = ("/ca-nhan/vao/", f"/xu-ly-du-lieu/{here.office.slug}/")
    inside = (
        "/ca-nhan/",
        f"/ca-nhan/lop/{here.training_class.pk}/",
        "/ca-nhan/thong-tin/",
        "/ca-nhan/thong-tin/sua/",
        "/ca-nhan/dong-y/",
    )
    for address in outside:
        visitor.goto(live_server.url + address)
        for width, scheme in LOOKS:
            accessible(visitor, width, scheme)
    _come_in(visitor, live_server, here, person)
    for address in inside:
        visitor.goto(live_server.url + address)
        assert visitor.url == live_server.url + address
        for width, scheme in LOOKS:
            accessible(visitor, width, scheme)
    nobody = add_person(here.officer, full_name="Lê Thị Mai", office=here.office)
    _come_in(visitor, live_server, here, nobody)
    for width, scheme in LOOKS:
        accessible(visitor, width, scheme)


def test_in_by_a_code_without_any_script(browser: Browser, live_server: Any, settings: Any) -> None:
    _here, person = _filled(live_server, settings)
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{live_server.url}/ca-nhan/")
    assert page.url.endswith("/ca-nhan/vao/")
    page.fill("[name=full_name]", "hoang thi bich tuyen")
    page.fill("[name=email]", "tuyen@tinh.vn")
    page.click("form.fields button")
    found = re.search(r"\b(\d{3} \d{3})\b", Message.objects.latest("pk").body)
    assert found
    page.fill("[name=code]", found[1])
    page.click("form.fields button")
    assert page.url == f"{live_server.url}/ca-nhan/" and person.full_name in page.inner_text("h1")
    page.goto(f"{live_server.url}/ca-nhan/thong-tin/sua/")
    page.fill("[name=phone]", "0905999888")
    page.click("form.fields button")
    assert "0905999888" in page.inner_text("main")
    assert CorrectionRequest.objects.latest("pk").wishes == {"phone": "0905999888"}
    page.goto(f"{live_server.url}/ca-nhan/dong-y/")
    page.click("button[value=dong-y] >> nth=0")
    assert Consent.objects.get().person == person
    page.context.close()
