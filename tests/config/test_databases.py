from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from khuevan.config.databases import database


def test_every_part_of_the_address_reaches_postgresql() -> None:
    found: dict[str, Any] = database("postgresql://an:m%40t@db.vn:5433/khue?sslmode=require&connect_timeout=5", Path())
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("an", "m@t", "db.vn", "5433")
    assert found["NAME"] == "khue"
    assert found["OPTIONS"] == {"sslmode": "require", "connect_timeout": "5"}


def test_without_an_address_the_data_folder_holds_the_database(tmp_path: Path) -> None:
    assert database("", tmp_path)["NAME"] == tmp_path / "khuevan.sqlite3"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://an:bimat@db/khue",
        "an:bimat@db/khue",
        "postgres://an:bimat@db:cong/khue",
        "postgres://an:bimat@db",
        "postgres://an:bimat@db/khue?sslmode",
    ],
)
def test_another_address_is_refused_without_telling_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        database(url, Path())
    assert "KHUEVAN_DATABASE_URL" in str(refusal.value)
    assert "bimat" not in str(refusal.value)
