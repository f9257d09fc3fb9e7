"""What the pages of an agency say in particular cases: no promise that is not kept, nothing longer than it must be."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from khuevan.core.templatetags.khuevan import vn_date
from khuevan.desk.agencies.facts import deadline_of
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.models import Submission
from khuevan.people.domain.contacts import add_contact
from tests.desk.answering import SENDER, Browser
from tests.factories.worlds import InvitedWorld, invited_class
from tests.readers.making import xlsx

pytestmark = pytest.mark.django_db

HEAD = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Điện thoại")


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(2)


def _uploaded(browser: Browser, path: Path, *rows: tuple[str, ...]) -> str:
    xlsx(path, [HEAD, *((place, *row) for place, row in enumerate(rows, 1))])
    browser.read("file")
    status, where = browser.send("file", {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    assert (status, where) == (302, browser.address("write"))
    return browser.read("write")


def _cards(page: str) -> list[str]:
    return re.findall(r'<details class="card[^"]*"\s+id="n\d+"\s*([a-z]*)>', page)


def test_a_name_in_capitals_does_not_unfold_its_card_and_a_wrong_date_does(here: InvitedWorld, tmp_path: Path) -> None:
    page = _uploaded(
        Browser(here),
        tmp_path / "cu.xlsx",
        ("TRẦN THỊ HOA", "1985", "Nữ", "Chuyên viên", "0912345678"),
        ("Lê Văn Tám", "35/13/1990", "Nam", "Chuyên viên", "0912345679"),
    )
    assert _cards(page) == ["", "open"]
    summaries = re.findall(r"<summary>(.*?)</summary>", page, re.DOTALL)
    assert any("TRẦN THỊ HOA" in one for one in summaries), "on the folded card"


def test_people_of_two_files_are_not_said_to_be_of_the_first(here: InvitedWorld, tmp_path: Path) -> None:
    browser = Browser(here)
    _uploaded(browser, tmp_path / "mot.xlsx", ("Trần Thị Hoa", "1985", "Nữ", "Chuyên viên", "0912345678"))
    page = _uploaded(browser, tmp_path / "hai.xlsx", ("Lê Văn Tám", "1990", "Nam", "Chuyên viên", "0912345679"))
    said = re.search(r'<p class="said">.*?<span>(.*?)</span>', page, re.DOTALL)
    assert said is not None and "mot.xlsx" in said[1], "the file that is kept is named"
    assert "from mot.xlsx" not in said[1] and "từ tệp" not in said[1]


def test_what_is_more_than_the_places_is_said_after_sending_too(here: InvitedWorld) -> None:
    browser = Browser(here)
    browser.quota.seats = 1
    browser.quota.save()
    browser.type("Trần Thị Hoa", "Lê Thị Tám")
    assert 'class="problem"' in browser.read("done")
    browser.quota.seats = 2
    browser.quota.save()
    assert 'class="problem"' not in browser.read("done")


def test_who_has_only_a_telephone_is_told_that_the_office_passes_the_code_on(here: InvitedWorld) -> None:
    browser = Browser(here)
    add_contact(here.officer, browser.quota.organization, name="Ngô Đình Mười", phone="0258 3850 412")
    browser.type("Trần Thị Hoa")
    status, where = browser.send("code")
    assert status == 302
    page = unescape(browser.client.get(where.partition("#")[0]).content.decode())
    assert "0258 *** 412" in page and "Zalo" in page


def test_declining_names_the_agency_and_offers_no_calendar(here: InvitedWorld) -> None:
    browser = Browser(here)
    assert browser.quota.name in browser.read("decline")
    status, _where = browser.send("decline", {**SENDER, "reason": "Trùng kỳ họp", "viec": "gui"})
    assert status == 302 and Submission.objects.get().reason == "Trùng kỳ họp"
    assert "lich.ics" not in browser.read("done")


def test_the_deadline_has_its_hour() -> None:
    until = timezone.localtime().replace(hour=17, minute=0) + timedelta(days=9)
    words = deadline_of(until).words
    assert "17" in words.split(",")[0] and vn_date(until) in words


def test_nobody_is_left_to_choose_and_no_button_says_otherwise(here: InvitedWorld) -> None:
    browser = Browser(here).come_in()
    browser.type("Trần Thị Hoa")
    accept(here.officer, here.training_class)
    page = browser.read("known")
    assert "Trần Thị Hoa" in page
    assert "data-send" not in page and browser.address("write") in page
