"""Names of people: parts, the order of a list, and a proposal for names typed wholly in capitals."""

import re
from typing import NamedTuple

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.collation import levels

_SUFFIX = re.compile(r"\([^)]*\)")
_WORD = re.compile(r"[^\W\d_]+")


class NameParts(NamedTuple):
    """``family_middle`` is họ và tên đệm ("Nguyễn Thị"), ``given`` is tên ("Anh", or "Anh (B)" with its sign)."""

    family_middle: str
    given: str


def split_name(full_name: str) -> NameParts:
    """Part a full name at its last word, as Vietnamese lists do, names of ethnic minorities included."""
    words = clean(full_name).split(" ")
    cut = len(words) - 1
    if cut > 0 and _SUFFIX.fullmatch(words[cut]):
        cut -= 1
    return NameParts(" ".join(words[:cut]), " ".join(words[cut:]))


def join_name(family_middle: str, given: str) -> str:
    return clean(f"{family_middle} {given}")


def name_sort_key(full_name: str) -> str:
    """The order of a list of people: tên wholly, tones included, before any look at họ đệm; case decides last.

    ASCII only and at most some three times as long as the name: fit for an indexed column that is compared byte by
    byte (SQLite BINARY, PostgreSQL "C").
    """
    parts = split_name(full_name)
    given, family = levels(parts.given), levels(parts.family_middle)
    return given.letters + given.tones + family.letters + family.tones + given.case + family.case


def is_all_capitals(name: str) -> bool:
    """Whether a name was typed wholly in capitals (a single letter such as "Y" says nothing)."""
    return name.isupper() and sum(char.isalpha() for char in name) > 1


def proper_case(name: str) -> str:
    """Propose "Phạm Thu Thảo" for "PHẠM THU THẢO"; a name with any small letter comes back as it was entered.

    A letter after an apostrophe, hyphen or dot stays a capital: "H'HEN NIÊ" gives "H'Hen Niê".
    """
    if not is_all_capitals(name):
        return name
    return _WORD.sub(lambda word: word[0][0] + word[0][1:].lower(), clean(name))
