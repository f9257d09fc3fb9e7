"""Who is told: of an agency its best contact, of an office its officers."""

from collections.abc import Iterable
from typing import Final

from khuevan.notifications.domain.composing import Recipient
from khuevan.people.enums import ContactSlot, RoleKind
from khuevan.people.models import Contact, User

BEST: Final = (ContactSlot.FOCAL, ContactSlot.CLERK, ContactSlot.LEADER, ContactSlot.OTHER)
"""Whom of an agency to tell, to call or to ask first."""


def addressees_of(organizations: Iterable[int]) -> dict[int, Contact]:
    """By key of the agency, in one query: who has an e-mail address, else who has a telephone.

    The contact for training comes first, then the records clerk, the leader, others.  Agencies without any contact
    are left out.
    """
    chosen: dict[int, tuple[tuple[bool, int, int], Contact]] = {}
    for contact in Contact.objects.filter(organization__in=set(organizations)):
        if contact.email or contact.phone:
            rank = (not contact.email, BEST.index(ContactSlot(contact.slot)), contact.pk)
            best = chosen.get(contact.organization_id)
            if best is None or rank < best[0]:
                chosen[contact.organization_id] = (rank, contact)
    return {key: contact for key, (_rank, contact) in chosen.items()}


def recipients_of(organizations: Iterable[int]) -> dict[int, Recipient]:
    """The same as recipients of a message."""
    found = addressees_of(organizations)
    return {key: Recipient(contact.name, contact.email, contact.phone) for key, contact in found.items()}


def officers_of(office_id: int) -> list[Recipient]:
    """Officers of the office whose e-mail address is known."""
    found = User.objects.filter(is_active=True, roles__office=office_id, roles__kind=RoleKind.OFFICER).exclude(email="")
    return [Recipient(user.full_name, user.email) for user in found.distinct().order_by("pk")]
