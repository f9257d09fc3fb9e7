"""Bodies at the console: list, page, what became of them, mistakes."""

from datetime import date

import pytest

from khuevan.people.domain.groups import add_group, join_group
from khuevan.people.domain.succession import merge_bodies
from khuevan.people.enums import RoleKind
from khuevan.people.models import Contact, Organization, Succession
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, OrganizationFactory, staff
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db
LIST = "/can-bo/danh-ba/co-quan/"


def _me(kind: RoleKind = RoleKind.OFFICER) -> Acting:
    return Acting(staff(OfficeFactory(), kind))


def test_the_list_shows_bodies_of_today_and_ended_ones_when_asked() -> None:
    me = _me()
    OrganizationFactory(name="Sở Khoa học")
    OrganizationFactory(name="Sở Thông tin cũ", valid_to=date(2025, 2, 28))
    today, ended = me.get(LIST), me.get(LIST, **{"da-ket-thuc": "1"})
    assert "Sở Khoa học" in today
    assert "Sở Thông tin cũ" not in today
    assert "Sở Thông tin cũ" in ended
    assert "đã kết thúc 28/02/2025" in ended or "ended on 28/02/2025" in ended
    assert "Sở Khoa học" not in ended


def test_the_list_can_be_narrowed_to_what_lies_below_a_body() -> None:
    me = _me()
    top = OrganizationFactory(name="UBND tỉnh")
    commune = OrganizationFactory(name="UBND xã Một", parent=top)
    OrganizationFactory(name="Phòng Hai", parent=commune)
    OrganizationFactory(name="Sở Ngoài")
    page = me.get(LIST, thuoc=str(top.pk))
    assert ("UBND xã Một" in page, "Phòng Hai" in page, "Sở Ngoài" in page) == (True, True, False)
    assert "Sở Ngoài" in me.get(LIST, thuoc="99999999999999999999")


def test_ticked_bodies_go_into_a_group() -> None:
    me = _me()
    group = add_group(me.user, me.user.roles.get().office, name="Xã biên giới")
    rows = [OrganizationFactory() for _turn in range(3)]
    page = me.post(LIST, form=LIST, viec="vao-nhom", nhom=group.pk, chon=[rows[0].pk, rows[2].pk])
    assert set(group.members.all()) == {rows[0], rows[2]}
    assert notices(page)
    strange = add_group(staff(other := OfficeFactory()), other, name="Nhóm khác")
    me.post(LIST, form=LIST, viec="vao-nhom", nhom=strange.pk, chon=[rows[0].pk])
    assert strange.members.count() == 0


def test_the_page_tells_before_and_after_units_contacts_and_classes() -> None:
    here = world()
    me, body = Acting(here.officer), here.enrollments[0].organization
    science = OrganizationFactory(name="Sở Khoa học và Công nghệ")
    OrganizationFactory(name="Phòng Lễ tân", parent=body)
    Contact.objects.create(organization=body, slot="clerk", name="Vũ Đức")
    join_group(here.officer, add_group(here.officer, here.office, name="Sở ngành"), [body])
    merge_bodies(here.officer, [body], on=date(2025, 3, 1), into=science)
    page = me.get(f"{LIST}{body.pk}/")
    for words in ("Sở Khoa học và Công nghệ", "Phòng Lễ tân", "Vũ Đức", "Sở ngành", here.training_class.title):
        assert words in page
    assert body.name in me.get(f"{LIST}{science.pk}/")


def test_a_new_name_a_successor_a_correction_and_taking_it_back() -> None:
    me = _me()
    body = OrganizationFactory(name="Sở Ngoại vụ")
    form = f"{LIST}{body.pk}/so-phan/"
    refusal = me.post(form, form=form, kind="renamed", on="2025-07-01")
    assert "Succession" not in refusal
    assert not Succession.objects.exists()
    me.post(form, form=form, kind="renamed", on="2025-07-01", new_name="Sở Đối ngoại")
    row = Succession.objects.get()
    assert row.successor is not None
    assert row.successor.name == "Sở Đối ngoại"
    change = f"{form}{row.pk}/"
    me.post(change, form=change, on="2025-08-01", document="QĐ 5")
    row.refresh_from_db()
    assert (row.on, row.record) == (date(2025, 8, 1), "QĐ 5")
    me.post(f"{change}bo/")
    body.refresh_from_db()
    assert (Succession.objects.count(), body.valid_to) == (0, None)


def test_a_merge_by_choosing_the_successor() -> None:
    me = _me()
    body, heir = OrganizationFactory(name="Sở A"), OrganizationFactory(name="Sở Khoa học")
    form = f"{LIST}{body.pk}/so-phan/"
    values = {"successor": heir.name, "successor-pick": str(heir.pk), "kind": "merged", "on": "2025-03-01"}
    me.post(form, form=form, **values)
    assert Succession.objects.get().successor == heir
    page = me.post(form, form=form, **{**values, "on": "2024-01-01"})
    assert Succession.objects.count() == 1, "twice the same is refused in words"
    assert "problem" in page


def test_what_was_entered_by_mistake_is_taken_out_unless_something_names_it() -> None:
    me = _me()
    wrong, kept = OrganizationFactory(), OrganizationFactory()
    OrganizationFactory(parent=kept)
    for body in (wrong, kept):
        me.post(f"{LIST}{body.pk}/xoa/")
    assert set(Organization.objects.filter(pk__in=[wrong.pk, kept.pk])) == {kept}


def test_readers_see_pages_without_the_buttons_and_may_not_press_them() -> None:
    me = _me(RoleKind.LEADER)
    body = OrganizationFactory(name="Sở Ngoại vụ")
    page = me.get(f"{LIST}{body.pk}/")
    assert "/so-phan/" not in page
    assert "/lien-he/" not in page
    for path in (f"{LIST}{body.pk}/so-phan/", f"{LIST}{body.pk}/lien-he/", f"{LIST}le-tan/", f"{LIST}nap-tinh/"):
        me.get(path, status=404)
    assert me.status(f"{LIST}{body.pk}/xoa/") == 404


def test_pages_cost_as_many_queries_with_many_rows(django_assert_max_num_queries: pytest.fixture) -> None:
    me = _me()
    top = OrganizationFactory(name="UBND tỉnh")
    for _turn in range(60):
        OrganizationFactory(parent=top)
    me.get(LIST)
    with django_assert_max_num_queries(22):
        me.get(LIST)
    with django_assert_max_num_queries(28):
        me.get(f"{LIST}{top.pk}/")
