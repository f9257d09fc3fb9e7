"""Small secrets as they lie in the database: readable only with the key of this installation."""

import base64
import hashlib
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings


class UnreadableSecretError(Exception):
    """Sealed with another key: the keys folder was replaced or lost."""


@cache
def _box(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


def seal(text: str) -> str:
    return _box(settings.KHUEVAN_ACCOUNT_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises UnreadableSecretError."""
    try:
        return _box(settings.KHUEVAN_ACCOUNT_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error
