"""Small things done again and again beside the web: every worker runs them, beside the jobs.

A periodic function is short, may be run twice, and loses nothing when it is not run.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone, translation

from khuevan.core.models import PeriodicTurn

logger = logging.getLogger(__name__)


class Waitable(Protocol):
    """As ``threading.Event``."""

    def wait(self, timeout: float, /) -> bool: ...


@dataclass(frozen=True)
class Periodic:
    """``one_worker``: of all workers over one database only one runs it each time."""

    seconds: float
    function: Callable[[], object]
    one_worker: bool

    @property
    def look_after(self) -> float:
        """Seconds until a worker asks again: sooner where another one may have been first and be gone by then."""
        return min(self.seconds, max(1.0, self.seconds / 20)) if self.one_worker else self.seconds


_functions: dict[str, Periodic] = {}


def every(seconds: float, name: str, function: Callable[[], object], *, one_worker: bool = False) -> None:
    """Asks each worker to run ``function`` at its start and then about every ``seconds``.

    With ``one_worker`` it runs once in that time however many workers there are, and a restart does not hurry it.
    """
    _functions[name] = Periodic(seconds, function, one_worker)


def run_forever(stop: Waitable) -> None:
    """Runs what is due until ``stop`` is set.  One that fails is logged and tried again at its next time."""
    due = dict.fromkeys(_functions, 0.0)
    with translation.override(settings.LANGUAGE_CODE):
        while not stop.wait(1):
            for name, periodic in _functions.items():
                if time.monotonic() >= due[name]:
                    due[name] = time.monotonic() + periodic.look_after
                    _run(name, periodic)


def _run(name: str, periodic: Periodic) -> None:
    try:
        if not periodic.one_worker or my_turn(name, periodic.seconds):
            periodic.function()
    except DatabaseError:
        logger.warning("Periodic work %s did not reach the database and is run again later", name, exc_info=True)
    except Exception:
        logger.exception("Periodic work %s failed", name)
    finally:
        close_old_connections()


def my_turn(name: str, seconds: float) -> bool:
    """Whether this worker is the one that runs ``name`` now; then nobody does for ``seconds``."""
    now = timezone.now()
    following = now + timedelta(seconds=seconds)
    turn = PeriodicTurn.objects.filter(name=name)
    if not turn.exists():
        PeriodicTurn.objects.bulk_create([PeriodicTurn(name=name, due_at=now)], ignore_conflicts=True)
    return bool(turn.filter(due_at__lte=now).update(due_at=following))
