"""What every test stands on: a media folder of its own, and no unexpected ERROR in the log."""

import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

hypothesis_settings.register_profile("khuevan", deadline=None)  # a busy machine is no failure; benchmarks measure
hypothesis_settings.load_profile("khuevan")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs an event loop in the test's thread


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _no_unexpected_errors(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Anything logged at ERROR fails a test that does not carry ``@pytest.mark.expects_error_log``."""
    yield
    if request.node.get_closest_marker("expects_error_log"):
        return
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not errors, [record.getMessage() for record in errors]


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, str]], None]:
    """Makes the database that an environment names ready for processes of a test: all tables, no rows.

    The SQLite file is a copy of the one this run made for itself: all migrations take longer than such a test.
    """
    from django.db import connection

    blank, ours = tmp_path_factory.mktemp("migrated") / "khuevan.sqlite3", str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and Path(ours).name.startswith("tests"):  # a run without other tests makes none
        with closing(sqlite3.connect(ours)) as made, closing(sqlite3.connect(blank)) as copy:
            made.backup(copy)
    done: set[str] = set()

    def run(environment: dict[str, str], *words: str) -> None:
        values = {**environment, "DJANGO_SETTINGS_MODULE": "khuevan.config.settings"}
        subprocess.run([sys.executable, "-m", "django", *words, "-v0"], env=values, check=True)

    def ready(environment: dict[str, str]) -> None:
        address = environment.get("KHUEVAN_DATABASE_URL", "")
        if address:
            if address not in done:
                run(environment, "migrate")
            done.add(address)
            run(environment, "flush", "--no-input")  # other tests of this run use the same PostgreSQL database
            return
        if not blank.exists():
            run({**environment, "KHUEVAN_DATA_DIR": str(blank.parent)}, "migrate")
        folder = Path(environment["KHUEVAN_DATA_DIR"])
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(blank, folder)

    return ready


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database of this test run's own; skips where no server answers."""
    import psycopg
    from psycopg import sql

    server = os.environ.get("KHUEVAN_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
    name = f"khuevan_own_{os.getpid()}"
    try:
        connection = psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL: {error}")
    with connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{server}/{name}"
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    connection.close()


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A Redis database for one test, without what an earlier one left in its queue; skips where no server answers."""
    redis = pytest.importorskip("redis")
    url = os.environ.get("KHUEVAN_TEST_REDIS", "redis://127.0.0.1:6379/15")
    server = redis.Redis.from_url(url, socket_connect_timeout=2)
    try:
        server.ping()
    except redis.RedisError as error:
        pytest.skip(f"no Redis: {error}")
    for key in server.scan_iter("rq:*"):
        server.delete(key)
    yield url
    server.close()
