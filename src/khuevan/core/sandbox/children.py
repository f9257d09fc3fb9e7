"""The one place that starts children: nothing of the server's goes in, little comes out, and none outlives its clock.

What a child loses before it meets foreign bytes is in ``inside.child``.
"""

import contextlib
import importlib.util
import io
import json
import logging
import math
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NoReturn, Self, cast

from khuevan.core.sandbox.inside.child import NO_MEMORY, NOT_STARTED
from khuevan.core.sandbox.scratch import Scratch

logger = logging.getLogger(__name__)

_MEGABYTE = 1024 * 1024
_CHILD = Path(__file__).with_name("inside") / "child.py"
_OURS = Path(__file__).resolve().parents[3]
_INHERITED = ("LD_LIBRARY_PATH",)
# As many threads and pools of memory as the address space has room for, however many processors there are.
_ENVIRONMENT = {"RAYON_NUM_THREADS": "2", "HOME": "/nonexistent"}
_LAST_WORDS = 2_000
_BUFFER = 256 * 1024
# Faults of a program; other signals mean that memory or time ran out.
_FAULTS = {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGFPE}


class SandboxError(Exception):
    """A child gave no answer; what it was given is the cause."""


class Overrun(SandboxError):  # noqa: N818 - what happened, in one word
    """It wanted more memory, time or words than it has."""


class Late(Overrun):
    """It was not done in time."""


class Crashed(SandboxError):  # noqa: N818
    """It ended by itself before its answer was whole."""


@dataclass(frozen=True)
class Limits:
    """Bytes of address space and of one written file; ``cpu_seconds`` are of a whole life, 0 for no limit."""

    memory: int = 1024 * _MEGABYTE
    cpu_seconds: int = 20
    file_size: int = 64 * 1024
    open_files: int = 64
    threads: bool = False


@dataclass(frozen=True)
class Program:
    """A module with ``prepare`` (see ``inside.child``) and the third-party packages that it imports.

    ``folders`` are further places to import from.
    """

    module: str
    packages: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    folders: tuple[Path, ...] = ()

    def places(self) -> list[str]:
        """Where the child finds them: the folders where this process has them."""
        found = [importlib.util.find_spec(name) for name in self.packages]
        packages = [Path(spec.origin).resolve().parents[1] for spec in found if spec and spec.origin]
        return list(dict.fromkeys(map(str, (_OURS, *packages, *self.folders))))


