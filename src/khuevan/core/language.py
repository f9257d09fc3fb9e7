"""Vietnamese first: another language only when the reader chose it, never from the browser's list."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "khuevan_language"


class LanguageMiddleware:
    """Activates the language kept in the cookie, Vietnamese otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE, settings.LANGUAGE_CODE)
        code = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code  # where Django's templates look for it
            response = self.get_response(request)
            response.headers["Content-Language"] = code
        return response
