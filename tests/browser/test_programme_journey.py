"""A timetable taken over, moved onto a clash, made known, a lecturer replaced on the eve: by mouse, and by keys."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect

from khuevan.notifications.models import Message
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from tests.browser import rehearsal as r
from tests.browser.conftest import PATIENCE, accessible
from tests.browser.desk import sit_down
from tests.browser.hands import Hands, Keys, Mouse
from tests.desk.test_calendars import fetched, read_twice
from tests.papers.conftest import opened, words
from tests.papers.test_programme_sheet import pdf_words

pytestmark = pytest.mark.django_db(transaction=True)

PAPERS: Final = ("chuong-trinh", "cong-van-moi-bao-cao-vien")
PAGES: Final = ("class_publishing", "class_lecturers", "class_materials", "class_guests", "class_groups")
SUBMIT: Final = "main form.fields .btn-primary"
FORM: Final = """selector => new URLSearchParams(new FormData(document.querySelector(selector))).toString()"""


class Officer:
    """At the desk, with the hands of this journey."""

    def __init__(self, hands: Hands, server: Any) -> None:
        self.hands, self.page, self.server = hands, hands.page, server
        self.here = r.rehearsal()
        sit_down(self.page, server, self.here.officer)

    def to(self, view: str, *args: object) -> Page:
        self.page.goto(f"{self.server.url}{reverse(f'console:{view}', args=(self.here.training_class.pk, *args))}")
        return self.page

    def twice(self, form: str, button: str) -> None:
        """Sends a form, and then the same once more, as a second click does that the first one did not wait for."""
        address, sent = self.page.url, self.page.evaluate(FORM, form)
        self.hands.press(button)
        expect(self.page.locator(".notice").first).to_be_visible()
        before = r.told()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Referer": address}
        assert self.page.request.post(address, data=sent, headers=kind).status < 400
        assert r.told() == before

    def fetch(self, selector: str) -> bytes:
        with self.page.expect_download() as download:
            self.hands.press(selector)
        return Path(download.value.path()).read_bytes()

    def paper(self, slug: str) -> str:
        self.to("class_records")
        return words(opened(self.fetch(f'#vb-{slug} a[href$=".docx"]')))

    def calendar(self, path: str) -> dict[str, dict[str, Any]]:
        status, _headers, text = fetched(f"{self.server.url}{path}")
        assert status == 200
        return read_twice(text)


def _card(desk: Officer, title: str) -> Locator:
    return desk.page.locator("[data-card]", has_text=title)


def _taken_over(desk: Officer) -> None:
    here, hands = desk.here, desk.hands
    desk.to("class_programme")
    hands.press(f"main a[href='{reverse('console:programme_copy', args=(here.training_class.pk,))}']")
    hands.select("source", here.last_year.pk)
    hands.untick("shift_holidays")
    hands.press("button[value=xem]")
    moved = desk.page.locator("table.list tbody")
    expect(moved).to_contain_text(f"{here.first - r.YEAR:%d/%m/%Y}")
    expect(moved).to_contain_text(f"{here.first:%d/%m/%Y}")
    hands.press("button[value=chep]")
    expect(desk.page.locator("[data-card]")).to_have_count(3)
    assert [(one.date - here.first).days for one in here.training_class.sessions.order_by("date")] == [0, 0, 2]
    assert here.session(r.TAUGHT).items.get().lecturers.get() == here.old


def _moved_onto_a_clash(desk: Officer) -> None:
    session, page, clash = desk.here.session(r.MOVED), desk.page, desk.here.elsewhere.title
    before = session.date
    desk.hands.lift(f"#buoi-{session.pk}", right=-1)
    expect(page.locator("[data-says] .problem", has_text=clash)).to_be_visible()
    desk.hands.drop()
    expect(page.locator(".notice.is-warn")).to_contain_text(clash)
    expect(_card(desk, r.MOVED).locator(".problem", has_text=clash)).to_be_visible()
    assert (before - desk.here.session(r.MOVED).date).days == 1
    desk.hands.press(".notice form button")
    expect(page.locator("[data-card] .problem", has_text=clash)).to_have_count(0)
    assert desk.here.session(r.MOVED).date == before


def _made_known(desk: Officer) -> None:
    desk.to("class_publishing")
    desk.twice("section[aria-labelledby=bao-cho] form", "section[aria-labelledby=bao-cho] .btn-primary")
    people = [("programme", mail) for mail in (*r.LEARNERS.values(), r.PLACE_MAIL)]
    people += [("programme_lecturer", mail) for mail in (r.OLD_MAIL, r.WANTED_MAIL)]
    assert r.told() == sorted(people)


def _papers_made(desk: Officer) -> None:
    for slug in PAPERS:
        desk.to("class_records")
        desk.hands.press(f"#vb-{slug} form button")
        expect(desk.page.locator(".notice")).to_be_visible()
    assert r.OLD in desk.paper("chuong-trinh")


def _replaced(desk: Officer) -> None:
    old, hands = desk.here.old, desk.hands
    desk.to("class_lecturers")
    hands.press(f"#nguoi-{old.pk} .deeds summary")
    hands.press(f"#nguoi-{old.pk} a[href$='/thay-nguoi/']")
    hands.choose("person", r.NEW)
    hands.fill("reason", "Đi công tác đột xuất")
    expect(desk.page.get_by_label(re.compile("Công bố"))).to_be_checked()
    before = r.told()
    desk.twice("main form.fields", SUBMIT)
    expect(desk.page.locator(".notice").first).to_contain_text(r.NEW)
    people = [("programme_change", mail) for mail in (*r.LEARNERS.values(), r.PLACE_MAIL)]
    people += [("programme_lecturer", r.NEW_MAIL), ("lecturer_replaced", r.OLD_MAIL)]
    assert r.told() == sorted([*before, *people])
    sent = {to: _sent(desk, to) for to in (r.OLD_MAIL, r.NEW_MAIL, *r.LEARNERS.values())}
    assert sent.pop(r.OLD_MAIL)["status"] == "CANCELLED"
    assert {event["status"] for event in sent.values()} == {"CONFIRMED"}


def _sent(desk: Officer, to: str) -> dict[str, Any]:
    """The half day as the calendar file of the newest message to somebody has it."""
    (file,) = Message.objects.filter(to_email=to).order_by("-pk")[0].attachments
    (event,) = read_twice(file["text"]).values()
    assert event["number"] > 0
    return event


def _shown_everywhere(desk: Officer, links: dict[str, str], browser: Browser) -> None:
    here, site = desk.here, desk.server.url
    desk.to("class_programme")
    expect(_card(desk, r.TAUGHT)).to_contain_text(r.NEW)
    expect(desk.page.locator("main")).not_to_contain_text(r.OLD)
    pages = {"": f"/lop/{here.training_class.slug}/", "learner": f"/ca-nhan/lop/{here.training_class.pk}/"}
    for name, path in pages.items():
        with browser.new_context() as context:
            page = context.new_page()
            if name:
                page.goto(f"{site}{links[name]}")
            page.goto(f"{site}{path}")
            expect(page.locator("main")).to_contain_text(r.NEW)
            expect(page.locator("main")).not_to_contain_text(r.OLD)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}{links[r.OLD]}")
        page.goto(f"{site}/ca-nhan/giang/{here.old.pk}/")
        expect(page.locator("h1")).to_contain_text("không phải giảng lớp này nữa")


def _papers_follow(desk: Officer) -> None:
    desk.to("class_records")
    differing = desk.page.locator("section:has(#khac-du-lieu)")
    expect(differing).to_contain_text("Chương trình")
    expect(differing).to_contain_text(r.UNIT)
    desk.hands.press("main a[href='#khac-du-lieu']")  # above the long table; the list of them stands beside or below it
    desk.hands.press("section:has(#khac-du-lieu) form button")
    expect(desk.page.locator(".notice")).to_be_visible()
    expect(desk.page.locator("section:has(#khac-du-lieu) form")).to_have_count(0)
    letters = MadePaper.objects.filter(kind=PaperKind.LECTURER_REQUEST, target__startswith="unit:")
    for told in (desk.paper("chuong-trinh"), "\n".join(letters.latest("version").words)):
        assert r.NEW in told
        assert r.OLD not in told


def _cards_follow(desk: Officer) -> None:
    desk.to("class_badges")
    badges = pdf_words(desk.fetch("section[aria-labelledby=the-khac] .btn-primary"))
    desk.to("class_plates")
    plates = pdf_words(desk.fetch("main form .btn-primary"))
    for printed in (badges, plates):
        assert r.NEW.upper() in printed.upper()
        assert r.OLD.upper() not in printed.upper()


def _calendars_follow(desk: Officer, feeds: dict[str, str], before: dict[str, dict[str, dict[str, Any]]]) -> None:
    uid = f"buoi-{desk.here.session(r.TAUGHT).pk}@{urlsplit(desk.server.url).hostname}"
    now = {name: desk.calendar(path)[uid] for name, path in feeds.items()}
    number = before["learner"][uid]["number"]
    assert all(event["number"] > number for event in now.values())
    assert now[r.OLD]["status"] == "CANCELLED"
    assert now[r.NEW]["status"] == now["learner"]["status"] == now["class"]["status"] == "CONFIRMED"
    assert all(r.NEW in now[name]["words"] for name in ("learner", "class"))
    assert not any(r.OLD in now[name]["words"] for name in ("learner", "class"))
    assert uid not in before[r.NEW]


@pytest.mark.parametrize("kind", [Mouse, Keys])
def test_a_lecturer_replaced_on_the_eve_reaches_everybody(
    visitor: Page,
    live_server: Any,
    browser: Browser,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    kind: Callable[[Page], Hands],
) -> None:
    settings.KHUEVAN_BASE_URL = live_server.url
    visitor.set_default_timeout(PATIENCE)
    desk = Officer(kind(visitor), live_server)
    here = desk.here
    _taken_over(desk)
    _moved_onto_a_clash(desk)
    _made_known(desk)
    _papers_made(desk)
    links = {name: here.link(name) for name in (r.OLD, "learner")}
    feeds = {name: here.feed(name) for name in (r.OLD, r.NEW, "learner")}
    feeds["class"] = f"/lop/{here.training_class.slug}/lich.ics"
    before = {name: desk.calendar(path) for name, path in feeds.items()}
    r.the_day_before(here, monkeypatch)
    sit_down(visitor, live_server, here.officer)
    _replaced(desk)
    _shown_everywhere(desk, links, browser)
    _papers_follow(desk)
    _cards_follow(desk)
    _calendars_follow(desk, feeds, before)
    for view in PAGES:
        accessible(desk.to(view), 390, "light")
