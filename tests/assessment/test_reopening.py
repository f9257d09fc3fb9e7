"""Approved results may be taken back while no certificate stands; a decision otherwise may be taken back, too."""

from datetime import date
from decimal import Decimal

import pytest

from khuevan.assessment.domain import cloning
from khuevan.assessment.domain.outcomes import (
    approve_outcomes,
    compute_outcomes,
    override_outcome,
    set_rule,
    withdraw_override,
)
from khuevan.assessment.domain.queries import stale_outcomes
from khuevan.assessment.domain.reopening import reopen_outcomes, why_not_reopened
from khuevan.assessment.models import Outcome
from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.certificates.domain.states import void
from khuevan.certificates.models import Certificate
from khuevan.core.models import AuditEntry
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.training.domain.classes import file_report
from khuevan.training.domain.timetable.programme import add_session
from khuevan.training.enums import ClassState, DayPart
from khuevan.training.models import Session
from tests.factories import TrainingClassFactory, staff
from tests.factories.worlds import World, refused, world


@pytest.fixture
def here(db: None) -> World:
    """Attendance complete: always there, once absent, always there; results computed by the default rule."""
    made = world()
    made.mark(made.sessions[0])
    made.mark(made.sessions[1], _2=AttendanceStatus.ABSENT)
    set_rule(made.officer, made.training_class)
    compute_outcomes(made.officer, made.training_class)
    return made


@pytest.fixture
def leader(here: World) -> User:
    return staff(here.office, RoleKind.LEADER)


def _mark_anew(here: World, nonce: str = "late") -> None:
    mark = {here.enrollments[1].pk: Mark(AttendanceStatus.LATE)}
    take_attendance(here.officer, here.sessions[1], mark, way=Way.CONSOLE, nonce=nonce)


def test_approved_results_are_taken_back_with_a_reason_and_may_change_again(here: World, leader: User) -> None:
    with refused("not_approved"):
        reopen_outcomes(leader, here.training_class, reason="Điểm danh sai")
    approve_outcomes(leader, here.training_class)
    with refused("reason_missing"):
        reopen_outcomes(leader, here.training_class, reason=" ")
    assert len(reopen_outcomes(leader, here.training_class, reason="Điểm danh sai")) == 3
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.RUNNING
    assert not Outcome.objects.exclude(approved_at=None, approved_by=None, decision=None).exists()
    entries = AuditEntry.objects.filter(verb="assessment.reopen")
    assert {entry.reason for entry in entries} == {"Điểm danh sai"}
    assert entries.count() == 4
    _mark_anew(here)
    compute_outcomes(here.officer, here.training_class)
    approve_outcomes(leader, here.training_class)
    assert [one.outcome.passed for one in here.enrollments] == [True, True, True]


def test_certificates_that_stand_keep_the_results_until_they_are_void(db: None) -> None:
    here = world()
    issued = here.issue()
    objection = why_not_reopened(here.training_class)
    assert objection is not None
    assert "3" in objection.message
    with refused("certificates_stand"):
        reopen_outcomes(here.officer, here.training_class, reason="Nhầm")
    assert Outcome.objects.filter(approved_at__isnull=False).count() == 3
    void(here.officer, issued, reason="Kết quả sai")
    assert why_not_reopened(here.training_class) is None
    reopen_outcomes(here.officer, here.training_class, reason="Nhầm")
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.RUNNING
    assert Certificate.objects.count() == 3, "nothing issued is deleted"


def test_a_filed_class_keeps_its_results(db: None) -> None:
    here = world()
    here.issue()
    file_report(here.officer, here.training_class)
    with refused("class_is_filed"):
        reopen_outcomes(here.officer, here.training_class, reason="Nhầm")


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.CLERK, None])
def test_others_take_nothing_back(here: World, leader: User, kind: RoleKind | None) -> None:
    actor = staff(here.office, kind) if kind else world(teaching=False, names=()).officer
    outcome = here.enrollments[1].outcome
    override_outcome(leader, outcome, recognised=True, reason="Dự bù")
    with refused("not_allowed"):
        withdraw_override(actor, outcome, reason="x")
    approve_outcomes(leader, here.training_class)
    with refused("not_allowed"):
        reopen_outcomes(actor, here.training_class, reason="x")


def test_a_decision_otherwise_is_taken_back_and_the_rule_decides(here: World, leader: User) -> None:
    outcome = here.enrollments[1].outcome
    with refused("nothing_was_overridden"):
        withdraw_override(leader, outcome, reason="x")
    override_outcome(leader, outcome, recognised=True, reason="Dự bù")
    with refused("reason_missing"):
        withdraw_override(leader, outcome, reason="")
    withdraw_override(leader, outcome, reason="Ghi nhầm người")
    outcome.refresh_from_db()
    assert (outcome.completes, outcome.override_by, outcome.override_reason) == (False, None, "")
    assert AuditEntry.objects.get(verb="assessment.withdraw_override").before["override_reason"] == "Dự bù"
    approve_outcomes(leader, here.training_class)
    with refused("results_are_approved"):
        withdraw_override(leader, outcome, reason="x")


def test_results_older_than_attendance_rule_or_programme_are_named_and_not_approved(here: World, leader: User) -> None:
    assert not stale_outcomes(here.training_class).exists()
    _mark_anew(here)
    assert [one.enrollment for one in stale_outcomes(here.training_class)] == [here.enrollments[1]]
    with refused("outcomes_stale"):
        approve_outcomes(leader, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    assert not stale_outcomes(here.training_class).exists()
    set_rule(here.officer, here.training_class, min_share=Decimal("0.5"))
    assert stale_outcomes(here.training_class).count() == 3
    compute_outcomes(here.officer, here.training_class)
    Session.objects.create(
        training_class=here.training_class,
        date=date(2019, 10, 5),
        part=DayPart.MORNING,
        starts_at="7:30",
        ends_at="11:30",
    )
    assert stale_outcomes(here.training_class).count() == 3


def test_approved_results_are_not_stale(here: World, leader: User) -> None:
    approve_outcomes(leader, here.training_class)
    Outcome.objects.update(total=9)
    assert not stale_outcomes(here.training_class).exists()


def test_a_copy_of_a_class_begins_with_its_newest_rule(here: World) -> None:
    set_rule(here.officer, here.training_class, min_share=Decimal("0.8"), excused_counts=False, decided_by="BTC")
    copy = TrainingClassFactory(office=here.office)
    cloning._copy_rule(here.officer, here.training_class, copy)
    rule = copy.completion_rules.get()
    assert (rule.version, rule.min_share, rule.excused_counts, rule.decided_by) == (1, Decimal("0.8"), False, "")
    bare = TrainingClassFactory(office=here.office)
    cloning._copy_rule(here.officer, TrainingClassFactory(office=here.office), bare)
    assert not bare.completion_rules.exists()


def test_a_half_day_more_is_a_half_day_missing(here: World) -> None:
    here.training_class.end_date = date(2019, 10, 5)
    here.training_class.save()
    add_session(
        here.officer,
        here.training_class,
        date=date(2019, 10, 5),
        part=DayPart.MORNING,
        starts_at=here.sessions[0].starts_at,
        ends_at=here.sessions[0].ends_at,
    )
    with refused("attendance_missing"):
        compute_outcomes(here.officer, here.training_class)
