"""A half day put into another cell: by mouse, by keys, taken back again, and what that would bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.shell import tab_address
from khuevan.console.workspace.timetable.board import (
    board_of,
    cell_label,
    changeable,
    column_of,
    columns_of,
    timetable_stamp,
)
from khuevan.core.errors import DomainError
from khuevan.core.once import once
from khuevan.core.rows import stamp
from khuevan.core.screens import act, notice, staff_page
from khuevan.training.domain.timetable.clashes import Clash, Proposed, clashes_if, clashes_of
from khuevan.training.domain.timetable.hours import minutes_of
from khuevan.training.domain.timetable.programme import held_then, stand_in_the_way
from khuevan.training.domain.timetable.session_changes import move_session
from khuevan.training.enums import DayPart
from khuevan.training.interfaces.forms.programme import usual_start
from khuevan.training.models import Session, TrainingClass, Venue

BOARD = "console/timetable/board.html"


@dataclass(frozen=True)
class Place:
    """Where a half day is to go; ``starts_at`` None: it keeps its times."""

    date: date
    part: DayPart
    venue: Venue | None
    starts_at: time | None

    @property
    def label(self) -> str:
        return cell_label(self.date, self.part, self.venue)


def place_for(session: Session, asked: Mapping[str, str]) -> Place:
    """The cell asked for: ``date``, ``part``, ``venue``.  Raises Http404 for what is no cell of the class.

    A half day without a venue stands with the main one, and stays without when it moves in that column.
    """
    training_class = session.training_class
    columns = columns_of(training_class)
    try:
        day, part = date.fromisoformat(asked.get("date", "")), DayPart(asked.get("part", ""))
        key = int(asked.get("venue") or 0)
    except ValueError as error:
        raise Http404 from error
    if not training_class.start_date <= day <= training_class.end_date:
        raise Http404
    venue = next((one for one in columns if one is not None and one.pk == key), None)
    if key and venue is None:
        raise Http404
    if session.venue_id is None and (venue is None or venue == column_of(session, columns)):
        venue = None
    elif venue is None:
        venue = columns[0]
    start = None
    if part != session.part:
        start = usual_start(training_class.sessions.all(), part)
    return Place(day, part, venue, start)


def standing_there(session: Session, place: Place) -> list[Session]:
    """Half days that would have to make room."""
    there = Session(
        training_class=session.training_class, pk=session.pk, date=place.date, part=place.part, venue=place.venue
    )
    groups: list[Any] = list(session.groups.all())
    return [other for other in held_then(there) if stand_in_the_way(there, groups, other)]


def clashes_there(session: Session, place: Place, other: Session | None) -> list[Clash]:
    """What the move would bring; two that change places do not stand in each other's way."""
    if other is None:
        starts, ends = session.starts_at, session.ends_at
        if place.starts_at is not None:
            starts, ends = place.starts_at, later(ends, minutes_of(place.starts_at) - minutes_of(starts))
        return clashes_if(
            session.training_class, Proposed(session, place.date, place.part, starts, ends, venue=place.venue)
        )
    there = session.venue if place.venue == other.venue else other.venue
    both = (
        Proposed(session, place.date, place.part, other.starts_at, other.ends_at, venue=place.venue),
        Proposed(other, session.date, session.part, session.starts_at, session.ends_at, venue=there),
    )
    found = [clash for one in both for clash in clashes_if(session.training_class, one)]
    return [clash for clash in found if not {session.pk, other.pk} <= clash.sessions]


def later(moment: time, minutes: int) -> time:
    """Not beyond the end of the day: what reaches over midnight is refused when it is moved."""
    hour, minute = divmod(min(max(minutes_of(moment) + minutes, 0), 24 * 60 - 1), 60)
    return time(hour, minute)


def session_of(training_class: TrainingClass, key: object) -> Session:
    try:
        pk = int(str(key or ""))
    except ValueError as error:
        raise Http404 from error
    found = get_object_or_404(training_class.sessions.select_related("venue").prefetch_related("groups"), pk=pk)
    found.training_class = training_class
    return found


