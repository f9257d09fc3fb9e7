"""Visits and presence without cookies and without a database write on a page view.

A view marked ``@counted`` is counted when it answers 200 to a GET of a person.  Counts and the visitors of the last
five minutes stay in the memory of the process; a background thread, started by the server with ``start_flusher``,
adds them to the database every ten seconds, so processes and restarts add up.  A killed process loses at most those
ten seconds.

A visitor is a keyed hash of address and browser, of no use after midnight because the day is part of the key; it is
never stored longer than five minutes.
"""

import atexit
import hashlib
import hmac
import logging
import os
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Sum
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from khuevan.core.models import PresenceSlice, VisitCount

PRESENT_SECONDS = 5 * 60
FLUSH_SECONDS = 10
CACHE_SECONDS = 10
MOST_VISITORS = 20_000
ALL_PAGES = ""
"""Key of the rows that add up all pages of a day, so that the total needs no sum over every page."""

_BOTS = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|scan|monitor|curl|wget|python|java/|go-http|libwww|^$", re.IGNORECASE
)
_log = logging.getLogger(__name__)


class Memory:
    """What one process saw and has not written yet.  Every method may be called from any thread."""

    def __init__(self) -> None:
        self.process = f"{os.getpid()}-{secrets.token_hex(6)}"
        self._lock = threading.Lock()
        self._counts: Counter[tuple[date, str]] = Counter()
        self._seen: dict[str, float] = {}

    def add(self, key: str, visitor: str) -> None:
        today = timezone.localdate()
        with self._lock:
            self._counts[today, key] += 1
            self._counts[today, ALL_PAGES] += 1
            if visitor in self._seen or len(self._seen) < MOST_VISITORS:
                self._seen[visitor] = time.monotonic()

    def take(self) -> Counter[tuple[date, str]]:
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return counts

    def give_back(self, counts: Counter[tuple[date, str]]) -> None:
        with self._lock:
            self._counts.update(counts)

    def waiting(self, key: str) -> int:
        with self._lock:
            return sum(number for (_day, page), number in self._counts.items() if page == key)

    def present(self) -> list[str]:
        """Visitors of the last five minutes; older ones are forgotten here."""
        oldest = time.monotonic() - PRESENT_SECONDS
        with self._lock:
            self._seen = {visitor: at for visitor, at in self._seen.items() if at >= oldest}
            return list(self._seen)


memory = Memory()


def counted[**P](key: str = "") -> Callable[[Callable[P, HttpResponse]], Callable[P, HttpResponse]]:
    """Marks a public view.  ``key`` names it when its addresses must not be told apart, as with certificate codes."""

    def mark(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
        view.visit_key = key  # type: ignore[attr-defined]  # read by VisitMiddleware
        return view

    return mark


class VisitMiddleware:
    """Counts what views marked ``@counted`` answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        view = match.func if match else None
        key = getattr(view, "visit_key", None)
        if response.status_code == 200 and key is not None and is_person(request):
            memory.add((key or request.path)[:200], visitor_of(request))
        return response


def is_person(request: HttpRequest) -> bool:
    """A GET that a browser made because somebody wanted the page: no robot, no prefetch, no part of a page."""
    headers = request.headers
    purpose = f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')} {headers.get('X-Moz', '')}"
    return (
        request.method == "GET"
        and "prefetch" not in purpose.lower()
        and not _BOTS.search(headers.get("User-Agent", ""))
    )


def address_of(request: HttpRequest) -> str:
    """Where the request comes from: as the trusted proxy says, if there is one; empty on a local socket."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.KHUEVAN_TRUSTED_PROXY:
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
    return address


def visitor_of(request: HttpRequest) -> str:
    """Sixteen letters that are the same for one browser on one day in every process, and lead back to nobody."""
    text = f"{timezone.localdate()}|{address_of(request)}|{request.headers.get('User-Agent', '')}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:16]


def total() -> int:
    """Page views since the installation began, at most ten seconds old."""
    return _stored(ALL_PAGES) + memory.waiting(ALL_PAGES)


def of_page(path: str) -> int:
    """Page views of one address."""
    return _stored(path[:200]) + memory.waiting(path[:200])


def online() -> int:
    """Distinct visitors of the last five minutes in all processes; whoever reads this is one, counted yet or not."""
    others = cache.get_or_set("visits.online", _present_elsewhere, CACHE_SECONDS)
    return max(1, len(set(others or ()).union(memory.present())))


def _stored(key: str) -> int:
    return int(cache.get_or_set(_cache_name(key), lambda: _sum(key), CACHE_SECONDS) or 0)


def _cache_name(key: str) -> str:
    return f"visits.{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _sum(key: str) -> int:
    return VisitCount.objects.filter(path_key=key).aggregate(total=Sum("count"))["total"] or 0


def _present_elsewhere() -> list[str]:
    since = timezone.now() - timedelta(seconds=PRESENT_SECONDS)
    slices = PresenceSlice.objects.filter(at__gte=since).exclude(process=memory.process)
    return [visitor for visitors in slices.values_list("visitors", flat=True) for visitor in visitors]


def flush() -> None:
    """Adds what waits in memory to the database; what cannot be written now stays for the next time."""
    counts = memory.take()
    visitors = memory.present()
    if not counts and not visitors:
        return
    try:
        with transaction.atomic():
            _write_counts(counts)
            _write_presence(visitors)
    except DatabaseError:
        memory.give_back(counts)
        _log.warning("visits could not be written, they are kept for the next time", exc_info=True)
    else:
        cache.delete_many([_cache_name(key) for _day, key in counts])


def _write_counts(counts: Counter[tuple[date, str]]) -> None:
    VisitCount.objects.bulk_create(
        [VisitCount(day=day, path_key=key) for day, key in sorted(counts)], ignore_conflicts=True
    )
    for (day, key), number in sorted(counts.items()):
        VisitCount.objects.filter(day=day, path_key=key).update(count=F("count") + number)


def _write_presence(visitors: list[str]) -> None:
    now = timezone.now()
    PresenceSlice.objects.filter(at__lt=now - timedelta(seconds=PRESENT_SECONDS)).delete()
    PresenceSlice.objects.update_or_create(process=memory.process, defaults={"at": now, "visitors": visitors})


_flusher: threading.Thread | None = None


def start_flusher() -> None:
    """Starts the one background thread of this process; called where the server loads the application."""
    global _flusher  # noqa: PLW0603 - one thread a process, whatever loads the module twice
    if _flusher is None or not _flusher.is_alive():
        stop = threading.Event()
        _flusher = threading.Thread(target=_run, args=(stop,), name="visits", daemon=True)
        _flusher.start()
        atexit.register(_last_flush, stop, _flusher)


def _run(stop: threading.Event) -> None:
    ended = False
    while not ended:
        ended = stop.wait(FLUSH_SECONDS)
        flush()
        connection.close()


def _last_flush(stop: threading.Event, thread: threading.Thread) -> None:
    stop.set()
    thread.join(timeout=5)
