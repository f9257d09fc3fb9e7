"""The documents of a class from the screen: written down once, chosen, corrected, taken out, downloaded."""

import re
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, set_rule
from khuevan.console.workspace.shell import tab_address
from khuevan.people.enums import RoleKind
from khuevan.people.models import Organization
from khuevan.records.domain.keeping import change_record, keep_record
from khuevan.records.models import Record
from khuevan.training.domain.class_changes import change_class
from khuevan.training.domain.documents import attach_record
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import ClassRecord
from tests.console.acting import Acting, notices, without_address
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def _tab(here: World) -> str:
    return tab_address(here.training_class, "records")


def _typed(here: World, **changes: object) -> dict[str, object]:
    """What the form sends for 29/KH-UBND of the own office."""
    return {
        "purpose": "plan",
        "number": "29/KH-UBND",
        "symbol": "",
        "date": "2019-09-25",
        "issuer": here.office.organization.name,
        "issuer-pick": here.office.organization.pk,
        "signer": "Nguyễn Huy Phong",
        "subject": "Kế hoạch bồi dưỡng năm 2019",
        **changes,
    }


def _file(name: str = "Kế hoạch 29.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _kept(here: World, number: str = "29", *, purpose: str = "", **fields: object) -> Record:
    values = {"symbol": "KH-UBND", "date": date(2019, 9, 25), "issuer": here.office.organization, **fields}
    document = keep_record(here.officer, office=here.office, number=number, **values)  # type: ignore[arg-type]
    if purpose:
        attach_record(here.officer, here.training_class, document, purpose=RecordPurpose(purpose))
    return document


def test_a_clerk_writes_a_document_down_once_with_its_file() -> None:
    here = world()
    me = Acting(staff(here.office, RoleKind.CLERK))
    address = f"{_tab(here)}them/"
    form = me.get(address, muc="plan")
    assert f'value="{here.office.organization.name}"' in form, "the own office is the issuer unless said otherwise"
    assert re.search(r'value="plan"\s+selected', form)
    page = me.post(address, form=address, **_typed(here, file=_file()))
    kept = Record.objects.get()
    assert (kept.number, kept.symbol, kept.kind, kept.date) == ("29", "KH-UBND", "KH", date(2019, 9, 25))
    assert (kept.issuer, kept.signer, kept.file_name) == (
        here.office.organization,
        "Nguyễn Huy Phong",
        "Kế hoạch 29.pdf",
    )
    assert ClassRecord.objects.get().purpose == RecordPurpose.PLAN
    assert "29/KH-UBND" in page
    assert reverse("console:record_file", args=(kept.pk,)) in page
    undo = re.search(r'action="([^"]*/go/)"', page)
    assert undo
    me.post(undo[1])
    assert not ClassRecord.objects.exists()
    assert Record.objects.exists(), "the office keeps it"


def test_symbol_and_signer_are_offered_from_earlier_documents() -> None:
    here = world()
    _kept(here, signer="Nguyễn Huy Phong")
    form = Acting(here.officer).get(f"{_tab(here)}them/")
    assert '<option value="KH-UBND">' in form
    assert '<option value="Nguyễn Huy Phong"' in form
    assert 'list="ky-hieu-da-biet"' in form


def test_a_form_sent_twice_keeps_one_document() -> None:
    here = world()
    me = Acting(here.officer)
    address = f"{_tab(here)}them/"
    hidden = me.hidden(address)
    for _click in range(2):
        assert me.status(address, **hidden, **_typed(here)) == 302
    assert (Record.objects.count(), ClassRecord.objects.count()) == (1, 1)


def test_what_the_office_keeps_is_attached_not_doubled_and_what_was_missing_is_filled_in() -> None:
    here = world()
    kept = _kept(here)
    page = Acting(here.officer).post(f"{_tab(here)}them/", **_typed(here, file=_file()))
    assert ClassRecord.objects.get().record == kept
    kept.refresh_from_db()
    assert (kept.signer, kept.file_name) == ("Nguyễn Huy Phong", "Kế hoạch 29.pdf")
    assert len(notices(page)) == 1


def test_a_file_is_not_lost_in_silence_when_the_kept_document_has_one() -> None:
    here = world()
    kept = _kept(here, file=ContentFile(PDF, name="cu.pdf"), signer="Lê Văn Cũ")
    page = Acting(here.officer).post(f"{_tab(here)}them/", **_typed(here, file=_file()))
    kept.refresh_from_db()
    assert (kept.file_name, kept.signer) == ("cu.pdf", "Lê Văn Cũ")
    assert len(notices(page)) == 2
    assert "is-warn" in page


def test_the_same_number_of_another_day_is_asked_about_and_nothing_typed_is_lost() -> None:
    here = world()
    _kept(here, date=date(2019, 1, 2))
    answer = Acting(here.officer).client.post(f"{_tab(here)}them/", _typed(here, file=_file()))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is-wrong" in page.split('id="o-number"')[0].rsplit("class=", 1)[1]
    assert "is-wrong" in page.split('id="o-file"')[0].rsplit("class=", 1)[1], "a browser does not send the file again"
    assert "Kế hoạch bồi dưỡng năm 2019" in page
    assert not ClassRecord.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.exe", b"MZ\x90"), ("trống.pdf", b""), ("giả.pdf", b"<html>"), ("hỏng.docx", b"PK\x03\x04xx")],
)
def test_a_file_of_another_kind_is_refused_beside_the_field(name: str, content: bytes) -> None:
    here = world()
    answer = Acting(here.officer).client.post(f"{_tab(here)}them/", _typed(here, file=_file(name, content)))
    assert answer.status_code == 422
    assert "is-wrong" in answer.content.decode().split('id="o-file"')[0].rsplit("class=", 1)[1]
    assert not Record.objects.exists()


