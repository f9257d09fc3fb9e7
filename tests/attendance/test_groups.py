"""Learners are marked and counted in the half days of their groups, and only there."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.attendance.domain.queries import Tally, incomplete_half_days, session_counts, tallies
from khuevan.attendance.domain.steps import _teach
from khuevan.attendance.domain.taking import Mark, mark_all_but, take_attendance, undo_act
from khuevan.attendance.enums import ATTENDED, AttendanceStatus, Way
from khuevan.attendance.models import Attendance
from khuevan.core.errors import DomainError
from khuevan.nominations.domain.expected import expected, expected_by_session, expected_in, half_days_of
from khuevan.nominations.domain.leaving import withdraw
from khuevan.training.domain.lifeline import Known
from khuevan.training.models import Session
from tests.attendance.grouped import Grouped, grouped
from tests.factories.worlds import refused, world

pytestmark = pytest.mark.django_db

PRESENT, ABSENT, CLEARED = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.CLEARED


def _totals(here: Grouped) -> list[int]:
    found = tallies(here.here.training_class)
    return [found[one.pk].total for one in here.learners]


def test_who_is_expected_where() -> None:
    here = grouped()
    first, second, third = here.learners
    assert expected_by_session(here.here.training_class) == {
        here.morning.pk: None,
        here.rooms[0].pk: frozenset({first.pk}),
        here.rooms[1].pk: frozenset({second.pk}),
    }
    assert list(expected_in(here.morning)) == [first, second, third]
    assert list(expected_in(here.rooms[1])) == [second]
    assert half_days_of(here.here.training_class) == {
        first.pk: {here.morning.pk, here.rooms[0].pk},
        second.pk: {here.morning.pk, here.rooms[1].pk},
        third.pk: {here.morning.pk},
    }
    assert _totals(here) == [2, 2, 1]


def test_who_is_not_expected_is_not_marked() -> None:
    here = grouped()
    officer, room = here.here.officer, here.rooms[0]
    with refused("not_expected"):
        here.mark(room, 0, 1)
    with refused("not_expected"):
        mark_all_but(officer, room, [here.learners[2].pk], nonce="n", way=Way.PAPER)
    assert not Attendance.objects.exists()
    (mark,) = mark_all_but(officer, room, [], nonce="n", way=Way.PAPER)
    assert mark.enrollment == here.learners[0]


def test_who_left_is_expected_nowhere() -> None:
    here = grouped()
    withdraw(here.here.officer, here.learners[0], reason="Ốm")
    assert not expected_in(here.rooms[0]).exists()
    assert here.learners[0].pk not in half_days_of(here.here.training_class)


def test_half_days_are_whole_when_those_expected_are_marked() -> None:
    here = grouped()
    made = here.here.training_class
    here.mark(here.morning, 0, 1, 2)
    assert incomplete_half_days([made]) == {made.pk: here.rooms}
    here.mark(here.rooms[0], 0)
    assert incomplete_half_days([made]) == {made.pk: here.rooms[1:]}
    assert not _teach(Known(made)).complete
    here.mark(here.rooms[1], 1, status=ABSENT)
    assert incomplete_half_days([made]) == {}
    assert _teach(Known(made)).complete
    assert session_counts(made)[here.rooms[1].pk].absent == 1
    assert {one.unmarked for one in tallies(made).values()} == {0}


def test_a_group_of_nobody_keeps_no_half_day_open() -> None:
    here = grouped()
    here.put(1, None)
    here.mark(here.morning, 0, 1, 2)
    here.mark(here.rooms[0], 0)
    assert incomplete_half_days([here.here.training_class]) == {}


def test_who_goes_to_another_group_keeps_the_half_days_he_was_marked_in() -> None:
    here = grouped()
    here.mark(here.rooms[0], 0)
    here.put(0, 1)
    first, second, _third = here.learners
    assert list(expected_in(here.rooms[0])) == [first]
    assert list(expected_in(here.rooms[1])) == [second]
    assert _totals(here) == [2, 2, 1]
    with refused("not_expected"):
        here.mark(here.rooms[1], 0)
    undo_act(here.here.officer, here.rooms[0], Attendance.objects.get().nonce.split(":")[0], nonce="undo")
    assert list(expected_in(here.rooms[1])) == [first, second], "a mark taken back holds nobody"
    here.mark(here.rooms[1], 0)


def test_classes_without_groups_cost_one_query_more_and_groups_three() -> None:
    plain, here = world(), grouped()
    here.mark(here.rooms[0], 0)
    for made, number in ((plain.training_class, 1), (here.here.training_class, 3)):
        with CaptureQueriesContext(connection) as captured:
            expected(made)
        assert len(captured) == number
    with CaptureQueriesContext(connection) as captured:
        tallies(plain.training_class)
    assert len(captured) == 3


_LEARNER, _GROUP, _ROOM = st.integers(0, 2), st.sampled_from([None, 0, 1]), st.integers(0, 2)
_STEP = st.one_of(
    st.tuples(st.just("put"), _LEARNER, _GROUP),
    st.tuples(st.just("mark"), _ROOM, st.sets(_LEARNER, min_size=1), st.sampled_from([PRESENT, ABSENT])),
    st.tuples(st.just("all"), _ROOM),
    st.tuples(st.just("undo"), _ROOM),
)


def _do(here: Grouped, step: tuple[Any, ...], number: int) -> None:
    kind, place, *rest = step
    officer, nonce = here.here.officer, f"step-{number}"
    if kind == "put":
        here.put(place, rest[0])
        return
    session = [here.morning, *here.rooms][place]
    if kind == "mark":
        marks = {here.learners[one].pk: Mark(rest[1]) for one in rest[0]}
        take_attendance(officer, session, marks, way=Way.CONSOLE, nonce=nonce)
    elif kind == "all":
        mark_all_but(officer, session, [], nonce=nonce, way=Way.PAPER)
    else:
        last = Attendance.objects.newest().filter(session=session).order_by("pk").last()
        if last:
            undo_act(officer, session, last.nonce.rsplit(":", 2)[0], nonce=nonce)


def _slow_tally(here: Grouped, learner: int) -> Tally:
    """One learner, one half day after the other, as one would do it on paper."""
    enrollment = here.learners[learner]
    sessions = list(Session.objects.filter(training_class=here.here.training_class))
    newest = {mark.session_id: mark for mark in Attendance.objects.filter(enrollment=enrollment).order_by("pk")}
    marked = {pk: AttendanceStatus(mark.status) for pk, mark in newest.items() if mark.status != CLEARED}
    counted = dict.fromkeys(("attended", "excused", "absent", "unmarked"), 0)
    for session in sessions:
        beside = {one.pk for one in sessions if (one.date, one.part) == (session.date, session.part)} - {session.pk}
        wanted = not session.groups.exists() or enrollment.group in session.groups.all()
        if session.pk in marked:
            status = marked[session.pk]
            counted["attended" if status in ATTENDED else str(status.value)] += 1
        elif wanted and not beside & marked.keys():
            counted["unmarked"] += 1
    return Tally(**counted)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_STEP, min_size=3, max_size=12))
def test_tallies_are_what_a_slow_count_gives(steps: list[tuple[Any, ...]]) -> None:
    here = grouped()
    made = here.here.training_class
    for number, step in enumerate(steps):
        try:
            _do(here, step, number)
        except DomainError as error:
            assert error.code == "not_expected"
        found = tallies(made)
        assert [found[one.pk] for one in here.learners] == [_slow_tally(here, place) for place in range(3)]
        counts, awaited = session_counts(made), expected(made)
        for session in [here.morning, *here.rooms]:
            marked = counts[session.pk].marked if session.pk in counts else 0
            assert marked <= awaited.number(session.pk, 3)
            assert {one.pk for one in expected_in(session)} == {
                one.pk for one in here.learners if awaited.is_expected(session.pk, one.pk)
            }
    unmarked = any(tally.unmarked for tally in tallies(made).values())
    assert bool(incomplete_half_days([made])) == unmarked
