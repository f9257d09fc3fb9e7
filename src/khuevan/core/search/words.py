"""What somebody typed, as words of folded keys."""

import re
from collections.abc import Sequence

from django.db.models import Q

from khuevan.vietnamese.folding import fold

# What may stand before a word inside a folded key: "H'Hen" and "(Bình Phước)" are found by their second word too.
_BEFORE = (" ", "(", "-", "'", "/", ".", ",", "“")

BETWEEN = "()-'’ʼ/.,;“”"
"""What parts words inside a key, beside the space.  The triggers of indexes hold this list too: see ``schema``."""

_PARTED = str.maketrans(dict.fromkeys(BETWEEN, " "))
_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
_NUMBER = re.compile(r"\+?[0-9]{4,}")
_INSIDE_NUMBERS = re.compile(r"[\s.()\-]")


def words_of(query: str) -> list[str]:
    """The words of a search as they stand in folded keys."""
    return fold(query.replace("\x00", " ")).split()  # PostgreSQL knows no text with a NUL


def parted(key: str) -> str:
    """A folded key as its words with single spaces."""
    return " ".join(key.translate(_PARTED).split())


def phrases_of(query: str) -> list[str]:
    """What a row must hold, each at the start of a word: single words, and words that follow each other.

    ``h'hen`` and ``"van an"`` are phrases of two words.  A telephone number is one word of digits however it is
    written, an e-mail address one word behind an ``@``.
    """
    typed = fold(query.replace("\x00", " "))
    digits = _INSIDE_NUMBERS.sub("", typed)
    if _NUMBER.fullmatch(digits):
        return ["0" + digits[3:] if digits.startswith("+84") else digits.removeprefix("+")]
    phrases = []
    for quoted, plain in _PIECE.findall(typed):
        phrases.append(f"@{plain}" if "@" in plain[1:] else parted(quoted or plain))
    return list(dict.fromkeys(filter(None, phrases)))


def starts_words(fields: Sequence[str], query: str) -> Q:
    """Every typed word at the start of a word of one and the same field: "ha" finds Hà, not Phạm.

    Plain LIKE on purpose: a regular expression costs SQLite a call into Python for every row.
    """
    words = words_of(query)
    found = Q()
    for field in fields:
        in_field = Q()
        for word in words:
            inside = Q(**{f"{field}__startswith": word})
            for before in _BEFORE:
                inside |= Q(**{f"{field}__contains": f"{before}{word}"})
            in_field &= inside
        found |= in_field
    return found
