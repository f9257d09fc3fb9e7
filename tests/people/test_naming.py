"""Names of bodies as people type them: what is taken, what is only offered, what is learned."""

from datetime import date

import pytest

from khuevan.core.models import AuditEntry
from khuevan.people.domain.naming import Bodies, How, alias_key, forget_alias, learn_alias
from khuevan.people.domain.succession import merge_bodies
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, Organization, OrganizationAlias
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused

SAME = [
    ("Sở NV", "Sở Nội vụ tỉnh Bình Phước"),
    ("Sở TT&TT", "Sở Thông tin và Truyền thông tỉnh Bình Phước"),
    ("Sở TT-TT", "Sở Thông tin và Truyền thông"),
    ("Sở VH, TT&DL", "Sở Văn hoá, Thể thao và Du lịch Bình Phước"),
    ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở KH và CN", "Sở Khoa học và Công nghệ"),
    ("Sở TP", "Sở Tư pháp"),
    ("UBND H. Bù Đăng", "Uỷ ban nhân dân huyện Bù Đăng"),
    ("UBND xã Bù Đăng", "Ủy ban nhân dân xã Bù Đăng, tỉnh Bình Phước"),
    ("UBND TX Phước Long", "UBND thị xã Phước Long"),
    ("VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh Bình Phước"),
    ("CA tỉnh", "Công an tỉnh Bình Phước"),
    ("P. VHXH phường Chơn Thành", "Phòng Văn hóa - Xã hội phường Chơn Thành"),
    ("P.NV TP. Đồng Xoài", "Phòng Nội vụ thành phố Đồng Xoài"),
    ("BCH QS xã Đăk Ơ", "Ban Chỉ huy Quân sự xã Đăk Ơ"),
    ("Bộ CHQS tỉnh", "Bộ Chỉ huy Quân sự tỉnh Bình Phước"),
    ("TTCT H. Bù Gia Mập", "Trung tâm Chính trị huyện Bù Gia Mập"),
    ("TTPVHCC phường 01", "Trung tâm Phục vụ hành chính công phường 1"),
    ("MTTQ tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Bình Phước"),
    ("Ban TG Tỉnh ủy", "Ban Tuyên giáo Tỉnh ủy Bình Phước"),
    ("BHXH tỉnh", "Bảo hiểm xã hội tỉnh Bình Phước"),
]


@pytest.mark.parametrize(("written", "name"), SAME)
def test_abbreviations_and_the_own_province_make_no_difference(written: str, name: str) -> None:
    assert alias_key(written, "Bình Phước") == alias_key(name, "Bình Phước")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UBND tỉnh", "UBND xã Tân Lập"),
        ("UBND xã Tân Lập", "UBND xã Tân Lợi"),
        ("UBND huyện Bù Đăng", "UBND xã Bù Đăng"),
        ("UBND phường 1", "UBND phường 10"),
        ("Sở Tư pháp", "Sở Tài chính"),
        ("Công an tỉnh", "Công an xã Bù Đăng"),
        ("Sở Nội vụ tỉnh Bình Dương", "Sở Nội vụ"),
        ("UBND xã Thạnh Hóa", "UBND xã Thanh Hóa"),
    ],
)
def test_other_bodies_keep_other_keys(one: str, other: str) -> None:
    assert alias_key(one, "Bình Phước") != alias_key(other, "Bình Phước")


def _office(place: str = "Bình Phước") -> Office:
    committee = _body(f"Ủy ban nhân dân tỉnh {place}", place=place)
    return OfficeFactory(organization=_body(f"Sở Ngoại vụ tỉnh {place}", place=place, symbol="SNgV", parent=committee))


def _body(name: str, *, place: str = "Bình Phước", **values: object) -> Organization:
    return OrganizationFactory(name=name, place_name=place, **{"symbol": "", **values})


def _found(office: Office, name: str, on: date | None = None) -> tuple[str | None, How]:
    one = Bodies(office, on).find([name])[name]
    return (one.organization.name if one.organization else None), one.how


@pytest.mark.django_db
def test_bodies_are_found_by_name_short_name_symbol_and_without_tone_marks() -> None:
    office = _office()
    home = _body("Sở Nội vụ tỉnh Bình Phước", symbol="SNV")
    radio = _body("Đài Phát thanh - Truyền hình tỉnh Bình Phước", short_name="BPTV")
    ministry = _body("Bộ Ngoại giao", place="")
    _body("Sở Nội vụ tỉnh Bình Dương", place="Bình Dương")
    assert _found(office, "Sở NV") == (home.name, How.NAME)
    assert _found(office, "SNV") == (home.name, How.SYMBOL)
    assert _found(office, "SO NOI VU") == (home.name, How.SPELLING)
    assert _found(office, "Đài PT-TH") == (radio.name, How.NAME)
    assert _found(office, "BPTV") == (radio.name, How.NAME)
    assert _found(office, "Bộ NG") == (ministry.name, How.NAME)
    assert _found(office, "Sở Nội vụ tỉnh Bình Dương")[0] is None, "another province is none of ours"


@pytest.mark.django_db
def test_units_of_communes_below_are_found_though_their_place_is_the_commune() -> None:
    office = _office()
    ward = _body("Ủy ban nhân dân phường Chơn Thành", place="Chơn Thành", parent=office.organization.parent)
    unit = _body("Phòng Văn hóa - Xã hội", place="Chơn Thành", parent=ward)
    assert _found(office, "UBND P. Chơn Thành") == (ward.name, How.NAME)
    assert _found(office, "P. VHXH phường Chơn Thành") == (unit.name, How.NAME)


