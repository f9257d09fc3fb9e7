"""Files of a folder or a ZIP that somebody dropped in: weighed before anything is unpacked, named as a person named
them, and whatever is left out is said."""

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.readers.limits import Refused
from khuevan.readers.members import DAMAGED
from khuevan.vietnamese.cleaning import clean

MOST_FILES = 500
"""Files taken at one time."""
MOST_BYTES = 300 * 1024 * 1024
"""Bytes of all of them together, unpacked."""
_RATIO = 200
_SMALL = 1024 * 1024
_MOST_MEMBERS = 5_000
_ENTRY = b"PK\x01\x02"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OFFICE_MEMBERS = ("[Content_Types].xml", "mimetype")
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_RUBBISH = frozenset({"thumbs.db", "desktop.ini", ".ds_store", "icon\r"})
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LONGEST_NAME = 255


@dataclass(frozen=True)
class Dropped:
    """One file; ``folder`` is where it lay, with slashes, empty at the top."""

    name: str
    folder: str
    content: bytes


@dataclass
class Unpacked:
    """``left_out`` are name and sentence of what was not taken; rubbish of file systems is not told."""

    files: list[Dropped] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def unpack(sent: Iterable[tuple[str, bytes]]) -> Unpacked:
    """Plain files as they are, those of a ZIP one by one, of a ZIP in it, too; ``sent`` are paths and contents.

    Raises ``too_many_files``, ``too_much_at_once``, ``nothing_sent``.
    """
    intake = _Intake()
    for path, content in sent:
        intake.take(path, content, depth=0)
    if not intake.result.files and not intake.result.left_out:
        raise DomainError("nothing_sent", _("There was no file among what was sent."))
    return intake.result


@dataclass
class _Intake:
    result: Unpacked = field(default_factory=Unpacked)
    weight: int = 0

    def take(self, path: str, content: bytes, depth: int, inside: str = "") -> None:
        folder, name = _parted(path, inside)
        if _is_rubbish(folder, name):
            return
        if not content:
            self.leave_out(folder, name, _now("The file is empty."))
        elif content.startswith(_OTHER_ARCHIVES):
            self.leave_out(folder, name, _now("Such archives are not opened; pack the files as a ZIP or send them."))
        elif content.startswith((_ZIP, _EMPTY_ZIP)) and not _is_office(content):
            self._take_zip(folder, name, content, depth)
        elif len(content) > settings.KHUEVAN_UPLOAD_LIMIT:
            limit = f"{settings.KHUEVAN_UPLOAD_LIMIT / 1024 / 1024:g}"
            self.leave_out(folder, name, _now("The file is larger than %(limit)s MB.") % {"limit": limit})
        else:
            self.keep(Dropped(name, folder, content))

    def keep(self, file: Dropped) -> None:
        self.weight += len(file.content)
        if len(self.result.files) >= MOST_FILES:
            raise DomainError(
                "too_many_files",
                _("At most %(count)s files are taken at one time; send them in parts."),
                count=MOST_FILES,
            )
        if self.weight > MOST_BYTES:
            raise DomainError(
                "too_much_at_once",
                _("The files are larger than %(limit)s MB together; send them in parts."),
                limit=MOST_BYTES // 1024 // 1024,
            )
        self.result.files.append(file)

    def leave_out(self, folder: str, name: str, sentence: str) -> None:
        if len(self.result.left_out) < MOST_FILES:
            self.result.left_out.append((f"{folder}/{name}" if folder else name, sentence))

    def _take_zip(self, folder: str, name: str, content: bytes, depth: int) -> None:
        """A ZIP in a ZIP is opened once; deeper ones hold no replies."""
        if depth > 1:
            self.leave_out(
                folder, name, _now("A ZIP inside a ZIP inside a ZIP is not opened; unpack it and send the files.")
            )
            return
        if content.count(_ENTRY) > _MOST_MEMBERS:
            self.leave_out(folder, name, _now("The ZIP holds too many files and was not opened."))
            return
        stem = PurePosixPath(name).stem
        inside = f"{folder}/{stem}" if folder else stem
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = _members(archive)
                if not members:
                    self.leave_out(folder, name, _now("The ZIP is empty."))
                for member in members:
                    self._take_member(archive, member, inside, depth)
        except Refused:
            self.leave_out(folder, name, _now("The ZIP unpacks to far more than replies can hold and was not opened."))
        except DAMAGED:
            self.leave_out(folder, name, _now("The ZIP is damaged; pack the files again or send them as they are."))

    def _take_member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, inside: str, depth: int) -> None:
        path = true_name(member)
        folder, name = _parted(path, inside)
        if _is_rubbish(folder, name):
            return
        if member.flag_bits & 0x1:
            self.leave_out(
                folder, name, _now("The file is protected by a password; remove the password and send it again.")
            )
            return
        if member.compress_type not in _PACKINGS:
            self.leave_out(
                folder, name, _now("The file is packed in an unusual way; pack the files anew or send them.")
            )
            return
        if member.file_size > MOST_BYTES - self.weight:
            raise Refused("suspicious")
        try:
            content = _content(archive, member)
        except (*DAMAGED, RuntimeError):
            self.leave_out(folder, name, _now("The file is damaged in the ZIP; send it once more."))
            return
        self.take(path, content, depth + 1, inside)


