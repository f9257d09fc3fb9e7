"""The acceptance of long work: processes killed with SIGKILL at random while certificates are issued.

A small form of ``benchmarks/killed.py``; the seed that it prints repeats a failure.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "killed.py"


def _run(*arguments: str) -> dict[str, object]:
    command = [sys.executable, str(SCRIPT), "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.stdout, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    print(result)
    assert result["troubles"] == [], done.stderr
    return result


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for the processes to kill")
def test_certificates_stay_whole_while_worker_and_web_are_killed() -> None:
    result = _run("--rounds", "2", "--certificates", "60", "--kill-every", "0.7", "--most-kills", "6")
    kills = result["kills"]
    assert isinstance(kills, dict)
    assert sum(kills.values()) >= 3


@pytest.mark.postgres
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for the processes to kill")
def test_the_same_on_postgresql_and_redis(postgres_url: str, redis_url: str) -> None:
    _run(
        "--rounds",
        "1",
        "--certificates",
        "60",
        "--kill-every",
        "0.7",
        "--most-kills",
        "6",
        "--database",
        postgres_url,
        "--redis",
        redis_url,
    )
