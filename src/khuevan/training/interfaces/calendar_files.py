"""Calendar files over HTTP: fetched again and again by telephones, so that what did not change is not sent again."""

import hashlib
from datetime import datetime
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from khuevan.training.domain.timetable.class_calendar import TYPE, fingerprint

_REMEMBERED: Final = 60 * 24 * 3600
_FRESH: Final = 15 * 60
"""Seconds for which a shared cache may keep a public calendar."""


def calendar_response(request: HttpRequest, text: str, name: str, *, is_public: bool) -> HttpResponseBase:
    """The file, or 304 for whoever has it as it is.

    ``Last-Modified`` is when this installation first saw the days as they are: no row says when somebody changed the
    group of a learner.
    """
    mark = fingerprint(text)
    etag, since = f'W/"{mark}"', _first_seen(request.path, mark)
    response = HttpResponse(
        text,
        content_type=f"{TYPE}; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(since.timestamp())
    response.headers["Cache-Control"] = f"public, max-age={_FRESH}" if is_public else "private, no-cache"
    if not is_public:
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    found = get_conditional_response(request, etag, int(since.timestamp()), response)
    return found if found is not None else response


def _first_seen(path: str, mark: str) -> datetime:
    """Remembered under a hash: an address may be a secret."""
    key = f"calendar.{hashlib.sha256(path.encode()).hexdigest()[:32]}"
    known: tuple[str, datetime] | None = cache.get(key)
    if known is not None and known[0] == mark:
        return known[1]
    now = timezone.now().replace(microsecond=0)
    cache.set(key, (mark, now), _REMEMBERED)
    return now
