"""Hồ sơ lớp: one ZIP in the order of days with its index; what is missing is named; a step may be done twice."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from khuevan.certificates.domain.issuing import store_file
from khuevan.core.jobs.running import run_now
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.core.permissions import NotAllowedError
from khuevan.papers.domain.dossier import begin_dossier, entries, keep_dossier, missing, packing
from khuevan.papers.domain.dossier.naming import placed, plain, safe
from khuevan.papers.domain.making import make_paper, make_papers
from khuevan.papers.domain.signing import record_signed
from khuevan.papers.dossier_jobs import MakingDossier
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import Dossier
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain import arrangements
from khuevan.training.domain.documents import attach_record
from khuevan.training.domain.dossier import Entry, Section
from khuevan.training.enums import RecordPurpose
from tests.factories import OfficeFactory, PersonFactory, TrainingClassFactory, staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type /Page>>endobj 2 0 obj<</Type/Page>>endobj\n%%EOF"


@pytest.fixture
def filed() -> World:
    """A class with a signed decision, one without its file, a draft, certificates and lists."""
    here = world()
    officer, about = here.officer, here.training_class
    signed = make_paper(officer, about, PaperKind.OPENING_DECISION)
    record_signed(
        officer, signed, number="5", symbol="QĐ-STN", date=date(2019, 9, 5), file=ContentFile(PDF, name="ký số.pdf")
    )
    plan = keep_record(
        officer,
        office=here.office,
        issuer=here.office.organization,
        kind="KH",
        number="29",
        symbol='KH-"UBND"',
        date=date(2019, 1, 25),
    )
    attach_record(officer, about, plan, purpose=RecordPurpose.PLAN)
    make_paper(officer, about, PaperKind.REPORT)
    for certificate in here.issue()[:2]:
        store_file(officer, certificate, PDF)
    return here


def made_zip(here: World) -> tuple[zipfile.ZipFile, Dossier]:
    job = run_now(begin_dossier(here.officer, here.training_class))
    assert (job.state, job.trouble) == (JobState.DONE, "")
    kept = Dossier.objects.get(training_class=here.training_class)
    with kept.file.open("rb") as file:
        content = file.read()
    assert len(content) == kept.size
    return zipfile.ZipFile(io.BytesIO(content)), kept


def test_everything_is_in_one_zip_in_the_order_of_days(filed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "FILES_A_PART", 2)  # several parts
    opened, kept = made_zip(filed)
    assert opened.testzip() is None
    names = opened.namelist()
    assert names[:2] == ["00_Muc-luc-van-ban.pdf", "00_Muc-luc-van-ban.xlsx"]
    decision = next(name for name in names if name.startswith("02_2019-09-05_05-QĐ-STN_Quyet-dinh-ve-viec-mo-lop-"))
    assert opened.read(decision) == PDF
    certificates = [name for name in names if name.startswith("Giay chung nhan/") and name.endswith(".pdf")]
    assert len(certificates) == 2
    assert any(name.startswith("Chua ky/") and "Bao-cao" in name for name in names)
    assert any(name.startswith("Danh sach, diem danh/") and "diem-danh" in name.lower() for name in names)
    assert any(name.startswith("Ket qua/") for name in names)
    assert len(names) == kept.files + 2

    page = load_workbook(io.BytesIO(opened.read("00_Muc-luc-van-ban.xlsx"))).worksheets[0]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    line = next(row for row in rows if row[1] == "05/QĐ-STN")
    assert line[2] == "05/9/2019"
    assert line[5] == "2"  # pages
    plan = next(row for row in rows if row[1] == '29/KH-"UBND"')
    assert plan[6] == "Chưa có tệp văn bản ký"
    assert sum("Giấy chứng nhận đã cấp" in str(row[3]) for row in rows) == 1


def test_made_anew_it_is_the_same_and_replaces_the_one_before(
    filed: World, django_capture_on_commit_callbacks: Any
) -> None:
    first, kept = made_zip(filed)
    with django_capture_on_commit_callbacks(execute=True):
        second, again = made_zip(filed)
    assert kept.pk == again.pk
    assert not kept.file.storage.exists(kept.file.name)
    stored = [name for name in first.namelist() if name.endswith(".pdf") and not name.startswith("00_")]
    assert first.namelist() == second.namelist()
    assert [first.read(name) for name in stored] == [second.read(name) for name in stored]
    assert kept.file.storage.listdir(packing.folder_of(filed.training_class))[1] == []


def test_a_step_done_twice_writes_the_same(filed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker killed after it wrote and before it stored its progress."""
    monkeypatch.setattr(packing, "FILES_A_PART", 3)
    handler = MakingDossier()
    job = Job.objects.get(pk=begin_dossier(filed.officer, filed.training_class).pk)
    finished = False
    while not finished:
        handler.prepare(job)
        job.prepared = handler.prepare(job)
        step = handler.step(job)
        job.cursor, job.done, finished = step.cursor, step.done, step.finished
    kept = Dossier.objects.get()
    with kept.file.open("rb") as file, zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        assert len(opened.namelist()) == len(set(opened.namelist())) == kept.files + 2


