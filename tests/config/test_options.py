import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from khuevan.config import options
from tests.config.processes import environment

ROOT = Path(__file__).parents[2]


def test_the_table_of_the_documentation_is_the_table_of_the_code() -> None:
    assert (ROOT / "docs" / "options.md").read_text("utf8") == options.as_markdown()


def test_no_option_is_read_past_the_table() -> None:
    known = {option.name for option in options.OPTIONS}
    for file in (ROOT / "src").rglob("*.py"):
        for name in re.findall(r"KHUEVAN_[A-Z_]+", file.read_text("utf8")):
            if f'"{name}"' in file.read_text("utf8"):
                assert name in known or name in {"KHUEVAN_UPLOAD_LIMIT"}, (file, name)


def test_values_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHUEVAN_HTTPS", "Yes")
    monkeypatch.setenv("KHUEVAN_HOSTS", "a.vn, b.vn ,")
    monkeypatch.setenv("KHUEVAN_WEATHER_LATITUDE", "12.25")
    assert options.flag("KHUEVAN_HTTPS")
    assert options.words("KHUEVAN_HOSTS") == ["a.vn", "b.vn"]
    assert options.number("KHUEVAN_WEATHER_LATITUDE") == 12.25
    with pytest.raises(KeyError):
        options.text("KHUEVAN_UNKNOWN")


@pytest.mark.parametrize("value", ["abc", "12,5", "nan", "inf", "91"])
def test_a_wrong_number_names_its_option(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KHUEVAN_WEATHER_LATITUDE", value)
    with pytest.raises(ImproperlyConfigured, match="KHUEVAN_WEATHER_LATITUDE"):
        options.number("KHUEVAN_WEATHER_LATITUDE", -90, 90)


@pytest.mark.parametrize("value", ["boiduong.vn", "ftp://boiduong.vn", "http://", "http://[::1", "http://a.vn:x"])
def test_a_wrong_address_names_its_option(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("KHUEVAN_BASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="KHUEVAN_BASE_URL"):
        options.web_address("KHUEVAN_BASE_URL")


@pytest.mark.parametrize(
    ("base", "https", "secure"),
    [
        ("https://boiduong.vn/", "", "True"),
        ("http://boiduong.vn", "", "False"),
        ("https://boiduong.vn", "no", "False"),
        ("http://boiduong.vn", "yes", "True"),
    ],
)
def test_cookies_are_secure_where_the_address_is(tmp_path: Path, base: str, https: str, secure: str) -> None:
    program = "from khuevan.config import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    values = environment(tmp_path, KHUEVAN_BASE_URL=base, KHUEVAN_HTTPS=https)
    done = subprocess.run([sys.executable, "-c", program], env=values, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [secure, secure]
