"""The notice of data processing: what an office tells people before it asks anything of them (Luật 91/2025/QH15).

The words of law and of retention are options of the installation: an office has them checked by its own lawyer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from khuevan.people.enums import ContactSlot
from khuevan.people.models import Contact, Office


@dataclass(frozen=True)
class ProcessingNotice:
    """``contacts`` are those of the office that have a telephone or an e-mail address, whoever trains first."""

    controller: str
    parent: str
    contacts: list[Contact]
    basis: Sequence[str]
    retention: Sequence[str]
    reply_days: int
    done_days: int


_FIRST = (ContactSlot.FOCAL, ContactSlot.CLERK, ContactSlot.OTHER)


def processing_notice(office: Office) -> ProcessingNotice:
    body = office.organization
    return ProcessingNotice(
        controller=body.name,
        parent=body.parent.name if body.parent else "",
        contacts=contacts_of(office),
        basis=settings.KHUEVAN_NOTICE_BASIS,
        retention=settings.KHUEVAN_NOTICE_RETENTION,
        reply_days=settings.KHUEVAN_RIGHTS_REPLY_DAYS,
        done_days=settings.KHUEVAN_RIGHTS_DONE_DAYS,
    )


def contacts_of(office: Office) -> list[Contact]:
    """Whom of an office people outside may call or write to; its leaders are left out."""
    found = [one for one in office.organization.contacts.filter(slot__in=_FIRST) if one.phone or one.email]
    return sorted(found, key=lambda one: (_FIRST.index(ContactSlot(one.slot)), one.pk))