def test_what_is_missing_is_named(filed: World) -> None:
    with translation.override("en"):
        told = "\n".join(missing(filed.officer, filed.training_class))
    for words in ("29/KH-", "Báo cáo kết quả", "1 certificate has no file", "no signed attendance sheet"):
        assert words in told
    opened, kept = made_zip(filed)
    assert kept.missing
    assert any("Còn thiếu" in page.title for page in load_workbook(io.BytesIO(opened.read("00_Muc-luc-van-ban.xlsx"))))


def test_papers_of_one_kind_are_missing_in_one_sentence(filed: World) -> None:
    officer, about = filed.officer, filed.training_class
    for number in range(3):
        arrangements.invite_guest(officer, about, person=PersonFactory(full_name=f"Khách {number}"), title="Vụ trưởng")
    make_papers(officer, about, [PaperKind.OPENING_INVITATION])
    for number in (7, 8):
        late = keep_record(
            officer,
            office=filed.office,
            issuer=filed.office.organization,
            kind="GM",
            number=str(number),
            symbol="GM-STN",
            date=date(2019, 9, 20),
            subject="dự khai giảng lớp học",
        )
        attach_record(officer, about, late, purpose=RecordPurpose.OTHER)
    told = missing(officer, about)
    (invitations,) = (one for one in told if "giấy mời khai giảng" in one.lower() and "GM-" not in one)
    assert invitations.startswith("3 ")
    (unfiled,) = (one for one in told if "dự khai giảng lớp học" in one)
    assert unfiled.startswith("2 ")


def test_a_file_lost_from_the_storage_does_not_stop_the_others(filed: World) -> None:
    record = filed.training_class.class_records.get(record__number="05").record
    record.file.storage.delete(record.file.name)
    opened, kept = made_zip(filed)
    assert any("05-QĐ-STN" in sentence for sentence in kept.missing)
    assert not any("05-QĐ-STN" in name for name in opened.namelist())


def test_names_are_safe_everywhere_and_each_once() -> None:
    assert plain("CON") == "Con-1"
    assert plain("Quyết định mở lớp / “đợt 1”") == "Quyet-dinh-mo-lop-dot-1"
    assert safe('15/QĐ: "SNgV". ') == "15-QĐ---SNgV"
    same = [Entry(Section.NEWS, "Ảnh", "ảnh", "JPG", stored=f"photos/{number}") for number in range(3)]
    rows = placed([*same, Entry(Section.DOCUMENTS, "Không tệp", "x", "", day=date(2026, 1, 2))])
    paths = [row.path for row in rows if row.path]
    assert len({path.lower() for path in paths}) == 3
    assert rows[0].path == ""
    assert [row.number for row in rows] == [1, 2, 3, 4]
    many = placed(Entry(Section.CERTIFICATES, "GCN", "Ân", "pdf", stored=str(n), group="Nhóm") for n in range(1200))
    assert many[0].path == "Giay chung nhan/01.0001_An.pdf"
    codes = ("100/GCN-STN", "09/GCN-STN", "10/GCN-STN")
    ordered = placed(Entry(Section.CERTIFICATES, "GCN", "Ân", "pdf", code=code, stored=code) for code in codes)
    assert [row.entry.code for row in ordered] == ["09/GCN-STN", "10/GCN-STN", "100/GCN-STN"]


def test_queries_do_not_grow_and_strangers_get_nothing(filed: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            entries(filed.officer, filed.training_class)
        return len(queries)

    before = asked()
    for kind in (PaperKind.PROGRAMME, PaperKind.LEARNER_LIST, PaperKind.CLASS_PLAN):
        make_paper(filed.officer, filed.training_class, kind)
    assert asked() == before
    stranger = staff(OfficeFactory())
    for act in (entries, missing, begin_dossier):
        with pytest.raises(NotAllowedError):
            act(stranger, filed.training_class)
    with pytest.raises(NotAllowedError):
        keep_dossier(stranger, filed.training_class, name="x", size=1, files=1, missing=[])
    bare = TrainingClassFactory()
    with refused("dossier_empty"):
        begin_dossier(staff(bare.office), bare)
