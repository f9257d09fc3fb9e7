"""Documents are written down once, corrected, and kept with a file that is what it says."""

import hashlib
import io
import re
import zipfile
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, User
from khuevan.records.domain.keeping import attach_file, change_record, keep_record
from khuevan.records.enums import FileKind
from khuevan.records.models import Record
from khuevan.records.validators import checked_file
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused

PDF = b"%PDF-1.7\n%%EOF"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
TYPES = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.main+xml"/></Types>'
MACROS = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'


def _zip(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _ole(*streams: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le").ljust(64, b"\x00") for name in streams)


def _ooxml(part: str, types: bytes = TYPES, **more: bytes) -> bytes:
    return _zip(**{"[Content_Types].xml": types, part: b"<x/>", **more})


def _open_document(kind: bytes, **more: bytes) -> bytes:
    return _zip(**{"mimetype": b"application/vnd.oasis.opendocument." + kind, "content.xml": b"<x/>", **more})


@pytest.fixture
def office(db: None) -> Office:
    return OfficeFactory()


@pytest.fixture
def clerk(office: Office) -> User:
    return staff(office, RoleKind.CLERK)


def _keep(clerk: User, office: Office, **fields: object) -> Record:
    known = {"issuer": office.organization, "number": "15", "symbol": "QĐ-STN", "date": date(2019, 10, 4)}
    return keep_record(clerk, office=office, **{**known, **fields})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, FileKind.PDF),
        (b"\xff\xd8\xff\xe0rest", FileKind.JPEG),
        (b"\x89PNG\r\n\x1a\nrest", FileKind.PNG),
        (_ole("WordDocument"), FileKind.DOC),
        (_ole("Workbook"), FileKind.XLS),
        (_ole("Book"), FileKind.XLS),
        (_ooxml("word/document.xml"), FileKind.DOCX),
        (_ooxml("xl/workbook.xml"), FileKind.XLSX),
        (_open_document(b"text"), FileKind.ODT),
        (_open_document(b"spreadsheet"), FileKind.ODS),
    ],
)
def test_a_file_is_what_it_holds_whatever_it_is_called(content: bytes, kind: FileKind) -> None:
    checked = checked_file(SimpleUploadedFile("Quyết định.exe", content, content_type="text/html"))
    assert (checked.kind, checked.name) == (kind, f"Quyết định.{kind.value}")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"<html><script>alert(1)</script>", "file_kind"),
        (b"MZ\x90\x00", "file_kind"),
        (b"GIF89a", "file_kind"),
        (_zip(**{"a.txt": b"x"}), "file_kind"),
        (_ole("Something"), "file_kind"),
        (_open_document(b"presentation"), "file_kind"),
        (_ole("EncryptedPackage"), "file_protected"),
        (_open_document(b"text", **{"META-INF/manifest.xml": b"<encryption-data/>"}), "file_protected"),
        (_ole("WordDocument", "_VBA_PROJECT"), "file_macros"),
        (_ooxml("word/document.xml", MACROS), "file_macros"),
        (_ooxml("xl/workbook.xml", **{"xl/vbaProject.bin": b"x"}), "file_macros"),
        (_ooxml("xl/workbook.xml", **{"xl/macrosheets/sheet1.xml": b"x"}), "file_macros"),
        (_open_document(b"text", **{"Basic/Standard/Module1.xml": b"x"}), "file_macros"),
        (_ooxml("word/document.xml")[:60], "file_damaged"),
        (_ooxml("word/document.xml", b"<!DOCTYPE x>"), "file_damaged"),
    ],
    ids=[str(number) for number in range(16)],  # the bytes hold the time of their making
)
def test_what_is_not_kept_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    with refused(code):
        checked_file(SimpleUploadedFile("van-ban.pdf", content))


