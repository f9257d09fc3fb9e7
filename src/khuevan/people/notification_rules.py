"""Who sees and steers messages of an office, and in whose name they go out.  Messages lie in a layer below."""

from typing import Any

from khuevan.core.actors import Actor
from khuevan.core.permissions import permission
from khuevan.notifications.domain.senders import Sender, tell_sender
from khuevan.people.enums import ContactSlot, RoleKind
from khuevan.people.models import Contact, Office
from khuevan.people.rules import KEEPERS, has_role, is_staff_of


def _view(actor: Actor, row: Any) -> bool:  # noqa: ANN401 - a Message or a MessageTemplate
    return is_staff_of(actor, row.office_id)


def _send(actor: Actor, message: Any) -> bool:  # noqa: ANN401 - a Message
    return has_role(actor, message.office_id, *KEEPERS)


def _change_template(actor: Actor, template: Any) -> bool:  # noqa: ANN401 - a MessageTemplate
    return has_role(actor, template.office_id, RoleKind.OFFICER)


def _sender(office_id: int) -> Sender:
    """Answers go to the office's own contact for training, else to its records clerk."""
    office = Office.objects.select_related("organization").filter(pk=office_id).first()
    if office is None:
        return Sender()
    written = Contact.objects.filter(organization=office.organization_id).exclude(email="")
    by_slot = {contact.slot: contact.email for contact in written.order_by("-pk")}
    reply_to = by_slot.get(ContactSlot.FOCAL) or by_slot.get(ContactSlot.CLERK) or ""
    return Sender(office.organization.name, reply_to)


permission("notifications.view_message", _view)
permission("notifications.send_message", _send)
permission("notifications.change_template", _change_template)
tell_sender(_sender)
