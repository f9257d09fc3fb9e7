"""Jobs: what is done is kept, nothing is done twice, and whoever steers is heard."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from khuevan.core.actors import SYSTEM
from khuevan.core.errors import DomainError
from khuevan.core.jobs import handlers, leases, running
from khuevan.core.jobs.leases import LeaseLostError
from khuevan.core.jobs.running import RETRY_AFTER, run_now
from khuevan.core.jobs.starting import cancel, pause, resume, start
from khuevan.core.jobs.states import JobState
from khuevan.core.models import AuditEntry, Job
from khuevan.core.permissions import NotAllowedError
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, User
from tests.core import counting
from tests.factories import OfficeFactory, staff

pytestmark = pytest.mark.django_db

DEAD = 2**22 + 1
"""Beyond the largest number that Linux gives to a process."""


@pytest.fixture(autouse=True)
def _counting() -> Iterator[None]:
    counting.install()
    yield
    counting.uninstall()


@pytest.fixture
def office() -> Office:
    return OfficeFactory()


@pytest.fixture
def officer(office: Office) -> User:
    return staff(office)


def _begin(officer: User, office: Office, size: int = 5, **params: int) -> Job:
    return start(officer, counting.KIND, office, size=size, **params)


def _expire(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def _due_now(job: Job) -> Job:
    Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_step_by_step_and_says_so(officer: User, office: Office) -> None:
    seen: list[tuple[int, int, str]] = []
    counting.before_step.append(lambda job: seen.append((job.done, job.total, job.note)))
    job = run_now(_begin(officer, office))
    assert seen == [(0, 5, ""), (2, 5, "up to 2"), (4, 5, "up to 4")]
    assert (job.state, job.done, job.total, job.note) == (JobState.DONE, 5, 5, "up to 5")
    assert job.started_at
    assert job.finished_at
    assert (job.lease_until, job.is_finished) == (None, True)
    assert counting.counted() == [0, 1, 2, 3, 4]
    assert {entry.actor_label for entry in AuditEntry.objects.filter(verb="counted")} == {str(officer)}


def test_a_second_click_starts_nothing(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    assert _begin(officer, office, size=9) == job
    assert start(officer, counting.KIND, other := _office_of(officer), size=1) != job
    assert Job.objects.about(other).get().office_id is None
    run_now(job)
    again = _begin(officer, office)
    assert again != job
    assert again.state == JobState.WAITING


def _office_of(officer: User) -> Office:
    office = OfficeFactory()
    officer.roles.create(office=office, kind=RoleKind.OFFICER)
    del officer._roles_by_office
    return office


def test_the_database_itself_refuses_a_second_unfinished_job(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    for state in (JobState.WAITING, JobState.RUNNING, JobState.PAUSED):
        Job.objects.filter(pk=job.pk).update(state=state)
        twin = Job.objects.get(pk=job.pk)
        twin.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert _begin(officer, office) != job


def test_starting_asks_for_the_permission_of_the_work(office: Office) -> None:
    with pytest.raises(NotAllowedError):
        start(staff(office, RoleKind.EDITOR), counting.KIND, office, size=1)
    with pytest.raises(KeyError):
        start(SYSTEM, "test.unheard_of", office)
    assert not Job.objects.exists()


def test_a_step_that_refuses_stops_the_job_with_its_sentence_and_keeps_what_was_done(
    officer: User, office: Office
) -> None:
    counting.in_step.append(lambda job: counting.refuse(job) if job.done == 2 else None)
    job = run_now(_begin(officer, office))
    assert (job.state, job.done, job.trouble) == (JobState.FAILED, 2, "2 are enough.")
    assert counting.counted() == [0, 1]
    counting.in_step.clear()
    resume(officer, job)
    job = run_now(job)
    assert (job.state, job.trouble, job.finished_at is not None) == (JobState.DONE, "", True)
    assert counting.counted() == [0, 1, 2, 3, 4]


@pytest.mark.expects_error_log
def test_a_step_that_breaks_is_tried_again_later_and_later_then_the_job_stops(officer: User, office: Office) -> None:
    counting.in_step.append(lambda job: 1 / (job.done - 2))
    job = _begin(officer, office)
    delays = []
    for _turn in range(len(RETRY_AFTER)):
        before = timezone.now()
        job = run_now(job)
        assert job.state == JobState.WAITING
        assert leases.claim() is None, "it is not due yet"
        delays.append((job.due_at - before).total_seconds())
        job = _due_now(job)
    assert [round(delay) for delay in delays] == list(RETRY_AFTER)
    job = run_now(job)
    assert (job.state, job.done) == (JobState.FAILED, 2)
    assert "nhiều lần" in job.trouble or "several times" in job.trouble
    assert counting.counted() == [0, 1]
    counting.in_step.clear()
    resume(officer, job)
    assert run_now(job).state == JobState.DONE
    assert counting.counted() == [0, 1, 2, 3, 4]


def test_a_step_that_succeeds_forgets_earlier_breaks(officer: User, office: Office) -> None:
    breaks = {0: 3, 2: 3, 4: 3}

    def stumble(job: Job) -> None:
        breaks[job.done] -= 1
        if breaks[job.done] >= 0:
            raise OSError

    counting.before_step.append(stumble)
    job = _begin(officer, office)
    for _turn in range(9):
        job = _due_now(run_now(job))
        assert job.state == JobState.WAITING
    assert run_now(job).state == JobState.DONE


@pytest.mark.expects_error_log
def test_a_step_that_leads_nowhere_does_not_run_for_ever(
    officer: User, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = handlers.Step(done=0, cursor={}, finished=False)
    monkeypatch.setattr(counting.Counting, "step", lambda _self, _job: step)
    job = _begin(officer, office)
    for _turn in range(len(RETRY_AFTER) + 1):
        job = _due_now(run_now(job))
    assert job.state == JobState.FAILED


def test_pausing_drops_the_step_not_yet_stored_and_resuming_goes_on(officer: User, office: Office) -> None:
    counting.before_step.append(lambda job: pause(officer, Job.objects.get(pk=job.pk)) if job.done == 2 else None)
    job = run_now(_begin(officer, office))
    assert (job.state, job.done) == (JobState.PAUSED, 2)
    assert counting.counted() == [0, 1]
    assert leases.claim() is None
    assert run_now(job).state == JobState.PAUSED
    counting.before_step.clear()
    resume(officer, job)
    assert run_now(job).done == 5
    assert counting.counted() == [0, 1, 2, 3, 4]


def test_cancelling_keeps_what_was_done_and_is_final(officer: User, office: Office) -> None:
    counting.before_step.append(lambda job: cancel(officer, Job.objects.get(pk=job.pk)) if job.done == 4 else None)
    job = run_now(_begin(officer, office))
    assert (job.state, job.done, job.finished_at is not None) == (JobState.CANCELLED, 4, True)
    assert counting.counted() == [0, 1, 2, 3]
    with pytest.raises(DomainError) as refusal:
        resume(officer, job)
    assert refusal.value.code == "job_over"
    assert leases.claim() is None


def test_steering_twice_is_harmless_and_what_is_over_is_over(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    pause(officer, job)
    pause(officer, job)
    resume(officer, job)
    resume(officer, job)
    job = run_now(job)
    for verb, code in ((pause, "job_not_running"), (resume, "job_over"), (cancel, "job_over")):
        with pytest.raises(DomainError) as refusal:
            verb(officer, job)
        assert refusal.value.code == code
    assert AuditEntry.objects.filter(verb="core.pause_job").count() == 1
    assert AuditEntry.objects.filter(verb="core.resume_job").count() == 1


def test_a_stopped_job_does_not_go_on_beside_its_successor(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    _begin(officer, office)
    with pytest.raises(DomainError) as refusal:
        resume(officer, job)
    assert refusal.value.code == "job_known"


def test_a_lease_that_ran_out_is_taken_over_and_its_former_holder_stores_nothing(officer: User, office: Office) -> None:
    """The first worker sleeps in the middle of a step; a second one does the rest; then the first wakes up."""
    job = _begin(officer, office)

    def overtake(slow: Job) -> None:
        counting.before_step.clear()
        assert leases.take_back_expired() == 0, "a lease that holds is respected"
        assert leases.claim() is None
        _expire(slow)
        assert leases.take_back_expired() == 1
        assert Job.objects.get(pk=slow.pk).state == JobState.WAITING
        assert run_now(slow).state == JobState.DONE

    counting.before_step.append(overtake)
    job = run_now(job)
    assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)
    assert counting.counted() == [0, 1, 2, 3, 4]


def test_of_two_holders_only_the_later_one_holds(officer: User, office: Office) -> None:
    _begin(officer, office)
    first = leases.claim()
    assert first
    _expire(first)
    leases.take_back_expired()
    second = leases.claim()
    assert second
    with pytest.raises(LeaseLostError), transaction.atomic():
        leases.hold(first)
    assert not leases.renew(first)
    assert not leases.give_back(first)
    with transaction.atomic():
        leases.hold(second)
    assert leases.renew(second)
    assert leases.give_back(second)
    assert not leases.renew(second)


def test_a_job_that_somebody_works_on_is_nobody_elses(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    first = leases.claim_one(job.pk)
    assert first
    assert leases.claim_one(job.pk) is None
    assert run_now(job).state == JobState.RUNNING
    assert counting.counted() == []
    assert leases.renew(first)


def test_a_new_worker_goes_on_at_once_with_what_a_dead_one_of_its_machine_held(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    claimed = leases.claim()
    assert claimed
    assert leases.take_back_from_dead() == 0, "this process lives"
    machine, _pid, word = claimed.lease_holder.rsplit(":", 2)
    for holder in (f"elsewhere/1:{DEAD}:{word}", f"{machine}:1:{word}"):
        Job.objects.filter(pk=job.pk).update(lease_holder=holder)
        assert leases.take_back_from_dead() == 0
    Job.objects.filter(pk=job.pk).update(lease_holder=f"{machine}:{DEAD}:{word}")
    assert leases.take_back_from_dead() == 1
    assert run_now(job).state == JobState.DONE


def test_a_job_that_ends_its_workers_again_and_again_is_given_to_no_other(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    for _turn in range(leases.MOST_LOST):
        assert leases.claim()
        _expire(job)
        assert leases.take_back_expired() == 1
    assert leases.claim()
    _expire(job)
    assert leases.take_back_expired() == 1
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.trouble
    resume(officer, job)
    assert run_now(job).state == JobState.DONE


def test_a_worker_asked_to_end_finishes_its_step_and_gives_the_job_back_at_once(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    stop = threading.Event()
    counting.in_step.append(lambda _job: stop.set())
    claimed = leases.claim()
    assert claimed
    running._do(claimed, stop, threading.Event())
    job.refresh_from_db()
    assert (job.state, job.done, job.lease_holder, job.lost) == (JobState.WAITING, 2, "", 0)
    counting.in_step.clear()
    assert run_now(job).done == 5


def test_a_long_job_lets_others_have_their_turn(officer: User, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "SLICE", 0.0)
    long = _begin(officer, office)
    other = _begin(officer, _office_of(officer))
    turns = []
    counting.before_step.append(lambda job: turns.append(job.pk))
    for _turn in range(6):
        claimed = leases.claim()
        if claimed:
            running._do(claimed, threading.Event(), threading.Event())
    assert turns == [long.pk, other.pk] * 3
    assert counting.counted() == sorted([0, 1, 2, 3, 4] * 2)


def test_permission_is_asked_again_while_the_job_runs(officer: User, office: Office) -> None:
    def close_account(_job: Job) -> None:
        User.objects.filter(pk=officer.pk).update(is_active=False)

    counting.in_step.append(close_account)
    job = run_now(_begin(officer, office))
    assert (job.state, job.done) == (JobState.FAILED, 2)
    assert counting.counted() == [0, 1]


def test_a_job_whose_starter_is_gone_never_acts_as_the_installation(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    Job.objects.filter(pk=job.pk).update(actor=None)
    assert run_now(job).state == JobState.FAILED
    assert counting.counted() == []
    own = start(SYSTEM, counting.KIND, office, size=1)
    assert run_now(own).state == JobState.DONE


def test_a_kind_this_program_does_not_know_is_left_to_one_that_does(officer: User, office: Office) -> None:
    job = _begin(officer, office)
    Job.objects.filter(pk=job.pk).update(kind="test.of_a_newer_version")
    assert leases.claim() is None
