"""The programme of one class taken over by another: half days, lines, topics, venues, units that teach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.training.domain.calendar import Move, shift
from khuevan.training.domain.editing import before_results, open_for_change
from khuevan.training.domain.ordering import next_place
from khuevan.training.domain.timetable.elsewhere import room_of
from khuevan.training.domain.topics.versions import newest_of
from khuevan.training.models import (
    ClassTopic,
    LearnerGroup,
    Lecturer,
    ProgrammeItem,
    Session,
    TrainingClass,
    Venue,
)
from khuevan.vietnamese.workdays import WORKDAYS

words(verbs={"training.copy_programme": _("took over the programme of another class")})


@dataclass(frozen=True)
class Skipped:
    """A half day of the source that was not taken over, and why."""

    session: Session
    why: "str | Promise"


@dataclass(frozen=True)
class Copied:
    """``sessions``: the half days added; ``moves``: each day of the source and what it became."""

    sessions: list[Session]
    moves: list[Move]
    skipped: list[Skipped]


@dataclass
class Copies:
    """Rows of a class by the primary key of the row of the source they stand for; ``made``: those that are new."""

    topics: dict[int | None, ClassTopic] = field(default_factory=dict)
    venues: dict[int | None, Venue] = field(default_factory=dict)
    lecturers: dict[int, Lecturer] = field(default_factory=dict)
    groups: dict[int, LearnerGroup] = field(default_factory=dict)
    made: list[models.Model] = field(default_factory=list)


def days_taught(source: TrainingClass) -> list[date]:
    """Days with half days; of a class without a programme each day, weekends only when it begins or ends on one."""
    taught = sorted(set(source.sessions.values_list("date", flat=True)))
    if taught:
        return taught
    days = [source.start_date + timedelta(days=number) for number in range(source.duration_days)]
    ends = {source.start_date, source.end_date}
    return [day for day in days if day.weekday() in WORKDAYS or day in ends]


@verb("training.copy_programme")
def copy_programme(
    actor: Actor,
    source: TrainingClass,
    target: TrainingClass,
    *,
    start_date: date | None = None,
    with_lecturers: bool = True,
    shift_holidays: bool = True,
) -> Copied:
    """Adds the half days of ``source`` to ``target`` where it has none yet; its first day falls on ``start_date``.

    Topics (in their newest version), venues and the units that teach are found again or added; persons are linked only
    where they teach in ``target`` already.  Groups come by name, without learners, where half days are held side by
    side.  What would fall outside the days of ``target`` or on a half day that is there is left out and said.  Raises
    ``class_of_another_office``, ``same_class``, ``nothing_to_copy``, ``attendance_was_taken``,
    ``results_are_approved``.
    """
    before_results(open_for_change(actor, target))
    require(actor, "training.work_on_class", source)
    _judge(source, target)
    moves = _moves(source, target, start_date, shift_holidays=shift_holidays)
    day_of = {move.old: move.new for move in moves}
    taken = set(target.sessions.values_list("date", "part"))
    wanted, skipped = _sorted_out(source, target, day_of, taken)
    copies = Copies()
    copy_topics(source, target, copies, _used_topics(wanted))
    copy_venues(source, target, copies, {session.venue_id for session in wanted})
    copy_groups(source, target, copies, _used_groups(wanted))
    if with_lecturers:
        copy_lecturers(source, target, copies, _used_lecturers(wanted))
    sessions = copy_sessions(wanted, target, copies, day_of)
    record(actor, "training.copy_programme", copies.made)
    record(actor, "training.copy_programme", target, snapshot(target), {"copied_from_id": source.pk})
    return Copied(sessions, moves, skipped)


def _judge(source: TrainingClass, target: TrainingClass) -> None:
    if source.pk == target.pk:
        raise DomainError("same_class", _("A class cannot take over its own programme."))
    if source.office_id != target.office_id:
        raise DomainError("class_of_another_office", _("This class is held by another office."))
    if not source.sessions.exists():
        raise DomainError("nothing_to_copy", _("That class has no programme to take over."))
    if target.sessions.filter(marks__isnull=False).exists():
        raise DomainError(
            "attendance_was_taken",
            _("Attendance was taken in this class already, so its programme is changed by hand."),
        )


def _moves(
    source: TrainingClass, target: TrainingClass, start_date: date | None, *, shift_holidays: bool
) -> list[Move]:
    days = days_taught(source)
    start = (start_date or target.start_date) + (days[0] - source.start_date if start_date is None else timedelta())
    return shift(days, start, jump_holidays=shift_holidays)


def _sorted_out(
    source: TrainingClass, target: TrainingClass, day_of: Mapping[date, date], taken: set[tuple[date, str]]
) -> tuple[list[Session], list[Skipped]]:
    wanted: list[Session] = []
    skipped: list[Skipped] = []
    for session in source.sessions.prefetch_related("groups", "items__lecturers"):
        day = day_of[session.date]
        if not target.start_date <= day <= target.end_date:
            skipped.append(Skipped(session, _("falls outside the days of the class")))
        elif (day, session.part) in taken:
            skipped.append(Skipped(session, _("this half day is in the programme already")))
        else:
            wanted.append(session)
    return wanted, skipped


def _used_topics(sessions: Iterable[Session]) -> set[int | None]:
    return {item.class_topic_id for session in sessions for item in session.items.all()}


def _used_groups(sessions: Iterable[Session]) -> set[int]:
    return {group.pk for session in sessions for group in session.groups.all()}


def _used_lecturers(sessions: Iterable[Session]) -> set[int]:
    return {one.pk for session in sessions for item in session.items.all() for one in item.lecturers.all()}


def copy_topics(
    source: TrainingClass, target: TrainingClass, copies: Copies, only: "set[int | None] | None" = None
) -> None:
    """Each topic in the newest version of its contents."""
    there = {one.topic_id: one for one in target.class_topics.all()}
    rows = [one for one in source.class_topics.all() if only is None or one.pk in only]
    newest = newest_of(one.topic_id for one in rows)
    place = next_place(target.class_topics.all())
    for one in rows:
        if one.topic_id not in there:
            there[one.topic_id] = _kept(
                copies,
                ClassTopic(training_class=target, topic_id=one.topic_id, version=newest.get(one.topic_id), order=place),
            )
            place += 1
        copies.topics[one.pk] = there[one.topic_id]


def copy_venues(
    source: TrainingClass, target: TrainingClass, copies: Copies, only: "set[int | None] | None" = None
) -> None:
    """Without who is to be called there: that was somebody of that year."""
    there = {room_of(venue): venue for venue in target.venues.all()}
    has_main = any(venue.is_main for venue in there.values())
    for one in source.venues.all():
        if only is not None and one.pk not in only:
            continue
        found = there.pop(room_of(one), None)
        if found is None:
            found = Venue(
                training_class=target,
                name=one.name,
                address=one.address,
                is_remote=one.is_remote,
                is_main=one.is_main and not has_main,
                capacity=one.capacity,
            )
            _kept(copies, found)
            has_main = has_main or found.is_main
        copies.venues[one.pk] = found


def copy_groups(source: TrainingClass, target: TrainingClass, copies: Copies, only: "set[int] | None" = None) -> None:
    """By name, else in the order in which they stand; added only where ``target`` has too few."""
    rows = [one for one in source.groups.all() if only is None or one.pk in only]
    there = list(target.groups.all())
    by_name = {group.name: group for group in there}
    known = {one.pk: by_name[one.name] for one in rows if one.name in by_name}
    free = [group for group in there if group not in known.values()]
    place = next_place(target.groups.all())
    for one in rows:
        if one.pk not in known:
            if free:
                known[one.pk] = free.pop(0)
            else:
                venue = copies.venues.get(one.venue_id)
                group = LearnerGroup(training_class=target, name=one.name, order=place, venue=venue)
                known[one.pk] = _kept(copies, group)
                place += 1
    copies.groups |= known


def copy_lecturers(
    source: TrainingClass, target: TrainingClass, copies: Copies, only: "set[int] | None" = None
) -> None:
    """The units with the titles asked of them; who came as a person of no unit does not come along.

    Where ``target`` has the same person already, or the unit with the same title, that one teaches.
    """
    there = list(target.lecturers.all())
    by_person = {one.person_id: one for one in there if one.person_id}
    by_unit = {(one.organization_id, one.title): one for one in there if one.organization_id}
    place = next_place(target.lecturers.all())
    for one in source.lecturers.select_related("organization"):
        if only is not None and one.pk not in only:
            continue
        known = by_person.get(one.person_id or 0) or by_unit.get((one.organization_id or 0, one.title))
        if known is None and one.organization is not None:
            known = _kept(
                copies,
                Lecturer(
                    training_class=target,
                    title=one.title,
                    organization=one.organization,
                    order=place,
                    organization_name=one.organization.name,
                ),
            )
            place += 1
        if known is not None:
            copies.lecturers[one.pk] = known


def copy_sessions(
    sessions: Iterable[Session], target: TrainingClass, copies: Copies, day_of: Mapping[date, date]
) -> list[Session]:
    """Half days with their groups and lines, on the days of ``day_of``."""
    made = []
    for session in sessions:
        new = _kept(
            copies,
            Session(
                training_class=target,
                date=day_of[session.date],
                part=session.part,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                periods=session.periods,
                venue=copies.venues.get(session.venue_id),
            ),
        )
        new.groups.set(copies.groups[group.pk] for group in session.groups.all())
        made.append(new)
        for item in session.items.all():
            line = ProgrammeItem(
                session=new,
                order=item.order,
                kind=item.kind,
                starts_at=item.starts_at,
                title=item.title,
                periods=item.periods,
                class_topic=copies.topics.get(item.class_topic_id),
            )
            teaching = (copies.lecturers[one.pk] for one in item.lecturers.all() if one.pk in copies.lecturers)
            _kept(copies, line).lecturers.set(teaching)
    return made


def _kept[M: models.Model](copies: Copies, row: M) -> M:
    row.save(force_insert=True)
    copies.made.append(row)
    return row
