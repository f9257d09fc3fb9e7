"""Lists pasted from chats, mails, sheets and documents: what surrounds the list goes, people stand row by row."""

from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.readers.gate import admit
from khuevan.readers.grids import Cell
from khuevan.readers.isolation import read_grids
from khuevan.readers.limits import Limits, Refused
from khuevan.readers.pasted import grids_of_text


def rows(text: str) -> list[list[Cell]]:
    found = grids_of_text(text)
    return found[0].rows if found else []


def test_a_chat_with_numbered_people_and_a_name_with_the_separator() -> None:
    text = """[10:32, 5/2/2026] Lan: Em gửi anh danh sách ạ:
[10:33, 5/2/2026] Lan: 1. Nguyễn Văn A - 1982 - Phó Trưởng phòng - Sở Nội vụ - 0912345678
2. Trần Thị Bình - 1985 - Chuyên viên - Đài Phát thanh - Truyền hình - 0912345679
3/ Lê Ba – Văn thư – Sở Tài chính – 0912 345 670
Trân trọng cảm ơn!"""
    assert rows(text) == [
        ["1", "Nguyễn Văn A", "1982", "Phó Trưởng phòng", "Sở Nội vụ", "0912345678"],
        ["2", "Trần Thị Bình", "1985", "Chuyên viên", "Đài Phát thanh - Truyền hình", "0912345679"],
        ["3", "Lê Ba", "", "Văn thư", "Sở Tài chính", "0912 345 670"],
    ]


def test_rows_copied_from_a_sheet() -> None:
    text = 'Danh sách\nSTT\tHọ và tên\tNăm sinh\r\n1\t"Trần Thị\nBình"\t1985\r\n2\tLê "Tèo" Ba\t1986\r\n'
    assert rows(text)[1:] == [
        ["STT", "Họ và tên", "Năm sinh"],
        ["1", "Trần Thị\nBình", "1985"],
        ["2", 'Lê "Tèo" Ba', "1986"],
    ]


def test_records_that_name_their_fields_in_a_quoted_mail() -> None:
    text = """Vào 10:32, T5, 5 thg 2, 2026 Lan <lan@x.example> đã viết:
From: Lan
> Họ và tên: Nguyễn Văn A
> Ngày sinh: 2/6/1982; Giới tính: Nam
> Chức vụ:
>   Phó Trưởng phòng
>
> Họ và tên: Trần Thị B
> SĐT: 0912345678. Email: b@x.example
"""
    assert rows(text) == [
        ["Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "SĐT", "Email"],
        ["Nguyễn Văn A", "2/6/1982", "Nam", "Phó Trưởng phòng", None, None],
        ["Trần Thị B", None, None, None, "0912345678", "b@x.example"],
    ]


def test_commas_and_semicolons_in_one_line() -> None:
    text = """1. Ông Lê An, sinh ngày 02/6/1980, Kế toán; điện thoại: 0912345678;
2. Bà Vũ Bình, sinh ngày 03/7/1981, Văn thư; điện thoại: 0912345679."""
    assert rows(text)[0] == ["STT", "Họ và tên", "Sinh ngày", "", "Điện thoại"]
    assert [row[3] for row in rows(text)[1:]] == ["Kế toán", "Văn thư"]


def test_bullets_with_commas_and_names_of_fields_within() -> None:
    text = """Kính gửi Sở, phòng em cử:
- Ông Nguyễn Văn An, sn 1980, Phó Giám đốc, Sở Văn hóa, Thể thao và Du lịch, ĐT: 0912345678
- Bà Trần Thị Bình, sn 1981, Chuyên viên, Sở Tài chính, ĐT 0912345679"""
    assert rows(text) == [
        ["Họ và tên", "Năm sinh", "", "", "ĐT"],
        ["Ông Nguyễn Văn An", "1980", "Phó Giám đốc", "Sở Văn hóa, Thể thao và Du lịch", "0912345678"],
        ["Bà Trần Thị Bình", "1981", "Chuyên viên", "Sở Tài chính", "0912345679"],
    ]


def test_a_person_on_several_lines() -> None:
    first = "1. Lê An\nSinh năm 1982\nChức vụ Văn thư\nĐT 0912345678\n"
    text = first + "2. Lê Ba\nSinh năm 1983\nChức vụ Kế toán\nĐT 0912345679\n"
    assert rows(text) == [
        ["STT", "Họ và tên", "Sinh năm", "Chức vụ", "ĐT"],
        ["1", "Lê An", "1982", "Văn thư", "0912345678"],
        ["2", "Lê Ba", "1983", "Kế toán", "0912345679"],
    ]


def test_only_names() -> None:
    assert rows("Danh sách đây ạ\nNguyễn Văn An\nTrần Thị Bình\nH'Hen Niê\n") == [
        ["Nguyễn Văn An"],
        ["Trần Thị Bình"],
        ["H'Hen Niê"],
    ]


def test_a_table_of_bars_with_its_heading() -> None:
    text = "| STT | Họ và tên | Năm sinh |\n|---|:---|---|\n| 1 | Nguyễn Văn An | 1980 |\n| 2 | Lê Thị Bình | 1981 |"
    assert rows(text) == [
        ["STT", "Họ và tên", "Năm sinh"],
        ["1", "Nguyễn Văn An", "1980"],
        ["2", "Lê Thị Bình", "1981"],
    ]


def test_old_fonts_are_told_by_the_words() -> None:
    [grid] = grids_of_text("1. TrÇn ThÞ B×nh - Së Néi vô\n2. Vâ V¨n §øc - Së Y tÕ")
    assert grid.rows == [["1", "Trần Thị Bình", "Sở Nội vụ"], ["2", "Võ Văn Đức", "Sở Y tế"]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Chào chị, mai họp lúc 8h nhé. Cảm ơn chị!",
        "1. Thời gian: 8 giờ 00 ngày 20/5/2026\n2. Địa điểm: Hội trường\n3. Thành phần: đại diện các sở",
    ],
)
def test_what_is_no_list(text: str) -> None:
    assert rows(text) == []


def test_limits() -> None:
    with pytest.raises(Refused):
        grids_of_text("\n".join("Lê An\t1980" for _ in range(11)), Limits(rows=10))
    with pytest.raises(Refused):
        grids_of_text("a" * 3_000_000)


@given(st.text(alphabet=st.sampled_from("1. -–,;:\t|\n\"'Họ tên: LêAnSở09[]>()/@"), max_size=200))
def test_whatever_is_pasted_gives_rows_as_wide_as_each_other_or_none(text: str) -> None:
    for grid in grids_of_text(text):
        assert grid.rows and all(row for row in grid.rows)


def test_a_letter_in_word_that_names_people_in_lines(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=2)
    document.add_paragraph("Thực hiện Công văn số 12, Sở Nội vụ cử các đồng chí, cụ thể như sau:")
    for line in ("Ông Lê An, sinh năm 1980, Chuyên viên", "Bà Lê Ba, sinh năm 1981, Văn thư"):
        numbered = document.add_paragraph(line)
        numbered._p.get_or_add_pPr().get_or_add_numPr()
    document.add_paragraph("Trân trọng, kính gửi, xin cảm ơn./.")
    document.save(str(tmp_path / "a.docx"))
    [[_letterhead, grid]] = read_grids(admit(tmp_path / "a.docx", Limits()), Limits())
    assert grid.rows == [
        ["Họ và tên", "Sinh năm", ""],
        ["Ông Lê An", "1980", "Chuyên viên"],
        ["Bà Lê Ba", "1981", "Văn thư"],
    ]
