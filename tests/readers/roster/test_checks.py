"""What shows only when rows are held beside each other, and what a citizen ID tells about its row."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from khuevan.readers.grids import Grid
from khuevan.readers.roster import Level, Roster, roster_of
from tests.readers.making import Rows


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


TODAY = dt.date(2026, 5, 1)


def read(rows: Rows) -> Roster:
    return roster_of([[Grid("", [list(row) for row in rows])]], today=TODAY)


def named(roster: Roster) -> list[list[tuple[str, Level]]]:
    return [[(problem.field, problem.level) for problem in row.problems] for row in roster.rows]


def test_likely_doubles_are_only_asked_about() -> None:
    head = ("STT", "Họ và tên", "Ngày sinh", "Điện thoại", "CCCD")
    rows = (
        head,
        (1, "Lê Thị Hoa", "02/03/1985", "0912345001", "070185000001"),
        (2, "Lê Thị Hoa", "1985", "0912345002", None),
        (3, "Lê Thị Hoá", "1990", "0912345001", None),
        (4, "Trần Văn Sáu", "1990", "0912345002", "070185000001"),
        (5, "Trần Văn Bảy", "1990", "02713870123", None),
        (6, "Trần Văn Tám", "1990", "02713870123", None),
    )
    notice = Level.NOTICE
    assert named(read(rows)) == [
        [],
        [("duplicate", notice)],
        [("duplicate", notice)],
        [("citizen_id", notice), ("phone", notice), ("citizen_id", notice)],
        [],
        [],
    ]


def test_a_citizen_id_that_speaks_against_its_row() -> None:
    rows = (
        ("STT", "Họ và tên", "Năm sinh", "Giới tính", "CCCD"),
        (1, "Lê Thị Hoa", 1985, "Nữ", "070185000001"),
        (2, "Lê Văn Sáu", 1985, "Nam", "070185000002"),
        (3, "Lê Văn Bảy", 1986, "Nam", "070085000003"),
        (4, "Lê Văn Tám", 1985, "Nam", "003085000004"),
        (5, "Lê Văn Chín", 1985, "Nam", "280123456"),
    )
    found = read(rows)
    assert [[problem.field for problem in row.problems] for row in found.rows] == [[], *[["citizen_id"]] * 3, []]
    assert len({problem.message for row in found.rows for problem in row.problems}) == 3


def test_one_agency_spelled_in_two_ways() -> None:
    rows = (
        ("Họ và tên", "Năm sinh", "Đơn vị"),
        ("Lê An", 1980, "Sở Nội vụ"), ("Lê Ba", 1981, "Sở nội vụ"), ("Lê Ca", 1982, "Sở Nội vụ"),
        ("Lê Da", 1983, "Sở Y tế"),
    )  # fmt: skip
    assert named(read(rows)) == [[], [("organization", Level.NOTICE)], [], []]


def test_dates_that_a_spreadsheet_took_the_american_way() -> None:
    stored = [dt.date(1980 + number, 12, number) for number in range(3, 6)]
    typed = [f"{number}/05/1980" for number in (13, 25, 31)]
    rows = [("Họ và tên", "Ngày sinh"), *((f"Lê {chr(65 + n)}n", date) for n, date in enumerate((*stored, *typed)))]
    assert named(read(rows)) == [[("birth", Level.NOTICE)]] * 3 + [[]] * 3
    plain = [*rows, ("Lê Xa", "05/05/1980")]
    assert named(read(plain)) == [[]] * 7


def test_dates_whose_month_stands_first_are_told_so() -> None:
    (row,) = read((("Họ và tên", "Ngày sinh"), ("Lê An", "04/25/1980"))).rows
    assert row.birth is None
    assert "month" in row.problems[0].message


def test_ages_that_no_learner_has() -> None:
    rows = (("Họ và tên", "Năm sinh"), ("Lê An", 2015), ("Lê Ba", 1930), ("Lê Ca", 1960))
    assert named(read(rows)) == [[("birth", Level.NOTICE)], [("birth", Level.NOTICE)], []]
