"""Letters as agencies write them, and as scans, stamps and habits spoil them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuevan.readers.gate import admit
from khuevan.readers.isolation import _Intake, read_grids, read_letter
from khuevan.readers.letterhead import head_of, number_in
from khuevan.readers.letters import Letter, letter_of, lines_of_grids
from khuevan.readers.limits import Limits
from tests.factories.letters import COUNTRY, MOTTO, Reply, as_docx, as_pdf, as_xlsx, people

UBND = "UBND TỈNH KHÁNH HÒA"
FULL = Reply(
    head=(UBND, "SỞ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH"),
    symbol="SVHTTDL-VP",
    rows=people("Sở Văn hóa, Thể thao và Du lịch", 3),
    footer="Điện thoại: 0258 3822 412, E-mail: SVHTTDL@khanhhoa.gov.vn",
)


def told(*lines: str, right: str = "Khánh Hòa, ngày 12 tháng 9 năm 2026") -> Letter:
    return letter_of(
        [[lines[0], COUNTRY], ["", MOTTO], *([line] for line in lines[1:2]), [right], *([one] for one in lines[2:])]
    )


def _read(tmp_path: Path, content: bytes) -> Letter:
    path = tmp_path / "letter"
    path.write_bytes(content)
    ways, lines = read_letter(admit(path, Limits()), Limits())
    return letter_of(lines or lines_of_grids(ways))


@pytest.mark.parametrize("make", [as_docx, as_pdf])
def test_word_and_pdf_say_the_same(tmp_path: Path, make: object) -> None:
    letter = _read(tmp_path, make(FULL))  # type: ignore[operator]
    assert letter.names == (UBND, "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH")
    assert (letter.issuer, letter.parent) == (letter.names[1], UBND)
    assert (letter.number, letter.symbol, letter.date) == ("123", "SVHTTDL-VP", date(2026, 10, 5))
    assert letter.place == "Khánh Hòa"
    assert letter.subject == "cử công chức tham dự lớp bồi dưỡng nghiệp vụ đối ngoại"
    assert letter.refers_to == ("456/SNgV-VP",)
    assert letter.signer == "Nguyễn Hữu Phước"
    assert letter.emails == ("svhttdl@khanhhoa.gov.vn",) and letter.phones == ("02583822412",)
    assert not letter.says_nobody


def test_a_sheet_with_a_letterhead_is_told_from_its_first_cells(tmp_path: Path) -> None:
    letter = _read(tmp_path, as_xlsx(FULL))
    assert (letter.issuer, letter.number, letter.symbol) == ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "123", "SVHTTDL-VP")
    assert letter.subject.startswith("Danh sách")


def test_the_same_file_gives_the_same_cells_with_and_without_its_lines(tmp_path: Path) -> None:
    for make in (as_docx, as_pdf, as_xlsx):
        path = tmp_path / make.__name__
        path.write_bytes(make(FULL))
        admitted = admit(path, Limits())
        with_lines, lines = read_letter(admitted, Limits())
        alone = read_grids(admitted, Limits())
        assert [grid.rows for grid in with_lines[0]] == [grid.rows for grid in alone[0]]
        assert bool(lines) == (make is not as_xlsx)


@pytest.mark.parametrize(
    ("written", "number", "symbol"),
    [
        ("Số: 123/SNV-CCVC", "123", "SNV-CCVC"),
        ("Số:123/SNV-CCVC", "123", "SNV-CCVC"),
        ("Số:       /SNV-CCVC", "", "SNV-CCVC"),
        ("Số: ....../SNgV-VP", "", "SNgV-VP"),
        ("Số: 12a/SNV", "12a", "SNV"),
        ("Số: 05 / UBND - VX", "05", "UBND-VX"),
        ("SỐ 15/KH-UBND", "15", "KH-UBND"),
        ("Số 77-CV/BTCTU", "77-CV", "BTCTU"),
        ("Số: 9/QĐ-SGDĐT.", "9", "QĐ-SGDĐT"),
    ],
)
def test_numbers_as_they_are_written(written: str, number: str, symbol: str) -> None:
    assert number_in(written) == (number, symbol)


@pytest.mark.parametrize(
    "written", ["Số lượng: 12 người", "Số điện thoại: 0258/3822412", "12/SNV", "Số: 12", "Số: 12/3", ""]
)
def test_what_is_no_number_of_a_letter(written: str) -> None:
    assert number_in(written) is None


def test_a_stamp_parts_the_number_from_its_symbol() -> None:
    head = head_of(["SỞ NỘI VỤ", COUNTRY, MOTTO, "Số: 123", "/SNV-CCVC", "Khánh Hòa, ngày", "12", "tháng 9 năm 2026"])
    assert (head.number, head.symbol, head.date) == ("123", "SNV-CCVC", date(2026, 9, 12))


def test_both_columns_run_together_are_parted() -> None:
    letter = letter_of(
        [
            [f"{UBND} {COUNTRY}"],
            [f"SỞ NỘI VỤ {MOTTO}"],
            ["Số: 12/SNV-CCVC Khánh Hòa, ngày 02 tháng 01 năm 2027"],
            ["Kính gửi: Sở Ngoại vụ"],
        ]
    )
    assert letter.names == (UBND, "SỞ NỘI VỤ")
    assert (letter.number, letter.symbol, letter.date, letter.place) == (
        "12", "SNV-CCVC", date(2027, 1, 2), "Khánh Hòa",
    )  # fmt: skip


@pytest.mark.parametrize("day", ["ngày    tháng 9 năm 2026", "ngày ... tháng ... năm 2026", "ngày 31 tháng 2 năm 2026"])
def test_a_day_written_by_hand_or_that_never_was_is_none(day: str) -> None:
    assert told(UBND, "SỞ NỘI VỤ", "Số: 1/SNV", right=f"Khánh Hòa, {day}").date is None


def test_a_letter_of_the_party() -> None:
    letter = letter_of(
        [
            ["TỈNH ỦY KHÁNH HÒA", "ĐẢNG CỘNG SẢN VIỆT NAM"],
            ["BAN TỔ CHỨC"],
            ["*", "Khánh Hòa, ngày 02 tháng 9 năm 2026"],
            ["Số 77-CV/BTCTU"],
            ["Kính gửi: Sở Ngoại vụ"],
        ]
    )
    assert (letter.names, letter.number, letter.symbol) == (("TỈNH ỦY KHÁNH HÒA", "BAN TỔ CHỨC"), "77-CV", "BTCTU")


def test_a_plan_has_a_kind_and_its_subject() -> None:
    letter = told(UBND, "SỞ NỘI VỤ", "Số: 3/TTr-SNV", "TỜ TRÌNH", "Về việc cử công chức", "Kính gửi: Sở Ngoại vụ")
    assert (letter.kind, letter.subject, letter.symbol) == ("TTr", "cử công chức", "TTr-SNV")


def test_a_list_belongs_to_the_letter_it_names() -> None:
    letter = letter_of([["DANH SÁCH"], ["(Kèm theo Công văn số 15/SNV-CCVC ngày 5/10/2026 của Sở Nội vụ)"]])
    assert letter.attached_to == ("15", "SNV-CCVC", date(2026, 10, 5), "Sở Nội vụ")
    assert (letter.names, letter.symbol) == ((), "")


SENDS_NOBODY = (
    "Sở Tư pháp không cử công chức tham dự lớp bồi dưỡng do trùng lịch công tác.",
    "Sở Y tế xin phép không cử cán bộ tham gia.",
    "UBND xã Vạn Thắng không có cán bộ, công chức đăng ký tham dự lớp bồi dưỡng.",
    "Đơn vị chúng tôi không đăng ký tham gia khóa này.",
    "Hiện nay đơn vị chưa bố trí được người để cử tham dự.",
    "Phòng không có nhu cầu cử công chức tham gia lớp học.",
    "Do thiếu biên chế, đơn vị không thể cử người dự học.",
)
SENDS_SOMEBODY = (
    "Sở Tư pháp cử 02 công chức tham dự lớp bồi dưỡng.",
    "Nếu không cử được, đề nghị đơn vị báo trước ngày 10/10.",
    "Trường hợp không tham dự, học viên phải báo cáo.",
    "Đề nghị các đơn vị không cử người đã tham dự lớp năm trước.",
    "Sở cử 02 đồng chí, không quá 03 người như đề nghị.",
    "Học viên không được nghỉ quá 01 buổi khi tham dự.",
)


@pytest.mark.parametrize("sentence", SENDS_NOBODY)
def test_letters_that_send_nobody(sentence: str) -> None:
    letter = told(
        UBND, "SỞ TƯ PHÁP", "Số: 1/STP", "Kính gửi: Sở Ngoại vụ", f"Phúc đáp Công văn số 4/SNgV-VP. {sentence}"
    )
    assert letter.nobody == sentence, letter


@pytest.mark.parametrize("sentence", SENDS_SOMEBODY)
def test_letters_that_send_somebody_or_speak_of_conditions(sentence: str) -> None:
    letter = told(
        UBND, "SỞ TƯ PHÁP", "Số: 1/STP", "Kính gửi: Sở Ngoại vụ", f"Phúc đáp Công văn số 4/SNgV-VP. {sentence}"
    )
    assert not letter.says_nobody, letter.nobody


def test_addressees_and_recipients_are_not_the_body() -> None:
    letter = told(
        UBND, "SỞ NỘI VỤ", "Số: 1/SNV", "Kính gửi:", "- Sở Ngoại vụ;", "- Sở Y tế.", "Sở Nội vụ cử 02 người.",
        "Nơi nhận:", "- Sở Tư pháp (p/h);", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Thị Bình",
    )  # fmt: skip
    assert letter.body == "Sở Nội vụ cử 02 người."[: len(letter.body)] and "Y tế" not in letter.body
    assert "Tư pháp" not in letter.body and letter.signer == "Trần Thị Bình"


def test_words_that_are_no_letter_have_no_head() -> None:
    letter = letter_of([["Kính gửi anh Nam,"], ["em gửi danh sách của phòng ạ."]])
    assert (letter.names, letter.number, letter.symbol) == ((), "", "")
    assert letter_of([]) == Letter()


@given(st.lists(st.lists(st.text(max_size=80), max_size=4), max_size=60))
def test_any_words_give_a_letter(lines: list[list[str]]) -> None:
    letter = letter_of(lines)
    assert len(letter.number) <= 20 and len(letter.symbol) <= 60 and len(letter.subject) <= 500


@pytest.mark.parametrize(
    "line",
    [
        {"text": [["x"] * 13]}, {"text": [["x" * 24_001]]}, {"text": [[3]]}, {"text": [["a"]] * 801}, {"text": "abc"},
        {"text": [None]},
    ],
)  # fmt: skip
def test_a_child_that_tells_what_was_not_agreed_is_not_believed(line: object) -> None:
    intake = _Intake(Limits())
    if line == {"text": "abc"}:
        intake.take(line)
        assert intake.lines == [["a"], ["b"], ["c"]]
        return
    with pytest.raises((ValueError, TypeError)):
        intake.take(line)
