"""What stands in a workbook beside its values: hidden sheets and rows, formulas, formats, macros, links, passwords."""

import datetime as dt
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import admit
from khuevan.readers.grids import Grid
from khuevan.readers.isolation import read_grids
from khuevan.readers.limits import Limits
from khuevan.readers.notices import SENTENCES
from tests.readers import making

PEOPLE = (("STT", "Họ và tên", "CCCD"), (1, "Nguyễn Văn An", 79_082_012_345))


def grids(path: Path) -> list[Grid]:
    [way] = read_grids(admit(path, Limits()), Limits())
    return way


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        grids(path)
    assert caught.value.message
    return caught.value.code


def added(path: Path, member: str, content: bytes = b"x") -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, content)
    return path


def test_hidden_sheets_and_rows_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Tên"])
    for state in ("hidden", "veryHidden"):
        book.create_sheet(state).sheet_state = state
        book[state].append(["Tên"])
    shown = book.worksheets[0]
    for row in range(2, 9):
        shown.append([f"Lê {row}"])
    shown.row_dimensions[3].hidden = shown.row_dimensions[4].hidden = shown.row_dimensions[20].hidden = True
    shown.column_dimensions["B"].hidden = True
    book.create_chartsheet("Biểu đồ")
    book.save(tmp_path / "a.xlsx")
    found = grids(tmp_path / "a.xlsx")
    assert [(grid.name, grid.hidden) for grid in found] == [("Sheet", False), ("hidden", True), ("veryHidden", True)]
    assert found[0].hidden_rows == {2, 3}
    [old] = grids(making.xls(tmp_path / "a.xls", {(2, 0): "Lê", (3, 0): "Ba"}, hidden_rows=[3, 9]))
    assert (old.hidden_rows, old.first_row) == ({1}, 3)


