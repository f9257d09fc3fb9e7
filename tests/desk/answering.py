"""A browser of somebody who answers for an agency, as the tests of its pages need it."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from khuevan.core.once import FIELD, new_token
from khuevan.nominations.models import Quota
from khuevan.notifications.models import Message
from khuevan.people.domain.access_links import link_path, make_link
from khuevan.people.models import AccessLink
from tests.factories.worlds import InvitedWorld

FIREFOX = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


type Typed = dict[str, object]


class Browser:
    """Pages of one agency and class by name: below the short address, or (after ``come_in``) with a pass."""

    def __init__(self, here: InvitedWorld, place: int = 0) -> None:
        self.here = here
        self.quota: Quota = here.quotas[place]
        self.client = Client(**FIREFOX)
        self.link: AccessLink | None = None

    def come_in(self) -> "Browser":
        self.link, token = make_link(
            self.here.officer,
            office=self.here.office,
            organization=self.quota.organization,
            contact=self.quota.organization.contacts.first(),
        )
        assert self.client.get(link_path(token)).status_code == 302
        return self

    def address(self, page: str = "class", **keys: int) -> str:
        if self.link is not None:
            return reverse(f"desk:agency_{page}", kwargs={"quota": self.quota.pk, **keys})
        name = "call_agency" if page == "class" else f"call_{page}"
        return reverse(f"desk:{name}", kwargs={"code": self.here.invitation.code, "quota": self.quota.pk})

    def read(self, page: str = "class", *, status: int = 200, query: str = "", **keys: int) -> str:
        response = self.client.get(self.address(page, **keys) + query)
        assert response.status_code == status, (page, response.status_code)
        return unescape(response.content.decode())

    def send(
        self, page: str, data: dict[str, object] | None = None, *, again: str = "", **keys: int
    ) -> tuple[int, str]:
        """Posts a form of its own showing (or ``again`` the same); status and, of a redirect, its address."""
        values = {FIELD: again or new_token(), **(data or {})}
        response = self.client.post(self.address(page, **keys), values)
        where = response["Location"] if response.status_code == 302 else unescape(response.content.decode())
        return response.status_code, where

    def type(self, *names: str, deed: str = "gui", again: str = "", **more: object) -> tuple[int, str]:
        """Opens the page that names are typed on, and sends it."""
        self.client.get(self.address("write"))
        return self.send("write", {**typed(*names), **SENDER, "viec": deed, **more}, again=again)


SENDER = {"sender_name": "Lê Văn Bảy", "sender_phone": "0912 000 111"}


def typed(*names: str, birth: str = "1985") -> dict[str, object]:
    """The cards of people who are new on the list."""
    return {
        f"moi{place}-{field}": value
        for place, name in enumerate(names)
        for field, value in (("full_name", name), ("birth", birth), ("gender", "Nữ"), ("position", "Chuyên viên"))
    }


def code_sent() -> str:
    """The six figures of the newest message."""
    body = Message.objects.filter(kind="people.code").order_by("-pk")[0].body
    found = re.search(r"(\d{3}) (\d{3})", body)
    assert found is not None, body
    return found[1] + found[2]
