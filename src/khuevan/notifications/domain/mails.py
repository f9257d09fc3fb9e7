"""A message as an e-mail: head, plain text, attachments.  All of it is ASCII on the wire."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.conf import settings
from django.utils import timezone

from khuevan.notifications.domain.composing import is_address, one_line
from khuevan.notifications.domain.senders import Sender
from khuevan.notifications.models import Message


def mail_of(message: Message, sender: Sender) -> EmailMessage:
    """The e-mail of a message: the same each time, but for the name of the office."""
    own: Address = settings.KHUEVAN_MAIL_FROM
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(one_line(sender.name) or own.display_name, own.username, own.domain)
    mail["To"] = Address(one_line(message.to_name), addr_spec=wire_address(message.to_email))
    if is_address(sender.reply_to):
        mail["Reply-To"] = Address("", addr_spec=wire_address(sender.reply_to))
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(timezone.localtime(message.made_at))
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body + "\n", charset="utf-8", cte="base64")
    mail["Content-Language"] = "vi"
    for attachment in message.attachments:
        _attach(mail, attachment)
    return mail


def wire_address(email: str) -> str:
    """An address with the name of its host as the network knows it."""
    local, _at, host = email.rpartition("@")
    return f"{local}@{host if host.isascii() else host.encode('idna').decode()}"


def _attach(mail: EmailMessage, attachment: dict[str, str]) -> None:
    """As bytes: a calendar wants its own line ends."""
    maintype, _slash, subtype = attachment["type"].partition("/")
    params = {"charset": "utf-8"} | ({"method": "PUBLISH"} if subtype == "calendar" else {})
    mail.add_attachment(
        attachment["text"].encode(), maintype=maintype, subtype=subtype, filename=attachment["name"], params=params
    )
