"""Acting as somebody of staff: a signed-in client, pages as text, forms sent as a browser sends them."""

import re
from dataclasses import dataclass, field

from django.test import Client

from khuevan.people.models import User

_INPUT = re.compile(r'<input[^>]*name="(?P<name>[^"]+)"[^>]*>')
_VALUE = re.compile(r'value="([^"]*)"')


@dataclass
class Acting:
    """One person at the console."""

    user: User
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.force_login(self.user)

    def get(self, path: str, status: int = 200, **query: str) -> str:
        response = self.client.get(path, query)
        assert response.status_code == status, (path, response.status_code)
        return response.content.decode()

    def post(self, path: str, *, form: str = "", follow: bool = True, **values: object) -> str:
        """Sends a form; with ``form``, the address of the page that shows it, its hidden fields go along."""
        hidden = self.hidden(form) if form else {}
        response = self.client.post(path, {**hidden, **values}, follow=follow)
        return response.content.decode()

    def status(self, path: str, **values: object) -> int:
        """What a POST answers, without following."""
        return self.client.post(path, values).status_code

    def hidden(self, path: str) -> dict[str, str]:
        found = {}
        for match in _INPUT.finditer(self.get(path)):
            if 'type="hidden"' in match[0] and match["name"] in {"mot-lan", "seen"}:
                value = _VALUE.search(match[0])
                found[match["name"]] = value[1] if value else ""
        return found


def notices(page: str) -> list[str]:
    """The notices on top of a page, as text."""
    return [
        re.sub(r"<[^>]+>", " ", one).strip() for one in re.findall(r'<div class="notice[^"]*">(.*?)</div>', page, re.S)
    ]


def without_address(page: str) -> str:
    """A page less what differs by its address alone."""
    return re.sub(r'name="next" value="[^"]*"', "", page)
