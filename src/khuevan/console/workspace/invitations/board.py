"""The organizer's board: who was asked, who opened, who answered, how many places are held; close and reopen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from khuevan.console.workspace.invitations.shell import (
    INVITE,
    TAB,
    board_address,
    invitation_of,
    invited_class,
    numbers,
    rights,
)
from khuevan.console.workspace.invitations.terms import filed_letters
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.lists import BulkAction
from khuevan.core.rows import reasoned
from khuevan.core.screens import act, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.nominations.domain.answers import Board, board
from khuevan.nominations.domain.enrolling import OPEN, close_list, reopen_list
from khuevan.nominations.domain.inviting import change_quotas, invitation_address, uninvite
from khuevan.nominations.domain.reminding import send_links
from khuevan.nominations.domain.seats import Seats
from khuevan.nominations.interfaces.board_tables import BoardList, with_standing
from khuevan.nominations.models import Invitation, Quota
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass, Venue

MOST_EACH = 999


@dataclass(frozen=True)
class Room:
    """One venue with its seats, ``held`` of them by nominees and learners."""

    venue: Venue
    held: int

    @property
    def is_full(self) -> bool:
        return self.held >= int(self.venue.capacity or 0)


class ClassBoard(BoardList):
    """The board inside the workspace, with what an officer may do to chosen agencies."""

    bulk = (
        BulkAction(
            "so-cho",
            gettext_lazy("Give places"),
            "users",
            permission=INVITE,
            fields_template="console/invitations/bulk_seats.html",
        ),
        BulkAction(
            "duong-dan",
            gettext_lazy("Send the personal links"),
            "link",
            permission=INVITE,
            question=gettext_lazy(
                "The contact of each agency gets an e-mail with the agency's own link. "
                "Who got one before, or has no e-mail, is passed over."
            ),
        ),
        BulkAction("thoi-moi", gettext_lazy("Do not invite"), "user-x", permission=INVITE, needs_reason=True),
    )

    def __init__(self, request: HttpRequest, invitation: Invitation, drawn: Board) -> None:
        rows = Quota.objects.visible_to(request.user).filter(invitation=invitation)
        training_class = invitation.training_class
        shown = with_standing(rows.select_related("organization", "venue"))
        super().__init__(request, shown, drawn, subtitle=str(training_class))
        self.training_class = training_class
        self.subject = training_class

    @cached_property
    def actions(self) -> list[BulkAction]:
        return super().actions if self.training_class.state in OPEN else []


@staff_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    invitation = invitation_of(request, training_class)
    if invitation is None:
        return _not_prepared(request, training_class)
    drawn = board(invitation)
    shown = ClassBoard(request, invitation, drawn)
    if request.method == "POST":
        return _bulk(request, shown, invitation)
    if shown.wants_workbook:
        return shown.workbook_response(f"tra-loi-{training_class.slug}")
    context = {
        "invitation": invitation,
        "address": invitation_address(invitation),
        "letters": [] if invitation.record else filed_letters(invitation),
        "list": shown,
        "board": drawn,
        "rooms": rooms(training_class, drawn.seats),
        **standing(request.user, training_class),
    }
    return workspace(request, training_class, TAB, context)


def _not_prepared(request: HttpRequest, training_class: TrainingClass) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    return workspace(request, training_class, TAB, {"invitation": None, **standing(request.user, training_class)})


def standing(actor: Any, training_class: TrainingClass) -> dict[str, Any]:  # noqa: ANN401 - the user model lies above
    """What may be done at this place of the life line."""
    state, has = training_class.state, rights(actor, training_class)
    return {
        **has,
        "is_open": state in OPEN,
        "may_prepare": has["may_invite"] and state in OPEN | {ClassState.PLANNED},
        "may_close": has["may_decide"] and state in OPEN,
        "may_reopen": has["may_decide"] and state == ClassState.LIST_CLOSED,
    }


def rooms(training_class: TrainingClass, seats: Seats) -> list[Room]:
    """Venues whose seats are known."""
    return [Room(one, seats.venue_held(one.pk)) for one in training_class.venues.all() if one.capacity]


def _bulk(request: HttpRequest, shown: ClassBoard, invitation: Invitation) -> HttpResponse:
    work = {"so-cho": _give_places, "duong-dan": _send_links, "thoi-moi": _uninvite}
    asked = request.POST.get("viec", "")
    if asked not in work or asked not in {one.name for one in shown.actions}:
        raise Http404
    back = request.get_full_path()

    def run() -> None:
        rows = list(shown.chosen())
        if not rows:
            notice(request, _("No row is ticked, so nothing was done."))
            return
        for row in rows:
            row.invitation = invitation
        notice(request, work[asked](request, rows, invitation))

    return act(request, run, back)


def _give_places(request: HttpRequest, rows: Sequence[Quota], _invitation: Invitation) -> str:
    seats = numbers(request.POST.get("moi-don-vi", ""), MOST_EACH)
    changed = len(change_quotas(request.user, rows, seats=seats))
    words = ngettext("The places of %(count)s agency changed.", "The places of %(count)s agencies changed.", changed)
    return words % {"count": thousands(changed)}


def _send_links(request: HttpRequest, rows: Sequence[Quota], invitation: Invitation) -> str:
    return links_said(len(send_links(request.user, invitation, rows).mailed))


def links_said(count: int) -> str:
    words = ngettext(
        "%(count)s personal link is on its way by e-mail.",
        "%(count)s personal links are on their way by e-mail.",
        count,
    )
    return words % {"count": thousands(count)}


def _uninvite(request: HttpRequest, rows: Sequence[Quota], _invitation: Invitation) -> str:
    gone = uninvite(request.user, rows, reason=reasoned(request.POST.get("ly-do-thoi-moi", "")))
    words = ngettext("%(count)s agency is no longer invited.", "%(count)s agencies are no longer invited.", gone)
    return words % {"count": thousands(gone)}


@staff_page
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """No more answers; what comes later needs a reason."""
    training_class, _invitation = invited_class(request, pk)

    def work() -> None:
        close_list(request.user, training_class)
        undo = reverse("console:class_invitation_reopen", args=(pk,))
        notice(request, _("The list is closed. Agencies change it from now on with a reason only."), undo=undo)

    return act(request, work, board_address(training_class))


@staff_page
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    training_class, _invitation = invited_class(request, pk)

    def work() -> None:
        why = reasoned(request.POST["reason"]) if "reason" in request.POST else _("closed by mistake")
        reopen_list(request.user, training_class, reason=why)
        notice(request, _("The list is open again; agencies may answer."))

    return act(request, work, board_address(training_class))


urlpatterns = [
    path("", page, name="class_invitations"),
    path("chot/", close, name="class_invitation_close"),
    path("mo-lai/", reopen, name="class_invitation_reopen"),
]
