"""The grid: cells with what was seen, only the absent ticked, and acts that are taken back."""

import pytest
from django.db import connection

from khuevan.attendance.domain.queries import grid, incomplete_half_days, session_counts, tallies
from khuevan.attendance.domain.taking import Mark, mark_all_but, take_attendance, undo_act
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.attendance.models import Attendance
from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.leaving import withdraw
from khuevan.people.enums import RoleKind
from tests.factories import staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db

PRESENT, LATE, LEFT_EARLY = AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY
ABSENT, EXCUSED, CLEARED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED, AttendanceStatus.CLEARED


def _statuses(here: World) -> list[AttendanceStatus | None]:
    """Of the first half day, in the order of the list; None for nobody marked."""
    cells = grid([one.pk for one in here.enrollments])
    session = here.sessions[0].pk
    return [cells[one.pk][session].status if session in cells[one.pk] else None for one in here.enrollments]


def _all_but(here: World, *absent: int, nonce: str = "n", **more: object) -> list[Attendance]:
    ids = [here.enrollments[place].pk for place in absent]
    return mark_all_but(here.officer, here.sessions[0], ids, nonce=nonce, way=Way.CONSOLE, **more)


def _cell(here: World, place: int, mark: Mark, nonce: str, seen: int | None) -> list[Attendance]:
    pk = here.enrollments[place].pk
    return take_attendance(here.officer, here.sessions[0], {pk: mark}, way=Way.CONSOLE, nonce=nonce, seen={pk: seen})


def test_ticking_only_the_absent_marks_everybody_else_present() -> None:
    here = world()
    added = _all_but(here, 1, excused={here.enrollments[2].pk: "Đi công tác"})
    assert len(added) == 3
    assert _statuses(here) == [PRESENT, ABSENT, EXCUSED]
    assert AuditEntry.objects.filter(verb="attendance.mark_all_but").count() == 3


def test_who_came_late_has_been_there_and_what_says_the_same_stays() -> None:
    here = world()
    _cell(here, 0, Mark(LATE), "late", None)
    _cell(here, 1, Mark(ABSENT), "absent", None)
    assert len(_all_but(here, 1)) == 1
    assert _statuses(here) == [LATE, ABSENT, PRESENT]
    assert len(_all_but(here, nonce="again")) == 1
    assert _statuses(here) == [LATE, PRESENT, PRESENT]


def test_the_same_act_sent_again_changes_nothing_whatever_came_between() -> None:
    here = world()
    _all_but(here, 1)
    _cell(here, 0, Mark(ABSENT), "x", Attendance.objects.get(enrollment=here.enrollments[0]).pk)
    assert _all_but(here, 1) == []
    assert _statuses(here) == [ABSENT, ABSENT, PRESENT]


def test_an_excuse_needs_a_reason_and_a_stranger_cannot_be_absent() -> None:
    here, other = world(), world()
    with refused("excuse_without_reason"):
        _all_but(here, excused={here.enrollments[0].pk: " "})
    with refused("not_on_the_list"):
        mark_all_but(here.officer, here.sessions[0], [other.enrollments[0].pk], nonce="n", way=Way.CONSOLE)
    assert not Attendance.objects.exists()


def test_the_second_of_two_who_mark_one_cell_is_told() -> None:
    here = world()
    (first,) = _cell(here, 0, Mark(PRESENT), "a", None)
    with refused("changed_meanwhile"):
        _cell(here, 0, Mark(ABSENT), "b", None)
    assert _cell(here, 0, Mark(PRESENT), "a", None) == [], "a click sent again is not somebody else"
    (second,) = _cell(here, 0, Mark(LEFT_EARLY), "c", first.pk)
    with refused("changed_meanwhile"):
        _cell(here, 0, Mark(ABSENT), "d", first.pk)
    assert _statuses(here)[0] == LEFT_EARLY
    assert grid([here.enrollments[0].pk])[here.enrollments[0].pk][here.sessions[0].pk] == (
        second.pk,
        LEFT_EARLY,
        "",
    )


