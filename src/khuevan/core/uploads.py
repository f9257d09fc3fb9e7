"""Files on their way in: how much a form may send, and where what is being sent lies meanwhile."""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

STRAY: Final = 24 * 60 * 60
"""Seconds after which nobody is still sending a file."""
_ROOM: Final = 2 * 1024 * 1024
"""What a form holds beside its files."""
_MOST_PASSED: Final = 1024 * 1024 * 1024
_LONGEST: Final = 60.0
_MEGABYTE: Final = 1024 * 1024
_TIMES: Final = 50
"""A form that says nothing of its own may hold a folder of files, each of the usual limit."""

type AnyView = Callable[..., HttpResponseBase]


def takes_materials[V: AnyView](view: V) -> V:
    """For views with the form of a material: together its files may be as large as one may be."""
    vars(view)["takes_materials"] = True
    return view


def largest_form(view: AnyView) -> int:
    """Bytes of the files of a form that ``view`` takes."""
    if getattr(view, "takes_materials", False):
        return int(settings.KHUEVAN_MATERIAL_LIMIT)
    return int(settings.KHUEVAN_UPLOAD_LIMIT) * _TIMES


class UploadLimitMiddleware:
    """Answers a form that is too large with a sentence, on the page it came from, before any of it is kept.

    Who asks before sending (``Expect: 100-continue``) is answered at once; what browsers send regardless is read and
    forgotten, up to a minute, for they show no answer to whom the line was cut.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: AnyView, _arguments: list[Any], _words: dict[str, Any]
    ) -> HttpResponse | None:
        limit = largest_form(view)
        if request.method != "POST" or _length(request) <= limit + _ROOM:
            return None
        text = _("What you sent is larger than %(limit)s MB; nothing of it was kept.") % {
            "limit": f"{limit / _MEGABYTE:g}"
        }
        if "100-continue" not in request.headers.get("Expect", "").lower():
            _pass_over(request)
        response = _answer(request, text)
        response.headers["Connection"] = "close"
        return response


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if str(told).isdecimal() else 0


def _answer(request: HttpRequest, text: str) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return HttpResponse(json.dumps({"error": text}), content_type="application/json", status=413)
    messages.error(request, text)
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = request.get_full_path()
    response = HttpResponseRedirect(back)
    response.status_code = 303
    return response


def _pass_over(request: HttpRequest) -> None:
    """Reads what is being sent and keeps nothing of it."""
    stream, end, left = request.META.get("wsgi.input"), time.monotonic() + _LONGEST, min(_length(request), _MOST_PASSED)
    while stream is not None and left > 0 and time.monotonic() < end:
        try:
            piece = stream.read(min(left, 64 * 1024))
        except OSError:  # gone
            return
        if not piece:
            return
        left -= len(piece)


class OwnFolderUploadHandler(TemporaryFileUploadHandler):
    """Large files lie in the data folder while they come: what a killed process leaves is found there and swept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django gives them
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self.file = _OwnFolderFile(self.file_name, self.content_type, 0, self.charset, self.content_type_extra)


class _OwnFolderFile(TemporaryUploadedFile):
    def __init__(self, name: Any, kind: Any, size: int, charset: Any, extra: Any) -> None:  # noqa: ANN401
        folder = Path(settings.KHUEVAN_UPLOADS_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = tempfile.NamedTemporaryFile(prefix="nhan-", suffix=".upload", dir=folder)  # noqa: SIM115 - closed by Django
        UploadedFile.__init__(self, file, name, kind, size, charset, extra)


def sweep_uploads() -> int:
    """Periodic: files of forms whose sending was never finished, a day later; how many."""
    folder = Path(settings.KHUEVAN_UPLOADS_DIR)
    old = [one for one in folder.glob("nhan-*.upload") if time.time() - one.stat().st_mtime > STRAY]
    for one in old:
        one.unlink(missing_ok=True)
    return len(old)
