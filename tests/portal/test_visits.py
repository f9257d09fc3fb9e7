"""Visits: counted in memory, flushed in batches, added up over processes, and of no use for following anybody."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import timezone

from khuevan.core import visits
from khuevan.core.models import PresenceSlice, VisitCount
from tests.factories import ArticleFactory
from tests.portal.conftest import BROWSER

pytestmark = pytest.mark.django_db


def _visit(path: str, *, agent: str = BROWSER, address: str = "10.0.0.1", **headers: str) -> None:
    Client(headers={"User-Agent": agent, **headers}, REMOTE_ADDR=address).get(path)


def _counted() -> int:
    visits.flush()
    cache.clear()
    return visits.total()


def test_a_page_view_is_counted_once_for_the_page_and_once_in_the_total() -> None:
    article = ArticleFactory()
    _visit(f"/tin/{article.slug}/")
    _visit(f"/tin/{article.slug}/")
    _visit("/")
    assert _counted() == 3
    assert visits.of_page(f"/tin/{article.slug}/") == 2


@pytest.mark.parametrize(
    "agent",
    [
        "Googlebot/2.1 (+http://www.google.com/bot.html)",
        "curl/8.5.0",
        "python-requests/2.32",
        "facebookexternalhit fetch",
        "",
    ],
)
def test_robots_are_left_out(agent: str) -> None:
    _visit("/", agent=agent)
    assert _counted() == 0


def test_what_nobody_read_is_left_out() -> None:
    _visit("/", **{"Sec-Purpose": "prefetch;prerender"})
    _visit("/khong-co/")
    _visit("/tin/khong-co/")
    Client(headers={"User-Agent": BROWSER}).head("/")
    Client(headers={"User-Agent": BROWSER}).post("/tuy-chon/", {"theme": "dark"})
    _visit("/healthz")
    assert _counted() == 0


def test_a_page_view_writes_nothing_and_sets_no_cookie(django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20) as captured:
        response = Client(headers={"User-Agent": BROWSER}).get("/")
    assert not [query for query in captured if not query["sql"].startswith("SELECT")]
    assert not response.cookies
    assert not VisitCount.objects.exists()


def test_processes_and_restarts_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    _visit("/", address="10.0.0.1")
    visits.flush()
    monkeypatch.setattr(visits, "memory", visits.Memory())
    _visit("/", address="10.0.0.1")
    _visit("/", address="10.0.0.2")
    visits.flush()
    cache.clear()
    assert visits.total() == 3
    assert VisitCount.objects.get(path_key="/").count == 3
    assert PresenceSlice.objects.count() == 2
    assert visits.online() == 2


def test_views_not_yet_written_are_shown_already() -> None:
    _visit("/")
    assert visits.total() == 1
    visits.flush()
    assert visits.total() == 1, "the cached sum of before the flush must not be shown"


def test_presence_ends_after_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("10.0.0.1", "10.0.0.2"):
        _visit("/", address=address)
    visits.flush()
    monkeypatch.setattr(visits, "memory", visits.Memory())
    PresenceSlice.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert visits.online() == 1, "whoever looks is there"
    _visit("/")
    visits.flush()
    assert PresenceSlice.objects.count() == 1, "old slices go with the next flush"


def test_what_could_not_be_written_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    _visit("/")

    def locked(_counts: object) -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as broken:
        broken.setattr(visits, "_write_counts", locked)
        visits.flush()
    assert _counted() == 1


def test_a_visitor_is_the_same_in_every_process_and_another_one_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory(headers={"User-Agent": BROWSER}).get("/", REMOTE_ADDR="10.0.0.1")
    today = visits.visitor_of(request)
    assert visits.visitor_of(request) == today
    assert "10.0.0.1" not in today
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(visits.timezone, "localdate", lambda: tomorrow)
    assert visits.visitor_of(request) != today


def test_only_a_trusted_proxy_names_the_visitor(settings) -> None:
    def seen(forwarded: str) -> str:
        headers = {"User-Agent": BROWSER, "X-Forwarded-For": forwarded}
        return visits.visitor_of(RequestFactory(headers=headers).get("/", REMOTE_ADDR="10.0.0.1"))

    assert seen("1.1.1.1") == seen("2.2.2.2")
    settings.KHUEVAN_TRUSTED_PROXY = True
    assert seen("1.1.1.1") != seen("2.2.2.2")
    assert seen("9.9.9.9, 1.1.1.1") == seen("1.1.1.1"), (
        "what a visitor writes before the proxy's own entry counts for nothing"
    )


def test_codes_of_certificates_are_not_kept() -> None:
    _visit("/gcn/?so=ABCD-EFGH-JKLM")
    visits.flush()
    assert set(VisitCount.objects.values_list("path_key", flat=True)) == {visits.ALL_PAGES, "/gcn/"}


def test_the_footer_shows_both_numbers() -> None:
    VisitCount.objects.create(day=timezone.localdate(), path_key=visits.ALL_PAGES, count=577821)
    page = Client(headers={"User-Agent": BROWSER}).get("/").content.decode()
    assert "577.821" in page
    assert "đang xem" in page
    assert "lượt truy cập" in page


@pytest.mark.django_db(transaction=True)
def test_the_flusher_writes_once_more_when_it_is_told_to_stop() -> None:
    _visit("/")
    stop = threading.Event()
    stop.set()
    visits._run(stop)
    assert VisitCount.objects.get(path_key="/").count == 1
