"""The worker: takes jobs, does them step by step, and may be killed at any moment."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, Protocol

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from khuevan.core.errors import DomainError
from khuevan.core.jobs import carrying, leases
from khuevan.core.jobs.handlers import Handler, Step, handler_of
from khuevan.core.jobs.leases import LEASE, LeaseLostError
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job

logger = logging.getLogger(__name__)

LOOK_EVERY: Final = 1.0
"""Seconds between two looks into the table."""
SLICE: Final = 10.0
"""Seconds after which a job lets others have a turn, when there are any."""
RETRY_AFTER: Final = (2, 10, 60)
"""Seconds until a step that broke is tried again; after the last one the job stops."""
LONGEST_STEP: Final = 900.0
"""Seconds after which a step counts as hung: its lease is no longer renewed, so another worker may take the job."""


class Stoppable(Protocol):
    """As ``threading.Event``."""

    def is_set(self) -> bool: ...


def work(stop: Stoppable) -> None:
    """Does jobs until ``stop`` is set; the step being done is finished, the job goes back to wait.

    Any number of workers may run, on any number of machines over one database.
    """
    with translation.override(settings.LANGUAGE_CODE):
        _guarded(leases.take_back_from_dead)
        while not stop.is_set():
            if not _guarded(lambda: _turn(stop)):
                carrying.wait(LOOK_EVERY)


def _guarded[T](function: Callable[[], T]) -> T | None:
    """What ``function`` answers; None when the database cannot be reached just now."""
    try:
        return function()
    except DatabaseError:
        logger.warning("The database cannot be reached; looking for work again soon", exc_info=True)
        return None
    finally:
        close_old_connections()


def _turn(stop: Stoppable) -> bool:
    """Whether there was a job to work on."""
    leases.take_back_expired()
    job = leases.claim()
    if job:
        with _heartbeat(job) as alive:
            _do(job, stop, alive)
    return job is not None


def run_now(job: Job) -> Job:
    """Does a waiting job to its end in this process, for tests and the command line; returns it as it is then."""
    claimed = leases.claim_one(job.pk)
    if claimed:
        with translation.override(settings.LANGUAGE_CODE):
            _do(claimed, threading.Event(), threading.Event(), alone=True)
    return Job.objects.get(pk=job.pk)


def _do(job: Job, stop: Stoppable, alive: threading.Event, *, alone: bool = False) -> None:
    until = time.monotonic() + SLICE
    while not stop.is_set():
        alive.set()
        if not _advance(job):
            return
        if not alone and time.monotonic() > until and leases.others_wait():
            break
    leases.give_back(job)


def _advance(job: Job) -> bool:
    """One step; whether there is another one for us to do."""
    try:
        handler = handler_of(job.kind)
        if not (job.total or job.done or job.cursor):
            _count(job, handler)
        job.prepared = handler.prepare(job)
        with transaction.atomic():
            leases.hold(job)
            step = handler.step(job)
            _store(job, step)
    except LeaseLostError:
        return False
    except DomainError as error:
        _stop_with(job, error.message)
        return False
    except Exception:
        _try_later(job)
        return False
    finally:
        job.prepared = None
    return not step.finished


def _count(job: Job, handler: Handler) -> None:
    total = handler.total(job)
    with transaction.atomic():
        leases.hold(job)
        job.total = total
        job.save(update_fields=["total", "lease_until"])


def _store(job: Job, step: Step) -> None:
    """Writes what a step came to, inside its transaction."""
    if not step.finished and (step.cursor, step.done) == (job.cursor, job.done):
        raise RuntimeError(f"{job.kind} made a step that leads nowhere")
    job.cursor = step.cursor
    job.done = step.done
    job.total = max(step.done, job.total if step.total is None else step.total)
    job.note = step.note[: Job._meta.get_field("note").max_length]
    job.result = [*job.result, *step.result]
    job.attempts = job.lost = 0
    fields = ["cursor", "done", "total", "note", "result", "attempts", "lost", "lease_until"]
    if step.finished:
        job.state = JobState.DONE
        job.finished_at = timezone.now()
        job.lease_until = None
        fields += ["state", "finished_at"]
    job.save(update_fields=fields)


def _stop_with(job: Job, sentence: str) -> None:
    """The job stops; whoever reads the sentence may go on later from where it stands."""
    limit = Job._meta.get_field("trouble").max_length
    leases.give_back(job, state=JobState.FAILED, trouble=sentence[:limit], finished_at=timezone.now())


def _try_later(job: Job) -> None:
    if job.attempts >= len(RETRY_AFTER):
        logger.exception("Job %s (%s) broke for the last time", job.pk, job.kind)
        _stop_with(job, _stopped_for_good())
        return
    logger.warning("Job %s (%s) broke and is tried again", job.pk, job.kind, exc_info=True)
    due = timezone.now() + timedelta(seconds=RETRY_AFTER[job.attempts])
    leases.give_back(job, due_at=due, attempts=job.attempts + 1)


def _stopped_for_good() -> str:
    return _(
        "The work stopped for a reason the program does not know, several times. What is done is kept. "
        "Go on once more; if it stops again, tell the one who looks after the machine."
    )


@contextmanager
def _heartbeat(job: Job) -> Iterator[threading.Event]:
    """Renews the lease while steps are being done; the event is to be set at the beginning of each step.

    Dies with the process, which is the point.
    """
    alive, over = threading.Event(), threading.Event()
    thread = threading.Thread(target=_beat, args=(job, alive, over), name=f"job-{job.pk}", daemon=True)
    thread.start()
    try:
        yield alive
    finally:
        over.set()
        thread.join(LEASE.total_seconds())


def _beat(job: Job, alive: threading.Event, over: threading.Event) -> None:
    begun = time.monotonic()
    while not over.wait(LEASE.total_seconds() / 3):
        if alive.is_set():
            alive.clear()
            begun = time.monotonic()
        if time.monotonic() - begun > LONGEST_STEP:
            return
        try:
            if not leases.renew(job):
                return
        except DatabaseError:
            logger.warning("The lease of job %s could not be renewed", job.pk, exc_info=True)
        finally:
            connection.close()


def sweep() -> None:
    """Periodic: the screens say "waiting" of a job whose worker is gone, even while all other workers are busy."""
    leases.take_back_expired()
