"""Brings an installation up to date, one process at a time."""

import contextlib
import fcntl
import sys
from collections.abc import Iterator
from typing import IO

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
    with _in_one_sentence():
        call_command("migrate", verbosity=0, interactive=False)


def migrate_and_collect() -> None:
    """The database, and the static files of the data folder."""
    migrate()
    call_command("collectstatic", verbosity=0, interactive=False)


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
