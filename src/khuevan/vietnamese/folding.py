"""Keys for searching and matching: what two spellings of one word have in common.

From coarse to fine: ``fold`` (no diacritics, for search), ``match_key`` (diacritics, but neither the place of the tone
nor ``y`` for ``i``: whether two names are one), ``spelling_key`` (diacritics, but not the place of the tone).
"""

import functools
import re
import unicodedata

from khuevan.vietnamese.cleaning import clean

_APOSTROPHES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u02bb\u02b9\u0060\u00b4\u2032\uff07"), "'")
_STROKES = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ƀ": "b", "Ƀ": "b"}) | _APOSTROPHES
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_TONELESS = dict.fromkeys(map(ord, _TONES))
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])
# Characters that fold one by one; in other scripts marks may stand in more than one order.
_SIMPLE = re.compile("[\x00-\u036f\u1e00-\u1eff\u2000-\u206f]*")


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf"}).translate(_STROKES)


class _Folded(dict[int, str]):
    """What a character becomes, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _bare(_bare(chr(code)).casefold())
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Lower case without diacritics, ``đ`` as ``d``, single spaces.

    Equal for composed and decomposed text, for both tone styles (``hòa``, ``hoà``) and for all kinds of apostrophe.

    >>> fold("  ĐẶNG Thanh Hoà "), fold("H’Hen Niê")
    ('dang thanh hoa', "h'hen nie")
    """
    if text.isascii():
        folded = text.lower().replace("`", "'")
    elif _SIMPLE.fullmatch(text):
        folded = text.translate(_FOLDED)
    else:
        folded = _bare(_bare(text).casefold())
    return " ".join(folded.split())


def spelling_key(text: str) -> str:
    """Lower case with all diacritics, but equal for both tone styles: ``hòa`` and ``hoà`` match, ``hoa`` does not.

    Each word becomes its letters without tone followed by its tones in the order written.
    """
    words = unicodedata.normalize("NFD", text.casefold()).translate(_INVISIBLE).split()
    return " ".join(map(_word_key, words))


@functools.lru_cache(maxsize=8192)
def _word_key(word: str) -> str:
    letters = word.translate(_TONELESS)
    return letters if len(letters) == len(word) else letters + "".join(c for c in word if c in _TONES)


# Written with y or i without another meaning: kỹ/kĩ, Mỹ/Mĩ, lý/lí, quy/qui; elsewhere (Thúy, Vy) they are other words.
_Y_FOR_I = re.compile(r"\b([hklmst]|qu)y\b")


def match_key(text: str) -> str:
    """``spelling_key`` of the repaired text, equal for ``y`` and ``i`` where they spell one word, and for apostrophes.

    The ``y`` that can be ``i`` is the whole rhyme after h, k, l, m, s, t and after qu.

    >>> match_key("Mỹ Hòa") == match_key("MĨ HOÀ"), match_key("Thuỷ") == match_key("Thủy")
    (True, True)
    >>> match_key("Thúy") == match_key("Thủy"), match_key("Vy") == match_key("Vi"), match_key("Thy") == match_key("Thi")
    (False, False, False)
    """
    return " ".join(map(_match_word, clean(text).split(" ")))


@functools.lru_cache(maxsize=16384)
def _match_word(word: str) -> str:
    word = unicodedata.normalize("NFD", word.casefold()).translate(_APOSTROPHES)
    letters = word.translate(_TONELESS)
    letters = _Y_FOR_I.sub(r"\1i", letters) if "y" in letters else letters
    return letters + "".join(char for char in word if char in _TONES)
