"""Guessing at links and codes is slowed: whoever was wrong ten times within an hour waits for the rest of it.

Counts lie in the database, so that they hold for every process; a visitor is a keyed hash of the address and the day,
of no use after midnight.  Only a wrong guess writes.  Whoever is slowed is refused before anything is looked up, also
with the right secret: otherwise the refusal would tell a guesser which guesses were wrong.
"""

import hashlib
import hmac
import ipaddress
import math
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.core.models import GuessCount
from khuevan.core.visits import address_of

MOST: Final = 10
WITHIN: Final = timedelta(hours=1)
_NETWORK: Final = 64
"""One household or office has a whole /64 of IPv6 addresses to choose from."""

type Guesser = HttpRequest | str
"""Who guesses: a request, told apart by its address, or a name that the caller made up."""


class TooManyGuesses(DomainError):  # noqa: N818 - it reads as what happened
    """Refused without looking; ``seconds`` until it is worth trying again."""

    def __init__(self, seconds: int) -> None:
        minutes = math.ceil(seconds / 60)
        super().__init__(
            "too_many_guesses",
            _("Too many wrong attempts from here. Try again in %(minutes)s minutes."),
            minutes=minutes,
        )
        self.seconds = seconds


def refuse_if_slowed(who: Guesser, kind: str) -> None:
    """Raises ``too_many_guesses`` for a visitor who was wrong too often at secrets of this kind.  Writes nothing."""
    since = (
        GuessCount.objects.filter(key=_key(who, kind), count__gte=MOST, since__gt=timezone.now() - WITHIN)
        .values_list("since", flat=True)
        .first()
    )
    if since is not None:
        raise TooManyGuesses(max(1, math.ceil((since + WITHIN - timezone.now()).total_seconds())))


def note_wrong_guess(who: Guesser, kind: str, guess: str = "") -> None:
    """Counts a wrong guess.  Call it outside the transaction of whatever was refused, or it is undone with that.

    The same ``guess`` again is no new one: somebody who loads a dead link over and over is not guessing.
    """
    key = _key(who, kind)
    if guess and not cache.add(f"guess.{_keyed(f'{key}|{guess}')}", True, WITHIN.total_seconds()):
        return
    now = timezone.now()
    rows = GuessCount.objects.filter(key=key)
    with transaction.atomic():
        GuessCount.objects.bulk_create([GuessCount(key=key, since=now)], ignore_conflicts=True)
        rows.filter(since__lte=now - WITHIN).update(count=0, since=now)
        rows.update(count=F("count") + 1)


def forget_guesses() -> None:
    """Periodic: counts that slow nobody any more."""
    GuessCount.objects.filter(since__lte=timezone.now() - WITHIN).delete()


def _key(who: Guesser, kind: str) -> str:
    place = who if isinstance(who, str) else _place(address_of(who))
    return _keyed(f"{timezone.localdate()}|{kind}|{place}")


def _place(address: str) -> str:
    """What one visitor cannot easily change: an IPv4 address, or the network of an IPv6 one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is None:
            return str(ipaddress.ip_network((found, _NETWORK), strict=False))
        found = found.ipv4_mapped
    return str(found)


def _keyed(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"guess|{text}".encode(), hashlib.sha256).hexdigest()
