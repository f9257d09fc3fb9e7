"""The weather line of the portal.

A provider is chosen by ``KHUEVAN_WEATHER``.  ``refresh`` asks it, in the background only, and keeps the answer in
``weather.json`` of the data folder; pages read that file, at most once a minute, and never the network.  With the
provider ``manual`` the office writes the file itself.  A value that is missing, impossible or older than three hours
is not shown.

The file, with °C, per cent and m/s::

    {"place": "Nha Trang", "temperature": 29, "humidity": 76, "wind": 3, "observed_at": "2019-10-08T09:00:00+07:00"}
"""

import json
import logging
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.dateparse import parse_datetime

OLDEST = timedelta(hours=3)
CACHE_SECONDS = 60
TIMEOUT_SECONDS = 5
POSSIBLE = {"temperature": (-30.0, 60.0), "humidity": (0.0, 100.0), "wind": (0.0, 120.0)}
_HOST = "api.open-meteo.com"
_log = logging.getLogger(__name__)


class WeatherUnavailableError(Exception):
    """The provider gave no usable answer."""


@dataclass(frozen=True)
class Observation:
    """One reading; None where the provider has nothing."""

    place: str
    temperature: float | None
    humidity: float | None
    wind: float | None
    observed_at: datetime

    @property
    def is_empty(self) -> bool:
        return self.temperature is None and self.humidity is None and self.wind is None


def file() -> Path:
    return Path(settings.KHUEVAN_DATA_DIR) / "weather.json"


def current() -> Observation | None:
    """What the pages show; None when there is nothing to show."""
    if settings.KHUEVAN_WEATHER not in PROVIDERS:
        return None
    kept: tuple[Observation | None] | None = cache.get_or_set("portal.weather", lambda: (_stored(),), CACHE_SECONDS)
    seen = kept[0] if kept else None
    if seen is None or seen.is_empty or not timedelta(minutes=-10) < timezone.now() - seen.observed_at < OLDEST:
        return None
    return seen


def refresh() -> None:
    """Asks the provider and keeps its answer; a provider that fails leaves the last answer to grow old."""
    provider = PROVIDERS.get(settings.KHUEVAN_WEATHER)
    if provider is None:
        return
    try:
        seen = provider()
    except (WeatherUnavailableError, OSError, HTTPException) as trouble:
        _log.warning("no weather from %s: %s", settings.KHUEVAN_WEATHER, trouble)
        return
    _store(seen)
    cache.delete("portal.weather")


def _by_hand() -> Observation:
    seen = _stored()
    if seen is None:
        raise WeatherUnavailableError("weather.json is missing or cannot be read")
    return seen


def _open_meteo() -> Observation:
    query = urlencode(
        {
            "latitude": settings.KHUEVAN_WEATHER_LATITUDE,
            "longitude": settings.KHUEVAN_WEATHER_LONGITUDE,
            "current": "temperature_2m,relative_humidity_2m,wind_speed_10m",
            "wind_speed_unit": "ms",
            "timezone": "GMT",
        }
    )
    return read_open_meteo(_ask(f"/v1/forecast?{query}"))


def read_open_meteo(answer: bytes) -> Observation:
    """The answer of open-meteo as an observation; raises WeatherUnavailableError when it is something else."""
    try:
        now = json.loads(answer)["current"]
        facts = {
            "temperature": now.get("temperature_2m"),
            "humidity": now.get("relative_humidity_2m"),
            "wind": now.get("wind_speed_10m"),
            "observed_at": f"{now['time']}:00Z",
        }
    except (ValueError, KeyError, TypeError, AttributeError) as trouble:
        raise WeatherUnavailableError("unreadable answer") from trouble
    seen = _observation(facts)
    if seen is None:
        raise WeatherUnavailableError("answer without a time")
    return seen


PROVIDERS: dict[str, Callable[[], Observation]] = {"manual": _by_hand, "open-meteo": _open_meteo}


def _ask(address: str) -> bytes:
    connection = HTTPSConnection(_HOST, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", address, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise WeatherUnavailableError(f"status {answer.status}")
        return answer.read(100_000)
    finally:
        connection.close()


def _stored() -> Observation | None:
    try:
        facts = json.loads(file().read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return _observation(facts) if isinstance(facts, dict) else None


def _observation(facts: dict[str, Any]) -> Observation | None:
    try:
        at = parse_datetime(str(facts.get("observed_at", "")))
    except ValueError:
        return None
    if at is None:
        return None
    seen = Observation(
        place=str(facts.get("place") or settings.KHUEVAN_WEATHER_PLACE),
        temperature=_possible("temperature", facts.get("temperature")),
        humidity=_possible("humidity", facts.get("humidity")),
        wind=_possible("wind", facts.get("wind")),
        observed_at=at,
    )
    return seen if timezone.is_aware(at) else replace(seen, observed_at=timezone.make_aware(at))


def _possible(name: str, value: object) -> float | None:
    """The value when it is a number that weather can have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    low, high = POSSIBLE[name]
    return float(value) if low <= value <= high else None


def _store(seen: Observation) -> None:
    """Replaces the file in one step, so that a page never reads half of it."""
    path = file()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    facts = {**asdict(seen), "observed_at": seen.observed_at.isoformat()}
    draft.write_text(json.dumps(facts, ensure_ascii=False), "utf-8")
    os.replace(draft, path)  # noqa: PTH105 - atomic on every system
