"""``khuevan demo`` on a database that it filled before."""

from argparse import Namespace

import pytest

from khuevan.config.commands import demo, preparing
from khuevan.demo.build import Built


@pytest.mark.django_db
def test_a_second_demo_says_that_only_the_passwords_are_new(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(preparing, "migrate_and_collect", lambda: None)
    monkeypatch.setattr(demo, "new_passwords", Built)
    assert demo.run(Namespace(stage="planned", no_serve=True)) == 0
    first, *_rest, last = capsys.readouterr().out.splitlines()
    assert "đã có sẵn" in first
    assert "mật khẩu" in first
    assert last == "READY"
