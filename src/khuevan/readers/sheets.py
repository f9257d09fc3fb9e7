"""Excel workbooks, new and old, through python-calamine.  Runs in the child process; no Django here.

Calamine makes a full rectangle of every sheet, from its first to its last value, so two values in far corners cost
as much memory as a full sheet (tafia/calamine#693).  The child's memory is limited; but a stray value in the last row
is an honest mistake and deserves its own sentence, so a sheet's XML is first searched for addresses outside the limits.
Formulas are not worked out: a cell has the value that was last saved.
"""

import datetime as dt
import io
import re
import zipfile

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.members import member_bytes

_ZIP = b"PK\x03\x04"
# The last row a sheet of any program has; a size beyond it is not a mistake.
_LAST_ROW = 1_048_576
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?:\$?[A-Z]+\$?(\d+)")


def read_workbook(content: bytes, limits: Limits) -> list[Grid]:
    """The visible sheets that hold anything."""
    if content.startswith(_ZIP):
        _search(content, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return [_read_sheet(workbook.get_sheet_by_name(name), limits) for name in _sheet_names(workbook, limits)]
    except PasswordError as error:
        raise Refused("protected") from error


def _sheet_names(workbook: CalamineWorkbook, limits: Limits) -> list[str]:
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if len(names) > limits.tables:
        raise Refused("suspicious")
    return names


def _read_sheet(sheet: CalamineSheet, limits: Limits) -> Grid:
    if sheet.start is None or sheet.end is None:
        return Grid(sheet.name, [])
    top, left = sheet.start
    check_size(sheet.end[0] + 1, sheet.end[1] + 1, limits)
    rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    merges = [
        Merge(first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in sheet.merged_cell_ranges or []
        if first[0] >= top and first[1] >= left
    ]
    return Grid(sheet.name, rows, merges, first_row=top + 1)


def _plain(value: object) -> Cell:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else str(value)


def _search(content: bytes, limits: Limits) -> None:
    outside = _outside(limits)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in dict.fromkeys(archive.namelist()):
            if "/worksheets/" in name.lower() and name.lower().endswith(".xml"):
                _search_sheet(member_bytes(archive, name, limits.unpacked_size), outside)


def _search_sheet(xml: bytes, outside: tuple[re.Pattern[bytes], re.Pattern[bytes]]) -> None:
    """Refuse a sheet whose values lie outside the limits, or that claims more rows than any sheet has."""
    declared = _DIMENSION.search(xml[:4096])
    tall, wide = outside
    if (declared and (len(declared[1]) > 9 or int(declared[1]) > _LAST_ROW)) or tall.search(xml):
        raise Refused("too_many_rows")
    if wide.search(xml):
        raise Refused("too_many_columns")


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
