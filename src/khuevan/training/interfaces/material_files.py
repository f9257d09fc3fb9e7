"""Answering with the file of a material: as what we found it to be, under its name, to be saved."""

import re
from typing import IO, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from khuevan.records.enums import FileKind
from khuevan.training.domain.materials.storing import place_of
from khuevan.training.models import Material

_SHOWN: Final = {FileKind.PDF, FileKind.JPEG, FileKind.PNG}
"""Kinds that a browser shows by itself; it does so in a sandbox, without scripts and as a page of its own."""
_SANDBOX: Final = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; object-src 'self'"
_RANGE: Final = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")
_PIECE: Final = 64 * 1024


def material_response(request: HttpRequest, material: Material, *, inline: bool = False) -> HttpResponseBase:
    """The file, or the part of it that the browser asks for; whether somebody may have it was judged before.

    ``inline`` shows PDF and pictures instead of saving them.  Raises Http404 when the file is not there.
    """
    try:
        file = place_of(material.stored).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    size = material.stored.size
    asked = _RANGE.fullmatch(request.headers.get("Range", "")) if "If-Range" not in request.headers else None
    response = _part(file, size, asked) if asked else FileResponse(file)
    is_shown = inline and material.stored.kind in _SHOWN
    response.headers["Content-Type"] = material.stored.content_type
    response.headers["Content-Disposition"] = content_disposition_header(not is_shown, material.file_name) or ""
    response.headers["Content-Security-Policy"] = _SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers.setdefault("Content-Length", str(size))
    return response


def _part(file: IO[bytes], size: int, asked: re.Match[str]) -> HttpResponseBase:
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Content-Length": "0"})
    file.seek(first)
    headers = {"Content-Range": f"bytes {first}-{last}/{size}", "Content-Length": str(last - first + 1)}
    return FileResponse(_Part(file, last - first + 1), status=206, headers=headers)


class _Part:
    """As much of an open file as was asked for."""

    def __init__(self, file: IO[bytes], left: int) -> None:
        self._file, self._left = file, left
        self.close = file.close

    def read(self, size: int = _PIECE) -> bytes:
        piece = self._file.read(min(self._left, size if size >= 0 else self._left))
        self._left -= len(piece)
        return piece
