"""Folders and ZIPs as people send them, and as an enemy would."""

import io
import struct
import unicodedata
import zipfile
from typing import Any

import pytest

from khuevan.nominations.domain import unpacking
from khuevan.nominations.domain.unpacking import Unpacked, unpack
from tests.factories.letters import Reply, as_docx
from tests.factories.worlds import refused


def packed(*members: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", kind) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def paths(found: Unpacked) -> list[str]:
    return [f"{one.folder}/{one.name}" if one.folder else one.name for one in found.files]


def test_plain_files_and_a_folder_keep_their_places() -> None:
    found = unpack([("a.pdf", b"1"), ("cv/Sở Nội vụ/b.docx", b"2"), ("cv\\c.xlsx", b"3")])
    assert paths(found) == ["a.pdf", "cv/Sở Nội vụ/b.docx", "cv/c.xlsx"]
    assert not found.left_out


def test_an_office_file_is_no_archive() -> None:
    content = as_docx(Reply())
    assert [one.content for one in unpack([("a.docx", content)]).files] == [content]


def test_rubbish_of_file_systems_is_not_even_told() -> None:
    names = ["__MACOSX/cv/._a.pdf", "cv/.DS_Store", "cv/Thumbs.db", "cv/desktop.ini", "cv/~$a.docx", "cv/a.pdf"]
    found = unpack([("x.zip", packed(*((name, b"x") for name in names)))])
    assert paths(found) == ["x/cv/a.pdf"] and not found.left_out


def test_nothing_leads_out_of_the_folder() -> None:
    names = ["../../etc/passwd", "/goc/a.pdf", "C:\\Windows\\b.pdf", "cv/../../c.pdf", "a\x00b\u202e.pdf"]
    found = unpack([("x.zip", packed(*((name, b"x") for name in names)))])
    assert paths(found)[:4] == ["x/etc/passwd", "x/goc/a.pdf", "x/Windows/b.pdf", "x/cv/c.pdf"]
    assert not any(sign in path for path in paths(found) for sign in ("..", "\x00", "\u202e", "\\"))


def _renamed(raw: bytes, *, utf8: bool = False, extra: bytes = b"") -> bytes:
    """A stored archive of one file whose name is these bytes."""
    content, flags = b"x", 0x800 if utf8 else 0
    crc = zipfile.crc32(content)  # type: ignore[attr-defined]  # of zlib, as zipfile imports it
    head = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0x21, crc, 1, 1, len(raw), len(extra))
    local = b"PK\x03\x04" + head + raw + extra + content
    central = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw + extra
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


@pytest.mark.parametrize(
    ("raw", "utf8"),
    [
        ("Sở Nội vụ.pdf".encode(), True),
        ("Sở Nội vụ.pdf".encode(), False),
        (unicodedata.normalize("NFD", "Sở Nội vụ.pdf").encode(), True),
    ],
)
def test_vietnamese_names_survive_every_packer(raw: bytes, utf8: bool) -> None:
    assert paths(unpack([("x.zip", _renamed(raw, utf8=utf8))])) == ["x/Sở Nội vụ.pdf"]


def test_a_name_in_the_code_page_of_windows_is_read() -> None:
    raw = unicodedata.normalize("NFD", "Tài chính.pdf").encode("cp1258", "ignore")
    (path,) = paths(unpack([("x.zip", _renamed(raw))]))
    assert path == "x/Tài chính.pdf"


def test_the_name_in_unicode_beside_the_other_one_counts() -> None:
    name = "Sở Y tế.pdf".encode()
    extra = struct.pack("<HHBI", 0x7075, 5 + len(name), 1, 0) + name
    assert paths(unpack([("x.zip", _renamed(b"So Y te.pdf", extra=extra))])) == ["x/Sở Y tế.pdf"]


def test_a_zip_in_a_zip_is_opened_and_a_third_one_is_told() -> None:
    third = packed(("c.pdf", b"c"))
    second = packed(("b.pdf", b"b"), ("third.zip", third))
    found = unpack([("first.zip", packed(("a.pdf", b"a"), ("second.zip", second)))])
    assert paths(found) == ["first/a.pdf", "first/second/b.pdf"]
    assert [name for name, _why in found.left_out] == ["first/second/third.zip"]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(("a.pdf", bytes(80_000_000)))
    found = unpack([("x.zip", bomb), ("b.pdf", b"b")])
    assert paths(found) == ["b.pdf"]
    assert [name for name, why in found.left_out if why] == ["x.zip"]


def test_a_directory_that_lies_about_a_size_is_believed_in_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    content = packed(("a.pdf", b"x" * 50_000), kind=zipfile.ZIP_STORED)
    lied = content.replace(struct.pack("<I", 50_000), struct.pack("<I", 10))
    found = unpack([("x.zip", lied), ("b.pdf", b"b")])
    assert paths(found) == ["b.pdf"] and found.left_out


def test_members_beyond_all_reason_are_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "_MOST_MEMBERS", 3)
    found = unpack([("x.zip", packed(*((f"{at}.pdf", b"x") for at in range(9))))])
    assert not found.files and found.left_out


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 and no more", b"PK\x05\x06" + bytes(18), packed(("a.pdf", b"x"))[:-9]]
)
def test_a_broken_or_empty_archive_stops_nobody(content: bytes) -> None:
    found = unpack([("x.zip", content), ("b.pdf", b"b")])
    assert paths(found) == ["b.pdf"] and [name for name, _why in found.left_out] == ["x.zip"]


def test_what_is_locked_empty_or_packed_otherwise_is_told() -> None:
    locked = bytearray(packed(("a.pdf", b"secret")))
    locked[6] |= 1
    at = locked.index(b"PK\x01\x02")
    locked[at + 8] |= 1
    strange = packed(("b.pdf", b"x" * 100), kind=zipfile.ZIP_BZIP2)
    sent = [
        ("l.zip", bytes(locked)),
        ("s.zip", strange),
        ("e.pdf", b""),
        ("r.rar", b"Rar!\x1a\x07\x00x"),
        ("ok.pdf", b"1"),
    ]
    found = unpack(sent)
    assert paths(found) == ["ok.pdf"]
    assert [name for name, _why in found.left_out] == ["l/a.pdf", "s/b.pdf", "e.pdf", "r.rar"]
    assert len({why for _name, why in found.left_out}) == 4


def test_too_many_and_too_much_are_refused_before_anything_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with refused("too_many_files"):
        unpack([(f"{at}.pdf", b"x") for at in range(unpacking.MOST_FILES + 1)])
    monkeypatch.setattr(unpacking, "MOST_BYTES", 100)
    with refused("too_much_at_once"):
        unpack([("a.pdf", b"x" * 60), ("b.pdf", b"x" * 60)])
    with refused("nothing_sent"):
        unpack([(".DS_Store", b"x")])


def test_a_file_over_the_limit_is_told_and_the_others_go_on(settings: Any) -> None:
    settings.KHUEVAN_UPLOAD_LIMIT = 10
    found = unpack([("a.pdf", b"x" * 11), ("b.pdf", b"x")])
    assert paths(found) == ["b.pdf"] and "a.pdf" in dict(found.left_out)
