"""Excel workbooks, new and old, through python-calamine.  Runs in the child process; no Django here.

Calamine makes a full rectangle of every sheet, from its first to its last value, so two values in far corners cost
as much memory as a full sheet (tafia/calamine#693).  The child's memory is limited; but a stray value in the last row
is an honest mistake and deserves its own sentence, so a sheet's XML is first searched for addresses outside the limits.
Formulas are not worked out: a cell has the value that was last saved.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from khuevan.readers.addresses import check_addresses
from khuevan.readers.biff import as_unicode, looks_of_xls
from khuevan.readers.grids import Cell, Grid, Merge, check_size
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.looks import Look, SheetLook, with_zeros
from khuevan.readers.oldfonts import Typed, convert_by_content, convert_by_font, old_font
from khuevan.readers.xlsxlooks import looks_of_xlsx

_ZIP = b"PK\x03\x04"

type Sheet = tuple[Grid, list[list[Cell]]]
type Looks = Callable[[int], SheetLook]


def read_workbook(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """The sheets of a workbook, hidden ones too; each is forgotten before the next is read."""
    if content.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            looks = looks_of_xlsx(archive, limits, lambda xml: check_addresses(xml, limits))
    else:
        looks = looks_of_xls(content)
        content = as_unicode(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            for place, name, hidden in _sheets(workbook, limits):
                yield _read_sheet(workbook.get_sheet_by_name(name), looks(place), limits, hidden=hidden)
    except PasswordError as error:
        raise Refused("protected") from error


def _sheets(workbook: CalamineWorkbook, limits: Limits) -> list[tuple[int, str, bool]]:
    """Place among all sheets, name, and whether it is hidden."""
    sheets = [
        (place, sheet.name, sheet.visible != SheetVisibleEnum.Visible)
        for place, sheet in enumerate(workbook.sheets_metadata)
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]
    if len(sheets) > limits.tables:
        raise Refused("suspicious")
    return sheets


def _read_sheet(sheet: CalamineSheet, look: SheetLook, limits: Limits, *, hidden: bool) -> Sheet:
    grid = Grid(sheet.name, [], hidden=hidden, notices=["external_links"] if look.linked else [])
    if sheet.start is None or sheet.end is None:
        return grid, []
    top, left = sheet.start
    check_size(sheet.end[0] + 1, sheet.end[1] + 1, limits)
    grid.first_row = top + 1
    rows: Iterator[list[Any]] = sheet.iter_rows()  # times of day and truths are told from the rest by the parent
    grid.rows = list(islice(rows, top, None))
    grid.merges = [
        Merge(first[0] - top, first[1] - left, last[0] - top, last[1] - left)
        for first, last in sheet.merged_cell_ranges or []
        if first[0] >= top and first[1] >= left
    ]
    bottom = top + len(grid.rows)
    grid.hidden_rows = {row - top for row in look.hidden_rows if top <= row < bottom}
    grid.unvalued = {
        (row - top, column - left)
        for row, column in look.unvalued
        if top <= row < bottom and left <= column < limits.columns
    }
    _apply(grid, look, top, left)
    convert_by_content(grid)
    return grid, grid.rows


def _apply(grid: Grid, look: SheetLook, top: int, left: int) -> None:
    """Changes the cells that do not say what is seen."""
    typed: dict[tuple[int, int], list[Typed]] = {}
    for row, cells in look.looks.items():
        for column, cell in cells.items():
            place = (row - top, column - left)
            value = _at(grid, *place)
            if isinstance(value, str):
                typed[place] = [(value, cell.old)]
            elif cell.zeros and value is not None:
                grid.rows[place[0]][place[1]] = with_zeros(value, cell.zeros)
    for (row, column), pieces in look.pieces.items():
        place = (row - top, column - left)
        if isinstance(_at(grid, *place), str):
            own = look.looks.get(row, {}).get(column, Look()).old
            typed[place] = [(text, own if name is None else old_font(name)) for text, name in pieces]
    convert_by_font(grid, typed)


def _at(grid: Grid, row: int, column: int) -> Cell:
    if 0 <= row < len(grid.rows) and 0 <= column < len(grid.rows[row]):
        return grid.rows[row][column]
    return None
