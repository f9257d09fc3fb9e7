"""Pages for what went wrong: the same words for what does not exist and for what the reader may not see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request, so that neither account nor database is asked while something is wrong."""
    return HttpResponse(render_to_string("500.html"), status=500)