def test_a_file_beyond_the_limit_is_refused(settings: object) -> None:
    settings.KHUEVAN_UPLOAD_LIMIT = 100  # type: ignore[attr-defined]
    here = world()
    answer = Acting(here.officer).client.post(f"{_tab(here)}them/", _typed(here, file=_file(content=PDF + b" " * 200)))
    assert answer.status_code == 422
    assert not Record.objects.exists()


def test_neither_number_nor_subject_is_no_document() -> None:
    here = world()
    answer = Acting(here.officer).client.post(f"{_tab(here)}them/", _typed(here, number="", subject=""))
    assert answer.status_code == 422
    assert not Record.objects.exists()


def test_another_body_is_chosen_by_its_name_or_entered_with_the_document() -> None:
    here = world()
    province = OrganizationFactory(name="Ủy ban nhân dân tỉnh Bình Phước", search_key="uy ban nhan dan tinh binh phuoc")
    me = Acting(here.officer)
    me.post(f"{_tab(here)}them/", **_typed(here, issuer=province.name, **{"issuer-pick": ""}))
    assert Record.objects.get().issuer == province
    unknown = _typed(here, number="30", issuer="Bộ Ngoại giao", **{"issuer-pick": ""})
    assert me.client.post(f"{_tab(here)}them/", unknown).status_code == 422
    me.post(f"{_tab(here)}them/", **{**unknown, "issuer-pick": "moi"})
    assert Record.objects.get(number="30").issuer == Organization.objects.get(name="Bộ Ngoại giao")


def test_a_letter_has_no_kind_and_keeps_its_symbol() -> None:
    here = world()
    Acting(here.officer).post(f"{_tab(here)}them/", **_typed(here, number="1542", symbol="STTTT-CNTT"))
    kept = Record.objects.get()
    assert (kept.number, kept.symbol, kept.kind, kept.code) == ("1542", "STTTT-CNTT", "", "1542/STTTT-CNTT")


