"""A mail server that tests may close, and one that is open."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.notifications.post import Post, free_port, open_post, server


@pytest.fixture
def port(settings: Any) -> int:
    """Where the outbox looks for its mail server; nobody is there yet."""
    found = free_port()
    settings.KHUEVAN_MAIL_SERVER = server(found)
    return found


@pytest.fixture
def post(port: int) -> Iterator[Post]:
    found = Post()
    with open_post(found, port):
        yield found
