"""What can be said of a job."""

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("job", "waiting")
    RUNNING = "running", _("job", "running")
    PAUSED = "paused", _("job", "paused")
    CANCELLED = "cancelled", _("job", "cancelled")
    DONE = "done", _("job", "done")
    FAILED = "failed", _("job", "stopped")


UNFINISHED: Final = (JobState.WAITING, JobState.RUNNING, JobState.PAUSED)
"""At most one job of a kind on one subject is in one of these."""
