"""Sheets whose addresses lie outside the limits, found in their XML before a parser makes a rectangle of them.

Runs in the child process; no Django here.
"""

import functools
import re

from khuevan.readers.limits import Limits, Refused

# The last row a sheet of any program has; a size beyond it is not a mistake.
_LAST_ROW = 1_048_576
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?:\$?[A-Z]+\$?(\d+)")


def check_addresses(xml: bytes, limits: Limits) -> None:
    """Refuse a sheet whose values lie outside the limits, or that claims more rows than any sheet has."""
    declared = _DIMENSION.search(xml[:4096])
    tall, wide = _outside(limits)
    if (declared and (len(declared[1]) > 9 or int(declared[1]) > _LAST_ROW)) or tall.search(xml):
        raise Refused("too_many_rows")
    if wide.search(xml):
        raise Refused("too_many_columns")


@functools.lru_cache(maxsize=1)
def _outside(limits: Limits) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Patterns of a cell with content, or a row of cells without address, below the last row; of a cell too far right.

    Cells that only carry a format end in "/>" and do no harm.
    """
    row = _number_above(limits.rows)
    content = r"[\"'][^>]*(?<!/)>"
    homeless = rf"r=[\"'](?:{row})[\"'][^>]*>\s*<(?:\w+:)?c(?![^>]*\br=)"
    tall = rf"r=[\"'][A-Za-z]+(?:{row}){content}|{homeless}"
    wide = rf"r=[\"'](?:{_letters_above(limits.columns)})\d+{content}"
    return re.compile(tall.encode()), re.compile(wide.encode())


def _number_above(limit: int) -> str:
    digits = str(limit)
    ways = [rf"\d{{{len(digits) + 1},}}"]
    for place, digit in enumerate(digits):
        if digit != "9":
            ways.append(rf"{digits[:place]}[{int(digit) + 1}-9]\d{{{len(digits) - place - 1}}}")
    return "|".join(ways)


def _letters_above(limit: int) -> str:
    letters = _column_letters(limit)
    ways = [rf"[A-Za-z]{{{len(letters) + 1},}}"]
    for place, letter in enumerate(letters):
        if letter != "Z":
            above = f"[{chr(ord(letter) + 1)}-Z{chr(ord(letter) + 1).lower()}-z]"
            ways.append(f"{letters[:place]}{above}[A-Za-z]{{{len(letters) - place - 1}}}")
    return "|".join(ways)


def _column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
