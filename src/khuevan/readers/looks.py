"""What a cell looks like where it changes what the cell says: the font, and the zeros that its format shows.

Runs in the child process; no Django here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from khuevan.readers.grids import Cell
from khuevan.readers.oldfonts import Old

# A format of zeros only, as for numbers of telephones and cards: "000000000000", "0000 000 000", "000\-000".
_ZEROS = re.compile(r"(?=(?:[^0]*0){2})0(?:0|[ .\-]|\\[ .\-]|\"[ .\-]*\")*")


@dataclass(frozen=True)
class Look:
    """Of one cell, or of one piece of its text; ``zeros`` is a number format."""

    old: Old | None = None
    zeros: str | None = None

    def __bool__(self) -> bool:
        return self.old is not None or self.zeros is not None


@dataclass
class SheetLook:
    """What of a sheet the values do not say; rows and columns are counted from the sheet's first.

    ``looks`` are of few cells: ``[row][column]``.  ``pieces`` are texts of more than one font with the names of these,
    None for the font of the cell.
    """

    hidden_rows: set[int] = field(default_factory=set)
    unvalued: set[tuple[int, int]] = field(default_factory=set)
    looks: dict[int, dict[int, Look]] = field(default_factory=dict)
    pieces: dict[tuple[int, int], Sequence[tuple[str, str | None]]] = field(default_factory=dict)
    linked: bool = False


def zeros_of(number_format: str) -> str | None:
    """The format, if it only fills a number up with zeros on the left (a plain ``0`` or ``0.00`` does not)."""
    shown = number_format.partition(";")[0].strip()
    if not _ZEROS.fullmatch(shown) or re.fullmatch(r"0\.0+", shown):
        return None
    return shown


def with_zeros(value: Cell, zeros: str) -> Cell:
    """The text that is seen: 79082012345 as "079082012345"; what the format does not fit stays a number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != int(value):
        return value
    marks = re.sub(r"[\\\"]", "", zeros)
    digits = str(int(value)).zfill(marks.count("0"))
    shown: list[str] = []
    for mark in reversed(marks):
        if mark == "0":
            shown.append(digits[-1])
            digits = digits[:-1]
        else:
            shown.append(mark)
    return digits + "".join(reversed(shown))
