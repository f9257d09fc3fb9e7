"""Excel files that print as they are and change nothing of what they hold."""

import io
from datetime import UTC, date, datetime

import openpyxl

from khuevan.core.workbooks import Sheet, workbook


def _read(*rows: list[object], headings: tuple[str, ...] = ("TT", "Giá trị")) -> openpyxl.worksheet.worksheet.Worksheet:
    content = workbook(Sheet("Danh sách học viên", "Theo thứ tự lễ tân", headings, rows))
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_values_come_back_as_they_were() -> None:
    page = _read(
        [1, "0912345678"],
        [2, "=HYPERLINK(1)"],
        [3, "H'Hen Niê"],
        [4, date(2026, 2, 5)],
        [5, None],
        [6, True],
        [7, "a\x00b"],
        [8, datetime(2026, 2, 5, 20, 0, tzinfo=UTC)],
    )
    values = [row[1].value for row in page.iter_rows(min_row=4)]
    assert values[:3] == ["0912345678", "=HYPERLINK(1)", "H'Hen Niê"]
    assert page.cell(5, 2).data_type == "s", "no formula"
    assert values[3] == datetime(2026, 2, 5)
    assert values[4:7] == [None, "x", "ab"]
    assert values[7].day == 6, "the day on the clock of Việt Nam"


def test_it_prints_on_a4_with_the_heading_on_every_page() -> None:
    page = _read([1, "x"])
    assert page.page_setup.paperSize == 9
    assert page.print_title_rows == "$3:$3"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
    assert page.freeze_panes == "A4"
    assert page.page_setup.orientation != "landscape"
    wide = _read(list("1234567"), headings=tuple("abcdefg"))
    assert wide.page_setup.orientation == "landscape"
    assert page.cell(1, 1).value == "Danh sách học viên"


def test_one_column_and_no_rows() -> None:
    assert _read(headings=("TT",)).max_row == 3
