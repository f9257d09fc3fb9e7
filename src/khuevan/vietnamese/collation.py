"""The dictionary order of Vietnamese, as CLDR gives it for ``vi``, in keys that any database can compare.

Letters first (a ă â b c d đ e ê ... y, with f j w z in their Latin places), then tones (ngang, huyền, hỏi, ngã, sắc,
nặng) and other marks, then case (lower first).  Keys are plain ASCII: SQLite BINARY, PostgreSQL "C" and Python order
them alike.  ``tests/vietnamese/test_icu.py`` holds them against 10,000 texts that ICU put in order.
"""

import re
import unicodedata
from functools import lru_cache
from string import ascii_letters, ascii_uppercase
from typing import Final, NamedTuple

from khuevan.vietnamese.collation_order import (
    ALPHABET,
    EXPANSIONS,
    MARKS_BEFORE_TONES,
    MARKS_BEHIND_TONES,
    OTHER_SCRIPTS,
    STROKES,
    SYMBOLS,
    TONES,
)

# Ends every level; lower than every weight, so a shorter text sorts before its continuations.
END: Final = "!"

# A mark of no weight in Unicode that EXPANSIONS put behind their first letter.
_HIGHEST_MARK = "\ue000"
_SHAPES = {"ă", "â", "ê", "ô", "ơ", "ư", "й"}
_PLAIN = re.compile("[\x20-\u02ff\u1ea0-\u1eff\u2010-\u2027]*")


class Levels(NamedTuple):
    """The three levels of comparison of one text, each a string that ends with ``END``."""

    letters: str
    tones: str
    case: str


@lru_cache(maxsize=8_192)  # given names, and families with their middle names, are few
def levels(text: str) -> Levels:
    """Weigh every letter of a text; text that differs only in composition or in spaces weighs the same."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if _PLAIN.fullmatch(text):
        return Levels(
            text.translate(_TABLES.letters) + END,
            text.translate(_TABLES.tones) + END,
            text.translate(_TABLES.case) + END,
        )
    return Levels(*(level + END for level in _weights(text)))


def sort_key(text: str) -> str:
    """A string whose code points give the order of ``text`` among Vietnamese words.

    >>> sorted(["lạ", "lan", "Lá", "lá", "la", "đa", "da"], key=sort_key)
    ['da', 'đa', 'la', 'lá', 'Lá', 'lạ', 'lan']
    """
    return "".join(levels(text))


def _weights(text: str) -> tuple[str, str, str]:
    letters, tones, case = [], [], []
    for char, marks in _elements(text):
        lower = char.lower()
        shape, rest = _shaped(lower, marks)
        letter, variant = _letter_weight(shape)
        letters.append(letter)
        tones.append(_marks_weight(variant + rest))
        case.append("0" if char == lower else "1")
    return "".join(letters), "".join(tones), "".join(case)


def _elements(text: str) -> list[tuple[str, str]]:
    """The letters with the marks behind each; controls weigh nothing, and ``æ`` is two letters."""
    found: list[tuple[str, str]] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            if found:
                found[-1] = (found[-1][0], found[-1][1] + char)
        elif unicodedata.category(char) not in {"Cc", "Cf", "Mn", "Me"}:
            found += _expanded(char)
    return found


def _expanded(char: str) -> list[tuple[str, str]]:
    lower = char.lower()
    if lower in EXPANSIONS:
        parts = EXPANSIONS[lower] if char == lower else EXPANSIONS[lower].upper()
        return [(parts[0], _HIGHEST_MARK), *((part, "") for part in parts[1:])]
    if lower in STROKES:
        stroked = STROKES[lower]
        return [(stroked[0] if char == lower else stroked[0].upper(), stroked[1])]
    return [(char, "")]


def _shaped(lower: str, marks: str) -> tuple[str, str]:
    """Join the mark that makes another letter of the alphabet (ă â ê ô ơ ư) and return it with the marks left over."""
    for place, mark in enumerate(marks):
        composed = unicodedata.normalize("NFC", lower + mark)
        if composed in _SHAPES and not _blocked(mark, marks[:place]):
            return composed, marks[:place] + marks[place + 1 :]
    return lower, marks


def _blocked(mark: str, before: str) -> bool:
    """Unicode joins a mark to its letter only over marks at another place: ``e``, acute, circumflex is no ế."""
    return any(unicodedata.combining(other) == unicodedata.combining(mark) for other in before)


def _alphabet() -> dict[str, str]:
    """One character for each letter of the alphabet; a letter behind it is higher than all words with it."""
    weights = {" ": "#"} | {digit: digit for digit in "0123456789"}
    for weight, group in zip(ascii_uppercase + ascii_letters, ALPHABET, strict=False):
        weights[group[0]] = weight
        weights |= {letter: f"{weight}~{chr(ord('0') + place)}" for place, letter in enumerate(group[1:])}
    return weights


def _two(number: int) -> str:
    return chr(ord("0") + number // 64) + chr(ord("0") + number % 64)


_PRIMARY = _alphabet()
_PRIMARY |= {group[0]: f"${_two(place)}" for place, group in enumerate(SYMBOLS)}
_PRIMARY |= {letter: f"x{_two(place)}" for place, letter in enumerate(OTHER_SCRIPTS)}
# Signs that differ from another only as a letter with a mark does: ’ from '.
_VARIANTS = {sign: (group[0], chr(0xE001 + place)) for group in SYMBOLS for place, sign in enumerate(group[1:])}


def _letter_weight(shape: str) -> tuple[str, str]:
    """The weight of a letter and the mark by which it differs from the letter that gave it."""
    shape, variant = _VARIANTS.get(shape, (shape, ""))
    weight = _PRIMARY.get(shape)
    if weight is None:
        prefix = "z" if shape.isalnum() else "$~"
        weight = "".join(f"{prefix}{ord(char):06x}" for char in shape)
    return weight, variant


def _mark_places() -> dict[str, int]:
    """Tones are 1 to 5, marks before them negative, all others above."""
    places = {tone: place for place, tone in enumerate(TONES, start=1)}
    for offset, groups in ((-len(MARKS_BEFORE_TONES), MARKS_BEFORE_TONES), (6, MARKS_BEHIND_TONES)):
        places |= {mark: offset + place for place, group in enumerate(groups) for mark in group}
    highest = 6 + len(MARKS_BEHIND_TONES)
    return places | {chr(ord(_HIGHEST_MARK) + place): highest + place for place in range(6)}


_MARKS = _mark_places()
_UNKNOWN_MARK = max(_MARKS.values()) + 1


def _marks_weight(marks: str) -> str:
    """``0`` without marks, else one character for the first and two for each further mark: those are above every first.

    The few marks below the grave tone are written as a further mark behind ``0``.
    """
    weight = ""
    for mark in marks:
        place = _MARKS.get(mark, _UNKNOWN_MARK)
        first = weight == "" and place > 0
        weight = chr(ord("0") + place) if first else (weight or "0") + "z" + chr(ord("5") + place)
    return weight or "0"


class _Table(dict[int, str]):
    """One level of the weight of single characters, worked out when a character is first met."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self._level = level

    def __missing__(self, code: int) -> str:
        self[code] = weight = _weights(chr(code))[self._level]
        return weight


class _Tables(NamedTuple):
    letters: _Table
    tones: _Table
    case: _Table


_TABLES = _Tables(_Table(0), _Table(1), _Table(2))
