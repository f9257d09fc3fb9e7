"""Pages for what went wrong: the same words for what does not exist and for what the reader may not see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from khuevan.core.screens import OnlyPostedError
from khuevan.portal.templatetags.portal import portal_name


def _around(request: HttpRequest) -> dict[str, object]:
    """Whose site it is, and whether the reader has classes to go back to."""
    return {"brand": portal_name(), "is_staff": request.user.is_authenticated}


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", _around(request), status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    page = render(request, "404.html", _around(request), status=404)
    if isinstance(exception, OnlyPostedError):
        page.status_code, page.headers["Allow"] = 405, "POST"
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request, so that neither account nor database is asked while something is wrong."""
    return HttpResponse(render_to_string("500.html"), status=500)
