"""Lists with random headings, orders, letterheads and footers: every field of every row must come out."""

import datetime as dt
import random
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from khuevan.readers.grids import Grid, Merge
from khuevan.readers.roster import Roster, read_pasted, read_roster, roster_of
from tests.readers import making
from tests.readers.roster.invented import FIELDS, Invention, Row

TODAY = dt.date(2026, 5, 1)
BATCH = 30


def wrong_in(invention: Invention, roster: Roster) -> list[str]:
    got = [row.to_json() for row in roster.rows]
    wrong = [
        f"row {number} {field}: wanted {truth[field]!r}, got {dict(row)[field]!r}"
        for number, (truth, row) in enumerate(zip(invention.truth, got, strict=False), start=1)
        for field in FIELDS
        if truth[field] != dict(row)[field]
    ]
    if len(got) != len(invention.truth):
        wrong.append(f"{len(got)} rows, wanted {len(invention.truth)}")
    return wrong


@pytest.mark.parametrize("batch", range(6))
def test_every_field_of_invented_lists(batch: int) -> None:
    failures = {}
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        invention = Invention(seed)
        roster = roster_of([[Grid("", [list(row) for row in invention.rows], invention.merges)]], today=TODAY)
        if wrong := wrong_in(invention, roster):
            failures[seed] = wrong[:3]
    assert failures == {}


def as_xlsx(path: Path, invention: Invention) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in invention.rows:
        sheet.append(row)
    for merge in invention.merges:
        first, last = (f"{get_column_letter(column + 1)}" for column in (merge.left, merge.right))
        sheet.merge_cells(f"{first}{merge.top + 1}:{last}{merge.bottom + 1}")
    workbook.save(path)
    return path


def as_docx(path: Path, invention: Invention) -> Path:
    width = max(map(len, invention.rows))
    rows = [[*map(as_text, row), *[""] * (width - len(row))] for row in invention.rows]
    return making.docx_table(path, rows, [tuple(merge) for merge in invention.merges])  # type: ignore[misc]


def as_csv(path: Path, invention: Invention) -> Path:
    dice = random.Random(len(invention.rows))
    sign, encoding = dice.choice(";,\t"), dice.choice(("utf-8", "utf-8-sig", "utf-16"))
    lines = [sign.join('"' + as_text(cell).replace('"', '""') + '"' for cell in row) for row in unmerged(invention)]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def as_ods(path: Path, invention: Invention) -> Path:
    rows = [
        making.ods_row(*(as_text(cell).replace("\n", "</text:p><text:p>") for cell in row))
        for row in unmerged(invention)
    ]
    return making.ods(path, "".join(rows))


def as_text(cell: object) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%d/%m/%Y}"
    return "" if cell is None else str(int(cell)) if isinstance(cell, float) else str(cell)


def unmerged(invention: Invention) -> list[Row]:
    """Text and sheets of these makers have no merged cells: agencies stand in every row, headings as they were."""
    rows = [list(row) for row in invention.rows]
    for top, left, bottom, _right in [Merge(*merge) for merge in invention.merges]:
        for number in range(top + 1, bottom + 1):
            if number - top > 1 or rows[number][0] is not None:
                rows[number][left] = rows[top][left] if rows[number][left] is None else rows[number][left]
    return rows


@pytest.mark.parametrize("kind", [as_xlsx, as_docx, as_csv, as_ods])
def test_invented_lists_as_files(tmp_path: Path, kind: object) -> None:
    failures = {}
    for seed in range(1000, 1006):
        invention = Invention(seed)
        path = kind(tmp_path / f"{seed}.{str(kind.__name__)[3:]}", invention)  # type: ignore[operator, attr-defined]
        if wrong := wrong_in(invention, read_roster(path, today=TODAY)):
            failures[seed] = wrong[:3]
    assert failures == {}


def test_invented_lists_copied_from_a_sheet() -> None:
    failures = {}
    for seed in range(2000, 2030):
        invention = Invention(seed)
        lines = [
            "\t".join(f'"{text}"' if "\n" in (text := as_text(cell)) else text for cell in row)
            for row in unmerged(invention)
        ]
        if wrong := wrong_in(invention, read_pasted("\n".join(lines), today=TODAY)):
            failures[seed] = wrong[:3]
    assert failures == {}
