"""The letters of a printed page, put into lines and pieces of lines.  Runs in the child process; no Django here.

Places are points (1/72 inch) from the left and the top of the page.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from khuevan.readers.oldfonts import Typed, old_font
from khuevan.vietnamese.legacy import is_unicode
from khuevan.vietnamese.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]{2,7}")
# A gap of so many parts of the letters' size stands between two words, and between two columns.
_WORD_GAP = 0.18
_COLUMN_GAP = 0.9
_LEAST_WORDS_JUDGED = 40
# What a cell keeps free at its sides, and a space, in sizes of letters.
_ROOM = 0.8


class Letter(NamedTuple):
    text: str
    left: float
    right: float
    top: float
    bottom: float
    font: str

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass
class Piece:
    """Words without a wide gap between them.  ``spaceless`` are the places of letters with no printed space before."""

    letters: list[Letter]
    spaceless: list[int] = field(default_factory=list)

    @property
    def left(self) -> float:
        return self.letters[0].left

    @property
    def right(self) -> float:
        return max(letter.right for letter in self.letters[-3:])

    def typed(self) -> list[Typed]:
        return typed_line(self.letters)

    def cut(self, places: Sequence[int]) -> list["Piece"]:
        """The pieces that begin with the letters at ``places``, and the one before them; none reaches into the next."""
        pieces = [Piece(self.letters[begin:end]) for begin, end in pairwise([0, *places, len(self.letters)])]
        for piece, after in pairwise(pieces):
            piece.letters = [letter._replace(right=min(letter.right, after.left)) for letter in piece.letters]
        return pieces


@dataclass
class Line:
    pieces: list[Piece]
    top: float
    bottom: float
    page: int = 1

    @property
    def plain(self) -> str:
        return " ".join(text for text, _old in self.typed())

    def typed(self) -> list[Typed]:
        """All pieces, parted as columns copied from a sheet are."""
        return [part for piece in self.pieces for part in (*piece.typed(), ("\t", None))][:-1]


def rows_of_letters(letters: Iterable[Letter]) -> list[list[Letter]]:
    """Letters by line from top to bottom, in each from left to right; accents and small signs stay in their line."""
    rows: list[tuple[float, list[Letter]]] = []
    for letter in sorted(letters, key=lambda letter: letter.bottom):
        height = letter.bottom - letter.top
        if rows and letter.bottom - rows[-1][0] < 0.5 * height:
            rows[-1][1].append(letter)
        else:
            rows.append((letter.bottom, [letter]))
    return [sorted(row, key=lambda letter: letter.left) for _bottom, row in rows]


def typed_line(letters: Sequence[Letter]) -> list[Typed]:
    """The text of a line with spaces where gaps are, piece by piece of one font."""
    typed: list[Typed] = []
    before: Letter | None = None
    for letter in letters:
        text = " " if letter.text.isspace() else letter.text
        size = letter.bottom - letter.top
        if before and text != " " and not before.text.isspace() and letter.left - before.right > _WORD_GAP * size:
            text = " " + text
        old = old_font(letter.font)
        if typed and typed[-1][1] == old:
            typed[-1] = (typed[-1][0] + text, old)
        else:
            typed.append((text, old))
        before = letter
    return typed


def is_gap(before: Letter, letter: Letter) -> bool:
    """Whether there is room for a space between two letters."""
    return letter.left - before.right > _WORD_GAP * (letter.bottom - letter.top)


def typed_lines(letters: Iterable[Letter], edge: float) -> list[Typed]:
    """All lines of a cell whose right side is at ``edge``."""
    typed: list[Typed] = []
    before: list[Letter] = []
    for row in rows_of_letters(letters):
        if before:
            typed.append((" " if wraps(before, row, edge) else "\n", None))
        typed += typed_line(row)
        before = row
    return typed


def wraps(above: Sequence[Letter], below: Sequence[Letter], edge: float) -> bool:
    """Whether a line ended because the next word had no room, and not because its writer ended it."""
    word = below[0].left
    for before, letter in pairwise(below):
        if letter.text.isspace() or letter.left - before.right > _WORD_GAP * (letter.bottom - letter.top):
            word = before.right
            break
    else:
        word = below[-1].right
    end = max(letter.right for letter in above if not letter.text.isspace())
    return end + (word - below[0].left) + _ROOM * (above[0].bottom - above[0].top) > edge


def lines_of(letters: Iterable[Letter], page: int = 1) -> list[Line]:
    lines = []
    for row in rows_of_letters(letters):
        pieces: list[Piece] = []
        spaced = False
        for letter in row:
            if letter.text.isspace():
                spaced = True
                continue
            if pieces and letter.left - pieces[-1].right < _COLUMN_GAP * (letter.bottom - letter.top):
                if not spaced:
                    pieces[-1].spaceless.append(len(pieces[-1].letters))
                pieces[-1].letters.append(letter)
            else:
                pieces.append(Piece([letter]))
            spaced = False
        if pieces:
            shown = [letter for piece in pieces for letter in piece.letters]
            top, bottom = min(letter.top for letter in shown), max(letter.bottom for letter in shown)
            lines.append(Line(pieces, top, bottom, page))
    return lines


def garbled(letters: Sequence[Letter], unknown: int) -> bool:
    """Whether the fonts of a page do not say their letters, or say wrong ones."""
    if unknown * 20 > len(letters):
        return True
    if any(old_font(font) for font in {letter.font for letter in letters}):
        return False
    text = " ".join(text for row in rows_of_letters(letters) for text, _old in typed_line(row))
    words = [word for word in _WORD.findall(text) if word.isalpha()]
    known = sum(is_syllable(word.lower()) or is_unicode(word) for word in words)
    return len(words) >= _LEAST_WORDS_JUDGED and known * 4 < len(words)
