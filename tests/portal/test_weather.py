"""The weather line: never an empty label, never a stale value, never the network in a request."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from khuevan.portal import weather

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _by_hand(settings: Any, tmp_path: Path) -> None:
    settings.KHUEVAN_DATA_DIR = tmp_path
    settings.KHUEVAN_WEATHER = "manual"
    settings.KHUEVAN_WEATHER_PLACE = "Đồng Xoài"


def _write(**facts: object) -> None:
    values: dict[str, object] = {"place": "Nha Trang", "temperature": 29, "humidity": 76, "wind": 3.2}
    values |= {"observed_at": timezone.now().isoformat(), **facts}
    weather.file().write_text(json.dumps(values), "utf-8")
    cache.clear()


def _line() -> str:
    page = Client().get("/").content.decode()
    return page[page.index('class="sky"') : page.index("</aside>", page.index('class="sky"'))]


def test_place_temperature_humidity_and_wind_are_shown() -> None:
    _write()
    line = _line()
    for words in ("Nha Trang 29°C", "Độ ẩm 76%", "Gió 3 m/s"):
        assert words in line


@pytest.mark.parametrize(
    ("facts", "shown", "hidden"),
    [
        ({"humidity": None}, "Gió 3 m/s", "Độ ẩm"),
        ({"wind": "mạnh"}, "Độ ẩm 76%", "Gió"),
        ({"temperature": 400}, "Độ ẩm 76%", "°C"),
        ({"humidity": True}, "29°C", "Độ ẩm"),
    ],
)
def test_a_part_without_a_value_has_no_label(facts: dict[str, object], shown: str, hidden: str) -> None:
    _write(**facts)
    line = _line()
    assert shown in line
    assert hidden not in line


@pytest.mark.parametrize(
    "facts",
    [
        {"observed_at": (timezone.now() - timedelta(hours=3, minutes=1)).isoformat()},
        {"observed_at": (timezone.now() + timedelta(days=1)).isoformat()},
        {"observed_at": "hôm qua"},
        {"observed_at": "2026-02-31T09:00:00"},
        {"temperature": None, "humidity": None, "wind": None},
    ],
)
def test_nothing_or_an_old_observation_leaves_no_line(facts: dict[str, object]) -> None:
    _write(**facts)
    assert not any(word in _line() for word in ("Nha Trang", "Độ ẩm", "Gió", "°C"))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"temperature": 29}'])
def test_a_file_that_is_no_observation_leaves_no_line(text: str) -> None:
    weather.file().write_text(text, "utf-8")
    assert weather.current() is None


def test_without_file_or_provider_there_is_no_line(settings: Any) -> None:
    assert weather.current() is None
    _write()
    settings.KHUEVAN_WEATHER = "off"
    assert weather.current() is None
    settings.KHUEVAN_WEATHER = "không có"
    assert weather.current() is None


def test_pages_read_the_file_once_a_minute_only() -> None:
    _write()
    assert weather.current()
    weather.file().unlink()
    assert weather.current()


def _answer(**current: object) -> bytes:
    now = timezone.now().strftime("%Y-%m-%dT%H:%M")
    values = {"time": now, "temperature_2m": 28.6, "relative_humidity_2m": 80, "wind_speed_10m": 2.4}
    return json.dumps({"current": {**values, **current}}).encode()


def test_open_meteo_is_asked_in_the_background_and_kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KHUEVAN_WEATHER = "open-meteo"
    settings.KHUEVAN_WEATHER_LATITUDE, settings.KHUEVAN_WEATHER_LONGITUDE = 11.54, 106.89
    asked: list[str] = []

    def answer(address: str) -> bytes:
        asked.append(address)
        return _answer()

    monkeypatch.setattr(weather, "_ask", answer)
    assert weather.current() is None
    assert not asked, "a page asks nobody"
    weather.refresh()
    seen = weather.current()
    assert seen
    assert (seen.place, seen.temperature, seen.humidity, seen.wind) == ("Đồng Xoài", 28.6, 80, 2.4)
    assert "latitude=11.54" in asked[0]
    assert "wind_speed_unit=ms" in asked[0]


@pytest.mark.parametrize("trouble", [OSError("no route"), weather.WeatherUnavailableError("status 500")])
def test_a_provider_that_fails_leaves_the_last_answer(
    settings: Any, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    _write()
    settings.KHUEVAN_WEATHER = "open-meteo"

    def fail(_address: str) -> bytes:
        raise trouble

    monkeypatch.setattr(weather, "_ask", fail)
    weather.refresh()
    seen = weather.current()
    assert seen
    assert seen.temperature == 29


@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b"{}", b'{"current": null}', b'{"current": {"time": "x"}}'])
def test_an_unreadable_answer_is_refused(answer: bytes) -> None:
    with pytest.raises(weather.WeatherUnavailableError):
        weather.read_open_meteo(answer)


def test_refresh_without_a_provider_does_nothing(settings: Any) -> None:
    settings.KHUEVAN_WEATHER = "off"
    weather.refresh()
    assert not weather.file().exists()


def test_refresh_by_hand_keeps_what_the_office_wrote() -> None:
    _write()
    weather.refresh()
    assert json.loads(weather.file().read_text("utf-8"))["humidity"] == 76
