"""The ZIP of a class in parts of bounded size, which are joined at the end without unpacking them again.

Parts lie in the storage under names that follow from class and place, so a step done twice writes the same part over
itself, and no machine holds more than one file of the class in memory.
"""

import contextlib
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import IO, Any, Final

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from khuevan.core.actors import Actor
from khuevan.papers.domain.dossier.naming import Placed
from khuevan.training.domain.dossier import Entry, Section, made_by
from khuevan.training.models import TrainingClass

FILES_A_PART: Final = 50
BYTES_A_PART: Final = 24 * 1024 * 1024
_PACKED_ALREADY: Final = frozenset({"pdf", "docx", "xlsx", "odt", "ods", "jpg", "jpeg", "png", "zip"})
_PAGE: Final = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_MOST_COUNTED: Final = 8 * 1024 * 1024
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Packed:
    """What one part came to: where the next one begins, pages by path as far as known, paths without a file."""

    until: int
    pages: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def folder_of(training_class: TrainingClass) -> str:
    return f"dossiers/parts/{training_class.pk}"


def clear(training_class: TrainingClass) -> None:
    """Removes what an earlier work left behind."""
    folder = folder_of(training_class)
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")


def keep_plan(training_class: TrainingClass, rows: Sequence[Placed]) -> None:
    """What goes into the ZIP is settled once: what changes meanwhile is in the next one."""
    told = [{**asdict(row.entry), "number": row.number, "path": row.path} for row in rows]
    _put(f"{folder_of(training_class)}/plan.json", json.dumps(told, default=date.isoformat).encode())


def plan_of(training_class: TrainingClass) -> list[Placed]:
    with default_storage.open(f"{folder_of(training_class)}/plan.json", "rb") as kept:
        return [_placed(told) for told in json.load(kept)]


def _placed(told: dict[str, Any]) -> Placed:
    number, path = told.pop("number"), told.pop("path")
    told["section"] = Section(told["section"])
    told["day"] = date.fromisoformat(told["day"]) if told["day"] else None
    return Placed(Entry(**told), number, path)


def pack(actor: Actor, training_class: TrainingClass, rows: Sequence[Placed], start: int) -> Packed:
    """Writes the part that begins with the file ``start``."""
    found = Packed(start)
    until, size = start, 0
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w") as part:
            while until < len(rows) and until - start < FILES_A_PART and size < BYTES_A_PART:
                row = rows[until]
                if row.path:
                    size += _add(actor, training_class, part, row, found)
                until += 1
        file.seek(0)
        _put(_part_name(training_class, start), file)
    return Packed(until, found.pages, found.lost)


def _add(actor: Actor, training_class: TrainingClass, part: zipfile.ZipFile, row: Placed, found: Packed) -> int:
    """Copies one file into the part; returns its size."""
    info = _info(row)
    if row.entry.made:
        content = made_by(row.entry.made)(actor, training_class, row.entry.argument)
        part.writestr(info, content)
        return len(content)
    try:
        with default_storage.open(row.entry.stored, "rb") as stored, part.open(info, "w") as target:
            head = stored.read(_MOST_COUNTED)
            target.write(head)
            shutil.copyfileobj(stored, target)
    except FileNotFoundError:
        found.lost.append(row.path)
        return 0
    is_counted = row.entry.pages is None and row.path.endswith(".pdf")
    if is_counted and (counted := len(_PAGE.findall(head))) and info.file_size <= _MOST_COUNTED:
        found.pages[row.path] = counted
    return info.file_size


def _info(row: Placed) -> zipfile.ZipInfo:
    """With the day of the document, so that the same class gives the same file."""
    day = row.entry.day
    moment = (day.year, day.month, day.day, 0, 0, 0) if day and day.year >= _EARLIEST[0] else _EARLIEST
    return _info_of(row.path, moment)


def _info_of(path: str, moment: tuple[int, int, int, int, int, int] = _EARLIEST) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(path, date_time=moment)
    info.external_attr = 0o644 << 16
    is_packed = path.rpartition(".")[2].lower() in _PACKED_ALREADY
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    return info


def join(training_class: TrainingClass, starts: Iterable[int], first: Mapping[str, bytes], name: str) -> int:
    """Writes the whole ZIP under ``name`` into the storage: the index first, then the parts; returns its size."""
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w") as whole:
            for path, content in first.items():
                whole.writestr(_info_of(path), content)
            for start in starts:
                with default_storage.open(_part_name(training_class, start), "rb") as part:
                    _append(whole, file, part)
        size = file.tell()
        file.seek(0)
        _put(name, file)
    return size


def _append(whole: zipfile.ZipFile, file: IO[bytes], part: IO[bytes]) -> None:
    """The files of a part as they are packed; only where they begin is written anew."""
    with zipfile.ZipFile(part) as opened:
        begin, members = whole.start_dir, opened.infolist()
        part.seek(0)
        file.seek(begin)
        _copy(part, file, opened.start_dir)
    for info in members:
        info.header_offset += begin
        whole.filelist.append(info)
        whole.NameToInfo[info.filename] = info
    whole.start_dir = file.tell()
    whole._didModify = True  # type: ignore[attr-defined]


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size > 0 and (piece := source.read(min(size, io.DEFAULT_BUFFER_SIZE * 32))):
        target.write(piece)
        size -= len(piece)


def _part_name(training_class: TrainingClass, start: int) -> str:
    return f"{folder_of(training_class)}/{start:06d}.zip"


def _put(name: str, content: bytes | IO[bytes]) -> None:
    """Under exactly this name, instead of what a step that was lost left there."""
    default_storage.delete(name)
    kept = default_storage.save(name, ContentFile(content) if isinstance(content, bytes) else File(content))
    if kept != name:
        raise FileExistsError(name)
