"""Hours of a class in tiết, as one learner gets them, against what was planned.

Half days held at the same time for different groups count once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from khuevan.training.domain.queries import groups_of, half_day_count, lines_of, one_gets, periods_in, whole_programme
from khuevan.training.enums import ItemKind
from khuevan.training.models import ClassTopic, ProgrammeItem, Session, TrainingClass

QUARTER = Decimal("0.25")
"""Shares by time are said to the quarter of a period."""


@dataclass(frozen=True)
class TopicHours:
    """``periods`` a learner gets of a topic, and those its version plans (None: it does not say)."""

    class_topic: ClassTopic
    periods: Decimal
    planned: int | None


@dataclass(frozen=True)
class Hours:
    """``planned`` are those of the yearly plan, None for a class outside it; ``half_days`` of the calendar."""

    periods: int
    planned: int | None
    half_days: int
    per_topic: list[TopicHours]


def hours_of(training_class: TrainingClass, sessions: Sequence[Session] | None = None) -> Hours:
    """``sessions``: the programme (``queries.whole_programme``), where the caller has it already; else some queries."""
    held = whole_programme(training_class) if sessions is None else sessions
    planned = training_class.planned_class.periods if training_class.planned_class else None
    return Hours(
        periods=periods_in(held),
        planned=planned,
        half_days=half_day_count(held),
        per_topic=_per_topic(training_class, held),
    )


def _per_topic(training_class: TrainingClass, held: Iterable[Session]) -> list[TopicHours]:
    taught: dict[int, dict[tuple[int, ...], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for session in held:
        groups = tuple(group.pk for group in groups_of(session))
        for item, share in shares(session):
            if item.class_topic_id is not None:
                taught[item.class_topic_id][groups] += share
    topics = training_class.class_topics.select_related("topic", "version")
    return [
        TopicHours(one, _plain(_most(taught[one.pk])), one.version.periods if one.version else None) for one in topics
    ]


def _most(shares_of: Mapping[tuple[int, ...], Decimal]) -> Decimal:
    """What the group with the most gets; no groups: everybody."""
    return Decimal(one_gets((share, group) for groups, share in shares_of.items() for group in groups or (None,)))


def shares(session: Session) -> list[tuple[ProgrammeItem, Decimal]]:
    """The lines of a half day with their part of its periods.

    A line that says its periods has those; what is left of the half day goes to the others by their minutes.
    Ceremonies get none unless they say so: opening and closing are no teaching.
    """
    items = sorted(lines_of(session), key=lambda item: (item.starts_at, item.order))
    ends = [*(after.starts_at for _item, after in pairwise(items)), session.ends_at][: len(items)]
    minutes = {
        item.pk: max(0, minutes_of(end) - minutes_of(item.starts_at))
        for item, end in zip(items, ends, strict=True)
        if item.periods is None and item.kind != ItemKind.CEREMONY
    }
    left = Decimal(max(0, session.periods - sum(item.periods or 0 for item in items)))
    whole = sum(minutes.values())
    return [(item, _share(item, minutes.get(item.pk, 0), whole, left)) for item in items]


def _share(item: ProgrammeItem, minutes: int, whole: int, left: Decimal) -> Decimal:
    if item.periods is not None:
        return Decimal(item.periods)
    return left * minutes / whole if whole else Decimal(0)


def _plain(periods: Decimal) -> Decimal:
    """To the quarter, without zeros behind the comma: 4, 2.5, 1.25."""
    rounded = (periods / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()


def minutes_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute
