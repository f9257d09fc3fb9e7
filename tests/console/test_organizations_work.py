"""Work on many bodies at the console: contacts, groups, protocol order, provinces, names of lists."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from khuevan.people.domain.groups import add_group, join_group
from khuevan.people.domain.naming import learn_alias
from khuevan.people.domain.succession import merge_bodies
from khuevan.people.models import (
    Contact,
    DirectoryChange,
    Organization,
    OrganizationAlias,
    OrganizationGroup,
)
from tests.console.acting import Acting, notices
from tests.factories import OfficeFactory, OrganizationFactory, staff

pytestmark = pytest.mark.django_db
LIST = "/can-bo/danh-ba/co-quan/"


@pytest.fixture
def me() -> Acting:
    return Acting(staff(OfficeFactory()))


def _sheet(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book, buffer = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return SimpleUploadedFile("đầu mối.xlsx", buffer.getvalue())


def test_a_contact_is_entered_corrected_confirmed_and_removed(me: Acting) -> None:
    body = OrganizationFactory()
    add = f"{LIST}{body.pk}/lien-he/"
    assert "problem" in me.post(add, form=add, slot="clerk")
    me.post(add, form=add, slot="clerk", name="Vũ Đức", phone="0912345678")
    row = Contact.objects.get()
    assert row.confirmed_on == timezone.localdate()
    Contact.objects.update(confirmed_on=date(2020, 1, 1))
    change = f"{add}{row.pk}/"
    me.post(change, form=change, slot="focal", name="Vũ Văn Đức")
    Contact.objects.update(confirmed_on=date(2020, 1, 1))
    me.post(f"{add}xac-nhan/")
    row.refresh_from_db()
    assert (row.name, row.slot, row.confirmed_on) == ("Vũ Văn Đức", "focal", timezone.localdate())
    me.post(f"{change}bo/")
    assert not Contact.objects.exists()


def test_contacts_come_from_excel_after_a_look_and_go_again(me: Acting) -> None:
    home = OrganizationFactory(name="Sở Nội vụ tỉnh Bình Phước")
    tourism = OrganizationFactory(name="Trung tâm Xúc tiến Du lịch tỉnh Bình Phước")
    known = Contact.objects.create(organization=home, slot="clerk", name="Vũ Đức", phone="0911")
    upload = f"{LIST}lien-he/nhap/"
    rows = _sheet(
        ("DANH SÁCH ĐẦU MỐI",),
        ("STT", "Điện thoại", "Họ và tên", "Đơn vị", "Vị trí", "E-mail"),
        (1, "0912.345.678", "Vũ Đức", "Sở NV", "Văn thư", "vd@binhphuoc.gov.vn"),
        (2, "912345679", "Lê Thị Mai", "Sở NV", "Đầu mối đào tạo", "không có"),
        (3, "0912345670", "Trần Hùng", "TT Xúc tiến Du lịch", "", ""),
        (4, "", "Ai Đó", "Hội Không Ai Biết", "", ""),
    )
    page = me.post(upload, form=upload, sheet=rows)
    assert Contact.objects.count() == 1, "nothing is kept yet"
    assert "Hội Không Ai Biết" in page
    assert "không có" in page, "what is no address is named"
    content = page.split('name="noi-dung"')[1].split('value="')[1].split('"')[0]
    fields = {"co-quan-0": home.pk, "co-quan-1": tourism.pk, "co-quan-2": "", "nho": "1"}
    done = me.post(f"{LIST}lien-he/luu/", **{"noi-dung": content, **fields})
    assert notices(done)
    known.refresh_from_db()
    assert (known.phone, known.email) == ("0912345678", "vd@binhphuoc.gov.vn")
    assert set(Contact.objects.values_list("name", flat=True)) == {"Vũ Đức", "Lê Thị Mai", "Trần Hùng"}
    change = DirectoryChange.objects.get()
    me.post(f"{LIST}thay-doi/{change.pk}/hoan-tac/")
    known.refresh_from_db()
    assert (Contact.objects.get(), known.phone) == (known, "0911")


def test_a_body_nobody_offered_cannot_be_slipped_in_and_a_forged_preview_is_refused(me: Acting) -> None:
    OrganizationFactory(name="Sở Nội vụ tỉnh Bình Phước")
    other = OrganizationFactory(name="Bộ Quốc phòng")
    upload = f"{LIST}lien-he/nhap/"
    page = me.post(upload, form=upload, sheet=_sheet(("Cơ quan", "Họ tên"), ("Sở NV", "Vũ Đức")))
    content = page.split('name="noi-dung"')[1].split('value="')[1].split('"')[0]
    me.post(f"{LIST}lien-he/luu/", **{"noi-dung": content, "co-quan-0": other.pk})
    me.post(f"{LIST}lien-he/luu/", **{"noi-dung": f"{content}x", "co-quan-0": other.pk})
    assert not Contact.objects.exists()


def test_a_file_without_contacts_is_answered_in_words(me: Acting) -> None:
    upload = f"{LIST}lien-he/nhap/"
    page = me.post(upload, form=upload, sheet=_sheet(("Món ăn", "Giá"), ("Phở", 40)))
    assert "Cơ quan" in page
    assert "problem" in page


def test_contacts_go_out_as_excel_that_reads_again(me: Acting) -> None:
    body = OrganizationFactory(name="Sở Nội vụ tỉnh Bình Phước")
    Contact.objects.create(organization=body, slot="clerk", name="=Vũ Đức", phone="0912345678")
    answer = me.client.get(f"{LIST}lien-he.xlsx")
    cells = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]
    assert [body.name, "Văn thư", "=Vũ Đức"] == cells[3][:3] or cells[3][2] == "=Vũ Đức"
    file = SimpleUploadedFile("a.xlsx", answer.content)
    upload = f"{LIST}lien-he/nhap/"
    assert "=Vũ Đức" in me.post(upload, form=upload, sheet=file)


def test_a_group_lives_from_its_name_to_its_end(me: Acting) -> None:
    add = f"{LIST}nhom/them/"
    me.post(add, form=add, name="Xã biên giới")
    assert "problem" in me.post(add, form=add, name="xã  biên giới")
    group = OrganizationGroup.objects.get()
    page = f"{LIST}nhom/{group.pk}/"
    commune = OrganizationFactory(name="UBND xã Đăk Ơ")
    join = f"{page}them/"
    me.post(join, form=join, organization="UBND xã Đăk Ơ")
    assert list(group.members.all()) == [commune]
    me.post(join, form=join, organization="UBND xã Đăk Ơ")
    assert group.members.count() == 1
    me.post(page, form=page, viec="ra-khoi-nhom", chon=[commune.pk])
    assert group.members.count() == 0
    change = f"{page}sua/"
    me.post(change, form=change, name="Xã, phường biên giới")
    group.refresh_from_db()
    assert group.name == "Xã, phường biên giới"
    me.post(f"{page}xoa/")
    assert not OrganizationGroup.objects.exists()


def test_ended_members_of_a_group_give_way_to_who_took_over(me: Acting) -> None:
    office = me.user.roles.get().office
    group = add_group(me.user, office, name="Huyện biên giới")
    district, commune, lonely = (OrganizationFactory() for _turn in range(3))
    merge_bodies(me.user, [district], on=date(2025, 7, 1), into=commune)
    Organization.objects.filter(pk=lonely.pk).update(valid_to=date(2025, 6, 30))
    join_group(me.user, group, [district, lonely])
    me.post(f"{LIST}nhom/{group.pk}/lam-moi/")
    assert set(group.members.all()) == {commune, lonely}


def test_the_protocol_order_is_typed_saved_and_taken_back(me: Acting) -> None:
    rows = [OrganizationFactory(name=f"Sở {name}", kind="department", protocol_order=9999) for name in "ABCD"]
    path = f"{LIST}le-tan/"
    form = f"{path}?khoi=department"
    page = me.get(path, khoi="department")
    stamp = page.split('name="thay"')[1].split('value="')[1].split('"')[0]
    line = [row.pk for row in rows]
    places = {f"vi-tri-{key}": place for place, key in enumerate(line, start=1)}
    places[f"vi-tri-{line[3]}"] = 1
    me.post(form, form=form, thay=stamp, **{"co-quan": line, **places})
    names = list(Organization.objects.filter(kind="department").values_list("name", flat=True))
    assert names == ["Sở D", "Sở A", "Sở B", "Sở C"]
    stale = me.post(form, form=form, thay=stamp, **{"co-quan": line, **places})
    assert notices(stale), "somebody else was faster"
    change = DirectoryChange.objects.get()
    me.post(f"{LIST}thay-doi/{change.pk}/hoan-tac/")
    assert set(Organization.objects.filter(kind="department").values_list("protocol_order", flat=True)) == {9999}


def test_a_province_is_looked_at_then_entered_then_taken_back(me: Acting) -> None:
    path = f"{LIST}nap-tinh/"
    before = Organization.objects.count()
    page = me.get(path, xem="1", tinh="75", phan="so")
    assert "Sở Nội vụ thành phố Đồng Nai" in page or "Văn phòng Ủy ban nhân dân thành phố Đồng Nai" in page
    assert Organization.objects.count() == before
    me.post(path, form=path, tinh="75", phan=["so", "ngv"])
    assert Organization.objects.count() == before + 14
    again = me.post(path, form=path, tinh="75", phan=["so", "ngv"])
    assert notices(again)
    me.post(f"{LIST}thay-doi/{DirectoryChange.objects.get().pk}/hoan-tac/")
    assert Organization.objects.count() == before
    assert notices(me.post(path, form=path, tinh="70", phan=["so"])), "an old code is no province today"


def test_names_of_lists_are_learned_and_forgotten(me: Acting) -> None:
    body = OrganizationFactory(name="Trung tâm Xúc tiến")
    add = f"{LIST}ten-goi/them/"
    me.post(add, form=add, written="TTXT", organization="Trung tâm Xúc tiến")
    alias = OrganizationAlias.objects.get()
    assert alias.organization == body
    page = f"{LIST}ten-goi/"
    assert "TTXT" in me.get(page)
    other = OfficeFactory()
    theirs = learn_alias(staff(other), other, "TTXT", body)
    me.post(page, form=page, viec="quen", chon=[alias.pk, theirs.pk])
    assert list(OrganizationAlias.objects.all()) == [theirs]
