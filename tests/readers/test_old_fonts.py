"""Cells typed in fonts of before Unicode: told by the font of the cell, or by the whole table, and said which."""

from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter
from docx.oxml.ns import qn
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from khuevan.readers.gate import admit
from khuevan.readers.grids import Grid
from khuevan.readers.isolation import read_grids
from khuevan.readers.limits import Limits
from khuevan.vietnamese.legacy import Encoding, from_unicode, is_unicode
from tests.readers import making

TCVN3, VNI = ".VnTime", "VNI-Times"
NAME, NAME_VNI = "NguyÔn ThÞ Thñy", "Nguyeãn Thò Thuûy"


def grids(path: Path) -> list[Grid]:
    [way] = read_grids(admit(path, Limits()), Limits())
    return way


def workbook(path: Path, cells: dict[str, tuple[object, str]], title: str = "DS") -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for place, (value, font) in cells.items():
        sheet[place] = value
        sheet[place].font = Font(name=font)
    book.save(path)
    return path


def test_each_cell_by_its_own_font(tmp_path: Path) -> None:
    cells = {
        "B1": ("Họ và tên", "Times New Roman"),
        "C1": ("Cơ quan", "Times New Roman"),
        "B2": (NAME, TCVN3),
        "C2": ("Sôû Noäi vuï", VNI),
        "B3": ("hµ v¨n nam", ".VnTimeH"),
        "C3": ("Crème brûlée", "Arial"),
    }
    [grid] = grids(workbook(tmp_path / "a.xlsx", cells, title="Danh s¸ch"))
    assert grid.rows == [["Họ và tên", "Cơ quan"], ["Nguyễn Thị Thủy", "Sở Nội vụ"], ["HÀ VĂN NAM", "Crème brûlée"]]
    assert grid.converted == {(1, 0): "tcvn3", (1, 1): "vni", (2, 0): "tcvn3"}
    assert grid.name == "Danh sách"


def test_unicode_pasted_into_cells_that_kept_their_old_font(tmp_path: Path) -> None:
    cells = {f"A{row}": (name, TCVN3) for row, name in enumerate(["Nguyễn Thị Thủy", "Lê Trân", "Đặng Văn Hà"], 1)}
    [grid] = grids(workbook(tmp_path / "a.xlsx", cells))
    assert grid.rows == [["Nguyễn Thị Thủy"], ["Lê Trân"], ["Đặng Văn Hà"]]
    assert grid.converted == {}


def test_bytes_that_a_vietnamese_windows_took_for_code_page_1258(tmp_path: Path) -> None:
    names = ["Trần Thị Phương Liên", "Đỗ Văn Hùng", "Vũ Mạnh", "Đặng Xuân Đức"]
    typed = [from_unicode(name, Encoding.TCVN3).encode("latin-1").decode("cp1258") for name in names]
    assert any(is_unicode(text) for text in typed)
    [grid] = grids(workbook(tmp_path / "a.xlsx", {f"A{row}": (text, TCVN3) for row, text in enumerate(typed, 1)}))
    assert [row[0] for row in grid.rows] == names


def test_pieces_of_one_cell_in_two_fonts(tmp_path: Path) -> None:
    shared = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    old, new = shared.add_format({"font_name": ".VnTimeH"}), shared.add_format({"font_name": "Times New Roman"})
    shared.add_worksheet("DS").write_rich_string(0, 0, old, "së néi vô ", new, "tỉnh Bình Phước & huyện")
    shared.close()
    inline = openpyxl.Workbook()
    inline.worksheets[0]["A1"] = CellRichText(
        TextBlock(InlineFont(rFont=VNI), NAME_VNI), TextBlock(InlineFont(b=True), " (Nữ)")
    )
    inline.save(tmp_path / "b.xlsx")
    assert grids(tmp_path / "a.xlsx")[0].rows == [["SỞ NỘI VỤ tỉnh Bình Phước & huyện"]]
    [grid] = grids(tmp_path / "b.xlsx")
    assert (grid.rows, grid.converted) == ([["Nguyễn Thị Thủy (Nữ)"]], {(0, 0): "vni"})


def test_an_old_workbook_by_its_fonts(tmp_path: Path) -> None:
    cells = {(0, 0): "Họ tên", (1, 0): "trÇn v¨n nam", (2, 0): "Thò Hoa", (3, 0): "Thò Hoa"}
    styles = {(1, 0): 1, (2, 0): 2}
    [grid] = grids(making.xls(tmp_path / "a.xls", cells, fonts=[".VnTimeH", VNI], styles=styles))
    assert grid.rows == [["Họ tên"], ["TRẦN VĂN NAM"], ["Thị Hoa"], ["Thò Hoa"]]
    assert grid.converted == {(1, 0): "tcvn3", (2, 0): "vni"}


