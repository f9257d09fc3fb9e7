"""Half days that change, move, change places or fall away."""

import datetime as dt
from collections.abc import Collection, Sequence
from enum import Enum
from typing import Any, Literal, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.rows import checked
from khuevan.training.domain.editing import before_results, fresh, open_for_change, remove
from khuevan.training.domain.queries import groups_of
from khuevan.training.domain.timetable.hours import minutes_of
from khuevan.training.domain.timetable.programme import (
    held_then,
    judge_parts,
    judge_session,
    names_of,
    stand_in_the_way,
)
from khuevan.training.enums import DayPart
from khuevan.training.models import LearnerGroup, ProgrammeItem, Session, Venue

words(
    verbs={
        "training.set_groups": _("said for which groups a half day is"),
        "training.swap_sessions": _("exchanged two half days"),
    }
)

NOWHERE_YET = dt.date.max
"""Where a half day waits while another takes its place; no class is held then."""


class Keep(Enum):
    KEEP = "keep"


KEEP = Keep.KEEP
"""For a venue that stays, since None is "no venue"."""


class SessionFields(TypedDict, total=False):
    """What may be said of a half day; what is left out stays."""

    date: dt.date
    part: DayPart
    starts_at: dt.time
    ends_at: dt.time
    periods: int
    venue: Venue | None
    groups: Sequence[LearnerGroup]


@verb("training.change_session")
def change_session(actor: Actor, session: Session, *, seen: str = "", **fields: Unpack[SessionFields]) -> None:
    """Changes a half day; its lines keep their times (``move_session`` takes them along).

    Raises ``session_outside_class``, ``ends_before_start``, ``not_of_this_class``, ``attendance_was_taken`` for another
    day, half or other groups once marks exist, ``results_are_approved``, ``changed_meanwhile``, and ``session_known``,
    ``venue_taken``, ``group_elsewhere`` where it cannot be held beside what is there.
    """
    _change(actor, "training.change_session", session, seen, dict(fields))


@verb("training.set_groups")
def set_groups(actor: Actor, session: Session, groups: Sequence[LearnerGroup], *, seen: str = "") -> None:
    """Says for which groups a half day is; none: for everybody.  Raises what ``change_session`` raises."""
    _change(actor, "training.set_groups", session, seen, {"groups": groups})


@verb("training.move_session")
def move_session(
    actor: Actor,
    session: Session,
    *,
    date: dt.date,
    part: DayPart,
    venue: Venue | Literal[Keep.KEEP] | None = KEEP,
    starts_at: dt.time | None = None,
    swap: bool = False,
    seen: str = "",
) -> None:
    """Moves a half day with all its lines; their times move by as much as the beginning does.

    Without ``starts_at`` the times stay as they are.  ``swap`` lets it exchange places with the one half day that
    stands in its way; that one takes its day, half and times, and its venue where both want the same.  Raises what
    ``change_session`` raises, ``ends_after_midnight`` and ``several_stand_there``.
    """
    training_class = before_results(open_for_change(actor, session.training_class))
    fresh(session, seen)
    session.training_class = training_class
    to: dict[str, Any] = {"date": date, "part": part}
    if venue is not KEEP:
        judge_parts(training_class.pk, venue)
        to["venue"] = venue
    other = _standing_in_the_way(session, to) if swap else None
    if other is not None:
        _exchange(actor, "training.move_session", session, other, to)
        return
    by = minutes_of(starts_at) - minutes_of(session.starts_at) if starts_at else 0
    _shift_lines(actor, "training.move_session", session, by)
    if by:
        to |= {"starts_at": starts_at, "ends_at": _later(session.ends_at, by)}
    _change(actor, "training.move_session", session, "", to)


@verb("training.swap_sessions")
def swap_sessions(actor: Actor, one: Session, other: Session, *, seen: tuple[str, str] = ("", "")) -> None:
    """Exchanges two half days with their lines: each takes the other's day, half and times.

    Each keeps its venue, unless both are held at the same time: then the venues are what they exchange.  Raises what
    ``move_session`` raises.
    """
    training_class = before_results(open_for_change(actor, one.training_class))
    if other.training_class_id != training_class.pk or other.pk == one.pk:
        raise DomainError("not_of_this_class", _("This belongs to another class."))
    fresh(one, seen[0])
    fresh(other, seen[1])
    one.training_class = other.training_class = training_class
    to: dict[str, Any] = {"date": other.date, "part": other.part}
    if (one.date, one.part) == (other.date, other.part):
        to["venue"] = other.venue
    _exchange(actor, "training.swap_sessions", one, other, to)


