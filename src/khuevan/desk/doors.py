"""The way in by a personal link, and the way out.

The secret of a link is in the address of the door and nowhere else: the door exchanges it for a pass and leads on at
once.  A door that stays shut answers the same whatever is wrong, does the same work for it, and counts a guess.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.core.guessing import TooManyGuesses, note_wrong_guess, refuse_if_slowed
from khuevan.core.visits import is_person
from khuevan.desk.passes import AGENCY, KINDS, dead_page, desk_page, kind_of, let_in, let_out, slowed_page
from khuevan.people.domain.access_links import link_of, note_use

LINKS = "link"
"""The kind of secret that is guessed at the door."""


@desk_page
@require_safe
@sensitive_variables("token")
def come_in(request: HttpRequest, token: str) -> HttpResponse:
    """Opened by people, and before them by whatever looks at links in mails and chats: opening it changes nothing."""
    try:
        response = _answer(request, token.rstrip("/"))
    except TooManyGuesses as error:
        response = slowed_page(request, error)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """For computers that several people use; the link itself stays good."""
    if request.method != "POST":
        return render(request, "desk/leave.html")
    response = HttpResponseRedirect(reverse("desk:left"))
    for kind in KINDS:
        let_out(response, kind)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@desk_page
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/left.html")


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    refuse_if_slowed(request, LINKS)
    link = link_of(token)
    if link is None:
        note_wrong_guess(request, LINKS, token)
        refuse_if_slowed(request, LINKS)
        return dead_page(request, 404)
    if is_person(request) and not request.user.is_authenticated:  # an officer who tries a link is not its holder
        note_use(link)
    kind = kind_of(link)
    response = HttpResponseRedirect(reverse("desk:agency_home" if kind == AGENCY else "desk:person_home"))
    let_in(response, link)
    return response


urlpatterns = [
    path("vao/<path:token>", come_in, name="door"),  # whatever is below: a link torn or lengthened is a link too
    path("roi/", leave, name="leave"),
    path("roi/xong/", left, name="left"),
]
