"""Several workers over one database: threads here, killed processes in ``test_jobs_killed``."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from khuevan.core import periodic
from khuevan.core.actors import SYSTEM
from khuevan.core.jobs import carrying, leases, running
from khuevan.core.jobs.running import work
from khuevan.core.jobs.starting import start
from khuevan.core.jobs.states import JobState
from khuevan.core.models import FormReceipt, Job, PeriodicTurn
from tests.core import counting
from tests.factories import OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _counting() -> Iterator[None]:
    counting.install()
    yield
    counting.uninstall()


def _workers(count: int, stop: threading.Event) -> list[threading.Thread]:
    def run() -> None:
        try:
            work(stop)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    return threads


def _wait_for_all_done(seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while Job.objects.unfinished().exists():
        assert time.monotonic() < until, list(Job.objects.values_list("state", "done", "trouble"))
        time.sleep(0.05)


def test_three_workers_do_every_chunk_of_every_job_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SLICE", 0.05)  # so that jobs wander between the workers
    counting.before_step.append(lambda _job: time.sleep(0.01))
    jobs = [start(SYSTEM, counting.KIND, OfficeFactory(), size=14) for _number in range(6)]
    stop = threading.Event()
    threads = _workers(3, stop)
    try:
        _wait_for_all_done()
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)
    assert counting.counted() == sorted(list(range(14)) * len(jobs))
    assert set(Job.objects.values_list("state", "done")) == {(JobState.DONE, 14)}


def test_many_who_claim_at_once_get_one_job_once() -> None:
    start(SYSTEM, counting.KIND, OfficeFactory(), size=1)
    got: list[Job | None] = []
    barrier = threading.Barrier(6)

    def grab() -> None:
        barrier.wait()
        got.append(leases.claim())
        connection.close()

    _all_at_once(grab, 6)
    assert len([job for job in got if job]) == 1


def test_many_who_start_the_same_work_at_once_get_one_job() -> None:
    office = OfficeFactory()
    barrier = threading.Barrier(6)
    got: list[Job] = []

    def click() -> None:
        barrier.wait()
        got.append(start(SYSTEM, counting.KIND, office, size=1))
        connection.close()

    _all_at_once(click, 6)
    assert len(got) == 6
    assert len({job.pk for job in got}) == 1


def _all_at_once(function: object, count: int) -> None:
    threads = [threading.Thread(target=function) for _number in range(count)]  # type: ignore[arg-type]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_a_step_longer_than_the_lease_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.6))
    monkeypatch.setattr(running, "LEASE", timedelta(seconds=0.6))
    begun: list[int] = []
    counting.before_step.append(lambda job: begun.append(job.pk) or time.sleep(1.5))
    start(SYSTEM, counting.KIND, OfficeFactory(), size=2)
    stop = threading.Event()
    threads = _workers(2, stop)
    try:
        _wait_for_all_done()
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)
    assert len(begun) == 1, "nobody took it over"
    assert counting.counted() == [0, 1]


def test_a_step_that_hangs_loses_its_lease_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=0.3))
    monkeypatch.setattr(running, "LEASE", timedelta(seconds=0.3))
    monkeypatch.setattr(running, "LONGEST_STEP", 0.5)
    hang = threading.Event()
    naps = iter([60.0, 0.0])
    counting.before_step.append(lambda _job: hang.wait(next(naps)) and None)
    start(SYSTEM, counting.KIND, OfficeFactory(), size=2)
    stop = threading.Event()
    threads = _workers(2, stop)
    try:
        _wait_for_all_done(15)
    finally:
        stop.set()
        hang.set()
        for thread in threads:
            thread.join(10)
    assert counting.counted() == [0, 1]


def test_a_worker_outlives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def away() -> None:
        asked.append(1)
        if len(asked) < 3:
            raise DatabaseError
        stop.set()

    stop = threading.Event()
    monkeypatch.setattr(leases, "take_back_expired", away)
    monkeypatch.setattr(running, "LOOK_EVERY", 0.01)
    work(stop)
    assert len(asked) == 3


def test_new_work_rouses_a_worker_of_the_same_process_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "LOOK_EVERY", 30.0)
    stop = threading.Event()
    threads = _workers(1, stop)
    try:
        time.sleep(0.3)
        start(SYSTEM, counting.KIND, OfficeFactory(), size=1)
        _wait_for_all_done(10)
    finally:
        stop.set()
        carrying._work.set()
        for thread in threads:
            thread.join(10)


def test_of_many_workers_one_does_the_periodic_work_in_its_time() -> None:
    turns: list[bool] = []
    barrier = threading.Barrier(6)

    def ask() -> None:
        barrier.wait()
        turns.append(periodic.my_turn("test.once", 60))
        connection.close()

    _all_at_once(ask, 6)
    assert sorted(turns) == [False] * 5 + [True]
    assert not periodic.my_turn("test.once", 60)
    PeriodicTurn.objects.update(due_at=timezone.now())
    assert periodic.my_turn("test.once", 60)


@pytest.mark.expects_error_log
def test_periodic_work_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    ran = threading.Event()
    monkeypatch.setattr(periodic, "_functions", {})
    periodic.every(60, "test.broken", lambda: 1 / 0)
    periodic.every(60, "test.sound", ran.set, one_worker=True)
    assert _run_until(ran)


def test_the_worker_forgets_old_receipts_and_frees_jobs_whose_worker_is_gone() -> None:
    job = start(SYSTEM, counting.KIND, OfficeFactory(), size=1)
    leases.claim()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    user = UserFactory()
    for days, token in ((4, "old"), (2, "young")):
        FormReceipt.objects.create(token=token, actor=user)
        FormReceipt.objects.filter(token=token).update(at=timezone.now() - timedelta(days=days))
    done = threading.Event()
    periodic.every(60, "test.last", done.set)
    try:
        assert _run_until(done)
    finally:
        del periodic._functions["test.last"]
    assert list(FormReceipt.objects.values_list("token", flat=True)) == ["young"]
    assert Job.objects.get(pk=job.pk).state == JobState.WAITING


def _run_until(happened: threading.Event) -> bool:
    stop = threading.Event()

    def run() -> None:
        periodic.run_forever(stop)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    found = happened.wait(20)
    stop.set()
    thread.join(20)
    return found
