"""Places are counted, never stored: own, total, venue, and what waits for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.nominations.domain.deciding import accept, refuse
from khuevan.nominations.domain.inviting import change_quota
from khuevan.nominations.domain.leaving import withdraw
from khuevan.nominations.domain.seats import lock_class, seats_of
from khuevan.nominations.domain.withdrawing import withdraw_nomination
from khuevan.nominations.models import Quota
from khuevan.training.domain.arrangements import add_venue
from tests.factories.worlds import InvitedWorld, invited_class, named, refused, world

pytestmark = pytest.mark.django_db


def people(here: InvitedWorld, place: int, count: int) -> None:
    here.send(*(f"Nguyễn Thị {'ABCDEFGHIK'[place]}{'ABCDEFGHIK'[one]}" for one in range(count)), place=place)


def test_a_place_is_held_from_the_proposal_until_somebody_leaves() -> None:
    here = invited_class(1, each=3)
    quota = here.quotas[0]
    people(here, 0, 2)
    seats = seats_of(here.invitation)
    assert (seats.held(quota), seats.proposed(quota), seats.free(quota)) == (2, 2, 1)
    accept(here.officer, here.training_class)
    seats = seats_of(here.invitation)
    assert (seats.held(quota), seats.accepted(quota), seats.proposed(quota)) == (2, 2, 0)
    withdraw(here.officer, here.nominations()[0].enrollment, reason="Nghỉ ốm")
    assert seats_of(here.invitation).held(quota) == 1
    people(here, 0, 1)
    refuse(here.officer, here.nominations()[-1:], reason="Không đúng đối tượng")
    seats = seats_of(here.invitation)
    assert (seats.held(quota), seats.refused(quota), seats.free(quota)) == (1, 1, 2)


def test_the_least_of_own_places_total_and_venue_counts() -> None:
    here = invited_class(2, each=4, seats=5)
    first, second = here.quotas
    room = add_venue(here.officer, here.training_class, name="Phòng họp 2", capacity=3)
    add_venue(here.officer, here.training_class, name="Điểm cầu Lộc Ninh", is_remote=True)
    change_quota(here.officer, first, seats=4, venue=room)
    seats = seats_of(here.invitation)
    assert (seats.free(first), seats.free(second)) == (3, 4)
    people(here, 0, 4)
    assert here.states() == ["proposed"] * 3 + ["reserve"]
    people(here, 1, 4)
    assert here.states(1) == ["proposed"] * 2 + ["reserve"] * 2
    assert seats_of(here.invitation).total_free == 0


def test_the_only_venue_is_that_of_all_agencies() -> None:
    here = invited_class(2, each=None)
    add_venue(here.officer, here.training_class, name="Hội trường", capacity=3)
    people(here, 0, 2)
    people(here, 1, 2)
    assert here.states() == ["proposed"] * 3 + ["reserve"]


def test_without_any_limit_everybody_has_a_place() -> None:
    here = invited_class(1, each=None)
    people(here, 0, 9)
    seats = seats_of(here.invitation)
    assert seats.free(here.quotas[0]) is None and seats.total_free is None
    assert set(here.states()) == {"proposed"}


def test_a_shared_place_that_is_free_again_is_not_given_to_who_came_later() -> None:
    here = invited_class(2, each=None, seats=2)
    people(here, 0, 3)
    withdraw_nomination(here.bearer(), here.nominations()[0])
    people(here, 1, 1)
    assert here.states() == ["withdrawn", "proposed", "reserve", "reserve"]
    assert seats_of(here.invitation).free_for_new(here.quotas[1]) == 0
    assert seats_of(here.invitation).free(here.quotas[1]) == 1


def test_own_places_are_the_agencys_to_give() -> None:
    here = invited_class(1, each=2)
    people(here, 0, 3)
    withdraw_nomination(here.bearer(), here.nominations()[0])
    here.send(named("Điểu Hồng"))
    assert here.states() == ["withdrawn", "proposed", "reserve", "proposed"]


def test_added_places_count_and_changing_the_number_settles_them() -> None:
    here = invited_class(1, each=2)
    Quota.objects.update(extra=1)
    people(here, 0, 4)
    assert here.states() == ["proposed"] * 3 + ["reserve"]
    quota = change_quota(here.officer, Quota.objects.get(), seats=4)
    assert (quota.seats, quota.extra, quota.places) == (4, 0, 4)


@pytest.mark.parametrize("agencies", [1, 3, 60])
def test_counting_costs_three_queries(agencies: int) -> None:
    here = invited_class(agencies)
    with CaptureQueriesContext(connection) as caught:
        seats = seats_of(here.invitation)
        for quota in here.quotas:
            assert seats.free(quota) == 2
    assert len(caught) == 3


def test_a_class_nobody_was_invited_to_has_no_places_to_count() -> None:
    here = world(teaching=False)
    with refused("not_invited"):
        lock_class(here.training_class)
