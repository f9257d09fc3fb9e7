"""Brings an installation up to date, one process at a time."""

import contextlib
import fcntl
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils.translation import gettext as _

from khuevan.core.errors import DomainError

LOCK_FILE = "prepare.lock"
POSTGRES_LOCK = 4_740_217_001
"""Number of the advisory lock that installations in one PostgreSQL database agree on."""


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Only one process at a time is inside; the others wait.  The kernel opens the lock when its holder dies.

    The file keeps apart what shares the data folder, PostgreSQL's lock what shares the database from elsewhere.
    """
    with _lock_file() as file:
        _take(file)
        holder = connection.copy()
        try:
            if holder.vendor == "postgresql":
                with _in_one_sentence(), holder.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_lock(%s)", [POSTGRES_LOCK])
            yield
        finally:
            holder.close()


def migrate() -> None:
    with _in_one_sentence(), _interrupted_between_statements():
        call_command("migrate", verbosity=0, interactive=False)


def migrate_and_collect() -> None:
    """The database, and the static files of the data folder."""
    migrate()
    call_command("collectstatic", verbosity=0, interactive=False)


@contextlib.contextmanager
def _interrupted_between_statements() -> Iterator[None]:
    """Ctrl-C ends the work before its next statement; a second one ends it where it stands.

    Raised just anywhere it may be lost: Python drops what a callback of a weak reference raises, and drawing up the
    models of a migration calls thousands of those.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before == signal.SIG_IGN:
        yield
        return
    asked: list[int] = []

    def note(number: int, _frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    def statement(execute: Callable[..., Any], *asked_for: object) -> Any:  # noqa: ANN401 - as Django calls it
        if asked:
            raise KeyboardInterrupt
        return execute(*asked_for)

    signal.signal(signal.SIGINT, note)
    try:
        with connection.execute_wrapper(statement):
            yield
    finally:
        signal.signal(signal.SIGINT, before)
    if asked:
        raise KeyboardInterrupt


def _lock_file() -> IO[str]:
    folder = settings.KHUEVAN_DATA_DIR
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / LOCK_FILE).open("w")
    except OSError as error:
        raise ImproperlyConfigured(
            f"Không ghi được vào thư mục dữ liệu {folder} ({error.strerror}); hãy xem lại KHUEVAN_DATA_DIR."
        ) from error


def _take(file: IO[str]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Đang chờ một lần khởi động khác xong việc …", file=sys.stderr, flush=True)
        fcntl.flock(file, fcntl.LOCK_EX)


@contextlib.contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise DomainError("database_unusable", _("The database cannot be used: %(reason)s"), reason=reason) from error
