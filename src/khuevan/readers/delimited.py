"""Lists saved as text: any of the encodings and separators that spreadsheets here export.

Runs in the child process; no Django here.
"""

import codecs
import csv
import io
import re

from khuevan.readers.grids import Cell, Grid, check_size
from khuevan.readers.limits import Limits, Refused

_SEPARATORS = ";,\t|"
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_delimited(content: bytes, limits: Limits) -> list[Grid]:
    """One grid for every separator that could be meant; whoever knows the headings picks the right one."""
    text = _decode(content)
    if len(_BINARY.findall(text[:20_000])) > 2:
        raise Refused("unsupported")
    skipped = 0
    if text[:4].lower() == "sep=":
        text = text.partition("\n")[2]
        skipped = 1
    present = [separator for separator in _SEPARATORS if separator in text] or [";"]
    return [Grid("", _parse(text, separator, limits), first_row=1 + skipped) for separator in present]


def _decode(content: bytes) -> str:
    """UTF-8 and UTF-16 by mark or by look, else the Vietnamese code page of Windows."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    head = content[:2000]
    if head[1::2].count(0) > len(head) // 4:
        return content.decode("utf-16-le", errors="replace")
    if head[0::2].count(0) > len(head) // 4:
        return content.decode("utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1258", errors="replace")


def _parse(text: str, separator: str, limits: Limits) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=separator):
            rows.append([_unwrap(value) for value in row])
            check_size(len(rows), len(row), limits)
    except csv.Error as error:
        raise Refused("damaged") from error
    return rows


def _unwrap(value: str) -> str:
    """Some programs write ``="0912"`` so that a spreadsheet keeps the zero; it is text, not a formula to work out."""
    match = _KEPT_AS_TEXT.fullmatch(value.strip())
    return match[1] if match else value
