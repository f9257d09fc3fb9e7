"""Periodic work of the outbox: sending, and forgetting what was secret."""

from datetime import timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from khuevan.notifications.enums import MessageState
from khuevan.notifications.models import Message

EVERY_SECONDS: Final = 2
ONCE_AN_HOUR: Final = 3600
KEPT_AFTER: Final = timedelta(hours=1)
"""So long a tick "sent" of a secret message that was copied by hand can be taken back."""
KEPT_AT_ALL: Final = timedelta(days=30)
"""After that nobody sends a secret message any more: links and codes have run out, or new ones were made."""


def wipe_secrets() -> int:
    """Words of secret messages that went out by hand, were cancelled, or never went out.  How many were wiped."""
    now = timezone.now()
    over = Q(state__in=(MessageState.SENT, MessageState.CANCELLED)) & (
        Q(sent_at__lt=now - KEPT_AFTER) | Q(sent_at=None)
    )
    old = Message.objects.filter(is_secret=True).exclude(body="", attachments=[])
    return old.filter(over | Q(made_at__lt=now - KEPT_AT_ALL)).update(body="", attachments=[])
