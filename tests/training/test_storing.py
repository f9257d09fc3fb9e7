"""A file of a material is known by its content, stored whole under its hash, or refused with a sentence."""

import hashlib
import io
import os
import threading
import time
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection, connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, strategies
from hypothesis import settings as examples

from khuevan.core.errors import DomainError
from khuevan.core.uploads import STRAY, sweep_uploads
from khuevan.records.enums import FileKind
from khuevan.training.domain.materials.storing import FOLDER, Received, place_of, receive, store
from khuevan.training.domain.materials.sweep import KEPT_UNUSED, missing_files, sweep_materials
from khuevan.training.models import StoredFile
from tests.factories.worlds import refused
from tests.training import hostile as h

GOOD = [
    (h.PDF, "pdf"),
    (h.JPEG, "jpg"),
    (h.PNG, "png"),
    (h.mp4(), "mp4"),
    (h.mp4(b"M4V ", b"mp42"), "mp4"),
    (h.ole("PowerPoint Document"), "ppt"),
    (h.ole("WordDocument"), "doc"),
    (h.ole("Workbook"), "xls"),
    *[(h.ooxml(ending), ending) for ending in h.PARTS],
    *[(h.open_document(ending), ending) for ending in h.OPEN_DOCUMENTS],
    (h.ooxml("pptx", **{"ppt/embeddings/Book1.xlsx": h.ooxml("xlsx")}), "pptx"),
    (h.ooxml("pptx", **{"ppt/embeddings/oleObject1.bin": h.ole("\x01Ole10Native", behind=b"So do.pdf\x00")}), "pptx"),
]
PACKED_SCRIPT = zlib.compress(b"1 0 <</S/JavaScript/JS(app.alert(1))>>")
BAD = [
    (b"", "file_empty"),
    (h.PROGRAM, "file_program"),
    (b"\x7fELF\x02\x01", "file_program"),
    (b"#!/bin/sh\nrm -rf /", "file_program"),
    (b"@echo off\r\ndel *.*", "file_program"),
    (h.SVG, "file_drawing"),
    (h.SVG_WITH_SCRIPT, "file_drawing"),
    (b"\xef\xbb\xbf" + h.SVG, "file_drawing"),
    (h.SVG.decode().encode("utf-16"), "file_drawing"),
    (h.HTML, "file_page"),
    (b"  <html><p>x", "file_page"),
    (b"GIF89a", "file_kind"),
    (b"ban ghi", "file_kind"),
    (h.zipped(**{"a.txt": b"x"}), "file_kind"),
    (h.ole("Something"), "file_kind"),
    (h.docm(), "file_macros"),
    (h.ooxml("pptx", **{"ppt/vbaProject.bin": b"x"}), "file_macros"),
    (h.ooxml("xlsx", **{"xl/macrosheets/sheet1.xml": b"x"}), "file_macros"),
    (h.open_document("odp", **{"Basic/Standard/Module1.xml": b"x"}), "file_macros"),
    (h.ole("WordDocument", "_VBA_PROJECT"), "file_macros"),
    (
        h.ole("PowerPoint Document", behind=b"\x02\x00\x00\x04\x0c\x00\x00\x00\x05\x00\x00\x00\x01\x00\x00\x00"),
        "file_macros",
    ),
    (h.ooxml("pptx", **{"ppt/embeddings/a.bin": h.ole("_VBA_PROJECT_CUR", "_VBA_PROJECT")}), "file_macros"),
    (h.ooxml("pptx", **{"ppt/embeddings/a.xlsm": h.ooxml("xlsx", **{"xl/vbaProject.bin": b"x"})}), "file_macros"),
    (
        h.ooxml(
            "docx", **{"word/embeddings/oleObject1.bin": h.ole("\x01Ole10Native", behind=b"C:\\a\\hoa don.exe\x00")}
        ),
        "file_embedded",
    ),
    (h.ooxml("docx", **{"word/embeddings/oleObject1.bin": h.PROGRAM}), "file_embedded"),
    (
        h.ooxml("docx", **{"word/embeddings/x.bin": h.ole("\x01Ole10Native", behind=b"\x00" * 300_000 + h.PROGRAM)}),
        "file_embedded",
    ),
    (h.encrypted_member(), "file_protected"),
    (h.ole("EncryptedPackage"), "file_protected"),
    (h.ole("PowerPoint Document", "EncryptedSummary"), "file_protected"),
    (h.ole("WordDocument", behind=b"\xec\xa5\xc1\x00" + b"\x00" * 7 + b"\x01" + b"\x00" * 500), "file_protected"),
    (
        h.ole("Workbook", behind=b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\x00" * 12 + b"\x2f\x00\x36\x00"),
        "file_protected",
    ),
    (h.open_document("odp", **{"META-INF/manifest.xml": b"<encryption-data/>"}), "file_protected"),
    (h.PDF + b"trailer<</Encrypt 5 0 R>>", "file_protected"),
    (h.PDF + b"<</S/JavaScript/JS(app.alert(1))>>", "file_acts"),
    (h.PDF + b"<</S/J#61vaScript/JS(app.alert(1))>>", "file_acts"),
    (h.PDF + b"<</S /Launch /F (cmd.exe)>>", "file_acts"),
    (h.PDF + b"<</Type/ObjStm/Filter/FlateDecode/Length 99>>stream\r\n" + PACKED_SCRIPT, "file_acts"),
    (h.bomb(), "file_bomb"),
    (h.mp4(b"qt  ", b"qt  "), "file_video"),
    (h.mp4(b"heic", b"mif1"), "file_video"),
    (h.mp4()[:-10], "file_damaged"),
    (h.box(b"ftyp", b"isom\x00\x00\x00\x00isom") + h.box(b"mdat"), "file_damaged"),
    (h.ooxml("docx")[:60], "file_damaged"),
    (h.ooxml("docx", b"<!DOCTYPE x>"), "file_damaged"),
]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.KHUEVAN_UPLOADS_DIR = tmp_path / "uploads"
    return tmp_path


def _files(folder: Path) -> list[Path]:
    return [one for one in (folder / "media").rglob("*") if one.is_file()]


def _on_disk(content: bytes, name: str) -> TemporaryUploadedFile:
    file = TemporaryUploadedFile(name, "text/html", len(content), None)
    file.write(content)
    return file


@pytest.mark.parametrize("arrives", [SimpleUploadedFile, lambda name, content: _on_disk(content, name)])
@pytest.mark.parametrize(("content", "kind"), GOOD, ids=[f"{n}-{kind}" for n, (_c, kind) in enumerate(GOOD)])
def test_a_material_is_what_it_holds_whatever_it_is_called(content: bytes, kind: str, arrives: type) -> None:
    received = receive(arrives("Chuyên đề 1.exe", content))
    assert (received.kind, received.name, received.size) == (kind, f"Chuyên đề 1.{kind}", len(content))
    assert received.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(("content", "code"), BAD, ids=[f"{n}-{code}" for n, (_c, code) in enumerate(BAD)])
def test_what_is_not_handed_out_is_refused_and_nothing_stays(content: bytes, code: str, own_folder: Path) -> None:
    for file in (SimpleUploadedFile("Bài giảng.pptx", content), _on_disk(content, "Bài giảng.pptx")):
        with refused(code):
            receive(file)
    assert not _files(own_folder)


@pytest.mark.parametrize("arrives", [SimpleUploadedFile, lambda name, content: _on_disk(content, name)])
def test_a_file_over_the_limit_is_refused_before_it_is_looked_at(
    settings: Any, arrives: type, own_folder: Path
) -> None:
    settings.KHUEVAN_MATERIAL_LIMIT = 1024
    with refused("file_too_large"):
        receive(arrives("a.pdf", h.PDF + b"x" * 2000))
    file = ContentFile(h.PDF + b"x" * 2000, name="a.pdf")
    file.size = 10  # as a sender may say
    with refused("file_too_large"):
        receive(file)
    assert not _files(own_folder)


def test_members_that_lie_about_their_size_are_damaged() -> None:
    content = bytearray(h.ooxml("pptx", **{"ppt/media/a.bin": b"\x00" * 1_000_000}))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    with refused("file_damaged"):
        receive(SimpleUploadedFile("a.pptx", bytes(content)))


@examples(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=strategies.sampled_from([content for content, _kind in GOOD]), cut=strategies.integers(0, 3000))
def test_a_file_cut_anywhere_is_kept_or_refused_and_never_breaks_anything(which: bytes, cut: int) -> None:
    _try(which[: len(which) - min(cut, len(which))])


@examples(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    which=strategies.sampled_from([content for content, _kind in GOOD]),
    places=strategies.lists(strategies.tuples(strategies.integers(0, 5000), strategies.integers(0, 255)), max_size=12),
)
def test_a_file_with_any_bytes_changed_is_kept_or_refused(which: bytes, places: list[tuple[int, int]]) -> None:
    content = bytearray(which)
    for place, sign in places:
        content[place % len(content)] = sign
    _try(bytes(content))


@examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    strategies.binary(max_size=400),
    strategies.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\x00\x00\x00\x18ftyp", h.OLE]),
)
def test_noise_is_kept_or_refused(noise: bytes, beginning: bytes) -> None:
    _try(beginning + noise)


