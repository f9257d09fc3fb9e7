"""Codes that a person can read from paper and type: of certificates, of cards, of addresses on a wall."""

import re
import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 signs, so five bits each; without 0, 1, I and O, which look like another."""

LENGTH: Final = 12
"""Sixty bits: a guess hits one of a million certificates once in a million million tries."""


def new_code() -> str:
    """A random code as stored: twelve signs."""
    return "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))


def grouped(code: str) -> str:
    """As printed and used in addresses: ABCD-EFGH-JKLM."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def normal(typed: str) -> str | None:
    """A typed code as stored, or None when it cannot be one.  Case, blanks and dashes do not matter."""
    code = re.sub(r"[\s\-–.]", "", typed).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
