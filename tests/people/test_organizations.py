"""Bodies: found out about, taken out only while nothing names them."""

from datetime import date

import pytest

from khuevan.core.actors import SYSTEM
from khuevan.people.domain.contacts import add_contact
from khuevan.people.domain.organizations import remove_organization, used
from khuevan.people.models import Contact, Organization
from tests.factories import EnrollmentFactory, OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused

pytestmark = pytest.mark.django_db


def test_what_names_a_body_keeps_it_and_what_belongs_to_it_goes_with_it() -> None:
    learned, above, office = OrganizationFactory(), OrganizationFactory(), OfficeFactory()
    EnrollmentFactory(organization=learned)
    unit = OrganizationFactory(parent=above)
    add_contact(SYSTEM, unit, name="Vũ Đức")
    assert used([learned.pk, above.pk, office.organization.pk, unit.pk]) == {
        learned.pk, above.pk, office.organization.pk,
    }  # fmt: skip
    for body in (learned, above, office.organization):
        with refused("organization_in_use"):
            remove_organization(SYSTEM, body)
    remove_organization(staff(office), unit)
    assert not Contact.objects.exists()


def test_who_exists_on_a_day_is_asked_in_one_way() -> None:
    ever = OrganizationFactory()
    old = OrganizationFactory(valid_to=date(2025, 6, 30))
    new = OrganizationFactory(valid_from=date(2025, 7, 1))
    for day, found in ((date(2025, 6, 30), {ever, old}), (date(2025, 7, 1), {ever, new})):
        assert set(Organization.objects.existing(day)) == found
        assert {one for one in (ever, old, new) if one.exists(day)} == found
    assert set(Organization.objects.ended(date(2025, 7, 1))) == {old}
