"""What nothing needs any more: files whose sending broke off, and contents that no material uses."""

import logging
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from khuevan.core.uploads import STRAY
from khuevan.training.domain.materials.storing import FOLDER, place_of
from khuevan.training.models import StoredFile

logger = logging.getLogger(__name__)

KEPT_UNUSED: Final = timedelta(days=30)
"""How long the undo of a removal finds its file."""
ONCE_A_DAY: Final = 24 * 60 * 60.0
_CHUNK: Final = 500


def sweep_materials() -> tuple[int, int, int]:
    """Periodic: contents unused for 30 days go, files without a row go after a day, rows without a file are told.

    Returns how many of each.
    """
    return _drop_unused(), _drop_strays(), len(_told_missing())


def missing_files() -> list[StoredFile]:
    """Rows whose file is not there: somebody took it away behind the program's back."""
    return [row for row in StoredFile.objects.order_by("pk").iterator(_CHUNK) if not place_of(row).exists()]


def _told_missing() -> list[StoredFile]:
    missing = missing_files()
    if missing:
        logger.warning(
            "%s files of materials are missing, first %s; take them from a backup", len(missing), missing[0].path
        )
    return missing


def _drop_unused() -> int:
    """One content at a time, judged again under its lock: somebody may just be storing it once more."""
    before = timezone.now() - KEPT_UNUSED
    unused = StoredFile.objects.filter(unused_since__lt=before, materials=None)
    never = StoredFile.objects.filter(unused_since=None, stored_at__lt=before, materials=None)
    return sum(_drop(key) for key in (unused | never).values_list("pk", flat=True))


def _drop(key: int) -> int:
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(pk=key).first()
        since = (row.unused_since or row.stored_at) if row else None
        if row is None or since is None or since > timezone.now() - KEPT_UNUSED or row.materials.exists():
            return 0
        place = place_of(row)
        row.delete()
        place.unlink(missing_ok=True)  # before the commit: whoever stores it meanwhile waits, and puts it again
    return 1


def _is_old(file: Path) -> bool:
    try:
        return file.is_file() and time.time() - file.stat().st_mtime > STRAY
    except FileNotFoundError:
        return False


def _drop_strays() -> int:
    folder = Path(default_storage.path(FOLDER))
    old = [one for one in folder.glob("*/*") if _is_old(one)]
    dropped = 0
    for start in range(0, len(old), _CHUNK):
        part = {f"{FOLDER}/{one.parent.name}/{one.name}": one for one in old[start : start + _CHUNK]}
        known = set(StoredFile.objects.filter(path__in=part).values_list("path", flat=True))
        for path, file in part.items():
            if path not in known and _is_old(file):  # stored once more meanwhile: it is young again
                file.unlink(missing_ok=True)
                dropped += 1
    return dropped