def test_an_act_is_taken_back_and_brought_back() -> None:
    here = world()
    _cell(here, 0, Mark(EXCUSED, "Ốm"), "ill", None)
    _all_but(here, 1, nonce="all")
    assert _statuses(here) == [PRESENT, ABSENT, PRESENT]
    undo_act(here.officer, here.sessions[0], "all", nonce="undo")
    assert _statuses(here) == [EXCUSED, None, None]
    assert grid([here.enrollments[0].pk])[here.enrollments[0].pk][here.sessions[0].pk].reason == ("Ốm")
    undo_act(here.officer, here.sessions[0], "undo", nonce="redo")
    assert _statuses(here) == [PRESENT, ABSENT, PRESENT]
    assert AuditEntry.objects.filter(verb="attendance.undo").count() == 6
    assert Attendance.objects.count() == 10, "nothing was deleted"


def test_taking_back_twice_is_once_and_spares_who_was_marked_since() -> None:
    here = world()
    _all_but(here, 1)
    current = Attendance.objects.current().get(enrollment=here.enrollments[2])
    _cell(here, 2, Mark(LATE), "late", current.pk)
    assert len(undo_act(here.officer, here.sessions[0], "n", nonce="undo")) == 2
    assert undo_act(here.officer, here.sessions[0], "n", nonce="undo") == []
    assert undo_act(here.officer, here.sessions[0], "n", nonce="another") == []
    assert _statuses(here) == [None, None, LATE]


def test_a_mark_taken_back_counts_as_none_everywhere() -> None:
    here = world()
    _all_but(here)
    undo_act(here.officer, here.sessions[0], "n", nonce="undo")
    assert {tally.unmarked for tally in tallies(here.training_class).values()} == {2}
    assert session_counts(here.training_class) == {}
    assert _cell(here, 0, Mark(PRESENT), "anew", None)


def test_half_days_are_counted_without_those_who_left() -> None:
    here = world()
    here.mark(here.sessions[0], _2=ABSENT, _3=LATE)
    withdraw(here.officer, here.enrollments[1], reason="Ốm")
    count = session_counts(here.training_class)[here.sessions[0].pk]
    assert (count.attended, count.absent, count.excused, count.marked) == (2, 0, 0, 2)
    missing = incomplete_half_days([here.training_class])
    assert missing == {here.training_class.pk: [here.sessions[1]]}


def test_a_page_costs_one_query_whatever_its_size(django_assert_num_queries: pytest.fixture) -> None:
    here = world()
    for session in here.sessions:
        here.mark(session)
    ids = [one.pk for one in here.enrollments]
    for some in (ids[:1], ids):
        with django_assert_num_queries(1):
            assert len(grid(some)) == len(some)
    with django_assert_num_queries(3):
        assert len(session_counts(here.training_class)) == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plans of SQLite")
def test_marks_of_other_classes_are_not_looked_through() -> None:
    """A unique column for the later mark once made SQLite walk over the newest marks of the whole installation."""
    newest = Attendance.objects.newest()
    assert "(session_id=?)" in newest.filter(session__in=[1, 2]).explain()
    assert "(enrollment_id=?)" in newest.filter(enrollment__in=[1, 2]).explain()


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.LEADER, RoleKind.CLERK, None])
def test_others_mark_nobody(kind: RoleKind | None) -> None:
    here = world()
    _all_but(here)
    actor = staff(here.office, kind) if kind else world(teaching=False, names=()).officer
    with refused("not_allowed"):
        mark_all_but(actor, here.sessions[0], [], nonce="x", way=Way.CONSOLE)
    with refused("not_allowed"):
        undo_act(actor, here.sessions[0], "n", nonce="x")
    assert Attendance.objects.count() == 3


def test_after_the_results_attendance_stands() -> None:
    here = world()
    here.issue()
    with refused("attendance_is_closed"):
        _all_but(here)
    with refused("attendance_is_closed"):
        undo_act(here.officer, here.sessions[0], "n", nonce="x")
