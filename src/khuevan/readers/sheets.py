"""Excel workbooks through python-calamine, weighed first.

Calamine makes a full rectangle of every sheet, from its first to its last value, so two values in far corners cost
as much memory as a full sheet (tafia/calamine#693).  Therefore a sheet's XML is searched for addresses outside the
limits before calamine sees it, and calamine gets a copy of the parts that were searched, not the file itself.
Formulas are not worked out: a cell has the value that was last saved.
"""

import datetime as dt
import io
import re
import zipfile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import Admitted, Kind, Limits, member_bytes
from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.old_sheets import read_old_workbook

_NEEDED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml",
    re.IGNORECASE,
)
# The last row a sheet of any program has; a size beyond it is not a mistake.
_LAST_ROW = 1_048_576
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\b[^>]*?:\$?[A-Z]+\$?(\d+)")
_STRING_CELL = re.compile(rb"\bt=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>\s*(\d+)")
_STRING_ITEM = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_MERGES_READ = 20_000


def read_workbook(admitted: Admitted, limits: Limits) -> list[Grid]:
    """The visible sheets that hold anything."""
    if admitted.kind is Kind.XLS:
        return read_old_workbook(admitted.content, limits)
    content = _repacked(admitted.content, limits)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return [_read_sheet(workbook.get_sheet_by_name(name), limits) for name in _sheet_names(workbook, limits)]
    except PasswordError as error:
        raise UnreadableFile("protected") from error
    except (CalamineError, ValueError, OSError) as error:
        raise UnreadableFile("damaged") from error
    except BaseException as error:
        # A fault inside calamine's Rust code comes as a PanicException, which derives from BaseException.
        if type(error).__name__ == "PanicException":
            raise UnreadableFile("damaged") from error
        raise


def _sheet_names(workbook: CalamineWorkbook, limits: Limits) -> list[str]:
    names = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if len(names) > limits.tables:
        raise UnreadableFile("suspicious")
    return names


def _read_sheet(sheet: CalamineSheet, limits: Limits) -> Grid:
    if sheet.start is None or sheet.end is None:
        return Grid(sheet.name, [])
    top, left = sheet.start
    check_size(sheet.end[0] + 1, sheet.end[1] + 1, limits)
    rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    merges = [
        Merge(first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in (sheet.merged_cell_ranges or [])[:_MERGES_READ]
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


def _repacked(content: bytes, limits: Limits) -> bytes:
    """The same workbook with only the parts that hold values, each searched for addresses outside the limits."""
    packed = io.BytesIO()
    outside = _outside(limits)
    references: list[bytes] = []
    strings = b""
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target:
        for name in dict.fromkeys(source.namelist()):
            if not _NEEDED.fullmatch(name):
                continue
            part = member_bytes(source, name, limits)
            if b"\x00" in part[:64]:  # UTF-16 would hide addresses from the search; no program writes it
                raise UnreadableFile("suspicious")
            if "/worksheets/" in name.lower():
                _search_sheet(part, outside, limits)
                references += _STRING_CELL.findall(part)
            elif "sharedstrings" in name.lower():
                strings = part
            target.writestr(zipfile.ZipInfo(name), part)
    _check_strings(strings, references, limits)
    return packed.getvalue()


def _search_sheet(xml: bytes, outside: tuple[re.Pattern[bytes], re.Pattern[bytes]], limits: Limits) -> None:
    """Refuse a sheet whose values lie outside the limits, or that claims more rows than any sheet has."""
    declared = _DIMENSION.search(xml[:4096])
    tall, wide = outside
    if (declared and (len(declared[1]) > 9 or int(declared[1]) > _LAST_ROW)) or tall.search(xml):
        raise UnreadableFile("too_many_rows", limit=f"{limits.rows:,}".replace(",", "."))
    if wide.search(xml):
        raise UnreadableFile("too_many_columns", limit=limits.columns)


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


def _check_strings(strings: bytes, references: list[bytes], limits: Limits) -> None:
    """One long shared text that thousands of cells point at is copied for each of them."""
    if len(strings) * len(references) <= limits.text_size:
        return
    sizes = [len(item) for item in _STRING_ITEM.findall(strings)]
    total = sum(sizes[int(index)] for index in references if len(index) < 9 and int(index) < len(sizes))
    if total > limits.text_size:
        raise UnreadableFile("suspicious")
