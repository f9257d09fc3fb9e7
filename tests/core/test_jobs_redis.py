"""Redis only carries the word that there is work: it may be quick, and it may be away."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from khuevan.config import databases
from tests.config.processes import free_port

SCRIPT = Path(__file__).with_name("redis_carrier.py")


def _carrier(folder: Path, url: str, what: str) -> tuple[list[Any], str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "khuevan.config.settings",
        "KHUEVAN_DATA_DIR": str(folder),
        "KHUEVAN_REDIS_URL": url,
    }
    command = [sys.executable, str(SCRIPT), what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), done.stderr


def test_a_waiting_worker_hears_at_once_and_nothing_stays_behind(tmp_path: Path, redis_url: str) -> None:
    (heard_after, left), errors = _carrier(tmp_path, redis_url, "carry")
    assert 1.4 < heard_after < 4, "after the 1.5 s before it was said, well before the 5 s of patience"
    assert [key for key in left if key.startswith(("rq:job", "rq:queue:", "rq:wip"))] == []
    assert "Traceback" not in errors


def test_a_redis_that_is_away_neither_stops_nor_hurries_anybody(tmp_path: Path) -> None:
    pytest.importorskip("django_tasks_rq")
    (saying, waiting), errors = _carrier(tmp_path, f"redis://127.0.0.1:{free_port()}/0", "away")
    assert saying < 5
    assert 4.5 < waiting < 8, "as patient as with a Redis, not a busy loop"
    assert errors.count("Redis does not answer") == 1


@pytest.mark.parametrize("url", ["127.0.0.1:6379", "http://127.0.0.1", "redis://", "redis://a:x", "redis://[::1"])
def test_a_wrong_address_names_its_option(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="KHUEVAN_REDIS_URL"):
        databases.queues(url)


def test_an_address_gets_limits_and_keeps_its_own() -> None:
    url = str(databases.queues("redis://:secret@example.vn:6380/2?socket_timeout=3")["default"]["URL"])
    assert url.startswith("redis://:secret@example.vn:6380/2?")
    assert "socket_timeout=3" in url
    assert "socket_connect_timeout=2" in url


def test_without_the_packages_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "find_spec", lambda _name: None)
    with pytest.raises(ImproperlyConfigured, match="khuevan\\[redis\\]"):
        databases.carrier("redis://127.0.0.1:6379/0")
    assert "immediate" in str(databases.carrier("")["default"]["BACKEND"])
