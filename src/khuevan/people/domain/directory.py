"""Organizations and people: entered once, found again."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, create
from khuevan.people.enums import Gender, OrganizationKind
from khuevan.people.models import Organization, Person, birth_fields
from khuevan.vietnamese.folding import fold
from khuevan.vietnamese.names import name_sort_key


@verb("people.add_organization")
def add_organization(
    actor: Actor,
    *,
    name: str,
    short_name: str = "",
    symbol: str = "",
    kind: OrganizationKind | str = OrganizationKind.OTHER,
    parent: Organization | None = None,
    place_name: str = "",
    protocol_order: int = 9999,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Organization:
    """Adds a body.  Raises ``organization_without_name``."""
    require(actor, "people.change_directory")
    if not name.strip():
        raise DomainError("organization_without_name", _("An organization needs a name."))
    organization = create(
        Organization,
        name=name.strip(),
        short_name=short_name.strip(),
        symbol=symbol,
        kind=kind,
        parent=parent,
        place_name=place_name,
        protocol_order=protocol_order,
        valid_from=valid_from,
        valid_to=valid_to,
        search_key=fold(f"{name} {short_name}")[:400],
    )
    record(actor, "people.add_organization", organization)
    return organization


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
) -> Person:
    """Adds someone.  ``birth`` is ``1982-06-02`` or ``1982``.  Raises ``person_without_name``."""
    require(actor, "people.change_directory")
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
    record(actor, "people.add_person", person)
    return person


def new_person(values: Mapping[str, str], birth: str | None) -> Person:
    """An unsaved Person with its keys; for verbs that add many at once and record them themselves."""
    name = values["full_name"].strip()
    if not name:
        raise DomainError("person_without_name", _("A person needs a name."))
    return Person(
        **{**values, "full_name": name},
        **birth_fields(birth),
        name_key=name_sort_key(name)[:600],
        search_key=fold(name)[:400],
    )
