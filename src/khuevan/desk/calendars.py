"""The days of one person, as telephones fetch them, and the address for it on their pages."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.core.guessing import TooManyGuesses, note_wrong_guess, refuse_if_slowed
from khuevan.core.screens import act, notice
from khuevan.desk.participants.frame import frame, own_page, person_in
from khuevan.desk.passes import Pass, slowed_page
from khuevan.nominations.domain.personal_calendar import (
    address_of,
    feed_of,
    feed_with,
    open_feed,
    personal_calendar,
    renew_feed,
)
from khuevan.training.interfaces.calendar_files import calendar_response

GUESSES = "calendar"


@require_safe
def feed(request: HttpRequest, code: str) -> HttpResponseBase:
    """No pass and no cookie: the address itself is the secret, as telephones need it.

    Of 130 bits nobody guesses one, so a right address is answered also where others behind the same network address
    have had enough wrong ones.
    """
    found = feed_with(code)
    if found is None:
        try:
            refuse_if_slowed(request, GUESSES)
        except TooManyGuesses as error:
            return slowed_page(request, error)
        note_wrong_guess(request, GUESSES, code)
        raise Http404
    return calendar_response(request, personal_calendar(found), "lich.ics", is_public=False)


@own_page
@require_safe
def page(request: HttpRequest, access: Pass) -> HttpResponse:
    known = feed_of(access.office, person_in(access))
    address = address_of(known) if known else ""
    context = {"address": address, "subscribe": f"webcal://{address.partition('://')[2]}" if address else ""}
    return render(request, "desk/person/calendar.html", {**frame(request, access, "calendar"), **context})


@own_page
@require_POST
def make(request: HttpRequest, access: Pass) -> HttpResponse:
    def work() -> None:
        open_feed(access.bearer, office=access.office, person=person_in(access))

    return act(request, work, reverse("desk:person_feed"))


@own_page
@require_POST
def renew(request: HttpRequest, access: Pass) -> HttpResponse:
    def work() -> None:
        renew_feed(access.bearer, office=access.office, person=person_in(access))
        notice(request, _("The old address shows nothing any more. Subscribe to the new one on each device."))

    return act(request, work, reverse("desk:person_feed"))


urlpatterns = [
    path("lich/<str:code>.ics", feed, name="feed"),
    path("ca-nhan/lich/", page, name="person_feed"),
    path("ca-nhan/lich/tao/", make, name="person_feed_make"),
    path("ca-nhan/lich/doi/", renew, name="person_feed_renew"),
]
