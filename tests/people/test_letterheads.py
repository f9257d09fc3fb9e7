"""Under which name a body writes, and who signs how."""

from datetime import date

import pytest

from khuevan.core.actors import SYSTEM
from khuevan.people.domain.letterheads import Signing, issuer_of, letterhead_of
from khuevan.people.domain.succession import merge_bodies
from khuevan.people.models import Organization
from tests.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee() -> Organization:
    return OrganizationFactory(name="Ủy ban nhân dân tỉnh Bình Phước", symbol="UBND")


def test_a_department_writes_under_the_committee_and_leaves_the_province_to_its_line(committee: Organization) -> None:
    body = OrganizationFactory(name="Sở Ngoại vụ tỉnh Bình Phước", symbol="SNgV", parent=committee)
    found = letterhead_of(body)
    assert (found.parent, found.own, found.symbol, found.place) == (
        "Ủy ban nhân dân tỉnh Bình Phước",
        "Sở Ngoại vụ",
        "SNgV",
        "Bình Phước",
    )
    assert found.unit_symbol == ""
    assert found.signing.lines("Giám đốc") == ("GIÁM ĐỐC",)
    assert found.signing.lines("Phó Giám đốc") == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert found.signing.lines("Trưởng phòng Lễ tân") == ("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG LỄ TÂN")
    assert found.signing.authority == "GIÁM ĐỐC SỞ NGOẠI VỤ TỈNH BÌNH PHƯỚC"


def test_a_unit_without_seal_writes_as_the_office_it_stands_in(committee: Organization) -> None:
    office = OrganizationFactory(
        name="Văn phòng Ủy ban nhân dân tỉnh Bình Phước", symbol="VPUBND", parent=committee, head_title=""
    )
    unit = OrganizationFactory(
        name="Phòng Ngoại vụ", symbol="NgV", parent=office, issues_documents=False, place_name="Bình Phước"
    )
    desk = OrganizationFactory(name="Tổ Lễ tân", symbol="LT", parent=unit, issues_documents=False)
    assert issuer_of(desk) == office
    found = letterhead_of(unit)
    assert (found.parent, found.own) == ("Ủy ban nhân dân tỉnh Bình Phước", "Văn phòng Ủy ban nhân dân")
    assert (found.symbol, found.unit_symbol) == ("VPUBND", "NgV")
    assert found.signing.lines("Trưởng phòng") == ("TL. CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG NGOẠI VỤ")
    assert found.signing.lines("Phó Trưởng phòng") == (
        "TL. CHÁNH VĂN PHÒNG",
        "KT. TRƯỞNG PHÒNG NGOẠI VỤ",
        "PHÓ TRƯỞNG PHÒNG NGOẠI VỤ",
    )
    assert found.signing.lines("Chánh Văn phòng") == ("CHÁNH VĂN PHÒNG",)
    assert found.signing.lines("Phó Chánh Văn phòng") == ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")


def test_a_commune_signs_for_its_committee_and_has_no_line_above(committee: Organization) -> None:
    commune = OrganizationFactory(name="Ủy ban nhân dân xã Bù Đăng", place_name="Bù Đăng", parent=committee)
    found = letterhead_of(commune)
    assert (found.parent, found.own, found.place) == ("", "Ủy ban nhân dân xã Bù Đăng", "Bù Đăng")
    assert found.signing.lines("Chủ tịch") == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert found.signing.lines("Phó Chủ tịch") == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    unit = OrganizationFactory(name="Phòng Văn hóa - Xã hội xã Bù Đăng", place_name="Bù Đăng", parent=commune)
    under = letterhead_of(unit)
    assert (under.parent, under.own) == ("Ủy ban nhân dân xã Bù Đăng", "Phòng Văn hóa - Xã hội")


def test_on_a_later_day_the_superior_is_who_took_over(committee: Organization) -> None:
    body = OrganizationFactory(name="Trường Chính trị tỉnh Bình Phước", parent=committee)
    new = OrganizationFactory(name="Ủy ban nhân dân tỉnh Đồng Nai", place_name="Đồng Nai")
    merge_bodies(SYSTEM, [committee], on=date(2025, 7, 1), into=new)
    body.refresh_from_db()
    assert letterhead_of(body, date(2014, 6, 2)).parent == "Ủy ban nhân dân tỉnh Bình Phước"
    assert letterhead_of(body, date(2026, 1, 1)).parent == "Ủy ban nhân dân tỉnh Đồng Nai"
    assert letterhead_of(body).parent == "Ủy ban nhân dân tỉnh Bình Phước"


