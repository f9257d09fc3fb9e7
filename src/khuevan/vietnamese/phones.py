"""Vietnamese telephone numbers as text of digits, in the numbering of today.

The forms here answer for nearly every cell; what they leave in doubt is asked of ``phonenumbers`` (its metadata knows
prefixes given out since), which is imported only then.
"""

import enum
import functools
import re
from typing import NamedTuple

from khuevan.vietnamese.phone_changes import OLD_AREAS, OLD_MOBILE_PREFIXES

__all__ = [
    "OLD_AREAS",
    "OLD_MOBILE_PREFIXES",
    "Phone",
    "PhoneChange",
    "foreign_phone",
    "format_phone",
    "normalise_phone",
    "split_phones",
]

_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}", re.ASCII)
_PERHAPS_MOBILE = re.compile(r"0[35789]\d{8}", re.ASCII)
_OLD_MOBILE = re.compile(r"01[2689]\d{8}", re.ASCII)
# Seven digits behind an area of three digits, eight in Hà Nội (024) and Thành phố Hồ Chí Minh (028).
_AREA = "2(?:0[3-9]|1[0-689]|2[0-25-9]|3[2-9]|4[2-8]|5[124-9]|6[0-39]|7[0-7]|8[2-8]|9[0-4679])"
_LANDLINE = re.compile(rf"0{_AREA}\d{{7}}|069\d{{6,8}}", re.ASCII)
_PERHAPS_LANDLINE = re.compile(r"02\d{9}", re.ASCII)
_OLD_LANDLINE = re.compile("|".join(
    rf"{old}\d{{{8 if old in {'04', '08'} else 7}}}" for old in sorted(OLD_AREAS)
), re.ASCII)  # fmt: skip
_ABROAD = re.compile(r"(?:\+|00)?84(?:0(?=\d{9,10}$)|(?=\d{9,10}$))", re.ASCII)
_SEPARATORS = re.compile(r"[\s.\-()–—_'’\u200b\u2060\xad]+")
_LABEL = re.compile(
    r"^\s*(?:(?:số\s+)?(?:điện thoại|đt|sđt|đtdđ|đtdd|dđ|di động|tel|phone|mobile|hotline|zalo|cq|nr|cơ quan|nhà riêng)"
    r"\s*[.:)]*\s*)+",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\s*[(,;x]?\s*(?:máy lẻ|số lẻ|nhánh|ml|ext\.?)\s*[.:]?\s*\d{1,5}\s*\)?\s*$", re.IGNORECASE)
_REMARK = re.compile(r"\s*\([^\d()]*\)\s*$")
_SEVERAL = re.compile(r"[/;,\n|&]|\s[-–—]\s|\s+(?:và|hoặc|hay)\s+")


class PhoneChange(enum.Enum):
    """What was done to a number beyond taking out the separators."""

    ZERO_RESTORED = "zero_restored"
    PREFIX_RENEWED = "prefix_renewed"
    EXTENSION_LEFT_OUT = "extension_left_out"


class Phone(NamedTuple):
    """``number`` is digits with the leading zero; ``changes`` is empty when it was written so."""

    number: str
    changes: frozenset[PhoneChange] = frozenset()


def normalise_phone(text: str) -> Phone | None:
    """Read one number: separators, labels and remarks out, +84 as 0, a lost leading zero restored, prefixes renewed.

    Mobile prefixes of before 15/9/2018 and area codes of before 2017 become those of today, unless the number is also
    one of today (037 3 123 456 was Thanh Hóa once, and is a mobile number now).  None when it is no Vietnamese number.

    >>> normalise_phone("(+84) 987-888-476").number, normalise_phone("ĐT: 0651 3870 123").number
    ('0987888476', '02713870123')
    >>> normalise_phone("1680667676").number, normalise_phone("12345")
    ('0380667676', None)
    """
    digits = _SEPARATORS.sub("", text)
    if len(digits) == 10 and _MOBILE.fullmatch(digits):
        return Phone(digits)
    changes = set()
    if not digits.isdigit():
        bare = _REMARK.sub("", _LABEL.sub("", text))
        if (shorter := _EXTENSION.sub("", bare)) != bare:
            changes.add(PhoneChange.EXTENSION_LEFT_OUT)
        digits = _SEPARATORS.sub("", shorter)
    digits = _ABROAD.sub("0", digits)
    if not digits.isascii() or not digits.isdigit():
        return None
    if not digits.startswith("0"):
        digits = "0" + digits
        changes.add(PhoneChange.ZERO_RESTORED)
        if _OLD_LANDLINE.fullmatch(digits) and not _MOBILE.fullmatch(digits):
            return None
    today = _renewed(digits)
    if today != digits:
        changes.add(PhoneChange.PREFIX_RENEWED)
    return Phone(today, frozenset(changes)) if _is_of_today(today) else None


def _renewed(digits: str) -> str:
    """A number of the old plans as it is today, any other unchanged."""
    if _MOBILE.fullmatch(digits):
        return digits
    if _OLD_MOBILE.fullmatch(digits):
        return OLD_MOBILE_PREFIXES.get(digits[:4], "") + digits[4:]
    if _OLD_LANDLINE.fullmatch(digits):
        area = next(digits[:length] for length in (4, 3, 2) if digits[:length] in OLD_AREAS)
        return OLD_AREAS[area] + digits[len(area) :]
    return digits


def _is_of_today(digits: str) -> bool:
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return True
    if not (_PERHAPS_MOBILE.fullmatch(digits) or _PERHAPS_LANDLINE.fullmatch(digits)):
        return False
    return _known_to_metadata(digits)


@functools.lru_cache(maxsize=1024)
def _known_to_metadata(digits: str) -> bool:
    import phonenumbers  # only for doubtful numbers: reading its metadata costs every process that imports it

    return phonenumbers.is_valid_number(phonenumbers.parse(digits, "VN"))


def split_phones(text: str) -> list[str]:
    """The numbers of a cell that holds several, as they were written; the cell itself when it holds one or none.

    >>> split_phones("0912345678 / 0271 3870 123"), split_phones("0912.345.678-0987.654.321")
    (['0912345678', '0271 3870 123'], ['0912.345.678', '0987.654.321'])
    """
    if normalise_phone(text) is not None:
        return [text]
    parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
    return [number for part in parts for number in _run_together(part)]


_FIGURES = re.compile(r"\+?\d+", re.ASCII)


def _run_together(text: str) -> list[str]:
    """Numbers with nothing but spaces, dots or hyphens between them, told apart by what is a number of today."""
    if normalise_phone(text) is not None or sum(char.isdigit() for char in text) < 18:
        return [text]
    groups = list(_FIGURES.finditer(text))
    found, begin = [], 0
    while begin < len(groups):
        for end in range(len(groups), begin, -1):
            part = text[groups[begin].start() : groups[end - 1].end()]
            phone = normalise_phone(part)
            if phone is not None and PhoneChange.ZERO_RESTORED not in phone.changes:
                found.append(part)
                begin = end
                break
        else:
            return [text]
    return found


def format_phone(number: str, *, abroad: bool = False) -> str:
    """Digits with the zero as people write them; with +84 for readers abroad.  Anything else comes back unchanged.

    >>> format_phone("0912345678"), format_phone("02713870123"), format_phone("02438234567")
    ('0912 345 678', '0271 3870 123', '024 3823 4567')
    >>> format_phone("0912345678", abroad=True), format_phone("069123456")
    ('+84 912 345 678', '069 123 456')
    """
    if _PERHAPS_MOBILE.fullmatch(number):
        groups = (number[:4], number[4:7], number[7:])
    elif number.startswith(("024", "028")) and len(number) == 11:
        groups = (number[:3], number[3:7], number[7:])
    elif _PERHAPS_LANDLINE.fullmatch(number):
        groups = (number[:4], number[4:8], number[8:])
    elif _LANDLINE.fullmatch(number):
        groups = (number[:3], number[3:6], number[6:])
    else:
        return number
    text = " ".join(groups)
    return f"+84 {text[1:]}" if abroad else text


def foreign_phone(text: str) -> str | None:
    """A number of another country, written with + or 00, in the form of E.164; None for any other text.

    >>> foreign_phone("+856 20 5551 2345"), foreign_phone("+84 912 345 678")
    ('+8562055512345', None)
    """
    import phonenumbers  # few lists hold such numbers

    digits = _SEPARATORS.sub("", text)
    digits = "+" + digits[2:] if digits.startswith("00") else digits
    if not digits.startswith("+"):
        return None
    try:
        number = phonenumbers.parse(digits)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code == 84 or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
