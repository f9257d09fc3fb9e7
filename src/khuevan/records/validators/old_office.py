"""Files of Office 97 to 2003: an OLE file names its streams in UTF-16."""

import re

from khuevan.records.enums import FileKind
from khuevan.records.validators import refusals
from khuevan.records.validators.content import Content

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR = 512
_WORD_BEGINS = re.compile(rb"\xec\xa5[\xc1\xd9\x01\x0c\x12][\x00\x01]")
"""The header of a Word document ([MS-DOC] 2.5.2), at the beginning of a sector."""
_WORD_FLAGS = 11
_EXCEL_PROTECTED = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00.\x00", re.DOTALL)
"""[MS-XLS] 2.4.21 BOF and 2.4.117 FilePass behind it."""
_SLIDES_PROTECTED = re.compile(rb"\x00\x00\xf6\x0f.{4}\x14\x00\x00\x00\xdf\xc4\xd1\xf3", re.DOTALL)
"""[MS-PPT] 2.3.2 CurrentUserAtom with the token of an encrypted document."""
_SLIDES_MACROS = re.compile(rb"\x02\x00\x00\x04\x0c\x00\x00\x00.{4}\x01\x00\x00\x00", re.DOTALL)
"""[MS-PPT] 2.4.10 VbaInfoAtom with fHasMacros; the macros themselves are packed."""


def kind_of_ole(content: Content, *, careful: bool) -> FileKind | None:
    """None for what is none of ours.  ``careful`` asks more than what the names of the streams say."""
    if content.has(stream("EncryptedPackage")):
        raise refusals.protected()
    if content.has("_VBA_PROJECT".encode("utf-16-le")):
        raise refusals.macros()
    if content.has(stream("PowerPoint Document")):
        kind = FileKind.PPT
    elif content.has(stream("WordDocument")):
        kind = FileKind.DOC
    elif content.has(stream("Workbook")) or content.has(stream("Book")):
        kind = FileKind.XLS
    else:
        return None
    if careful:
        _refuse(content, kind)
    return kind


def stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"


def _refuse(content: Content, kind: FileKind) -> None:
    if kind == FileKind.PPT:
        if content.says(_SLIDES_PROTECTED) or content.has(stream("EncryptedSummary")):
            raise refusals.protected()
        if content.says(_SLIDES_MACROS):
            raise refusals.macros()
    if kind == FileKind.XLS and content.says(_EXCEL_PROTECTED):
        raise refusals.protected()
    if kind == FileKind.DOC and _is_protected(content):
        raise refusals.protected()


def _is_protected(content: Content) -> bool:
    for found in _WORD_BEGINS.finditer(content.signs):
        if found.start() % _SECTOR == 0:
            flags = content.signs[found.start() + _WORD_FLAGS : found.start() + _WORD_FLAGS + 1]
            return bool(flags and flags[0] & 1)
    return False
