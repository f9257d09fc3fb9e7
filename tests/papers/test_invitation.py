"""The letter that invites: to whom, how many, on which terms, until when, and how to answer."""

import io
from datetime import date

import pytest
import zxingcpp
from django.conf import settings
from docx.document import Document
from docx.oxml.ns import qn
from PIL import Image

from khuevan.papers.domain.building import build
from khuevan.papers.enums import PaperKind
from khuevan.readers.roster import read_roster
from khuevan.records.domain.keeping import keep_record
from khuevan.training.domain.arrangements import add_venue
from khuevan.training.models import Topic
from tests.factories.worlds import World
from tests.papers.conftest import opened, words
from tests.papers.invited import agencies, invitation, invited

pytestmark = pytest.mark.django_db


def letter(here: World) -> Document:
    return opened(build(here.officer, here.training_class, PaperKind.INVITATION).content)


def tables(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def test_few_agencies_with_equal_places_are_written_to_in_protocol_order(known: World) -> None:
    invited(invitation(known), *agencies(3), seats=2)
    text = words(letter(known))
    assert "Kính gửi: - Sở Số 2; - Sở Số 1; - Sở Số 0." in text
    assert "Chỉ tiêu: Tổng số 06 người. Mỗi cơ quan, đơn vị cử 02 người." in text
    assert "DANH SÁCH CƠ QUAN" not in text


def test_many_agencies_stand_on_a_list_with_their_places(known: World) -> None:
    terms = invitation(known)
    bodies = agencies(12)
    invited(terms, *bodies[:6], seats=2)
    invited(terms, *bodies[6:], seats=1)
    document = letter(known)
    text = words(document)
    assert "Kính gửi: 12 cơ quan, đơn vị (danh sách kèm theo)" in text
    assert "Tổng số 18 người. Chỉ tiêu của từng cơ quan, đơn vị: theo danh sách kèm theo." in text
    assert "Phụ lục I DANH SÁCH CƠ QUAN, ĐƠN VỊ VÀ CHỈ TIÊU" in text
    (listed,) = (table for table in tables(document) if table[0][:2] == ["STT", "Cơ quan, đơn vị"])
    assert listed[0][2] == "Chỉ tiêu (người)"
    assert listed[1:3] == [["1", "Sở Số 11", "01"], ["2", "Sở Số 10", "01"]]
    assert listed[-2] == ["12", "Sở Số 0", "02"]
    assert listed[-1][0] == "Tổng số: 12 cơ quan, đơn vị; 18 người"


def test_two_agencies_with_different_places_stand_on_a_list_too(known: World) -> None:
    terms = invitation(known)
    first, second = agencies(2)
    invited(terms, first, seats=5)
    invited(terms, second, seats=1)
    document = letter(known)
    assert "Kính gửi: - Sở Số 1; - Sở Số 0." in words(document)
    assert ["2", "Sở Số 0", "05"] in [row for table in tables(document) for row in table]


def test_where_only_the_total_counts_nothing_is_said_of_each(known: World) -> None:
    invited(invitation(known, seats=40), *agencies(2))
    text = words(letter(known))
    assert "Chỉ tiêu: Tổng số 40 người. Người được cử vượt chỉ tiêu được ghi vào danh sách dự bị." in text
    assert "Mỗi cơ quan" not in text
    assert "DANH SÁCH CƠ QUAN, ĐƠN VỊ VÀ CHỈ TIÊU" not in text


def test_without_any_number_the_letter_promises_no_reserve_list(known: World) -> None:
    invited(invitation(known), *agencies(1))
    assert "Chỉ tiêu" not in words(letter(known))


def test_places_added_later_are_not_in_the_letter(known: World) -> None:
    invited(invitation(known), *agencies(2), seats=2, extra=3)
    assert "Tổng số 04 người. Mỗi cơ quan, đơn vị cử 02 người." in words(letter(known))


def test_venues_are_told_where_agencies_go_to_different_ones(known: World) -> None:
    far = add_venue(known.officer, known.training_class, name="Điểm Ninh Hòa", is_remote=True)
    terms = invitation(known)
    first, second = agencies(2)
    invited(terms, first, seats=1, venue=far)
    invited(terms, second, seats=1, venue=known.training_class.venues.exclude(pk=far.pk).get())
    rows = [row for table in tables(letter(known)) for row in table]
    assert ["STT", "Cơ quan, đơn vị", "Chỉ tiêu (người)", "Địa điểm"] in rows
    assert ["2", "Sở Số 0", "01", "Điểm Ninh Hòa"] in rows


def test_conditions_and_the_deadline_stand_in_words(known: World) -> None:
    invitation(
        known,
        positions=["Trưởng phòng", "Chuyên viên"],
        years_apart=3,
        topic=Topic.objects.create(title="Lễ tân đối ngoại", office=known.office),
        condition_note="Có trình độ tiếng Anh bậc 3",
    )
    text = words(letter(known))
    assert (
        "Điều kiện: - Giữ một trong các chức vụ, vị trí: Trưởng phòng, Chuyên viên; "
        "- Chưa tham dự lớp về Lễ tân đối ngoại trong 03 năm gần đây; - Có trình độ tiếng Anh bậc 3." in text
    )
    assert f"Gửi về {known.office.organization.name} trước 17 giờ 00 ngày 20 tháng 9 năm 2019." in text


def test_the_code_is_read_from_the_page_and_the_address_stands_beside_it(known: World) -> None:
    terms = invitation(known)
    document = letter(known)
    (part,) = document.part.package.image_parts
    address = f"{settings.KHUEVAN_BASE_URL}/moi/{terms.code}/"
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(part.blob)).convert("L"))] == [address]
    assert f"{address} Quét mã QR hoặc mở địa chỉ trên" in words(document)
    (drawing,) = document.element.body.iter(qn("wp:docPr"))
    assert drawing.get("descr") == f"Mã QR của địa chỉ {address}"
    (extent,) = document.element.body.iter(qn("wp:extent"))
    assert round(int(extent.get("cx")) / 36000) == 30


