"""Promise 6: every outcome says why, in one sentence; an override names who and why."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, meets, override_outcome, set_rule
from khuevan.assessment.models import CompletionRule, Outcome
from khuevan.attendance.domain.queries import Tally
from khuevan.attendance.domain.taking import Mark, take_attendance
from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.core.errors import DomainError
from khuevan.nominations.domain.leaving import withdraw
from khuevan.people.enums import RoleKind
from khuevan.records.domain.keeping import keep_record
from khuevan.records.models import Record
from khuevan.training.enums import ClassState
from tests.factories import staff
from tests.factories.worlds import World, world

ABSENT, EXCUSED = AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


@pytest.fixture
def here(db: None) -> World:
    """Three learners: always there, once absent, once excused."""
    made = world()
    made.mark(made.sessions[0])
    made.mark(made.sessions[1], _2=ABSENT, _3=EXCUSED)
    return made


def _passed(here: World) -> list[bool]:
    compute_outcomes(here.officer, here.training_class)
    return [enrollment.outcome.completes for enrollment in here.enrollments]


def test_full_attendance_is_the_default_and_leave_counts(here: World) -> None:
    set_rule(here.officer, here.training_class)
    assert _passed(here) == [True, False, True]


def test_a_rule_may_count_leave_as_absence_or_ask_for_a_share(here: World) -> None:
    set_rule(here.officer, here.training_class, excused_counts=False)
    assert _passed(here) == [True, False, False]
    rule = set_rule(here.officer, here.training_class, min_share=Decimal("0.5"))
    assert rule.version == 2
    assert _passed(here) == [True, True, True]
    assert set(Outcome.objects.values_list("rule", flat=True)) == {rule.pk}


def test_every_outcome_explains_itself_in_vietnamese(here: World) -> None:
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    first, second, third = (enrollment.outcome.sentence for enrollment in here.enrollments)
    assert "2/2 buổi" in first
    assert "1/2 buổi" in second
    assert "1 buổi không phép" in second
    assert "1 buổi có phép" in third


def test_an_override_names_who_and_why(here: World) -> None:
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    outcome = here.enrollments[1].outcome
    leader = staff(here.office, RoleKind.LEADER)
    with pytest.raises(DomainError):
        override_outcome(leader, outcome, recognised=True, reason="")
    override_outcome(leader, outcome, recognised=True, reason="Dự bù buổi chiều ở lớp khác")
    assert outcome.completes
    assert str(leader) in outcome.sentence
    assert "Dự bù buổi chiều ở lớp khác" in outcome.sentence
    assert _passed(here) == [True, True, True], "computing again must not forget the decision"


def test_nothing_is_computed_without_rule_or_attendance(db: None) -> None:
    here = world()
    with pytest.raises(DomainError) as caught:
        compute_outcomes(here.officer, here.training_class)
    assert caught.value.code == "no_rule"
    set_rule(here.officer, here.training_class)
    here.mark(here.sessions[0])
    with pytest.raises(DomainError) as caught:
        compute_outcomes(here.officer, here.training_class)
    assert caught.value.code == "attendance_missing"
    first, *_others = here.enrollments
    mark = {first.pk: Mark(AttendanceStatus.PRESENT)}
    take_attendance(here.officer, here.sessions[1], mark, way=Way.PAPER, nonce="one")
    with pytest.raises(DomainError, match="2"):
        compute_outcomes(here.officer, here.training_class)


def test_an_officer_approves_only_with_the_signed_decision(here: World) -> None:
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    with pytest.raises(DomainError) as caught:
        approve_outcomes(here.officer, here.training_class)
    assert caught.value.code == "not_allowed"
    approve_outcomes(here.officer, here.training_class, decision=_decision(here))
    assert set(Outcome.objects.values_list("decision__number", flat=True)) == {"15"}


def test_a_decision_of_another_office_approves_nothing(here: World) -> None:
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    with pytest.raises(DomainError) as caught:
        approve_outcomes(here.officer, here.training_class, decision=_decision(world()))
    assert caught.value.code == "document_of_another_office"
    assert not Outcome.objects.filter(approved_at__isnull=False).exists()


def _decision(of: World) -> Record:
    return keep_record(
        of.officer,
        office=of.office,
        issuer=of.office.organization,
        kind="QĐ",
        number="15",
        symbol="QĐ-STN",
        date=date(2019, 10, 4),
    )


def test_approved_results_stay(here: World) -> None:
    leader = staff(here.office, RoleKind.LEADER)
    with pytest.raises(DomainError) as caught:
        approve_outcomes(leader, here.training_class)
    assert caught.value.code == "outcomes_missing"
    set_rule(here.officer, here.training_class)
    compute_outcomes(here.officer, here.training_class)
    approve_outcomes(leader, here.training_class)
    here.training_class.refresh_from_db()
    assert here.training_class.state == ClassState.RESULTS
    for again in (
        lambda: set_rule(here.officer, here.training_class),
        lambda: compute_outcomes(here.officer, here.training_class),
        lambda: override_outcome(here.officer, Outcome.objects.first(), recognised=True, reason="x"),
        lambda: withdraw(here.officer, here.enrollments[0], reason="x"),
    ):
        with pytest.raises(DomainError) as caught:
            again()
        assert caught.value.code == "results_are_approved"


@given(
    st.builds(Tally, *[st.integers(0, 20)] * 4),
    st.decimals(0, 1, places=3),
    st.booleans(),
)
def test_one_more_half_day_attended_never_hurts(tally: Tally, share: Decimal, excused: bool) -> None:
    rule = CompletionRule(min_share=share, excused_counts=excused)
    assert meets(CompletionRule(min_share=Decimal("0.667")), Tally(attended=4, absent=2)), "two thirds is two thirds"
    better = Tally(tally.attended + tally.absent, tally.excused, 0, tally.unmarked)
    assert meets(rule, better) >= meets(rule, tally)
    if tally.total and tally.attended == tally.total:
        assert meets(rule, tally)
    if not tally.total:
        assert not meets(rule, tally)
