from pathlib import Path
from typing import Any

import pytest

from khuevan.core import visits

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture(autouse=True)
def _fresh_visits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is a process of its own that has seen nobody yet."""
    monkeypatch.setattr(visits, "memory", visits.Memory())


@pytest.fixture(autouse=True)
def _static_files(settings: Any) -> None:
    """WhiteNoise warns about a folder that ``collectstatic`` has not made."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
