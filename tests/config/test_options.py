import re
from pathlib import Path

import pytest

from khuevan.config import options

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