class Child:
    """One child.  It ends with its ``with`` block at the latest, and with this process or the thread that started it.

    ``readable`` are files and folders that it may read beside its own code; ``outputs`` names the plain files that it
    may write into its scratch folder.
    """

    def __init__(
        self,
        program: Program,
        settings: Mapping[str, object],
        *,
        readable: Sequence[Path] = (),
        outputs: Sequence[str] = (),
    ) -> None:
        self._limits = program.limits
        self._until = math.inf
        self.scratch = Scratch(outputs) if outputs else None
        folder = str(self.scratch.folder) if self.scratch else None
        told = {
            "module": program.module,
            "folders": program.places(),
            "settings": settings,
            "limits": asdict(program.limits),
            "readable": [str(path.resolve()) for path in readable],
            "scratch": folder,
            "parent": os.getpid(),
        }
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        try:
            self._process = self._started(json.dumps(told), folder)
        except BaseException:
            self._close()
            raise
        self._in = cast("io.FileIO", self._process.stdin)
        self._out = io.BufferedReader(_Watched(cast("io.FileIO", self._process.stdout), self._wait_for), _BUFFER)
        os.set_blocking(self._in.fileno(), False)

    def _started(self, told: str, folder: str | None) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own program, no shell
            [sys.executable, "-I", "-S", "-X", "utf8", str(_CHILD), told],
            bufsize=0,  # what waits in a buffer here would be sent twice after a fork
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            cwd=folder or "/",
            env=_ENVIRONMENT | {name: os.environ[name] for name in _INHERITED if name in os.environ},
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Whoever waits for it inside this block waits no longer than that; then it is killed.  Raises ``Late``."""
        self._until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._until = math.inf

    def _wait_for(self, pipe: int, event: int) -> None:
        waiting = select.poll()
        waiting.register(pipe, event)
        left = self._until - time.monotonic()
        if not waiting.poll(None if left == math.inf else max(0.0, left * 1000)):
            self._too_late()

    def _too_late(self) -> NoReturn:
        self._kill()
        raise Late("its time is over")

    def give(self, content: bytes) -> None:
        """Raises ``Crashed`` or ``Overrun`` when it does not listen."""
        try:
            self._write(content)
        except OSError as error:
            self.finish()
            raise Crashed("it does not listen") from error

    def give_all(self, content: bytes) -> None:
        """All it will get; a child that ended already is explained by ``finish``."""
        with contextlib.suppress(OSError):
            self._write(content)
        with contextlib.suppress(OSError):
            self._in.close()

    def _write(self, content: bytes) -> None:
        left = memoryview(content)
        while left:
            self._wait_for(self._in.fileno(), select.POLLOUT)
            left = left[self._in.write(left) or 0 :]

    def take(self, size: int) -> bytes:
        """So many bytes of its answer.  Raises ``Crashed`` or ``Overrun`` when they do not come."""
        taken = self._out.read(size)
        if len(taken) < size:
            self.finish()
            raise Crashed("it ended in the middle of its answer")
        return taken

    def lines(self, *, longest: int, most: int) -> Iterator[bytes]:
        """Its answer line by line, each with its end; sizes are bytes of one line and of all.  Raises ``Overrun``."""
        while line := self._out.readline(longest + 1):
            most -= len(line)
            if most < 0 or len(line) > longest:
                raise Overrun("it says too much")
            if not line.endswith(b"\n"):  # cut off in the middle
                return
            yield line

    def rest(self, *, most: int) -> bytes:
        """All that it says until it is silent for good.  Raises ``Overrun`` for more than so many bytes."""
        said = self._out.read(most + 1)
        if len(said) > most:
            raise Overrun("it says too much")
        return said

    def finish(self) -> None:
        """Waits for its end.  Raises what its status means, ``RuntimeError`` when it could not import its program."""
        try:
            status = self._process.wait(None if self._until == math.inf else max(0.0, self._until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self._too_late()
        if status == 0:
            return
        words = self._last_words()
        if status == NOT_STARTED:
            raise RuntimeError(f"a program of the sandbox cannot be imported; is the installation complete? {words}")
        logger.warning("A sandboxed process ended with status %s: %s", status, words or "without a word")
        if status == NO_MEMORY or (status < 0 and -status not in _FAULTS):
            raise Overrun(f"status {status}")
        raise Crashed(f"status {status}")

    def _last_words(self) -> str:
        self._stderr.seek(max(0, self._stderr.seek(0, os.SEEK_END) - _LAST_WORDS))
        return ascii(self._stderr.read(_LAST_WORDS).decode(errors="replace").strip())[1:-1]

    def output(self, name: str) -> bytes:
        """What it wrote under this name.  Raises ``Crashed`` for anything but a plain file of bounded size."""
        content = self.scratch.read(name, self._limits.file_size) if self.scratch else None
        if content is None:
            raise Crashed(f"{name} is no plain file")
        return content

    def end(self) -> None:
        """Kills it and whatever it started, and leaves nothing behind."""
        self._kill()
        self._process.wait()
        self._in.close()
        self._out.close()
        self._close()

    def abandon(self) -> None:
        """In a forked process the child is another's: only the ends of the pipes are let go."""
        self._process.returncode = 0
        self._in.close()
        self._out.close()
        self._stderr.close()

    def _kill(self) -> None:
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _close(self) -> None:
        self._stderr.close()
        if self.scratch:
            self.scratch.remove()


class _Watched(io.RawIOBase):
    """A pipe read with an eye on the clock."""

    def __init__(self, pipe: io.FileIO, wait_for: Callable[[int, int], None]) -> None:
        self._pipe = pipe
        self._wait_for = wait_for

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int | None:  # type: ignore[override]  # the buffer of BufferedReader
        self._wait_for(self._pipe.fileno(), select.POLLIN)
        return self._pipe.readinto(buffer)

    def close(self) -> None:
        self._pipe.close()
        super().close()
