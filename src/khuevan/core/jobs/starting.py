"""Beginning and steering jobs: verbs, called by views and by verbs of the apps above."""

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.jobs.carrying import wake_after_commit
from khuevan.core.jobs.handlers import handler_of
from khuevan.core.jobs.states import UNFINISHED, JobState
from khuevan.core.models import Job
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked


@verb("core.start_job")
def start(actor: Actor, kind: str, subject: models.Model, **params: object) -> Job:
    """Asks for the work ``kind`` on ``subject``; ``params`` are plain JSON values for its handler.

    While such a job is unfinished it is the answer to every further asking, whatever its params: a second click starts
    nothing.  Raises ``KeyError`` for an unknown kind.
    """
    handler = handler_of(kind)
    if handler.permission:
        require(actor, handler.permission, subject)
    running = _unfinished(kind, subject)
    if running:
        record(actor, "core.start_job", [])
        return running
    job = checked(
        Job(
            kind=kind,
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            subject_label=str(subject)[:200],
            office_id=handler.office_of(subject),
            actor=account_of(actor),
            actor_label=str(actor)[:200],
            by_installation=isinstance(actor, SystemActor),
            params=params,
            due_at=timezone.now(),
        )
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        running = _unfinished(kind, subject)
        if running is None:
            raise
        record(actor, "core.start_job", [])
        return running
    record(actor, "core.start_job", job)
    wake_after_commit()
    return job


def _unfinished(kind: str, subject: models.Model) -> Job | None:
    return Job.objects.about(subject).unfinished().filter(kind=kind).first()


@verb("core.pause_job")
def pause(actor: Actor, job: Job) -> None:
    """Stops after the step that is being stored.  Raises ``job_not_running``."""
    require(actor, "core.steer_job", job)
    before = snapshot(locked(job))
    if job.state == JobState.PAUSED:
        record(actor, "core.pause_job", [])
        return
    if job.state not in UNFINISHED:
        raise DomainError("job_not_running", _("This work has already ended; there is nothing to pause."))
    _leave(job, JobState.PAUSED)
    record(actor, "core.pause_job", job, before)


@verb("core.resume_job")
def resume(actor: Actor, job: Job) -> None:
    """Goes on from the cursor with what is paused or stopped.  Raises ``job_over``, ``job_known``."""
    require(actor, "core.steer_job", job)
    before = snapshot(locked(job))
    if job.state in {JobState.WAITING, JobState.RUNNING}:
        record(actor, "core.resume_job", [])
        return
    if job.state not in {JobState.PAUSED, JobState.FAILED}:
        raise DomainError("job_over", _("This work is over. Start it anew if something is left to do."))
    others = Job.objects.unfinished().filter(kind=job.kind, subject_type=job.subject_type, subject_id=job.subject_id)
    if others.exclude(pk=job.pk).exists():
        raise DomainError("job_known", _("The same work has been started anew meanwhile; look at that one."))
    job.attempts = job.lost = 0
    job.trouble = ""
    job.due_at = timezone.now()
    _leave(job, JobState.WAITING)
    record(actor, "core.resume_job", job, before)
    wake_after_commit()


@verb("core.cancel_job")
def cancel(actor: Actor, job: Job) -> None:
    """Ends the job; what is done stays done.  Raises ``job_over``."""
    require(actor, "core.steer_job", job)
    before = snapshot(locked(job))
    if job.state == JobState.CANCELLED:
        record(actor, "core.cancel_job", [])
        return
    if job.state == JobState.DONE:
        raise DomainError("job_over", _("This work is over. Start it anew if something is left to do."))
    _leave(job, JobState.CANCELLED)
    record(actor, "core.cancel_job", job, before)


def _leave(job: Job, state: JobState) -> None:
    """Takes the job from whoever works on it: a step not yet stored finds its lease gone and is dropped."""
    job.state = state
    job.lease_holder = ""
    job.lease_until = None
    job.finished_at = timezone.now() if state == JobState.CANCELLED else None
    job.save(
        update_fields=[
            "state", "lease_holder", "lease_until", "finished_at", "attempts", "lost", "trouble", "due_at",
        ]
    )  # fmt: skip
