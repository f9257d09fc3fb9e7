"""Vietnamese telephone numbers as text of digits, in the numbering of today."""

import enum
import re
from typing import NamedTuple

# Mobile numbers went from 11 to 10 digits on 15/9/2018 (plan of the Ministry of Information and Communications).
OLD_MOBILE_PREFIXES = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip

_MOBILE = re.compile(r"0[35789]\d{8}")
_OLD_MOBILE = re.compile(r"01[2689]\d{8}")
_LANDLINE = re.compile(r"02\d{9}|069\d{6,8}")
_OLD_LANDLINE = re.compile(r"0[4-8]\d{8,9}")
_ABROAD = re.compile(r"(?:\+|00)?84(?=\d{9,10}$)")
_SEPARATORS = re.compile(r"[\s.\-()–_']+")
_SEVERAL = re.compile(r"[/;,\n|]|\s[-–]\s|\s+và\s+|\s+hoặc\s+")


class PhoneChange(enum.Enum):
    """What was done to a number beyond taking out the separators."""

    ZERO_RESTORED = "zero_restored"
    PREFIX_RENEWED = "prefix_renewed"


class Phone(NamedTuple):
    """``number`` is digits with the leading zero; ``changes`` is empty when it was written so."""

    number: str
    changes: frozenset[PhoneChange] = frozenset()


def normalise_phone(text: str) -> Phone | None:
    """Read one number: separators out, +84 as 0, one lost leading zero restored, old mobile prefixes renewed.

    None when it is no Vietnamese number.
    """
    digits = _SEPARATORS.sub("", text)
    digits = _ABROAD.sub("0", digits)
    if not digits.isascii() or not digits.isdigit():
        return None
    changes = set()
    if not digits.startswith("0"):
        digits = "0" + digits
        changes.add(PhoneChange.ZERO_RESTORED)
        if _OLD_LANDLINE.fullmatch(digits) and not _MOBILE.fullmatch(digits):
            return None
    if _OLD_MOBILE.fullmatch(digits):
        renewed = OLD_MOBILE_PREFIXES.get(digits[:4])
        if renewed is None:
            return None
        changes.add(PhoneChange.PREFIX_RENEWED)
        digits = renewed + digits[4:]
    if any(form.fullmatch(digits) for form in (_MOBILE, _LANDLINE, _OLD_LANDLINE)):
        return Phone(digits, frozenset(changes))
    return None


def split_phones(text: str) -> list[str]:
    """The numbers of a cell that holds several ("0912345678 / 0271 3870 123")."""
    whole = normalise_phone(text)
    if whole is not None:
        return [text]
    return [part.strip() for part in _SEVERAL.split(text) if part.strip()]
