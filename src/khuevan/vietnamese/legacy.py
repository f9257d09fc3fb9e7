"""Text typed in fonts from before Unicode (TCVN3, VNI, VPS): told by its font or by itself, and made Unicode.

Old files hold bytes that only their font shows as Vietnamese; read as Latin-1 they look like "Céng hoµ x· héi" (TCVN3)
or "Coäng hoøa xaõ hoäi" (VNI).  Convert before cleaning: bytes of letters are soft hyphens and controls elsewhere.
"""

import enum
import re
from collections.abc import Iterable
from typing import Final

from khuevan.vietnamese.legacy_tables import TCVN3, VNI, VNI_READ, VPS
from khuevan.vietnamese.syllables import is_syllable


class Encoding(enum.Enum):
    """``value`` is also the name of the charmap in viparse."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    VPS = "vps"


_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONTS = {
    Encoding.TCVN3: re.compile(r"[._#]vn(?!i)[a-z0-9]|(?-i:Vn[A-Z])", re.IGNORECASE),
    Encoding.VNI: re.compile(r"[._#]?vni(?![a-z]*(?:code|versal))", re.IGNORECASE),
    Encoding.VPS: re.compile(r"vps(?=[ _-]|[a-z])", re.IGNORECASE),
}
_CAPITAL_FONT = re.compile(r"H(?:[ ,_-]*(?:bold|italic|regular|normal|oblique|bd|it|mt))*$", re.IGNORECASE)

# What PDF readers and CP1252 made of bytes of TCVN3 and VPS.
_GLYPHS = str.maketrans({"\u2212": "\xad", "\u2219": "\xb7", "\u03bc": "\xb5"})
_BESIDE_LETTER = re.compile("[\u2212\u2219](?=[^\\W\\d_])|(?<=[^\\W\\d_])[\u2212\u2219]|\u03bc")
_CP1252 = {ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(0x80, 0xA0)}

_TCVN3_TABLE = str.maketrans(TCVN3)
_VPS_TABLE = str.maketrans(VPS | {chr(char): VPS[chr(byte)] for char, byte in _CP1252.items() if chr(byte) in VPS})
_VNI_SIGNS = re.compile("|".join(sorted(map(re.escape, VNI_READ), key=len, reverse=True)))
_WRITTEN = {
    Encoding.TCVN3: {new: old for old, new in TCVN3.items()},
    Encoding.VNI: {new: old for old, new in VNI.items()},
    Encoding.VPS: {new: old for old, new in VPS.items()},
}
_ENCODED = {
    encoding: str.maketrans({new: old for new, old in table.items() if new != old})
    for encoding, table in _WRITTEN.items()
}
# Letters that no table of old bytes yields before conversion: who has them is Unicode already.
_UNICODE_ONLY = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u0300-\u036f\u1ea0-\u1ef9]")


def encoding_of_font(name: str) -> Encoding | None:
    """The encoding that a font's name tells, or None for a Unicode font.

    >>> encoding_of_font(".VnTime"), encoding_of_font("ABCDEF+VNI-Times,Bold"), encoding_of_font("Times New Roman")
    (<Encoding.TCVN3: 'tcvn3'>, <Encoding.VNI: 'vni'>, None)
    """
    name = _SUBSET.sub("", name.strip())
    return next((encoding for encoding, form in _FONTS.items() if form.match(name)), None)


def is_capital_font(name: str) -> bool:
    """Whether a TCVN3 font draws small letters as capitals: its name ends with H (``.VnTimeH``, ``.VnArialH,Bold``)."""
    return encoding_of_font(name) is Encoding.TCVN3 and _CAPITAL_FONT.search(name.strip()) is not None


def is_unicode(text: str) -> bool:
    """Whether text holds letters that only Unicode has: then it stays as it is, whatever its font."""
    return _UNICODE_ONLY.search(text) is not None


def to_unicode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Text typed in an old font as Unicode, composed; ``capitals`` for text in a capital font.

    Text that is Unicode already comes back unchanged.  TCVN3 has no capitals with tones: a word whose other letters
    are capitals becomes capitals wholly.

    >>> to_unicode("Céng hoµ x· héi", Encoding.TCVN3), to_unicode("Coäng hoøa xaõ hoäi", Encoding.VNI)
    ('Cộng hoà xã hội', 'Cộng hòa xã hội')
    >>> to_unicode("nguyÔn v¨n an", Encoding.TCVN3, capitals=True)
    'NGUYỄN VĂN AN'
    """
    if is_unicode(text):
        return text
    converted = _decoded(text, encoding)
    if capitals:
        return converted.upper()
    return _capitals_completed(text, converted) if encoding is Encoding.TCVN3 else converted


def _decoded(text: str, encoding: Encoding) -> str:
    if encoding is Encoding.VNI:
        return _VNI_SIGNS.sub(lambda sign: VNI_READ[sign[0]], text)
    if encoding is Encoding.VPS:
        return text.translate(_VPS_TABLE)
    return _BESIDE_LETTER.sub(lambda sign: sign[0].translate(_GLYPHS), text).translate(_TCVN3_TABLE)


_CAPITALS_AND_SIGNS = re.compile("(?=[^A-Z]*[A-Z][^A-Z]*[A-Z])[A-Z\xa1-\xff]*[\xa8-\xff][A-Z\xa1-\xff]*")


