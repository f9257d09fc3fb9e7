"""Passes of people without an account: what a browser holds after it came in by a link or a code.

A pass is a signed cookie with the key of an ``AccessLink`` and nothing else: no secret, no name, nothing in a session.
Every request asks whether that link is still good, so taking a link back puts everybody out who came in by it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Final

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from khuevan.core.actors import Bearer
from khuevan.core.guessing import TooManyGuesses
from khuevan.people.domain.access_links import bearer_of, link_in_force
from khuevan.people.models import AccessLink, Office

AGENCY: Final = "kv_dv"
PERSON: Final = "kv_cn"
KINDS: Final = (AGENCY, PERSON)

type DeskView[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
type PassView[**P] = Callable[Concatenate[HttpRequest, "Pass", P], HttpResponseBase]


@dataclass(frozen=True)
class Pass:
    """Somebody who was let in: as an actor for verbs, and the link that let them in."""

    bearer: Bearer
    link: AccessLink

    @property
    def office(self) -> Office:
        return self.link.office


def agency_of(request: HttpRequest) -> Pass | None:
    """Whom this browser stands for among agencies; None without a good pass."""
    return _pass(request, AGENCY)


def person_of(request: HttpRequest) -> Pass | None:
    """Which person this browser stands for; None without a good pass."""
    return _pass(request, PERSON)


def kind_of(link: AccessLink) -> str:
    return AGENCY if link.organization_id else PERSON


def let_in(response: HttpResponseBase, link: AccessLink) -> None:
    """The browser keeps its pass as long as the link is good."""
    kind = kind_of(link)
    response.set_signed_cookie(
        kind,
        str(link.pk),
        salt=_salt(kind),
        max_age=max(0, int((link.expires_at - timezone.now()).total_seconds())),
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def let_out(response: HttpResponseBase, kind: str) -> None:
    response.delete_cookie(kind, path="/", samesite="Lax")


def desk_page[**P](view: DeskView[P]) -> DeskView[P]:
    """For every page of the desk: kept by no cache, found by no search engine, and no word to other sites.

    Only the door itself sends no referrer at all; within this site forms need to say where they come from.
    """

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except TooManyGuesses as error:
            response = slowed_page(request, error)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return run


def agency_page[**P](view: PassView[P]) -> DeskView[P]:
    """For whoever came in as an agency; anybody else gets the page of a link that does not work."""
    return _for_holders(AGENCY, view)


def person_page[**P](view: PassView[P]) -> DeskView[P]:
    """The same for whoever came in as a person."""
    return _for_holders(PERSON, view)


def dead_page(request: HttpRequest, status: int) -> HttpResponse:
    """One page whatever is wrong with a link: never made, altered, ended, taken back."""
    return render(request, "desk/dead.html", {"brand": settings.KHUEVAN_PORTAL_NAME}, status=status)


def slowed_page(request: HttpRequest, error: TooManyGuesses) -> HttpResponse:
    context = {"brand": settings.KHUEVAN_PORTAL_NAME, "error": error}
    response = render(request, "desk/slowed.html", context, status=429)
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _for_holders[**P](kind: str, view: PassView[P]) -> DeskView[P]:
    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        access = _pass(request, kind)
        return dead_page(request, 403) if access is None else view(request, access, *args, **kwargs)

    return desk_page(run)


def _pass(request: HttpRequest, kind: str) -> Pass | None:
    """Asked of the database once a request."""
    known: dict[str, Pass | None] = vars(request).setdefault("_desk_passes", {})
    if kind not in known:
        known[kind] = _read(request, kind)
    return known[kind]


def _read(request: HttpRequest, kind: str) -> Pass | None:
    try:
        value: Any = request.get_signed_cookie(kind, salt=_salt(kind))
    except (KeyError, BadSignature):
        return None
    link = link_in_force(int(value)) if str(value).isdecimal() else None
    if link is None or kind_of(link) != kind:
        return None
    return Pass(bearer_of(link), link)


def _salt(kind: str) -> str:
    return f"khuevan.desk.{kind}"
