"""``khuevan province``: the bodies of a province from the command line."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest

from khuevan.config.commands import provinces
from khuevan.core.errors import DomainError
from tests.config.processes import environment, khuevan


def test_a_province_is_looked_at_entered_and_there_already(
    tmp_path: Path, migrated: Callable[[dict[str, str]], None]
) -> None:
    migrated(environment(tmp_path))
    look = khuevan(tmp_path, "province", "Bình Phước", "--parts", "so", "--preview")
    assert look.returncode == 0, look.stderr
    assert "Thành phố Đồng Nai" in look.stdout
    assert "13 mới" in look.stdout
    assert "Đã nạp" not in look.stdout
    assert "Đã nạp 13 cơ quan" in khuevan(tmp_path, "province", "75", "--parts", "so").stdout
    assert "Đã nạp 0 cơ quan" in khuevan(tmp_path, "province", "75", "--parts", "so").stdout


@pytest.mark.parametrize(("name", "parts"), [("Sao Hỏa", "so"), ("Đồng Nai", "so,khac")])
def test_what_nobody_knows_is_refused_in_words(name: str, parts: str) -> None:
    with pytest.raises(DomainError):
        provinces.run(Namespace(name=name, parts=parts, preview=True))
