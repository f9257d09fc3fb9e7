"""What an officer does with messages: ticks those copied by hand, sends again, cancels."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from khuevan.core.actors import Actor, account_of
from khuevan.core.audit import Snapshot, record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.notifications.domain.delivery import not_before
from khuevan.notifications.enums import Channel, MessageState
from khuevan.notifications.models import Message

_OPEN = (MessageState.WAITING, MessageState.UNCLEAR)
_AGAIN = (MessageState.FAILED, MessageState.UNCLEAR, MessageState.CANCELLED, MessageState.WAITING)


@verb("notifications.mark_sent")
def mark_sent(actor: Actor, messages: Iterable[Message]) -> list[Message]:
    """Ticks messages that somebody copied by hand; others are passed over.  Those ticked now."""
    user, now = account_of(actor), timezone.now()

    def tick(message: Message) -> bool:
        if message.channel != Channel.HAND or message.state != MessageState.WAITING:
            return False
        message.state, message.sent_at, message.sent_by = MessageState.SENT, now, user
        return True

    return _changed(actor, "notifications.mark_sent", messages, tick)


@verb("notifications.unmark_sent")
def unmark_sent(actor: Actor, messages: Iterable[Message]) -> list[Message]:
    """Takes ticks back.  Messages whose secret words were wiped meanwhile are passed over."""

    def untick(message: Message) -> bool:
        if message.channel != Channel.HAND or message.state != MessageState.SENT or message.is_wiped:
            return False
        message.state, message.sent_at, message.sent_by = MessageState.WAITING, None, None
        return True

    return _changed(actor, "notifications.unmark_sent", messages, untick)


@verb("notifications.retry")
def retry(actor: Actor, messages: Iterable[Message]) -> list[Message]:
    """Sends again as soon as that is allowed (``delivery.not_before``); what is under way or out is passed over."""
    now = timezone.now()

    def again(message: Message) -> bool:
        if message.state not in _AGAIN or message.is_wiped:
            return False
        message.due_at = max(now, not_before(message))
        if message.state != MessageState.UNCLEAR:
            message.state = MessageState.WAITING
        return True

    return _changed(actor, "notifications.retry", messages, again)


@verb("notifications.cancel")
def cancel(actor: Actor, messages: Iterable[Message]) -> list[Message]:
    """Messages that are not to go out; what is under way or out is passed over."""

    def stop(message: Message) -> bool:
        if message.state not in {*_OPEN, MessageState.FAILED}:
            return False
        message.state = MessageState.CANCELLED
        return True

    return _changed(actor, "notifications.cancel", messages, stop)


def only_one(changed: list[Message]) -> Message:
    """The one message somebody wanted to change; raises ``message_moved_on`` when it was passed over."""
    if not changed:
        raise DomainError(
            "message_moved_on", _("This message has moved on meanwhile; look at how it stands now, then decide.")
        )
    return changed[0]


def earliest_retry(message: Message) -> datetime | None:
    """From when on it may be sent again; None for at once."""
    at = not_before(message)
    return at if message.channel == Channel.EMAIL and at > timezone.now() else None


def _changed(
    actor: Actor, verb_name: str, messages: Iterable[Message], change: Callable[[Message], bool]
) -> list[Message]:
    keys = [message.pk for message in messages]
    changed: list[Message] = []
    before: dict[int, Snapshot] = {}
    for message in Message.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"):
        require(actor, "notifications.send_message", message)
        old = snapshot(message)
        if change(message):
            before[message.pk] = old
            changed.append(message)
    Message.objects.bulk_update(changed, ("state", "due_at", "sent_at", "sent_by"), batch_size=200)
    record(actor, verb_name, changed, before)
    return changed
