"""Everybody agencies named: the list to decide on, the reserve list in its order, the confirmed list for the wall."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from khuevan.console.workspace.invitations.deciding import said_accepted, undo_address
from khuevan.console.workspace.invitations.shell import DECIDE, TAB, invited_class, rights
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.lists import BulkAction
from khuevan.core.permissions import may
from khuevan.core.rows import reasoned
from khuevan.core.screens import act, form_page, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands, vn_date, vn_time
from khuevan.nominations.domain.conditions import Notice, notices_for
from khuevan.nominations.domain.deciding import accept, refuse, to_reserve
from khuevan.nominations.domain.enrolling import LATE, OPEN
from khuevan.nominations.domain.reserve import next_up, reserve_order
from khuevan.nominations.domain.seats import Seats, seats_of
from khuevan.nominations.enums import NominationState, ReserveRule
from khuevan.nominations.interfaces.board_tables import NomineesList
from khuevan.nominations.interfaces.tables import PROTOCOL
from khuevan.nominations.models import Enrollment, Invitation, Nomination
from khuevan.papers.domain.wall import wall_text
from khuevan.training.models import TrainingClass


class ClassNominees(NomineesList):
    """The list inside the workspace."""

    bulk = (
        BulkAction("nhan", gettext_lazy("Accept"), "user-check", permission=DECIDE),
        BulkAction("du-bi", gettext_lazy("To the reserve list"), "list-numbers", permission=DECIDE),
        BulkAction("tu-choi", gettext_lazy("Refuse"), "user-x", permission=DECIDE, needs_reason=True),
    )

    def __init__(self, request: HttpRequest, training_class: TrainingClass) -> None:
        seen = Nomination.objects.visible_to(request.user).filter(training_class=training_class)
        rows = seen.exclude(state=NominationState.WRITTEN).select_related("quota__organization", "person")
        noticed = lambda some: notices_for(training_class, list(some))  # noqa: E731
        super().__init__(request, rows, noticed, subtitle=str(training_class))
        self.training_class = training_class
        self.subject = training_class

    @cached_property
    def actions(self) -> list[BulkAction]:
        return super().actions if self.training_class.state in OPEN else []


@staff_page
def nominees(request: HttpRequest, pk: int) -> HttpResponse:
    training_class, invitation = invited_class(request, pk)
    shown = ClassNominees(request, training_class)
    if request.method == "POST":
        return _bulk(request, shown)
    if shown.wants_workbook:
        return shown.workbook_response(f"nguoi-duoc-cu-{training_class.slug}")
    context = {
        "invitation": invitation,
        "list": shown,
        "part": "nominees",
        **_to_accept(training_class),
        **place_of(request.user, training_class),
    }
    return workspace(request, training_class, TAB, context, template="console/invitations/nominees.html")


def place_of(actor: Any, training_class: TrainingClass) -> dict[str, bool]:  # noqa: ANN401 - the user model lies above
    has = rights(actor, training_class)
    state = training_class.state
    return {**has, "may_decide": has["may_decide"] and state in OPEN | LATE, "is_late": state in LATE}


def _to_accept(training_class: TrainingClass) -> dict[str, int]:
    """How many wait, and of how many of them nothing serious is to be said."""
    waiting = list(
        training_class.nominations.filter(state=NominationState.PROPOSED).select_related(
            "quota__organization", "person"
        )
    )
    found = notices_for(training_class, waiting) if waiting else {}
    clear = sum(not any(one.serious for one in found.get(row.pk, ())) for row in waiting)
    return {"waiting": len(waiting), "clear": clear, "serious": len(waiting) - clear}


def _bulk(request: HttpRequest, shown: ClassNominees) -> HttpResponse:
    work: Mapping[str, Callable[[HttpRequest, TrainingClass, list[Nomination]], None]] = {
        "nhan": _accept,
        "du-bi": _to_reserve,
        "tu-choi": _refuse,
    }
    asked = request.POST.get("viec", "")
    if asked not in {one.name for one in shown.actions}:
        raise Http404

    def run() -> None:
        rows = list(shown.chosen())
        if not rows:
            notice(request, _("No row is ticked, so nothing was done."))
            return
        for row in rows:
            row.training_class = shown.training_class
        work[asked](request, shown.training_class, rows)

    return act(request, run, request.get_full_path())


def _accept(request: HttpRequest, training_class: TrainingClass, rows: list[Nomination]) -> None:
    said_accepted(request, training_class, accept(request.user, training_class, rows))


def _to_reserve(request: HttpRequest, training_class: TrainingClass, rows: list[Nomination]) -> None:
    moved = to_reserve(request.user, rows)
    words = ngettext(
        "%(count)s person is on the reserve list now.", "%(count)s people are on the reserve list now.", len(moved)
    )
    notice(request, words % {"count": thousands(len(moved))}, undo=undo_address(training_class, moved))


def _refuse(request: HttpRequest, training_class: TrainingClass, rows: list[Nomination]) -> None:
    gone = refuse(request.user, rows, reason=reasoned(request.POST.get("ly-do-tu-choi", "")))
    words = ngettext("%(count)s person is refused.", "%(count)s people are refused.", len(gone))
    notice(request, words % {"count": thousands(len(gone))}, undo=undo_address(training_class, gone))


# -- the reserve list


@dataclass(frozen=True)
class Waiting:
    """One person of the reserve list: ``why`` they stand where they do, what is in the way of moving up."""

    nomination: Nomination
    place: int
    why: str
    notices: Sequence[Notice]
    obstacle: str
    is_next: bool


RULE_SAYS: dict[str, str | Promise] = {
    ReserveRule.TIME: gettext_lazy("Who answered first moves up first."),
    ReserveRule.SHARE: gettext_lazy("The agency that holds the smallest share of its places moves up first."),
    ReserveRule.PRIORITY: gettext_lazy("The agency with the lowest number of priority moves up first."),
}


@staff_page
@require_safe
def reserve(request: HttpRequest, pk: int) -> HttpResponse:
    """In the order of the rule; the first whom nothing hinders is suggested."""
    training_class, invitation = invited_class(request, pk)
    seats = seats_of(invitation)
    line = reserve_order(invitation, seats)
    first = next_up(invitation, seats) if line else None
    found = notices_for(training_class, line) if line else {}
    context = {
        "invitation": invitation,
        "part": "reserve",
        "rule": RULE_SAYS[invitation.reserve_rule],
        "line": [
            Waiting(
                row,
                number,
                _why(invitation, row, seats),
                found.get(row.pk, ()),
                _obstacle(row, seats),
                first is not None and row.pk == first.pk,
            )
            for number, row in enumerate(line, start=1)
        ],
        "total_free": seats.total_free,
        **place_of(request.user, training_class),
    }
    return form_page(workspace(request, training_class, TAB, context, template="console/invitations/reserve.html"))


def _why(invitation: Invitation, row: Nomination, seats: Seats) -> str:
    """What the rule went by."""
    if invitation.reserve_rule == ReserveRule.PRIORITY:
        return _("priority %(number)s") % {"number": row.quota.priority}
    if invitation.reserve_rule == ReserveRule.SHARE:
        held = seats.held(row.quota)
        if row.quota.seats is None:
            return ngettext("the agency holds %(held)s place", "the agency holds %(held)s places", held) % {
                "held": held
            }
        return _("the agency holds %(held)s of %(places)s places") % {"held": held, "places": row.quota.places}
    if row.placed_at is None:
        return ""
    return _("named at %(time)s on %(day)s") % {"time": vn_time(row.placed_at), "day": vn_date(row.placed_at)}


def _obstacle(row: Nomination, seats: Seats) -> str:
    """Why nobody of this agency can move up now; empty where somebody can."""
    if seats.total_free is not None and seats.total_free <= 0:
        return _("All places of the class are taken.")
    left = seats.venue_free(row.quota)
    return _("All places of the venue are taken.") if left is not None and left <= 0 else ""


# -- the confirmed list


@staff_page
@require_safe
def confirmed(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody on the list in protocol order, without telephone and birth: for walls and Zalo."""
    training_class = class_of(request, pk)
    rows = Enrollment.objects.visible_to(request.user).filter(training_class=training_class).current()
    learners = list(rows.select_related("organization").order_by(*PROTOCOL, "pk"))
    may_write = may(request.user, "papers.write_paper", training_class)
    context = {
        "part": "confirmed",
        "agencies": [(name, list(block)) for name, block in groupby(learners, key=lambda one: one.organization_name)],
        "total": len(learners),
        "may_write": may_write,
        "zalo": wall_text(request.user, training_class) if learners and may_write else "",
        "is_open": training_class.state in OPEN,
    }
    return workspace(request, training_class, TAB, context, template="console/invitations/confirmed.html")


urlpatterns = [
    path("nguoi/", nominees, name="class_nominees"),
    path("du-bi/", reserve, name="class_reserve"),
    path("danh-sach/", confirmed, name="class_confirmed"),
]
