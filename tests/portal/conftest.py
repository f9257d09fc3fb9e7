import pytest

from khuevan.core import visits

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture(autouse=True)
def _fresh_visits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is a process of its own that has seen nobody yet."""
    monkeypatch.setattr(visits, "memory", visits.Memory())
