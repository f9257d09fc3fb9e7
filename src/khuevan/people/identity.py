"""Citizen IDs: sealed where they lie, found by a keyed hash, masked on screens.

One key of the installation (``KHUEVAN_IDENTITY_KEY``) gives two by HKDF, so that whoever learns the key of the hash
reads no number.  The hash is keyed because twelve digits can be tried through in an hour.
"""

import base64
import hashlib
import hmac
import re
from functools import cache
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from khuevan.core.errors import DomainError
from khuevan.people.sealing import UnreadableSecretError
from khuevan.vietnamese.citizen_ids import masked_id

LENGTHS = {9: "9", 12: "c"}
"""Digits of an old identity card and of a citizen ID, and the sign their hashes begin with."""
_SEPARATORS = re.compile(r"[\s.\-–_]+")


class SealedId(NamedTuple):
    """What the two columns of a person hold; both empty where no number is known."""

    sealed: str
    hash: str


NO_ID = SealedId("", "")


def digits_of(text: str) -> str | None:
    """The 9 or 12 digits of a typed number, separators taken out; None when it is no such number."""
    digits = _SEPARATORS.sub("", text)
    return digits if digits.isascii() and digits.isdigit() and len(digits) in LENGTHS else None


def seal_citizen_id(number: str) -> SealedId:
    """The columns for a number; nothing typed gives ``NO_ID``.  Raises ``citizen_id_unreadable``."""
    if not number.strip():
        return NO_ID
    digits = digits_of(number)
    if digits is None:
        raise DomainError("citizen_id_unreadable", _("A citizen ID has 12 digits, an old identity card 9."))
    sealed = _keys(settings.KHUEVAN_IDENTITY_KEY).box.encrypt(digits.encode()).decode()
    return SealedId(sealed, citizen_id_hash(digits))


def citizen_id_hash(number: str) -> str:
    """64 signs that are equal for equal numbers, the first of which tells old cards from citizen IDs; empty for none.

    Raises KeyError for a number of another length.
    """
    digits = _SEPARATORS.sub("", number)
    if not digits:
        return ""
    digest = hmac.new(_keys(settings.KHUEVAN_IDENTITY_KEY).finding, digits.encode(), hashlib.sha256).hexdigest()
    return LENGTHS[len(digits)] + digest[1:]


def hash_of_query(text: str) -> str | None:
    """The hash to look for when somebody typed a whole number into a search; None for any other text."""
    digits = digits_of(text)
    return citizen_id_hash(digits) if digits else None


def unseal_citizen_id(sealed: str) -> str:
    """The number; empty for none.  Raises UnreadableSecretError when the key of the installation was replaced."""
    if not sealed:
        return ""
    try:
        return _keys(settings.KHUEVAN_IDENTITY_KEY).box.decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error


def masked(sealed: str) -> str:
    """As screens show it: dots and the last four digits; only dots when it cannot be read, empty for none."""
    try:
        return masked_id(unseal_citizen_id(sealed))
    except UnreadableSecretError:
        return "••••"


class _Keys(NamedTuple):
    box: Fernet
    finding: bytes


@cache
def _keys(master: str) -> _Keys:
    def derived(purpose: bytes) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=b"khuevan.identity." + purpose).derive(master.encode())

    return _Keys(Fernet(base64.urlsafe_b64encode(derived(b"sealing"))), derived(b"finding"))
