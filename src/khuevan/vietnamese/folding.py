"""Keys for searching and matching: what two spellings of one word have in common."""

import unicodedata

_STROKES = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ƀ": "b", "Ƀ": "b"})
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_TONELESS = dict.fromkeys(map(ord, _TONES))
_INVISIBLE = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF])


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf"}).translate(_STROKES)


def fold(text: str) -> str:
    """Lower case without diacritics, ``đ`` as ``d``, single spaces.

    Equal for composed and decomposed text, and for both tone styles (``hòa``, ``hoà``).
    """
    folded = _bare(_bare(text).casefold())
    return " ".join(folded.split())


def spelling_key(text: str) -> str:
    """Lower case with all diacritics, but equal for both tone styles: ``hòa`` and ``hoà`` match, ``hoa`` does not.

    Each word becomes its letters without tone followed by its tones in the order written.
    """
    words = unicodedata.normalize("NFD", text.casefold()).translate(_INVISIBLE).split()
    return " ".join(_word_key(word) for word in words)


def _word_key(word: str) -> str:
    letters = word.translate(_TONELESS)
    return letters if len(letters) == len(word) else letters + "".join(c for c in word if c in _TONES)
