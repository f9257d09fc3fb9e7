"""A program for a child of the sandbox that does what no program should; ``test_sandbox.py`` watches it.

What is native goes past Python's own hook, straight to the kernel: the functions are fetched before the doors close.
"""

import ctypes
import errno
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_LIBC = ctypes.CDLL(None)
_NATIVE = {
    name: getattr(_LIBC, name)
    for name in (
        "chroot",
        "fork",
        "kill",
        "link",
        "mkfifo",
        "open",
        "prlimit",
        "socket",
        "socketpair",
        "symlink",
        "syscall",
    )
}
_whereabouts = getattr(_LIBC, "__errno_location" if sys.platform == "linux" else "__error")
_whereabouts.restype = ctypes.POINTER(ctypes.c_int)
_ERROR = _whereabouts().contents  # of this thread, read without asking Python's hook
_IO_URING_SETUP, _CLONE3, _UNKNOWN = 425, 435, 999
_Limit = ctypes.c_ulong * 2
_ZEROS = ctypes.create_string_buffer(200)


def _said(*values: object) -> None:
    print(json.dumps(values), flush=True)


def _native(name: str, *arguments: Any) -> None:
    """Says the name of the error, or "done"."""
    result = _NATIVE[name](*arguments)
    _said("done" if result >= 0 else errno.errorcode[_ERROR.value])


def _python(function: Callable[..., object], *arguments: Any) -> None:
    try:
        function(*arguments)
    except OSError as error:
        _said(type(error).__name__)
    else:
        _said("done")


def _deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        pass


def _endless(stream: Any) -> None:
    while True:
        stream.write("x" * 100_000 + "\n")


def _chatty() -> None:
    for _turn in range(200):
        os.write(2, b"\xffwords " * 10_000)


def _descriptors() -> None:
    found = []
    for number in range(64):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    _said(*found)


def _files(*names: str) -> None:
    for name in names:
        _python(Path(name).write_text, "x" * 1000)


def _spawned_thread() -> None:
    thread = threading.Thread(target=_said, args=("thread",))
    thread.start()
    thread.join()


def _swapped(name: str, target: str) -> None:
    """A link in place of the file: what a child does where the kernel does not hold it."""
    Path(name).unlink()
    Path(name).symlink_to(target)


ATTACKS: dict[str, Callable[..., None]] = {
    "much": lambda size: _said(len(bytearray(size))),
    "deaf": _deaf,
    "sleep": lambda: time.sleep(60),
    "endless": lambda: _endless(sys.stdout),
    "endless line": lambda: os.write(1, b"x" * 50_000_000) and None,
    "chatty": _chatty,
    "kill itself": lambda number: os.kill(os.getpid(), number),
    "exit": os._exit,
    "hang up": lambda: os.close(1) or time.sleep(60),
    "environment": lambda: _said(*sorted(os.environ)),
    "descriptors": _descriptors,
    "thread": _spawned_thread,
    "files": _files,
    "swapped": _swapped,
    "fork": lambda: _python(os.fork),
    "run": lambda: _python(subprocess.run, ["/bin/true"]),
    "exec": lambda: _python(os.execv, "/bin/true", ["true"]),
    "connect": lambda: _python(socket.create_connection, ("127.0.0.1", 9), 1),
    "unix socket": lambda: _python(socket.socket, socket.AF_UNIX),
    "read": lambda path: _python(Path(path).read_bytes),
    "list": lambda path: _python(os.listdir, path),
    "library": lambda: _python(ctypes.CDLL, None),
    "link": lambda: _python(os.symlink, "/etc/passwd", "link"),
    "native fork": lambda: _native("fork"),
    "native socket": lambda: _native("socket", socket.AF_INET, socket.SOCK_STREAM, 0),
    "native unix socket": lambda: _native("socket", socket.AF_UNIX, socket.SOCK_DGRAM, 0),
    "native pair": lambda: _native("socketpair", socket.AF_UNIX, socket.SOCK_STREAM, 0, (ctypes.c_int * 2)()),
    "native ring": lambda: _native("syscall", _IO_URING_SETUP, 1, _ZEROS),
    "native clone3": lambda: _native("syscall", _CLONE3, _ZEROS, 88),
    "native unknown": lambda: _native("syscall", _UNKNOWN),
    "native read": lambda path: _native("open", path.encode(), os.O_RDONLY),
    "native write": lambda path: _native("open", path.encode(), os.O_WRONLY | os.O_CREAT, 0o600),
    "native symlink": lambda: _native("symlink", b"/etc/passwd", b"link"),
    "native link": lambda: _native("link", b"a.txt", b"b.txt"),
    "native fifo": lambda: _native("mkfifo", b"fifo", 0o600),
    # Signal 0 and no new limit: where nothing refuses them they do no harm.
    "native kill parent": lambda: _native("kill", os.getppid(), 0),
    "native kill all": lambda: _native("kill", -1, 0),
    "native limit parent": lambda: _native("prlimit", os.getppid(), resource.RLIMIT_CPU, None, None),
    "native chroot": lambda: _native("chroot", b"/"),  # for root alone
    "native lift limit": lambda: _native("prlimit", 0, resource.RLIMIT_AS, _Limit(2**50, 2**50), None),
}  # fmt: skip


def prepare(settings: dict[str, Any]) -> Callable[[], int]:
    def work() -> int:
        ATTACKS[settings["attack"]](*settings.get("with", []))
        return 0

    return work
