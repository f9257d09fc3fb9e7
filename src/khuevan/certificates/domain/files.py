"""Writing a file that is whole or not there, under a name that is known before."""

import os
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage


def write_whole(storage: Storage, name: str, content: bytes) -> None:
    """Puts ``content`` at ``name``, in place of what a crash may have left there.

    On a disk the content is safe before the name shows it.  What an interrupted writing leaves is one file beside it,
    which the next writing of the same name uses up.
    """
    try:
        path = Path(storage.path(name))
    except NotImplementedError:  # a store of objects: it replaces whole ones by itself
        storage.delete(name)
        storage.save(name, ContentFile(content))
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
