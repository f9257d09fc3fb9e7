"""Half days side by side: one venue and one group never hold two at once, whatever is moved where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.nominations.domain.expected import expected_in
from khuevan.people.models import User
from khuevan.training.domain.arrangements import add_venue
from khuevan.training.domain.classes import open_class
from khuevan.training.domain.timetable.group_changes import add_group, change_group, remove_group
from khuevan.training.domain.timetable.programme import add_item, add_session
from khuevan.training.domain.timetable.session_changes import (
    KEEP,
    change_session,
    move_session,
    set_groups,
    swap_sessions,
)
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import LearnerGroup, Session, TrainingClass, Venue
from tests.factories import EnrollmentFactory, OfficeFactory, staff
from tests.factories.worlds import refused, world
from tests.training.arranging import MONDAY, TUESDAY, arranged

pytestmark = pytest.mark.django_db

MORNING, AFTERNOON = DayPart.MORNING, DayPart.AFTERNOON
HOURS = {MORNING: (time(7, 30), time(11, 30)), AFTERNOON: (time(13, 30), time(17))}


@dataclass
class Halls:
    """A class of three days with three venues and three groups."""

    officer: User
    training_class: TrainingClass
    venues: list[Venue]
    groups: list[LearnerGroup]

    def add(self, day: int, part: DayPart, venue: int | None, *groups: int) -> Session:
        return add_session(
            self.officer,
            self.training_class,
            date=MONDAY + timedelta(days=day),
            part=part,
            starts_at=HOURS[part][0],
            ends_at=HOURS[part][1],
            venue=None if venue is None else self.venues[venue],
            groups=[self.groups[place] for place in groups],
        )


def halls() -> Halls:
    office = OfficeFactory()
    officer = staff(office)
    made = open_class(
        officer, office=office, title="Lớp ba ngày", start_date=MONDAY, end_date=MONDAY + timedelta(days=2)
    )
    venues = [add_venue(officer, made, name=f"Phòng {number}") for number in (1, 2, 3)]
    return Halls(officer, made, venues, [add_group(officer, made, name=f"Tổ {number}") for number in (1, 2, 3)])


def _place(session: Session) -> tuple[date, str, int | None]:
    stored = Session.objects.get(pk=session.pk)
    return stored.date, stored.part, stored.venue_id


def test_two_half_days_at_once_need_their_own_venues_and_groups() -> None:
    here = halls()
    first = here.add(0, MORNING, 0)
    with refused("session_known"):
        here.add(0, MORNING, 1, 0)
    set_groups(here.officer, first, here.groups[:1])
    with refused("session_known"):
        here.add(0, MORNING, 1)
    with refused("group_elsewhere"):
        here.add(0, MORNING, 1, 0, 1)
    with refused("venue_taken"):
        here.add(0, MORNING, 0, 1)
    second = here.add(0, MORNING, 1, 1, 2)
    assert [group.name for group in second.groups.all()] == ["Tổ 2", "Tổ 3"]
    entry = AuditEntry.objects.get(verb="training.add_session", subject_id=str(second.pk))
    assert entry.after["groups"] == ["Tổ 2", "Tổ 3"]
    for groups in ([], here.groups[1:]):
        with refused("session_known" if not groups else "group_elsewhere"):
            set_groups(here.officer, first, groups)
    with refused("venue_taken"):
        change_session(here.officer, second, venue=here.venues[0])
    here.add(0, AFTERNOON, 0)


def test_groups_of_another_class_are_refused() -> None:
    here, other = halls(), halls()
    with refused("not_of_this_class"):
        set_groups(here.officer, here.add(0, MORNING, 0), other.groups)


def test_who_saw_other_groups_is_told() -> None:
    here = halls()
    session = here.add(0, MORNING, 0)
    seen = stamp(session)
    set_groups(here.officer, session, here.groups[:2], seen=seen)
    entry = AuditEntry.objects.get(verb="training.set_groups")
    assert (entry.before, entry.after) == ({"groups": []}, {"groups": ["Tổ 1", "Tổ 2"]})
    with refused("changed_meanwhile"):
        set_groups(here.officer, session, [], seen=seen)
    set_groups(here.officer, session, here.groups[1::-1])
    assert AuditEntry.objects.filter(verb="training.set_groups").count() == 1, "the same groups are no change"


def test_groups_and_venue_change_together() -> None:
    here = halls()
    here.add(0, MORNING, 0, 0)
    other = here.add(0, MORNING, 1, 1)
    with refused("group_elsewhere"):
        change_session(here.officer, other, groups=here.groups[:1], venue=here.venues[2])
    change_session(here.officer, other, groups=here.groups[1:], venue=here.venues[2], periods=3)
    assert (other.periods, other.venue, other.groups.count()) == (3, here.venues[2], 2)


def test_two_half_days_exchange_their_places_with_their_lines() -> None:
    here = arranged()
    first, second, third = here.sessions
    add_item(here.officer, third, kind=ItemKind.LECTURE, starts_at=time(9), title="Biển đảo")
    swap_sessions(here.officer, first, second, seen=(stamp(first), stamp(second)))
    assert (_place(first)[:2], _place(second)[:2]) == ((MONDAY, AFTERNOON), (MONDAY, MORNING))
    moved = Session.objects.get(pk=first.pk)
    assert (moved.starts_at, moved.ends_at) == (time(13, 30), time(17))
    assert [item.starts_at for item in moved.items.all()] == [time(13, 30), time(14, 0)]
    entry = AuditEntry.objects.get(verb="training.swap_sessions", subject_label=str(moved))
    assert (entry.before["part"], entry.after["part"]) == (MORNING, AFTERNOON)


def test_half_days_at_once_exchange_their_venues() -> None:
    here = halls()
    one, other = here.add(0, MORNING, 0, 0), here.add(0, MORNING, 1, 1)
    swap_sessions(here.officer, one, other)
    assert (_place(one)[2], _place(other)[2]) == (here.venues[1].pk, here.venues[0].pk)
    with refused("not_of_this_class"):
        swap_sessions(here.officer, one, one)
    with refused("not_of_this_class"):
        swap_sessions(here.officer, one, halls().add(0, MORNING, 0))


def test_a_half_day_moved_onto_another_exchanges_places_only_when_asked() -> None:
    here = halls()
    one, other = here.add(0, MORNING, 0), here.add(1, AFTERNOON, 1)
    to: dict[str, Any] = {"date": other.date, "part": AFTERNOON, "venue": here.venues[1]}
    with refused("session_known"):
        move_session(here.officer, one, **to)
    move_session(here.officer, one, **to, swap=True)
    assert _place(one) == (TUESDAY, AFTERNOON, here.venues[1].pk)
    assert _place(other) == (MONDAY, MORNING, here.venues[0].pk)
    move_session(here.officer, one, date=MONDAY, part=AFTERNOON, venue=None, swap=True)
    assert _place(one) == (MONDAY, AFTERNOON, None), "nothing stood there"


def test_with_several_in_the_way_nothing_moves() -> None:
    here = halls()
    one, left, right = here.add(0, MORNING, 0), here.add(1, MORNING, 0, 0), here.add(1, MORNING, 1, 1)
    with refused("several_stand_there"):
        move_session(here.officer, one, date=TUESDAY, part=MORNING, swap=True)
    assert [_place(each)[0] for each in (one, left, right)] == [MONDAY, TUESDAY, TUESDAY]


def test_attendance_holds_half_days_and_their_groups_fast() -> None:
    here = world()
    group = add_group(here.officer, here.training_class, name="Tổ 1")
    here.mark(here.sessions[0])
    with refused("attendance_was_taken"):
        swap_sessions(here.officer, *here.sessions)
    with refused("attendance_was_taken"):
        set_groups(here.officer, here.sessions[0], [group])
    set_groups(here.officer, here.sessions[1], [group])


def test_a_group_keeps_a_name_of_its_own_and_stays_while_it_is_needed() -> None:
    here = halls()
    first, second, third = here.groups
    with refused("group_known"):
        change_group(here.officer, first, name="Tổ 2 ")
    with refused("group_without_name"):
        add_group(here.officer, here.training_class, name="  ")
    with refused("not_of_this_class"):
        change_group(here.officer, first, venue=halls().venues[0])
    session = here.add(0, MORNING, 0, 0)
    member = EnrollmentFactory(training_class=here.training_class, group=second)
    gone = EnrollmentFactory(training_class=here.training_class, group=third, state="withdrawn", leads_group=True)
    assert not expected_in(session).exists()
    for group in (first, second):
        with refused("still_used"):
            remove_group(here.officer, group)
    remove_group(here.officer, third)
    gone.refresh_from_db()
    member.refresh_from_db()
    assert (gone.group, gone.leads_group, member.group) == (None, False, second)


def _keeps_the_rule(sessions: Sequence[Session]) -> None:
    for one, other in combinations(sessions, 2):
        if (one.date, one.part) != (other.date, other.part):
            continue
        theirs = [{group.pk for group in each.groups.all()} for each in (one, other)]
        assert one.venue_id != other.venue_id
        assert theirs[0] and theirs[1], "one of two at once is for everybody"
        assert not theirs[0] & theirs[1]


_PLACE = st.tuples(st.integers(0, 2), st.sampled_from([MORNING, AFTERNOON]), st.sampled_from([None, 0, 1, 2]))
_STEP = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 5), _PLACE, st.booleans()),
    st.tuples(st.just("swap"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("groups"), st.integers(0, 5), st.sets(st.integers(0, 2))),
)


def _do(here: Halls, sessions: list[Session], step: tuple[Any, ...]) -> None:
    kind, place, *rest = step
    session = sessions[place % len(sessions)]
    if kind == "swap":
        swap_sessions(here.officer, session, sessions[rest[0] % len(sessions)])
    elif kind == "groups":
        set_groups(here.officer, session, [here.groups[group] for group in sorted(rest[0])])
    else:
        (day, part, venue), swap = rest
        to = KEEP if venue is None else here.venues[venue]
        move_session(here.officer, session, date=MONDAY + timedelta(days=day), part=part, venue=to, swap=swap)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STEP, min_size=4, max_size=12))
def test_whatever_is_moved_and_exchanged_keeps_the_rule(steps: list[tuple[Any, ...]]) -> None:
    here = halls()
    sessions = [
        here.add(0, MORNING, 0, 0),
        here.add(0, MORNING, 1, 1),
        here.add(0, AFTERNOON, 0),
        here.add(1, MORNING, 0, 0, 1),
        here.add(1, MORNING, 2, 2),
        here.add(2, AFTERNOON, 1),
    ]
    for step in steps:
        before = [_place(session) for session in sessions]
        fresh = list(Session.objects.filter(pk__in=[session.pk for session in sessions]).order_by("pk"))
        try:
            _do(here, fresh, step)
        except DomainError:
            assert [_place(session) for session in sessions] == before, "what is refused changes nothing"
        _keeps_the_rule(list(here.training_class.sessions.prefetch_related("groups")))
    assert here.training_class.sessions.count() == len(sessions)