def test_documents_of_the_office_are_found_without_marks_and_chosen() -> None:
    here = world()
    kept = _kept(here, subject="Kế hoạch bồi dưỡng", signer="Đỗ Văn Ước")
    other = _kept(here, "30", subject="Quyết định khen thưởng")
    foreign = keep_record(staff(far := OfficeFactory()), office=far, issuer=far.organization, number="77", symbol="XX")
    me = Acting(here.officer)
    address = f"{_tab(here)}chon/"
    for query, found in (("boi duong", True), ("do van uoc", True), ("29/kh", True), ("khen thuong", False)):
        page = me.get(address, q=query)
        assert (f'value="{kept.pk}"' in page) is found, query
    assert "77/XX" not in me.get(address)
    me.post(address, viec="dua-vao", muc="decision", chon=[kept.pk, foreign.pk])
    attached = ClassRecord.objects.get()
    assert (attached.record, attached.purpose) == (kept, "decision")
    page = me.get(address)
    assert f'value="{other.pk}"' in page
    assert f'value="{kept.pk}"' not in page, "what is in the file is not offered again"
    assert notices(me.post(address, viec="dua-vao"))


def test_changing_a_document_its_purpose_and_its_file() -> None:
    here = world()
    kept = _kept(here, purpose="other", file=ContentFile(PDF, name="cu.pdf"))
    me = Acting(here.officer)
    address = f"{_tab(here)}{ClassRecord.objects.get().pk}/sua/"
    assert "cu.pdf" in me.get(address)
    me.post(
        address,
        form=address,
        **_typed(here, number="92", symbol="QĐ-STTTT", purpose="decision", file=_file("moi.pdf", PDF + b"%")),
    )
    kept.refresh_from_db()
    assert (kept.code, kept.kind, kept.file_name) == ("92/QĐ-STTTT", "QĐ", "moi.pdf")
    assert ClassRecord.objects.get().purpose == "decision"


def test_two_who_change_one_document_both_see_both_values() -> None:
    here = world()
    kept = _kept(here, purpose="plan")
    me = Acting(here.officer)
    address = f"{_tab(here)}{ClassRecord.objects.get().pk}/sua/"
    hidden = me.hidden(address)
    change_record(here.officer, kept, signer="Lê Thị Nhanh")
    answer = me.client.post(address, {**hidden, **_typed(here)})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Lê Thị Nhanh" in page
    assert "Nguyễn Huy Phong" in page
    kept.refresh_from_db()
    assert kept.signer == "Lê Thị Nhanh"


def test_taking_out_is_undone_by_its_notice() -> None:
    here = world()
    kept = _kept(here, purpose="plan")
    me = Acting(here.officer)
    row = re.search(r'action="([^"]*/go/)"', me.get(_tab(here)))
    assert row
    page = me.post(row[1])
    assert not ClassRecord.objects.exists()
    undo = re.search(r'action="([^"]*dua-vao/[^"]*)"', page)
    assert undo
    me.post(undo[1])
    assert (ClassRecord.objects.get().record, ClassRecord.objects.get().purpose) == (kept, "plan")
    assert notices(me.post(undo[1])), "twice is told"
    assert ClassRecord.objects.count() == 1


def test_plan_and_decision_stand_in_the_file_without_being_put_there() -> None:
    here = world()
    plan, decision = _kept(here), _kept(here, "92", symbol="QĐ-STN")
    change_class(here.officer, here.training_class, plan=plan)
    set_rule(here.officer, here.training_class)
    for session in here.sessions:
        here.mark(session)
    compute_outcomes(here.officer, here.training_class)
    approve_outcomes(here.officer, here.training_class, decision=decision)
    me = Acting(here.officer)
    page = me.get(_tab(here))
    assert "29/KH-UBND" in page
    assert page.count("92/QĐ-STN") >= 1
    assert "/go/" not in page, "they are taken out where they were put in"
    address = f"{_tab(here)}lien-quan/{plan.pk}/sua/"
    assert address in page
    me.post(address, form=address, **{name: value for name, value in _typed(here).items() if name != "purpose"})
    plan.refresh_from_db()
    assert plan.signer == "Nguyễn Huy Phong"
    assert not ClassRecord.objects.exists()