def _try(content: bytes) -> None:
    try:
        received = receive(SimpleUploadedFile("a.bin", content))
    except DomainError as error:
        assert error.code.startswith("file_") and error.message
    else:
        assert received.kind in FileKind.values


@pytest.mark.parametrize("arrives", [SimpleUploadedFile, lambda name, content: _on_disk(content, name)])
def test_a_file_lies_whole_under_its_hash_and_only_its_owner_reads_it(
    arrives: type, db: None, own_folder: Path
) -> None:
    content = h.PDF + os.urandom(3_000_000)
    with transaction.atomic():
        stored = store(arrives("Bài 1.pdf", content))
    place = place_of(stored)
    assert stored.path == f"{FOLDER}/{stored.sha256[:2]}/{stored.sha256}.pdf"
    assert place.read_bytes() == content and place.stat().st_mode & 0o777 == 0o600
    assert _files(own_folder) == [place]
    assert stored.content_type == "application/pdf"


def test_the_same_content_is_stored_once(db: None, own_folder: Path) -> None:
    with transaction.atomic():
        one, other = store(SimpleUploadedFile("a.pdf", h.PDF)), store(SimpleUploadedFile("b.pdf", h.PDF))
    assert one == other and StoredFile.objects.count() == 1 and len(_files(own_folder)) == 1


