"""Whom to write to: entered, confirmed, imported, taken back."""

from datetime import date

import pytest
from django.utils import timezone

from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.people.domain.contacts import (
    NewContact,
    add_contact,
    change_contact,
    confirm_contacts,
    import_contacts,
    remove_contact,
)
from khuevan.people.domain.directory_changes import undo_directory_change
from khuevan.people.enums import ContactSlot, RoleKind
from khuevan.people.models import Contact
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused

pytestmark = pytest.mark.django_db


def test_whoever_enters_or_corrects_a_contact_makes_sure_of_it() -> None:
    clerk = staff(OfficeFactory())
    row = add_contact(clerk, OrganizationFactory(), slot=ContactSlot.CLERK, name=" Vũ Đức ", phone="0912345678")
    assert (row.name, row.confirmed_on, row.confirmed_by) == ("Vũ Đức", timezone.localdate(), clerk)
    Contact.objects.update(confirmed_on=date(2020, 1, 1), confirmed_by=None)
    row.refresh_from_db()
    seen = stamp(row)
    change_contact(clerk, row, seen=seen, email="vd@binhphuoc.gov.vn")
    assert row.confirmed_on == timezone.localdate()
    with refused("changed_meanwhile"):
        change_contact(clerk, row, seen=seen, email="")
    assert "0912345678" not in str(list(AuditEntry.objects.values_list("before", "after")))


def test_contacts_are_confirmed_together() -> None:
    clerk, body = staff(OfficeFactory()), OrganizationFactory()
    rows = [Contact.objects.create(organization=body, slot="clerk", name=name) for name in ("A", "B")]
    assert confirm_contacts(clerk, rows) == 2
    assert set(Contact.objects.values_list("confirmed_on", flat=True)) == {timezone.localdate()}
    remove_contact(clerk, rows[0])
    assert Contact.objects.get() == rows[1]


def test_a_list_brings_known_contacts_up_to_date_and_adds_others() -> None:
    body = OrganizationFactory()
    known = Contact.objects.create(organization=body, slot="clerk", name="Vũ Hoà", phone="0911")
    nameless = Contact.objects.create(organization=body, slot="focal", email="phong@binhphuoc.gov.vn")
    found = [
        NewContact(body, ContactSlot.CLERK, "Vũ Hòa", phone="0922"),
        NewContact(body, ContactSlot.FOCAL, "Lê Thị Mai"),
        NewContact(body, ContactSlot.LEADER, "Trần Hùng"),
        NewContact(body, ContactSlot.LEADER, "Trần Hùng"),
    ]
    done = import_contacts(SYSTEM, found)
    assert (done.made, done.changed, done.same) == (1, 2, 1)
    known.refresh_from_db()
    nameless.refresh_from_db()
    assert (known.name, known.phone) == ("Vũ Hòa", "0922")
    assert (nameless.name, nameless.email) == ("Lê Thị Mai", "phong@binhphuoc.gov.vn")
    again = import_contacts(SYSTEM, found)
    assert (again.made, again.changed, again.same) == (0, 0, 4)
    assert done.change is not None
    assert again.change is not None
    undo_directory_change(SYSTEM, again.change)
    undo_directory_change(SYSTEM, done.change)
    known.refresh_from_db()
    nameless.refresh_from_db()
    assert (known.name, known.phone, nameless.name) == ("Vũ Hoà", "0911", "")
    assert Contact.objects.count() == 2


def test_what_somebody_corrected_since_is_not_taken_back() -> None:
    body = OrganizationFactory()
    known = Contact.objects.create(organization=body, slot="clerk", name="Vũ Đức", phone="0911")
    done = import_contacts(SYSTEM, [NewContact(body, ContactSlot.CLERK, "Vũ Đức", phone="0922")])
    change_contact(SYSTEM, known, phone="0933")
    assert done.change is not None
    undone = undo_directory_change(SYSTEM, done.change)
    known.refresh_from_db()
    assert (undone.done, undone.left, known.phone) == (0, 1, "0933")


def test_what_is_refused() -> None:
    body = OrganizationFactory()
    with refused("contact_empty"):
        add_contact(SYSTEM, body, slot=ContactSlot.CLERK, position="Văn thư")
    with refused("invalid_value"):
        add_contact(SYSTEM, body, email="không phải địa chỉ")
    for verb in (
        lambda who: add_contact(who, body, name="A"),
        lambda who: import_contacts(who, []),
        lambda who: confirm_contacts(who, []),
    ):
        with refused("not_allowed"):
            verb(staff(OfficeFactory(), RoleKind.LEADER))
