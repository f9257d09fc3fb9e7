"""A number recorded once, a delegate replaced, and papers that say so by themselves."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.records.models import Record
from tests.browser.conftest import accessible
from tests.browser.desk import sit_down
from tests.factories.worlds import World, world
from tests.papers.conftest import opened, words

pytestmark = pytest.mark.django_db(transaction=True)

OUT, IN = "Đỗ Văn Ân", "Lò Thị Mai"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Desk:
    """The officer of one class in front of the tab of its papers."""

    def __init__(self, page: Page, live_server: Any) -> None:
        self.page, self.server = page, live_server.url
        self.here: World = world()
        sit_down(page, live_server, self.here.officer)

    def to(self, view: str, *args: object) -> Page:
        self.page.goto(f"{self.server}{reverse(f'console:{view}', args=(self.here.training_class.pk, *args))}")
        return self.page

    def row(self, slug: str) -> Any:
        return self.page.locator(f"#vb-{slug}")

    def make(self, slug: str) -> None:
        self.row(slug).locator("form button").click()
        expect(self.page.locator(".notice")).to_be_visible()

    def downloaded(self, slug: str) -> str:
        """The words of the newest version, as the officer gets them."""
        with self.page.expect_download() as download:
            self.row(slug).locator('a[href$=".docx"]').click()
        return words(opened(Path(download.value.path()).read_bytes()))


def _record_the_number(desk: Desk, signed: Path) -> Record:
    """The decision is signed: its number from e-office, its day, its signer and its file, typed once."""
    page = desk.page
    desk.row("quyet-dinh-mo-lop").locator('a[href*="/ky/"]').click()
    signed.write_bytes(PDF)
    page.locator("[name=number]").fill("15/QĐ-SNgV")
    page.locator("[name=date]").fill("2019-09-20")
    page.locator("[name=signer]").fill("Vũ Sỹ Thắng")
    page.locator("[name=file]").set_input_files(signed)
    page.locator("form.fields .btn-primary").click()
    expect(page.locator(".notice")).to_contain_text("15/QĐ-SNgV")
    document = Record.objects.get()
    assert (document.signer, document.file_name) == ("Vũ Sỹ Thắng", "15-QD-SNgV.pdf")
    return document


def _replace_a_delegate(desk: Desk) -> None:
    learner = desk.here.enrollments[1]
    assert learner.full_name == OUT
    page = desk.to("class_learner_replace", learner.pk)
    page.locator("[name=full_name]").fill(IN)
    page.locator("[name=reason]").fill("Đi công tác")
    page.locator("form.fields .btn-primary").click()
    expect(page.locator("h1")).to_be_visible()


def test_a_number_is_recorded_once_and_a_replaced_delegate_reaches_every_unsigned_paper(
    visitor: Page, live_server: Any, tmp_path: Path
) -> None:
    desk = Desk(visitor, live_server)
    page = desk.to("class_records")
    for slug in ("quyet-dinh-mo-lop", "danh-sach"):
        desk.make(slug)
    document = _record_the_number(desk, tmp_path / "15-QD-SNgV.pdf")
    _replace_a_delegate(desk)

    desk.to("class_records")
    differing = page.locator("section:has(#khac-du-lieu)")
    expect(differing.locator("form button")).to_contain_text("1")
    expect(differing).to_contain_text("15/QĐ-SNgV")
    expect(desk.row("danh-sach").locator("del")).to_contain_text(OUT)
    expect(desk.row("danh-sach").locator("ins")).to_contain_text(IN)
    accessible(page, 390, "light")
    folded = desk.row("bao-cao")
    expect(folded).to_be_hidden()  # on a phone a group in which nothing waits is folded
    page.locator("details.fold:not([open]) summary").nth(1).click()
    expect(folded).to_be_visible()
    page.set_viewport_size({"width": 1440, "height": 900})
    differing.locator("form button").click()
    expect(page.locator(".notice")).to_be_visible()
    expect(page.locator("section:has(#khac-du-lieu) form")).to_have_count(0)
    told = desk.downloaded("danh-sach")
    assert IN in told
    assert OUT not in told
    assert "15/QĐ-SNgV" in told, "the list names the decision it belongs to"
    decision = MadePaper.objects.get(kind=PaperKind.OPENING_DECISION)
    assert (decision.version, decision.record) == (1, document), "what is signed stays"
    assert OUT in desk.downloaded("quyet-dinh-mo-lop")
    desk.make("bao-cao")
    assert "15/QĐ-SNgV" in desk.downloaded("bao-cao")
