"""Agencies and officers take people back and send others: before closing freely, afterwards with a reason."""

from collections.abc import Callable

import pytest

from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.domain.deciding import accept
from khuevan.nominations.domain.enrolling import add_learner, close_list
from khuevan.nominations.domain.leaving import replace_learner, restore_learner, withdraw, withdraw_many
from khuevan.nominations.domain.reach import reach_of
from khuevan.nominations.domain.seats import seats_of
from khuevan.nominations.domain.withdrawing import replace_nomination, withdraw_nomination
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment, Nomination, Quota
from khuevan.notifications.models import Message
from khuevan.training.domain.classes import begin_teaching
from khuevan.training.enums import ClassState
from tests.factories import OfficeFactory, staff
from tests.factories.worlds import VISITOR, InvitedWorld, invited_class, named, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> InvitedWorld:
    return invited_class(2)


def accepted(here: InvitedWorld, *names: str) -> None:
    here.send(*names)
    accept(here.officer, here.training_class)


def test_an_agency_takes_somebody_back_and_the_place_is_free(here: InvitedWorld) -> None:
    accepted(here, "Lò Thị Mai", "Vừ A Dính")
    first = here.nominations()[0]
    withdraw_nomination(here.bearer(), first)
    learner = Enrollment.objects.get(full_name="Lò Thị Mai")
    assert (here.states(), learner.state) == (["withdrawn", "accepted"], EnrollmentState.WITHDRAWN)
    assert here.quotas[0].name in learner.state_reason
    assert seats_of(here.invitation).free(here.quotas[0]) == 1
    with refused("not_in_line"):
        withdraw_nomination(here.bearer(), first)


