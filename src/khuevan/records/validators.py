"""What may be kept as the file of a document: known by its content, of bearable size, without macros."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.readers.limits import Refused
from khuevan.readers.members import DAMAGED, member_bytes
from khuevan.records.enums import FileKind
from khuevan.vietnamese.cleaning import clean

_MEGABYTE = 1024 * 1024
_MOST_MEMBERS = 10_000
_LARGEST_PART = 4 * _MEGABYTE
_LONGEST_NAME = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ZIP_ENTRY = b"PK\x01\x02"
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}
_NO_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept.  ``name`` is the sender's, with the ending of what the file is."""

    name: str
    kind: FileKind
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked_file(file: File) -> CheckedFile:  # type: ignore[type-arg]  # bytes, as uploads are
    """Reads a file somebody sent and tells what it is.

    Raises ``file_too_large``, ``file_empty``, ``file_kind``, ``file_damaged``, ``file_protected``, ``file_macros``.
    """
    limit = settings.KHUEVAN_UPLOAD_LIMIT
    content = file.read(limit + 1)
    if len(content) > limit:
        raise DomainError("file_too_large", _("The file is larger than %(limit)s MB."), limit=f"{limit / _MEGABYTE:g}")
    if not content:
        raise DomainError("file_empty", _("The file is empty."))
    kind = _kind_of(content)
    return CheckedFile(_name(file.name or "", kind), kind, content)


def _name(sent: str, kind: FileKind) -> str:
    stem = clean(_NO_NAME.sub(" ", PurePath(sent.replace("\\", "/")).stem)).strip(". ")[:_LONGEST_NAME]
    return f"{stem or 'van-ban'}.{kind.value}"


def _kind_of(content: bytes) -> FileKind:
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(_OLE):
        return _kind_of_ole(content)
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    raise _unknown()


def _kind_of_ole(content: bytes) -> FileKind:
    """The streams of an OLE file are named in its directory in UTF-16."""
    if _ole_name("EncryptedPackage") in content:
        raise _protected()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise _macros()
    if _ole_name("WordDocument") in content:
        return FileKind.DOC
    if _ole_name("Workbook") in content or _ole_name("Book") in content:
        return FileKind.XLS
    raise _unknown()


def _ole_name(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\x00\x00"


def _kind_of_zip(content: bytes) -> FileKind:
    if content.count(_ZIP_ENTRY) > _MOST_MEMBERS:  # before a directory of them is built
        raise _damaged()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _kind_of_archive(archive)
    except (*DAMAGED, Refused) as error:
        raise _damaged() from error


def _kind_of_archive(archive: zipfile.ZipFile) -> FileKind:
    names = {member.filename for member in archive.infolist()}
    if any(member.flag_bits & 0x1 for member in archive.infolist()):
        raise _protected()
    if "[Content_Types].xml" in names:
        return _kind_of_ooxml(archive, names)
    if "mimetype" in names:
        return _kind_of_open_document(archive, names)
    raise _unknown()


def _kind_of_ooxml(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    types = member_bytes(archive, "[Content_Types].xml", _LARGEST_PART).lower()
    if b"macroenabled" in types or any("vbaproject" in name.lower() for name in names):
        raise _macros()
    if any(name.lower().startswith("xl/macrosheets/") for name in names):
        raise _macros()
    if "word/document.xml" in names:
        return FileKind.DOCX
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    raise _unknown()


def _kind_of_open_document(archive: zipfile.ZipFile, names: set[str]) -> FileKind:
    kind = _OPEN_DOCUMENTS.get(member_bytes(archive, "mimetype", 1_000).strip())
    if kind is None or "content.xml" not in names:
        raise _unknown()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise _macros()
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in member_bytes(archive, manifest, _LARGEST_PART):
        raise _protected()
    return kind


def _unknown() -> DomainError:
    return DomainError(
        "file_kind", _("This kind of file is not kept; send PDF, Word, Excel, OpenDocument, JPEG or PNG.")
    )


def _damaged() -> DomainError:
    return DomainError("file_damaged", _("The file is damaged; open it, save it again and send the new copy."))


def _protected() -> DomainError:
    return DomainError("file_protected", _("The file is protected by a password; remove it and send the file again."))


def _macros() -> DomainError:
    return DomainError("file_macros", _("The file holds macros; save it without them (as .docx or .xlsx) or as PDF."))
