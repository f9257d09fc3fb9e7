"""Lists in PDF files: ruled tables, columns without rules, running lines; and what cannot be read of a PDF."""

from pathlib import Path

import pytest

from khuevan.readers.errors import UnreadableFile
from khuevan.readers.gate import admit
from khuevan.readers.grids import Cell, Grid
from khuevan.readers.isolation import read_grids
from khuevan.readers.limits import Limits
from tests.readers import printing
from tests.readers.printing import HEAD, LETTERHEAD, SIGNATURE, people, table


def grids(path: Path, limits: Limits | None = None) -> list[Grid]:
    [way] = read_grids(admit(path, limits or Limits()), limits or Limits())
    return way


def code_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        grids(path, limits)
    assert caught.value.message
    return caught.value.code


def listed(grid: Grid) -> list[list[Cell]]:
    """Rows of people and headings, without what stands around them."""
    return [row for row in grid.rows if str(row[0]) == "STT" or str(row[0]).isdigit()]


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("stroke", ["1pt", "none", "(x, y) => (bottom: 0.5pt)"])
def test_a_letter_whose_table_goes_on_over_pages(tmp_path: Path, stroke: str, again: bool) -> None:
    rows = people(70)
    body = LETTERHEAD + table(rows, stroke=stroke, again=again) + SIGNATURE
    [grid] = grids(printing.pdf(tmp_path / "a.pdf", body))
    assert listed(grid) == [list(HEAD), *rows]


def test_merged_cells_of_a_ruled_table(tmp_path: Path) -> None:
    body = (
        "#table(columns: 4, table.cell(rowspan: 2)[STT], table.cell(rowspan: 2)[Họ và tên],"
        " table.cell(colspan: 2)[Năm sinh], [Nam], [Nữ], [1],"
        " [Nguyễn Văn An], [1980], [], [2], [Lê Thị Bình], [], [1981])"
    )
    [grid] = grids(printing.pdf(tmp_path / "a.pdf", body))
    assert grid.rows[:2] == [["STT", "Họ và tên", "Năm sinh", None], [None, None, "Nam", "Nữ"]]
    assert grid.rows[2:] == [["1", "Nguyễn Văn An", "1980", None], ["2", "Lê Thị Bình", None, "1981"]]
    assert sorted(grid.merges) == [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3)]


@pytest.mark.parametrize(
    "way", ["#set page(flipped: true)\n", "#rotate(90deg, reflow: true)", "#rotate(-90deg, reflow: true)"]
)
def test_pages_and_tables_that_lie_on_their_side(tmp_path: Path, way: str) -> None:
    body = table(people(12))
    turned = f"{way}[#box(width: 24cm)[{body}]]" if "rotate" in way else way + body
    [grid] = grids(printing.pdf(tmp_path / "a.pdf", turned))
    assert grid.rows == [list(HEAD), *people(12)]


def test_a_line_that_wraps_and_a_line_that_was_ended(tmp_path: Path) -> None:
    body = "#table(columns: (2cm, 6cm), [Họ và tên], [Đơn vị], [Nguyễn Thị Thanh Hương], [Phó Giám đốc \\ Sở Nội vụ])"
    [grid] = grids(printing.pdf(tmp_path / "a.pdf", body + "\n\n" + "Trân trọng. " * 5))
    assert grid.rows[1] == ["Nguyễn Thị Thanh Hương", "Phó Giám đốc\nSở Nội vụ"]


_LEFTS = (40, 190, 260, 380)


def _plain_table(*, last: str = "") -> str:
    """Rows equally far apart, numbers hard by the names, a heading that runs into the next one; no rules."""
    glued = "#context place(dx: 260pt - measure([Ngày sinh]).width)[Ngày sinh]"
    parts = [glued, *_placed(0, [(20, "TT"), (40, "Họ và tên"), (260, "Chức vụ"), (380, "Đơn vị")])]
    for number, (_order, name, year, _gender, position, agency, _phone) in enumerate(people(12), 1):
        parts.append(f"#context place(dx: 37.5pt - measure([{number}]).width, dy: {12 * number}pt)[{number}]")
        cells = (name, f"02/03/{year}", position, agency.replace("-", r"\-"))
        parts += _placed(12 * number, list(zip(_LEFTS, cells, strict=True)))
    return "\n".join([*parts, *_placed(12 * 13, [(40, last)])])


