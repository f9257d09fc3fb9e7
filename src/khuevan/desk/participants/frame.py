"""What stands around the pages of a person: the parts of the desk, and the other offices that know them."""

from functools import wraps
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponseBase

from khuevan.desk.passes import DeskView, Pass, PassView, dead_page, let_in, person_page
from khuevan.people.domain.access_links import link_in_force
from khuevan.people.models import AccessLink, Person

_OFFICES = "kv_cn_ds"
"""Keys of the links that one code opened, one an office; worth nothing without the pass of one of them."""
_SALT = "khuevan.desk.person-offices"
MOST_OFFICES = 20


def person_in(access: Pass) -> Person:
    """Whom the page is about: whoever the person of the link turned out to be."""
    person = access.link.person
    while person is not None and person.merged_into is not None:
        person = person.merged_into
    if person is None:
        raise TypeError("a pass of an agency names no person")
    return person


def own_page[**P](view: PassView[P]) -> DeskView[P]:
    """For whoever came in as a person whom the office still knows; anybody else gets the page of a dead link."""

    @wraps(view)
    def run(request: HttpRequest, access: Pass, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not person_in(access).known_to.filter(office=access.office).exists():
            return dead_page(request, 403)
        return view(request, access, *args, **kwargs)

    return person_page(run)


def frame(request: HttpRequest, access: Pass, part: str) -> dict[str, Any]:
    """``part``: which of home, data, consents is open; ``offices``: links of the other offices that know them."""
    others = [link for link in links_beside(request, access) if link.pk != access.link.pk]
    return {"access": access, "office": access.office, "person": person_in(access), "part": part, "offices": others}


def let_in_everywhere(response: HttpResponseBase, links: list[AccessLink]) -> None:
    """Lets somebody in whom a code let into several offices: the first one's pages come first."""
    let_in(response, links[0])
    response.set_signed_cookie(
        _OFFICES,
        ".".join(str(link.pk) for link in links[:MOST_OFFICES]),
        salt=_SALT,
        max_age=24 * 3600,
        path="/ca-nhan/",
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def links_beside(request: HttpRequest, access: Pass) -> list[AccessLink]:
    """Good links that were opened together with the one in use; none when somebody else has come in since."""
    try:
        value = str(request.get_signed_cookie(_OFFICES, salt=_SALT))
    except (KeyError, BadSignature):
        return []
    keys = [int(key) for key in value.split(".") if key.isdecimal()]
    if access.link.pk not in keys:
        return []
    return [link for key in keys if (link := link_in_force(key)) is not None and link.person_id is not None]
