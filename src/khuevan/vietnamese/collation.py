"""The dictionary order of Vietnamese, as CLDR gives it for ``vi``, in keys that any database can compare.

Letters first (a ă â b c d đ e ê ... y, with f j w z in their Latin places), then tones (ngang, huyền, hỏi, ngã, sắc,
nặng), then case (lower first).  Keys are plain ASCII: SQLite BINARY, PostgreSQL "C" and Python order them alike.
"""

import unicodedata
from string import ascii_letters, ascii_uppercase
from typing import Final, NamedTuple

# Ends every level; lower than every weight, so a shorter text sorts before its continuations.
END: Final = "!"

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_WEIGHTS = ascii_uppercase + ascii_letters[: len(_LETTERS) - len(ascii_uppercase)]
_PRIMARY = dict(zip(_LETTERS, _WEIGHTS, strict=True)) | {digit: digit for digit in "0123456789"} | {" ": "#"}
_PUNCTUATION: Final = "$"
_PUNCTUATION_ORDER = "_-–—,;:!?.'‘’\"“”()[]{}§¶@*/\\&#%`´^¨°©®+±÷×<=>|~"
_OTHER: Final = "z"
_SHAPES = {"ă", "â", "ê", "ô", "ơ", "ư"}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
# A letter that CLDR puts behind all words of another letter: "~" is higher than every weight.
_PRIMARY["ƀ"] = _PRIMARY["b"] + "~"
_PRIMARY["ð"] = _PRIMARY["đ"]


class Levels(NamedTuple):
    """The three levels of comparison of one text, each a string that ends with ``END``."""

    letters: str
    tones: str
    case: str


def levels(text: str) -> Levels:
    """Weigh every letter of a text; text that differs only in composition or in spaces weighs the same."""
    letters, tones, case = [], [], []
    for char, marks in _elements(" ".join(text.split())):
        lower = char.lower()
        shape, rest = _shaped(lower, marks)
        letters.append(_letter_weight(shape))
        tones.append(_mark_weight(rest))
        case.append("0" if char == lower else "1")
    return Levels("".join(letters) + END, "".join(tones) + END, "".join(case) + END)


def sort_key(text: str) -> str:
    """A string whose code points give the order of ``text`` among Vietnamese words."""
    return "".join(levels(text))


def _elements(text: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            if found:
                found[-1][1].append(char)
        elif unicodedata.category(char) not in {"Cc", "Cf"}:
            found.append((char, []))
    return found


def _shaped(lower: str, marks: list[str]) -> tuple[str, list[str]]:
    """Join the mark that makes another letter of the alphabet (ă â ê ô ơ ư) and return it with the marks left over."""
    for place, mark in enumerate(marks):
        composed = unicodedata.normalize("NFC", lower + mark)
        if composed in _SHAPES:
            return composed, marks[:place] + marks[place + 1 :]
    return lower, marks


def _letter_weight(shape: str) -> str:
    weight = _PRIMARY.get(shape)
    if weight is not None:
        return weight
    place = _PUNCTUATION_ORDER.find(shape)
    if place >= 0:
        return f"{_PUNCTUATION}{place:06x}"
    prefix = _OTHER if shape.isalnum() else _PUNCTUATION
    return "".join(f"{prefix}{ord(char):06x}" for char in shape)


def _mark_weight(marks: list[str]) -> str:
    """One character: the tone, raised by six when the letter also bears a mark that is no tone (Ê Đê ``ĕ``)."""
    tone = next((_TONES[mark] for mark in marks if mark in _TONES), 0)
    foreign = any(mark not in _TONES for mark in marks)
    return chr(ord("0") + tone + (6 if foreign else 0))
