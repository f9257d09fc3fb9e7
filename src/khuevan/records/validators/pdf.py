"""What a PDF does when it is opened."""

import re
import zlib

from khuevan.records.validators import refusals
from khuevan.records.validators.content import Content

PDF = b"%PDF-"
_PACKED_OBJECTS = re.compile(rb"/ObjStm\b[^\x00]{0,2000}?stream\r?\n", re.DOTALL)
_MOST_UNPACKED = 32 * 1024 * 1024
_MOST_STREAMS = 20_000
_PROTECTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")


def _name(text: str) -> bytes:
    """A pattern for a name of PDF, any letter of which may be written as #xx (ISO 32000-1, 7.3.5)."""
    letters = "".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in text)
    return f"/{letters}(?![A-Za-z0-9])".encode()


_ACTS = re.compile(_name("JavaScript") + b"|" + _name("Launch"))


def refuse_active(content: Content) -> None:
    """Refuses a PDF with scripts, with actions that start programs, and one that cannot be looked into."""
    if content.says(_PROTECTED):
        raise refusals.protected()
    if content.says(_ACTS):
        raise refusals.acts()
    for place, found in enumerate(_PACKED_OBJECTS.finditer(content.signs)):
        if place > _MOST_STREAMS:
            raise refusals.too_much_inside()
        if _ACTS.search(_unpacked(content, found.end())):
            raise refusals.acts()


def _unpacked(content: Content, place: int) -> bytes:
    """Objects packed into one stream; what is broken there is broken for every reader of the file, too."""
    packer = zlib.decompressobj()
    signs = bytearray()
    while len(signs) <= _MOST_UNPACKED and not packer.eof:
        piece = content.signs[place : place + 65_536]
        if not piece:
            break
        place += len(piece)
        try:
            signs += packer.decompress(piece, _MOST_UNPACKED)
        except zlib.error:
            break
        if packer.unconsumed_tail:
            raise refusals.too_much_inside()
    return bytes(signs)
