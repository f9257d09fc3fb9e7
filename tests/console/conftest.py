from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _static_files(settings: Any) -> None:
    """WhiteNoise warns about a folder that ``collectstatic`` has not made."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