def test_a_file_over_the_limit_is_not_read_to_its_end(settings: pytest.fixture) -> None:
    settings.KHUEVAN_UPLOAD_LIMIT = 1024
    file = SimpleUploadedFile("a.pdf", PDF + b"x" * 100_000)
    with refused("file_too_large"):
        checked_file(file)
    assert file.tell() == 1025


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\an\\QĐ 15.docx", "QĐ 15.pdf"),
        ("", "van-ban.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("x" * 300 + ".pdf", "x" * 200 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_does_not_belong_in_it(sent: str, kept: str) -> None:
    assert checked_file(ContentFile(PDF, name=sent)).name == kept


def test_a_document_is_kept_with_its_file_under_a_name_nobody_guesses(clerk: User, office: Office) -> None:
    kept = Record.objects.get(pk=_keep(clerk, office, file=SimpleUploadedFile("QĐ 15.pdf", PDF)).pk)
    assert (kept.file_name, kept.file_kind, kept.file_size) == ("QĐ 15.pdf", FileKind.PDF, len(PDF))
    assert kept.file_sha256 == hashlib.sha256(PDF).hexdigest()
    assert kept.content_type == "application/pdf"
    assert re.fullmatch(r"records/\d{4}/[0-9a-f]{32}\.pdf", kept.file.name)
    with kept.file.open() as file:
        assert file.read() == PDF
    assert AuditEntry.objects.get(verb="records.keep_record").after["file_sha256"] == kept.file_sha256


def test_a_refused_file_keeps_no_document(clerk: User, office: Office) -> None:
    with refused("file_kind"):
        _keep(clerk, office, file=SimpleUploadedFile("QĐ 15.pdf", b"MZ"))
    assert not Record.objects.exists()


def test_a_number_is_recorded_once_per_issuer_and_year_whichever_way_it_comes(clerk: User, office: Office) -> None:
    _keep(clerk, office)
    with refused("record_known"):
        _keep(clerk, office, date=date(2019, 1, 1))
    other = _keep(clerk, office, number="16")
    _keep(clerk, office, issuer=OrganizationFactory())
    _keep(clerk, office, date=date(2020, 1, 1))
    with refused("record_known"):
        change_record(clerk, other, number="15")
    assert Record.objects.filter(number="16").exists()


def test_a_signed_sheet_needs_no_number_but_a_subject(clerk: User, office: Office) -> None:
    with refused("record_without_name"):
        _keep(clerk, office, number="", symbol="", date=None)
    kept = _keep(clerk, office, number="", symbol="", date=None, subject="Bảng điểm danh có ký")
    assert str(kept) == "Bảng điểm danh có ký"


def test_a_correction_keeps_the_file_and_the_second_of_two_is_told(clerk: User, office: Office) -> None:
    kept = _keep(clerk, office, file=SimpleUploadedFile("QĐ 15.pdf", PDF))
    seen = stamp(kept)
    change_record(clerk, kept, seen=seen, signer=" Vũ Sỹ Thắng ", subject="Về việc công nhận")
    kept.refresh_from_db()
    assert (kept.signer, kept.file_name) == ("Vũ Sỹ Thắng", "QĐ 15.pdf")
    with refused("changed_meanwhile"):
        change_record(clerk, kept, seen=seen, signer="Người khác")
    after = AuditEntry.objects.get(verb="records.change_record").after
    assert after == {
        "signer": "Vũ Sỹ Thắng",
        "subject": "Về việc công nhận",
        "search_key": "15/qd-stn ve viec cong nhan vu sy thang",
    }


def test_a_file_comes_later_and_a_better_one_leaves_the_first_stored(clerk: User, office: Office) -> None:
    kept = _keep(clerk, office)
    attach_file(clerk, kept, SimpleUploadedFile("a.pdf", PDF))
    first = kept.file.name
    attach_file(clerk, kept, SimpleUploadedFile("a.pdf", PDF), seen="sent twice")
    assert kept.file.name == first
    with refused("changed_meanwhile"):
        attach_file(clerk, kept, SimpleUploadedFile("b.pdf", PDF + b"2"), seen="old")
    attach_file(clerk, kept, SimpleUploadedFile("b.pdf", PDF + b"2"), seen=stamp(kept))
    kept.refresh_from_db()
    assert kept.file_name == "b.pdf"
    assert kept.file.storage.exists(first)
    assert AuditEntry.objects.filter(verb="records.attach_file").count() == 2


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.LEADER, None])
def test_others_keep_and_change_no_document(clerk: User, office: Office, kind: RoleKind | None) -> None:
    kept = _keep(clerk, office)
    actor = staff(office if kind else OfficeFactory(), kind or RoleKind.CLERK)
    for change in (
        lambda: _keep(actor, office, number="99"),
        lambda: change_record(actor, kept, signer="x"),
        lambda: attach_file(actor, kept, SimpleUploadedFile("a.pdf", PDF)),
    ):
        with refused("not_allowed"):
            change()
    assert Record.objects.count() == 1


def test_documents_of_an_older_installation_get_their_words_to_be_found_by(office: Office, clerk: User) -> None:
    issuer = OrganizationFactory()
    kept = keep_record(clerk, office=office, issuer=issuer, number="7", symbol="QĐ-SNgV", subject="Mở lớp Lễ tân")
    expected = kept.search_key
    assert expected == "07/qd-sngv mo lop le tan"
    Record.objects.update(search_key="")
    import_module("khuevan.records.migrations.0003_search_key").fill_keys(apps, None)
    kept.refresh_from_db()
    assert kept.search_key == expected
