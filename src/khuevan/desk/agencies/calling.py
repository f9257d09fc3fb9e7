"""The short address printed in a letter: its class, and the agency chosen among those invited."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from khuevan.core.guessing import note_wrong_guess, refuse_if_slowed
from khuevan.desk.agencies.facts import call_of
from khuevan.desk.passes import desk_page
from khuevan.nominations.domain.inviting import invitation_by_code
from khuevan.nominations.models import Invitation, Quota
from khuevan.people.models import Office
from khuevan.vietnamese.folding import fold

GUESSED = "call"
MOST_SHOWN = 100
"""Agencies listed at once; with more the reader types some letters of the name."""

type CallView = Callable[..., HttpResponse]
"""A page below the short address: takes the request, the ``Invitation``, then what stands in the address."""


def called(view: CallView) -> CallView:
    """``view`` with the call of the code in the address; an unknown code is a guess, and guessing is slowed."""

    @wraps(view)
    def run(request: HttpRequest, code: str, **keys: int) -> HttpResponse:
        invitation = _by_guess(request, code)
        if invitation is None:
            return render(request, "desk/agency/no_call.html", {"office": only_office()}, status=404)
        return view(request, invitation, **keys)

    return run


def _by_guess(request: HttpRequest, code: str) -> Invitation | None:
    """A call that is open to the public by this code."""
    refuse_if_slowed(request, GUESSED)
    found = invitation_by_code(code)
    if found is None:
        note_wrong_guess(request, GUESSED, code.upper()[:60])
        return None
    return found if found.is_public else None


@desk_page
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Asks for the code of the letter; ``ma`` is what was typed."""
    typed = request.GET.get("ma", "").strip()[:60]
    if not typed:
        return render(request, "desk/agency/enter.html", {"office": only_office()})
    found = _by_guess(request, typed.rstrip("/").rsplit("/", 1)[-1])
    if found is None:
        return render(
            request, "desk/agency/enter.html", {"typed": typed, "is_unknown": True, "office": only_office()}, status=404
        )
    return HttpResponseRedirect(reverse("desk:call", args=(found.code,)))


@desk_page
@require_safe
@called
def call(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The class, and which agency is answering: ``ten`` are letters of its name, with or without diacritics."""
    typed = request.GET.get("ten", "").strip()[:100]
    agencies = agencies_like(invitation, typed)
    if typed and len(agencies) == 1:
        return HttpResponseRedirect(reverse("desk:call_agency", args=(invitation.code, agencies[0].pk)))
    context = {
        "call": call_of(invitation),
        "class": invitation.training_class,
        "office": invitation.training_class.office,
        "agencies": agencies[:MOST_SHOWN],
        "more": max(0, len(agencies) - MOST_SHOWN),
        "typed": typed,
    }
    return render(request, "desk/agency/call.html", context)


def only_office() -> Office | None:
    """Whose page this is before a code is known: of the only office, of none where there are several."""
    offices = list(Office.objects.select_related("organization")[:2])
    return offices[0] if len(offices) == 1 else None


def agencies_like(invitation: Invitation, typed: str) -> list[Quota]:
    """The agencies invited, in protocol order, whose name holds every word of ``typed``."""
    words = fold(typed).split()
    every = Quota.objects.filter(invitation=invitation).select_related("organization").by_protocol()
    return [one for one in every if all(word in _words_of(one) for word in words)]


def _words_of(quota: Quota) -> str:
    return fold(f"{quota.name} {quota.organization.name} {quota.organization.short_name}")


urlpatterns = [
    path("moi/", enter, name="call_enter"),
    path("moi/<str:code>/", call, name="call"),
]
