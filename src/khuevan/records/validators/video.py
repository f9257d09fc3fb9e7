"""MP4: a chain of boxes, the first of which says what it is (ISO/IEC 14496-12)."""

import struct

from khuevan.records.validators import refusals
from khuevan.records.validators.content import Content

_BRANDS = {b"isom", b"avc1", b"mp41", b"mp42", b"mp71", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"dash", b"XAVC", b"3gp4"}
_BRANDS |= {b"3gp5", b"f4v "} | {b"iso%d" % number for number in range(2, 10)}
_MOST_BOXES = 100_000
_HEADER, _LONG_HEADER = 8, 16


def is_media_file(content: Content) -> bool:
    return content.signs[4:8] == b"ftyp"


def refuse_other_videos(content: Content) -> None:
    """Refuses pictures and videos of other makers in the same kind of boxes, and one that is cut short."""
    size = struct.unpack(">I", content.signs[:4])[0]
    brands = content.signs[8 : min(size, 256)]
    if size < _LONG_HEADER or size > content.size:
        raise refusals.damaged()
    if content.signs[8:12] not in _BRANDS and not any(
        brands[place : place + 4] in _BRANDS for place in range(8, len(brands), 4)
    ):
        raise refusals.no_video()
    if content.signs[8:12] in {b"qt  ", b"heic", b"heix", b"avif", b"mif1", b"M4A ", b"M4B ", b"crx "}:
        raise refusals.no_video()
    boxes = _boxes(content)
    if b"moov" not in boxes:
        raise refusals.damaged()


def _boxes(content: Content) -> set[bytes]:
    found: set[bytes] = set()
    place = 0
    for _box in range(_MOST_BOXES):
        if place == content.size:
            return found
        header = content.signs[place : place + _LONG_HEADER]
        if len(header) < _HEADER:
            raise refusals.damaged()
        size, kind = struct.unpack(">I4s", header[:_HEADER])
        if size == 1 and len(header) == _LONG_HEADER:
            size = struct.unpack(">Q", header[_HEADER:])[0]
        elif size == 0:
            size = content.size - place
        if size < _HEADER or place + size > content.size:
            raise refusals.damaged()
        found.add(kind)
        place += size
    raise refusals.damaged()
