"""Who works on a job, and for how long nobody else may.

A lease is a random word in the row and the time until which it holds.  Taking one is a single conditional UPDATE, so
two workers never get the same; SQLite has one writer at a time, PostgreSQL judges the condition again after waiting.
Time alone decides nothing: a worker whose lease was taken over finds another word there (``hold``) and stores nothing.
"""

import contextlib
import os
import secrets
import socket
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from khuevan.core.jobs.handlers import kinds
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job, JobQuerySet

LEASE: Final = timedelta(seconds=15)
"""How long a job waits for a worker that is gone; renewed at each step and by a heartbeat between."""
MOST_LOST: Final = 8
"""Workers lost over a job, one after the other and without a step done, until it is not handed to another one."""


class LeaseLostError(Exception):
    """Somebody paused or cancelled the job, or another worker has it."""


def claim() -> Job | None:
    """The job that has waited longest, now ours; None when there is nothing to do."""
    waiting = _due().order_by("due_at", "pk").values_list("pk", flat=True)
    for pk in waiting[:5]:
        job = claim_one(pk)
        if job:
            return job
    return None


def claim_one(pk: int) -> Job | None:
    """This job, if it waits; None when somebody else was first."""
    now = timezone.now()
    word = f"{_machine()}:{os.getpid()}:{secrets.token_hex(8)}"
    taken = Job.objects.filter(pk=pk, state=JobState.WAITING).update(
        state=JobState.RUNNING,
        lease_holder=word,
        lease_until=now + LEASE,
        started_at=Coalesce("started_at", now),
    )
    return Job.objects.filter(pk=pk, lease_holder=word).first() if taken else None


def others_wait() -> bool:
    return _due().exists()


def _due() -> JobQuerySet:
    return Job.objects.filter(state=JobState.WAITING, due_at__lte=timezone.now(), kind__in=kinds())


def hold(job: Job) -> None:
    """Locks the row until the transaction ends and brings ``job`` up to date.  Raises LeaseLostError."""
    try:
        job.refresh_from_db(from_queryset=_held(Job.objects.select_for_update(), job))
    except Job.DoesNotExist:
        raise LeaseLostError from None
    job.lease_until = timezone.now() + LEASE


def renew(job: Job) -> bool:
    """Whether the lease is still ours; now it holds for another while."""
    return bool(_held(Job.objects.all(), job).update(lease_until=timezone.now() + LEASE))


def give_back(job: Job, **changes: object) -> bool:
    """Ends our work on the job, which waits again unless ``changes`` say more; False when it was not ours any more."""
    now = timezone.now()
    left: dict[str, object] = {"state": JobState.WAITING, "due_at": now, "lease_holder": "", "lease_until": None}
    return bool(_held(Job.objects.all(), job).update(**{**left, **changes}))


def _held(jobs: JobQuerySet, job: Job) -> JobQuerySet:
    return jobs.filter(pk=job.pk, state=JobState.RUNNING, lease_holder=job.lease_holder).exclude(lease_holder="")


def take_back_expired() -> int:
    """Jobs whose worker is gone wait again; one that lost a worker too often stops.  Returns how many.

    Looks before it writes: a worker asks every second, and SQLite has one pen.
    """
    now = timezone.now()
    expired = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now)
    if not expired.exists():
        return 0
    freed = {"lease_holder": "", "lease_until": None}
    stopped = expired.filter(lost__gte=MOST_LOST).update(
        state=JobState.FAILED, finished_at=now, trouble=_too_often(), **freed
    )
    return stopped + expired.update(state=JobState.WAITING, lost=F("lost") + 1, due_at=now, **freed)


def take_back_from_dead() -> int:
    """Jobs held by workers of this machine that are gone wait again, before their time runs out.  Returns how many.

    A worker asks once, at its start: after a crash the work goes on at once.
    """
    mine = Job.objects.filter(state=JobState.RUNNING, lease_holder__startswith=f"{_machine()}:")
    holders = mine.values_list("lease_holder", flat=True)
    dead = [holder for holder in holders if not _lives(int(holder.rsplit(":", 2)[1]))]
    if not dead:
        return 0
    mine.filter(lease_holder__in=dead).update(lease_until=timezone.now() - LEASE)
    return take_back_expired()


@cache
def _machine() -> str:
    """Where a process number means one process: the machine, and inside it the container."""
    with contextlib.suppress(OSError):
        return f"{socket.gethostname()[:60]}/{Path('/proc/self/ns/pid').readlink().name[5:-1]}"
    return socket.gethostname()[:60]


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _too_often() -> str:
    return _(
        "The program was ended again and again during this work. What is done is kept. "
        "Tell the one who looks after the machine, then go on."
    )
