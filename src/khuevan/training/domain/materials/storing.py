"""Files of materials, each content once under its hash; a file lies there whole or not at all.

``receive`` does the slow part before any transaction: it looks through the content and puts it in its place.  ``store``
gives it its row inside the transaction of a verb.  What was received and never stored, and what nothing uses any more,
is swept away later (``materials_sweep``).
"""

import contextlib
import hashlib
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.records.validators import Content, content_of, file_name, kind_of_material, refusals
from khuevan.training.models import StoredFile

FOLDER: Final = "materials"
DRAFT: Final = ".dang-nhan"
"""What a file that is being copied is called; never the name of one that is whole."""
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True)
class Received:
    """A file that may be kept and lies in its place; ``name`` is the sender's, with the ending of what it is."""

    name: str
    kind: str
    size: int
    sha256: str

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.sha256[:2]}/{self.sha256}.{self.kind}"


def receive(file: File) -> Received:  # type: ignore[type-arg]  # bytes, as uploads are
    """Judges a file by its content and puts it under its hash, without a second copy of it in memory.

    Raises ``file_too_large``, ``file_empty``, what ``kind_of_material`` raises, and ``disk_full``.
    """
    limit = settings.KHUEVAN_MATERIAL_LIMIT
    if (file.size or 0) > limit:
        raise refusals.too_large(limit)
    content = content_of(file, limit)
    if content.size > limit:
        raise refusals.too_large(limit)
    if not content.size:
        raise refusals.empty()
    kind = kind_of_material(content, limit)
    received = Received(file_name(file.name or "", kind, "tai-lieu"), kind, content.size, _hash(content))
    try:
        _put(file, content, received)
    except OSError as error:
        raise DomainError(
            "disk_full", _("The file could not be stored; tell whoever looks after the server.")
        ) from error
    return received


def store(file: "File | Received") -> StoredFile:  # type: ignore[type-arg]
    """The row of this content, locked until the transaction ends: the one there was, or a new one.

    Two who store the same content at once get the same row.  Call it inside a transaction.
    """
    received = file if isinstance(file, Received) else receive(file)
    row = StoredFile(sha256=received.sha256, kind=received.kind, size=received.size, path=received.path)
    StoredFile.objects.bulk_create([row], ignore_conflicts=True)
    stored = StoredFile.objects.select_for_update().get(sha256=received.sha256)
    if stored.unused_since is not None:
        stored.unused_since = None
        stored.save(update_fields=["unused_since"])
    if not place_of(stored).exists():
        raise DomainError("gone_meanwhile", _("The file was swept away while it was being sent. Send it once more."))
    return stored


def place_of(stored: StoredFile) -> Path:
    return Path(default_storage.path(stored.path))


def _hash(content: Content) -> str:
    digest = hashlib.sha256()
    for start in range(0, content.size, _CHUNK):
        digest.update(content.signs[start : start + _CHUNK])
    return digest.hexdigest()


def _put(file: File, content: Content, received: Received) -> None:  # type: ignore[type-arg]
    place = Path(default_storage.path(received.path))
    with contextlib.suppress(FileNotFoundError):
        if place.stat().st_size == received.size:
            os.utime(place)  # so that no sweep takes it for a stray just now
            return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f"{place.name}.{secrets.token_hex(8)}{DRAFT}")
    try:
        _copy(file, content, draft)
        draft.replace(place)
        _keep_entry(place.parent)
    finally:
        draft.unlink(missing_ok=True)


def _copy(file: File, content: Content, draft: Path) -> None:  # type: ignore[type-arg]
    """A second name for the upload where the disk allows it, otherwise a copy; on the disk when this returns."""
    arrived = getattr(file, "temporary_file_path", None)
    with contextlib.suppress(OSError):
        if arrived is not None:
            draft.hardlink_to(arrived())
    if not draft.exists():
        with draft.open("xb") as copy:
            shutil.copyfileobj(content.stream(), copy, _CHUNK)
    draft.chmod(0o600)
    descriptor = os.open(draft, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _keep_entry(folder: Path) -> None:
    """The new name itself must outlast a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
