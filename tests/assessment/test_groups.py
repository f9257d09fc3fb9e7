"""Results over the half days that each learner had."""

import pytest

from khuevan.assessment.domain.outcomes import compute_outcomes, set_rule
from khuevan.assessment.domain.queries import out_of_date, stale_outcomes
from khuevan.assessment.models import Outcome
from khuevan.attendance.enums import AttendanceStatus
from tests.attendance.grouped import Grouped, grouped
from tests.factories import SessionFactory
from tests.factories.worlds import refused, world

pytestmark = pytest.mark.django_db


def _judged() -> Grouped:
    here = grouped()
    here.mark(here.morning, 0, 1, 2)
    here.mark(here.rooms[0], 0)
    set_rule(here.here.officer, here.here.training_class)
    return here


def _results(here: Grouped) -> list[tuple[bool, int, int]]:
    found = {one.enrollment_id: one for one in Outcome.objects.all()}
    return [(found[one.pk].passed, found[one.pk].attended, found[one.pk].total) for one in here.learners]


def test_each_is_judged_by_the_own_half_days() -> None:
    here = _judged()
    officer, made = here.here.officer, here.here.training_class
    with refused("attendance_missing"):
        compute_outcomes(officer, made)
    here.mark(here.rooms[1], 1, status=AttendanceStatus.ABSENT)
    compute_outcomes(officer, made)
    assert _results(here) == [(True, 2, 2), (False, 1, 2), (True, 1, 1)]
    assert not stale_outcomes(made).exists(), "another number of half days than the class has is no reason"


def test_results_are_out_of_date_when_the_half_days_of_somebody_change() -> None:
    here = _judged()
    here.mark(here.rooms[1], 1)
    made = here.here.training_class
    compute_outcomes(here.here.officer, made)
    here.put(2, 1)
    assert [one.enrollment for one in stale_outcomes(made)] == [here.learners[2]]
    here.put(2, None)
    assert not stale_outcomes(made).exists()
    here.morning.groups.set(here.groups)
    assert not stale_outcomes(made).exists(), "everybody keeps the half days of the marks"
    SessionFactory(training_class=made, part="evening")
    assert stale_outcomes(made).count() == 3


def test_classes_with_and_without_groups_are_asked_together() -> None:
    here, plain = _judged(), world()
    here.mark(here.rooms[1], 1)
    compute_outcomes(here.here.officer, here.here.training_class)
    for session in plain.sessions:
        plain.mark(session)
    set_rule(plain.officer, plain.training_class)
    compute_outcomes(plain.officer, plain.training_class)
    assert not out_of_date(Outcome.objects.all()).exists()
    plain.sessions[1].marks.all().delete()
    plain.sessions[1].delete()
    here.put(2, 0)
    stale = {one.enrollment for one in out_of_date(Outcome.objects.all())}
    assert stale == {*plain.enrollments, here.learners[2]}
