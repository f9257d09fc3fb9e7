"""Half days that change, move or fall away."""

import datetime as dt
from typing import Any, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.rows import checked
from khuevan.training.domain.editing import before_results, fresh, open_for_change, remove
from khuevan.training.domain.programme import judge_session
from khuevan.training.enums import DayPart
from khuevan.training.models import ProgrammeItem, Session, Venue


class SessionFields(TypedDict, total=False):
    """What may be said of a half day; what is left out stays."""

    date: dt.date
    part: DayPart
    starts_at: dt.time
    ends_at: dt.time
    periods: int
    venue: Venue | None


@verb("training.change_session")
def change_session(actor: Actor, session: Session, *, seen: str = "", **fields: Unpack[SessionFields]) -> None:
    """Changes a half day; its lines keep their times (``move_session`` takes them along).

    Raises ``session_outside_class``, ``session_known``, ``ends_before_start``, ``not_of_this_class``,
    ``attendance_was_taken`` for another day or half once marks exist, ``results_are_approved``, ``changed_meanwhile``.
    """
    _change(actor, "training.change_session", session, seen, dict(fields))


@verb("training.move_session")
def move_session(
    actor: Actor,
    session: Session,
    *,
    date: dt.date,
    part: DayPart,
    starts_at: dt.time | None = None,
    seen: str = "",
) -> None:
    """Moves a half day with all its lines; their times move by as much as the beginning does.

    Without ``starts_at`` the times stay as they are.  Raises what ``change_session`` raises, and
    ``ends_after_midnight``.
    """
    open_for_change(actor, session.training_class)
    fresh(session, seen)
    values: dict[str, Any] = {"date": date, "part": part}
    items = list(session.items.all())
    before = {item.pk: snapshot(item) for item in items}
    by = _minutes(starts_at) - _minutes(session.starts_at) if starts_at else 0
    if by:
        values |= {"starts_at": starts_at, "ends_at": _later(session.ends_at, by)}
        for item in items:
            item.starts_at = _later(item.starts_at, by)
        ProgrammeItem.objects.bulk_update(items, ["starts_at"])
        record(actor, "training.move_session", items, before)
    _change(actor, "training.move_session", session, "", values)


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
    training_class = before_results(open_for_change(actor, session.training_class))
    before = fresh(session, seen)
    moved = any(values.get(name, getattr(session, name)) != getattr(session, name) for name in ("date", "part"))
    if moved and session.marks.exists():
        raise DomainError(
            "attendance_was_taken", _("Attendance was taken for this half day, so its day and half stay.")
        )
    for name, value in values.items():
        setattr(session, name, value)
    session.training_class = training_class
    judge_session(session)
    checked(session).save(update_fields=list(values))
    record(actor, verb_name, session, before)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _later(time: dt.time, minutes: int) -> dt.time:
    hour, minute = divmod(_minutes(time) + minutes, 60)
    if not 0 <= hour < 24:
        raise DomainError("ends_after_midnight", _("The half day would reach over midnight."))
    return dt.time(hour, minute)
