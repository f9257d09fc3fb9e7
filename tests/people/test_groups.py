"""Groups of bodies belong to an office, hold each body once, and follow successors when asked."""

from datetime import date

import pytest

from khuevan.people.domain.groups import (
    add_group,
    change_group,
    join_group,
    leave_group,
    remove_group,
    renew_group,
)
from khuevan.people.domain.succession import dissolve, split_body
from khuevan.people.enums import RoleKind
from khuevan.people.models import OrganizationGroup
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused

pytestmark = pytest.mark.django_db


def test_a_body_is_in_a_group_once() -> None:
    office = OfficeFactory()
    clerk = staff(office)
    group = add_group(clerk, office, name="  Xã   biên giới ")
    bodies = [OrganizationFactory() for _turn in range(3)]
    assert group.name == "Xã biên giới"
    assert join_group(clerk, group, [*bodies[:2], bodies[0]]) == 2
    assert join_group(clerk, group, bodies) == 1
    assert leave_group(clerk, group, [bodies[1], OrganizationFactory()]) == 1
    assert set(group.members.all()) == {bodies[0], bodies[2]}


def test_members_that_were_split_give_way_to_all_who_took_over() -> None:
    office = OfficeFactory()
    clerk = staff(office)
    group = add_group(clerk, office, name="Biên giới")
    district, one, two, gone = (OrganizationFactory() for _turn in range(4))
    join_group(clerk, group, [district, one, gone])
    split_body(clerk, district, [(one, ""), (two, "")], on=date(2025, 7, 1))
    dissolve(clerk, gone, on=date(2025, 7, 1))
    assert renew_group(clerk, group) == (1, 1)
    assert set(group.members.all()) == {one, two, gone}
    assert renew_group(clerk, group) == (0, 0)


def test_names_are_unlike_each_other_and_may_be_changed() -> None:
    office = OfficeFactory()
    clerk = staff(office)
    group, other = add_group(clerk, office, name="Xã biên giới"), add_group(clerk, office, name="Sở ngành")
    add_group(staff(second := OfficeFactory()), second, name="Xã biên giới")
    with refused("group_known"):
        change_group(clerk, other, name="xã Biên giới")
    with refused("group_without_name"):
        change_group(clerk, other, name="  ")
    change_group(clerk, group, name="Xã Biên giới", note="15 xã")
    remove_group(clerk, group)
    assert set(OrganizationGroup.objects.filter(office=office)) == {other}


def test_only_keepers_of_the_own_directory() -> None:
    office = OfficeFactory()
    group = add_group(staff(office), office, name="Xã biên giới")
    for stranger in (staff(OfficeFactory()), staff(office, RoleKind.LEADER)):
        for verb in (
            lambda who: join_group(who, group, []),
            lambda who: renew_group(who, group),
            lambda who: remove_group(who, group),
            lambda who: add_group(who, office, name="Khác"),
        ):
            with refused("not_allowed"):
                verb(stranger)
