"""A private folder for the files that a child makes.

The files are made here, empty and by name, and the child can only fill them (``inside.files``): so it can neither link
nor fill the disk.  Where the system cannot hold it to that, whatever else lies there is not taken and goes.
"""

import contextlib
import fcntl
import functools
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_PREFIX = "khuevan-scratch-"
# Longer than it takes to lock a folder just made.
_STALE_SECONDS = 60.0


class Scratch:
    """Locked as long as its owner lives, so that whoever comes after a SIGKILL knows which folders are nobody's."""

    def __init__(self, names: Sequence[str]) -> None:
        _remove_stale()
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX)).resolve()
        self._lock = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        for name in names:
            (self.folder / name).touch(mode=0o600, exist_ok=False)

    def read(self, name: str, most: int) -> bytes | None:
        """The content of a plain file of at most so many bytes; nothing of a link, a device or a second name."""
        try:
            opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=self._lock)
        except OSError:
            return None
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            os.close(opened)
            return None
        with os.fdopen(opened, "rb") as file:
            content = file.read(most + 1)
        return content if len(content) <= most else None

    def remove(self) -> None:
        _remove(self.folder)
        os.close(self._lock)


def _remove(folder: Path) -> None:
    """Even folders that the child forbade everybody to enter; through no link."""
    folder.chmod(0o700)
    for place, folders, _files in os.walk(folder):
        for path in (Path(place, name) for name in folders):
            if not path.is_symlink():
                path.chmod(0o700)
    shutil.rmtree(folder)


@functools.cache
def _remove_stale() -> None:
    """Once in the life of a process."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            status = folder.lstat()
            if status.st_uid != os.getuid() or time.time() - status.st_mtime < _STALE_SECONDS:
                continue
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(folder)
            finally:
                os.close(lock)
