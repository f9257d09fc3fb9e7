"""Who is expected in which half day: everybody, or the groups it is held for.

Who was marked in a half day is expected there, whatever group they went to afterwards, and in none held beside it: what
happened stays.  Marks belong to an app above this one, which says which there are (``keeps_places``).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment, EnrollmentQuerySet
from khuevan.training.domain.queries import groups_of
from khuevan.training.domain.timetable.clashes import SeatCount, counts_seats
from khuevan.training.domain.timetable.group_changes import on_remove_group
from khuevan.training.models import LearnerGroup, Session, TrainingClass

type Place = tuple[int, int]
"""A half day and a learner, by their primary keys."""

type HalfDay = tuple[int, date, str]
"""Class, day and half."""

type _KeptPlaces = Callable[[Collection[int]], Iterable[Place]]

_kept_places: list[_KeptPlaces] = []


def keeps_places(function: _KeptPlaces) -> _KeptPlaces:
    """Lets the app of the marks say who was marked in half days given by key, in one query."""
    _kept_places.append(function)
    return function


@dataclass(frozen=True)
class Expected:
    """Half days of one class and who is expected in them; ``by_session`` None: everybody on the list."""

    by_session: dict[int, frozenset[int] | None] = field(default_factory=dict)

    @cached_property
    def for_all(self) -> int:
        """Half days that are for everybody."""
        return sum(1 for keys in self.by_session.values() if keys is None)

    def is_expected(self, session: int, enrollment: int) -> bool:
        keys = self.by_session.get(session)
        return keys is None or enrollment in keys

    def number(self, session: int, learners: int) -> int:
        """How many are expected in a half day of a class with so many on its list."""
        keys = self.by_session.get(session)
        return learners if keys is None else len(keys)

    @cached_property
    def _own(self) -> Counter[int]:
        """Half days for some groups, by learner."""
        return Counter(pk for keys in self.by_session.values() if keys is not None for pk in keys)

    def total(self, enrollment: int) -> int:
        """Half days of one learner."""
        return self.for_all + self._own[enrollment]

    def half_days(self, enrollments: Iterable[int]) -> dict[int, set[int]]:
        """The half days of each learner."""
        return {pk: {key for key in self.by_session if self.is_expected(key, pk)} for pk in enrollments}


def expected_in(session: Session) -> EnrollmentQuerySet:
    """Those on the list who are expected in a half day."""
    current = Enrollment.objects.current().filter(training_class=session.training_class_id)
    keys = expected(session.training_class).by_session.get(session.pk)
    return current if keys is None else current.filter(pk__in=keys)


def expected(training_class: TrainingClass) -> Expected:
    """In one query where no half day is for some groups only, else in four."""
    return expected_of([training_class])[training_class.pk]


def expected_by_session(training_class: TrainingClass) -> dict[int, frozenset[int] | None]:
    """Learners by half day; None: everybody on the list."""
    return expected(training_class).by_session


def half_days_of(training_class: TrainingClass) -> dict[int, set[int]]:
    """The half days of everybody on the list, by enrollment."""
    found = Enrollment.objects.current().filter(training_class=training_class).order_by()
    return expected(training_class).half_days(found.values_list("pk", flat=True))


def without_half_day(training_class: TrainingClass, sessions: Iterable[Session]) -> int:
    """How many are in no group and expected in none of the half days held for some groups only.

    ``sessions``: those of the class, as ``queries.whole_programme`` has them.
    """
    if not any(groups_of(session) for session in sessions):
        return 0
    on_list = Enrollment.objects.current().filter(training_class=training_class, group=None).order_by()
    left = set(on_list.values_list("pk", flat=True))
    held = expected(training_class).by_session.values() if left else ()
    return len(left.difference(*(keys for keys in held if keys is not None)))


def expected_of(classes: Collection[TrainingClass]) -> dict[int, Expected]:
    """By class, in as many queries as for one."""
    found = {one.pk: Expected() for one in classes}
    groups: dict[int, set[int]] = defaultdict(set)
    places: dict[int, HalfDay] = {}
    rows = Session.objects.filter(training_class__in=found).order_by("date", "starts_at", "pk")
    for pk, class_pk, day, part, group in rows.values_list("pk", "training_class", "date", "part", "groups"):
        places[pk] = (class_pk, day, part)
        if group is not None:
            groups[pk].add(group)
    members = _members(groups, places)
    for pk, (class_pk, _day, _part) in places.items():
        found[class_pk].by_session[pk] = members[pk] if pk in groups else None
    return found


def _members(groups: Mapping[int, set[int]], places: Mapping[int, HalfDay]) -> dict[int, frozenset[int]]:
    """Learners of each half day that is for some groups."""
    if not groups:
        return {}
    classes = {places[pk][0] for pk in groups}
    group_of = dict(
        Enrollment.objects.current().filter(training_class__in=classes).order_by().values_list("pk", "group")
    )
    of_group: dict[int | None, set[int]] = defaultdict(set)
    for learner, group in group_of.items():
        of_group[group].add(learner)
    sets = {frozenset(wanted) for wanted in groups.values()}
    together = {wanted: _all_of(of_group, wanted) for wanted in sets}  # many half days are for the same groups
    marked: dict[int, set[int]] = defaultdict(set)
    of_place: dict[HalfDay, set[int]] = defaultdict(set)
    for pk, learner in _marked(groups.keys()):
        if learner in group_of:
            marked[pk].add(learner)
            of_place[places[pk]].add(learner)
    members = {pk: together[frozenset(wanted)] for pk, wanted in groups.items()}
    for pk in groups:
        if places[pk] in of_place:
            members[pk] = (members[pk] - of_place[places[pk]]) | marked[pk]
    return members


def _all_of(of_group: Mapping[int | None, set[int]], groups: Iterable[int]) -> frozenset[int]:
    return frozenset().union(*(of_group[group] for group in groups if group in of_group))


def _marked(sessions: Collection[int]) -> Iterator[Place]:
    for function in _kept_places:
        yield from function(sessions)


@counts_seats
def _seats(training_class: TrainingClass) -> list[SeatCount]:
    """How many of which group sit where, counted by the database in one query."""
    on_list = Enrollment.objects.current().filter(training_class=training_class).order_by()
    rows = on_list.values_list("group", "venue", "group__venue").annotate(learners=Count("pk"))
    return [SeatCount(*row) for row in rows]


@on_remove_group
def _let_go(actor: Actor, group: LearnerGroup) -> None:
    """Who has left the list is in no group any more once it is removed."""
    left = list(Enrollment.objects.filter(group=group).exclude(state=EnrollmentState.ENROLLED))
    before = {one.pk: snapshot(one) for one in left}
    for one in left:
        one.group, one.leads_group = None, False
    Enrollment.objects.bulk_update(left, ["group", "leads_group"], batch_size=500)
    record(actor, "training.remove_group", left, before)
