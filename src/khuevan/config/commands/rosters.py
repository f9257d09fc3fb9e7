"""``khuevan roster read``."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from khuevan.readers.roster import ROLE_LABELS, SKIP, Level, Roster, RosterRow, TableReading, read_pasted, read_roster

_STDIN = "-"
_WIDEST = 36
_HEADINGS = ("", "Họ và tên", "Sinh", "GT", "Chức vụ", "Đơn vị", "Điện thoại", "Email", "CCCD", "Ghi chú")


def read(arguments: argparse.Namespace) -> int:
    """Prints the people of a list, or of text on standard input for ``-``; exit status 1 when there is none at all."""
    roster = read_pasted(sys.stdin.read()) if arguments.file == _STDIN else read_roster(Path(arguments.file))
    if arguments.json:
        json.dump(roster.to_json(), sys.stdout, ensure_ascii=False, indent=1)
        print()
        return 0
    for table in roster.tables:
        _print_columns(table)
    _print_rows(roster.rows)
    _print_notes(roster)
    return 0


def _print_columns(table: TableReading) -> None:
    where = f"Bảng “{table.name}”" if table.name else "Bảng"
    heading = "không có dòng tiêu đề" if table.heading_row is None else f"dòng tiêu đề {table.heading_row}"
    print(f"{where}, {heading}:")
    for column in table.columns:
        if column.role != SKIP:
            name = f"“{column.heading}”" if column.heading else f"cột {column.index + 1}"
            print(f"  {name} → {ROLE_LABELS[column.role]}: {column.why}")
    print()


def _print_rows(rows: Sequence[RosterRow]) -> None:
    """An aligned table of the columns in which anything stands, the problems of each row below it."""
    lines = [(str(number), *_cells(row)) for number, row in enumerate(rows, start=1)]
    used = [index for index in range(len(_HEADINGS)) if any(line[index] for line in lines)]
    shown = [[_cut(line[index]) for index in used] for line in (_HEADINGS, *lines)]
    widths = [max(len(line[place]) for line in shown) for place in range(len(used))]
    for line, row in zip(shown, (None, *rows), strict=True):
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
        for problem in row.problems if row is not None else ():
            print(f"    {'⚠' if problem.level is Level.ERROR else '·'} {problem.message}")


def _cells(row: RosterRow) -> tuple[str, ...]:
    values = (row.full_name, row.birth, row.gender, row.position, row.organization, row.phone, row.email)
    return tuple(value or "" for value in (*values, row.citizen_id, row.note))


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


def _print_notes(roster: Roster) -> None:
    if roster.unused_columns:
        print(f"Cột không dùng: {', '.join(roster.unused_columns)}")
    for note in roster.notes:
        print(f"Lưu ý: {note}")
    faulty = sum(any(problem.level is Level.ERROR for problem in row.problems) for row in roster.rows)
    print(f"{len(roster.rows)} dòng, {faulty} dòng cần xem")
