"""Numbers of the citizen identity card: twelve digits that tell where, of which gender and in which year.

Nghị định 137/2015/NĐ-CP Điều 13 and Thông tư 59/2021/TT-BCA: three digits for the province or country of registration
of birth, one for century and gender, two for the year, six at random.  There is no check digit; every doubt is a
warning, none a reason to refuse: codes were merged, genders and years corrected.
"""

import enum
import re

_SEPARATORS = re.compile(r"[\s.'\-]+")
# Codes of the 63 provinces as they were until 30/6/2025; numbers given before keep them.
_PROVINCE_CODES = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044
045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091
092 093 094 095 096
"""
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_SHOWN_DIGITS = 4


class IdDoubt(enum.Enum):
    """What makes a number doubtful."""

    LENGTH = "length"
    PROVINCE = "province"
    GENDER = "gender"
    BIRTH_YEAR = "birth_year"
    OLD_CARD = "old_card"


def citizen_id_digits(text: str) -> str | None:
    """The digits of a number typed with spaces, dots or hyphens; None when anything else stands in it.

    >>> citizen_id_digits("070 182 001 234"), citizen_id_digits("không có")
    ('070182001234', None)
    """
    digits = _SEPARATORS.sub("", text)
    return digits if digits.isascii() and digits.isdigit() else None


def check_citizen_id(number: str, *, gender: str | None = None, birth_year: int | None = None) -> frozenset[IdDoubt]:
    """What in a number does not fit the rules or the person ("Nam", "Nữ"; None: not known); empty when all fits.

    >>> sorted(doubt.value for doubt in check_citizen_id("070182001234", gender="Nam", birth_year=1983))
    ['birth_year', 'gender']
    """
    digits = citizen_id_digits(number) or ""
    if len(digits) == 9:
        return frozenset({IdDoubt.OLD_CARD})
    if len(digits) != 12:
        return frozenset({IdDoubt.LENGTH})
    doubts = set()
    if digits[:3] not in _PROVINCES and not "100" <= digits[:3] <= "999":
        doubts.add(IdDoubt.PROVINCE)
    if gender is not None and born_as(digits) != gender:
        doubts.add(IdDoubt.GENDER)
    if birth_year is not None and born_in(digits) != birth_year:
        doubts.add(IdDoubt.BIRTH_YEAR)
    return frozenset(doubts)


def born_as(number: str) -> str:
    """The gender that twelve digits tell: "Nam" or "Nữ"."""
    return "Nữ" if int(number[3]) % 2 else "Nam"


def born_in(number: str) -> int:
    """The year of birth that twelve digits tell: 0 and 1 stand for 1900 to 1999, 2 and 3 for 2000 to 2099, and on."""
    return 1900 + int(number[3]) // 2 * 100 + int(number[4:6])


def masked_id(number: str) -> str:
    """``•••••••• 1234``: as many dots as digits are hidden, the last four shown; short numbers are hidden wholly."""
    hidden = len(number) - _SHOWN_DIGITS
    return "•" * len(number) if hidden < _SHOWN_DIGITS else "•" * hidden + " " + number[-_SHOWN_DIGITS:]