def test_rows_are_counted_from_the_first_that_has_a_value(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["C5"], sheet["C7"], sheet["E7"] = "Tên", "Lê An", "=1+1"
    sheet.merge_cells("C5:D5")
    sheet.row_dimensions[6].hidden = True
    book.save(tmp_path / "a.xlsx")
    [grid] = grids(tmp_path / "a.xlsx")
    assert (grid.first_row, grid.rows[0][0], grid.hidden_rows, grid.merges) == (5, "Tên", {1}, [(0, 0, 0, 1)])
    assert grid.unvalued == {(2, 2)}  # where no value is


def test_formulas_and_errors_are_empty_and_told(tmp_path: Path) -> None:
    cells = {"A1": "Tên", "B1": "Năm", "A2": '=CONCATENATE("Lê"," An")', "B2": 1980, "A3": "Lê Ba", "B3": "#REF!"}
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.worksheets[0][place] = value
    book.save(tmp_path / "a.xlsx")
    [grid] = grids(tmp_path / "a.xlsx")
    assert [[value or None for value in row] for row in grid.rows] == [["Tên", "Năm"], [None, 1980], ["Lê Ba", None]]
    assert grid.unvalued == {(1, 0), (2, 1)}
    saved = making.edited(
        tmp_path / "a.xlsx", making.SHEET, lambda xml: re.sub(b"</f><v ?/?>(</v>)?", b"</f><v>5</v>", xml)
    )
    assert grids(saved)[0].unvalued == {(2, 1)}


def test_zeros_that_a_format_shows_come_back(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    formats = {
        "A1": "000000000000",
        "B1": "0000 000 000",
        "C1": '0000"."000"."000',
        "D1": "0.00",
        "E1": "0",
        "F1": "#,##0",
    }
    for place, code in formats.items():
        sheet[place] = 912_345_678 if place != "A1" else 79_082_012_345
        sheet[place].number_format = code
    sheet["G1"] = 7.9082012345e10
    book.save(tmp_path / "a.xlsx")
    number = 912_345_678
    assert grids(tmp_path / "a.xlsx")[0].rows == [
        ["079082012345", "0912 345 678", "0912.345.678", number, number, number, 79_082_012_345]
    ]
    cells = {(0, 0): 79_082_012_345.0, (0, 1): 5.0}
    old = making.xls(tmp_path / "a.xls", cells, formats=["000000000000"], styles={(0, 0): 1})
    assert grids(old)[0].rows == [["079082012345", 5.0]]


def test_values_of_every_type(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append(
        ["x", dt.date(1982, 6, 2), dt.datetime(2014, 5, 20, 8, 30), True, 0.5, "0912", 1e300, "a\nb"]
    )
    book.worksheets[0]["E1"].number_format = "0%"
    book.save(tmp_path / "a.xlsx")
    [[_x, *values]] = grids(tmp_path / "a.xlsx")[0].rows
    assert values == [dt.date(1982, 6, 2), dt.date(2014, 5, 20), "TRUE", 0.5, "0912", "1e+300", "a\nb"]


def test_a_merge_over_thousands_of_rows(tmp_path: Path) -> None:
    rows = [("Đơn vị", "Tên"), ("Sở Nội vụ", "Lê 1"), *((None, f"Lê {number}") for number in range(2, 3_001))]
    [grid] = grids(making.xlsx(tmp_path / "a.xlsx", rows, merges=["A2:A3001"]))
    assert (len(grid.rows), grid.merges) == (3_001, [(1, 0, 3_000, 0)])


@pytest.mark.parametrize("member", ["xl/vbaProject.bin", "word/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(tmp_path: Path, member: str) -> None:
    make: Callable[..., Path] = making.docx_table if member.startswith("word") else making.xlsx
    assert refused(added(make(tmp_path / "a.xlsm", PEOPLE), member)) == "macros"


def test_macros_and_passwords_of_old_workbooks(tmp_path: Path) -> None:
    cells: dict[tuple[int, int], str | float] = {(0, 0): "Họ và tên"}
    assert refused(making.xls(tmp_path / "a.xls", cells, streams=["_VBA_PROJECT_CUR"])) == "macros"
    assert refused(making.xls(tmp_path / "b.xls", cells, before=making.record(0x2F, bytes(54)))) == "protected"


@pytest.mark.parametrize("page", [1252, 1258, 1200])
def test_old_workbooks_that_name_a_code_page_hold_unicode_all_the_same(tmp_path: Path, page: int) -> None:
    named = making.record(0x42, page.to_bytes(2, "little"))
    [grid] = grids(making.xls(tmp_path / "a.xls", {(0, 0): "Họ và tên", (1, 0): "Trịnh Văn Đức"}, before=named))
    assert grid.rows == [["Họ và tên"], ["Trịnh Văn Đức"]]


def test_links_to_other_files_are_read_as_saved_and_told(tmp_path: Path) -> None:
    path = added(making.xlsx(tmp_path / "a.xlsx", PEOPLE), "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    assert grids(path)[0].notices == ["external_links"]
    formula = making.xlsx(tmp_path / "b.xlsx", [("Tên",), ("='[khac.xlsx]DS'!A1",)])
    assert grids(formula)[0].notices == ["external_links"]
    assert grids(making.xlsx(tmp_path / "c.xlsx", [("Tên",), ("=SUM(Bang[Cot])",)]))[0].notices == []
    link = making.record(0x1AE, b"\x01\x00\x05\x00\x00file1")
    assert grids(making.xls(tmp_path / "a.xls", {(0, 0): "Tên"}, before=link))[0].notices == ["external_links"]
    assert all(str(sentence) for sentence in SENTENCES.values())


def test_five_megabytes_in_one_cell(tmp_path: Path) -> None:
    path = making.xlsx(tmp_path / "a.xlsx", PEOPLE)
    making.edited(path, making.SHEET, lambda xml: xml.replace(b"Nguy", b"A" * 5_000_000, 1))
    assert refused(added(path, "media/noise", bytes(range(256)) * 400)) in {"long_cell", "suspicious"}
    (tmp_path / "a.csv").write_text('Tên;Năm\n"' + "A" * 5_000_000 + ";1980\n")
    assert refused(tmp_path / "a.csv") == "long_cell"


def test_three_hundred_columns(tmp_path: Path) -> None:
    assert refused(making.xlsx(tmp_path / "a.xlsx", [[f"Cột {number}" for number in range(300)]])) == "too_many_columns"


def test_a_web_page_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    page = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><style>td{a:b}'
        "</style></head>"
        "<table><tr><th rowspan=2>STT<th rowspan=2>Họ và tên<th colspan=2>Năm sinh</tr><tr><th>Nam<th>Nữ</tr>"
        '<tr style="display:none"><td>0<td>ẩn</tr><tr><td>1'
        "<td>Nguyễn&nbsp;Văn<br>An &amp; B<td>1980<td></table></html>"
    )
    (tmp_path / "a.xls").write_text(page, encoding="utf-8")
    [grid] = grids(tmp_path / "a.xls")
    assert grid.rows[:2] == [["STT", "Họ và tên", "Năm sinh", None], [None, None, "Nam", "Nữ"]]
    assert grid.rows[3] == ["1", "Nguyễn Văn\nAn & B", "1980", None]
    assert grid.hidden_rows == {2}
    assert (0, 2, 0, 3) in grid.merges


def test_a_workbook_as_one_xml_file(tmp_path: Path) -> None:
    xml = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1"><Font ss:FontName=".VnTime"/>
     <NumberFormat ss:Format="0000000000"/></Style></Styles><Worksheet ss:Name="DS"><Table><Row ss:Index="2">
     <Cell ss:MergeAcross="1"><Data ss:Type="String">Tên</Data></Cell>
     <Cell ss:Index="4" ss:StyleID="s1"><Data ss:Type="String">Hä vµ tªn</Data></Cell></Row>
     <Row ss:Hidden="1"><Cell ss:StyleID="s1"><Data ss:Type="Number">912345678</Data></Cell>
     <Cell><ss:Data ss:Type="String">Lê <html:Font html:Face=".VnTimeH">v¨n</html:Font></ss:Data></Cell>
     <Cell><Data ss:Type="DateTime">1980-02-03T00:00:00.000</Data></Cell><Cell ss:Formula="=A1"/></Row></Table>
     <WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
     </Worksheet></Workbook>"""
    (tmp_path / "a.xls").write_text(xml, encoding="utf-8")
    [grid] = grids(tmp_path / "a.xls")
    assert grid.rows == [[], ["Tên", None, None, "Họ và tên"], ["0912345678", "Lê VĂN", dt.date(1980, 2, 3)]]
    assert (grid.hidden, grid.hidden_rows, grid.unvalued, grid.merges) == (True, {2}, {(2, 3)}, [(1, 0, 1, 1)])
    bomb = xml.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook', 1)
    (tmp_path / "b.xls").write_text(bomb, encoding="utf-8")
    assert refused(tmp_path / "b.xls") in {"suspicious", "unsupported"}


def test_the_separator_a_file_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('"sep=;"\nTên;Nơi, đơn vị\nLê An;"Sở A; phòng B"\n', encoding="utf-8-sig")
    [grid] = grids(tmp_path / "a.csv")
    assert (grid.rows, grid.first_row) == ([["Tên", "Nơi, đơn vị"], ["Lê An", "Sở A; phòng B"]], 2)


def test_words_with_workbooks_inside_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(making.ole(["WordDocument", "Workbooks"], b"x" * 5_000))
    assert refused(tmp_path / "a.doc") == "old_word"
