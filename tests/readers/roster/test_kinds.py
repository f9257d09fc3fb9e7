"""The kinds of lists that come in, each as a small file of its own."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest

from khuevan.readers.roster import Roster, RosterRow, read_roster
from tests.readers import making

TODAY = dt.date(2026, 5, 1)


def read(path: Path) -> Roster:
    return read_roster(path, today=TODAY)


def told(row: RosterRow) -> list[object]:
    return [row.full_name, row.birth, row.gender, row.position, row.organization, row.phone, row.email]


def test_a_list_between_letterhead_and_signatures(tmp_path: Path) -> None:
    people = (
        ("STT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Chức vụ", "Đơn vị công tác", "Điện thoại", "Email"),
        (1, "Phan Ngọc Lan", dt.date(1989, 12, 16), "Nữ", "Chuyên viên", "Sở Nội vụ", "0976025735", None),
        (2, "Lê Văn Đạt", dt.date(1977, 11, 8), "Nam", "Phó Giám đốc", "Sở Y tế", "0976853597", "dat@tinh.example.vn"),
    )
    roster = read(making.xlsx(tmp_path / "a.xlsx", (*making.LETTERHEAD, *people, *making.FOOTER)))
    assert [told(row) for row in roster.rows] == [
        ["Phan Ngọc Lan", "1989-12-16", "Nữ", "Chuyên viên", "Sở Nội vụ", "0976025735", None],
        ["Lê Văn Đạt", "1977-11-08", "Nam", "Phó Giám đốc", "Sở Y tế", "0976853597", "dat@tinh.example.vn"],
    ]
    assert [row.problems for row in roster.rows] == [[], []]
    assert (roster.rows[0].place.sheet, roster.rows[0].place.row) == ("DS 1", 7)


def test_years_in_columns_for_men_and_women(tmp_path: Path) -> None:
    rows = (
        *making.LETTERHEAD,
        ("TT", "Họ tên học viên", "Năm sinh", None, "Chức danh", "Cơ quan", "Số ĐT di động"),
        (None, None, "Nam", "Nữ", None, None, None),
        (1, "Nguyễn Mỹ Lan", None, 1969, "Văn thư", "Sở A", "0987.888.476"),
        (2, "Lâm Thanh Thủy", "1985", None, "Văn thư", "Sở A", "0978.502.622"),
    )
    merges = ("A6:A7", "B6:B7", "C6:D6", "E6:E7", "F6:F7", "G6:G7")
    for blocks in (merges, ()):
        roster = read(making.xlsx(tmp_path / "a.xlsx", rows, merges=blocks))
        assert [told(row)[:3] for row in roster.rows] == [
            ["Nguyễn Mỹ Lan", "1969", "Nữ"],
            ["Lâm Thanh Thủy", "1985", "Nam"],
        ]
    assert roster.rows[1].phone == "0978502622"


def test_a_table_in_a_letter_with_a_merged_agency(tmp_path: Path) -> None:
    rows = (
        ("STT", "Họ và tên", "Năm sinh", "Đơn vị", "Số điện thoại"),
        ("1.", "Hồ Hồng Linh", "1962", "Sở Tài chính", "0943524246"),
        ("2.", "Ngô Hữu Thắng", "1967", "", "0790155901"),
    )
    roster = read(making.docx_table(tmp_path / "a.docx", rows, merges=[(1, 3, 2, 3)]))
    assert [(row.full_name, row.birth, row.organization) for row in roster.rows] == [
        ("Hồ Hồng Linh", "1962", "Sở Tài chính"),
        ("Ngô Hữu Thắng", "1967", "Sở Tài chính"),
    ]


def test_sections_merged_agencies_and_names_in_capitals(tmp_path: Path) -> None:
    rows = (
        ("STT", "ĐƠN VỊ CÔNG TÁC", "HỌ VÀ TÊN", "NGÀY SINH", "PHÁI"),
        ("I. KHỐI ĐẢNG", None, None, None, None),
        (1, "Công an tỉnh", "DƯƠNG THỊ LOAN", "25-03-1988", "Nữ"),
        (2, None, "H'HEN NIÊ", "10-03-1991", "Nữ"),
        ("II", "KHỐI NHÀ NƯỚC"),
        (3, "Sở Y tế", "Điểu Thị Nga", "23-10-1995", "Nữ"),
    )
    cover = ((None, None, "HỒ SƠ CỬ CÁN BỘ NĂM 2014"),)
    path = making.xlsx(tmp_path / "a.xlsx", rows, cover, merges=("A2:E2", "B3:B4"))
    roster = read(path)
    assert [(row.full_name, row.organization) for row in roster.rows] == [
        ("Dương Thị Loan", "Công an tỉnh"),
        ("H'Hen Niê", "Công an tỉnh"),
        ("Điểu Thị Nga", "Sở Y tế"),
    ]
    assert [[problem.field for problem in row.problems] for row in roster.rows] == [["full_name"], ["full_name"], []]
    assert "DƯƠNG THỊ LOAN" in roster.rows[0].problems[0].message


def test_a_section_names_the_agency_when_no_column_does(tmp_path: Path) -> None:
    rows = (
        ("TT", "Họ và tên", "Năm sinh", "Chức vụ"),
        ("I", "Sở Nội vụ"),
        (1, "Lê An", 1980, "Văn thư"),
        (None, "Cộng: 1"),
        ("II", "KHỐI ĐẢNG"),
        (1, "Tống Công Minh", 1981, "Văn thư"),
    )
    roster = read(making.xlsx(tmp_path / "a.xlsx", rows))
    assert [(row.full_name, row.organization) for row in roster.rows] == [
        ("Lê An", "Sở Nội vụ"),
        ("Tống Công Minh", None),
    ]


def test_names_in_two_columns_and_a_column_that_marks_women(tmp_path: Path) -> None:
    rows = (
        ("Số TT", "Họ và tên đệm", "Tên", "Năm sinh", "Nữ", "Chức vụ, đơn vị công tác", "SĐT", "Địa chỉ thư điện tử"),
        (
            1,
            "Hoàng Ngọc",
            "Phượng",
            1971,
            "x",
            "Chánh Văn phòng, Sở Văn hóa, Thể thao và Du lịch",
            "0388250563",
            "a@b.vn",
        ),
        (2, "Mai Xuân", "Cường", 1985, None, "Phó Giám đốc Đài Phát thanh - Truyền hình", None, None),
    )
    assert [told(row)[:5] for row in read(making.xlsx(tmp_path / "a.xlsx", rows)).rows] == [
        ["Hoàng Ngọc Phượng", "1971", "Nữ", "Chánh Văn phòng", "Sở Văn hóa, Thể thao và Du lịch"],
        ["Mai Xuân Cường", "1985", "Nam", "Phó Giám đốc", "Đài Phát thanh - Truyền hình"],
    ]


def test_a_column_for_women_without_any_mark_says_nothing(tmp_path: Path) -> None:
    rows = (("STT", "Họ và tên", "Nữ", "Chức vụ"), (1, "Lê An", None, "Văn thư"), (2, "Lê Ba", None, "Văn thư"))
    assert [row.gender for row in read(making.xlsx(tmp_path / "a.xlsx", rows)).rows] == [None, None]


@pytest.mark.parametrize("merges", [("B1:C1",), ()])
def test_one_heading_over_both_parts_of_the_name(tmp_path: Path, merges: tuple[str, ...]) -> None:
    rows = (
        ("STT", "Họ và tên", None, "Năm sinh"),
        (1, "Lê Văn", "An", 1980),
        (2, "Trần Thị", "Bình", 1981),
        (3, "Y Bhốk", "Ênuôl", 1982),
    )
    roster = read(making.xlsx(tmp_path / "a.xlsx", rows, merges=merges))
    assert [row.full_name for row in roster.rows] == ["Lê Văn An", "Trần Thị Bình", "Y Bhốk Ênuôl"]


def test_day_month_and_year_apart(tmp_path: Path) -> None:
    rows = (
        ("STT", "Họ và tên", "Ngày sinh", None, None, "Giới tính", None),
        (None, None, "Ngày", "Tháng", "Năm", "Nam", "Nữ"),
        (1, "Lê An", 2, 6, 1980, "x", None),
        (2, "Lê Ba", None, None, 1981, None, "x"),
    )
    roster = read(making.xlsx(tmp_path / "a.xlsx", rows, merges=("C1:E1", "F1:G1")))
    assert [(row.birth, row.gender) for row in roster.rows] == [("1980-06-02", "Nam"), ("1981", "Nữ")]


def test_zeros_lost_in_number_cells_and_dates_in_all_forms(tmp_path: Path) -> None:
    rows = (
        ("Stt", "Họ tên", "Số CCCD", "Sinh ngày", "Di động"),
        (1, "Lê An", 52170819436, "4/5/1970", 970693276),
        (2, "Lê Ba", 1080012345, "01-04-89", 1680667676),
        (3, "Lê Ca", "001080012345", 31482, "+84 970 693 276"),
        (4, "Lê Da", 123456789, 1982.0, "0970693276"),
        (5, "Lê Em", None, dt.date(1905, 6, 4), None),
    )
    roster = read(making.xlsx(tmp_path / "a.xlsx", rows))
    assert [(row.citizen_id, row.birth, row.phone) for row in roster.rows] == [
        ("052170819436", "1970-05-04", "0970693276"),
        ("001080012345", "1989-04-01", "0380667676"),
        ("001080012345", "1986-03-11", "0970693276"),
        ("123456789", "1982", "0970693276"),
        (None, "1982", None),
    ]
    assert {problem.field for problem in roster.rows[0].problems} == {"citizen_id", "phone"}
    assert "052170819436" not in " ".join(problem.message for problem in roster.rows[0].problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_files_in_every_encoding_and_separator(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = (
        ("Họ và tên", "Ngày sinh", "Cơ quan", "SĐT"),
        ('"Lê Thanh Trang"', "08/12/1986", "Sở Nội vụ", '="0912345678"'),
    )
    text = "\r\n".join(separator.join(line) for line in lines)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    (row,) = read(path).rows
    assert told(row) == ["Lê Thanh Trang", "1986-12-08", None, None, "Sở Nội vụ", "0912345678", None]


def test_the_vietnamese_code_page_of_windows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("sep=;\nHo\u0323 tên;Năm sinh\nLê Thi\u0323 Ho\u0300a;1986\n".encode("cp1258"))
    (row,) = read(path).rows
    assert row.full_name == "Lê Thị Hòa"
    assert row.place.row == 3


def test_text_taken_apart_and_hidden_characters(tmp_path: Path) -> None:
    rows = (
        ("STT", unicodedata.normalize("NFD", "Họ và tên"), "Năm sinh", "Đơn vị"),
        (1, unicodedata.normalize("NFD", " Dương\u00a0Bích  Tâm "), "1966 ", "Sở Nội vụ\u200b"),
        (2, "ÐẶNG\u00a0THANH HÒA", "1989", "Sở Nội vụ"),
    )
    roster = read(making.xlsx(tmp_path / "a.xlsx", rows))
    assert [row.full_name for row in roster.rows] == ["Dương Bích Tâm", "Đặng Thanh Hòa"]
    assert roster.rows[0].organization == "Sở Nội vụ"


def test_a_sheet_of_libreoffice_with_and_without_types(tmp_path: Path) -> None:
    typed = (
        '<table:table-row><table:table-cell office:value-type="float" office:value="2"><text:p>2</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>Lê <text:s/>Ba</text:p>'
        '</table:table-cell><table:table-cell office:value-type="date" office:date-value="1980-06-02">'
        "<text:p>6/2/80</text:p></table:table-cell></table:table-row>"
    )
    table = (
        making.ods_row("STT", "Họ và tên", "Ngày sinh")
        + making.ods_row("1", "Mai Thị Tâm", "1989")
        + typed
        + '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    roster = read(making.ods(tmp_path / "a.ods", table))
    assert [(row.full_name, row.birth) for row in roster.rows] == [("Mai Thị Tâm", "1989"), ("Lê Ba", "1980-06-02")]


def test_headings_again_column_numbers_and_empty_numbered_rows(tmp_path: Path) -> None:
    head = ("STT", "Họ và tên", "Năm sinh", "Đơn vị")
    rows = (
        head, ("(1)", "(2)", "(3)", "(4)"), (1, "Lê An", 1980, "Sở A"), (2, None, None, None), (),
        head, (3, "Lê Ba", 1981, "nt"), (None, "Lê Ca", 1982, "Sở B"), (4, "Lê Da", 1983, '"'),
    )  # fmt: skip
    roster = read(making.xlsx(tmp_path / "a.xlsx", rows))
    assert [(row.full_name, row.organization, row.place.row) for row in roster.rows] == [
        ("Lê An", "Sở A", 3),
        ("Lê Ba", None, 7),
        ("Lê Ca", "Sở B", 8),
        ("Lê Da", "Sở B", 9),
    ]


def test_hidden_sheets_are_left_out_and_unused_columns_told(tmp_path: Path) -> None:
    rows = (("Họ và tên", "Dân tộc", "Năm sinh"), ("Lê An", "Kinh", 1980))
    roster = read(making.xlsx(tmp_path / "a.xlsx", rows, rows, hidden=[1]))
    assert len(roster.rows) == 1
    assert roster.unused_columns == ["Dân tộc"]


def test_columns_in_any_order_and_a_list_of_names_only(tmp_path: Path) -> None:
    rows = (
        ("Ghi chú", "Điện thoại, Email", "Đơn vị, chức vụ", "Năm sinh (Nữ)", "Năm sinh (Nam)", "Họ, chữ đệm và tên"),
        ("mới", "0912345678; an@b.vn", "Sở Y tế, Phó Giám đốc", 1980, None, "Bà Lê An"),
    )
    (row,) = read(making.xlsx(tmp_path / "a.xlsx", rows)).rows
    assert told(row) == ["Lê An", "1980", "Nữ", "Phó Giám đốc", "Sở Y tế", "0912345678", "an@b.vn"]
    assert row.note == "mới"
    names = read(making.xlsx(tmp_path / "b.xlsx", (("Họ và tên",), ("Lê Văn An",), ("Trần Thị Ba",))))
    assert [row.full_name for row in names.rows] == ["Lê Văn An", "Trần Thị Ba"]


def test_a_table_that_goes_on_without_headings(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for rows in ((("STT", "Họ và tên", "Năm sinh"), ("1", "Lê An", "1980")), (("2", "Lê Ba", "1981"),)):
        table = document.add_table(rows=0, cols=3)
        for texts in rows:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
        document.add_paragraph()
    document.save(str(tmp_path / "a.docx"))
    assert [row.full_name for row in read(tmp_path / "a.docx").rows] == ["Lê An", "Lê Ba"]


def test_the_json_of_the_command_line(tmp_path: Path) -> None:
    path = making.xlsx(tmp_path / "a.xlsx", (("STT", "Họ và tên", "Email"), (1, "Lê An", "khong co")))
    (row,) = read(path).to_json()["rows"]
    message = row["problems"][0]["message"]
    assert "khong co" in message
    assert row == {
        "full_name": "Lê An", "birth": None, "gender": None, "position": None, "organization": None, "phone": None,
        "email": None, "citizen_id": None, "note": None, "problems": [{"field": "email", "message": message}],
    }  # fmt: skip


def test_a_workbook_of_the_old_binary_kind(tmp_path: Path) -> None:
    table = (("STT", "Họ và tên", "Ngày sinh", "Điện thoại"), (1.0, "Vũ Ngọc Sơn", 23559.0, 793774933.0))
    cells = {(row + 2, column): value for row, line in enumerate(table) for column, value in enumerate(line)}
    (row,) = read(making.xls(tmp_path / "a.xls", cells)).rows
    assert (row.full_name, row.birth, row.phone, row.place.row) == ("Vũ Ngọc Sơn", "1964-07-01", "0793774933", 4)
