"""Nhân bản lớp: last year's class as the beginning of this year's, with its days moved and without its people."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.permissions import require
from khuevan.training.domain.calendar import Move, shift
from khuevan.training.domain.classes import open_class
from khuevan.training.domain.timetable.copying import (
    Copies,
    copy_groups,
    copy_sessions,
    copy_topics,
    copy_venues,
    days_taught,
)
from khuevan.training.models import Committee, CommitteeMember, Lecturer, Organizer, TrainingClass

SAID_OF_A_CLASS = (
    "kind",
    "need",
    "objective",
    "audience",
    "expected_result",
    "awards_certificates",
    "certificate_note",
    "learner_word",
    "lecturer_word",
    "opening_word",
)
"""What a copy takes over; not the plan, which is a document of that year."""

type CloneHook = Callable[[Actor, TrainingClass, TrainingClass], None]

_clone_hooks: list[CloneHook] = []


def on_clone(function: CloneHook) -> CloneHook:
    """Lets an app copy what it keeps of a class: ``function(actor, source, copy)``, inside the verb's transaction."""
    _clone_hooks.append(function)
    return function


@dataclass(frozen=True)
class Cloned:
    """The new class, and each day of teaching with the day it became."""

    training_class: TrainingClass
    moves: list[Move]


def shifted_days(
    source: TrainingClass, start_date: date, *, shift_holidays: bool = True, days_off: Collection[date] = ()
) -> list[Move]:
    """The days of teaching of ``source`` and what they become when its first day falls on ``start_date``.

    Writes nothing.  A class without a programme is taken to be held on each day from the first to the last, weekends
    only when these are weekends.  ``days_off`` are further days to jump over, as the government swaps them each year.
    """
    days = days_taught(source)
    start = start_date + (days[0] - source.start_date)
    return shift(days, start, days_off=days_off, jump_holidays=shift_holidays)


@verb("training.clone_class")
def clone_class(
    actor: Actor,
    source: TrainingClass,
    *,
    title: str,
    start_date: date,
    shift_holidays: bool = True,
    days_off: Collection[date] = (),
) -> Cloned:
    """Opens a class of the same office with all of ``source`` but its people and its days.

    Organizers, topics, venues, programme and committee come along, units in the place of persons; so does what other
    apps copy (``on_clone``).  Learners, guests, ceremonies, numbers said in public, documents and articles do not.
    Dates inside titles stay as they are written.  Raises what ``open_class`` raises.
    """
    require(actor, "training.open_class", source.office)
    moves = shifted_days(source, start_date, shift_holidays=shift_holidays, days_off=days_off)
    copy = open_class(
        actor,
        office=source.office,
        title=title,
        start_date=moves[0].new - (moves[0].old - source.start_date),
        end_date=moves[-1].new + (source.end_date - moves[-1].old),
        **{name: getattr(source, name) for name in SAID_OF_A_CLASS},
    )
    copy.copied_from = source
    copy.save(update_fields=["copied_from"])
    copies = Copies(made=[*_copy_organizers(source, copy), *_copy_committee(source, copy)])
    copy_topics(source, copy, copies)
    copy_venues(source, copy, copies)
    _copy_units(source, copy, copies)
    programme = list(source.sessions.prefetch_related("groups", "items__lecturers"))
    copy_groups(source, copy, copies, {group.pk for session in programme for group in session.groups.all()})
    copy_sessions(programme, copy, copies, {move.old: move.new for move in moves})
    record(actor, "training.clone_class", copy, after={"copied_from_id": source.pk})
    record(actor, "training.clone_class", copies.made)
    for hook in _clone_hooks:
        hook(actor, source, copy)
    return Cloned(copy, moves)


def _made[M: models.Model](rows: Iterable[M]) -> list[M]:
    """Each row written as a new one."""
    written = list(rows)
    for row in written:
        row.save(force_insert=True)
    return written


def _copy_organizers(source: TrainingClass, copy: TrainingClass) -> list[Organizer]:
    """Under the names the bodies have today; the office itself is there from the opening of the class."""
    there = {(one.organization_id, one.part) for one in copy.organizers.all()}
    others = source.organizers.select_related("organization")
    return _made(
        Organizer(
            training_class=copy,
            organization=one.organization,
            part=one.part,
            name=one.organization.name,
            order=one.order,
        )
        for one in others
        if (one.organization_id, one.part) not in there
    )


def _copy_committee(source: TrainingClass, copy: TrainingClass) -> list[Committee | CommitteeMember]:
    committee = Committee.objects.filter(training_class=source).first()
    if committee is None:
        return []
    made = Committee.objects.create(training_class=copy, name=committee.name)
    members = _made(
        CommitteeMember(
            committee=made,
            function=one.function,
            task=one.task,
            order=one.order,
            organization=one.organization,
            organization_name=one.organization.name if one.organization else "",
        )
        for one in committee.members.select_related("organization")
    )
    return [made, *members]


def _copy_units(source: TrainingClass, copy: TrainingClass, copies: Copies) -> None:
    """The units with the titles asked of them, each once for each lecturer; persons do not come along."""
    rows = list(source.lecturers.exclude(organization=None).select_related("organization"))
    made = _made(
        Lecturer(
            training_class=copy,
            title=one.title,
            organization=one.organization,
            order=place,
            organization_name=one.organization.name if one.organization else "",
        )
        for place, one in enumerate(rows, start=1)
    )
    copies.lecturers |= {one.pk: new for one, new in zip(rows, made, strict=True)}
    copies.made += made
