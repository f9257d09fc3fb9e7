"""All materials of a class as one ZIP, made while it is sent: no copy of it lies anywhere."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from khuevan.records.validators import file_name
from khuevan.training.domain.materials.storing import place_of
from khuevan.training.models import Material, TrainingClass

_PIECE = 256 * 1024


class _Sent(io.RawIOBase):
    """What was written and not yet sent."""

    def __init__(self) -> None:
        self._signs = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, signs: object) -> int:
        self._signs += memoryview(signs)  # type: ignore[arg-type]  # whatever a buffer is
        return len(memoryview(signs))  # type: ignore[arg-type]

    def take(self) -> bytes:
        signs = bytes(self._signs)
        self._signs.clear()
        return signs


def zipped_response(training_class: TrainingClass, rows: Sequence[Material]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_pieces(rows), content_type="application/zip")
    name = f"Tài liệu {training_class.title[:80]}.zip".replace("/", "-")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _pieces(rows: Iterable[Material]) -> Iterator[bytes]:
    """Files as they are: what is large is packed already.  One that is not there is left out; ``check`` tells of it."""
    sent, used = _Sent(), set[str]()
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_STORED) as archive:
        for row in rows:
            place = place_of(row.stored)
            if not place.exists():
                continue
            with place.open("rb") as file, archive.open(_entry(row, used), "w", force_zip64=True) as member:
                while piece := file.read(_PIECE):
                    member.write(piece)
                    yield sent.take()
            yield sent.take()
    yield sent.take()


def _entry(row: Material, used: set[str]) -> zipfile.ZipInfo:
    """A folder for each topic, a name that nothing else there has, the day it was added."""
    folder = f"{row.class_topic.order:02d} {_plain(row.class_topic.topic.title)}/" if row.class_topic else ""
    name = file_name(f"{row.title}.{row.stored.kind}", row.stored.kind, "tai-lieu")
    stem, dot, ending = name.rpartition(".")
    found, number = f"{folder}{name}", 1
    while found.casefold() in used:
        number += 1
        found = f"{folder}{stem} ({number}){dot}{ending}"
    used.add(found.casefold())
    return zipfile.ZipInfo(found, row.added_at.timetuple()[:6])


def _plain(title: str) -> str:
    return file_name(f"{title[:60]}.pdf", "pdf", "chuyen-de").removesuffix(".pdf")
