"""The order of bodies by protocol: any order asked for is the order there is, nobody else moves, and it goes back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuevan.core.actors import SYSTEM
from khuevan.people.domain.directory_changes import undo_directory_change
from khuevan.people.domain.organizations import LAST
from khuevan.people.domain.protocol import arrange_protocol, block_of, order_stamp
from khuevan.people.enums import OrganizationKind, RoleKind
from khuevan.people.models import DirectoryChange, Organization
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused

_ORDERS = st.lists(st.sampled_from([1, 10, 11, 12, 300, 301, 310, 9000, 9900, LAST]), min_size=2, max_size=9)


def _bodies(numbers: list[int]) -> list[Organization]:
    return [
        OrganizationFactory(kind=OrganizationKind.DEPARTMENT, protocol_order=number, name=f"Sở {place:02}")
        for place, number in enumerate(numbers)
    ]


class Orders(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(_ORDERS, st.randoms(use_true_random=False))
    def test_the_order_asked_for_is_the_order_there_is_and_goes_back(self, numbers: list[int], chance: object) -> None:
        outside = OrganizationFactory(kind=OrganizationKind.PRESS, protocol_order=305)
        rows = _bodies(numbers)
        before = dict(Organization.objects.values_list("pk", "protocol_order"))
        keys = [row.pk for row in rows]
        chance.shuffle(keys)
        change = arrange_protocol(SYSTEM, keys)
        assert [row.pk for row in block_of(OrganizationKind.DEPARTMENT)] == keys
        outside.refresh_from_db()
        assert outside.protocol_order == 305
        if change is not None:
            undo_directory_change(SYSTEM, change)
        assert dict(Organization.objects.values_list("pk", "protocol_order")) == before


@pytest.mark.django_db
def test_a_hundred_and_fifty_bodies_are_put_in_order_in_few_queries(
    django_assert_max_num_queries: pytest.fixture,
) -> None:
    rows = _bodies([LAST] * 150)
    with django_assert_max_num_queries(12):
        arrange_protocol(SYSTEM, [row.pk for row in reversed(rows)])
    assert block_of(OrganizationKind.DEPARTMENT) == rows[::-1]


@pytest.mark.django_db
def test_the_same_order_again_changes_nothing() -> None:
    rows = _bodies([10, 20, 30])
    assert arrange_protocol(SYSTEM, [row.pk for row in rows]) is None
    assert not DirectoryChange.objects.exists()


@pytest.mark.django_db
def test_what_is_refused() -> None:
    rows = _bodies([10, 20])
    keys = [row.pk for row in rows]
    seen = order_stamp(rows)
    with refused("order_has_doubles"):
        arrange_protocol(SYSTEM, [*keys, keys[0]])
    arrange_protocol(SYSTEM, keys[::-1], seen=seen)
    with refused("changed_meanwhile"):
        arrange_protocol(SYSTEM, keys, seen=seen)
    with refused("not_allowed"):
        arrange_protocol(staff(OfficeFactory(), RoleKind.EDITOR), keys)


@pytest.mark.django_db
def test_a_block_shows_the_bodies_of_the_own_province() -> None:
    here = OrganizationFactory(kind=OrganizationKind.PRESS, place_name="Đồng Nai")
    ministry = OrganizationFactory(kind=OrganizationKind.PRESS, place_name="")
    OrganizationFactory(kind=OrganizationKind.PRESS, place_name="Khánh Hòa")
    assert set(block_of(OrganizationKind.PRESS, "Đồng Nai")) == {here, ministry}
