"""Finding rows by words typed without diacritics, over folded key columns."""

from collections.abc import Sequence

from django.db.models import Q

from khuevan.vietnamese.folding import fold

# What may stand before a word inside a folded key: "H'Hen" and "(Bình Phước)" are found by their second word too.
_BEFORE = (" ", "(", "-", "'", "/", ".", ",", "“")


def words_of(query: str) -> list[str]:
    """The words of a search as they stand in folded keys."""
    return fold(query.replace("\x00", " ")).split()  # PostgreSQL knows no text with a NUL


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