def _members(archive: zipfile.ZipFile) -> Sequence[zipfile.ZipInfo]:
    """Raises ``Refused`` for an archive that unpacks to far more than it is."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > MOST_BYTES or (unpacked > 10 * _SMALL and unpacked > packed * _RATIO):
        raise Refused("suspicious")
    return members


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Never more than the directory says.  Raises ``Refused`` for a member that goes on behind its end."""
    with archive.open(member) as file:
        content = file.read(member.file_size + 1)
    if len(content) > member.file_size:
        raise Refused("suspicious")
    return content


def true_name(member: zipfile.ZipInfo) -> str:
    """The name as its sender wrote it: Windows packs it in the code page of the console, others in UTF-8 unsaid.

    A field of Info-ZIP that holds the name in Unicode is believed; macOS parts letters from their accents.
    """
    name = _unicode_path(member.extra) or member.filename
    if not member.flag_bits & _UTF8 and not name.isascii() and name == member.filename:
        name = _redecoded(name)
    return unicodedata.normalize("NFC", name)


def _redecoded(name: str) -> str:
    """``zipfile`` read the bytes as code page 437."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unicode_path(extra: bytes) -> str:
    place = 0
    while place + 4 <= len(extra):
        kind, size = (int.from_bytes(extra[at : at + 2], "little") for at in (place, place + 2))
        if kind == _UNICODE_PATH and size > 5:
            return extra[place + 9 : place + 4 + size].decode("utf-8", "ignore")
        place += 4 + size
    return ""


def _parted(path: str, inside: str) -> tuple[str, str]:
    """Folder and name; nothing leads out of the folder, and no sign is left that a screen would not show."""
    shown = "".join(char for char in path.replace("\\", "/") if char.isprintable())
    parts = [clean(part) for part in shown.split("/")]
    parts = [part for part in parts if part and part not in {".", ".."} and not part.endswith(":")]
    name = parts.pop()[-_LONGEST_NAME:] if parts else "tep"
    return "/".join([*([inside] if inside else []), *parts])[-_LONGEST_NAME:], name


def _is_rubbish(folder: str, name: str) -> bool:
    """What file systems and office programs leave behind."""
    parts = folder.split("/")
    return name.startswith((".", "~$")) or name.lower() in _RUBBISH or "__MACOSX" in parts


def _is_office(content: bytes) -> bool:
    if content.count(_ENTRY) > _MOST_MEMBERS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(name in archive.NameToInfo for name in _OFFICE_MEMBERS)
    except DAMAGED:
        return False