@pytest.mark.django_db
def test_a_slip_of_the_keyboard_is_taken_and_another_name_only_offered() -> None:
    office = _office()
    _body("Sở Thông tin và Truyền thông tỉnh Bình Phước")
    near = _body("Ủy ban nhân dân xã Tân Lợi", place="Tân Lợi", parent=office.organization.parent)
    assert _found(office, "Sở Thông tin và Truyền thôngg") == (
        "Sở Thông tin và Truyền thông tỉnh Bình Phước",
        How.LIKELY,
    )
    found = Bodies(office).find(["UBND xã Tân Lập"])["UBND xã Tân Lập"]
    assert (found.organization, found.how) == (None, How.NONE)
    assert near in [one.organization for one in found.candidates]
    assert all(0 < one.score < 100 for one in found.candidates)


@pytest.mark.django_db
def test_two_bodies_of_one_name_are_for_a_person_to_decide() -> None:
    office = _office()
    twins = [_body("Trung tâm Chính trị"), _body("Trung tâm Chính trị")]
    found = Bodies(office).find(["TTCT"])["TTCT"]
    assert (found.organization, found.how) == (None, How.UNCLEAR)
    assert {one.organization for one in found.candidates} == set(twins)


@pytest.mark.django_db
def test_a_list_means_bodies_of_its_day() -> None:
    office = _office()
    old = _body("Ủy ban nhân dân huyện Bù Đăng", valid_to=date(2025, 6, 30))
    assert _found(office, "UBND H. Bù Đăng", date(2014, 6, 2)) == (old.name, How.NAME)
    assert _found(office, "UBND H. Bù Đăng", date(2026, 1, 1)) == (old.name, How.ENDED)


@pytest.mark.django_db
def test_an_ended_body_comes_with_those_that_took_over() -> None:
    office = _office()
    information, science = (_body(f"Sở {name} tỉnh Bình Phước") for name in ("Thông tin và Truyền thông", "KHCN"))
    clerk = staff(office)
    merge_bodies(clerk, [information, science], on=date(2025, 3, 1), into=science)
    found = Bodies(office, date(2026, 1, 1)).find(["Sở TTTT"])["Sở TTTT"]
    assert (found.organization, found.how) == (information, How.ENDED)
    assert [one.organization for one in found.candidates] == [science]


@pytest.mark.django_db
def test_of_bodies_with_one_short_name_the_one_of_today_is_meant_and_else_the_own() -> None:
    office = _office()
    gone = {"valid_to": date(2025, 6, 30)}
    own = _body("Sở Thông tin và Truyền thông tỉnh Bình Phước", short_name="Sở Thông tin và Truyền thông", **gone)
    _body("Sở Thông tin và Truyền thông tỉnh Đồng Nai", short_name=own.short_name, place="Đồng Nai", **gone)
    _body("Sở Nội vụ tỉnh Bình Phước", short_name="Sở Nội vụ", **gone)
    today = _body("Sở Nội vụ thành phố Đồng Nai", short_name="Sở Nội vụ", place="Đồng Nai")
    assert _found(office, "Sở TT&TT", date(2026, 1, 1)) == (own.name, How.ENDED)
    assert _found(office, "Sở NV", date(2026, 1, 1)) == (today.name, How.NAME)


@pytest.mark.django_db
def test_former_provinces_belong_to_the_province_of_today() -> None:
    office = _office("Đồng Nai")
    old = _body("Sở Ngoại vụ tỉnh Bình Phước", place="Bình Phước", valid_to=date(2025, 6, 30))
    assert _found(office, "Sở Ngoại vụ tỉnh Bình Phước", date(2020, 1, 1)) == (old.name, How.NAME)
    assert _found(office, "UBND thành phố", date(2026, 6, 1))[0] == "Ủy ban nhân dân tỉnh Đồng Nai"


@pytest.mark.django_db
def test_what_somebody_decided_is_remembered_for_the_office_and_can_be_forgotten() -> None:
    office, other = _office(), _office()
    tourism = _body("Trung tâm Xúc tiến Đầu tư, Thương mại và Du lịch")
    clerk = staff(office)
    alias = learn_alias(clerk, office, "TTXT ", tourism)
    assert _found(office, "ttxt") == (tourism.name, How.ALIAS)
    assert _found(other, "ttxt")[0] is None
    again = learn_alias(clerk, office, "TTXT", office.organization)
    assert again.pk == alias.pk
    assert OrganizationAlias.objects.count() == 1
    forget_alias(clerk, again)
    assert _found(office, "TTXT")[0] is None
    assert AuditEntry.objects.filter(verb__in=["people.learn_alias", "people.forget_alias"]).count() == 3


@pytest.mark.django_db
def test_only_keepers_of_the_directory_teach_it_and_a_name_needs_letters() -> None:
    office = _office()
    with refused("not_allowed"):
        learn_alias(staff(office, RoleKind.EDITOR), office, "TTXT", office.organization)
    with refused("not_allowed"):
        learn_alias(staff(OfficeFactory()), office, "TTXT", office.organization)
    with refused("alias_without_name"):
        learn_alias(staff(office), office, " - ", office.organization)


@pytest.mark.django_db
def test_thousands_of_names_cost_as_many_queries_as_one(django_assert_max_num_queries: pytest.fixture) -> None:
    office = _office()
    for number in range(40):
        _body(f"Ủy ban nhân dân xã Số {number}")
    bodies = Bodies(office)
    names = [f"UBND xã Số {number}" for number in range(40)] + [f"Hội số {number}" for number in range(2000)]
    with django_assert_max_num_queries(10):
        found = bodies.find(names)
    assert sum(one.how == How.NAME for one in found.values()) == 40
    assert len(found) == 2040
