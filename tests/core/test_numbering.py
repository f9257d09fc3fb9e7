"""Promise 3: no gaps and no doubles, whatever crashes or runs in parallel."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.core.models import Sequence
from khuevan.core.numbering import take

READ_BOOK = (
    "import django; django.setup();"
    "from khuevan.core.models import AuditEntry, Sequence;"
    "print(*AuditEntry.objects.values_list('subject_id', flat=True));"
    "print(Sequence.objects.get(key='book').last)"
)


CLERK = str(Path(__file__).parents[1] / "records" / "clerk.py")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def environment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[dict[str, str]], None]
) -> dict[str, str]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    values = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "khuevan.config.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "KHUEVAN_DATA_DIR": str(tmp_path_factory.mktemp("numbers")),
        "KHUEVAN_DATABASE_URL": url,
    }
    migrated(values)
    return values


def _taker(environment: dict[str, str], name: str, count: int) -> "subprocess.Popen[str]":
    command = [sys.executable, str(Path(__file__).with_name("taker.py")), name, str(count)]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _begin(*processes: "subprocess.Popen[str]") -> None:
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()


def test_two_processes_and_a_killed_one_leave_no_gap(environment: dict[str, str]) -> None:
    first, second, victim = (_taker(environment, name, 500) for name in ("first", "second", "victim"))
    _begin(first, second, victim)
    time.sleep(0.5)
    victim.kill()
    for process in (first, second, victim):
        process.communicate(timeout=120)
    assert (first.returncode, second.returncode) == (0, 0)
    out = subprocess.run(
        [sys.executable, "-c", READ_BOOK], env=environment, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    numbers = sorted(int(word) for word in out[0].split())
    assert len(numbers) >= 1000
    assert numbers == list(range(1, len(numbers) + 1))
    assert int(out[1]) == len(numbers)


def test_two_clerks_in_the_same_second_get_different_numbers_of_one_series(environment: dict[str, str]) -> None:
    clerks = []
    for name in ("first", "second"):  # the first one opens the series
        command = [sys.executable, CLERK, name, "12"]
        clerks.append(
            subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        )
        stdout = clerks[-1].stdout
        assert stdout is not None
        assert stdout.readline() == "ready\n"
    _begin(*clerks)
    answers = [clerk.communicate(timeout=120)[0].split() for clerk in clerks]
    assert [clerk.returncode for clerk in clerks] == [0, 0]
    assert all(len(numbers) > 12 for numbers in answers)
    numbers = sorted(int(number) for answer in answers for number in answer)
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.django_db(transaction=True)
def test_a_number_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError):
        take("book")
    assert not Sequence.objects.exists()


@pytest.mark.django_db
def test_a_transaction_that_fails_gives_its_numbers_back() -> None:
    def fail() -> None:
        with transaction.atomic():
            take("book", 3)
            raise ValueError

    assert list(take("book")) == [1]
    with pytest.raises(ValueError):
        fail()
    assert list(take("book", 2)) == [2, 3]


class SeriesTests(TestCase):
    @given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 5)), max_size=8))
    @settings(max_examples=20, deadline=None)
    def test_each_series_counts_for_itself(self, steps: list[tuple[str, int]]) -> None:
        seen: dict[str, list[int]] = {"A": [], "B": []}
        for key, count in steps:
            seen[key] += take(key, count)
        for numbers in seen.values():
            assert numbers == list(range(1, len(numbers) + 1))
