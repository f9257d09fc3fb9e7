"""Guessing is slowed: by address, by kind of secret, for the rest of an hour, in every process."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.core import guessing
from khuevan.core.guessing import MOST, WITHIN, TooManyGuesses, forget_guesses, note_wrong_guess, refuse_if_slowed
from khuevan.core.models import GuessCount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_memory() -> None:
    cache.clear()


def _from(address: str, **headers: str) -> HttpRequest:
    return RequestFactory().get("/vao/x/", REMOTE_ADDR=address, headers=headers)


def _miss(address: str, times: int, kind: str = "link", **headers: str) -> None:
    for turn in range(times):
        note_wrong_guess(_from(address, **headers), kind, f"{address}-{turn}-{headers}")


def _is_slowed(address: str, kind: str = "link", **headers: str) -> bool:
    try:
        refuse_if_slowed(_from(address, **headers), kind)
    except TooManyGuesses:
        return True
    return False


def test_the_tenth_wrong_guess_is_one_too_many() -> None:
    _miss("203.0.113.7", MOST - 1)
    assert not _is_slowed("203.0.113.7")
    note_wrong_guess(_from("203.0.113.7"), "link")
    assert _is_slowed("203.0.113.7")
    assert not _is_slowed("203.0.113.8"), "a neighbour"
    assert not _is_slowed("203.0.113.7", "call"), "another kind of secret"


def test_it_lasts_for_the_rest_of_the_hour_and_says_how_long() -> None:
    _miss("203.0.113.7", MOST)
    GuessCount.objects.update(since=timezone.now() - WITHIN + timedelta(minutes=7))
    with pytest.raises(TooManyGuesses) as refused:
        refuse_if_slowed(_from("203.0.113.7"), "link")
    assert 6 * 60 < refused.value.seconds <= 7 * 60
    assert refused.value.code == "too_many_guesses"
    assert "7" in refused.value.message
    GuessCount.objects.update(since=timezone.now() - WITHIN - timedelta(seconds=1))
    assert not _is_slowed("203.0.113.7")
    note_wrong_guess(_from("203.0.113.7"), "link")
    assert GuessCount.objects.get().count == 1, "a new hour begins"


def test_the_same_wrong_one_again_is_no_new_guess() -> None:
    for _turn in range(3 * MOST):
        note_wrong_guess(_from("203.0.113.7"), "link", "one-dead-link")
    assert GuessCount.objects.get().count == 1
    assert not _is_slowed("203.0.113.7")


def test_another_browser_or_port_is_the_same_visitor() -> None:
    for turn in range(MOST):
        note_wrong_guess(_from("203.0.113.7", user_agent=f"Firefox/{turn}"), "link", str(turn))
    assert _is_slowed("203.0.113.7", user_agent="Chrome")


@pytest.mark.parametrize(
    ("guesser", "same", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
        ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.8"),
    ],
)
def test_a_network_of_ipv6_addresses_is_one_visitor(guesser: str, same: str, other: str) -> None:
    _miss(guesser, MOST)
    assert _is_slowed(same)
    assert not _is_slowed(other)


def test_behind_a_trusted_proxy_the_forwarded_address_counts_and_else_nobody_s_word() -> None:
    _miss("10.0.0.1", MOST, x_forwarded_for="198.51.100.1")
    assert _is_slowed("10.0.0.1", x_forwarded_for="198.51.100.2"), "without a proxy the header is anybody's invention"
    with override_settings(KHUEVAN_TRUSTED_PROXY=True):
        for turn in range(MOST):
            forwarded = {"x_forwarded_for": f"192.0.2.{turn}, 198.51.100.1"}
            note_wrong_guess(_from("10.0.0.1", **forwarded), "link", f"proxy-{turn}")
        assert _is_slowed("10.0.0.1", x_forwarded_for="198.51.100.1"), "only what the proxy itself added counts"
        assert not _is_slowed("10.0.0.1", x_forwarded_for="198.51.100.2")


def test_nothing_stored_leads_back_to_an_address() -> None:
    _miss("203.0.113.7", 1)
    stored = str(list(GuessCount.objects.values()))
    assert "203.0.113" not in stored
    assert len(GuessCount.objects.get().key) == 64


def test_the_count_is_of_no_use_on_another_day(monkeypatch: pytest.MonkeyPatch) -> None:
    _miss("203.0.113.7", MOST)
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(guessing.timezone, "localdate", lambda: tomorrow)
    assert not _is_slowed("203.0.113.7")


def test_asking_reads_one_row_and_writes_nothing() -> None:
    _miss("203.0.113.7", 3)
    for address in ("203.0.113.7", "203.0.113.99"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert not _is_slowed(address)
        assert [query["sql"].split()[0] for query in asked.captured_queries] == ["SELECT"]


def test_old_counts_are_forgotten_and_young_ones_kept() -> None:
    _miss("203.0.113.7", 1)
    _miss("203.0.113.8", 1)
    old = GuessCount.objects.order_by("pk").first()
    GuessCount.objects.filter(pk=old.pk).update(since=timezone.now() - WITHIN)
    forget_guesses()
    assert [row.pk for row in GuessCount.objects.all()] == [old.pk + 1]


@pytest.mark.django_db(transaction=True)
def test_guesses_at_one_moment_are_all_counted() -> None:
    start = threading.Barrier(8)

    def guess(turn: int) -> None:
        start.wait()
        try:
            note_wrong_guess(_from("203.0.113.7"), "link", f"at-once-{turn}")
        finally:
            connection.close()

    threads = [threading.Thread(target=guess, args=(turn,)) for turn in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert GuessCount.objects.get().count == 8
