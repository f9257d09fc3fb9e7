"""What every test stands on: a media folder of its own, and no unexpected ERROR in the log."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

from tools import blank

hypothesis_settings.register_profile("khuevan", deadline=None)  # a busy machine is no failure; benchmarks measure
hypothesis_settings.load_profile("khuevan")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs an event loop in the test's thread


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"migrated", "postgres_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.own_database)


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
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """The test database is a copy of one that was migrated already; what this run still lacks is migrated as usual."""
    from django.db import connection

    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        shutil.copy(blank.sqlite_file(), test["NAME"])
        return True
    url = urlsplit(os.environ["KHUEVAN_TEST_DATABASE_URL"])
    test["TEMPLATE"] = blank.postgres_template(f"{url.scheme}://{url.netloc}")
    return False


@pytest.fixture(scope="session")
def migrated() -> Callable[[dict[str, str]], None]:
    """Makes the database that an environment names ready for processes of a test: all tables, no rows."""

    def ready(environment: dict[str, str]) -> None:
        if not environment.get("KHUEVAN_DATABASE_URL", ""):
            blank.put_into(environment["KHUEVAN_DATA_DIR"])
            return
        values = {**environment, "DJANGO_SETTINGS_MODULE": "khuevan.config.settings"}
        flush = [sys.executable, "-m", "django", "flush", "--no-input", "-v0"]
        subprocess.run(flush, env=values, check=True)  # other tests of this run use the same PostgreSQL database

    return ready


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL database of this test run's own, with tables and no rows; skips where no server answers."""
    import psycopg
    from psycopg import sql

    server = os.environ.get("KHUEVAN_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432")
    name = f"khuevan_own_{os.getpid()}"
    try:
        connection = psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL: {error}")
    copy = sql.Identifier(name), sql.Identifier(blank.postgres_template(server))
    with connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*copy))
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
