"""Messages copied from chats and mails: by columns where they have some, word by word where they have none."""

import datetime as dt

import pytest

from khuevan.readers.roster import Layout, Level, UnreadableFile, read_pasted

TODAY = dt.date(2026, 5, 1)
CHAT = """[10:21, 12/05/2026] Lan: Dạ danh sách ạ:
Sở Y tế:
- Chị Trần Thị Bình (1985), phó trưởng phòng, 0912345679
- Anh Nguyễn Văn An sinh năm 1982, chuyên viên. ĐT: 0912 345 678, an@so.example.vn
UBND xã Lộc An
- Điểu Bảo, Phó Chủ tịch, 0977.111.222, ăn chay
Em cảm ơn"""


def told(text: str, layouts: tuple[Layout, ...] = ()) -> list[tuple[str | None, ...]]:
    rows = read_pasted(text, today=TODAY, layouts=layouts).rows
    return [(row.full_name, row.birth, row.gender, row.position, row.organization, row.phone) for row in rows]


def test_a_chat_in_which_nothing_stands_in_columns() -> None:
    assert told(CHAT) == [
        ("Trần Thị Bình", "1985", "Nữ", "phó trưởng phòng", "Sở Y tế", "0912345679"),
        ("Nguyễn Văn An", "1982", "Nam", "chuyên viên", "Sở Y tế", "0912345678"),
        ("Điểu Bảo", None, None, "Phó Chủ tịch", "UBND xã Lộc An", "0977111222"),
    ]
    rows = read_pasted(CHAT, today=TODAY).rows
    assert (rows[1].email, rows[2].note) == ("an@so.example.vn", "ăn chay")


def test_lines_of_one_pattern() -> None:
    text = "1. Nguyễn Văn An - 1982 - Chuyên viên Sở Nội vụ - 0912345678\n2. Bà Lê Thị Cúc - 1990 - Văn thư Sở Nội vụ"
    assert told(text) == [
        ("Nguyễn Văn An", "1982", None, "Chuyên viên", "Sở Nội vụ", "0912345678"),
        ("Lê Thị Cúc", "1990", "Nữ", "Văn thư", "Sở Nội vụ", None),
    ]


def test_rows_copied_from_a_sheet_with_a_ditto_mark() -> None:
    text = 'STT\tHọ và tên\tĐơn vị\tSĐT\n1\tNguyễn Văn An\tSở Nội vụ\t0912345678\n2\tTrần Thị Ba\t"\t912345679'
    assert [(row[0], row[4], row[5]) for row in told(text)] == [
        ("Nguyễn Văn An", "Sở Nội vụ", "0912345678"),
        ("Trần Thị Ba", "Sở Nội vụ", "0912345679"),
    ]


def test_names_and_nothing_else() -> None:
    assert [row[0] for row in told("Nguyễn Văn An\nTrần Thị Ba\nH'Hen Niê")] == [
        "Nguyễn Văn An",
        "Trần Thị Ba",
        "H'Hen Niê",
    ]


def test_what_a_person_said_counts_for_messages_too() -> None:
    column = next(c for c in read_pasted(CHAT, today=TODAY).tables[0].columns if c.role == "position")
    rows = read_pasted(CHAT, today=TODAY, layouts=[Layout(table="1", columns={column.index: "note"})]).rows
    assert (rows[0].position, rows[0].note) == (None, "phó trưởng phòng")


@pytest.mark.parametrize("text", ["", "chào anh, mai họp nhé", "\t\t\n\t", "x" * 3_000_000])
def test_no_list_at_all(text: str) -> None:
    with pytest.raises(UnreadableFile):
        read_pasted(text, today=TODAY)


def test_a_numbered_line_that_is_not_understood_is_not_lost() -> None:
    text = "1. Nguyễn An - 1982 - Phó Trưởng phòng - 0912345678\n2/ ông Vừ A Dính sinh 1980\n3. ??? người của phòng 2"
    found = read_pasted(text, today=TODAY).rows
    assert [(row.full_name, row.birth) for row in found[:2]] == [("Nguyễn An", "1982"), ("Vừ A Dính", "1980")]
    assert [problem.field for problem in found[2].problems if problem.level is Level.ERROR] == ["full_name"]
