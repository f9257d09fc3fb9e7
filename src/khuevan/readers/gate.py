"""The door every foreign file passes before a parser sees it: plain, small, known, and honest about its size.

Nothing here trusts a file's name.  The kind is told from the content, and a zip's directory is weighed before
anything is unpacked.
"""

import enum
import errno
import io
import os
import re
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.members import DAMAGED, member_bytes

_MEGABYTE = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ZIP_ENTRY = b"PK\x01\x02"
# Archives, web pages with their pictures in one file.
_NO_LISTS = (b"rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"pk\x05\x06", b"mime-version:")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
# HEIC, which some telephones make.
_PHONE_PICTURES = {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif", b"ftyphevc"}
_SPREADSHEETML = b"urn:schemas-microsoft-com:office:spreadsheet"
# Office programs pack with nothing else; other ways unpack with much memory.
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LONGEST_MIMETYPE = 1_000
_LARGEST_MANIFEST = 4 * _MEGABYTE


class Kind(enum.Enum):
    """What a file is by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    XML = "xml"
    TEXT = "text"


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


def is_printed(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def is_picture(content: bytes) -> bool:
    """A picture that can be shown beside an entry grid."""
    bitmap = content.startswith(b"BM") and content[6:10] == bytes(4)
    return content.startswith(_PICTURES) or bitmap or (content[:4] == b"RIFF" and content[8:12] == b"WEBP")


def refuse(code: str, limits: Limits) -> NoReturn:
    """The sentence for a code that a parser gave, with the limit it names."""
    match code:
        case "too_many_rows":
            raise UnreadableFile(code, limit=f"{limits.rows:,}".replace(",", "."))
        case "too_many_columns":
            raise UnreadableFile(code, limit=limits.columns)
        case "too_many_pages":
            raise UnreadableFile(code, limit=limits.pages)
        case "long_cell":
            raise UnreadableFile(code, limit=f"{limits.cell_size:,}".replace(",", "."))
        case _:
            raise UnreadableFile(code)


def _kind_of_zip(content: bytes, limits: Limits) -> Kind:
    if content.count(_ZIP_ENTRY) > limits.members:  # before a directory of them is built
        raise UnreadableFile("suspicious")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _kind_of_archive(archive, len(content), limits)
    except Refused as refusal:
        refuse(refusal.code, limits)
    except DAMAGED as error:
        raise UnreadableFile("damaged") from error


def _kind_of_archive(archive: zipfile.ZipFile, packed: int, limits: Limits) -> Kind:
    members = archive.infolist()
    _weigh(members, packed, limits)
    names = {member.filename for member in members}
    if any(name.lower().endswith("/vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise Refused("macros")
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "word/document.xml" in names:
        return Kind.DOCX
    mimetype = member_bytes(archive, "mimetype", _LONGEST_MIMETYPE) if "mimetype" in names else b""
    if mimetype.startswith(b"application/vnd.oasis.opendocument.spreadsheet") and "content.xml" in names:
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in member_bytes(archive, manifest, _LARGEST_MANIFEST):
            raise Refused("protected")
        return Kind.ODS
    raise Refused("unsupported" if names else "damaged")


def _weigh(members: list[zipfile.ZipInfo], packed: int, limits: Limits) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > limits.members or unpacked > limits.unpacked_size:
        raise Refused("suspicious")
    if unpacked > 10 * _MEGABYTE and unpacked > packed * limits.ratio:
        raise Refused("suspicious")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused("protected")
    if any(member.compress_type not in _PACKINGS for member in members):
        raise Refused("damaged")


def _kind_of_ole(content: bytes) -> Kind:
    """The streams of an OLE file are named in its directory in UTF-16; a file may lie inside another."""
    if _ole_name("EncryptedPackage") in content:
        raise UnreadableFile("protected")
    if _ole_name("Workbook") in content or _ole_name("Book") in content:
        return Kind.XLS
    raise UnreadableFile("old_word" if _ole_name("WordDocument") in content else "unsupported")


def _ole_name(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"


def _kind_of_other(content: bytes) -> Kind:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if is_printed(content):
        return Kind.PDF
    if is_picture(content):
        raise UnreadableFile("picture")
    if content[4:12] in _PHONE_PICTURES:
        raise UnreadableFile("phone_picture")
    if head.startswith(b"{\\rtf"):
        raise UnreadableFile("rich_text")
    if head.startswith(_NO_LISTS):
        raise UnreadableFile("unsupported")
    marked = content[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if not marked.startswith(b"<"):
        return Kind.TEXT
    if _SPREADSHEETML in marked:
        return Kind.XML
    if re.search(rb"<(?:!doctype html|html|table|head|body|meta|style|div|tr)\b", marked, re.IGNORECASE):
        return Kind.HTML
    raise UnreadableFile("unsupported")
