"""The calendar of an office: which classes are held on which days of a month."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from khuevan.core.actors import Actor
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass


@dataclass(frozen=True)
class MonthClass:
    """A class with its days in one month.

    ``days`` are those of its half days; where none of its programme is written yet (``is_settled`` false), every day
    from the first to the last.
    """

    training_class: TrainingClass
    days: tuple[date, ...]
    is_settled: bool


def calendar_of(actor: Actor, year: int, month: int) -> list[MonthClass]:
    """Classes of the actor's offices that overlap a month, by first day; in two queries.  Cancelled ones are left out.

    Public holidays of the month: ``calendar.public_holidays``.
    """
    first = date(year, month, 1)
    last = date(year, month, calendar.monthrange(year, month)[1])
    classes = (
        TrainingClass.objects.of_staff(actor)
        .filter(start_date__lte=last, end_date__gte=first)
        .exclude(state=ClassState.CANCELLED)
        .select_related("office__organization")
        .prefetch_related("sessions")
        .order_by("start_date", "pk")
    )
    return [_in_month(training_class, first, last) for training_class in classes]


def _in_month(training_class: TrainingClass, first: date, last: date) -> MonthClass:
    taught = {session.date for session in training_class.sessions.all()}
    span = (training_class.start_date + timedelta(days=number) for number in range(training_class.duration_days))
    days = sorted(day for day in taught or span if first <= day <= last)
    return MonthClass(training_class, tuple(days), is_settled=bool(taught))
