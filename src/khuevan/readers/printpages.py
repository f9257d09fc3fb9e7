"""Letters and rules of a PDF page, as they stand when the page is turned so that its text is upright.

Runs in the child process; no Django here.  Places are points (1/72 inch) from the left and the top.
"""

import ctypes
import math
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from khuevan.readers.limits import Refused
from khuevan.readers.printlines import Letter

_MOST_LETTERS = 60_000
_MOST_EDGES = 30_000
_MOST_OBJECTS = 60_000
_DEEPEST = 4
# Where so few letters are found, texts may be there all the same.
_FEW = 20
_LONGEST_FONT = 200
# A line that leans by more is no rule; a shorter one is part of a sign.
_LEAN = 1.5
_SHORTEST = 4.0
# The height of a line of text in sizes of its letters.
_LINE_HEIGHT = 1.25
_HYPHENS = {0x02: "-", 0xFFFE: "-", 0xAD: "\xad"}

type _Turn = Callable[[float, float], tuple[float, float]]


class Edge(NamedTuple):
    """A straight rule; ``place`` is its x when upright, else its y, and it reaches from ``start`` to ``end``."""

    upright: bool
    place: float
    start: float
    end: float


class PrintPage(NamedTuple):
    letters: list[Letter]
    edges: list[Edge]
    unknown: int
    """Letters of which the font does not say what they are, or texts of such letters."""


def read_page(page: pypdfium2.PdfPage) -> PrintPage:
    text = page.get_textpage()
    count = text.count_chars()
    if count > _MOST_LETTERS:
        raise Refused("suspicious")
    turn = _turn(page, _leaning(text, count))
    letters: dict[tuple[str, int, int], Letter] = {}
    unknown = 0
    for number in range(count):
        if raw.FPDFText_IsGenerated(text, number) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text, number)
        unknown += raw.FPDFText_HasUnicodeMapError(text, number) == 1 or code in {0, 0xFFFD} or 0xE000 <= code <= 0xF8FF
        letter = _letter(text, number, _HYPHENS.get(code) or chr(code), turn)
        letters.setdefault((letter.text, round(letter.left), round(letter.bottom)), letter)  # printed twice: bold
    text.close()
    if len(letters) < _FEW:
        texts = page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST)
        unknown = max(unknown, sum(1 for _text in islice(texts, _MOST_OBJECTS)) - len(letters))
    return PrintPage(list(letters.values()), list(_edges(page, turn)) if letters else [], unknown)


def _leaning(text: pypdfium2.PdfTextPage, count: int) -> int:
    """The angle of most letters, in quarter turns."""
    votes = [0, 0, 0, 0]
    for number in range(0, count, max(1, count // 300)):
        if not chr(raw.FPDFText_GetUnicode(text, number)).isspace():
            angle = raw.FPDFText_GetCharAngle(text, number)
            votes[round(angle * 2 / math.pi) % 4 if angle >= 0 else 0] += 1
    return votes.index(max(votes))


def _turn(page: pypdfium2.PdfPage, quarters: int) -> _Turn:
    left, bottom, right, top = page.get_mediabox()
    match quarters:
        case 1:
            return lambda x, y: (top - y, right - x)
        case 2:
            return lambda x, y: (right - x, y - bottom)
        case 3:
            return lambda x, y: (y - bottom, x - left)
        case _:
            return lambda x, y: (x - left, top - y)


_BOX = raw.FS_RECTF()
_X, _Y = ctypes.c_double(), ctypes.c_double()
_FLAGS = ctypes.c_int()
_FONT = ctypes.create_string_buffer(_LONGEST_FONT)


def _letter(text: pypdfium2.PdfTextPage, number: int, char: str, turn: _Turn) -> Letter:
    """From its origin to the end of its width; its bottom is the line it stands on."""
    raw.FPDFText_GetLooseCharBox(text, number, _BOX)
    raw.FPDFText_GetCharOrigin(text, number, _X, _Y)
    length = raw.FPDFText_GetFontInfo(text, number, _FONT, _LONGEST_FONT, _FLAGS)
    font = _FONT.raw[: max(0, min(length, _LONGEST_FONT) - 1)].decode("utf-8", "replace")
    first, second = turn(_BOX.left, _BOX.bottom), turn(_BOX.right, _BOX.top)
    left, base = turn(_X.value, _Y.value)
    size = abs(first[1] - second[1]) / _LINE_HEIGHT
    return Letter(char, left, max(left, first[0], second[0]), base - size, base, font)


def _edges(page: pypdfium2.PdfPage, turn: _Turn) -> Iterator[Edge]:
    """Lines, sides of rectangles and thin rectangles; a background of the whole page has no sides."""
    width, height = page.get_size()
    found = 0
    for number, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_DEEPEST)):
        if number > _MOST_OBJECTS or found > _MOST_EDGES:
            raise Refused("suspicious")
        points = [(turn(*start), turn(*end)) for start, end in _segments(item)]
        xs = [x for pair in points for x, _y in pair]
        ys = [y for pair in points for _x, y in pair]
        if points and max(xs) - min(xs) > 0.95 * max(width, height) and max(ys) - min(ys) > 0.95 * min(width, height):
            continue
        for (x0, y0), (x1, y1) in points:
            if abs(x0 - x1) < _LEAN and abs(y0 - y1) > _SHORTEST:
                yield Edge(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
                found += 1
            elif abs(y0 - y1) < _LEAN and abs(x0 - x1) > _SHORTEST:
                yield Edge(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
                found += 1


def _segments(item: pypdfium2.PdfObject) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Straight lines of a path in the page's own places."""
    matrix = item.get_matrix()
    container = item.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    x, y = ctypes.c_float(), ctypes.c_float()
    first = before = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(item), _MOST_EDGES)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield before, point
        before = point
        if raw.FPDFPathSegment_GetClose(segment):
            yield before, first
            before = first
