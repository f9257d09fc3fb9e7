"""Carries the word that there is work to workers that wait; the work itself stays in the rows of the jobs.

``django.tasks`` carries it.  Without Redis its immediate backend says it inside the process, and workers look into the
table every second, as they must anyway for leases that ran out.  With KHUEVAN_REDIS_URL django-tasks-rq wakes a worker
on whatever machine.  A word that is lost costs a worker one look, and no task lasts longer than it takes to say it, so
no killed task stays behind as running (decision 15).
"""

import logging
import threading

from django.conf import settings
from django.db import transaction
from django.tasks import task

logger = logging.getLogger(__name__)
_work = threading.Event()


@task
def say_there_is_work() -> None:
    """Runs where a worker listens."""
    _work.set()


def wake_after_commit() -> None:
    """Tells a worker of the work that this transaction asks for, once it is stored."""
    transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    try:
        say_there_is_work.enqueue()
    except Exception:
        # The row is stored and workers find it by looking: a carrier that is down must not stop an officer.
        logger.warning("No worker could be told of new work; one will find it", exc_info=True)


def wait(seconds: float) -> None:
    """Returns when there may be work, or after about ``seconds``."""
    if settings.KHUEVAN_REDIS_URL:
        from khuevan.core.jobs import redis  # its packages are installed only where Redis is used

        redis.listen(seconds)
    else:
        _work.wait(seconds)
    _work.clear()
