"""The processes of one start: begun together, begun again when one is lost, ended together, none left behind."""

import contextlib
import logging
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

END_DEADLINE = 10.0
"""Seconds that a process has to end by itself once asked."""
YOUNG = 5.0
"""A process that ended by itself within so many seconds of its start may be unable to run at all."""
PAUSES = (0.0, 0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)
"""Seconds before each start after such an end; after the last one it is given up."""
KILLED_PAUSE = 0.5
"""Seconds before the start after SIGKILL, which no process gives itself: that is tried for ever."""

logger = logging.getLogger(__name__)


@dataclass
class Asked:
    """The signal that asked this process to end; 0 as long as none came."""

    signal: int = 0

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        self.signal = number

    def is_set(self) -> bool:
        """With ``wait``, as of ``threading.Event``, whose lock a signal must not meet."""
        return bool(self.signal)

    def wait(self, timeout: float) -> bool:
        time.sleep(timeout)
        return self.is_set()


def ask_me() -> Asked:
    """From here on SIGTERM and Ctrl-C are noted instead of ending this process on the spot."""
    asked = Asked()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    return asked


@dataclass
class Kept:
    """A command that runs as long as we do: ended by whatever, it is begun again."""

    command: Sequence[str]
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes]" = field(init=False)
    begun: float = field(init=False)
    young_ends: int = 0
    again_at: float | None = None

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """As the head of a process group of its own, so that a Ctrl-C reaches it through us only."""
        # The words are our own, the interpreter is the one that runs us.
        self.process = subprocess.Popen(self.command, env=self.environment, start_new_session=True)  # noqa: S603
        self.begun = time.monotonic()
        self.again_at = None

    def mend(self) -> bool:
        """Begins it again if it ended, after a while if it ended young; False when that has been tried often enough."""
        now = time.monotonic()
        if self.again_at is None and self.process.poll() is not None:
            _kill_group(self.process)
            pause = self._pause(now - self.begun)
            if pause is None:
                return False
            logger.warning("%s ended with %s and is begun again", self.command[2:4], self.process.returncode)
            self.again_at = now + pause
        if self.again_at is not None and now >= self.again_at:
            self.begin()
        return True

    def _pause(self, age: float) -> float | None:
        """Seconds until it may be begun again; None for never."""
        if age >= YOUNG:
            self.young_ends = 0
            return 0.0
        if self.process.returncode == -signal.SIGKILL:
            return KILLED_PAUSE
        self.young_ends += 1
        return PAUSES[self.young_ends - 1] if self.young_ends <= len(PAUSES) else None


@contextlib.contextmanager
def running(commands: Sequence[Sequence[str]], environment: Mapping[str, str]) -> Iterator[list[Kept]]:
    kept: list[Kept] = []
    try:
        for command in commands:
            kept.append(Kept(command, environment))
        yield kept
    finally:
        _end([one.process for one in kept if one.again_at is None])


def _end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    deadline = time.monotonic() + END_DEADLINE
    for process in processes:
        process.terminate()
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, deadline - time.monotonic()))
    for process in processes:
        _kill_group(process)
        process.wait()


def _kill_group(process: "subprocess.Popen[bytes]") -> None:
    """Reaches what the process started itself, too; no such group is the good case."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
