"""The door of the console: what signed-out visitors get, what is kept when a session ends, who was seen where.

Below /can-bo/ a signed-out visitor gets one answer whether an address exists or not.  A form that arrives after its
session ended, or with an old token, comes back as a page that holds everything typed, but only when this site itself
sent it: a page elsewhere could otherwise put its own values before a member of staff to be sent with one click.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from khuevan.people.accounts import address_of, agent_of
from khuevan.people.domain.second_step import is_due
from khuevan.people.domain.sessions import SEEN_EVERY, follow_session, mark_seen
from khuevan.people.models import User

DOOR = "/can-bo/"
OWN_ACCOUNT = "/can-bo/tai-khoan/"
OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_invitation",
        "account_token",
        "mfa_authenticate",
    }
)
"""Names of the addresses below the door that are for signed-out people."""
ALWAYS = OPEN | {"account_change_password", "account_signed_in"}
NEVER_KEPT = ("csrfmiddlewaretoken",)
SECOND_STEP_REMEMBERED = 60
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


@dataclass(frozen=True)
class Kept:
    """What was typed into a form that could not be taken: names and values, and what had to be left out."""

    address: str
    fields: list[tuple[str, str]]
    texts: list[str]
    left_out: bool


class AccessMiddleware:
    """Stands behind sessions, accounts and language, before any view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DOOR):
            return self.get_response(request)
        user = request.user
        if isinstance(user, User):
            return self._inside(request, user)
        if _name_of(request) in OPEN:
            return self.get_response(request)
        return turn_away(request)

    def _inside(self, request: HttpRequest, user: User) -> HttpResponse:
        if not _may_go_on(request, user):
            return lead_to_second_step(request)
        key = request.session.session_key or ""
        response = self.get_response(request)
        if request.user == user:
            _note_presence(request, user, key)
        return response


def turn_away(request: HttpRequest) -> HttpResponse:
    """The one answer for signed-out visitors; a form that we sent ourselves is kept."""
    if request.method not in _SAFE and is_from_here(request):
        return kept_page(request, "account/session_ended.html", 401)
    answer = redirect_to_login(_asked_page(request))
    return _for_htmx(answer.url) if is_htmx(request) else answer


def lead_to_second_step(request: HttpRequest) -> HttpResponse:
    """To the page where the second step is set up; a form comes back with what was typed."""
    if request.method not in _SAFE and is_from_here(request):
        return kept_page(request, "account/second_step_due.html", 403)
    address = f"{reverse('console:second_step')}?{urlencode({'next': _asked_page(request)}, safe='/')}"
    return _for_htmx(address) if is_htmx(request) else HttpResponseRedirect(address)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An old token, as after signing in again in another tab: the form is offered again with a fresh one."""
    if is_from_here(request):
        return kept_page(request, "account/form_again.html", 403)
    return render(request, "403_csrf.html", status=403)


def kept_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page that holds the posted form.  In place of a part of a page (htmx) it takes the whole one."""
    response = render(request, template, {"kept": kept(request)}, status=200 if is_htmx(request) else status)
    response.headers["Cache-Control"] = "no-store, private"
    if is_htmx(request):
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def kept(request: HttpRequest) -> Kept:
    """The posted texts in their order, without passwords, files and the token."""
    fields, left_out = [], bool(request.FILES)
    for name, values in request.POST.lists():
        if "password" in name:
            left_out = True
        elif name not in NEVER_KEPT:
            fields += [(name, value) for value in values]
    texts = [value for _name, value in fields if " " in value.strip()]
    return Kept(request.get_full_path(), fields, texts, left_out)


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent the request; the browser says so itself, no page can make it say so."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(said)
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS


def is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


@never_cache
@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """The token for forms of this visitor: a kept form fetches it after the visitor signed in elsewhere."""
    return HttpResponse(get_token(request), content_type="text/plain")


@never_cache
@login_required
@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where signing in beside a kept form ends: back to the other tab."""
    return render(request, "account/signed_in.html")


def forget_second_step_answer(user: User) -> None:
    """After the second step of an account, or what its office asks, changed in this process."""
    cache.delete(_second_step_name(user))


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _asked_page(request: HttpRequest) -> str:
    """Where to come back to: the address asked for, or the page around the part that was asked for."""
    if not is_htmx(request):
        return request.get_full_path()
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    if parts.netloc != request.get_host():
        return DOOR
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _for_htmx(address: str) -> HttpResponse:
    return HttpResponse(headers={"HX-Redirect": address})


def _may_go_on(request: HttpRequest, user: User) -> bool:
    """Asked at most once a minute: only the good answer is remembered."""
    name = _second_step_name(user)
    if cache.get(name):
        return True
    if is_due(user):
        return request.path_info.startswith(OWN_ACCOUNT) or _name_of(request) in ALWAYS
    cache.set(name, True, SECOND_STEP_REMEMBERED)
    return True


def _second_step_name(user: User) -> str:
    return f"second-step.{user.pk}"


def _note_presence(request: HttpRequest, user: User, old_key: str) -> None:
    """At most one write in five minutes for each session and process."""
    key = request.session.session_key or ""
    if key != old_key:
        follow_session(user, old_key=old_key, new_key=key)
    name = f"seen.{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    if cache.add(name, True, SEEN_EVERY.total_seconds()):
        mark_seen(user, session_key=key, address=address_of(request), user_agent=agent_of(request))
