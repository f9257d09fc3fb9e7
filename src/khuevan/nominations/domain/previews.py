"""How a message to an agency reads before it is sent, in the office's own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from khuevan.nominations.domain import notice_kinds, notices
from khuevan.nominations.domain.inviting import invitation_address
from khuevan.nominations.models import Quota
from khuevan.notifications.domain.composing import words_of
from khuevan.notifications.domain.kinds import filled, kind_of
from khuevan.notifications.models import MessageTemplate

OWN_LINK = "(đường dẫn riêng của đơn vị)"
"""Stands for a personal link, whose secret nobody sees here."""


@dataclass(frozen=True)
class Preview:
    """The words as the agency will read them; ``name`` is the agency they are filled in for."""

    name: str
    subject: str
    body: str


def invitation_preview(quota: Quota) -> Preview:
    return _preview(quota, notice_kinds.INVITATION, notices.invitation_values(quota, OWN_LINK))


def reminder_preview(quota: Quota) -> Preview:
    """With the short address of the class, or where agencies may not answer there, a mark for the personal link."""
    invitation = quota.invitation
    address = invitation_address(invitation) if invitation.is_public else OWN_LINK
    return _preview(quota, notice_kinds.REMINDER, notices.reminder_values(quota, address))


def _preview(quota: Quota, kind: str, values: Mapping[str, str]) -> Preview:
    office = quota.invitation.training_class.office_id
    template = MessageTemplate.objects.filter(office_id=office, kind=kind).first()
    subject, body = words_of(kind_of(kind), template)
    return Preview(quota.name, filled(subject, values), filled(body, values))
