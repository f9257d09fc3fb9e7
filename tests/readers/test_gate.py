"""Files that are broken, foreign or hostile: one sentence each, at once, whatever the name says."""

import os
import struct
import zipfile
from pathlib import Path

import pytest

from khuevan.readers.roster import Limits, UnreadableFile, read_roster
from tests.readers import making

PEOPLE = (("STT", "Họ và tên", "Năm sinh"), (1, "Nguyễn Văn An", 1980))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_roster(path, limits=limits)
    sentence = caught.value.message
    assert sentence and "\n" not in sentence and "%(" not in sentence
    return caught.value.code


def utf16(name: str) -> bytes:
    return name.encode("utf-16-le") + bytes(40)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "empty"),
        ("a.xlsx", b"%PDF-1.7\n%\xe2\xe3", "damaged"),
        ("a.xlsx", OLE + utf16("EncryptedPackage"), "protected"),
        ("a.doc", OLE + utf16("WordDocument"), "old_word"),
        ("a.xls", OLE + utf16("Workbook") + bytes(range(256)) * 8, "damaged"),
        ("a.msg", OLE, "unsupported"),
        ("a.xls", b"<html><table><tr><td>STT</td></tr></table></html>", "no_names"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "unsupported"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + bytes(50), "picture"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(50), "phone_picture"),
        ("a.doc", b"{\\rtf1 STT Ho va ten}", "rich_text"),
        ("a.rar", b"Rar!\x1a\x07" + bytes(50), "unsupported"),
        ("a.bin", bytes(range(256)) * 20, "unsupported"),
        ("a.xlsx", b"PK\x03\x04" + bytes(100), "damaged"),
        ("a.csv", "Ngày;Số tiền\n1/1/2020;5\n".encode(), "no_names"),
        ("a.csv", "STT;Họ và tên;Năm sinh\n1;;\n".encode(), "no_people"),
        ("a.csv", ("Họ và tên;Năm sinh\n" + '"' + "A" * 300_000 + '";1980\n').encode(), "long_cell"),
        ("a.csv", ("Họ và tên;Năm sinh" + ";" * 300 + "\n").encode(), "too_many_columns"),
    ],
)
def test_content_decides(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path) == code


def test_what_is_no_ordinary_file(tmp_path: Path) -> None:
    whole = making.xlsx(tmp_path / "a.xlsx", PEOPLE)
    (tmp_path / "link.xlsx").symlink_to(whole)
    os.mkfifo(tmp_path / "pipe.csv")
    assert refusal(tmp_path) == "not_a_file"
    assert refusal(tmp_path / "link.xlsx") == "not_a_file"
    assert refusal(tmp_path / "pipe.csv") == "not_a_file"
    assert refusal(tmp_path / "none.xlsx") == "missing"
    assert refusal(whole / "inside.xlsx") == "missing"
    assert refusal(tmp_path / ("a" * 5000)) == "missing"
    assert refusal(Path("a\0b.xlsx")) == "missing"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object, **_options: object) -> int:
        raise PermissionError(13, "refused")

    monkeypatch.setattr(os, "open", refused)
    assert refusal(tmp_path / "a.xlsx") == "not_readable"


def test_fifty_megabytes_are_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert refusal(tmp_path / "a.xlsx") == "too_large"


def test_a_zip_that_unpacks_to_very_much(tmp_path: Path) -> None:
    path = making.edited(making.xlsx(tmp_path / "a.xlsx", PEOPLE), making.SHEET, lambda xml: xml + bytes(30_000_000))
    assert path.stat().st_size < 100_000
    assert refusal(path) == "suspicious"
    assert refusal(path, Limits(ratio=100_000, unpacked_size=1_000_000)) == "suspicious"


def test_a_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    path = making.edited(making.xlsx(tmp_path / "a.xlsx", PEOPLE), making.SHEET, lambda xml: xml + b" " * 9_000_000)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo(making.SHEET).file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 500)))
    assert refusal(path) == "damaged"


