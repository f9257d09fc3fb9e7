"""A visitor's choices for the display: sent by a plain form, kept in cookies, read by ``core.preferences``."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from khuevan.core import language, preferences

YEAR_SECONDS = 365 * 24 * 60 * 60


@csrf_exempt  # changes nothing but the look of the sender's own screen, and keeps public pages free of cookies
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Sets or clears each cookie the form names, and goes back to the page it came from."""
    response = HttpResponseRedirect(_back(request))
    allowed = {
        "theme": (preferences.THEME_COOKIE, preferences.THEMES),
        "text": (preferences.TEXT_COOKIE, preferences.TEXT_SIZES),
        "language": (language.COOKIE, {code for code, _name in settings.LANGUAGES}),
    }
    for field, (cookie, values) in allowed.items():
        value = request.POST.get(field)
        if value and value in values:
            response.set_cookie(
                cookie,
                value,
                max_age=YEAR_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        elif value == "":
            response.delete_cookie(cookie, samesite="Lax")
    return response


def _back(request: HttpRequest) -> str:
    """The page the form names when it is one of ours, the home page otherwise."""
    address = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if safe and address.startswith("/") else "/"
