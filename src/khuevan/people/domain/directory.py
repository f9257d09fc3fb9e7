"""Organizations and people: entered once, found again."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.people.enums import Gender, OrganizationKind
from khuevan.people.models import DirectoryEntry, Office, Organization, Person, birth_fields
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key


class OrganizationFields(TypedDict, total=False):
    """What may be said of a body."""

    name: str
    short_name: str
    symbol: str
    kind: OrganizationKind | str
    parent: Organization | None
    place_name: str
    protocol_order: int
    valid_from: date | None
    valid_to: date | None


class PersonFields(TypedDict, total=False):
    """What may be said of somebody; ``birth`` is ``1982-06-02`` or ``1982``, None when unknown."""

    full_name: str
    honorific: str
    rank: str
    birth: str | None
    gender: Gender | str
    phone: str
    email: str


def know(office: Office | int, people: Iterable[Person | int | None]) -> None:
    """Enters people in the directory of an office, in one query; whom it knows already, and None, is passed over.

    For verbs, which call it wherever they bring somebody to an office and record the change themselves.
    """
    office_id = office if isinstance(office, int) else office.pk
    keys = dict.fromkeys(one if isinstance(one, int) else one.pk for one in people if one is not None)
    if keys:
        entries = [DirectoryEntry(office_id=office_id, person_id=key) for key in keys]
        DirectoryEntry.objects.bulk_create(entries, ignore_conflicts=True)


@verb("people.add_organization")
def add_organization(actor: Actor, **fields: Unpack[OrganizationFields]) -> Organization:
    """Adds a body, for all offices.  Raises ``organization_without_name`` and ``ends_before_start``."""
    require(actor, "people.change_directory")
    organization = Organization(**_tidy(fields))
    _settle_organization(organization)
    checked(organization).save(force_insert=True)
    record(actor, "people.add_organization", organization)
    return organization


@verb("people.change_organization")
def change_organization(
    actor: Actor, organization: Organization, *, seen: str = "", **fields: Unpack[OrganizationFields]
) -> None:
    """Changes what is said of a body; what lists and certificates froze of it stays.

    Raises ``organization_without_name``, ``ends_before_start``, ``parent_of_itself``, ``changed_meanwhile``.
    """
    require(actor, "people.change_organization", organization)
    unchanged(locked(organization), seen)
    before = snapshot(organization)
    for name, value in _tidy(fields).items():
        setattr(organization, name, value)
    _settle_organization(organization)
    _refuse_circle(organization)
    checked(organization).save()
    record(actor, "people.change_organization", organization, before)


@verb("people.add_person")
def add_person(
    actor: Actor,
    *,
    full_name: str,
    honorific: str = "",
    rank: str = "",
    birth: str | None = None,
    gender: Gender | str = "",
    phone: str = "",
    email: str = "",
    office: Office | None = None,
) -> Person:
    """Adds someone, to the directory of ``office``; without an office, a class that names them brings them there.

    ``birth`` is ``1982-06-02`` or ``1982``.  Raises ``person_without_name``.
    """
    require(actor, "people.keep_directory" if office else "people.change_directory", office)
    person = new_person(
        {
            "full_name": full_name,
            "honorific": honorific,
            "rank": rank,
            "gender": gender,
            "phone": phone,
            "email": email,
        },
        birth,
    )
    checked(person).save(force_insert=True)
    if office:
        know(office, [person])
    record(actor, "people.add_person", person, office_key=office.pk if office else None)
    return person


@verb("people.change_person")
def change_person(actor: Actor, person: Person, *, seen: str = "", **fields: Unpack[PersonFields]) -> None:
    """Changes what is said of somebody; lists and certificates of classes keep what they froze.

    Raises ``person_without_name``, ``birth_unreadable``, ``changed_meanwhile``.
    """
    require(actor, "people.change_person", person)
    unchanged(locked(person), seen)
    before = snapshot(person)
    rewrite_person(person, fields)
    checked(person).save()
    record(actor, "people.change_person", person, before)


@verb("people.remove_person")
def remove_person(actor: Actor, person: Person) -> None:
    """Takes somebody out of the directories of the actor's offices; whom no office knows any more is deleted.

    Raises ``person_in_use`` while a class, as learner or otherwise, names them.
    """
    require(actor, "people.change_person", person)
    locked(person)
    entries = person.known_to.all()
    if not isinstance(actor, SystemActor):
        entries = entries.filter(office__in=Office.objects.of_staff(account_of(actor)))
    _refuse_if_used(person)
    before = {name: value for name, value in snapshot(person).items() if name not in Person.audit_masked}
    record(actor, "people.remove_person", person, before, dict.fromkeys(name for name in before if before[name]))
    entries.delete()
    if not person.known_to.exists():
        person.delete()


def new_person(values: Mapping[str, str], birth: str | None) -> Person:
    """An unsaved Person with its keys; for verbs that add many at once and record them themselves."""
    person = Person()
    rewrite_person(person, {**values, "birth": birth})
    return person


def rewrite_person(person: Person, fields: Mapping[str, Any]) -> None:
    """Sets fields of an unsaved or locked person and what follows from them, the keys of the name."""
    values = dict(fields)
    if "birth" in values:
        values.update(birth_fields(values.pop("birth")))
    for name, value in _tidy(values).items():
        setattr(person, name, value)
    if not person.full_name:
        raise DomainError("person_without_name", _("A person needs a name."))
    person.name_key = name_sort_key(person.full_name)[:600]
    person.search_key = fold(person.full_name)[:400]


def _tidy(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def _settle_organization(organization: Organization) -> None:
    """Judges what no single field shows and keeps the key that finds the body."""
    if not organization.name:
        raise DomainError("organization_without_name", _("An organization needs a name."))
    if organization.valid_from and organization.valid_to and organization.valid_to < organization.valid_from:
        raise DomainError("ends_before_start", _("The last day comes before the first day."))
    organization.search_key = fold(f"{organization.name} {organization.short_name}")[:400]


def _refuse_circle(organization: Organization) -> None:
    above: Organization | None = organization.parent
    while above is not None:
        if above.pk == organization.pk:
            raise DomainError("parent_of_itself", _("A body cannot stand below itself."))
        above = above.parent


def _refuse_if_used(person: Person) -> None:
    """Whatever names a person protects them, in whichever app it lies."""
    try:
        Collector(using=DEFAULT_DB_ALIAS, origin=person).collect([person])
    except ProtectedError as error:
        raise DomainError(
            "person_in_use",
            _("%(name)s is named in a class and stays in the directory; correct the entry instead."),
            name=person.full_name,
        ) from error
