"""Office files that are zip archives: OOXML and OpenDocument."""

import re
import zipfile
import zlib

from khuevan.readers.limits import Refused
from khuevan.readers.members import DAMAGED, member_bytes
from khuevan.records.enums import FileKind
from khuevan.records.validators import refusals
from khuevan.records.validators.content import Content
from khuevan.records.validators.old_office import OLE, stream

_MEGABYTE = 1024 * 1024
_MOST_MEMBERS = 10_000
_LARGEST_PART = 4 * _MEGABYTE
_SURELY_FINE, _RATIO, _TIMES = 50 * _MEGABYTE, 200, 10
"""Unpacked bytes that need no weighing; beyond, how many times its size a file, and its limit, may unpack to."""
_CHUNK = 256 * 1024
ZIP = b"PK\x03\x04"
_ENTRY = re.compile(rb"PK\x01\x02")
_OOXML = {
    "word/document.xml": FileKind.DOCX,
    "xl/workbook.xml": FileKind.XLSX,
    "ppt/presentation.xml": FileKind.PPTX,
}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
    b"application/vnd.oasis.opendocument.presentation": FileKind.ODP,
}
_PROGRAM = re.compile(
    rb"(?i)\.(?:exe|scr|com|bat|cmd|pif|msi|ps1|vbs|vbe|jse|js|wsf|hta|lnk|jar|dll|cpl|reg)\x00"
    rb"|This program cannot be run in DOS mode|\x00\x00(?:\x7fELF)[\x01\x02]"
)
_NESTED_MACROS = re.compile(rb"vbaProject\.bin|_\x00V\x00B\x00A\x00_\x00P\x00R\x00O\x00J\x00E\x00C\x00T\x00")


def kind_of_zip(content: Content, *, careful: bool, limit: int) -> FileKind | None:
    """None for an archive that is none of ours.  ``careful`` weighs and reads everything inside."""
    for place, _entry in enumerate(_ENTRY.finditer(content.signs)):
        if place >= _MOST_MEMBERS:  # before a directory of them is built
            raise refusals.too_much_inside() if careful else refusals.damaged()
    try:
        with zipfile.ZipFile(content.stream()) as archive:
            kind = _kind_of(archive)
            if careful and kind is not None:
                _weigh(archive, content.size, limit)
                _read_through(archive)
            return kind
    except (*DAMAGED, Refused, RuntimeError, RecursionError, OverflowError, MemoryError) as error:
        raise refusals.damaged() from error


def _kind_of(archive: zipfile.ZipFile) -> FileKind | None:
    names = {member.filename for member in archive.infolist()}
    if any(member.flag_bits & 0x1 for member in archive.infolist()):
        raise refusals.protected()
    if "[Content_Types].xml" in names:
        return _kind_of_ooxml(archive, names)
    if "mimetype" in names:
        return _kind_of_open_document(archive, names)
    return None


def _kind_of_ooxml(archive: zipfile.ZipFile, names: set[str]) -> FileKind | None:
    types = member_bytes(archive, "[Content_Types].xml", _LARGEST_PART).lower()
    if b"macroenabled" in types or any("vbaproject" in name.lower() for name in names):
        raise refusals.macros()
    if any(name.lower().startswith("xl/macrosheets/") for name in names):
        raise refusals.macros()
    return next((kind for part, kind in _OOXML.items() if part in names), None)


def _kind_of_open_document(archive: zipfile.ZipFile, names: set[str]) -> FileKind | None:
    kind = _OPEN_DOCUMENTS.get(member_bytes(archive, "mimetype", 1_000).strip())
    if kind is None or "content.xml" not in names:
        return None
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise refusals.macros()
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in member_bytes(archive, manifest, _LARGEST_PART):
        raise refusals.protected()
    return kind


def _weigh(archive: zipfile.ZipFile, packed: int, limit: int) -> None:
    """Judges by what the directory says; ``_read_through`` then holds every member to it."""
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > _SURELY_FINE and (unpacked > packed * _RATIO or unpacked > limit * _TIMES):
        raise refusals.too_much_inside()
    if sum(member.compress_size for member in archive.infolist()) > packed:  # members that share their bytes
        raise refusals.too_much_inside()


def _read_through(archive: zipfile.ZipFile) -> None:
    """Every member to its end, a piece at a time, against its checksum; what is embedded is looked at closely."""
    for member in archive.infolist():
        embedded = "/embeddings/" in f"/{member.filename.lower()}"
        tail, is_first = b"", True
        try:
            with archive.open(member) as pieces:
                while piece := pieces.read(_CHUNK):
                    if embedded:
                        _look_at(tail + piece, is_first=is_first)
                        tail, is_first = piece[-64:], False
        except zlib.error as error:
            raise refusals.damaged() from error


def _look_at(piece: bytes, *, is_first: bool) -> None:
    if is_first and piece.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise refusals.embedded()
    if _NESTED_MACROS.search(piece):
        raise refusals.macros()
    if _PROGRAM.search(piece):
        raise refusals.embedded()


__all__ = ("OLE", "ZIP", "kind_of_zip", "stream")