def test_without_a_public_page_the_letter_has_no_code(known: World) -> None:
    invitation(known, is_public=False)
    document = letter(known)
    assert not list(document.part.package.image_parts)
    assert "hoặc dùng đường dẫn riêng đã nhận" in words(document)
    assert "/moi/" not in words(document)


def test_the_number_and_day_are_those_of_the_record(known: World) -> None:
    record = keep_record(
        known.officer,
        office=known.office,
        issuer=known.office.organization,
        number="145",
        symbol="STN-VP",
        date=date(2019, 9, 5),
        subject="V/v cử học viên",
    )
    invitation(known, record=record)
    text = words(letter(known))
    assert "Số: 145/STN-VP" in text
    assert "Bình Phước, ngày 05 tháng 9 năm 2019" in text
    assert "ngày ……" not in text


def test_what_more_is_asked_is_said_with_its_reason(known: World) -> None:
    invitation(known, fields=["full_name", "party_member", "citizen_id"], field_reason="để làm thẻ vào trụ sở.")
    document = letter(known)
    assert "Lý do đề nghị cung cấp thêm thông tin cá nhân: để làm thẻ vào trụ sở." in words(document)
    form = next(table for table in tables(document) if "Họ và tên" in table[0])
    assert form[0] == ["STT", "Họ và tên", "Đảng viên", "Số căn cước", "Ghi chú"]


def test_the_form_filled_in_is_read_again(known: World, tmp_path: object) -> None:
    invitation(known, fields=["full_name", "birth", "gender", "position", "organization", "phone", "email"])
    document = letter(known)
    form = next(table for table in document.tables if table.rows[0].cells[1].text == "Họ và tên")
    given = ("Lò Thị Mai", "1990", "Nữ", "Chuyên viên", "Sở Công Thương", "0912345678", "mai@example.com", "Ăn chay")
    for cell, text in zip(form.rows[1].cells[1:], given, strict=True):
        cell.text = text
    path = tmp_path / "tra-loi.docx"  # type: ignore[operator]
    document.save(str(path))
    (row,) = [row for row in read_roster(path).rows if row.full_name]
    assert (row.full_name, row.birth, row.position, row.organization) == (
        "Lò Thị Mai",
        "1990",
        "Chuyên viên",
        "Sở Công Thương",
    )
    assert (row.phone, row.email, row.note) == ("0912345678", "mai@example.com", "Ăn chay")