@pytest.mark.parametrize("kind", [RoleKind.LEADER, RoleKind.EDITOR])
def test_who_only_reads_finds_no_way_to_change(kind: RoleKind) -> None:
    here = world()
    kept = _kept(here, purpose="plan")
    attached = ClassRecord.objects.get()
    me = Acting(staff(here.office, kind))
    page = me.get(_tab(here))
    assert "29/KH-UBND" in page
    assert "/sua/" not in page
    assert "/go/" not in page
    for address in ("them/", "chon/", f"{attached.pk}/sua/", f"lien-quan/{kept.pk}/sua/"):
        assert me.client.get(f"{_tab(here)}{address}").status_code == 404
        assert me.status(f"{_tab(here)}{address}", **_typed(here)) == 404
    assert notices(me.post(f"{_tab(here)}{attached.pk}/go/"))
    assert ClassRecord.objects.exists()


def test_the_file_is_saved_never_shown_and_only_by_the_office_that_keeps_it() -> None:
    here = world()
    kept = _kept(here, file=ContentFile(PDF, name='Kế hoạch "29".pdf'))
    address = reverse("console:record_file", args=(kept.pk,))
    answer = Acting(staff(here.office, RoleKind.EDITOR)).client.get(address)
    assert answer.getvalue() == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/pdf"
    stranger = Acting(staff(OfficeFactory())).client
    real, missing = (stranger.get(path) for path in (address, reverse("console:record_file", args=(999983,))))
    assert (real.status_code, missing.status_code) == (404, 404)
    assert without_address(real.content.decode()) == without_address(missing.content.decode())
    assert Client().get(address).status_code == 302
    kept.file.storage.delete(kept.file.name)
    assert Acting(here.officer).client.get(address).status_code == 404
    assert (
        Acting(here.officer).client.get(reverse("console:record_file", args=(_kept(here, "30").pk,))).status_code == 404
    )


@pytest.mark.parametrize("address", ["", "them/", "chon/", "soan/ke-hoach.docx", "danh-sach/hoc-vien.pdf"])
def test_another_office_finds_nothing_and_a_visitor_the_door(address: str) -> None:
    here = world()
    stranger = Acting(staff(OfficeFactory())).client
    real = stranger.get(f"{_tab(here)}{address}")
    missing = stranger.get(f"/can-bo/lop/999983/van-ban/{address}")
    assert (real.status_code, missing.status_code) == (404, 404)
    assert without_address(real.content.decode()) == without_address(missing.content.decode())
    assert Client().get(f"{_tab(here)}{address}").status_code == 302


def test_a_document_of_another_office_or_class_is_not_reached_through_this_one() -> None:
    here, there = world(), world()
    foreign = _kept(there, purpose="plan")
    attached = ClassRecord.objects.get()
    me = Acting(here.officer)
    assert me.status(f"{_tab(here)}{attached.pk}/go/") == 404
    assert me.status(f"{_tab(here)}{attached.pk}/sua/", **_typed(here)) == 404
    assert me.status(f"{_tab(here)}dua-vao/{foreign.pk}/plan/") == 404
    assert me.status(f"{_tab(here)}lien-quan/{foreign.pk}/sua/", **_typed(here)) == 404
    assert ClassRecord.objects.get() == attached


def test_the_tab_asks_as_much_for_three_documents_as_for_one() -> None:
    here = world()
    me = Acting(here.officer)
    _kept(here, purpose="plan")
    me.get(_tab(here))
    with CaptureQueriesContext(connection) as one:
        me.get(_tab(here))
    for number in ("30", "31"):
        _kept(here, number, purpose="plan", issuer=OrganizationFactory())
    with CaptureQueriesContext(connection) as three:
        me.get(_tab(here))
    assert len(three) <= len(one)