def test_a_title_as_entered_goes_before_the_usual_one() -> None:
    body = OrganizationFactory(name="Trường Chính trị", head_title="Giám đốc")
    assert letterhead_of(body).signing.lines("Phó Giám đốc")[0] == "KT. GIÁM ĐỐC"


def test_where_nobody_knows_the_head_the_title_says_it() -> None:
    assert Signing("Câu lạc bộ", "").lines("Phó Chủ nhiệm") == ("KT. CHỦ NHIỆM", "PHÓ CHỦ NHIỆM")
    assert Signing("Câu lạc bộ", "").lines("Chủ nhiệm") == ("CHỦ NHIỆM",)
    assert Signing("Câu lạc bộ", "").authority == "CÂU LẠC BỘ"


DEPARTMENT = Signing("Sở Ngoại vụ tỉnh Bình Phước", "Giám đốc")
COMMITTEE = Signing("Ủy ban nhân dân tỉnh Bình Phước", "Chủ tịch")
ROOM = Signing(
    "Văn phòng Ủy ban nhân dân tỉnh Bình Phước", "Chánh Văn phòng", unit="Phòng Ngoại vụ", unit_head="Trưởng phòng"
)
TM = "TM. ỦY BAN NHÂN DÂN"
ROOM_HEAD, ROOM_DEPUTY = "TRƯỞNG PHÒNG NGOẠI VỤ", "PHÓ TRƯỞNG PHÒNG NGOẠI VỤ"


@pytest.mark.parametrize(
    ("signing", "title", "above"),
    [
        (DEPARTMENT, "Giám đốc", ("GIÁM ĐỐC",)),
        (DEPARTMENT, "Giám đốc  Sở Ngoại vụ", ("GIÁM ĐỐC",)),
        (DEPARTMENT, "Phó giám đốc Sở", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (DEPARTMENT, "Phó Giám đốc phụ trách", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (DEPARTMENT, "Phó Giám đốc Thường trực", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        (DEPARTMENT, "Chánh Văn phòng", ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        (DEPARTMENT, "Phó Chánh Văn phòng", ("TL. GIÁM ĐỐC", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
        (COMMITTEE, "Chủ tịch", (TM, "CHỦ TỊCH")),
        (COMMITTEE, "Phó Chủ tịch", (TM, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (COMMITTEE, "Phó Chủ tịch Thường trực", (TM, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (COMMITTEE, "Phó Chủ tịch UBND tỉnh", (TM, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (COMMITTEE, "Giám đốc Sở Ngoại vụ", ("TL. CHỦ TỊCH", "GIÁM ĐỐC SỞ NGOẠI VỤ")),
        (DEPARTMENT, "Giám đốc Trung tâm Ngoại vụ", ("TL. GIÁM ĐỐC", "GIÁM ĐỐC TRUNG TÂM NGOẠI VỤ")),
        (ROOM, "Chánh Văn phòng UBND tỉnh", ("CHÁNH VĂN PHÒNG",)),
        (COMMITTEE, "Chánh Văn phòng", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (ROOM, "Chánh Văn phòng", ("CHÁNH VĂN PHÒNG",)),
        (ROOM, "Phó Chánh Văn phòng", ("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG")),
        (ROOM, "Trưởng phòng", ("TL. CHÁNH VĂN PHÒNG", ROOM_HEAD)),
        (ROOM, "Phó Trưởng phòng phụ trách", ("TL. CHÁNH VĂN PHÒNG", f"KT. {ROOM_HEAD}", ROOM_DEPUTY)),
    ],
)
def test_by_the_title_alone(signing: Signing, title: str, above: tuple[str, ...]) -> None:
    assert signing.lines(title) == above


@pytest.mark.parametrize(
    ("signing", "title", "acting", "authorised"),
    [
        (DEPARTMENT, "Quyền Giám đốc", ("Q. GIÁM ĐỐC",), None),
        (DEPARTMENT, "Q. Giám đốc", ("Q. GIÁM ĐỐC",), None),
        (COMMITTEE, "Chủ tịch", (TM, "Q. CHỦ TỊCH"), None),
        (ROOM, "Trưởng phòng", ("TL. CHÁNH VĂN PHÒNG", f"Q. {ROOM_HEAD}"), ("TUQ. CHÁNH VĂN PHÒNG", ROOM_HEAD)),
        (DEPARTMENT, "Chánh Văn phòng", None, ("TUQ. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        (COMMITTEE, "Giám đốc Sở Ngoại vụ", None, ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NGOẠI VỤ")),
    ],
)
def test_acting_and_authorised(
    signing: Signing, title: str, acting: tuple[str, ...] | None, authorised: tuple[str, ...] | None
) -> None:
    assert acting is None or signing.acting(title) == acting
    assert authorised is None or signing.authorised(title) == authorised
