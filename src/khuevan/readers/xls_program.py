"""The program behind ``old_sheets``: an .xls file on standard input, its visible sheets as JSON on standard output.

Run by its path in Python's isolated mode, so it imports nothing of this package.
"""

import contextlib
import datetime as dt
import io
import json
import sys

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

_MEMORY = 1024 * 1024 * 1024
_CPU_SECONDS = 20
_MERGES_READ = 20_000


def restrict() -> None:
    """Take memory and time from this process for good; without such limits in the system the parent's clock stays."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return str(value).upper() if value is not None else None
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, dt.datetime):
        return [value.date().isoformat()]
    return [value.isoformat()] if isinstance(value, dt.date) else str(value)


def read_sheet(sheet: CalamineSheet, rows: int, columns: int) -> dict[str, object]:
    """``height`` and ``width`` are counted from A1; the rows of a sheet beyond the limits stay unread."""
    if sheet.start is None or sheet.end is None:
        return {"name": sheet.name, "height": 0, "width": 0, "first_row": 1, "rows": [], "merges": []}
    top, left = sheet.start
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    fits = height <= rows and width <= columns
    merged = (sheet.merged_cell_ranges or [])[:_MERGES_READ]
    return {
        "name": sheet.name,
        "height": height,
        "width": width,
        "first_row": top + 1,
        "rows": [[plain(value) for value in row] for row in sheet.to_python()] if fits else [],
        "merges": [(first[0] - top, first[1] - left, last[0] - top, last[1] - left) for first, last in merged],
    }


def main() -> None:
    limits = json.loads(sys.argv[1])
    content = sys.stdin.buffer.read()
    restrict()
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
        ]
        chosen = names[: limits["tables"] + 1]
        sheets = [read_sheet(workbook.get_sheet_by_name(name), limits["rows"], limits["columns"]) for name in chosen]
    json.dump(sheets, sys.stdout)


if __name__ == "__main__":
    main()
