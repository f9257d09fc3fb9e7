"""Bad values are named by row and field; the good ones beside them stay."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.readers.roster import Level, RosterRow, UnreadableFile, read_roster
from tests.readers import making

TODAY = dt.date(2026, 5, 1)
HEAD = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Đơn vị", "Điện thoại", "Email", "CCCD")
GOOD = (1, "Lê An", "16/02/1976", "Nam", "Văn thư", "Sở A", "0978526556", "an@tinh.example.vn", "052076819436")


def one(tmp_path: Path, **changed: object) -> RosterRow:
    values = dict(
        zip(("order", "name", "birth", "gender", "position", "agency", "phone", "email", "id"), GOOD, strict=True)
    )
    (row,) = read_roster(making.xlsx(tmp_path / "a.xlsx", (HEAD, tuple((values | changed).values()))), today=TODAY).rows
    return row


def test_a_good_row_has_no_problem(tmp_path: Path) -> None:
    assert one(tmp_path).problems == []


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        ("name", None, "full_name"),
        ("name", "12345", "full_name"),
        ("name", "=HYPERLINK(a;b)", "full_name"),
        ("birth", "31/02/1980", "birth"),
        ("birth", "12/05/2031", "birth"),
        ("birth", dt.date(2026, 5, 2), "birth"),
        ("birth", "1/1/1850", "birth"),
        ("birth", "không rõ", "birth"),
        ("birth", 12.5, "birth"),
        ("gender", "?", "gender"),
        ("phone", "12345", "phone"),
        ("phone", 12345, "phone"),
        ("email", "khong co", "email"),
        ("email", "a@@b.vn", "email"),
        ("id", "123", "citizen_id"),
        ("id", "05207681943X", "citizen_id"),
    ],
)
def test_a_bad_value_is_named_and_the_others_stay(tmp_path: Path, column: str, value: object, field: str) -> None:
    row = one(tmp_path, **{column: value})
    assert [(problem.field, problem.level) for problem in row.problems] == [(field, Level.ERROR)]
    assert getattr(row, field) is None
    kept = {"full_name": "Lê An", "birth": "1976-02-16", "phone": "0978526556", "email": "an@tinh.example.vn"}
    assert all(getattr(row, name) == text for name, text in kept.items() if name != field)


@pytest.mark.parametrize(
    ("column", "value", "field", "kept"),
    [
        ("name", "LÊ AN", "full_name", "Lê An"),
        ("name", "Đồng chí Lê An", "full_name", "Lê An"),
        ("birth", "5/1976", "birth", "1976"),
        ("phone", 978526556, "phone", "0978526556"),
        ("phone", "0271 3870 123 / 0978526556", "phone", "02713870123"),
        ("email", "an@b.vn; ba@b.vn", "email", "an@b.vn"),
        ("id", 52076819436, "citizen_id", "052076819436"),
        ("id", 12345678, "citizen_id", "012345678"),
    ],
)
def test_a_changed_or_doubtful_value_is_kept_and_told(
    tmp_path: Path, column: str, value: object, field: str, kept: str
) -> None:
    row = one(tmp_path, **{column: value})
    assert getattr(row, field) == kept
    assert [(problem.field, problem.level) for problem in row.problems] == [(field, Level.NOTICE)]


@pytest.mark.parametrize(
    ("typed", "gender"), [("nữ", "Nữ"), ("NU", "Nữ"), ("nam", "Nam"), ("Female", "Nữ"), ("-", None)]
)
def test_genders_as_typed(tmp_path: Path, typed: str, gender: str | None) -> None:
    row = one(tmp_path, gender=typed, id=None)
    assert (row.gender, row.problems) == (gender, [])


def test_doubled_rows(tmp_path: Path) -> None:
    rows = (
        ("STT", "Họ và tên", "Ngày sinh", "Đơn vị"),
        (1, "Mai Thị Hòa", "05/12/1981", "Sở A"),
        (2, "Mai Thị Hoà", "05/12/1981", "Sở B"),
        (3, "Mai Thị Hóa", "05/12/1981", "Sở A"),
        (4, "Lê An", None, "Sở A"),
        (5, "Lê An", None, "Sở B"),
        (6, "LÊ AN", None, "Sở A"),
    )
    found = read_roster(making.xlsx(tmp_path / "a.xlsx", rows), today=TODAY).rows
    doubled = [number for number, row in enumerate(found, 1) if any(p.field == "duplicate" for p in row.problems)]
    assert doubled == [2, 6]
    assert "2" in found[1].problems[0].message


def test_both_columns_of_years_filled(tmp_path: Path) -> None:
    rows = (("STT", "Họ và tên", "Năm sinh", None), (None, None, "Nam", "Nữ"), (1, "Lê An", 1980, 1981))
    (row,) = read_roster(making.xlsx(tmp_path / "a.xlsx", rows), today=TODAY).rows
    assert (row.birth, row.gender) == (None, None)
    assert {problem.field for problem in row.problems} == {"birth", "gender"}


def test_messages_are_put_together_when_they_are_shown(tmp_path: Path) -> None:
    row = one(tmp_path, email="khong co")
    with translation.override("en"):
        assert row.problems[0].message == "“khong co” is not an e-mail address."


def test_a_percent_sign_in_a_value_does_no_harm(tmp_path: Path) -> None:
    assert "100%s" in one(tmp_path, email="100%s").problems[0].message


CELLS = st.one_of(st.none(), st.text(max_size=30), st.integers(-(10**12), 10**12), st.floats(), st.dates())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[CELLS] * len(HEAD)), max_size=6))
def test_whatever_stands_in_the_rows_the_good_row_is_read(tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    lines = [HEAD, GOOD, *([_plain(value) for value in row] for row in rows)]
    path = tmp_path / "a.csv"
    path.write_text("\n".join("\t".join(str(value) for value in line) for line in lines), encoding="utf-8")
    try:
        roster = read_roster(path, today=TODAY)
    except UnreadableFile as error:
        assert error.code in {"unsupported", "no_names"}
        return
    assert roster.rows[0].full_name == "Lê An"
    assert all(problem.message for row in roster.rows for problem in row.problems)


def _plain(value: object) -> str:
    return "" if value is None else " ".join(str(value).replace('"', "").split())
