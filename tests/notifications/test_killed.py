"""Workers that are killed while they send: nothing is lost, and what may come twice is known."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.notifications.post import Post, free_port, open_post

HERE = Path(__file__)
COUNT = 60


@pytest.fixture(params=["sqlite", "postgres"])
def environment(
    request: pytest.FixtureRequest, tmp_path: Path, migrated: Callable[[dict[str, str]], None]
) -> dict[str, str]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    root = HERE.parent.parent.parent
    values = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root)]),
        "DJANGO_SETTINGS_MODULE": "khuevan.config.settings",
        "KHUEVAN_DATA_DIR": str(tmp_path),
        "KHUEVAN_DATABASE_URL": url,
        "KHUEVAN_MAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "KHUEVAN_MAIL_FROM": "Khuê Văn <khuevan@so.example.vn>",
    }
    migrated(values)
    return values


def _run(environment: dict[str, str], *work: str) -> list[str]:
    command = [sys.executable, str(HERE.with_name("deliverer.py")), *work]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, timeout=120)
    return [line for line in done.stdout.splitlines() if line != "ready"]


def _worker(environment: dict[str, str]) -> "subprocess.Popen[str]":
    command = [sys.executable, str(HERE.with_name("deliverer.py")), "deliver"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_killed_worker_beside_another_one(environment: dict[str, str]) -> None:
    _run(environment, "write", str(COUNT))
    post = Post()
    post.takes_seconds = 0.05
    with open_post(post, int(environment["KHUEVAN_MAIL_URL"].rpartition(":")[2])):
        victim, other = _worker(environment), _worker(environment)
        until = time.monotonic() + 60
        while len(post.taken) < 10 and time.monotonic() < until:
            time.sleep(0.01)
        victim.kill()
        victim.communicate()
        other.communicate(timeout=120)
        left = [line for line in _run(environment, "later", "10.5") if not line.startswith("sent 1 ")]
        assert [line.split()[:2] for line in left] in ([], [["sending", "1"]]), "the one it had in its hands"
        after = _run(environment, "deliver")
    assert {line.split()[0] for line in after} == {"sent"}
    came = Counter(post.ids)
    assert len(came) == COUNT, "nothing is lost"
    doubled = [name for name, times in came.items() if times > 1]
    assert len(doubled) <= len(left), "only what nobody could know about came twice, under one Message-ID"
    assert sum(came.values()) <= COUNT + 1
