"""Names of people: parts, the order of a list, and a proposal for names typed wholly in capitals."""

import enum
import re
from typing import NamedTuple

from khuevan.vietnamese.cleaning import clean
from khuevan.vietnamese.collation import levels

_SUFFIX = re.compile(r"\([^)]*\)?")
_APOSTROPHES = "'\u2018\u2019\u02bc\u02bb\u02b9`\u00b4\u2032"
# A run of letters; U+02BC and its kin count as letters in Unicode and part words like any apostrophe here.
_WORD = re.compile(r"[^\W\d_\u02b0-\u02ff]+")


class NameParts(NamedTuple):
    """``family_middle`` is họ và tên đệm ("Nguyễn Thị"), ``given`` is tên ("Anh", or "Anh (B)" with its sign)."""

    family_middle: str
    given: str


class NameOrder(enum.Enum):
    """What decides among people of one given name: họ đệm from left to right, or đệm before họ."""

    FAMILY_FIRST = "family_first"
    MIDDLE_FIRST = "middle_first"


def split_name(full_name: str) -> NameParts:
    """Part a full name at its last word, as the two columns of Vietnamese lists do, names of all peoples included.

    A sign in brackets and the letter before an apostrophe stay with the last word.

    >>> split_name("Nguyễn Thị Anh (B)"), split_name("Điểu K' Ré")
    (NameParts(family_middle='Nguyễn Thị', given='Anh (B)'), NameParts(family_middle='Điểu', given="K' Ré"))
    """
    words = clean(full_name).split(" ")
    cut = len(words) - 1
    if cut > 0 and _SUFFIX.fullmatch(words[cut]):
        cut -= 1
    if cut > 0 and len(words[cut - 1]) <= 2 and (words[cut - 1][-1] in _APOSTROPHES or words[cut][0] in _APOSTROPHES):
        cut -= 1
    return NameParts(" ".join(words[:cut]), " ".join(words[cut:]))


def join_name(family_middle: str, given: str) -> str:
    """The full name of the two columns.

    >>> join_name("Nguyễn Thị ", "Anh")
    'Nguyễn Thị Anh'
    """
    return clean(f"{family_middle} {given}")


def name_sort_key(full_name: str, order: NameOrder = NameOrder.FAMILY_FIRST) -> str:
    """The order of a list of people: tên wholly, tones included, before any look at họ đệm; case decides last.

    ASCII only and at most some three times as long as the name: fit for an indexed column that is compared byte by
    byte (SQLite BINARY, PostgreSQL "C").  Keys of two orders must not be mixed.

    >>> sorted(["Bùi Văn An", "An Thị An", "Lê Thị Ân", "Trần An"], key=name_sort_key)
    ['An Thị An', 'Bùi Văn An', 'Trần An', 'Lê Thị Ân']
    >>> sorted(["Bùi Văn An", "An Thị An", "Trần An"], key=lambda name: name_sort_key(name, NameOrder.MIDDLE_FIRST))
    ['Trần An', 'An Thị An', 'Bùi Văn An']
    """
    parts = split_name(full_name)
    fields = [parts.given, parts.family_middle]
    if order is NameOrder.MIDDLE_FIRST:
        family, _, middle = parts.family_middle.partition(" ")
        fields = [parts.given, middle, family]
    weights = [levels(field) for field in fields]
    return "".join(weight.letters + weight.tones for weight in weights) + "".join(weight.case for weight in weights)


def is_all_capitals(name: str) -> bool:
    """Whether a name was typed wholly in capitals (a single letter such as "Y" says nothing).

    >>> is_all_capitals("H'HEN NIÊ"), is_all_capitals("Y"), is_all_capitals("LÊ Văn")
    (True, False, False)
    """
    return name.isupper() and sum(char.isalpha() for char in name) > 1


def proper_case(name: str) -> str:
    """Propose "Phạm Thu Thảo" for "PHẠM THU THẢO"; a name with any small letter comes back as it was entered.

    A letter after an apostrophe of any kind, a hyphen, a dot or a bracket stays a capital.

    >>> proper_case("H'HEN NIÊ"), proper_case("Y BHỐK ÊNUÔL"), proper_case("ĐIỂU K’RÉ"), proper_case("K'sor")
    ("H'Hen Niê", 'Y Bhốk Ênuôl', 'Điểu K’Ré', "K'sor")
    """
    if not is_all_capitals(name):
        return name
    return _WORD.sub(lambda word: word[0][0] + word[0][1:].lower(), clean(name))
