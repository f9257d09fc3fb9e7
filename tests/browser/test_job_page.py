"""The page of a long work in a real browser: it moves by itself, keeps what is open, and stops moving at the end."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.starting import start
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.people.models import User
from tests.browser.conftest import SERIOUS
from tests.core import counting
from tests.factories import TrainingClassFactory, staff

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Iterator[Job]:
    counting.install()
    monkeypatch.setattr(counting.Counting, "permission", "")
    made = TrainingClassFactory(title="Lớp bồi dưỡng kỹ năng, nghiệp vụ thông tin đối ngoại năm 2014")
    yield start(staff(made.office), counting.KIND, made, size=500, chunk=100)
    counting.uninstall()


def _sign_in(page: Page, live_server: Any, user: User) -> None:
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def _move(job: Job, **values: object) -> None:
    Job.objects.filter(pk=job.pk).update(**values)


def test_the_page_moves_by_itself_and_keeps_what_the_reader_opened(visitor: Page, live_server: Any, job: Job) -> None:
    _sign_in(visitor, live_server, job.actor)
    _move(job, state=JobState.RUNNING, done=100, total=500, note="Số 1 đến 500 đã vào sổ.")
    visitor.goto(f"{live_server.url}/can-bo/viec/{job.pk}/")
    bar = visitor.locator("progress")
    expect(bar).to_have_js_property("value", 100)
    visitor.locator("details.ask summary").click()
    visitor.locator("details.ask button").focus()
    _move(job, done=300)
    expect(bar).to_have_js_property("value", 300)
    expect(visitor.locator("details.ask button")).to_be_focused()
    _move(job, state=JobState.WAITING)
    expect(visitor.locator(".state")).to_have_class("state state-wait")
    run_now(job)
    expect(visitor.locator(".state-done")).to_be_visible(timeout=8000)
    expect(bar).to_have_js_property("value", 500)
    assert visitor.locator("[hx-get]").count() == 0
    assert visitor.locator("details.ask").count() == 0


def test_the_buttons_work_and_what_stopped_can_be_gone_on_with(visitor: Page, live_server: Any, job: Job) -> None:
    _sign_in(visitor, live_server, job.actor)
    visitor.goto(f"{live_server.url}/can-bo/viec/{job.pk}/")
    visitor.locator("form[action$='/tam-dung/'] button").click()
    expect(visitor.locator(".state-warn")).to_be_visible()
    visitor.locator("form[action$='/chay-tiep/'] button").click()
    expect(visitor.locator(".state-wait")).to_be_visible()
    visitor.locator("details.ask summary").press("Enter")
    visitor.locator("details.ask button").press("Enter")
    expect(visitor.locator("form[action*='/viec/']")).to_have_count(0)
    assert Job.objects.get(pk=job.pk).state == JobState.CANCELLED


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_serious_in_any_state(visitor: Page, live_server: Any, job: Job, width: int) -> None:
    _sign_in(visitor, live_server, job.actor)
    visitor.set_viewport_size({"width": width, "height": 900})
    result = ["03/GCN-STN, Nguyễn 中 An: phông chữ của giấy không có chữ “中”. Hãy xem lại chính tả của tên."] * 3
    for state in JobState:
        _move(job, state=state, done=41, total=500, note="Số 1 đến 500 đã vào sổ.", result=result)
        _move(job, trouble="Ổ đĩa đầy. Phần đã cấp vẫn nguyên." if state == JobState.FAILED else "")
        for path in ("", f"{job.pk}/"):
            visitor.goto(f"{live_server.url}/can-bo/viec/{path}")
            found = Axe().run(visitor).response["violations"]
            assert [one["id"] for one in found if one["impact"] in SERIOUS] == []
            overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert visitor.evaluate(overflow) <= 0
