"""How a page of the desk answers a form or a button: once, with a notice, or with the form again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from khuevan.core.errors import DomainError
from khuevan.core.forms import VerbForm
from khuevan.core.guessing import note_wrong_guess, refuse_if_slowed
from khuevan.core.once import once

WRONG = frozenset({"code_wrong"})
"""Refusals that say a secret was guessed wrongly."""


def desk_answer(
    request: HttpRequest,
    form: VerbForm,
    template: str,
    context: dict[str, Any],
    done: Callable[[Any], str],
    *,
    guesses: str = "",
) -> HttpResponse:
    """Shows ``form``, or does its work once and goes to ``done(result)``; a refusal shows the form again (422).

    ``done`` runs in the same transaction and only when the work was done now, so it may leave a notice; the address it
    gives must hold no secret.  ``guesses`` names the kind of secret that the form takes: wrong ones are counted, and
    whoever guessed too often gets the page that says so (429).
    """
    if request.method == "POST" and form.is_valid():
        if guesses:
            refuse_if_slowed(request, guesses)
        try:
            address, _is_new = once(request, lambda: done(form.perform()))
            return HttpResponseRedirect(address)
        except DomainError as error:
            if guesses and error.code in WRONG:
                note_wrong_guess(request, guesses)
            form.refuse(error)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)


def desk_act(request: HttpRequest, work: Callable[[], str | None], back: str) -> HttpResponseRedirect:
    """Answers a button: runs ``work`` once and goes ``back``, or where ``work`` says; a refusal is said there."""
    try:
        address, _is_new = once(request, lambda: work() or back)
    except DomainError as error:
        messages.error(request, error.message)
        return HttpResponseRedirect(back)
    return HttpResponseRedirect(address)
