"""Letters that only look right: other alphabets, spacing accents, marks in the wrong order, bytes read wrongly.

Only what looks the same, or can be nothing but a slip of encoding, is replaced; a word keeps what it says.
"""

import re
import unicodedata

from khuevan.vietnamese.syllables import is_syllable

_VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
# U+00D0 and U+0189 look exactly like the Vietnamese letter U+0110 and old keyboards produce them.
_SAME_SHAPE = str.maketrans({"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ", "\u0251": "a", "\u0261": "g"})
# Fullwidth forms, ligatures and the ornamental alphabets of chat programs.
_FORMS = re.compile("[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]+")

_CYRILLIC = "АаВЕеЅѕІіЈјКМНОоРрСсТУуХхҮԁһԛԜԝѵ"
_CYRILLIC_AS = "AaBEeSsIiJjKMHOoPpCcTYyXxYdhqWwv"
_GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανι"
_GREEK_AS = "ABEZHIKMNOPTYXoavi"
_OTHER_ALPHABETS = str.maketrans(_CYRILLIC + _GREEK, _CYRILLIC_AS + _GREEK_AS)
_OTHER_LETTER = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_DECOMPOSED_WORD = re.compile("(?:[^\\W\\d_][\u0300-\u036f]*)+")

_SHAPES = "\u0302\u0306\u031b"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKS = re.compile("[\u0300-\u036f]{2,}")

_SPACING_ACCENTS = {
    "`": "\u0300", "\u02cb": "\u0300", "´": "\u0301", "\u02ca": "\u0301", "~": "\u0303", "\u02dc": "\u0303",
    "^": "\u0302", "\u02c6": "\u0302", "\u02d8": "\u0306",
}  # fmt: skip
_ACCENTED = re.compile(rf"[^\W\d_]*[{_VOWELS}][{''.join(_SPACING_ACCENTS)}][^\W\d_{''.join(_SPACING_ACCENTS)}]*")

# Bytes of CP1258, where tones stand behind their letters, shown as CP1252 shows them.
_MISREAD_1258 = re.compile(rf"[ÌÒÞìò](?<=[{_VOWELS}].)")
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_IN_1258 = b"\xc3\xcc\xd0\xd2\xd5\xdd\xde\xe3\xec\xf0\xf2\xf5\xfd"
_AS_1258 = str.maketrans(_OTHER_IN_1258.decode("latin-1"), _OTHER_IN_1258.decode("cp1258"))

# UTF-8 shown as CP1252 or Latin-1: two or three such characters for one letter.
_MISREAD_UTF_8 = re.compile("[\u00c3-\u00c6\u00e1\u00e2][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]")
_CP1252 = {ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte)): byte for byte in range(0x80, 0xA0)}

# One repair can lay another slip open.
_MOST_ROUNDS = 4

_ORDINARY = re.compile(
    r"[\x21-\x5d\x5f\x61-\x7d\x20\u00c0-\u00c2\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3"
    r"\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fdĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9\u2013\u2014\u2018-\u201d\u2026]*"
)


def is_ordinary(text: str) -> bool:
    """Whether all is composed Vietnamese, ASCII and common punctuation: the quick answer for nearly every cell."""
    return _ORDINARY.fullmatch(text) is not None and (
        text.isascii() or not (_MISREAD_1258.search(text) or _MISREAD_UTF_8.search(text))
    )


def repaired(text: str) -> str:
    """Composed text with every repair; text that needs none comes back as it was.

    >>> repaired("Nguye\u0303\u0302n"), repaired("Тrần Ｖăn Ðông"), repaired("Ha` Nguyê~n"), repaired("Nguyá»…n VÄƒn")
    ('Nguyễn', 'Trần Văn Đông', 'Hà Nguyễn', 'Nguyễn Văn')
    """
    for _ in range(_MOST_ROUNDS):
        before, text = text, _repaired_once(text)
        if text == before:
            break
    return text


def _repaired_once(text: str) -> str:
    text = unicodedata.normalize("NFC", read_as_utf_8(text))
    if is_ordinary(text):
        return text
    text = _FORMS.sub(lambda forms: unicodedata.normalize("NFKC", forms[0]), text).translate(_SAME_SHAPE)
    if _OTHER_LETTER.search(text):
        text = _DECOMPOSED_WORD.sub(_in_one_alphabet, unicodedata.normalize("NFD", text))
    text = unicodedata.normalize("NFC", _MARKS.sub(_in_order, unicodedata.normalize("NFD", text)))
    return _ACCENTED.sub(_with_accents, _read_as_1258(text) if _MISREAD_1258.search(text) else text)


def _in_one_alphabet(word: re.Match[str]) -> str:
    """A word of Latin and other letters is Latin when each of the others looks like a Latin letter."""
    latin = word[0].translate(_OTHER_ALPHABETS)
    mixed = any("LATIN" in unicodedata.name(char, "") for char in word[0])
    return latin if mixed and not _OTHER_LETTER.search(latin) else word[0]


def _in_order(marks: re.Match[str]) -> str:
    """The mark that makes the letter first, then the tone, each once: ``e`` with tilde, then circumflex is ``ễ``."""
    distinct = list(dict.fromkeys(marks[0]))
    return "".join(sorted(distinct, key=lambda mark: 0 if mark in _SHAPES else 1 if mark in _TONES else 2))


def _with_accents(word: re.Match[str]) -> str:
    """An accent typed behind its vowel joins it when that gives a Vietnamese syllable: ``Ha``` but not ``Y```."""
    marked = "".join(_SPACING_ACCENTS.get(char, char) for char in word[0])
    joined = unicodedata.normalize("NFC", _MARKS.sub(_in_order, unicodedata.normalize("NFD", marked)))
    return joined if len(joined) > 1 and is_syllable(joined) else word[0]


def _read_as_1258(text: str) -> str:
    """``NguyêÞn`` is Nguyễn; ``hoì`` may be a tone in the wrong place and stays."""
    return _WORD.sub(_word_read_as_1258, text)


def _word_read_as_1258(word: re.Match[str]) -> str:
    if not _MISREAD_1258.search(word[0]) or is_syllable(word[0]):
        return word[0]
    bare = "".join(char for char in unicodedata.normalize("NFD", word[0]) if char not in _TONES)
    meant = unicodedata.normalize("NFC", word[0].translate(_AS_1258))
    return meant if is_syllable(meant) and not is_syllable(unicodedata.normalize("NFC", bare)) else word[0]


def read_as_utf_8(text: str) -> str:
    """The text its bytes are in UTF-8, if all of them are UTF-8 and it was CP1252 or Latin-1 that showed them.

    Some of those bytes look like spaces and invisible characters: this comes before any of them is taken out.
    """
    if not _MISREAD_UTF_8.search(text):
        return text
    try:
        return text.translate(_CP1252).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