def test_a_zip_of_too_many_members(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_100):
            archive.writestr(f"xl/{number}.xml", "")
    assert refusal(path) == "suspicious"


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", "x")
    assert refusal(path) == "unsupported"
    for member in ("xl/workbook.xml", "word/document.xml"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, "<a/>")
        assert refusal(path) == "damaged"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'ref="A1:C2"', b'ref="A1:C10000000"', "too_many_rows"),
        (b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>2</v></c></row></sheetData>', "too_many_rows"),
        (b"</sheetData>", b'<row r="1048576"><c><v>2</v></c></row></sheetData>', "too_many_rows"),
        (b"</sheetData>", b"<row r='3'><c  t='n' r='A150001'><v>2</v></c></row></sheetData>", "too_many_rows"),
        (b"</sheetData>", b'<row r="3"><c r="XFD3"><v>2</v></c></row></sheetData>', "too_many_columns"),
        (b"</sheetData>", b'<row r="3"><c r="GS3"><v>2</v></c></row></sheetData>', "too_many_columns"),
        (b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', "suspicious"),
        (b"<sheetData>", b"<sheetData", "damaged"),
    ],
)
def test_sheets_whose_addresses_would_fill_the_memory(tmp_path: Path, old: bytes, new: bytes, code: str) -> None:
    path = making.xlsx(tmp_path / "a.xlsx", PEOPLE)
    assert refusal(making.edited(path, making.SHEET, lambda xml: xml.replace(old, new))) == code


@pytest.mark.parametrize("address", ["XFD1048576", "GR3"])
def test_cells_that_only_carry_a_format_do_no_harm(tmp_path: Path, address: str) -> None:
    cell = f'<row r="3"><c r="{address}" s="0"/></row></sheetData>'.encode()
    path = making.xlsx(tmp_path / "a.xlsx", PEOPLE)
    assert len(read_roster(making.edited(path, making.SHEET, lambda xml: xml.replace(b"</sheetData>", cell))).rows) == 1


def test_a_sheet_in_utf_16_cannot_hide_its_addresses(tmp_path: Path) -> None:
    path = making.xlsx(tmp_path / "a.xlsx", PEOPLE)
    assert refusal(making.edited(path, making.SHEET, lambda xml: xml.decode().encode("utf-16"))) == "suspicious"


def test_one_long_text_shared_by_thousands_of_cells(tmp_path: Path) -> None:
    path = making.shared_strings_xlsx(tmp_path / "a.xlsx", [*PEOPLE, *([["A" * 30_000]] * 8_000)])
    assert path.stat().st_size < 500_000
    assert refusal(path) == "suspicious"


def test_rows_of_an_open_document_that_are_repeated_without_end(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    head = making.ods_row("STT", "Họ và tên")
    assert refusal(making.ods(path, head + making.ods_row("1", "A B", repeat=1_048_576))) == "too_many_rows"
    wide = (
        '<table:table-row><table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    )
    assert refusal(making.ods(path, head + wide + "</table:table-row>")) == "too_many_columns"
    assert refusal(making.ods(path, head + making.ods_row("A" * 100_000, repeat=10_000))) == "suspicious"
    assert refusal(making.ods(path, head + "<broken>")) == "damaged"
    assert refusal(making.ods(path, head, manifest="<manifest:encryption-data/>")) == "protected"


def test_limits_on_rows_hold_for_every_kind(tmp_path: Path) -> None:
    rows = [PEOPLE[0], *([PEOPLE[1]] * 12)]
    few = Limits(rows=10)
    text = tmp_path / "a.csv"
    text.write_text("\n".join(";".join(str(cell) for cell in row) for row in rows), encoding="utf-8")
    assert refusal(text, few) == "too_many_rows"
    assert refusal(making.xlsx(tmp_path / "a.xlsx", rows), few) == "too_many_rows"
    assert refusal(making.docx_table(tmp_path / "a.docx", rows), few) == "too_many_rows"
    assert len(read_roster(text).rows) == 12


def test_formulas_are_not_worked_out(tmp_path: Path) -> None:
    rows = (("STT", "Họ và tên", "Ghi chú"), (1, "Lê An", '=HYPERLINK("http://x.example","y")'), (2, "Lê Ba", "=1+1"))
    roster = read_roster(making.xlsx(tmp_path / "a.xlsx", rows))
    assert [(row.full_name, row.note) for row in roster.rows] == [("Lê An", None), ("Lê Ba", None)]


def test_an_old_workbook_is_read_apart_with_little_memory_and_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corners = {(0, 0): "Họ và tên", (65_535, 255): 1.0}
    assert refusal(making.xls(tmp_path / "a.xls", corners)) == "suspicious"
    tall = making.xls(tmp_path / "b.xls", {(0, 0): "Họ và tên", (30_000, 2): 1.0})
    assert refusal(tall, Limits(rows=20_000)) == "too_many_rows"
    assert refusal(making.xls(tmp_path / "a.xls", {(0, 0): "Họ và tên", (1, 250): 1.0})) == "too_many_columns"
    monkeypatch.setattr("khuevan.readers.isolation._SECONDS", 0.001)
    assert refusal(tmp_path / "a.xls") == "too_slow"
