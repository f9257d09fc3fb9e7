"""Ctrl-C while tables are made: it is never lost, and never in the middle of a statement."""

import os
import signal
import threading
import weakref
from collections.abc import Iterator

import pytest
from django.db import connection

from khuevan.config.commands import preparing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _begun_in_the_foreground() -> Iterator[None]:
    """Tests begun in the background ignore Ctrl-C, and so would the start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Thing:
    """Something a weak reference can point to."""


def _ctrl_c(_gone: object = None) -> None:
    os.kill(os.getpid(), signal.SIGINT)


def _pressed_in_a_callback(*_command: object, **_options: object) -> None:
    """What Python does there with an exception is to print and drop it."""
    thing = Thing()
    _kept = weakref.ref(thing, _ctrl_c)
    del thing
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    pytest.fail("the statement ran")


def test_pressed_where_python_drops_it_it_ends_the_next_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    before = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(preparing, "call_command", _pressed_in_a_callback)
    with pytest.raises(KeyboardInterrupt):
        preparing.migrate()
    assert signal.getsignal(signal.SIGINT) == before


def test_pressed_after_the_last_statement_it_still_ends_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "call_command", lambda *_command, **_options: _ctrl_c())
    with pytest.raises(KeyboardInterrupt):
        preparing.migrate()


def test_pressed_twice_it_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def twice(*_command: object, **_options: object) -> None:
        _ctrl_c()
        _ctrl_c()
        pytest.fail("it went on")

    monkeypatch.setattr(preparing, "call_command", twice)
    with pytest.raises(KeyboardInterrupt):
        preparing.migrate()


def test_begun_in_the_background_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    monkeypatch.setattr(preparing, "call_command", lambda *_command, **_options: _ctrl_c())
    preparing.migrate()
    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN


def test_a_thread_which_may_not_listen_for_it_works_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(preparing, "call_command", lambda command, **_options: done.append(command))
    thread = threading.Thread(target=preparing.migrate)
    thread.start()
    thread.join()
    assert done == ["migrate"]
