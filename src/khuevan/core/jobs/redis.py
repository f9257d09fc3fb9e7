"""Hearing from Redis, by way of django-tasks-rq, that there is work.

RQ's own worker is not used: while Redis is away it waits for it and would look after no job, and the words it took
from a worker that is busy would not reach one that is idle.
"""

import logging
import time

import django_rq
from django_tasks_rq import Job as CarriedTask
from redis.exceptions import RedisError
from rq.exceptions import DequeueTimeout

logger = logging.getLogger(__name__)
COMPLAIN_EVERY = 60.0
LONGEST = 5
"""Seconds of one waiting: a worker asked to end must not keep its parent waiting."""
_complained = -COMPLAIN_EVERY


def listen(seconds: float) -> None:
    """Waits for one task, runs it and forgets it; waits just as long where Redis is away."""
    began = time.monotonic()
    try:
        queue = django_rq.get_queue(job_class=CarriedTask)
        patience = min(max(1, round(seconds)), LONGEST)
        found = queue.dequeue_any([queue], patience, connection=queue.connection, job_class=CarriedTask)
        if found:
            task, _queue = found
            queue.intermediate_queue.remove(task.id)
            task.func.call()
            task.delete()
    except DequeueTimeout:
        return
    except RedisError:
        _complain()
        time.sleep(max(0.0, began + seconds - time.monotonic()))


def _complain() -> None:
    global _complained  # noqa: PLW0603 - one log line a minute for the process
    if time.monotonic() - _complained >= COMPLAIN_EVERY:
        _complained = time.monotonic()
        logger.warning("Redis does not answer; workers find new work by looking", exc_info=True)
