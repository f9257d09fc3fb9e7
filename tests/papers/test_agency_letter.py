"""The agency's own letter: its letterhead, its people, nothing that is not its own."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx.oxml.ns import qn

from khuevan.core.actors import SYSTEM, Bearer
from khuevan.core.permissions import NotAllowedError
from khuevan.nominations.enums import (
    Answer,
    EnrollmentState,
    NominationState,
    SubmissionKind,
    SubmissionState,
    SubmissionWay,
)
from khuevan.nominations.models import Quota, Submission
from khuevan.papers.blocks import HOLE
from khuevan.papers.domain.agency_letter import agency_letter
from khuevan.people.domain.succession import merge_bodies
from khuevan.people.enums import OrganizationKind, RoleKind
from khuevan.people.models import Organization
from khuevan.records.domain.keeping import keep_record
from tests.factories import OrganizationFactory, UserFactory, staff
from tests.factories.worlds import World, world
from tests.papers.conftest import ODD_NAME, opened, words
from tests.papers.invited import invitation, invited, named

pytestmark = pytest.mark.django_db

LONG = (
    "Trung tâm Bồi dưỡng nghiệp vụ đối ngoại, hội nhập quốc tế, lễ tân nhà nước và quản lý các chương trình, dự án "
    "viện trợ phi chính phủ nước ngoài trực thuộc Liên hiệp các tổ chức hữu nghị tỉnh Bình Phước"
)


@pytest.fixture
def department() -> Organization:
    committee = OrganizationFactory(name="Ủy ban nhân dân tỉnh Bình Phước", symbol="UBND")
    return OrganizationFactory(
        name="Sở Công Thương tỉnh Bình Phước", symbol="SCT", parent=committee, place_name="Bình Phước"
    )


@pytest.fixture
def quota(known: World, department: Organization) -> Quota:
    return invited(invitation(known), department, seats=2)[0]


def bearer(quota: Quota) -> Bearer:
    return Bearer(quota.name, quota.invitation.training_class.office_id, quota.organization_id)


def text_of(quota: Quota, **asked: object) -> str:
    return words(opened(agency_letter(bearer(quota), quota, **asked).content))  # type: ignore[arg-type]


def submission(quota: Quota, **values: object) -> Submission:
    given = {"way": SubmissionWay.PAGE, "state": SubmissionState.UNCONFIRMED, **values}
    return Submission.objects.create(quota=quota, **given)


def test_a_department_writes_in_its_own_name_to_the_office_that_asked(known: World, quota: Quota) -> None:
    named(quota, 2)
    text = text_of(quota)
    office = known.office.organization.name
    for part in (
        "ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC SỞ CÔNG THƯƠNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        f"Số: {HOLE}/SCT-{HOLE} V/v cử học viên tham dự {known.training_class.title} "
        f"Bình Phước, ngày {HOLE} tháng {HOLE} năm {HOLE}",
        f"Kính gửi: {office}",
        f"Phúc đáp đề nghị của {office} về việc cử học viên tham dự lớp, Sở Công Thương tỉnh Bình Phước cử 02 học viên "
        f"tham dự {known.training_class.title} (ngày 04 tháng 10 năm 2019) có tên sau đây:",
        "1 Nguyễn Thị Người Cử 1 1985 Nữ Chuyên viên 0912000222",
        f"Sở Công Thương tỉnh Bình Phước trân trọng gửi {office} tổng hợp./.",
        f"Nơi nhận: - Như trên; - Người được cử; - Lưu: VT, {HOLE}. GIÁM ĐỐC",
    ):
        assert part in text, part
    assert "Phụ lục" not in text


def test_a_body_of_the_party_writes_under_its_own_words(known: World, quota: Quota) -> None:
    state = words(opened(agency_letter(known.officer, quota).content))
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in state and "ĐẢNG CỘNG SẢN" not in state
    Organization.objects.filter(pk=quota.organization_id).update(kind=OrganizationKind.PARTY)
    quota.organization.refresh_from_db()
    party = words(opened(agency_letter(known.officer, quota).content))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party and f"{HOLE}-CV/" in party
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA" not in party and "Độc lập - Tự do" not in party


def test_it_answers_the_letter_of_the_office_by_number_and_day(known: World, quota: Quota) -> None:
    quota.invitation.record = keep_record(
        known.officer,
        office=known.office,
        issuer=known.office.organization,
        number="45",
        symbol="STN-VP",
        date=date(2019, 9, 5),
        subject="V/v cử học viên dự lớp đối ngoại",
    )
    quota.invitation.save()
    assert (
        f"Phúc đáp Công văn số 45/STN-VP ngày 05 tháng 9 năm 2019 của {known.office.organization.name} "
        "về việc cử học viên dự lớp đối ngoại, Sở Công Thương" in text_of(quota)
    )


@pytest.mark.parametrize(("number", "is_inside"), [(1, True), (3, True), (4, False), (60, False)])
def test_a_short_list_stands_in_the_letter_and_a_long_one_goes_with_it(
    quota: Quota, number: int, is_inside: bool
) -> None:
    named(quota, number)
    document = opened(agency_letter(bearer(quota), quota).content)
    text = words(document)
    assert f"cử {number:02d} học viên" in text
    assert text.count("Nguyễn Thị Người Cử") == number
    assert ("(danh sách kèm theo)." in text) is not is_inside
    assert ("(Kèm theo Công văn số ……/SCT-…… ngày …… tháng …… năm …… của Sở Công Thương" in text) is not is_inside
    assert ("Danh sách có" in text) is not is_inside
    if not is_inside:
        assert document.tables[-1].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_nobody_named_yet_leaves_lines_to_fill_in(quota: Quota) -> None:
    document = opened(agency_letter(bearer(quota), quota).content)
    assert "cử …… học viên" in words(document)
    heads, *rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert heads == ["STT", "Họ và tên", "Ngày, năm sinh", "Giới tính", "Chức vụ", "Đơn vị", "Điện thoại", "Ghi chú"]
    assert len(rows) == 5
    assert not any("".join(row[1:]) for row in rows)


def test_the_reserve_list_is_named_as_such(quota: Quota) -> None:
    named(quota, 2)
    named(quota, 1, NominationState.RESERVE, full_name=ODD_NAME)
    text = text_of(quota)
    assert "cử 02 học viên tham dự" in text
    assert ", dự bị 01 học viên có tên sau đây:" in text
    assert f"Danh sách dự bị 3 {ODD_NAME}" in text


def test_who_was_refused_taken_back_or_named_twice_is_not_in_it(known: World, quota: Quota) -> None:
    named(quota, 1)
    for state in (
        NominationState.REFUSED,
        NominationState.WITHDRAWN,
        NominationState.DOUBLE,
        NominationState.WRITTEN,
    ):
        named(quota, 1, state, full_name=f"Người Không Còn {state}")
    (gone,) = named(quota, 1, NominationState.ACCEPTED, full_name="Người Không Còn Trong Lớp")
    gone.enrollment = known.enrollments[0]
    gone.enrollment.state = EnrollmentState.WITHDRAWN
    gone.enrollment.save()
    gone.save()
    text = text_of(quota)
    assert "cử 01 học viên" in text
    assert "Người Không Còn" not in text


def test_only_what_is_asked_is_printed_and_never_a_citizen_id(quota: Quota) -> None:
    quota.invitation.fields = ["full_name", "position", "citizen_id"]
    quota.invitation.save()
    named(quota, 1, email="mai@example.com", ethnicity="Tày", citizen_id_sealed="gAAAAA", note="Ăn chay")
    document = opened(agency_letter(bearer(quota), quota).content)
    head = [cell.text for cell in document.tables[1].rows[0].cells]
    assert head == ["STT", "Họ và tên", "Chức vụ", "Ghi chú"]
    for left_out in ("0912000222", "1985", "mai@example.com", "Tày", "gAAAAA"):
        assert left_out not in words(document)


def test_people_of_units_are_told_apart(quota: Quota) -> None:
    named(quota, 1)
    named(quota, 1, full_name="Lò Thị Mai", organization_name="Chi cục Quản lý thị trường")
    text = text_of(quota)
    assert "Lò Thị Mai 1985 Nữ Chuyên viên Chi cục Quản lý thị trường" in text
    assert "Nguyễn Thị Người Cử 1 1985 Nữ Chuyên viên Sở Công Thương tỉnh Bình Phước" in text


def test_nobody_is_sent_with_the_reason(known: World, quota: Quota) -> None:
    quota.answer, quota.decline_reason = Answer.DECLINED, "đang tập trung phục vụ kỳ họp Hội đồng nhân dân tỉnh."
    quota.save()
    text = text_of(quota)
    assert f"V/v không cử học viên tham dự {known.training_class.title}" in text
    assert f"Sở Công Thương tỉnh Bình Phước không cử học viên tham dự {known.training_class.title}" in text
    assert "Lý do: đang tập trung phục vụ kỳ họp Hội đồng nhân dân tỉnh. Sở Công Thương" in text
    assert "Người được cử" not in text
    quota.decline_reason = ""
    assert "Lý do: ……" in text_of(quota)


def test_an_answer_that_nobody_confirmed_yet_has_its_letter(quota: Quota) -> None:
    visitor = Bearer("khách")
    named(quota, 1, full_name="Người Gửi Trước")
    own = submission(quota, sender_name="Lò Thị Mai", sender_phone="0912 345 678")
    named(quota, 2, NominationState.WRITTEN, submission=own)
    text = words(opened(agency_letter(visitor, quota, submission=own).content))
    assert "cử 02 học viên" in text
    assert "Đầu mối liên hệ: Lò Thị Mai, điện thoại 0912 345 678." in text
    assert "Người Gửi Trước" not in text
    declined = submission(quota, kind=SubmissionKind.DECLINE, reason="không bố trí được người")
    text = words(opened(agency_letter(visitor, quota, submission=declined).content))
    assert "Lý do: không bố trí được người." in text


def test_without_a_public_page_a_visitor_has_no_letter(quota: Quota) -> None:
    own = submission(quota)
    quota.invitation.is_public = False
    with pytest.raises(NotAllowedError):
        agency_letter(Bearer("khách"), quota, submission=own)


def test_a_visitor_sees_only_what_he_hands_in(known: World, quota: Quota, department: Organization) -> None:
    visitor = Bearer("khách")
    with pytest.raises(NotAllowedError):
        agency_letter(visitor, quota)
    other = invited(quota.invitation, OrganizationFactory(name="Sở Nội vụ"))[0]
    theirs, people = submission(other), named(other)
    for asked in ({"submission": theirs}, {"only": people}):
        with pytest.raises(NotAllowedError):
            agency_letter(visitor, quota, **asked)  # type: ignore[arg-type]
        with pytest.raises(NotAllowedError):
            agency_letter(bearer(quota), quota, **asked)  # type: ignore[arg-type]


def test_it_is_for_the_agency_and_the_staff_of_the_office(known: World, quota: Quota) -> None:
    named(quota, 1)
    elsewhere = world().office
    other = OrganizationFactory(name="Sở Nội vụ")
    for stranger in (
        UserFactory(),
        staff(elsewhere),
        staff(known.office, RoleKind.EDITOR),
        Bearer("Sở Nội vụ", known.office.pk, other.pk),
        Bearer("Sở Công Thương", elsewhere.pk, quota.organization_id),
    ):
        with pytest.raises(NotAllowedError):
            agency_letter(stranger, quota)
    for actor in (bearer(quota), known.officer, staff(known.office, RoleKind.CLERK)):
        assert agency_letter(actor, quota).content[:2] == b"PK"


def test_a_unit_without_a_seal_writes_through_its_office_by_order(known: World) -> None:
    committee = OrganizationFactory(name="Ủy ban nhân dân tỉnh Bình Phước")
    office = OrganizationFactory(
        name="Văn phòng Ủy ban nhân dân tỉnh Bình Phước", symbol="VPUBND", parent=committee, place_name="Bình Phước"
    )
    unit = OrganizationFactory(
        name="Phòng Khoa giáo - Văn xã", symbol="KGVX", parent=office, issues_documents=False, place_name="Bình Phước"
    )
    (quota,) = invited(invitation(known), unit)
    named(quota, 1)
    text = text_of(quota)
    assert "ỦY BAN NHÂN DÂN TỈNH BÌNH PHƯỚC VĂN PHÒNG ỦY BAN NHÂN DÂN CỘNG HÒA" in text
    assert "Số: ……/VPUBND-KGVX" in text
    assert "Văn phòng Ủy ban nhân dân tỉnh Bình Phước cử 01 học viên của Phòng Khoa giáo - Văn xã tham dự" in text
    assert "TL. CHÁNH VĂN PHÒNG TRƯỞNG PHÒNG KHOA GIÁO - VĂN XÃ" in text
    unit.name = "Tổ Thư ký"
    unit.save()
    quota.organization.refresh_from_db()
    assert "TL. CHÁNH VĂN PHÒNG ………………" in text_of(quota)


def test_a_unit_that_organizes_is_written_to_through_its_office(known: World, quota: Quota) -> None:
    unit = known.office.organization
    unit.parent = OrganizationFactory(name="Văn phòng Ủy ban nhân dân tỉnh Bình Phước")
    unit.name, unit.issues_documents = "Phòng Ngoại vụ", False
    unit.save()
    assert "Kính gửi: Văn phòng Ủy ban nhân dân tỉnh Bình Phước (Phòng Ngoại vụ)" in text_of(quota)


def test_a_commune_signs_for_its_committee(known: World, department: Organization) -> None:
    commune = OrganizationFactory(
        name="Ủy ban nhân dân xã Bù Đăng", symbol="UBND", parent=department.parent, place_name="Bù Đăng"
    )
    (quota,) = invited(invitation(known), commune)
    text = text_of(quota)
    assert text.startswith("ỦY BAN NHÂN DÂN XÃ BÙ ĐĂNG CỘNG HÒA")
    assert "Bù Đăng, ngày" in text
    assert "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH ………………" in text


def test_above_the_agency_stands_who_took_over_from_its_superior(quota: Quota) -> None:
    new = OrganizationFactory(name="Ủy ban nhân dân tỉnh Đồng Nai", place_name="Đồng Nai")
    merge_bodies(SYSTEM, [quota.organization.parent], on=date(2025, 7, 1), into=new)
    quota.organization.refresh_from_db()
    assert text_of(quota).startswith("ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI SỞ CÔNG THƯƠNG")


def test_a_firm_and_a_school_write_without_a_body_above(known: World) -> None:
    firm = OrganizationFactory(name="Công ty TNHH Một thành viên Cao su Lộc Ninh", symbol="", place_name="")
    school = OrganizationFactory(name="Trường Chính trị tỉnh Bình Phước", symbol="TCT", place_name="Bình Phước")
    first, second = invited(invitation(known), firm, school)
    text = text_of(first)
    assert text.startswith("CÔNG TY TNHH MỘT THÀNH VIÊN CAO SU LỘC NINH CỘNG HÒA")
    assert "Số: ……/……-……" in text
    assert "……, ngày …… tháng …… năm ……" in text
    assert f"- Lưu: VT, {HOLE}. ……………… ………………" in text
    assert "- Lưu: VT, ……. HIỆU TRƯỞNG ………………" in text_of(second)


def test_the_name_of_the_file_is_safe_for_any_agency(known: World) -> None:
    quotas = invited(invitation(known), OrganizationFactory(name=LONG, short_name=""), OrganizationFactory(name="//"))
    names = [agency_letter(bearer(quota), quota).name for quota in quotas]
    assert all(name.isascii() and "/" not in name and len(name) < 180 for name in names)
    assert names[1] == f"cong-van-don-vi-{known.training_class.slug}.docx"


def test_sixty_people_cost_no_further_queries(quota: Quota) -> None:
    actor = bearer(quota)
    named(quota, 4)
    agency_letter(actor, quota)
    with CaptureQueriesContext(connection) as few:
        agency_letter(actor, quota)
    named(quota, 56)
    with CaptureQueriesContext(connection) as many:
        agency_letter(actor, quota)
    assert len(many) == len(few)
