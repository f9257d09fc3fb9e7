"""Bodies: entered once, changed, taken out while nothing names them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, unchanged
from khuevan.people.domain.lineage import parts
from khuevan.people.enums import OrganizationKind
from khuevan.people.models import (
    Contact,
    GroupMember,
    Organization,
    OrganizationAlias,
    Succession,
)
from khuevan.vietnamese.folding import fold

LAST = 9999
"""The protocol order of a body nobody placed."""
_OWN: tuple[type[models.Model], ...] = (Contact, GroupMember, OrganizationAlias, Succession)
"""What goes with a body that is taken out; everything else that names it keeps it."""


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
    area_code: str
    head_title: str
    issues_documents: bool


@verb("people.add_organization")
def add_organization(actor: Actor, **fields: Unpack[OrganizationFields]) -> Organization:
    """Adds a body, for all offices.  Raises ``organization_without_name`` and ``ends_before_start``."""
    require(actor, "people.change_directory")
    organization = new_organization(fields)
    organization.save(force_insert=True)
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
    rewrite_organization(organization, fields)
    organization.save()
    record(actor, "people.change_organization", organization, before)


@verb("people.remove_organization")
def remove_organization(actor: Actor, organization: Organization) -> None:
    """Takes a body out that was entered by mistake, with its contacts and what was said of its successors.

    Raises ``organization_in_use`` when a class, a paper, a person, an office or a unit below names it.
    """
    require(actor, "people.change_organization", organization)
    locked(organization)
    if used([organization.pk]):
        raise DomainError(
            "organization_in_use",
            _("%(name)s is named elsewhere and stays in the list. If it no longer exists, say since when."),
            name=organization.name,
        )
    record(actor, "people.remove_organization", organization, snapshot(organization), {"gone": True})
    organization.delete()


def new_organization(fields: Mapping[str, Any]) -> Organization:
    """An unsaved body.  For verbs that add many at once and record them themselves."""
    organization = Organization()
    rewrite_organization(organization, fields)
    return organization


def rewrite_organization(organization: Organization, fields: Mapping[str, Any]) -> None:
    """Sets fields of an unsaved or locked body and what follows from them; does not save."""
    for name, value in fields.items():
        setattr(organization, name, value.strip() if isinstance(value, str) else value)
    _settle(organization)
    if organization.pk:
        _refuse_circle(organization)
    checked(organization)


def used(keys: Collection[int]) -> set[int]:
    """Those of the bodies that something names: a unit below, a class, a list, a document, an office, a person."""
    found: set[int] = set()
    for relation in Organization._meta.related_objects:
        if relation.related_model in _OWN or not isinstance(relation.field, models.ForeignKey):
            continue
        name = relation.field.name
        manager = relation.related_model._base_manager
        for some in parts(keys):
            found.update(manager.filter(**{f"{name}__in": some}).values_list(name, flat=True))
    return found


def _settle(organization: Organization) -> None:
    """Judges what no single field shows and keeps the key that finds the body."""
    if not organization.name:
        raise DomainError("organization_without_name", _("An organization needs a name."))
    if organization.valid_from and organization.valid_to and organization.valid_to < organization.valid_from:
        raise DomainError("ends_before_start", _("The last day comes before the first day."))
    organization.search_key = fold(f"{organization.name} {organization.short_name}")[:400]


def _refuse_circle(organization: Organization) -> None:
    above, seen = organization.parent, {organization.pk}
    while above is not None:
        if above.pk in seen:
            raise DomainError("parent_of_itself", _("A body cannot stand below itself."))
        seen.add(above.pk)
        above = above.parent


words(verbs={"people.remove_organization": _("took an organization out")})
