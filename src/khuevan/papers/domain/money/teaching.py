"""How many half days (buổi) each lecturer teaches, as the programme has it."""

from collections import defaultdict
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from khuevan.training.domain.queries import programme_of
from khuevan.training.models import Lecturer, ProgrammeItem, Session, TrainingClass

QUARTER = Decimal("0.25")
"""Shares of a half day are told in quarters: one tiết of four."""


def half_days_of(training_class: TrainingClass) -> dict[int, Decimal]:
    """By primary key of the lecturer, those without a line left out.

    Whoever teaches alone in a half day has the whole of it; several share it by the length of their lines, which run
    until the next begins, and those who teach one line together each have all of that line.
    """
    counted: dict[int, Decimal] = defaultdict(Decimal)
    for session in programme_of(training_class):
        for lecturer, share in _shares(session).items():
            counted[lecturer] += share
    return counted


def _shares(session: Session) -> dict[int, Decimal]:
    items = list(session.items.all())
    ends = [*(item.starts_at for item in items), session.ends_at]
    taught: dict[int, int] = defaultdict(int)
    total = 0
    for item, (start, end) in zip(items, pairwise(ends), strict=True):
        who = _lecturers(item)
        length = max(_minutes(end) - _minutes(start), 1)
        total += length if who else 0
        for lecturer in who:
            taught[lecturer.pk] += length
    return {key: _quarters(Decimal(length) / total) for key, length in taught.items()}


def _lecturers(item: ProgrammeItem) -> list[Lecturer]:
    return [one for one in item.lecturers.all() if isinstance(one, Lecturer)]


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _quarters(share: Decimal) -> Decimal:
    """At least one quarter: nobody teaches for nothing."""
    return max(QUARTER, (share / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER)
