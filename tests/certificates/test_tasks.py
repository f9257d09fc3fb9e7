"""The work list, from the open list of learners to the certificates, as one class walks its life line."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.certificates.domain.issuing import issue_certificates, open_register, render_missing
from khuevan.certificates.domain.states import hand_over
from khuevan.certificates.models import Certificate
from khuevan.core.actors import SYSTEM
from khuevan.nominations.domain.drafts import begin_draft, discard_draft
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.readers.roster import Place, RosterRow
from khuevan.training.domain.worklist import Task, work_list
from khuevan.training.models import Session, TrainingClass
from tests.factories import staff
from tests.factories.worlds import SIGNATURE, World, world

pytestmark = pytest.mark.django_db

AREAS = ("nominations.", "attendance.", "assessment.", "certificates.")


def _tasks(actor: User, *, everyone: bool = False) -> dict[str, Task]:
    return {task.key: task for task in work_list(actor, everyone=everyone) if task.key.startswith(AREAS)}


def _begin_in(here: World, days: int) -> None:
    """Puts the class and its half days so many days from today."""
    day = timezone.localdate() + timedelta(days=days)
    TrainingClass.objects.filter(pk=here.training_class.pk).update(start_date=day, end_date=day)
    Session.objects.filter(training_class=here.training_class).update(date=day)


def test_the_list_is_asked_for_as_the_class_comes_near_and_not_before() -> None:
    here = world(teaching=False)
    _begin_in(here, 60)
    assert _tasks(here.officer) == {}
    _begin_in(here, 5)
    (task,) = _tasks(here.officer).values()
    assert (task.key, task.tab, task.waits_for) == ("nominations.list", "learners", RoleKind.OFFICER)
    assert task.due is not None
    assert task.due < timezone.localdate() + timedelta(days=5)
    assert "3" in task.detail


def test_rows_that_were_sent_wait_until_they_are_taken_or_let_go() -> None:
    here = world(teaching=False)
    _begin_in(here, 60)
    rows = [RosterRow(Place("", 2), "Lê Thị Mai"), RosterRow(Place("", 3), "Vũ Đức")]
    drafts = [begin_draft(here.officer, here.training_class, name=name, content=b"x", rows=rows) for name in ("a", "b")]
    (task,) = _tasks(here.officer).values()
    assert task.key == "nominations.drafts"
    assert "4" in task.title
    for draft in drafts:
        discard_draft(here.officer, draft)
    assert _tasks(here.officer) == {}


def test_attendance_is_asked_for_half_day_by_half_day_once_it_is_over() -> None:
    here = world()
    _begin_in(here, 1)
    assert _tasks(here.officer) == {}
    _begin_in(here, -1)
    assert "2" in _tasks(here.officer)["attendance.missing"].title
    here.mark(here.sessions[0])
    someone = here.enrollments[0]
    take_attendance(
        here.officer, here.sessions[1], {someone.pk: Mark(AttendanceStatus.PRESENT)}, way=Way.PAPER, nonce="one"
    )
    assert list(_tasks(here.officer)) == ["attendance.missing"]
    assert "1" in _tasks(here.officer)["attendance.missing"].title


def test_results_wait_for_the_officer_then_for_the_leader_then_come_certificates() -> None:
    here = world()
    leader = staff(here.office, RoleKind.LEADER)
    for session in here.sessions:
        here.mark(session)
    assert list(_tasks(here.officer)) == ["assessment.rule"]
    set_rule(here.officer, here.training_class)
    assert list(_tasks(here.officer)) == ["assessment.compute"]
    assert _tasks(leader) == {}
    compute_outcomes(here.officer, here.training_class)
    assert _tasks(here.officer) == {}
    (task,) = _tasks(leader).values()
    assert (task.key, task.waits_for, task.tab) == ("assessment.approve", RoleKind.LEADER, "results")
    assert "3" in task.title
    mark = {here.enrollments[0].pk: Mark(AttendanceStatus.LATE)}
    take_attendance(here.officer, here.sessions[0], mark, way=Way.CONSOLE, nonce="late")
    assert list(_tasks(here.officer)) == ["assessment.compute"]
    compute_outcomes(here.officer, here.training_class)
    approve_outcomes(leader, here.training_class)
    assert list(_tasks(here.officer)) == ["certificates.issue"]
    register = open_register(here.officer, office=here.office, year=2019, symbol="GCN-STN")
    issue_certificates(here.officer, here.training_class, register, issued_on=date(2019, 10, 4), signature=SIGNATURE)
    assert list(_tasks(here.officer)) == ["certificates.files"]
    render_missing(here.officer, here.training_class)
    assert list(_tasks(here.officer)) == ["certificates.hand_over"]
    hand_over(here.officer, Certificate.objects.all(), on=date(2019, 10, 4))
    assert _tasks(here.officer) == {}
    assert _tasks(leader) == {}


def test_nobody_sees_what_waits_in_another_office() -> None:
    here, other = world(), world(teaching=False, names=())
    assert _tasks(here.officer)
    _begin_in(other, 60)
    assert _tasks(other.officer, everyone=True) == {}


def _at_every_stage() -> None:
    running, issued, open_list, computed = world(), world(), world(teaching=False), world()
    assert running.enrollments
    issued.issue()
    begin_draft(
        open_list.officer, open_list.training_class, name="a", content=b"x", rows=[RosterRow(Place("", 2), "Vũ Đức")]
    )
    for session in computed.sessions:
        computed.mark(session)
    set_rule(computed.officer, computed.training_class)
    compute_outcomes(computed.officer, computed.training_class)


def test_the_work_list_of_many_classes_costs_as_many_queries_as_that_of_few() -> None:
    def queries(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as caught:
            call()
        return len(caught)

    _at_every_stage()
    few = queries(lambda: work_list(SYSTEM))
    for _turn in range(2):
        _at_every_stage()
    assert queries(lambda: work_list(SYSTEM)) == few
    keys = {task.key for task in work_list(SYSTEM)}
    assert {"nominations.drafts", "attendance.missing", "assessment.approve", "certificates.files"} <= keys