@staff_page
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What dropping a half day into a cell would do, in words; a piece of a page, empty when none is named."""
    training_class = changeable(request, pk)
    if "session" not in request.GET:
        return HttpResponse()
    session = session_of(training_class, request.GET.get("session"))
    place = place_for(session, request.GET.dict())
    others = standing_there(session, place)
    other = others[0] if len(others) == 1 else None
    context = {
        "place": place,
        "stays": _is_there(session, place),
        "other": _words_of(other) if other else "",
        "too_many": len(others) > 1,
        "clashes": [] if len(others) > 1 else clashes_there(session, place, other),
    }
    return render(request, "console/timetable/preview.html", context)


def _words_of(session: Session) -> str:
    """Its day and half, and what it is about."""
    lines = "; ".join(item.title for item in session.items.all())
    words = capfirst(str(session))
    return f"{words}, {lines}" if lines else words


def _is_there(session: Session, place: Place) -> bool:
    return (session.date, session.part, session.venue) == (place.date, place.part, place.venue)


@staff_page
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Drops a half day into a cell; answers with the grid as it is then, or goes back to it without a script."""
    training_class = changeable(request, pk)
    session = session_of(training_class, request.POST.get("session"))
    place = place_for(session, request.POST.dict())
    back = f"{tab_address(training_class, 'programme')}#buoi-{session.pk}"

    def work() -> str:
        _move(request, session, place)
        return back

    if not getattr(request, "htmx", False):
        return act(request, work, back)
    status = 200
    try:
        once(request, work)
    except DomainError as error:
        messages.error(request, error.message)
        status = 422
    return _board(request, pk, status)


def _board(request: HttpRequest, pk: int, status: int) -> HttpResponse:
    fresh = changeable(request, pk)
    context = {"class": fresh, "board": board_of(fresh, may_move=True, may_change=True), "may_change_days": True}
    return render(request, BOARD, context, status=status)


def _move(request: HttpRequest, session: Session, place: Place) -> None:
    """Raises ``changed_meanwhile`` when a half day is to make room and the timetable is not the one that was shown."""
    if _is_there(session, place):
        return
    others = standing_there(session, place)
    order = request.POST.get("order", "")
    if others and order and order != timetable_stamp(session.training_class.sessions.all()):
        raise DomainError(
            "changed_meanwhile",
            _("Somebody changed the timetable meanwhile. Look at it as it is now, then move again."),
        )
    back = {
        "date": session.date.isoformat(),
        "part": session.part,
        "venue": session.venue_id or "",
        "starts_at": f"{session.starts_at:%H:%M}",
    }
    move_session(
        request.user,
        session,
        date=place.date,
        part=place.part,
        venue=place.venue,
        starts_at=place.starts_at,
        swap=bool(others),
        seen=request.POST.get("seen", ""),
    )
    session.refresh_from_db()
    undo = reverse("console:timetable_undo", args=(session.training_class_id, session.pk))
    query = urlencode({**back, "swap": int(bool(others)), "seen": stamp(session)})
    notice(request, _said(place, others), undo=f"{undo}?{query}")
    warn(request, session)


def _said(place: Place, others: list[Session]) -> str:
    if others:
        return _("Changed places: the half day is now %(here)s, the other one takes its place.") % {"here": place.label}
    return _("Moved: %(here)s.") % {"here": place.label}


def warn(request: HttpRequest, session: Session) -> None:
    """Says what clashes with a half day as it is stored now."""
    found = [clash for clash in clashes_of(session.training_class) if session.pk in clash.sessions]
    for clash in found:
        messages.warning(request, clash.words)


@staff_page
@require_POST
def undo(request: HttpRequest, pk: int, session: int) -> HttpResponse:
    """Puts a half day back where the address says it was; refused when somebody changed it since."""
    training_class = changeable(request, pk)
    row = session_of(training_class, session)
    asked = request.GET
    try:
        day, part = date.fromisoformat(asked.get("date", "")), DayPart(asked.get("part", ""))
        start = time.fromisoformat(asked.get("starts_at", ""))
        key = int(asked.get("venue") or 0)
    except ValueError as error:
        raise Http404 from error
    venue = get_object_or_404(training_class.venues.all(), pk=key) if key else None

    def work() -> None:
        move_session(
            request.user,
            row,
            date=day,
            part=part,
            venue=venue,
            starts_at=start,
            swap=asked.get("swap") == "1",
            seen=asked.get("seen", ""),
        )
        notice(request, _("Put back: %(what)s.") % {"what": capfirst(str(row))})

    return act(request, work, f"{tab_address(training_class, 'programme')}#buoi-{row.pk}")
