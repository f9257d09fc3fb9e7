"""Writing a message into the outbox, inside the transaction of whatever it tells of.

Nothing is sent here.  If the transaction fails, the message was never written; after it, delivery sees to it.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from khuevan.core.rows import checked
from khuevan.notifications.domain.kinds import MessageKind, filled, kind_of
from khuevan.notifications.enums import Channel
from khuevan.notifications.models import Message, MessageTemplate
from khuevan.vietnamese.folding import fold

GATHERED: Final = timedelta(minutes=30)
"""So long a message of a digest waits for others."""
_SUBJECT, _NAME, _PHONE, _ABOUT = 300, 250, 40, 200


@dataclass(frozen=True)
class Recipient:
    """Somebody to be told; without an e-mail address the message waits to be copied by hand."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Attachment:
    """A text file that goes along; ``type`` as in ``text/calendar``."""

    name: str
    type: str
    text: str


@dataclass(frozen=True)
class Letter:
    """One message to be composed; see ``compose`` for what its parts mean."""

    kind: str
    office_id: int | None
    to: Recipient
    values: Mapping[str, str]
    about: models.Model | None = None
    attachments: Sequence[Attachment] = field(default=())
    once_key: str = ""
    digest_key: str = ""
    is_secret: bool = False
    due_at: datetime | None = None


def compose(
    kind: str,
    *,
    office_id: int | None,
    to: Recipient,
    values: Mapping[str, str],
    about: models.Model | None = None,
    attachments: Sequence[Attachment] = (),
    once_key: str = "",
    digest_key: str = "",
    is_secret: bool = False,
    due_at: datetime | None = None,
) -> Message | None:
    """Writes one message in the office's words; None for a recipient without name, address and telephone.

    ``values`` has a text, maybe empty, for every place of the kind.  What ``once_key`` names is written once: the
    message known by it is returned as it is.  Messages of one ``digest_key`` to one address go out together.  Words of
    a secret message are shown to nobody after it went out, and then wiped.
    """
    letter = Letter(kind, office_id, to, values, about, attachments, once_key, digest_key, is_secret, due_at)
    return next(iter(compose_many([letter])), None)


def compose_many(letters: Sequence[Letter]) -> list[Message]:
    """The same for many in three queries.  Letters to nobody are left out."""
    told = [letter for letter in letters if letter.to.name or letter.to.email or letter.to.phone]
    templates = _templates(told)
    keys = [letter.once_key for letter in told if letter.once_key]
    known = {message.once_key: message for message in Message.objects.filter(once_key__in=keys)} if keys else {}
    messages: list[Message] = []
    new: list[Message] = []
    for letter in told:
        message = known.get(letter.once_key) if letter.once_key else None
        if message is None:
            message = _composed(letter, templates)
            new.append(message)
            if letter.once_key:
                known[letter.once_key] = message
        messages.append(message)
    Message.objects.bulk_create(new, batch_size=200)
    return messages


def words_of(kind: MessageKind, template: MessageTemplate | None) -> tuple[str, str]:
    """Subject and text with their places: the office's own, or those of the program."""
    return (template.subject, template.body) if template else (kind.subject, kind.body)


def one_line(text: str) -> str:
    """``text`` without line breaks and other signs that end a line of a letter's head."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _templates(letters: Sequence[Letter]) -> dict[tuple[int, str], MessageTemplate]:
    offices = {letter.office_id for letter in letters if letter.office_id}
    if not offices:
        return {}
    found = MessageTemplate.objects.filter(office_id__in=offices, kind__in={letter.kind for letter in letters})
    return {(template.office_id, template.kind): template for template in found}


def _composed(letter: Letter, templates: Mapping[tuple[int, str], MessageTemplate]) -> Message:
    kind = kind_of(letter.kind)
    if letter.values.keys() != kind.placeholders.keys() or (letter.is_secret and letter.digest_key):
        raise ValueError(letter.kind)
    subject, body = words_of(kind, templates.get((letter.office_id or 0, letter.kind)))
    email, can_mail = letter.to.email.strip(), is_address(letter.to.email.strip())
    about = letter.about
    message = Message(
        office_id=letter.office_id,
        kind=kind.code,
        channel=Channel.EMAIL if can_mail else Channel.HAND,
        to_name=one_line(letter.to.name)[:_NAME],
        to_email=email if can_mail else "",
        to_phone=one_line(letter.to.phone)[:_PHONE],
        subject=one_line(filled(subject, letter.values))[:_SUBJECT],
        body=filled(body, letter.values),
        attachments=[{"name": one.name, "type": one.type, "text": one.text} for one in letter.attachments],
        is_secret=letter.is_secret,
        about_type=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "",
        about_label=one_line(str(about))[:_ABOUT] if about else "",
        once_key=letter.once_key or None,
        digest_key=letter.digest_key if kind.digest else "",
        message_id=_new_message_id(),
        trouble="" if can_mail or not email else _("This e-mail address is not valid.")[:300],
        due_at=letter.due_at or timezone.now() + (GATHERED if kind.digest and letter.digest_key else timedelta()),
    )
    message.search_key = search_key(message)
    return checked(message)


def search_key(message: Message) -> str:
    """Who it is for and what it is about, as the list of messages is searched."""
    return fold(f"{message.to_name} {message.to_email} {message.about_label}")[:700]


def _new_message_id() -> str:
    """As RFC 5322 wants it; the same however often the message is tried."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.KHUEVAN_BASE_URL).hostname or 'khuevan.invalid'}>"