def _capitals_completed(text: str, converted: str) -> str:
    """``C¸N Bé`` is CÁN BỘ: TCVN3 could not write Á nor Ộ."""
    if not any(_CAPITALS_AND_SIGNS.fullmatch(word) for word in text.split(" ")):
        return converted
    if not re.search("[a-z]", text):
        return converted.upper()
    pairs = zip(text.split(" "), converted.split(" "), strict=True)
    return " ".join(new.upper() if _CAPITALS_AND_SIGNS.fullmatch(old) else new for old, new in pairs)


def from_unicode(text: str, encoding: Encoding) -> str:
    """Vietnamese text as the old fonts held it: for tests, and for programs that still want it.

    TCVN3 takes capitals with tones as small letters (type them in a capital font); what an encoding lacks stays.

    >>> from_unicode("Cộng hoà", Encoding.TCVN3), from_unicode("Cộng hoà", Encoding.VNI)
    ('Céng hoµ', 'Coäng hoaø')
    """
    if encoding is Encoding.TCVN3:
        written = _WRITTEN[encoding]
        text = "".join(char if char in written or char.lower() not in written else char.lower() for char in text)
    return text.translate(_ENCODED[encoding])


# More than this says nothing new, and a sheet may have millions of characters.
_LOOKED_AT: Final = 60_000
_LEAST_WORDS: Final = 2
# VPS is rare, and what has none of its letters below A1 may be another encoding.
_CLEAR_LEAD: Final = 4
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
_WORD = re.compile("[^ \t\r\n\x0b\x0c\xa0!-@\\[-`{-\x7e\u2010-\u2026\u200b\ufeff]+")
_CONTROLS = re.compile("[\x02-\x06\x10-\x15\x19\x1c\x1d\x80-\x9f]")
_WINDOWS = str.maketrans({char: chr(byte) for char, byte in _CP1252.items()})
_SPELLED = {
    Encoding.TCVN3: re.compile(f"[A-Za-z{''.join(TCVN3)}]+"),
    Encoding.VNI: re.compile(f"(?:{_VNI_SIGNS.pattern}|[A-Za-z])+"),
    Encoding.VPS: re.compile(f"[A-Za-z{''.join(VPS)}]+"),
}
_CAPITAL_INSIDE = re.compile(f"[a-z].*[A-Z{''.join(_WRITTEN[Encoding.VPS]).upper()}]")


def detect(text: str) -> Encoding | None:
    """The old encoding of text whose font is not known, or None: judged by its words alone.

    A word speaks for an encoding when it is no Vietnamese syllable as it stands and becomes one; against it when it
    does not become one.  Two words at least must speak for it, with hardly any against; pass the joined text of a sheet
    or of a column to be sure.  Real Unicode Vietnamese, other languages and codes give None.

    >>> detect("Hä vµ tªn"), detect("Hoï vaø teân"), detect("Họ và tên"), detect("Crème brûlée, señor Müller")
    (<Encoding.TCVN3: 'tcvn3'>, <Encoding.VNI: 'vni'>, None, None)
    """
    if text.isascii() and not _CONTROLS.search(text):
        return None
    sample = _ADDRESS.sub(" ", _sample(text))
    words = set(_WORD.findall(sample))
    signed = {encoding: _signed(words) for encoding in Encoding}
    signed[Encoding.VPS] = _signed(_WORD.findall(sample.translate(_WINDOWS)))
    real = sum(is_unicode(word) for word in signed[Encoding.TCVN3])
    foreign = sum(1 for word in words if _plain(word) and word.islower() and len(word) > 1 and not _toneless(word))
    votes = {encoding: _votes(signed[encoding], encoding) for encoding in Encoding}
    lead = {encoding: spoken - against for encoding, (spoken, against) in votes.items()}
    second, best = sorted(Encoding, key=lambda encoding: (lead[encoding], encoding is not Encoding.VPS))[-2:]
    spoken, against = votes[best]
    if (
        best is Encoding.VPS
        and lead[best] < lead[second] + _CLEAR_LEAD
        and not any(map(_CONTROLS.search, signed[best]))
    ):
        return None
    rival = sum(1 for word in signed[best] if _becomes(word, second) and not _becomes(word, best))
    if spoken < _LEAST_WORDS or 4 * (against + real) + foreign > spoken or rival * 4 > spoken:
        return None
    return best


def _signed(words: Iterable[str]) -> set[str]:
    return {word for word in words if len(word) > 1 and re.search("[A-Za-z]", word) and not _plain(word)}


def _sample(text: str) -> str:
    if len(text) <= _LOOKED_AT:
        return text
    third, middle = _LOOKED_AT // 3, len(text) // 2
    return "\n".join((text[:third], text[middle : middle + third], text[-third:]))


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _toneless(word: str) -> bool:
    """Whether a word without signs can be Vietnamese: "cat" would be only with a tone, but lists are full of such."""
    return is_syllable(word) or is_syllable(word + "\u0301")


def _votes(words: set[str], encoding: Encoding) -> tuple[int, int]:
    """How many words speak for an encoding and against it."""
    spoken = against = 0
    for word in words:
        if not _becomes(word, encoding):
            against += 1
        elif not is_syllable(word):
            spoken += 1
    return spoken, against


def _becomes(word: str, encoding: Encoding) -> bool:
    """Whether every sign of a word belongs to the encoding and the word is a syllable when it is read so."""
    if _SPELLED[encoding].fullmatch(word) is None:
        return False
    decoded = _decoded(word, encoding)
    return is_syllable(decoded) and _CAPITAL_INSIDE.search(decoded) is None