def test_who_waits_is_taken_back_too(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng", "Lò Thị Mai")
    for row in here.nominations():
        withdraw_nomination(here.officer, row, reason="Đơn vị gọi điện")
    assert set(here.states()) == {"withdrawn"}
    assert set(AuditEntry.objects.filter(verb="nominations.withdraw_nomination").values_list("reason", flat=True)) == {
        "Đơn vị gọi điện"
    }


def test_a_replacement_stands_where_the_other_stood(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng")
    accept(here.officer, here.training_class, here.nominations()[:1])
    on_list, proposed, reserve = here.nominations()
    for old, name, state in (
        (on_list, "Mới A", "accepted"),
        (proposed, "Mới B", "proposed"),
        (reserve, "Mới C", "reserve"),
    ):
        new = replace_nomination(here.bearer(), old, named(name))
        assert (new.state, new.replaces, new.submission) == (state, old, old.submission)
        assert Nomination.objects.get(pk=new.pk).placed_at == old.placed_at
    came = Enrollment.objects.get(full_name="Mới A")
    assert came.replaces.full_name == "Lò Thị Mai" and came.nomination.full_name == "Mới A"
    assert [one.full_name for one in here.training_class.enrollments.current()] == ["Mới A"]
    assert seats_of(here.invitation).held(here.quotas[0]) == 2


def test_a_replacement_that_cannot_stand_changes_nothing(here: InvitedWorld) -> None:
    accepted(here, "Lò Thị Mai", "Vừ A Dính")
    first = here.nominations()[0]
    with refused("named_before"):
        replace_nomination(here.bearer(), first, named("Vừ A Dính"))
    with refused("row_without_name"):
        replace_nomination(here.bearer(), first, named("", "1980"))
    add_learner(here.officer, here.training_class, full_name="Đỗ Văn Ân", birth="1970-05-02")
    with refused("already_on_the_list"):
        replace_nomination(here.bearer(), first, named("Đỗ Văn Ân", "1970-05-02"))
    assert here.states() == ["accepted", "accepted"]
    assert Enrollment.objects.current().count() == 3


def test_once_the_list_is_closed_a_reason_is_needed_and_the_change_is_told(here: InvitedWorld) -> None:
    accepted(here, "Lò Thị Mai", "Vừ A Dính")
    close_list(here.officer, here.training_class)
    first, second = here.nominations()
    for attempt in (
        lambda: withdraw_nomination(here.bearer(), first),
        lambda: replace_nomination(here.bearer(), first, named("Điểu Hồng")),
    ):
        with refused("reason_missing"):
            attempt()
    told = Message.objects.count()
    new = replace_nomination(here.bearer(), first, named("Điểu Hồng"), reason="Đi công tác đột xuất")
    withdraw_nomination(here.officer, second, reason="Nghỉ ốm")
    assert here.states() == ["withdrawn", "withdrawn", "accepted"]
    left = Enrollment.objects.get(full_name="Lò Thị Mai")
    assert "Đi công tác đột xuất" in left.state_reason and "Điểu Hồng" in left.state_reason
    assert [one.kind for one in reach_of(new.enrollment).live] == ["list"]
    assert Message.objects.count() > told


def test_after_the_results_nothing_changes_any_more(here: InvitedWorld) -> None:
    accepted(here, "Lò Thị Mai")
    close_list(here.officer, here.training_class)
    begin_teaching(here.officer, here.training_class)
    here.training_class.state = ClassState.RESULTS
    here.training_class.save()
    with refused("results_are_approved"):
        withdraw_nomination(here.bearer(), here.nominations()[0], reason="Muộn")
    with refused("results_are_approved"):
        replace_nomination(here.officer, here.nominations()[0], named("Khác"), reason="Muộn")


def test_only_the_agency_itself_and_the_officers_change_its_people(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai")
    row = here.nominations()[0]
    for who in (
        VISITOR,
        here.bearer(1),
        invited_class(1).bearer(),
        staff(here.office, "clerk"),
        staff(OfficeFactory()),
    ):
        with pytest.raises(NotAllowedError):
            withdraw_nomination(who, row)
        with pytest.raises(NotAllowedError):
            replace_nomination(who, row, named("Khác"))
    assert here.states() == ["proposed"]


# -- what officers do to learners, whom an agency named


@pytest.mark.parametrize(
    "leave",
    [
        lambda here, learner: withdraw(here.officer, learner, reason="Nghỉ ốm"),
        lambda here, learner: withdraw_many(here.officer, here.training_class, [learner], reason="Nghỉ ốm"),
    ],
)
def test_who_is_taken_off_the_list_frees_the_place(
    here: InvitedWorld, leave: Callable[[InvitedWorld, Enrollment], object]
) -> None:
    accepted(here, "Lò Thị Mai", "Vừ A Dính")
    learner = Enrollment.objects.get(full_name="Lò Thị Mai")
    leave(here, learner)
    assert here.states() == ["withdrawn", "accepted"]
    assert here.nominations()[0].reason == "Nghỉ ốm"
    restore_learner(here.officer, learner)
    assert here.states() == ["accepted", "accepted"]
    leave(here, learner)
    here.send("Điểu Hồng")
    with refused("agency_is_full"):
        restore_learner(here.officer, learner)
    assert Enrollment.objects.get(pk=learner.pk).state == EnrollmentState.WITHDRAWN


def test_a_replacement_by_an_officer_keeps_the_place(here: InvitedWorld) -> None:
    accepted(here, "Lò Thị Mai", "Vừ A Dính")
    learner = Enrollment.objects.get(full_name="Lò Thị Mai")
    came = replace_learner(here.officer, learner, reason="Bận", full_name="Điểu Hồng", birth="1990")
    old, _other, new = here.nominations()
    assert (old.state, new.state, new.replaces, new.enrollment) == ("withdrawn", "accepted", old, came)
    with refused("agency_is_full"):
        restore_learner(here.officer, learner)


def test_a_replacement_from_the_reserve_list_is_that_nomination(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính", "Điểu Hồng")
    accept(here.officer, here.training_class)
    learner = Enrollment.objects.get(full_name="Lò Thị Mai")
    replace_learner(here.officer, learner, reason="Bận", full_name="Điểu Hồng", birth="1985-08-14")
    assert here.states() == ["withdrawn", "accepted", "accepted"]
    assert here.nominations()[2].replaces == here.nominations()[0]
    assert Quota.objects.get(pk=here.quotas[0].pk).extra == 0


def test_an_officer_adds_somebody_for_an_invited_agency(here: InvitedWorld) -> None:
    here.send("Lò Thị Mai", "Vừ A Dính")
    body = here.quotas[0].organization
    first = add_learner(
        here.officer, here.training_class, full_name="Lò Thị Mai", birth="1985-08-14", organization=body
    )
    assert here.states() == ["accepted", "proposed"], "whom the agency had named"
    assert here.nominations()[0].enrollment == first
    add_learner(here.officer, here.training_class, full_name="Điểu Hồng", organization=body)
    quota = Quota.objects.get(pk=here.quotas[0].pk)
    assert (here.states(), quota.extra) == (["accepted", "proposed", "accepted"], 1)
    assert AuditEntry.objects.get(verb="nominations.add_learner", subject_type="nominations.quota").after == {
        "extra": 1
    }
    add_learner(here.officer, here.training_class, full_name="Đỗ Văn Ân", organization_name="Công an tỉnh")
    assert len(here.nominations()) == 3, "an agency that was not invited names nobody"


def test_an_officer_does_not_put_more_people_into_a_class_than_it_holds() -> None:
    here = invited_class(1, each=None, seats=1)
    body = here.quotas[0].organization
    add_learner(here.officer, here.training_class, full_name="Điểu Hồng", organization=body)
    with refused("class_is_full"):
        add_learner(here.officer, here.training_class, full_name="Đỗ Văn Ân", organization=body)
    assert Enrollment.objects.count() == 1
    assert Quota.objects.get().answer == "sent"
