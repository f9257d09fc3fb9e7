"""How a screen of the console answers: to staff only, to a form once, with a notice, or with the form again."""

import mimetypes
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_cache_control

from khuevan.core.errors import DomainError
from khuevan.core.forms import VerbForm
from khuevan.core.once import once

UNDO = "undo:"

WIDEST_KEY = 18
"""Digits of a key that every database can hold."""

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class OnlyPostedError(Http404):
    """The address of a button, opened by hand: it gets the page of what does not exist instead of an empty answer."""


def staff_page[**P](view: View[P]) -> View[P]:
    """For signed-in people only, and never kept by caches, unless the view said otherwise (forms, see below)."""

    @wraps(view)
    def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            raise OnlyPostedError
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return login_required(run)


def keys_of(values: Iterable[str]) -> list[int]:
    """The keys of rows that a form ticked; whatever else was typed there is nobody's key."""
    return [int(one) for one in values if one.isdecimal() and len(one) <= WIDEST_KEY]


def notice(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Says on the next page what happened; ``undo`` is an address that takes it back when posted to."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def act(request: HttpRequest, work: Callable[[], str | None], back: str) -> HttpResponseRedirect:
    """Answers a button: runs ``work`` once and goes ``back``; a refusal is said there.

    ``work`` may answer with another address to go to.
    """
    try:
        address, _is_new = once(request, lambda: work() or back)
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(address)


def answer_form(
    request: HttpRequest,
    form: VerbForm,
    template: str,
    context: dict[str, Any],
    done: Callable[[Any], str],
) -> HttpResponse:
    """Shows ``form``, or does its work once and goes to ``done(result)``; a refusal shows the form again (422).

    ``done`` runs in the same transaction and only when the work was done now, so it may leave a notice.
    """
    if request.method == "POST" and form.is_valid():
        try:
            address, _is_new = once(request, lambda: done(form.perform()))
            return HttpResponseRedirect(address)
        except DomainError as error:
            form.refuse(error)
    status = 422 if form.is_bound and form.errors else 200
    return form_page(render(request, template, {**context, "form": form}, status=status))


def form_page(response: HttpResponse) -> HttpResponse:
    """A page with a form: the browser may keep it for its back button.

    Gone back to and sent again, it is then the same showing of the form, and nothing is doubled.
    """
    patch_cache_control(response, private=True, no_cache=True, max_age=0)
    return response


def file_response(content: bytes, name: str) -> HttpResponse:
    """A file made just now, to be kept under ``name`` (plain ASCII)."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)
