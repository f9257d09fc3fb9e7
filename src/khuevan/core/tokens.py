"""Secrets that travel in links: long enough that nobody guesses one, and kept only as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """256 bits of chance in letters that stand in an address as they are."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token.  Plain SHA-256 is enough: nobody tries 256 bits of chance."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
