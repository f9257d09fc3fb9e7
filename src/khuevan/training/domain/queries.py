"""Questions about classes that more than one screen asks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from khuevan.training.models import LearnerGroup, Lecturer, ProgrammeItem, Session, TrainingClass


def periods_of(training_class: TrainingClass) -> int:
    """Hours of a class in tiết, as one learner gets them: half days held at once for different groups count once.

    Where groups get different hours, those of the group that gets most.  One query.
    """
    return periods_by_class([training_class.pk]).get(training_class.pk, 0)


def periods_by_class(keys: Iterable[int]) -> dict[int, int]:
    """The same for many classes in one query, those without a programme left out."""
    rows: dict[int, list[tuple[int, int | None]]] = {}
    held = Session.objects.filter(training_class__in=keys).order_by()
    for key, periods, group in held.values_list("training_class", "periods", "groups"):
        rows.setdefault(key, []).append((periods, group))
    return {key: one_gets(found) for key, found in rows.items()}


def periods_in(sessions: Iterable[Session]) -> int:
    """The same of half days at hand, whose groups are prefetched."""
    together: Counter[tuple[int, ...]] = Counter()
    for session in sessions:
        together[tuple(group.pk for group in groups_of(session))] += session.periods
    return one_gets((number, group) for groups, number in together.items() for group in groups or (None,))


def one_gets[N: (int, Decimal)](rows: Iterable[tuple[N, int | None]]) -> N:
    """What the group with the most gets, of numbers that are each for one group or (None) for everybody."""
    for_all: Any = 0
    by_group: dict[int, Any] = {}
    for number, group in rows:
        if group is None:
            for_all += number
        else:
            by_group[group] = by_group.get(group, 0) + number
    most: N = for_all + max(by_group.values(), default=0)
    return most


def programme_of(training_class: TrainingClass) -> QuerySet[Session]:
    """Half days with their groups, lines, topics and lecturers, in six queries whatever their number."""
    return training_class.sessions.select_related("venue").prefetch_related(
        "groups", "items__class_topic__topic", "items__lecturers__person"
    )


def whole_programme(training_class: TrainingClass, sessions: Iterable[Session] | None = None) -> list[Session]:
    """The same half days for who only reads them: in at most eight queries, and one object for each row there is.

    A prefetch makes an object of a group for every half day it comes to, and a manager for every relation looked into.
    Ask for what belongs to them by ``groups_of``, ``lines_of`` and ``lecturers_of``.  ``sessions``: the half days, if
    the caller has just loaded them.
    """
    held = list(Session.objects.filter(training_class=training_class) if sessions is None else sessions)
    by_key = {session.pk: session for session in held}
    venues = {venue.pk: venue for venue in training_class.venues.all()}
    groups = _in_order(Session.groups.through, "session", "learnergroup", training_class.groups.all(), by_key)
    lines = _lines(training_class, by_key)
    for session in held:
        session.training_class = training_class
        if session.venue_id in venues:
            session.venue = venues[session.venue_id]
        vars(session).update(groups_at_hand=groups[session.pk], lines_at_hand=lines[session.pk])
    return held


def _lines(training_class: TrainingClass, sessions: Mapping[int, Session]) -> dict[int, list[ProgrammeItem]]:
    """Of each half day, with topics and lecturers."""
    topics = {topic.pk: topic for topic in training_class.class_topics.select_related("topic")}
    people = training_class.lecturers.select_related("person")
    found: dict[int, list[ProgrammeItem]] = {key: [] for key in sessions}
    items = list(ProgrammeItem.objects.filter(session__in=list(found)).order_by("order"))
    keys = [item.pk for item in items]
    lecturers = _in_order(ProgrammeItem.lecturers.through, "programmeitem", "lecturer", people, keys)
    for item in items:
        item.session = sessions[item.session_id]
        if item.class_topic_id in topics:
            item.class_topic = topics[item.class_topic_id]
        vars(item).update(lecturers_at_hand=lecturers[item.pk])
        found[item.session_id].append(item)
    return found


def _in_order[M: Model](
    pairs: type[Model], here: str, there: str, rows: Iterable[M], keys: Iterable[int]
) -> dict[int, list[M]]:
    """Of a relation of many to many: for each key the rows that belong to it, in the order of ``rows``."""
    found: dict[int, list[M]] = {key: [] for key in keys}
    of_row: dict[int, list[int]] = {}
    related = pairs._default_manager.filter(**{f"{here}__in": list(found)}).values_list(f"{there}_id", f"{here}_id")
    for row, key in related if found else ():
        of_row.setdefault(row, []).append(key)
    for one in rows:
        for key in of_row.get(one.pk, ()):
            found[key].append(one)
    return found


def groups_of(session: Session) -> list[LearnerGroup]:
    """The groups a half day is for, in their order; none: it is for everybody."""
    found: list[LearnerGroup] | None = vars(session).get("groups_at_hand")
    return [one for one in session.groups.all() if isinstance(one, LearnerGroup)] if found is None else found


def lines_of(session: Session) -> list[ProgrammeItem]:
    """The lines of a half day in their order."""
    found: list[ProgrammeItem] | None = vars(session).get("lines_at_hand")
    return list(session.items.all()) if found is None else found


def lecturers_of(item: ProgrammeItem) -> list[Lecturer]:
    """Who teaches a line."""
    found: list[Lecturer] | None = vars(item).get("lecturers_at_hand")
    return [one for one in item.lecturers.all() if isinstance(one, Lecturer)] if found is None else found


def half_day_count(sessions: Iterable[Session]) -> int:
    """Half days of the calendar, however many are held side by side."""
    return len({(session.date, session.part) for session in sessions})


def told_apart(sessions: Iterable[Session]) -> dict[int, str]:
    """How each half day is called; those held side by side with their groups.  ``sessions`` have groups prefetched."""
    held = list(sessions)
    beside = Counter((session.date, session.part) for session in held)
    return {
        session.pk: f"{session} ({', '.join(group.name for group in groups_of(session))})"
        if beside[session.date, session.part] > 1
        else str(session)
        for session in held
    }
