"""What each role does, and that the screen offers nobody more than that."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from khuevan.assessment.domain.outcomes import compute_outcomes, set_rule
from khuevan.assessment.models import Outcome
from khuevan.core.models import AuditEntry
from khuevan.news.enums import ArticleState
from khuevan.news.models import Article
from khuevan.people.enums import RoleKind
from khuevan.training.enums import ClassState
from tests.browser.desk import follow, open_ask, open_tab, press, sit_down
from tests.factories import staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db(transaction=True)

TABS = ("Tổng quan", "Chương trình", "Học viên", "Điểm danh", "Kết quả", "Giấy chứng nhận", "Văn bản")


@pytest.fixture
def judged() -> World:
    """A class whose results wait for the leader."""
    here = world()
    for session in here.sessions:
        here.mark(session)
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    return here


def _class_page(here: World) -> str:
    return f"/can-bo/lop/{here.training_class.pk}/"


def test_the_leader_approves_by_a_click(visitor: Page, live_server: Any, judged: World) -> None:
    leader = staff(judged.office, RoleKind.LEADER)
    sit_down(visitor, live_server, leader, _class_page(judged))
    open_tab(visitor, "Kết quả")
    open_ask(visitor, "Duyệt 3 kết quả")
    press(visitor, "Duyệt kết quả")
    expect(visitor.locator(".notice").first).to_be_visible()
    judged.training_class.refresh_from_db()
    assert judged.training_class.state == ClassState.RESULTS
    assert {one.approved_by for one in Outcome.objects.all()} == {leader}
    open_tab(visitor, "Giấy chứng nhận")
    expect(visitor.locator("main a[href$='/cap/']")).to_have_count(0)


def test_an_officer_is_not_offered_the_click_of_the_leader(visitor: Page, live_server: Any, judged: World) -> None:
    sit_down(visitor, live_server, judged.officer, f"{_class_page(judged)}ket-qua/")
    expect(visitor.get_by_role("link", name="Duyệt bằng quyết định đã ký")).to_be_visible()
    expect(visitor.locator("form[action$='/ket-qua/duyet/']")).to_have_count(0)


def test_the_editor_edits_articles_and_nothing_else(visitor: Page, live_server: Any, judged: World) -> None:
    editor = staff(judged.office, RoleKind.EDITOR)
    sit_down(visitor, live_server, editor, _class_page(judged))
    for tab in TABS:
        open_tab(visitor, tab)
        expect(visitor.locator("main form[method=post]:has(button)")).to_have_count(0)
        expect(visitor.locator("main .btn-primary")).to_have_count(0)
        for address in visitor.locator("main a").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
            assert not re.search("/(them|sua|mo|tai-len|cap|dieu-kien|quyet-dinh|nhan-ban)/", address), (tab, address)
    open_tab(visitor, "Tin bài")
    follow(visitor, "Viết tin khai giảng")
    visitor.locator("[name=title]").fill("Khai giảng lớp đối ngoại")
    visitor.locator("[name=lead]").fill("Sáng 04/10, lớp đối ngoại khai giảng.")
    visitor.locator("[name=body]").fill("Lớp học một ngày.")
    press(visitor, "Lưu bản nháp")
    press(visitor, "Đăng bài")
    expect(visitor.locator(".notice").first).to_be_visible()
    assert Article.objects.get().state == ArticleState.PUBLISHED
    made = AuditEntry.objects.filter(actor=editor).values_list("verb", flat=True)
    assert {verb.partition(".")[0] for verb in made} == {"news"}


def test_nobody_of_another_office_finds_the_class(visitor: Page, live_server: Any, judged: World) -> None:
    elsewhere = world(teaching=False, names=())
    sit_down(visitor, live_server, elsewhere.officer, "/can-bo/lop/")
    expect(visitor.get_by_role("main")).to_contain_text(elsewhere.training_class.title)
    answers = []
    for pk in (judged.training_class.pk, 999_983):
        for tail in ("", "hoc-vien/", "diem-danh/", "ket-qua/dieu-kien/"):
            answer = visitor.goto(f"{live_server.url}/can-bo/lop/{pk}/{tail}")
            assert answer is not None and answer.status == 404
            answers.append(visitor.get_by_role("main").inner_text())
    assert len(set(answers)) == 1