@verb("training.remove_session")
def remove_session(actor: Actor, session: Session, *, seen: str = "") -> None:
    """Takes a half day out of the programme, with its lines.

    Raises ``still_used`` when attendance was taken, ``results_are_approved``, ``changed_meanwhile``.
    """
    before_results(open_for_change(actor, session.training_class))
    fresh(session, seen)
    refusal = _("Attendance was taken for this half day, so it stays in the programme.")
    lines = [f"{item.starts_at:%H:%M} {item.title}" for item in session.items.all()]
    remove(actor, "training.remove_session", session, refusal, {"lines": lines} if lines else None)


def _change(actor: Actor, verb_name: str, session: Session, seen: str, values: dict[str, Any]) -> None:
    """``values`` may hold ``groups``; without it those of the half day stay."""
    training_class = before_results(open_for_change(actor, session.training_class))
    before = fresh(session, seen)
    old = groups_of(session)
    groups: Sequence[LearnerGroup] = values.pop("groups", old)
    regrouped = {one.pk for one in groups} != {one.pk for one in old}
    moved = any(values.get(name, getattr(session, name)) != getattr(session, name) for name in ("date", "part"))
    if moved or regrouped:
        _refuse_if_marked(session)
    for name, value in values.items():
        setattr(session, name, value)
    session.training_class = training_class
    judge_session(session, groups)
    facts: dict[str, object] = {}
    if regrouped:
        session.groups.set(groups)
        session.groups_revision += 1
        before["groups"], facts["groups"] = names_of(old), names_of(groups)
    checked(session).save(update_fields=[*values, *(["groups_revision"] if regrouped else [])])
    unchanged = verb_name == "training.set_groups" and not regrouped
    record(actor, verb_name, [] if unchanged else session, None if unchanged else before, facts)


def _refuse_if_marked(session: Session) -> None:
    if session.marks.exists():
        raise DomainError(
            "attendance_was_taken",
            _("Attendance was taken for this half day, so its day, its half and its groups stay."),
        )


def _standing_in_the_way(session: Session, to: dict[str, Any]) -> Session | None:
    """The half day that stands where ``session`` is to go.  Raises ``several_stand_there``."""
    there = Session(training_class=session.training_class, pk=session.pk, **{"venue": session.venue, **to})
    groups = groups_of(session)
    others = [other for other in held_then(there) if stand_in_the_way(there, groups, other)]
    if len(others) > 1:
        raise DomainError(
            "several_stand_there",
            _("%(count)s half days stand there; move them one by one."),
            count=len(others),
        )
    return others[0] if others else None


def _exchange(actor: Actor, verb_name: str, session: Session, other: Session, to: dict[str, Any]) -> None:
    """Lets ``session`` go to ``to`` and ``other``, which stands there, take its place."""
    before = {one.pk: snapshot(one) for one in (session, other)}
    places = {one.pk: (one.date, one.part, one.starts_at, one.ends_at) for one in (session, other)}
    if places[session.pk][:2] != places[other.pk][:2]:
        _refuse_if_marked(session)
        _refuse_if_marked(other)
    left = session.venue
    if "venue" in to:
        session.venue = to["venue"]
        if other.venue_id == session.venue_id:
            other.venue = left
    for one, place in ((session, places[other.pk]), (other, places[session.pk])):
        _shift_lines(actor, verb_name, one, minutes_of(place[2]) - minutes_of(one.starts_at))
        one.date, one.part, one.starts_at, one.ends_at = place
    other.training_class = session.training_class
    _judge_both(session, other)
    Session.objects.filter(pk=session.pk).update(date=NOWHERE_YET)
    for one in (other, session):
        checked(one).save(update_fields=["date", "part", "starts_at", "ends_at", "venue"])
    record(actor, verb_name, [session, other], before)


def _judge_both(session: Session, other: Session) -> None:
    """Neither may collide with a third; with each other they do not: they differ in time, or in venue as before."""
    both: Collection[Session] = (session, other)
    for one in both:
        judge_session(one, besides=both)


def _shift_lines(actor: Actor, verb_name: str, session: Session, by: int) -> None:
    if not by:
        return
    items = list(session.items.all())
    before = {item.pk: snapshot(item) for item in items}
    for item in items:
        item.starts_at = _later(item.starts_at, by)
    ProgrammeItem.objects.bulk_update(items, ["starts_at"])
    record(actor, verb_name, items, before)


def _later(time: dt.time, minutes: int) -> dt.time:
    hour, minute = divmod(minutes_of(time) + minutes, 60)
    if not 0 <= hour < 24:
        raise DomainError("ends_after_midnight", _("The half day would reach over midnight."))
    return dt.time(hour, minute)
