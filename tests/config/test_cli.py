"""The command line as a script sees it: a process, its output and its exit status."""

import json
import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.config.processes import khuevan


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
    done = khuevan(tmp_path, "roster", "read", str(file), "--json")
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
        done = khuevan(tmp_path, "roster", "read", str(file), "--json")
        assert (done.returncode, done.stdout) == (1, ""), name
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, (name, done.stderr)
        assert any(letter in done.stderr for letter in "ạảãáàđêôơưăâệộợứữ"), (name, done.stderr)
        said.add(done.stderr)
    assert len(said) == 5, "each kind of trouble has a sentence of its own"
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("arguments", [(), ("fly",), ("roster",), ("roster", "read")])
def test_a_wrong_call_says_how(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = khuevan(tmp_path, *arguments)
    assert done.returncode == 2
    assert "usage: khuevan" in done.stderr


def test_commands_that_only_read_leave_nothing_behind(tmp_path: Path) -> None:
    file = _list(tmp_path / "ds.xlsx", [["Họ và tên"], ["Trần Thị Bình"]])
    assert khuevan(tmp_path, "roster", "read", file.name, KHUEVAN_DATA_DIR="").returncode == 0
    assert khuevan(tmp_path, "options", KHUEVAN_DATA_DIR="").returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["ds.xlsx"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("KHUEVAN_UPLOAD_LIMIT_MB", "abc"),
        ("KHUEVAN_DATABASE_URL", "mysql://root:bimat@db/khuevan"),
        ("KHUEVAN_DATABASE_URL", "postgres://khuevan:bimat@127.0.0.1:1/khuevan"),
        ("KHUEVAN_DATA_DIR", "/dev/null/var"),
    ],
)
def test_an_unusable_option_is_one_sentence(tmp_path: Path, option: str, value: str) -> None:
    done = khuevan(tmp_path, "office", "add", "Sở Nội vụ", "--admin", "hang", **{option: value})
    assert done.returncode in {1, 2}
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert option in done.stderr or "127.0.0.1" in done.stderr
    assert "bimat" not in done.stderr


def test_a_data_folder_that_cannot_be_made_is_one_sentence_even_where_the_keys_can(tmp_path: Path) -> None:
    places = {"KHUEVAN_DATA_DIR": "/dev/null/var", "KHUEVAN_KEYS_DIR": str(tmp_path / "keys")}
    done = khuevan(tmp_path, "office", "add", "Sở Nội vụ", "--admin", "hang", **places)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "KHUEVAN_DATA_DIR" in done.stderr
