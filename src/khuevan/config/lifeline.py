"""How the processes of one start know each other: words in the environment that are no options of an installation."""

import ctypes
import os
import signal
import sys
import threading
import time

PARENT = "_KHUEVAN_PARENT"
"""Process number of the one that must live for this one to live."""
START = "_KHUEVAN_START"
"""A random word of one ``khuevan serve``; its web processes say it back, so a stranger on the port is told apart."""
START_HEADER = "X-Khuevan-Start"
WRITES_NOTHING = "_KHUEVAN_WRITES_NOTHING"
"""Set by commands that only read: the settings then make no folder and no key."""

_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Sends this process SIGTERM once its parent is gone, even by SIGKILL.  Does nothing where none was named."""
    named = os.environ.get(PARENT)
    if not named:
        return
    parent = int(named)
    if not _ask_kernel():
        threading.Thread(target=_watch, args=(parent,), name="lifeline", daemon=True).start()
    elif os.getppid() != parent:  # it went before the kernel was asked
        os.kill(os.getpid(), signal.SIGTERM)


def _ask_kernel() -> bool:
    """Linux only; better than a thread, because the web server forks after this."""
    if sys.platform != "linux":
        return False
    try:
        ask = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return False
    return bool(ask(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGTERM)) == 0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
