"""Takes messages out of the outbox to the mail server (``docs/algorithms/outbox.md``).

A message is claimed by a conditional update that is committed before the server hears of it, so that of several workers
one sends it, and a worker that dies leaves a trace.  At least once, and as seldom twice as SMTP allows.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from khuevan.notifications.domain import digests
from khuevan.notifications.domain.carriers import AwayError, Carrier, RefusedError, UnclearError, carrier
from khuevan.notifications.domain.mails import mail_of
from khuevan.notifications.domain.refusals import sentence
from khuevan.notifications.domain.senders import sender_of
from khuevan.notifications.enums import Channel, MessageState
from khuevan.notifications.models import MailPause, Message

logger = logging.getLogger(__name__)

PAUSE: Final = timedelta(seconds=60)
"""So long nobody asks a server that was away."""
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (10, 20, 40, 60))
"""Between one attempt and the next; the last one again and again."""
MOST_ATTEMPTS: Final = 96
"""Some four days; after that nobody is going to take it."""
MOST_UNCLEAR: Final = 5
"""Each of these attempts may have arrived: better one message too few than the same one every hour."""
SLICE: Final = 5.0
"""Seconds of one run; the worker has other periodic work to do, and waits for this before it ends."""
_BATCH: Final = 50
_TO_SEND: Final = (MessageState.WAITING, MessageState.UNCLEAR)


def deliver() -> int:
    """Periodic: sends what is due, as much as a slice of time allows.  How many were sent."""
    now = timezone.now()
    if MailPause.objects.filter(until__gt=now).exists():
        return 0
    take_back_abandoned(now)
    if not _due(now).exists():
        return 0
    sent = 0
    with closing(carrier()) as way:
        try:
            for claim in _claims(way):
                if _sent(claim, way):
                    sent += 1
                    if sent == 1:
                        MailPause.objects.all().delete()
        except AwayError as error:
            pause(str(error))
    if sent:
        logger.info("%s messages sent", sent)
    return sent


def take_back_abandoned(now: datetime) -> None:
    """Messages of a worker that died while it sent them: perhaps they arrived."""
    gone = Message.objects.filter(channel=Channel.EMAIL, state=MessageState.SENDING, attempted_at__lt=now - WAITS[0])
    if not gone.exists():
        return
    trouble = _("The program stopped while this message was being sent; perhaps it arrived.")
    gone.filter(attempts__gte=MOST_UNCLEAR).update(state=MessageState.FAILED, trouble=trouble)
    gone.update(state=MessageState.UNCLEAR, trouble=trouble, due_at=now)


def pause(trouble: str) -> None:
    """Nobody asks the server for a minute; what waits goes on waiting and counts no attempt."""
    MailPause.objects.update_or_create(pk=1, defaults={"until": timezone.now() + PAUSE, "trouble": trouble[:300]})
    logger.warning("Messages wait: %s", trouble)


def not_before(message: Message) -> datetime:
    """The earliest moment for another attempt; long ago for a message that was never tried."""
    tried = message.attempted_at
    return tried + WAITS[min(max(message.attempts, 1), len(WAITS)) - 1] if tried else message.made_at


def _due(now: datetime) -> QuerySet[Message]:
    return Message.objects.filter(channel=Channel.EMAIL, state__in=_TO_SEND, due_at__lte=now)


@dataclass(frozen=True)
class _Claim:
    """A message that is this worker's to send, and what it was before: put back if the server never hears of it."""

    message: Message
    state: str
    tried: datetime | None


def _claims(way: Carrier) -> Iterator[_Claim]:
    """Messages claimed one by one, the oldest first, until none is due or time is up."""
    until = time.monotonic() + SLICE
    while keys := list(_due(timezone.now()).order_by("due_at", "pk").values_list("pk", flat=True)[:_BATCH]):
        for key in keys:
            if time.monotonic() > until:
                return
            way.ready()
            if claim := _claimed(key):
                yield claim


def _claimed(key: int) -> _Claim | None:
    """The message, now marked as being sent; None where another worker or an officer was faster."""
    now = timezone.now()
    with transaction.atomic():
        found = _due(now).filter(pk=key).first()
        if found is None:
            return None
        if found.digest_key:
            digests.one_at_a_time()
        as_seen = Q(pk=key, state=found.state, attempts=found.attempts, attempted_at=found.attempted_at)
        change: dict[str, Any] = {"state": MessageState.SENDING, "attempted_at": now, "attempts": F("attempts") + 1}
        if not Message.objects.filter(as_seen).update(**change):
            return None
        message = Message.objects.get(pk=key)
        if message.digest_key and found.state == MessageState.WAITING and not found.attempts:
            digests.gather(message)
    return _Claim(message, found.state, found.attempted_at)


def _sent(claim: _Claim, way: Carrier) -> bool:
    """One attempt and what came of it.  Raises AwayError when there is no use in going on."""
    message = claim.message
    try:
        mail = mail_of(message, sender_of(message.office_id))
    except Exception:
        logger.exception("Message %s cannot be put together", message.pk)
        _settle(message, MessageState.FAILED, _("The message cannot be put together as an e-mail."))
        return False
    try:
        way.send(message, mail)
    except AwayError:
        _put_back(claim)
        raise
    except UnclearError:
        _unclear(message)
        return False
    except RefusedError as refusal:
        _refused(claim, refusal)
        if refusal.is_closing:
            raise AwayError(_("The mail server asks us to come back later.")) from refusal
        return False
    _settle(message, MessageState.SENT, sent_at=timezone.now())
    return True


def _put_back(claim: _Claim) -> None:
    """As if it had not been tried: nothing of it was handed over."""
    _own(claim.message).update(state=claim.state, attempted_at=claim.tried, attempts=F("attempts") - 1)


def _unclear(message: Message) -> None:
    if message.attempts >= MOST_UNCLEAR:
        trouble = _("The connection broke %(count)s times while this message was being sent; ask whether it arrived.")
        _settle(message, MessageState.FAILED, trouble % {"count": message.attempts})
    else:
        trouble = _("The connection broke before the mail server had answered; perhaps the message arrived.")
        _settle(message, MessageState.UNCLEAR, trouble, due_at=not_before(message))


def _refused(claim: _Claim, refusal: RefusedError) -> None:
    message = claim.message
    if refusal.is_final or message.attempts >= MOST_ATTEMPTS:
        _settle(message, MessageState.FAILED, sentence(refusal.code))
    else:
        _settle(message, claim.state, sentence(refusal.code), due_at=not_before(message))


def _settle(message: Message, state: str, trouble: str = "", **values: object) -> None:
    """Words of a secret message are of no use once it is out, and are wiped with the same stroke."""
    if message.is_secret and state == MessageState.SENT:
        values |= {"body": "", "attachments": []}
    _own(message).update(state=state, trouble=trouble[:300], **values)


def _own(message: Message) -> QuerySet[Message]:
    """The message, as long as it is still this worker's attempt."""
    return Message.objects.filter(pk=message.pk, state=MessageState.SENDING, attempted_at=message.attempted_at)
