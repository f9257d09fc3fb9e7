"""Lists saved as text: any of the encodings and separators that spreadsheets here export.

Runs in the child process; no Django here.
"""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable

from khuevan.readers.grids import Cell, Grid, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.oldfonts import convert_by_content
from khuevan.vietnamese.legacy import detect

_SEPARATORS = ";,\t|"
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_BINARY = re.compile("[\x00\x01\x07\x08\x0e\x0f\x16-\x18\x1a\x1e\x1f]")
_DECLARED = re.compile(r'"?sep=([^\r\n"])"?\r?\n', re.IGNORECASE)
_LINES_TRIED = 300


def read_delimited(content: bytes, limits: Limits) -> list[Grid]:
    """One grid for every separator that could be meant; whoever knows the headings picks the right one."""
    text = decoded(content)
    if len(_BINARY.findall(text[:20_000])) > 2:
        raise Refused("unsupported")
    text = text.replace("\x00", "")
    declared = _DECLARED.match(text)
    if declared:
        grids = [Grid("", _parse(text[declared.end() :], declared[1], limits), first_row=2)]
    else:
        grids = [Grid("", _parse(text, separator, limits)) for separator in _separators(text)]
    for grid in grids:
        convert_by_content(grid)
    return grids


def decoded(content: bytes) -> str:
    """UTF-8 and UTF-16 by mark or by look, else old bytes as they are, else the Vietnamese code page of Windows."""
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
        plain = content.decode("latin-1")
        return plain if detect(plain) else content.decode("cp1258", errors="replace")


def _separators(text: str) -> list[str]:
    """Those that part the first lines into about as many cells as any other does."""
    lines = text[:200_000].splitlines()[:_LINES_TRIED]
    widths = {separator: _usual_width(lines, separator) for separator in _SEPARATORS}
    widest = max(widths.values())
    found = [separator for separator, width in widths.items() if width > 1 and 2 * width >= widest]
    return found or [separator for separator in _SEPARATORS if separator in text] or [";"]


def _usual_width(lines: Iterable[str], separator: str) -> int:
    """How many cells most lines have that are parted at all: titles and signatures have one."""
    try:
        counts = Counter(len(row) for row in csv.reader(lines, delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _parse(text: str, separator: str, limits: Limits) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    csv.field_size_limit(limits.cell_size)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([_unwrap(value) if value[:1] == "=" else value for value in row])
            check_size(len(rows), len(row), limits)
    except csv.Error as error:
        raise Refused("long_cell" if "field limit" in str(error) else "damaged") from error
    return rows


def _unwrap(value: str) -> str:
    """Some programs write ``="0912"`` so that a spreadsheet keeps the zero; it is text, not a formula to work out."""
    match = _KEPT_AS_TEXT.fullmatch(value.strip())
    return match[1] if match else value
