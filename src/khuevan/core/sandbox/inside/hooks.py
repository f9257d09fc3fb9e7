"""The second line: Python itself refuses what the kernel refuses too, and refuses it where the kernel cannot.

It binds Python code only; native code does not ask it.
"""

import os
import sys
from collections.abc import Callable

_REFUSED = (
    "socket.", "ctypes.", "subprocess.", "pty.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn",
    "os.symlink", "os.link", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.truncate",
    "shutil.",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def close(readable: list[str], writable: str | None) -> None:
    """For good: a hook cannot be taken away again."""
    written = _ends([writable] if writable else [])
    sys.addaudithook(_hook(_ends(readable) + written, written))


def _ends(folders: list[str]) -> tuple[str, ...]:
    return tuple(os.path.realpath(folder).rstrip(os.sep) + os.sep for folder in folders)


def _hook(read: tuple[str, ...], written: tuple[str, ...]) -> Callable[[str, tuple[object, ...]], None]:
    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(_REFUSED):
            raise PermissionError(event)
        if event in {"open", "os.listdir", "os.scandir"} and not isinstance(arguments[0], int):
            flags = arguments[2] if event == "open" else 0
            allowed = written if isinstance(flags, int) and flags & _WRITING else read
            path = os.path.realpath(os.fsdecode(arguments[0] or "."))  # type: ignore[arg-type]
            if not (path + os.sep).startswith(allowed):
                raise PermissionError(event)

    return hook
