"""Whom to write to in a body, and when somebody last made sure of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, Unpack

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.people.domain.directory_changes import Collected
from khuevan.people.domain.lineage import parts
from khuevan.people.enums import ContactSlot, DirectoryChangeKind
from khuevan.people.models import Contact, DirectoryChange, Organization
from khuevan.vietnamese.folding import spelling_key

_COLUMNS = ("name", "position", "phone", "email", "note")


class ContactFields(TypedDict, total=False):
    """What may be said of a contact."""

    slot: ContactSlot | str
    name: str
    position: str
    phone: str
    email: str
    note: str


@dataclass(frozen=True)
class NewContact:
    """A contact that came with a list, and the body it is of."""

    organization: Organization
    slot: ContactSlot
    name: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True)
class Imported:
    """What an import did; ``change`` takes it back, None where there was nothing to do."""

    made: int
    changed: int
    same: int
    change: DirectoryChange | None


@verb("people.add_contact")
def add_contact(actor: Actor, organization: Organization, **fields: Unpack[ContactFields]) -> Contact:
    """Says whom to write to, as of today.  Raises ``contact_empty``."""
    require(actor, "people.change_directory")
    contact = Contact(organization=organization, slot=ContactSlot.FOCAL)
    _fill(actor, contact, fields)
    contact.save(force_insert=True)
    record(actor, "people.add_contact", contact)
    return contact


@verb("people.change_contact")
def change_contact(actor: Actor, contact: Contact, *, seen: str = "", **fields: Unpack[ContactFields]) -> None:
    """Corrects a contact, which makes sure of it too.  Raises ``contact_empty``, ``changed_meanwhile``."""
    require(actor, "people.change_directory")
    unchanged(locked(contact), seen)
    before = snapshot(contact)
    _fill(actor, contact, fields)
    contact.save()
    record(actor, "people.change_contact", contact, before)


@verb("people.remove_contact")
def remove_contact(actor: Actor, contact: Contact) -> None:
    """Takes a contact out; papers that named it keep its words."""
    require(actor, "people.change_directory")
    locked(contact)
    record(actor, "people.remove_contact", contact, snapshot(contact), {"gone": True})
    contact.delete()


@verb("people.confirm_contacts")
def confirm_contacts(actor: Actor, contacts: Collection[Contact]) -> int:
    """Says that contacts are still right today; returns how many."""
    require(actor, "people.change_directory")
    rows = list(Contact.objects.select_for_update().filter(pk__in=[one.pk for one in contacts]).order_by("pk"))
    before = {row.pk: snapshot(row) for row in rows}
    for row in rows:
        _confirm(actor, row)
    Contact.objects.bulk_update(rows, ["confirmed_on", "confirmed_by"])
    record(actor, "people.confirm_contacts", rows, before)
    return len(rows)


@verb("people.import_contacts")
def import_contacts(actor: Actor, found: Sequence[NewContact], *, title: str = "") -> Imported:
    """Takes contacts of a list over: the one of that name in that place is brought up to date, others are added.

    A contact that has no name yet gets one.  Values a list leaves empty stay.  All of them count as confirmed today.
    """
    require(actor, "people.change_directory")
    known = _known({one.organization.pk for one in found})
    done = Collected()
    same = 0
    for one in found:
        line = known.setdefault((one.organization.pk, one.slot), [])
        row = _meant(line, one)
        if row is None:
            row = Contact(organization=one.organization, slot=one.slot)
            _take(actor, row, one)
            row.save(force_insert=True)
            line.append(row)
            done.made.append(row)
            continue
        before = snapshot(row)
        same += not _take(actor, row, one)
        if all(row is not other for other, _was in done.rewritten) and row not in done.made:
            done.rewritten.append((row, before))
        row.save()
    change = done.keep(actor, DirectoryChangeKind.CONTACTS, title or str(_("Contacts"))) if found else None
    record(actor, "people.import_contacts", [*done.made, *([change] if change else [])])
    record(
        actor,
        "people.import_contacts",
        [row for row, _was in done.rewritten],
        {row.pk: before for row, before in done.rewritten},
    )
    return Imported(len(done.made), len(found) - len(done.made) - same, same, change)


def _known(organizations: Collection[int]) -> dict[tuple[int, str], list[Contact]]:
    found: dict[tuple[int, str], list[Contact]] = {}
    for some in parts(sorted(organizations)):
        for row in Contact.objects.select_for_update().filter(organization__in=some).order_by("pk"):
            found.setdefault((row.organization_id, row.slot), []).append(row)
    return found


def _meant(line: Iterable[Contact], one: NewContact) -> Contact | None:
    """The contact of that name, or else one without a name."""
    rows = list(line)
    key = spelling_key(one.name)
    named = next((row for row in rows if spelling_key(row.name) == key), None)
    return named or next((row for row in rows if not row.name), None)


def _take(actor: Actor, row: Contact, one: NewContact) -> bool:
    """Fills a contact from a list; whether anything but the day is new."""
    before = [getattr(row, name) for name in _COLUMNS]
    values = {name: getattr(one, name) or getattr(row, name) for name in _COLUMNS}
    _fill(actor, row, {"slot": one.slot} | values)
    return before != [getattr(row, name) for name in _COLUMNS]


def _fill(actor: Actor, contact: Contact, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        setattr(contact, name, value.strip() if isinstance(value, str) else value)
    if not (contact.name or contact.phone or contact.email):
        raise DomainError("contact_empty", _("A contact needs a name, a telephone number or an e-mail address."))
    _confirm(actor, contact)
    checked(contact)


def _confirm(actor: Actor, contact: Contact) -> None:
    contact.confirmed_on = timezone.localdate()
    contact.confirmed_by = account_of(actor)


words(
    verbs={
        "people.add_contact": _("added a contact of an organization"),
        "people.change_contact": _("changed a contact of an organization"),
        "people.remove_contact": _("took a contact of an organization out"),
        "people.confirm_contacts": _("confirmed contacts"),
        "people.import_contacts": _("imported contacts"),
    }
)
