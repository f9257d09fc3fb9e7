"""Small things done again and again beside the web: the worker of ``khuevan serve`` runs them.

A periodic function is short, may be run twice, and loses nothing when it is not run.
"""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

logger = logging.getLogger(__name__)
_functions: dict[str, tuple[float, Callable[[], None]]] = {}


def every(seconds: float, name: str, function: Callable[[], None]) -> None:
    """Asks the worker to run ``function`` at its start and then about every ``seconds``."""
    _functions[name] = (seconds, function)


def run_forever(stop: threading.Event) -> None:
    """Runs what is due until ``stop`` is set.  One that fails is logged and tried again at its next time."""
    due = dict.fromkeys(_functions, 0.0)
    while not stop.wait(1):
        for name, (seconds, function) in _functions.items():
            if time.monotonic() < due[name]:
                continue
            due[name] = time.monotonic() + seconds
            try:
                function()
            except Exception:
                logger.exception("Periodic work %s failed", name)
            finally:
                close_old_connections()