def test_an_open_document_by_its_styles(tmp_path: Path) -> None:
    path = making.ods(tmp_path / "a.ods", making.ods_row("x"))
    styles = (
        b'<office:font-face-decls xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        b' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">'
        b'<style:font-face style:name="F1" svg:font-family="&apos;.VnTimeH&apos;"/></office:font-face-decls>'
        b'<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        b'<style:style style:name="ce1" style:family="table-cell"><style:text-properties style:font-name="F1"/>'
        b"</style:style>"
        b'<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>'
        b'<style:style style:name="T1" style:family="text"><style:text-properties style:font-name="VNI-Times"/>'
        b"</style:style>"
        b'<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/>'
        b"</style:style>"
        b"</office:automatic-styles>"
    )
    table = (
        '<table:table table:name="DS" table:style-name="ta1"><table:table-column table:default-cell-style-name="ce2"/>'
        '<table:table-row table:visibility="filter"><table:table-cell><text:p>trÇn nam</text:p></table:table-cell>'
        '<table:table-cell table:style-name="no"><text:p><text:span text:style-name="T1">Thò</text:span> Hoa</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    ).encode()
    making.edited(
        path,
        "content.xml",
        lambda xml: xml.replace(b"<office:body>", styles + b"<office:body>").replace(
            xml[xml.index(b"<table:table ") : xml.index(b"</office:spreadsheet>")], table
        ),
    )
    [grid] = grids(path)
    assert grid.rows == [["TRẦN NAM", "Thị Hoa"]]
    assert grid.converted == {(0, 0): "tcvn3", (0, 1): "vni"}
    assert (grid.hidden, grid.hidden_rows) == (True, {0})


def test_a_word_table_by_run_style_and_default(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles["Normal"].font.name = VNI
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:hAnsi"), VNI)
    heading = document.styles.add_style("Ten", 1)
    heading.font.name = ".VnTimeH"
    table = document.add_table(rows=3, cols=1)
    table.cell(0, 0).text = "Hoï vaø teân"
    table.cell(1, 0).paragraphs[0].style = heading
    table.cell(1, 0).paragraphs[0].add_run("trÇn v¨n nam")
    table.cell(2, 0).paragraphs[0].add_run("Đặng Văn ").font.name = "Times New Roman"
    table.cell(2, 0).paragraphs[0].add_run("Huøng")
    document.save(str(tmp_path / "a.docx"))
    [grid] = grids(tmp_path / "a.docx")
    assert grid.rows == [["Họ và tên"], ["TRẦN VĂN NAM"], ["Đặng Văn Hùng"]]
    assert grid.converted == {(0, 0): "vni", (1, 0): "tcvn3", (2, 0): "vni"}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("STT;Hä vµ tªn;§¬n vÞ\n1;TrÇn ThÞ B×nh;Së Néi vô\n2;Lª Hµ;Së Y tÕ\n", "tcvn3"),
        ("STT;Hoï vaø teân;Ñôn vò\n1;Traàn Thò Bình;Sôû Noäi vuï\n2;Leâ Haø;Sôû Y teá\n", "vni"),
    ],
)
@pytest.mark.parametrize("saved", ["latin-1", "utf-8", "utf-16"])
def test_text_by_its_words(tmp_path: Path, text: str, encoding: str, saved: str) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode(saved))
    [grid] = grids(tmp_path / "a.csv")
    assert grid.rows == [["STT", "Họ và tên", "Đơn vị"], ["1", "Trần Thị Bình", "Sở Nội vụ"], ["2", "Lê Hà", "Sở Y tế"]]
    assert set(grid.converted.values()) == {encoding}
    assert len(grid.converted) == 6


def test_code_page_1258_is_no_old_font(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        "Ho\u0323 và tên;Đơn vi\u0323\nTrâ\u0300n Thi\u0323 Hà;Sơ\u0309 Nô\u0323i vu\u0323\n".encode("cp1258")
    )
    [grid] = grids(tmp_path / "a.csv")
    assert str(grid.rows[1][0]).startswith("Trâ")
    assert grid.converted == {}


def test_a_unicode_heading_over_old_rows_and_one_odd_cell_among_unicode(tmp_path: Path) -> None:
    mixed = [["Tên", "Năm sinh"], ["TrÇn ThÞ B×nh", 1980], ["Lª Hµ", 1981], ["Vâ V¨n §øc", 1982]]
    [grid] = grids(making.xlsx(tmp_path / "a.xlsx", mixed))
    assert [row[0] for row in grid.rows] == ["Tên", "Trần Thị Bình", "Lê Hà", "Võ Văn Đức"]
    odd = [["Tên", "Ghi chú"], ["Trần Thị Bình", "Phòng µ §"], ["Lê Hà", "đi 5² km"], ["Müller Jörg", "khách"]]
    [grid] = grids(making.xlsx(tmp_path / "b.xlsx", odd))
    assert grid.rows == odd
    assert grid.converted == {}
