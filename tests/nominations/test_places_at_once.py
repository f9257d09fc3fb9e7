"""Real processes on a real database: places are never given twice, rows are neither lost nor doubled."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CONTENDER = str(Path(__file__).with_name("contender.py"))


@pytest.fixture(params=["sqlite", "postgres"])
def environment(
    request: pytest.FixtureRequest, tmp_path: Path, migrated: Callable[[dict[str, str]], None]
) -> dict[str, str]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    values = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "khuevan.config.settings",
        "KHUEVAN_DATA_DIR": str(tmp_path),
        "KHUEVAN_DATABASE_URL": url,
    }
    migrated(values)
    return values


def run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, CONTENDER, *words], env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=120
    )
    return done.stdout


def judged(environment: dict[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(environment, "judge"))
    return answer


def at_once(environment: dict[str, str], *works: tuple[str, ...]) -> None:
    """All of them begin together; every one must come to its end."""
    processes = [
        subprocess.Popen(
            [sys.executable, CONTENDER, *words],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for words in works
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for words, process in zip(works, processes, strict=True):
        _out, errors = process.communicate(timeout=300)
        assert process.returncode == 0, (words, errors)


def test_two_people_of_one_agency_answer_at_the_same_moment(environment: dict[str, str]) -> None:
    run(environment, "prepare", "2", "7", "0")
    at_once(environment, *[("send", "0", "Trần Thị", "12")] * 2, ("send", "0", "Lê Văn", "6"))
    found = judged(environment)
    assert found["rows"] == 30, "every row that was sent is there"
    assert found["held"] == [7, 0], "all places are taken, none twice"
    assert found["named_twice"] == [], "whoever both named is in line once"
    assert found["states"] == {"proposed": 7, "reserve": 18 - 7, "double": 12}


def test_eight_agencies_and_an_officer_contend_for_the_places_of_a_class(environment: dict[str, str]) -> None:
    run(environment, "prepare", "8", "4", "20")
    senders = [("send", f"{place},{place + 4}", "Ngô", "6") for place in range(4)]
    at_once(environment, *senders, ("decide", "6"))
    found = judged(environment)
    assert found["rows"] == sum(found["states"].values()) == 8 * 6
    assert sum(found["held"]) <= 20
    assert all(held <= places for held, places in zip(found["held"], found["places"], strict=True))
    assert found["states"]["accepted"] == found["learners"] == found["people"]
    assert found["named_twice"] == []
    assert found["states"]["reserve"] > 0


def test_deciding_and_merging_the_same_people_at_once_ends(environment: dict[str, str]) -> None:
    run(environment, "prepare", "1", "9", "0")
    at_once(environment, ("send", "0", "Đặng Thị", "6"))
    at_once(environment, ("decide", "1"))
    at_once(environment, ("waver", "12"), ("merge", "30"))
    found = judged(environment)
    assert found["states"] == {"proposed": 6}
