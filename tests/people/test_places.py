"""Entering a province: once, on top of what is there, with what it was before, and taken back."""

from datetime import date

import pytest

from khuevan.core.actors import SYSTEM
from khuevan.people.domain.directory_changes import undo_directory_change
from khuevan.people.domain.naming import Bodies, How
from khuevan.people.domain.places import load_province, preview_province
from khuevan.people.domain.province_plan import Part, plan_province
from khuevan.people.domain.succession import heirs
from khuevan.people.enums import OrganizationKind, RoleKind
from khuevan.people.models import Organization, Succession
from khuevan.vietnamese.places import provinces_on
from tests.factories import EnrollmentFactory, OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import refused

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
WHOLE = (Part.DEPARTMENTS, Part.EXTERNAL, Part.COMMUNES, Part.UNITS, Part.FORMER, Part.DISTRICTS)


def _named(name: str) -> Organization:
    return Organization.objects.get(name=name)


def test_a_whole_province_comes_with_its_tree_and_its_past() -> None:
    done = load_province(SYSTEM, "75", WHOLE)
    assert Organization.objects.filter(name__startswith="Sở ", valid_to=None).count() == 11
    assert Organization.objects.filter(name__startswith="Ủy ban nhân dân", valid_to=None).count() == 1 + 95
    commune = _named("Ủy ban nhân dân xã Bù Đăng")
    assert (commune.area_code, commune.place_name, commune.kind) == ("25396", "Bù Đăng", OrganizationKind.DISTRICT)
    assert commune.parent == _named("Ủy ban nhân dân thành phố Đồng Nai")
    assert commune.units.count() == 4
    assert done.made == Organization.objects.count()
    assert done.successions == Succession.objects.count()


def test_the_work_of_a_department_of_2014_is_followed_through_both_reforms() -> None:
    load_province(SYSTEM, "75", WHOLE)
    old = _named("Sở Thông tin và Truyền thông tỉnh Bình Phước")
    assert [one.name for one in heirs(old, date(2025, 4, 1))] == [
        "Sở Khoa học và Công nghệ tỉnh Bình Phước",
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Bình Phước",
    ]
    assert [one.name for one in heirs(old, TODAY)] == [
        "Sở Khoa học và Công nghệ thành phố Đồng Nai",
        "Sở Văn hóa, Thể thao và Du lịch thành phố Đồng Nai",
    ]
    district = _named("Ủy ban nhân dân huyện Bù Đăng")
    assert not district.exists(TODAY)
    assert "Ủy ban nhân dân xã Bù Đăng" in [one.name for one in heirs(district, TODAY)]


def test_the_same_again_does_nothing() -> None:
    load_province(SYSTEM, "91", WHOLE)  # two districts Châu Thành
    assert Organization.objects.filter(name="Ủy ban nhân dân huyện Châu Thành").count() == 2
    rows = Organization.objects.count()
    preview = preview_province("91", WHOLE)
    assert (preview.new, preview.changes) == (0, 0)
    again = load_province(SYSTEM, "91", WHOLE)
    assert (again.made, again.completed, again.successions, again.change) == (0, 0, 0, None)
    assert Organization.objects.count() == rows


def test_what_is_there_is_kept_and_only_completed() -> None:
    home = OrganizationFactory(
        name="Sở Nội vụ tỉnh Đồng Nai", place_name="Đồng Nai", symbol="", short_name="Nội vụ", kind="other"
    )
    district = OrganizationFactory(name="UBND huyện Bù Đăng", symbol="", place_name="Bình Phước")
    elsewhere = OrganizationFactory(name="Ủy ban nhân dân xã Bù Đăng", place_name="Bù Đăng", area_code="99999")
    preview = preview_province("75", WHOLE)
    done = load_province(SYSTEM, "75", WHOLE)
    assert sum(one.completed for one in preview.shares) == done.completed == 2
    for row in (home, district, elsewhere):
        row.refresh_from_db()
    assert (home.name, home.short_name, home.symbol, home.kind) == (
        "Sở Nội vụ tỉnh Đồng Nai", "Nội vụ", "SNV", OrganizationKind.DEPARTMENT,
    )  # fmt: skip
    assert (district.name, district.valid_to) == ("UBND huyện Bù Đăng", date(2025, 6, 30))
    assert elsewhere.parent is None


def test_the_preview_counts_what_the_verb_does() -> None:
    preview = preview_province("75", [Part.DEPARTMENTS, Part.COMMUNES])
    done = load_province(SYSTEM, "75", [Part.DEPARTMENTS, Part.COMMUNES])
    assert preview.new == done.made == 13 + 95
    assert {one.part: one.total for one in preview.shares} == {Part.DEPARTMENTS: 13, Part.COMMUNES: 95}


def test_taking_it_back_leaves_what_is_used_by_now() -> None:
    kept = OrganizationFactory(name="Sở Nội vụ tỉnh Đồng Nai", place_name="Đồng Nai", symbol="")
    done = load_province(SYSTEM, "75", [Part.DEPARTMENTS, Part.COMMUNES, Part.UNITS])
    unit = _named("Phòng Văn hóa - Xã hội xã Bù Đăng")
    EnrollmentFactory(organization=unit)
    undone = undo_directory_change(SYSTEM, done.change)
    kept.refresh_from_db()
    assert kept.symbol == ""
    left = set(Organization.objects.exclude(pk=kept.pk).values_list("name", flat=True))
    assert {"Phòng Văn hóa - Xã hội xã Bù Đăng", "Ủy ban nhân dân xã Bù Đăng"} <= left
    assert "Phòng Kinh tế xã Bù Đăng" not in left
    assert undone.left == 3, "the unit, its commune and the province"
    with refused("undone_already"):
        undo_directory_change(SYSTEM, done.change)


def test_lists_find_the_bodies_that_came_this_way() -> None:
    load_province(SYSTEM, "75", WHOLE)
    office = OfficeFactory(organization=_named("Sở Ngoại vụ thành phố Đồng Nai"))
    found = Bodies(office, TODAY).find(
        ["Sở NV", "UBND xã Bù Đăng", "P. VHXH phường Chơn Thành", "UBND H. Bù Đăng", "VP UBND TP", "UBND tỉnh"]
    )
    assert [one.how for one in found.values()] == [How.NAME, How.NAME, How.NAME, How.ENDED, How.NAME, How.NAME]
    then = Bodies(office, date(2014, 6, 2)).find(["UBND H. Bù Đăng", "Sở TT&TT tỉnh Bình Phước"])
    assert [one.how for one in then.values()] == [How.NAME, How.NAME]


def test_every_province_has_a_plan_without_a_body_twice() -> None:
    for province in provinces_on(TODAY):
        plan = plan_province(province.code, list(Part))
        assert len(plan.keys) == len(plan.bodies), province.name
        above = {one.above for one in plan.bodies} - {""}
        assert above <= plan.keys


def test_who_may_and_what_is_asked_for() -> None:
    with refused("not_allowed"):
        load_province(staff(OfficeFactory(), RoleKind.EDITOR), "75", [Part.DEPARTMENTS])
    with refused("no_such_province"):
        load_province(SYSTEM, "70", [Part.DEPARTMENTS])
    with refused("nothing_chosen"):
        load_province(SYSTEM, "75", [])
    other = OfficeFactory(
        organization=OrganizationFactory(name="Sở Nội vụ tỉnh Đồng Nai", place_name="Đồng Nai", symbol="")
    )
    load_province(staff(OfficeFactory()), "75", [Part.DEPARTMENTS])
    other.organization.refresh_from_db()
    assert other.organization.symbol == "", "another office's own body"
