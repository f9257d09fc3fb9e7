"""An empty database with all tables, made once and copied: all migrations take longer than most tests and benchmarks.

Kept under ``.build`` (SQLite) and on the server (PostgreSQL) by a digest of the migrations, so a changed migration
makes a new one; always by the product's own ``migrate``.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".build" / "blank"
FILE = "khuevan.sqlite3"
PREFIX = "khuevan_blank_"


@cache
def digest() -> str:
    """Of every migration, and of what else says which tables there are."""
    known = hashlib.sha256(version("django").encode() + version("django-allauth").encode())
    source = ROOT / "src" / "khuevan"
    for file in sorted([*source.glob("**/migrations/*.py"), *source.glob("core/search/*.py")]):
        known.update(f"{file.relative_to(source)}\n".encode() + file.read_bytes())
    return known.hexdigest()[:16]


def sqlite_file() -> Path:
    """The kept file; nobody may write to it."""
    kept = KEPT / f"{digest()}.sqlite3"
    with _alone():
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=KEPT) as folder:
                _migrate(folder)
                with (
                    closing(sqlite3.connect(Path(folder) / FILE)) as made,
                    closing(sqlite3.connect(f"{kept}.new")) as to,
                ):
                    made.backup(to)
            Path(f"{kept}.new").rename(kept)
    return kept


def put_into(folder: str | Path) -> None:
    """An installation in ``folder`` finds its tables there already."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    shutil.copy(sqlite_file(), Path(folder) / FILE)


def postgres_template(server: str) -> str:
    """The name of the database on ``server`` (``postgres://user@host:port``) that others are copies of."""
    import psycopg
    from psycopg import sql

    name = f"{PREFIX}{digest()}"
    with _alone(), psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        there = [row[0] for row in connection.execute("SELECT datname FROM pg_database").fetchall()]
        if name in there:
            return name
        making = sql.Identifier(f"{PREFIX}making")
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(making))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(making))
        with tempfile.TemporaryDirectory() as folder:
            _migrate(folder, f"{server}/{PREFIX}making")
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(making, sql.Identifier(name)))
    return name


def _copy(made: Path, to: Path) -> None:
    """With what still stands in the write-ahead log."""
    with closing(sqlite3.connect(made)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def _migrate(folder: str, database: str = "") -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KHUEVAN_")}
    chosen = {"KHUEVAN_DATA_DIR": folder, "KHUEVAN_DATABASE_URL": database}
    environment = {**kept, **chosen, "DJANGO_SETTINGS_MODULE": "khuevan.config.settings"}
    environment["PYTHONPATH"] = str(ROOT / "src")
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time makes a blank database; the others wait for it."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
