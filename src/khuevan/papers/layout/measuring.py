"""How long words are in Times New Roman, so that lines under them are as long as the decree says.

Widths are thousandths of the size; letters with marks are as wide as without, but for the horn of ơ and ư.
"""

import unicodedata
from functools import lru_cache
from typing import Final

from docx.shared import Length, Mm

_PLAIN: Final = {
    180: "'",
    200: "|",
    250: "\u00a0 ,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr‘’",
    389: "Js",
    408: '"',
    444: "?acez“”",
    480: "{}",
    500: "#$*0123456789_bdghknopquvxyđ–",
    529: "ơ",
    542: "ư",
    556: "FPS",
    564: "+<=>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYwĐƠ",
    776: "Ư",
    778: "&m",
    833: "%",
    889: "M",
    944: "W",
    1000: "…—",
}
_BOLD: Final = {
    220: "|",
    250: "\u00a0 ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt‘’",
    389: "Is",
    394: "{}",
    444: "cerz",
    500: "#$*0123456789?J_agovxy–“”",
    554: "ơ",
    556: "Sbdhknpquđ",
    570: "+<=>",
    600: "ư",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYwĐ",
    778: "GHKOQƠ",
    796: "Ư",
    833: "&m",
    944: "M",
    1000: "%W…—",
}
_WIDTHS: Final = {
    is_bold: {letter: width for width, letters in table.items() for letter in letters}
    for is_bold, table in ((False, _PLAIN), (True, _BOLD))
}
_OTHER = 722
_HORN = "\N{COMBINING HORN}"
_SPARE = Mm(1)
"""What a line is given more than it needs: other programs measure a little differently."""


def width(text: str, points: float, *, bold: bool = False) -> Length:
    return _length(_thousandths(text, bold=bold), points)


def _length(thousandths: int, points: float) -> Length:
    return Mm(thousandths * points / 1000 * 25.4 / 72)


@lru_cache(maxsize=16_384)
def _thousandths(text: str, *, bold: bool) -> int:
    """Papers of one class say the same words again and again."""
    return sum(_letter(letter, bold=bold) for letter in unicodedata.normalize("NFC", text))


def _letter(letter: str, *, bold: bool) -> int:
    widths = _WIDTHS[bold]
    if letter in widths:
        return widths[letter]
    base, marks = unicodedata.normalize("NFD", letter)[:1], unicodedata.normalize("NFD", letter)[1:]
    if not marks and unicodedata.combining(letter):
        return 0
    return widths.get(unicodedata.normalize("NFC", base + _HORN) if _HORN in marks else base, _OTHER)


def wrapped(text: str, points: float, room: Length, *, bold: bool = False) -> list[str]:
    """The lines of a paragraph that is ``room`` wide."""
    lines: list[str] = []
    long, space = 0, _letter(" ", bold=bold)
    for word in text.split(" "):
        more = _thousandths(word, bold=bold)
        if lines and _length(long + space + more, points) <= room:
            lines[-1] += f" {word}"
            long += space + more
        else:
            lines.append(word)
            long = more
    return lines


def longest(text: str, points: float, room: Length, *, bold: bool = False) -> Length:
    """Of the lines of a paragraph, the length of the longest."""
    return max(width(line, points, bold=bold) for line in wrapped(text, points, room, bold=bold))


@lru_cache(maxsize=4096)
def balanced(text: str, points: float, room: Length, *, bold: bool = False) -> Length:
    """The narrowest paragraph with no more lines than in ``room``: then no word stands alone on the last."""
    count = len(wrapped(text, points, room, bold=bold))
    if count == 1:
        return room
    low, high = 0, int(room)
    while high - low > Mm(0.5):
        middle = (low + high) // 2
        if len(wrapped(text, points, Length(middle), bold=bold)) > count or _overflows(text, points, middle, bold=bold):
            low = middle
        else:
            high = middle
    return Length(min(int(room), high + _SPARE))


def _overflows(text: str, points: float, room: int, *, bold: bool) -> bool:
    return any(width(word, points, bold=bold) > room for word in text.split(" "))
