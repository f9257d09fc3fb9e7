"""The processes of one start: begun together, ended together, none left behind."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

END_DEADLINE = 10.0
"""Seconds that a process has to end by itself once asked."""


@dataclass
class Asked:
    """The signal that asked this process to end; 0 as long as none came."""

    signal: int = 0

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number


def ask_me() -> Asked:
    """From here on SIGTERM and Ctrl-C are noted instead of ending this process on the spot."""
    asked = Asked()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    return asked


@contextlib.contextmanager
def running(
    commands: Sequence[Sequence[str]], environment: Mapping[str, str]
) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Each command as the head of a process group of its own, so that a Ctrl-C reaches them through us only."""
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            # The words are our own, the interpreter is the one that runs us.
            processes.append(subprocess.Popen(command, env=environment, start_new_session=True))  # noqa: S603
        yield processes
    finally:
        _end(processes)


def _end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    deadline = time.monotonic() + END_DEADLINE
    for process in processes:
        process.terminate()
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
    for process in processes:
        # Reaches what it started itself, too; no such group is the good case.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
