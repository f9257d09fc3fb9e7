"""An agency's own page of one class: what it sent, what became of each person, and what it can still do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuevan.core.errors import DomainError
from khuevan.core.permissions import may
from khuevan.core.visits import is_person
from khuevan.desk.agencies.answering import Answering, post_only
from khuevan.desk.agencies.changing import may_change
from khuevan.desk.agencies.done import reachable
from khuevan.desk.answers import desk_act
from khuevan.desk.passes import agency_of
from khuevan.nominations.domain.confirming import confirm_submission
from khuevan.nominations.domain.inviting import note_opened
from khuevan.nominations.domain.reserve import reserve_order
from khuevan.nominations.enums import Answer, ConfirmedBy, EnrollmentState, NominationState, SubmissionState
from khuevan.nominations.models import Nomination, Submission

_GONE = (NominationState.WITHDRAWN, NominationState.REFUSED)


@dataclass(frozen=True)
class Look:
    """How a state is shown: colour, shape and words."""

    tone: str
    icon: str
    words: str | Promise


LOOKS = {
    NominationState.PROPOSED: Look("wait", "hourglass", gettext_lazy("waiting for the office's word")),
    NominationState.ACCEPTED: Look("done", "circle-check", gettext_lazy("accepted by the office")),
    NominationState.RESERVE: Look("wait", "list-numbers", gettext_lazy("on the reserve list")),
    NominationState.REFUSED: Look("warn", "circle-x", gettext_lazy("not accepted")),
    NominationState.WITHDRAWN: Look("", "circle-minus", gettext_lazy("withdrawn")),
}


OFF_LIST = Look("warn", "circle-minus", gettext_lazy("taken off the list"))
_DEEDS = ("file", "write", "known", "decline", "undecline", "vouch")


@dataclass(frozen=True)
class Sent:
    """One person the agency named, and what became of it; ``place`` is the place in line on the reserve list."""

    nomination: Nomination
    look: Look
    place: int
    reason: str
    may_change: bool
    may_return: bool


def own_class(answering: Answering) -> HttpResponse:
    """Everything about one class that concerns this agency; with the classes of others it has nothing to do."""
    people = sent_of(answering)
    quota = answering.quota
    is_over = not answering.may_send
    standing = [one for one in people if one.nomination.state not in _GONE]
    context = answering.context(
        people=people,
        standing=len(standing),
        counts=_counts(people),
        unconfirmed=[] if is_over else waiting_of(answering),
        is_declined=quota.answer == Answer.DECLINED,
        is_decline=quota.answer == Answer.DECLINED,
        is_over=is_over,
        writing=answering.writing.nominations.count() if answering.writing else 0,
        has_letter=bool(standing) or quota.answer == Answer.DECLINED,
        addresses={name: answering.address(name) for name in _DEEDS},
        letter_address=answering.address("letter"),
        list_address=answering.address("list"),
    )
    note_opened(quota)
    return render(answering.request, "desk/agency/own_class.html", context)


def waiting_of(answering: Answering) -> list[Submission]:
    """Answers in the name of this agency that came by the short address and that nobody has vouched for yet."""
    sent = answering.quota.submissions.filter(state=SubmissionState.UNCONFIRMED)
    return list(sent.prefetch_related("nominations").order_by("pk"))


@post_only
def vouch(answering: Answering) -> HttpResponse:
    """Whoever has a pass of the agency says that an answer is from it; ``tra-loi`` is its key."""
    asked = answering.request.POST.get("tra-loi", "")
    found = next((one for one in waiting_of(answering) if str(one.pk) == asked), None)

    def work() -> None:
        if found is None:
            raise DomainError("submission_is_settled", _("This answer does not wait for confirmation any more."))
        contact = answering.link.contact if answering.link else None
        confirm_submission(answering.actor, found, how=ConfirmedBy.LINK, contact=contact)
        messages.success(answering.request, _("Confirmed. The office sees it now."))

    return desk_act(answering.request, work, answering.address("class"))


def received(answering: Answering) -> HttpResponse:
    """After sending with a pass: on to the page of the class, which says so; what is written next is another list."""
    messages.success(answering.request, _("Received. The office sees it now."))
    return answering.forget(HttpResponseRedirect(answering.address("class")))


def opened(answering: Answering) -> HttpResponse:
    """The page of one agency below the short address: nothing of what was sent before is shown.

    Whoever has a pass of this agency goes on to its own page, where an answer counts at once.
    """
    access = agency_of(answering.request)
    if access is not None and may(access.bearer, "nominations.answer", answering.quota):
        return HttpResponseRedirect(reverse("desk:agency_class", args=(answering.quota.pk,)))
    if is_person(answering.request):
        note_opened(answering.quota)
    context = answering.context(
        contacts=[one.shown for one in reachable(answering.quota.organization)],
        sent=answering.sent,
        writing=answering.writing.nominations.count() if answering.writing else 0,
        done_address=answering.address("done"),
        addresses={name: answering.address(name) for name in ("file", "write", "decline")},
    )
    return render(answering.request, "desk/agency/agency.html", context)


def sent_of(answering: Answering) -> list[Sent]:
    """Who was named, those who stand first, in the order they were named; who was named again is there once."""
    counted = answering.quota.nominations.counted().exclude(state=NominationState.DOUBLE)
    rows = counted.select_related("enrollment", "replaces").order_by("pk")
    places: dict[int, int] = {}
    found = list(rows)
    if any(one.state == NominationState.RESERVE for one in found):
        line = reserve_order(answering.invitation)
        places = {one.pk: place for place, one in enumerate(line, start=1)}
    is_over = not answering.may_send
    sent = [_sent(one, places.get(one.pk, 0), is_over) for one in found]
    return sorted(sent, key=lambda one: one.nomination.state in _GONE)


def _counts(people: Sequence[Sent]) -> list[tuple[Look, int]]:
    """How many are in each state, in the order in which a person goes through them."""
    states = [one.look for one in people]
    return [(look, states.count(look)) for look in dict.fromkeys((*LOOKS.values(), *states)) if look in states]


def _sent(nomination: Nomination, place: int, is_over: bool) -> Sent:
    state, reason = NominationState(nomination.state), nomination.reason
    enrollment = nomination.enrollment
    if state == NominationState.ACCEPTED and enrollment and enrollment.state == EnrollmentState.WITHDRAWN:
        state, reason = NominationState.WITHDRAWN, enrollment.state_reason
        look = OFF_LIST
    else:
        look = LOOKS[state]
    return Sent(
        nomination=nomination,
        look=look,
        place=place,
        reason=reason,
        may_change=not is_over and may_change(nomination),
        may_return=not is_over and nomination.state == NominationState.WITHDRAWN,
    )
