"""The door every foreign file passes before a parser sees it: plain, small, known, and honest about its size.

Nothing here trusts a file's name.  The kind is told from the content, and a zip's directory is weighed before
anything is unpacked.
"""

import enum
import errno
import io
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from khuevan.readers.errors import UnreadableFile

_MEGABYTE = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
# Rich text, web pages and XML under a spreadsheet's name, pictures, archives.
_NO_LISTS = (b"{\\rtf", b"<", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"pk\x05\x06")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError)


class Kind(enum.Enum):
    """What a file is by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    TEXT = "text"


@dataclass(frozen=True)
class Limits:
    """How much of a stranger's file is read.  Sizes are bytes; rows and columns are per sheet or table."""

    file_size: int = 20 * _MEGABYTE
    unpacked_size: int = 150 * _MEGABYTE
    ratio: int = 200
    members: int = 2_000
    text_size: int = 200 * _MEGABYTE
    rows: int = 20_000
    columns: int = 200
    tables: int = 50


@dataclass(frozen=True)
class Admitted:
    """A file that may be parsed."""

    kind: Kind
    content: bytes


def admit(path: Path, limits: Limits) -> Admitted:
    """Read a plain file within the limits and tell its kind, or raise ``UnreadableFile``."""
    content = _read(path, limits)
    if content.startswith(_ZIP):
        kind = _kind_of_zip(content, limits)
    elif content.startswith(_OLE):
        kind = _kind_of_ole(content)
    else:
        kind = _kind_of_other(content)
    return Admitted(kind, content)


def _read(path: Path, limits: Limits) -> bytes:
    """Links are not followed and pipes do not block: an upload folder may hold either by intent."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise UnreadableFile(_code_of(error)) from error
    except ValueError as error:  # a NUL in the name
        raise UnreadableFile("missing") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise UnreadableFile("not_a_file")
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(limits.file_size + 1) if status.st_size <= limits.file_size else b""
        if status.st_size > limits.file_size or len(content) > limits.file_size:
            size = max(status.st_size, len(content)) / _MEGABYTE
            raise UnreadableFile("too_large", size=f"{size:.0f}", limit=limits.file_size // _MEGABYTE)
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("empty")
    return content


def _code_of(error: OSError) -> str:
    if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}:
        return "missing"
    if error.errno in {errno.EACCES, errno.EPERM}:
        return "not_readable"
    if error.errno in {errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.EMLINK}:
        return "not_a_file"
    return "not_readable"


def _kind_of_zip(content: bytes, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _weigh(members, len(content), limits)
            names = {member.filename for member in members}
            mimetype = member_bytes(archive, "mimetype", limits) if "mimetype" in names else b""
    except _DAMAGED as error:
        raise UnreadableFile("damaged") from error
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "word/document.xml" in names:
        return Kind.DOCX
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet") and "content.xml" in names:
        if "META-INF/manifest.xml" in names and b"encryption-data" in _manifest(content, limits):
            raise UnreadableFile("protected")
        return Kind.ODS
    raise UnreadableFile("unsupported" if names else "damaged")


def _manifest(content: bytes, limits: Limits) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return member_bytes(archive, "META-INF/manifest.xml", limits)


def _weigh(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members or unpacked > limits.unpacked_size:
        raise UnreadableFile("suspicious")
    if unpacked > 10 * _MEGABYTE and unpacked > packed * limits.ratio:
        raise UnreadableFile("suspicious")
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableFile("protected")


def member_bytes(archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """One member of a weighed archive, never more of it than its directory entry said.

    XML with a document type is refused: office programs write none, and it is how entities are made to explode.
    """
    try:
        with archive.open(name) as member:
            content = member.read(limits.unpacked_size + 1)
    except _DAMAGED as error:
        raise UnreadableFile("damaged") from error
    except RuntimeError as error:  # encrypted member
        raise UnreadableFile("protected") from error
    if len(content) > limits.unpacked_size or b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
        raise UnreadableFile("suspicious")
    return content


def _kind_of_ole(content: bytes) -> Kind:
    """The streams of an OLE file are named in its directory in UTF-16."""
    if _ole_name("EncryptedPackage") in content:
        raise UnreadableFile("protected")
    if _ole_name("WordDocument") in content:
        raise UnreadableFile("old_word")
    if _ole_name("Workbook") in content or _ole_name("Book") in content:
        return Kind.XLS
    raise UnreadableFile("unsupported")


def _ole_name(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"


def _kind_of_other(content: bytes) -> Kind:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%pdf-" in content[:1024].lower():
        raise UnreadableFile("pdf")
    if head.startswith(_NO_LISTS):
        raise UnreadableFile("unsupported")
    return Kind.TEXT
