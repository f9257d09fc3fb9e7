"""Promise 5: every mark keeps its evidence, and replays change nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.attendance.domain.queries import Tally, tallies
from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import MARKABLE, AttendanceStatus, Way
from khuevan.attendance.models import Attendance
from khuevan.core.errors import DomainError
from tests.factories.worlds import world

PRESENT, ABSENT, EXCUSED = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


@pytest.mark.django_db
def test_a_mark_keeps_who_when_how_and_where() -> None:
    here = world()
    someone = here.enrollments[0]
    (mark,) = take_attendance(
        here.officer, here.sessions[0], {someone.pk: Mark(PRESENT)}, way=Way.DOOR, nonce="n1", device="máy bàn 1"
    )
    mark.refresh_from_db()
    assert (mark.recorded_by, mark.way, mark.device) == (here.officer, Way.DOOR, "máy bàn 1")
    assert mark.recorded_at is not None
    assert mark.nonce.startswith("n1:")


@pytest.mark.django_db
def test_a_correction_adds_and_the_first_mark_stays() -> None:
    here = world()
    someone, session = here.enrollments[0], here.sessions[0]
    take_attendance(here.officer, session, {someone.pk: Mark(ABSENT)}, way=Way.PAPER, nonce="a")
    take_attendance(here.officer, session, {someone.pk: Mark(EXCUSED, "Ốm")}, way=Way.CONSOLE, nonce="b")
    assert [mark.status for mark in Attendance.objects.order_by("pk")] == [ABSENT, EXCUSED]
    assert Attendance.objects.current().get().reason == "Ốm"


@pytest.mark.django_db
def test_the_same_act_sent_again_changes_nothing() -> None:
    here = world()
    marks = {enrollment.pk: Mark(PRESENT) for enrollment in here.enrollments}
    for _turn in range(2):
        take_attendance(here.officer, here.sessions[0], marks, way=Way.PAPER, nonce="same")
    replay = {enrollment.pk: Mark(ABSENT) for enrollment in here.enrollments}
    assert take_attendance(here.officer, here.sessions[0], replay, way=Way.PAPER, nonce="same") == []
    assert set(Attendance.objects.values_list("status", flat=True)) == {PRESENT}
    assert Attendance.objects.count() == 3


@pytest.mark.django_db
def test_an_excuse_needs_a_reason_and_a_stranger_cannot_be_marked() -> None:
    here, other = world(), world()
    for marks, code in (
        ({here.enrollments[0].pk: Mark(EXCUSED)}, "excuse_without_reason"),
        ({other.enrollments[0].pk: Mark(PRESENT)}, "not_on_the_list"),
    ):
        with pytest.raises(DomainError) as caught:
            take_attendance(here.officer, here.sessions[0], marks, way=Way.PAPER, nonce="x")
        assert caught.value.code == code
    assert not Attendance.objects.exists()


class MergingTests(TestCase):
    @given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(MARKABLE), st.integers(0, 4))))
    @settings(max_examples=15, deadline=None)
    def test_the_last_new_act_wins_and_nothing_is_overwritten(
        self, acts: list[tuple[int, AttendanceStatus, int]]
    ) -> None:
        here = world()
        session, people = here.sessions[0], here.enrollments
        seen: set[tuple[int, int]] = set()
        expected: dict[int, AttendanceStatus] = {}
        for who, status, nonce in acts:
            mark = {people[who].pk: Mark(status, "lý do")}
            take_attendance(here.officer, session, mark, way=Way.DOOR, nonce=str(nonce))
            if (who, nonce) not in seen:
                expected[people[who].pk] = status
                seen.add((who, nonce))
        assert Attendance.objects.count() == len(seen)
        current = Attendance.objects.current()
        assert dict(current.values_list("enrollment_id", "status")) == expected
        assert current.count() == len(expected)


@pytest.mark.django_db
def test_half_days_add_up() -> None:
    here = world()
    here.mark(here.sessions[0], _2=ABSENT, _3=EXCUSED)
    first, second, third = (tallies(here.training_class)[enrollment.pk] for enrollment in here.enrollments)
    assert first == Tally(attended=1, unmarked=1)
    assert second == Tally(absent=1, unmarked=1)
    assert third == Tally(excused=1, unmarked=1)
    assert {tally.total for tally in (first, second, third)} == {2}
