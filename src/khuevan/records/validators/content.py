"""The content of a file that somebody sent, to be looked through without a second copy in memory."""

import contextlib
import io
import mmap
import re
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import File

type Signs = bytes | mmap.mmap


@dataclass(frozen=True)
class Content:
    """``signs`` may be sliced and searched; ``stream`` reads the same from its beginning."""

    signs: Signs
    size: int

    def stream(self) -> IO[bytes]:
        if isinstance(self.signs, bytes):
            return io.BytesIO(self.signs)
        return io.BufferedReader(_Window(self))

    def begins(self, with_: bytes) -> bool:
        return self.signs[: len(with_)] == with_

    def has(self, sign: bytes) -> bool:
        return self.signs.find(sign) >= 0

    def says(self, pattern: re.Pattern[bytes]) -> bool:
        return pattern.search(self.signs) is not None


class _Window(io.RawIOBase):
    """A mapped file as a stream of its own, so that nobody's reading moves anybody else's place."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._content.size}[whence]
        if start + offset < 0:
            raise ValueError(offset)
        self._place = start + offset
        return self._place

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever a buffer is
        part = self._content.signs[self._place : self._place + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)


def content_of(file: File, limit: int) -> Content:  # type: ignore[type-arg]  # bytes, as uploads are
    """Of a file on disk a map, of one in memory what it holds, never more than ``limit`` and one byte."""
    file.seek(0)
    with contextlib.suppress(AttributeError, OSError):
        descriptor = file.fileno()
        file.flush()
        size = file.seek(0, io.SEEK_END) or file.tell()
        file.seek(0)
        return Content(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) if size else b"", size)
    signs = file.read(limit + 1)
    return Content(signs, len(signs))