def _placed(down: int, cells: list[tuple[int, str]]) -> list[str]:
    return [f"#place(dx: {left}pt, dy: {down}pt)[{text}]" for left, text in cells if text]


def test_columns_with_hardly_a_gap_between_them(tmp_path: Path) -> None:
    [grid] = grids(printing.pdf(tmp_path / "a.pdf", _plain_table()))
    assert grid.rows[0] == ["TT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị"]
    assert grid.rows[1:] == [
        [number, name, f"02/03/{year}", position, agency]
        for number, name, year, _gender, position, agency, _phone in people(12)
    ]


def test_the_count_below_a_table_is_no_part_of_its_last_row(tmp_path: Path) -> None:
    [grid] = grids(printing.pdf(tmp_path / "a.pdf", _plain_table(last="Danh sách này có 12 người.")))
    assert grid.rows[-1] == [None, "Danh sách này có 12 người.", None, None, None]
    assert grid.rows[-2][1] == people(12)[-1][1]


def test_people_in_running_lines(tmp_path: Path) -> None:
    lines = [rf"{row[0]}\. {row[1]} \- {row[2]} \- {row[4]} \- Sở Nội vụ \- {row[6]}" for row in people(5)]
    [grid] = grids(printing.pdf(tmp_path / "a.pdf", LETTERHEAD + "\n\n".join(lines) + SIGNATURE))
    assert grid.rows == [[row[0], row[1], row[2], row[4], "Sở Nội vụ", row[6]] for row in people(5)]


def test_old_fonts_by_their_names(tmp_path: Path) -> None:
    rows = [
        ["STT", "Hä vµ tªn", "§¬n vÞ"],
        ["1", "TrÇn ThÞ B×nh", "Së Néi vô"],
        ["2", "Lª Hµ", "Së Y tÕ"],
        ["3", "Vâ An", "UBND x·"],
    ]
    path = printing.by_hand(tmp_path / "a.pdf", [printing.shown(rows)], font="ABCDEF+.VnTime")
    [grid] = grids(path)
    assert grid.rows[:2] == [["STT", "Họ và tên", "Đơn vị"], ["1", "Trần Thị Bình", "Sở Nội vụ"]]
    assert grid.rows[2:] == [["2", "Lê Hà", "Sở Y tế"], ["3", "Võ An", "UBND xã"]]
    assert set(grid.converted.values()) == {"tcvn3"}


def test_scans_have_their_own_sentence(tmp_path: Path) -> None:
    scan = b"q 500 0 0 700 40 60 cm Q"
    assert code_of(printing.by_hand(tmp_path / "a.pdf", [scan, scan])) == "scan"
    rows = [["STT", "Ho ten", "Nam sinh"], *([str(number), "Le An", "1980"] for number in range(1, 9))]
    [grid] = grids(printing.by_hand(tmp_path / "b.pdf", [scan, printing.shown(rows)]))
    assert (grid.rows[1], grid.notices) == (["1", "Le An", "1980"], ["scanned_pages"])


def test_fonts_that_do_not_say_their_letters(tmp_path: Path) -> None:
    rows = [['!"#$', "%&'!", "#$%&"]] * 10
    assert code_of(printing.by_hand(tmp_path / "a.pdf", [printing.shown(rows)], unknown=True)) == "garbled"
    shifted = [["Qjvbmn Wsz", "Tz Qnwk xvb", "Zxkw Pqf"]] * 20
    assert code_of(printing.by_hand(tmp_path / "b.pdf", [printing.shown(shifted)])) == "garbled"


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    assert code_of(printing.locked(tmp_path / "a.pdf")) == "protected"
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 9)
    assert code_of(tmp_path / "b.pdf") == "damaged"
    rows = printing.shown([["STT", "Ho ten", "Nam sinh"]] * 9)
    many = printing.by_hand(tmp_path / "c.pdf", [rows] * 5)
    assert code_of(many, Limits(pages=4)) == "too_many_pages"
    assert code_of(many, Limits(rows=20)) == "too_many_rows"
