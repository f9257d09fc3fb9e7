"""Learners praised at the closing: once each, with a reason, until the class is filed."""

import pytest

from khuevan.assessment.domain.commending import change_commendation, commend, withdraw_commendation
from khuevan.assessment.models import Commendation
from khuevan.console.workspace.shell import tab_address
from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.core.rows import stamp
from khuevan.nominations.domain.leaving import withdraw
from khuevan.people.enums import RoleKind
from khuevan.training.enums import ClassState
from tests.console.acting import Acting
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


def test_a_learner_is_commended_once_with_a_reason_and_stands_in_order(here: World) -> None:
    first, second = here.enrollments[:2]
    with refused("reason_missing"):
        commend(here.officer, first, reason="  ")
    made = commend(here.officer, second, reason=" Điểm cao nhất ", amount=200_000)
    assert (made.reason, made.amount, made.order) == ("Điểm cao nhất", 200_000, 1)
    assert commend(here.officer, first, reason="Tích cực", amount=0).amount is None
    assert [one.enrollment.full_name for one in Commendation.objects.all()] == [second.full_name, first.full_name]
    with refused("already_commended"):
        commend(here.officer, second, reason="Lần nữa")
    with refused("reason_too_long"):
        commend(here.officer, here.enrollments[2], reason="x" * 301)
    verbs = AuditEntry.objects.filter(verb__contains="commend").values_list("verb", flat=True)
    assert set(verbs) == {"assessment.commend"}


def test_it_changes_and_goes_and_a_stale_form_is_told(here: World) -> None:
    made = commend(here.officer, here.enrollments[0], reason="Tích cực")
    seen = stamp(made)
    change_commendation(here.officer, made, reason="Tích cực xây dựng bài", amount=100_000, seen=seen)
    with refused("changed_meanwhile"):
        change_commendation(here.officer, made, reason="Khác", seen=seen)
    withdraw_commendation(here.officer, made)
    assert not Commendation.objects.exists()
    made.pk = 10**6
    with refused("gone_meanwhile"):
        withdraw_commendation(here.officer, made)


def test_nobody_off_the_list_no_filed_class_and_no_stranger(here: World) -> None:
    gone = here.enrollments[2]
    withdraw(here.officer, gone, reason="Bận công tác")
    with refused("not_on_the_list"):
        commend(here.officer, gone, reason="Tích cực")
    for stranger in (staff(OfficeFactory()), staff(here.office, RoleKind.EDITOR)):
        with pytest.raises(NotAllowedError):
            commend(stranger, here.enrollments[0], reason="Tích cực")
    type(here.training_class).objects.filter(pk=here.training_class.pk).update(state=ClassState.REPORTED)
    with refused("class_is_closed"):
        commend(here.officer, here.enrollments[0], reason="Tích cực")


def test_on_the_screen_it_is_added_changed_removed_and_taken_back(here: World) -> None:
    me, tab = Acting(here.officer), tab_address(here.training_class, "results")
    learner = here.enrollments[0]
    assert "khen-thuong/them/" in me.get(tab)
    page = me.post(f"{tab}khen-thuong/them/", learner=str(learner.pk), reason="", amount="")
    assert "is-invalid" in page or 'class="problem"' in page
    me.post(f"{tab}khen-thuong/them/", learner=str(learner.pk), reason="Điểm cao nhất", amount="200000")
    made = Commendation.objects.get()
    page = me.get(tab)
    assert "Điểm cao nhất" in page
    assert "200.000" in page
    me.post(f"{tab}khen-thuong/{made.pk}/", reason="Điểm cao nhất lớp", amount="150000", seen=stamp(made))
    page = me.post(f"{tab}khen-thuong/{made.pk}/bo/")
    assert not Commendation.objects.exists()
    again = (
        f"{tab}khen-thuong/{learner.pk}/khoi-phuc/?ly-do=%C4%90i%E1%BB%83m+cao+nh%E1%BA%A5t+l%E1%BB%9Bp&so-tien=150000"
    )
    assert again.replace("&", "&amp;") in page
    me.post(again)
    assert (Commendation.objects.get().reason, Commendation.objects.get().amount) == ("Điểm cao nhất lớp", 150_000)
    stranger = Acting(staff(OfficeFactory()))
    assert stranger.status(f"{tab}khen-thuong/them/") == 404
