"""The streams of an OLE compound file ([MS-CFB]), in which old office programs keep their documents.

Runs in the child process; no Django here.
"""

import struct
from dataclasses import dataclass

from khuevan.readers.limits import Refused

_LAST_SECTOR = 0xFFFFFFFA
_DIRECTORY_ENTRY = 128
_STREAM, _ROOT = 2, 5
_MOST_ENTRIES = 4_000


@dataclass(frozen=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """Raises ``Refused`` for what does not hold together."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            self._read_header()
        except (struct.error, IndexError, ValueError) as error:
            raise Refused("damaged") from error

    def _read_header(self) -> None:
        shift, mini_shift = struct.unpack_from("<HH", self._content, 30)
        if shift not in {9, 12} or mini_shift != 6:
            raise ValueError(shift)
        self._size = 1 << shift
        directory, _signature, self._mini_limit, mini_fat = struct.unpack_from("<IIII", self._content, 48)
        self._table = self._read_table()
        entries = self._chain(directory)
        self._entries = [
            entry
            for offset in range(0, min(len(entries), _MOST_ENTRIES * _DIRECTORY_ENTRY), _DIRECTORY_ENTRY)
            if (entry := _entry(entries, offset))
        ]
        self.names = {entry.name for entry in self._entries}
        self._mini_table = _numbers(self._chain(mini_fat)) if mini_fat < _LAST_SECTOR else ()
        root = next((entry for entry in self._entries if entry.kind == _ROOT), None)
        self._mini = self._chain(root.start) if root and root.start < _LAST_SECTOR else b""

    def _read_table(self) -> tuple[int, ...]:
        """The file allocation table; its own sectors are listed in the header and, for large files, in a chain."""
        listed = list(struct.unpack_from("<109I", self._content, 76))
        following, _count = struct.unpack_from("<II", self._content, 68)
        seen: set[int] = set()
        while following < _LAST_SECTOR and following not in seen:
            seen.add(following)
            *more, following = _numbers(self._sector(following))
            listed += more
        return tuple(number for sector in listed if sector < _LAST_SECTOR for number in _numbers(self._sector(sector)))

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._content[start : start + self._size].ljust(self._size, b"\0") if start < len(self._content) else b""

    def _chain(self, start: int) -> bytes:
        sectors, seen = [], set()
        while start < len(self._table) and start not in seen:
            seen.add(start)
            sectors.append(self._sector(start))
            start = self._table[start]
        return b"".join(sectors)

    def stream(self, *names: str) -> bytes:
        """The first stream that has one of these names; nothing when there is none."""
        for name in names:
            for entry in self._entries:
                if entry.name == name and entry.kind == _STREAM:
                    return self._content_of(entry)
        return b""

    def _content_of(self, entry: _Entry) -> bytes:
        if entry.size >= self._mini_limit:
            return self._chain(entry.start)[: entry.size]
        pieces, seen, sector = [], set(), entry.start
        while sector < len(self._mini_table) and sector not in seen:
            seen.add(sector)
            pieces.append(self._mini[sector * 64 : sector * 64 + 64])
            sector = self._mini_table[sector]
        return b"".join(pieces)[: entry.size]


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4])


def _entry(directory: bytes, offset: int) -> _Entry | None:
    name, length, kind = struct.unpack_from("<64sHB", directory, offset)
    start, size = struct.unpack_from("<II", directory, offset + 116)
    if kind == 0 or not 2 <= length <= 64:
        return None
    return _Entry(name[: length - 2].decode("utf-16-le", "replace"), kind, start, size)
