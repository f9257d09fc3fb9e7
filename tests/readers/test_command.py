"""``khuevan roster read``: what it prints for people and for programs."""

import argparse
import io
import json
from pathlib import Path

import pytest

from khuevan.config.commands import rosters

LIST = (
    "STT;Họ và tên;Năm sinh;Điện thoại;Cỡ áo;Ăn chay\n"
    "1;Nguyễn Văn An;1980;0912345678;L;không\n"
    "2;TRẦN THỊ BÌNH;1981;0912345679;M;không\n"
    "3;Lê Văn Cường;1982;khong co so;M;có\n"
)


def printed(path: Path, capsys: pytest.CaptureFixture[str], *, as_json: bool) -> str:
    path.write_text(LIST, encoding="utf-8")
    assert rosters.read(argparse.Namespace(file=str(path), json=as_json)) == 0
    return capsys.readouterr().out


def test_only_rows_with_errors_are_to_be_looked_at(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    *_, unused, last = printed(tmp_path / "a.csv", capsys, as_json=False).splitlines()
    assert unused == "Cột không dùng: Cỡ áo, Ăn chay"
    assert last == "3 dòng, 1 dòng cần xem"


def test_columns_with_their_evidence_and_an_aligned_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(tmp_path / "a.csv", capsys, as_json=False).splitlines()
    assert any("“Điện thoại” → " in line and "“Điện thoại”" in line.partition(": ")[2] for line in lines)
    heading = next(line for line in lines if "Họ và tên  " in line and "→" not in line)
    person = next(line for line in lines if "Nguyễn Văn An" in line)
    assert heading.index("Sinh") == person.index("1980")
    assert [line.strip()[0] for line in lines if line.startswith("    ")] == ["·", "⚠"]


def test_programs_get_rows_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(printed(tmp_path / "a.csv", capsys, as_json=True))
    assert list(answer) == ["rows"]
    assert [bool(row["problems"]) for row in answer["rows"]] == [False, True, True]
    keys = "full_name birth gender position organization phone email citizen_id note problems"
    assert list(answer["rows"][0]) == keys.split()


def test_text_on_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("1. Lê Văn An - Sở Nội vụ - 0912345678\n2. Lê Thị Ba - Sở Y tế\n"))
    assert rosters.read(argparse.Namespace(file="-", json=True)) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["full_name"], row["organization"], row["phone"]) for row in rows] == [
        ("Lê Văn An", "Sở Nội vụ", "0912345678"),
        ("Lê Thị Ba", "Sở Y tế", None),
    ]
