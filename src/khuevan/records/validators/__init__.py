"""What may be kept as a file: known by its content, of bearable size, without macros.

``checked_file`` is for official documents, ``kind_of_material`` for what is handed out to learners, which is looked at
more closely.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import File

from khuevan.core.errors import DomainError
from khuevan.records.enums import FileKind
from khuevan.records.validators import pdf, refusals, video
from khuevan.records.validators.archives import ZIP, kind_of_zip
from khuevan.records.validators.content import Content, content_of
from khuevan.records.validators.old_office import OLE, kind_of_ole
from khuevan.vietnamese.cleaning import clean

__all__ = ("CheckedFile", "Content", "checked_file", "content_of", "file_name", "kind_of_material")

_LONGEST_NAME = 200
_NO_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_NO_DOCUMENTS = {FileKind.PPTX, FileKind.PPT, FileKind.ODP, FileKind.MP4}
_BEGINNINGS = {pdf.PDF: FileKind.PDF, b"\xff\xd8\xff": FileKind.JPEG, b"\x89PNG\r\n\x1a\n": FileKind.PNG}
_HEAD = 4096
_MARKS = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"
_DRAWING = re.compile(rb"<svg\b|<!doctype\s+svg|<[a-z0-9]+:svg\b", re.IGNORECASE)
_PAGE = re.compile(rb"^(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|iframe|meta|title)\b", re.I | re.S)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa",
    b"\xca\xfe\xba\xbe",
    b"dex\n",
    b"@echo off",
)


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
    signs = file.read(limit + 1)
    if len(signs) > limit:
        raise refusals.too_large(limit)
    if not signs:
        raise refusals.empty()
    kind = _kind_of(Content(signs, len(signs)), limit, careful=False)
    if kind is None or kind in _NO_DOCUMENTS:
        raise refusals.unknown()
    return CheckedFile(file_name(file.name or "", kind), kind, signs)


def kind_of_material(content: Content, limit: int) -> FileKind:
    """What a file for learners is; its size was judged before.

    Raises what ``checked_file`` raises, and ``file_program``, ``file_drawing``, ``file_page``, ``file_embedded``,
    ``file_bomb``, ``file_acts``, ``file_video``.
    """
    kind = _kind_of(content, limit, careful=True)
    if kind is None:
        raise _refusal(content)
    return kind


def file_name(sent: str, kind: str, otherwise: str = "van-ban") -> str:
    """The sender's name with the ending of what the file is."""
    stem = clean(_NO_NAME.sub(" ", PurePath(sent.replace("\\", "/")).stem)).strip(". ")[:_LONGEST_NAME]
    return f"{stem or otherwise}.{FileKind(kind).value}"


def _kind_of(content: Content, limit: int, *, careful: bool) -> FileKind | None:
    if content.begins(OLE):
        return kind_of_ole(content, careful=careful)
    if content.begins(ZIP):
        return kind_of_zip(content, careful=careful, limit=limit)
    if careful and video.is_media_file(content):
        video.refuse_other_videos(content)
        return FileKind.MP4
    kind = next((kind for sign, kind in _BEGINNINGS.items() if content.begins(sign)), None)
    if careful and kind == FileKind.PDF:
        pdf.refuse_active(content)
    return kind


def _refusal(content: Content) -> DomainError:
    """The sentence that tells most about what is none of our kinds."""
    head = content.signs[:_HEAD]
    text = head.replace(b"\x00", b"").lstrip(_MARKS)
    if head.startswith(_PROGRAMS) or text.lower().startswith(b"@echo off"):
        return refusals.program()
    if text.startswith(b"<") and _DRAWING.search(text):
        return refusals.drawing()
    if _PAGE.search(text):
        return refusals.web_page()
    return refusals.unknown_material()