def test_a_disk_that_is_full_is_said_and_leaves_nothing(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("khuevan.training.domain.materials.storing.shutil.copyfileobj", full)
    with refused("disk_full"):
        receive(SimpleUploadedFile("a.pdf", h.PDF))
    assert not _files(own_folder)


@pytest.mark.django_db(transaction=True)
def test_two_who_store_the_same_at_once_share_one_row(own_folder: Path) -> None:
    content, found, begin = h.PDF + os.urandom(200_000), [], threading.Barrier(4)

    def send() -> None:
        begin.wait()
        try:
            received = receive(SimpleUploadedFile("a.pdf", content))
            with transaction.atomic():
                found.append(store(received).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert len(found) == 4 and len(set(found)) == 1
    assert StoredFile.objects.count() == 1 and len(_files(own_folder)) == 1


def test_a_row_whose_file_was_swept_meanwhile_is_not_made(db: None) -> None:
    received = receive(SimpleUploadedFile("a.pdf", h.PDF))
    sweep_place(received).unlink()
    with refused("gone_meanwhile"), transaction.atomic():
        store(received)
    assert not StoredFile.objects.exists()


def sweep_place(received: Received) -> Path:
    return place_of(StoredFile(path=received.path))


def _aged(place: Path, seconds: float) -> None:
    os.utime(place, (time.time() - seconds, time.time() - seconds))


def test_files_without_a_row_go_after_a_day_and_not_before(db: None, own_folder: Path) -> None:
    with transaction.atomic():
        kept = place_of(store(SimpleUploadedFile("a.pdf", h.PDF)))
    stray, young = (sweep_place(receive(SimpleUploadedFile("a.pdf", h.PDF + sign))) for sign in (b"1", b"2"))
    draft = stray.with_name("x.pdf.0123.dang-nhan")
    draft.write_bytes(b"half")
    for one in (kept, stray, draft):
        _aged(one, STRAY + 60)
    assert sweep_materials() == (0, 2, 0)
    assert set(_files(own_folder)) == {kept, young}


def test_what_nothing_uses_goes_after_thirty_days(db: None) -> None:
    with transaction.atomic():
        old, young = (store(SimpleUploadedFile("a.pdf", h.PDF + sign)) for sign in (b"1", b"2"))
    StoredFile.objects.filter(pk=old.pk).update(unused_since=timezone.now() - KEPT_UNUSED - timedelta(hours=1))
    StoredFile.objects.filter(pk=young.pk).update(unused_since=timezone.now() - KEPT_UNUSED + timedelta(hours=1))
    assert sweep_materials() == (1, 0, 0)
    assert not place_of(old).exists() and place_of(young).exists()
    assert list(StoredFile.objects.all()) == [young]


def test_what_was_stored_again_meanwhile_stays(db: None) -> None:
    with transaction.atomic():
        stored = store(SimpleUploadedFile("a.pdf", h.PDF))
    StoredFile.objects.update(unused_since=timezone.now() - KEPT_UNUSED - timedelta(hours=1))
    with transaction.atomic():
        store(SimpleUploadedFile("b.pdf", h.PDF))
    assert sweep_materials() == (0, 0, 0) and place_of(stored).exists()


def test_a_row_without_its_file_is_told(db: None, caplog: pytest.LogCaptureFixture) -> None:
    with transaction.atomic():
        stored = store(SimpleUploadedFile("a.pdf", h.PDF))
    place_of(stored).unlink()
    assert missing_files() == [stored] and sweep_materials() == (0, 0, 1)
    assert stored.path in caplog.text


def test_what_a_killed_process_left_half_received_goes_after_a_day(own_folder: Path) -> None:
    folder = own_folder / "uploads"
    assert sweep_uploads() == 0
    folder.mkdir()
    old, young, other = folder / "nhan-1.upload", folder / "nhan-2.upload", folder / "khac.txt"
    for one in (old, young, other):
        one.write_bytes(b"half")
    _aged(old, STRAY + 60)
    _aged(other, STRAY + 60)
    assert sweep_uploads() == 1 and sorted(folder.iterdir()) == sorted([young, other])


def test_a_file_that_is_opened_from_the_disk_is_taken_too(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(h.mp4())
    with (tmp_path / "a.bin").open("rb") as opened:
        assert receive(File(opened, name="a.bin")).kind == FileKind.MP4
    assert receive(File(io.BytesIO(h.PNG), name="")).name == "tai-lieu.png"
    assert connection.vendor
