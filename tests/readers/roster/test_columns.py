"""How each column was understood: by heading, by content, by what a person said; and that it is told."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from khuevan.readers.grids import Grid, Merge
from khuevan.readers.roster import (
    ROLE_LABELS,
    SKIP,
    Layout,
    Level,
    Roster,
    UnreadableFile,
    remembered,
    roster_of,
    signature_of,
)  # fmt: skip
from khuevan.readers.roster.headings import Role, role_of
from tests.readers.making import Rows
from tests.readers.roster import headings_table


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


TODAY = dt.date(2026, 5, 1)


def read(rows: Rows, merges: tuple[Merge, ...] = (), *, layouts: object = (), name: str = "", **grid: object) -> Roster:
    lines = [list(row) for row in rows]
    sheet = Grid(name, lines, list(merges), **grid)  # type: ignore[arg-type]
    return roster_of([[sheet]], today=TODAY, layouts=layouts)  # type: ignore[arg-type]


def roles_in(roster: Roster) -> list[str]:
    return [column.role for column in roster.tables[0].columns]


@pytest.mark.parametrize(("heading", "role"), headings_table.HEADINGS)
def test_what_a_heading_means(heading: str, role: Role | None) -> None:
    assert role_of(heading) is role


def test_three_levels_of_headings() -> None:
    rows = (
        ("STT", "Thông tin cá nhân", None, None, None, "Công tác", None, "Liên hệ", None),
        (None, "Họ và tên", "Năm sinh", None, "CCCD", "Chức vụ", "Đơn vị", "SĐT", "Email"),
        (None, None, "Nam", "Nữ", None, None, None, None, None),
        (1, "Lê Văn An", 1980, None, "070080123456", "Chuyên viên", "Sở Nội vụ", "0912345678", "a@b.vn"),
        (2, "Trần Thị Ba", None, 1981, "070181123456", "Văn thư", "Sở Y tế", "0912345679", "b@b.vn"),
    )
    blocks = ((0, 0, 2, 0), (0, 1, 0, 4), (0, 5, 0, 6), (0, 7, 0, 8), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 2, 4))
    roster = read(rows, tuple(Merge(*block) for block in blocks))
    assert roles_in(roster) == [
        "order", "name", "male", "female", "citizen_id", "position", "organization", "phone", "email",
    ]  # fmt: skip
    assert [(row.full_name, row.birth, row.gender, row.email) for row in roster.rows] == [
        ("Lê Văn An", "1980", "Nam", "a@b.vn"),
        ("Trần Thị Ba", "1981", "Nữ", "b@b.vn"),
    ]
    assert str(roster.tables[0].columns[2].why) == "the heading says “Nam” under “Năm sinh”"


def test_headings_wrapped_into_the_next_row() -> None:
    rows = (
        ("Số", "Họ và tên", "Ngày, tháng,", "Giới", "Chức vụ", "Đơn vị"),
        ("TT", "(chữ in hoa)", "năm sinh", "tính", "hiện nay", "công tác"),
        ("1", "Lê Văn An", "02/06/1980", "Nam", "Chuyên viên", "Sở Nội vụ"),
    )
    roster = read(rows)
    assert roles_in(roster) == ["order", "name", "birth", "gender", "position", "organization"]
    (row,) = roster.rows
    assert (row.birth, row.gender, row.organization) == ("1980-06-02", "Nam", "Sở Nội vụ")


def test_a_list_without_headings_is_told_by_its_cells() -> None:
    rows = (
        ("Danh sách đi tập huấn",),
        ("Lê Văn An", "02/06/1980", "Chuyên viên Sở Nội vụ", "0912345678"),
        ("Điểu Thị Bé", "1981", "Phó Chủ tịch UBND xã Lộc An", "0912345679"),
    )
    roster = read(rows)
    assert roles_in(roster) == ["name", "birth", "position_organization", "phone"]
    assert roster.tables[0].heading_row is None
    assert str(roster.tables[0].columns[3].why) == "2 of 2 cells look like telephone numbers"
    assert [(row.position, row.organization) for row in roster.rows] == [
        ("Chuyên viên", "Sở Nội vụ"),
        ("Phó Chủ tịch", "UBND xã Lộc An"),
    ]


def test_headings_nobody_knows() -> None:
    rows = (
        ("Nhân vật", "Mốc", "Chỗ làm", "Alo"),
        ("Lê Văn An", "02/06/1980", "Sở Nội vụ", "0912345678"),
        ("Trần Thị Ba", "1981", "Sở Y tế", "0912345679"),
    )
    roster = read(rows)
    assert roles_in(roster) == ["name", "birth", "organization", "phone"]
    assert [column.heading for column in roster.tables[0].columns] == list(rows[0])
    assert roster.tables[0].heading_row == 1


def test_headings_that_lie_are_corrected_and_that_is_told() -> None:
    rows = (
        ("STT", "Họ và tên", "Chức vụ", "Đơn vị", "ĐT"),
        *((n, name, body, "Chuyên viên", f"cb{n}@b.vn") for n, (name, body) in enumerate(
            (("Lê Văn An", "Sở Nội vụ"), ("Trần Thị Ba", "Sở Y tế"), ("Lê Thị Tư", "Công an tỉnh")), start=1
        )),
    )  # fmt: skip
    roster = read(rows)
    assert roles_in(roster) == ["order", "name", "organization", "position", "email"]
    assert (roster.rows[0].position, roster.rows[0].organization) == ("Chuyên viên", "Sở Nội vụ")
    told = [str(note) for note in roster.notes]
    assert len(told) == 3
    assert "“Chức vụ”" in told[0]
    assert "“ĐT”, but 3 of 3" in str(roster.tables[0].columns[4].why)


def test_two_rows_are_no_proof_against_a_heading() -> None:
    rows = (("Họ và tên", "Chức vụ"), ("Lê Văn An", "Sở Nội vụ"), ("Lê Văn Ba", "Sở Y tế"))
    assert roles_in(read(rows)) == ["name", "position"]


def test_columns_of_which_nothing_is_taken_say_why() -> None:
    roster = read((("Họ và tên", "Năm sinh", "Dân tộc", "Xyz"), ("Lê Văn An", 1980, "Kinh", "qq")))
    needless, unknown = roster.tables[0].columns[2:]
    assert (needless.role, unknown.role) == (SKIP, SKIP)
    assert "“Dân tộc”" in str(needless.why)
    assert needless.samples == ("Kinh",)
    assert str(unknown.why) == "neither the heading nor the cells say what this is"


LIST = (
    ("TT", "Họ và tên", "Cột A", "Cột B"),
    (1, "Lê Văn An", "Tổ 1", "Chuyên viên"),
    (2, "Trần Thị Ba", "Tổ 2", "Văn thư"),
)


def test_what_a_person_said_about_a_table_counts() -> None:
    layout = Layout(table="1", columns={2: "organization", 3: SKIP})
    roster = read(LIST, layouts=[json.loads(json.dumps(layout.to_json()))])
    assert [(row.position, row.organization) for row in roster.rows] == [(None, "Tổ 1"), (None, "Tổ 2")]
    assert str(roster.tables[0].columns[2].why) == "you said so"
    assert read(LIST, layouts=[Layout(table="9", columns={2: "organization"})]).rows[0].organization is None


def test_what_was_said_is_remembered_wherever_the_columns_stand() -> None:
    first = read(LIST, layouts=[Layout(table="1", columns={2: "organization", 3: "note"})])
    kept = remembered(first.tables[0])
    assert kept is not None
    turned = [(row[0], row[3], row[2], row[1]) for row in LIST]
    again = read(turned, layouts=[kept.to_json()])
    assert [(row.full_name, row.organization, row.note) for row in again.rows] == [
        ("Lê Văn An", "Tổ 1", "Chuyên viên"),
        ("Trần Thị Ba", "Tổ 2", "Văn thư"),
    ]
    assert "agency" in str(again.tables[0].columns[2].why)
    other = [("TT", "Họ và tên", "Cột A", "Cột C"), *LIST[1:]]
    assert read(other, layouts=[kept]).rows[0].organization is None


def test_a_heading_row_told_by_hand() -> None:
    rows = (("Ai", "Ở đâu"), ("Alpha Beta", "Tổ 1"), ("Gamma Delta", "Tổ 2"))
    with pytest.raises(UnreadableFile):
        read(rows)
    layout = Layout(table="1", heading_row=1, columns={0: "name", 1: "organization"})
    assert [(row.full_name, row.organization) for row in read(rows, layouts=[layout]).rows] == [
        ("Alpha Beta", "Tổ 1"),
        ("Gamma Delta", "Tổ 2"),
    ]
    without = Layout(table="1", heading_row=0, columns={0: "name", 1: "organization"})
    assert len(read(rows, layouts=[without]).rows) == 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(sorted(ROLE_LABELS)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, max_examples=80)
@given(st.dictionaries(st.sampled_from(("table", "columns", "heading_row", "signature", "headings")), JSON) | JSON)
def test_whatever_was_stored_as_a_layout_does_no_harm(stored: object) -> None:
    layout = Layout.from_json(stored)
    assert layout is None or Layout.from_json(layout.to_json()) == layout
    try:
        assert len(read(LIST, layouts=[stored]).rows) <= 3
    except UnreadableFile as error:
        assert error.code in {"no_names", "no_people"}


def test_signatures_know_headings_again() -> None:
    assert signature_of(["Họ và tên", "SĐT"]) == signature_of(["sđt ", "HỌ VÀ TÊN"]) != ""
    assert signature_of(["Họ và tên", "SĐT"]) != signature_of(["Họ và tên", "Email"])
    assert signature_of(["Họ và tên"]) == signature_of([]) == ""


def test_every_role_has_a_label() -> None:
    assert set(ROLE_LABELS) == {SKIP, *(role.code for role in Role)}


def test_a_table_that_goes_on_to_the_right() -> None:
    head = ("STT", "Họ và tên", "Đơn vị")
    rows = ((*head, *head), (1, "Lê Văn An", "Sở A", 3, "Lê Văn Ba", "Sở B"), (2, "Lê Văn Hai", "Sở A"))
    roster = read(rows)
    assert [(row.full_name, row.organization) for row in roster.rows] == [
        ("Lê Văn An", "Sở A"), ("Lê Văn Hai", "Sở A"), ("Lê Văn Ba", "Sở B"),
    ]  # fmt: skip
    assert [table.key for table in roster.tables] == ["1", "1b"]


def test_hidden_rows_are_read_and_named_hidden_sheets_left_out_and_named() -> None:
    rows = [["Họ và tên", "Năm sinh"], ["Lê An", 1980], ["Lê Ba", 1981]]
    roster = roster_of([[Grid("DS", rows, hidden_rows={2}), Grid("Nháp", rows, hidden=True)]], today=TODAY)
    assert [row.full_name for row in roster.rows] == ["Lê An", "Lê Ba"]
    assert [[(p.field, p.level) for p in row.problems] for row in roster.rows] == [[], [("hidden", Level.NOTICE)]]
    assert any("Nháp" in str(note) for note in roster.notes)


def test_cells_stay_as_they_stood() -> None:
    rows = (("Họ và tên", "Năm sinh", "Đơn vị"), ("BÀ LÊ AN ", 1980, "Sở A"), ("Lê Ba", "02/06/1981", "nt"))
    roster = read(rows)
    assert [row.original for row in roster.rows] == [["BÀ LÊ AN ", "1980", "Sở A"], ["Lê Ba", "02/06/1981", "nt"]]
    assert (roster.rows[0].full_name, roster.rows[0].honorific) == ("Lê An", "bà")
    assert roster.rows[1].organization == "Sở A"
