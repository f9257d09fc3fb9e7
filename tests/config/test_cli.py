"""The command line as a script sees it: a process, its output and its exit status."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook


def _khuevan(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "KHUEVAN_DATA_DIR": str(folder / "var"), "KHUEVAN_DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "khuevan.config.cli", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def _list(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_list_is_read_as_json_with_the_promised_keys(tmp_path: Path) -> None:
    file = _list(
        tmp_path / "ds.xlsx",
        [
            ["STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị"],
            [1, "H'Hen Niê", "02/06/1982", "Chuyên viên", "Sở Nội vụ"],
        ],
    )
    done = _khuevan(tmp_path, "roster", "read", str(file), "--json")
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)["rows"]
    assert (row["full_name"], row["birth"], row["organization"], row["phone"]) == (
        "H'Hen Niê",
        "1982-06-02",
        "Sở Nội vụ",
        None,
    )
    fields = [
        "full_name",
        "birth",
        "gender",
        "position",
        "organization",
        "phone",
        "email",
        "citizen_id",
        "note",
        "problems",
    ]
    assert list(row) == fields


def _hostile(folder: Path) -> dict[str, Path]:
    files = {name: folder / name for name in ("trong.xlsx", "gia.xlsx", "bom.xlsx", "lon.xlsx")}
    files["trong.xlsx"].touch()
    files["gia.xlsx"].write_bytes(b"%PDF-1.7\n" + b"x" * 5000)
    with zipfile.ZipFile(files["bom.xlsx"], "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    files["lon.xlsx"].write_bytes(os.urandom(1024) * 50 * 1024)
    files["khong-ten.xlsx"] = _list(folder / "khong-ten.xlsx", [["Mã", "Số tiền"], ["A1", 20000], ["A2", 30000]])
    return files


def test_each_hostile_file_gets_one_vietnamese_sentence_and_changes_nothing(tmp_path: Path) -> None:
    said = set()
    for name, file in _hostile(tmp_path).items():
        done = _khuevan(tmp_path, "roster", "read", str(file), "--json")
        assert (done.returncode, done.stdout) == (1, ""), name
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, (name, done.stderr)
        assert any(letter in done.stderr for letter in "ạảãáàđêôơưăâệộợứữ"), (name, done.stderr)
        said.add(done.stderr)
    assert len(said) == 5, "each kind of trouble has a sentence of its own"
    assert not (tmp_path / "var" / "khuevan.sqlite3").exists()


def test_an_empty_installation_gets_an_office_and_an_administrator(tmp_path: Path) -> None:
    arguments = (
        "office",
        "add",
        "Sở Ngoại vụ tỉnh Khánh Hòa",
        "--symbol",
        "SNgV",
        "--place",
        "Khánh Hòa",
        "--admin",
        "hang",
    )
    done = _khuevan(tmp_path, *arguments)
    assert done.returncode == 0, done.stderr
    assert "hang" in done.stdout
    again = _khuevan(tmp_path, *arguments)
    assert again.returncode == 1
    assert "Traceback" not in again.stderr


@pytest.mark.parametrize("arguments", [(), ("fly",), ("roster",), ("roster", "read")])
def test_a_wrong_call_says_how(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = _khuevan(tmp_path, *arguments)
    assert done.returncode == 2
    assert "usage: khuevan" in done.stderr
