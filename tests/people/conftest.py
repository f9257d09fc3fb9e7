"""What tests of codes share: the six digits as whoever was sent them reads them."""

import re
from collections.abc import Callable

import pytest

from khuevan.notifications.models import Message


@pytest.fixture
def sent_digits() -> Callable[[], str]:
    """The code in the newest message, without its blank."""

    def read() -> str:
        found = re.search(r"\b(\d{3}) (\d{3})\b", Message.objects.filter(kind="people.code").latest("pk").body)
        assert found
        return found[1] + found[2]

    return read
