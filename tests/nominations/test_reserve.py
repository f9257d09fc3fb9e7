"""The reserve list: its three orders, who is next, and moving up."""

import pytest

from khuevan.core.models import AuditEntry
from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.domain.deciding import accept, refuse
from khuevan.nominations.domain.enrolling import close_list, enroll
from khuevan.nominations.domain.inviting import change_invitation, change_quota
from khuevan.nominations.domain.reserve import move_up, next_up, reserve_order
from khuevan.nominations.domain.withdrawing import withdraw_nomination
from khuevan.nominations.enums import ReserveRule
from khuevan.nominations.models import Quota
from khuevan.training.domain.arrangements import add_venue
from tests.factories.worlds import InvitedWorld, invited_class, named, refused, row

pytestmark = pytest.mark.django_db


def waiting(here: InvitedWorld) -> list[str]:
    return [one.full_name for one in reserve_order(here.invitation)]


def contended() -> InvitedWorld:
    """Three agencies with two, four and one place of five in all; each sent one person more than it may."""
    here = invited_class(3, each=2)
    for place, seats in enumerate((2, 4, 1)):
        change_quota(here.officer, here.quotas[place], seats=seats, priority=30 - place)
    here.send("Mai A", "Mai B", "Mai C")
    here.send("Bảy A", "Bảy B", "Bảy C", "Bảy D", "Bảy E", place=1)
    here.send("Sáu A", "Sáu B", place=2)
    return here


def test_by_time_who_answered_first_is_first() -> None:
    here = contended()
    here.send("Mai D")
    assert waiting(here) == ["Mai C", "Bảy E", "Sáu B", "Mai D"]


def test_by_priority_the_smaller_number_is_first() -> None:
    here = contended()
    change_invitation(here.officer, here.invitation, reserve_rule=ReserveRule.PRIORITY)
    assert waiting(here) == ["Sáu B", "Bảy E", "Mai C"]


def test_by_share_who_holds_the_smallest_part_is_first_and_each_step_counts() -> None:
    here = contended()
    change_invitation(here.officer, here.invitation, reserve_rule=ReserveRule.SHARE)
    here.send("Mai D", "Mai E")
    refuse(here.officer, here.nominations(1)[:3], reason="Không đúng đối tượng")  # holds 1 of 4
    assert waiting(here)[0] == "Bảy E"
    # then 2 of 2 against 1 of 1: who holds fewer; each step up makes the share of the agency larger
    assert waiting(here)[1:] == ["Sáu B", "Mai C", "Mai D", "Mai E"]


def test_moving_up_takes_a_free_place_or_adds_one() -> None:
    here = invited_class(1, each=2, seats=4)
    here.send("Mai A", "Mai B", "Mai C", "Mai D")
    accept(here.officer, here.training_class)
    moved = move_up(here.officer, here.nominations()[2])
    quota = Quota.objects.get()
    assert (moved.state, moved.enrollment.full_name, quota.extra, quota.places) == ("accepted", "Mai C", 1, 3)
    entry = AuditEntry.objects.get(verb="nominations.move_up", subject_type="nominations.quota")
    assert (entry.before, entry.after) == ({"extra": 0}, {"extra": 1})
    withdraw_nomination(here.bearer(), here.nominations()[0])
    move_up(here.officer, here.nominations()[3])
    assert Quota.objects.get().extra == 1, "a place was free"
    assert here.states() == ["withdrawn", "accepted", "accepted", "accepted"]


def test_no_more_than_the_class_and_the_room_hold() -> None:
    here = invited_class(2, each=None, seats=2)
    here.send("Mai A", "Mai B", "Mai C")
    assert next_up(here.invitation) is None
    with refused("class_is_full"):
        move_up(here.officer, here.nominations()[2])
    change_invitation(here.officer, here.invitation, seats=3)
    assert next_up(here.invitation) == here.nominations()[2]
    room = add_venue(here.officer, here.training_class, name="Phòng họp 2", capacity=2)
    assert next_up(here.invitation) is None
    with refused("venue_is_full"):
        move_up(here.officer, here.nominations()[2])
    room.capacity = 3
    room.save()
    assert move_up(here.officer, here.nominations()[2]).state == "accepted"
    assert here.states() == ["proposed", "proposed", "accepted"]


def test_only_who_waits_moves_up_and_only_once() -> None:
    here = invited_class(1, each=1)
    here.send("Mai A", "Mai B")
    second = here.nominations()[1]
    with refused("not_on_reserve"):
        move_up(here.officer, here.nominations()[0])
    move_up(here.officer, second)
    with refused("not_on_reserve"):
        move_up(here.officer, second)
    with pytest.raises(NotAllowedError):
        move_up(here.bearer(), second)


def test_who_cannot_be_on_the_list_does_not_move_up_and_adds_no_place() -> None:
    here = invited_class(1, each=1)
    here.send("Mai A", "Mai B")
    enroll(here.officer, here.training_class, [row("Mai B", birth="1985-08-14", organization="Công an tỉnh")])
    with refused("cannot_move_up"):
        move_up(here.officer, here.nominations()[1])
    assert (Quota.objects.get().extra, here.states()) == (0, ["proposed", "reserve"])


def test_after_closing_a_reason_is_needed() -> None:
    here = invited_class(1, each=1)
    here.send("Mai A", named("Mai B"))
    accept(here.officer, here.training_class)
    close_list(here.officer, here.training_class)
    with refused("reason_missing"):
        move_up(here.officer, here.nominations()[1])
    move_up(here.officer, here.nominations()[1], reason="Mai A đi công tác")
    assert here.states() == ["accepted", "accepted"]


@pytest.mark.parametrize("agencies", [1, 3, 60])
def test_the_order_costs_five_queries_at_most(agencies: int, django_assert_max_num_queries: pytest.fixture) -> None:
    here = invited_class(agencies, each=None, seats=1, reserve_rule=ReserveRule.SHARE)
    for place in range(agencies):
        here.send(f"Mai {'ABCDEFGHIK'[place // 10]}{'ABCDEFGHIK'[place % 10]}", place=place)
    with django_assert_max_num_queries(5):
        assert len(reserve_order(here.invitation)) == agencies - 1
