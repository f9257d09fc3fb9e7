"""Promise 4: states that a verifier sees, many certificates at a time, and mistakes that are taken back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from khuevan.certificates.domain.queries import counts_by_state, handover_list
from khuevan.certificates.domain.states import change_state, hand_over, release, take_back, void, withhold
from khuevan.certificates.domain.steps import _award
from khuevan.certificates.enums import CertificateState
from khuevan.certificates.models import Certificate
from khuevan.core.models import AuditEntry
from khuevan.people.enums import RoleKind
from khuevan.training.domain.lifeline import Known
from tests.factories import staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db

DAY = date(2019, 10, 4)


@pytest.fixture
def here(db: None) -> World:
    made = world()
    made.issue()
    return made


def _states() -> list[str]:
    return list(Certificate.objects.order_by("number").values_list("state", flat=True))


def _all() -> list[Certificate]:
    return list(Certificate.objects.order_by("number"))


def test_handing_over_many_costs_as_many_queries_as_one(
    here: World, django_assert_max_num_queries: pytest.fixture
) -> None:
    with django_assert_max_num_queries(9):
        hand_over(here.officer, _all(), on=DAY)
    assert _states() == ["handed_over"] * 3
    assert set(Certificate.objects.values_list("handed_over_on", flat=True)) == {DAY}


def test_one_that_cannot_be_handed_over_stops_all(here: World) -> None:
    void(here.officer, _all()[:1], reason="In hỏng")
    with refused("wrong_state"):
        hand_over(here.officer, _all(), on=DAY)
    with refused("handed_over_too_late"):
        hand_over(here.officer, _all()[1:], on=timezone.localdate() + timedelta(days=1))
    assert _states() == ["void", "pending", "pending"]


def test_a_handing_over_noted_by_mistake_is_taken_back_the_same_day(here: World) -> None:
    withhold(here.officer, _all()[:1], reason="Chưa nộp bài")
    hand_over(here.officer, _all()[:2], on=DAY)
    with refused("reason_missing"):
        take_back(here.officer, _all()[:2], reason="")
    take_back(here.officer, _all()[:2], reason="Ghi nhầm dòng")
    first, second, _third = _all()
    assert (first.state, first.state_reason, first.handed_over_on) == ("withheld", "Chưa nộp bài", None)
    assert (second.state, second.handed_over_on) == ("pending", None)
    assert {one.reason for one in AuditEntry.objects.filter(verb="certificates.take_back")} == {"Ghi nhầm dòng"}
    with refused("not_handed_over"):
        take_back(here.officer, [first], reason="Lần nữa")


def test_on_another_day_a_certificate_is_only_revoked(here: World) -> None:
    hand_over(here.officer, _all(), on=DAY)
    AuditEntry.objects.filter(verb="certificates.hand_over").update(at=timezone.now() - timedelta(days=2))
    with refused("noted_another_day"):
        take_back(here.officer, _all()[:1], reason="Ghi nhầm")
    assert _states() == ["handed_over"] * 3
    change_state(here.officer, _all()[0], CertificateState.REVOKED, reason="Cấp sai người")


def test_withholding_releasing_and_voiding_many(here: World) -> None:
    with refused("reason_missing"):
        withhold(here.officer, _all(), reason=" ")
    withhold(here.officer, _all(), reason="Chờ nộp bài thu hoạch")
    assert {one.state_reason for one in _all()} == {"Chờ nộp bài thu hoạch"}
    release(here.officer, _all()[:2])
    assert [(one.state, one.state_reason) for one in _all()[:2]] == [("pending", "")] * 2
    with refused("wrong_state"):
        release(here.officer, _all()[:1])
    with refused("wrong_state"):
        change_state(here.officer, _all()[2], CertificateState.PENDING, reason="x")
    void(here.officer, _all()[1:], reason="In hỏng")
    assert _states() == ["pending", "void", "void"]
    with refused("wrong_state"):
        void(here.officer, _all(), reason="In hỏng")
    assert AuditEntry.objects.filter(verb="certificates.void", reason="In hỏng").count() == 2


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.LEADER, RoleKind.CLERK, None])
def test_others_change_no_certificate(here: World, kind: RoleKind | None) -> None:
    actor = staff(here.office, kind) if kind else world(teaching=False, names=()).officer
    for change in (
        lambda: hand_over(actor, _all(), on=DAY),
        lambda: take_back(actor, _all(), reason="x"),
        lambda: withhold(actor, _all(), reason="x"),
        lambda: release(actor, _all()),
        lambda: void(actor, _all(), reason="x"),
        lambda: change_state(actor, _all()[0], CertificateState.VOID, reason="x"),
    ):
        with refused("not_allowed"):
            change()
    assert _states() == ["pending"] * 3


def test_one_certificate_of_another_office_stops_all(here: World) -> None:
    other = world()
    other.issue()
    with refused("not_allowed"):
        hand_over(here.officer, Certificate.objects.all(), on=DAY)
    assert set(Certificate.objects.values_list("state", flat=True)) == {"pending"}


def test_the_handover_list_and_the_counts_tell_who_is_still_waiting(here: World) -> None:
    void(here.officer, _all()[:1], reason="In hỏng")
    hand_over(here.officer, _all()[1:2], on=DAY)
    assert [one.number for one in handover_list(here.training_class)] == [2, 3]
    assert counts_by_state(here.training_class) == {
        CertificateState.PENDING: 1,
        CertificateState.HANDED_OVER: 1,
        CertificateState.WITHHELD: 0,
        CertificateState.VOID: 1,
        CertificateState.REVOKED: 0,
    }
    assert not _award(Known(here.training_class)).complete
    hand_over(here.officer, _all()[2:], on=DAY)
    judged = _award(Known(here.training_class))
    assert judged.complete
    assert "2" in str(judged.note), "a void certificate was handed over to nobody"
