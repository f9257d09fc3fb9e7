"""Clashes said while a form of the timetable is filled in: htmx sends its values, a few sentences come back."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from khuevan.console.workspace.timetable.board import changeable
from khuevan.console.workspace.timetable.moving import later, session_of
from khuevan.core.forms import TimeField
from khuevan.core.screens import keys_of, staff_page
from khuevan.training.domain.timetable.clashes import Clash, Proposed, clashes_if, clashes_of_line
from khuevan.training.domain.timetable.hours import minutes_of
from khuevan.training.enums import DayPart
from khuevan.training.interfaces.forms.programme import USUAL_TIMES
from khuevan.training.models import Lecturer, ProgrammeItem, Session, TrainingClass, Venue


@staff_page
@require_safe
def clashes(request: HttpRequest, pk: int) -> HttpResponse:
    """``half_day`` and ``line`` name what is changed; the other values are those of the form, as far as typed.

    A form of a line has ``kind``; a half day has ``date`` (with ``part``) or only its times.
    """
    training_class = changeable(request, pk)
    asked = request.GET
    session = session_of(training_class, asked.get("half_day")) if asked.get("half_day") else None
    found = (
        _of_line(training_class, session, asked) if "kind" in asked else _of_half_day(training_class, session, asked)
    )
    return render(request, "console/timetable/clashes.html", {"clashes": found})


def _of_half_day(training_class: TrainingClass, session: Session | None, asked: QueryDict) -> list[Clash]:
    day = _day(asked.get("date", "")) or (session.date if session else None)
    part = asked.get("part") or (session.part if session else "")
    if day is None or part not in DayPart.values:
        return []
    usual = USUAL_TIMES[part]
    if session is not None:
        usual = (session.starts_at, session.ends_at)
    starts = _time(asked.get("starts_at", ""))
    ends = _time(asked.get("ends_at", ""))
    if session is not None and starts is None and part != session.part:
        starts = USUAL_TIMES[part][0]
    if starts is not None and ends is None and session is not None:
        ends = later(session.ends_at, minutes_of(starts) - minutes_of(session.starts_at))
    keys = keys_of(asked.getlist("groups"))
    return clashes_if(
        training_class,
        Proposed(
            session,
            day,
            part,
            starts or usual[0],
            ends or usual[1],
            venue=_venue(training_class, session, asked),
            groups=list(training_class.groups.filter(pk__in=keys)) if "groups_asked" in asked else None,
        ),
    )


def _of_line(training_class: TrainingClass, session: Session | None, asked: QueryDict) -> list[Clash]:
    """In the half day the form names, else the one it was opened from; until the next line of it begins."""
    if asked.get("session"):
        session = session_of(training_class, asked["session"])
    starts = _time(asked.get("starts_at", ""))
    keys = keys_of(asked.getlist("lecturers"))
    if session is None or starts is None:
        return []
    lecturers: Sequence[Lecturer] = list(training_class.lecturers.filter(pk__in=keys).select_related("person"))
    later = ProgrammeItem.objects.filter(session=session, starts_at__gt=starts).order_by("starts_at")
    if asked.get("line", "").isdecimal():
        later = later.exclude(pk=int(asked.get("line", "")))
    following = later.first()
    return clashes_of_line(training_class, session, starts, lecturers, following.starts_at if following else None)


def _venue(training_class: TrainingClass, session: Session | None, asked: QueryDict) -> Venue | None:
    if "venue" not in asked:
        return session.venue if session else None
    key = asked.get("venue", "")
    return training_class.venues.filter(pk=int(key)).first() if key.isdecimal() else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        found: Any = TimeField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return found or None
