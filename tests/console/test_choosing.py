"""Choosing a person or a body by typing a name."""

import re

import pytest
from django.test import Client
from django.utils.html import escape

from khuevan.people.enums import Gender, RoleKind
from khuevan.people.interfaces.choosing import ORGANIZATIONS, PEOPLE
from khuevan.people.models import DirectoryEntry, Office, Organization, Person
from khuevan.training.domain.arrangements import add_lecturer
from khuevan.training.models import Lecturer, TrainingClass
from tests.console.acting import Acting
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, TrainingClassFactory, staff

pytestmark = pytest.mark.django_db

PERSON = "/can-bo/chon/ca-nhan/"
BODY = "/can-bo/chon/co-quan/"


def _known(office: Office, name: str, **values: object) -> Person:
    person = PersonFactory(full_name=name, **values)
    DirectoryEntry.objects.create(office=office, person=person)
    return person


def _form() -> tuple[TrainingClass, Acting, str]:
    made = TrainingClassFactory(state="preparing")
    return made, Acting(staff(made.office)), f"/can-bo/lop/{made.pk}/tong-quan/bao-cao-vien/them/"


def _offered(page: str) -> list[str]:
    return re.findall(r'type="radio"[^>]*value="([^"]+)"', page)


def test_matches_are_of_the_own_directory_by_word_starts_without_tone_marks() -> None:
    office = OfficeFactory()
    me = Acting(staff(office))
    thang = _known(office, "Vũ Sỹ Thắng", birth_year=1961)
    _known(office, "Hoàng Văn Nam")
    _known(OfficeFactory(), "Vũ Sỹ Thắng")
    page = me.get(PERSON, o="person", person="thang vu")
    assert _offered(page) == [str(thang.pk), "moi-ong", "moi-ba", "moi"]
    assert "1961" in page
    assert "Hoàng Văn Nam" not in page
    assert _offered(me.get(PERSON, o="person", person="thang vu", cu="1")) == [str(thang.pk)]
    assert _offered(me.get(PERSON, o="person", person="  ")) == []


def test_what_people_last_were_tells_namesakes_apart() -> None:
    made, me, _path = _form()
    first, second = _known(made.office, "Lê Văn An"), _known(made.office, "Lê Văn An")
    for person, title in ((first, "Giám đốc"), (second, "Chuyên viên")):
        body = OrganizationFactory(name="Sở Công Thương")
        add_lecturer(me.user, made, person=person, title=title, organization=body)
    page = me.get(PERSON, o="person", person="an")
    assert "Giám đốc Sở Công Thương" in page
    assert "Chuyên viên Sở Công Thương" in page


def test_names_that_begin_so_come_first_and_eight_are_shown() -> None:
    office = OfficeFactory()
    me = Acting(staff(office))
    for number in range(10):
        OrganizationFactory(name=f"Văn phòng Sở Y tế {number}")
    first = OrganizationFactory(name="Sở Y tế")
    page = me.get(BODY, o="organization", organization="so y te")
    keys = _offered(page)
    assert keys[0] == str(first.pk)
    assert len(keys) == 9, "eight, and a new one"
    assert "3 " in page[page.rindex("</label>") :]


def test_nobody_from_outside_gets_matches_and_addresses_nobody_offers_are_missing() -> None:
    assert Client().get(PERSON, {"o": "person", "person": "a"}).status_code == 302
    me = Acting(staff(OfficeFactory()))
    me.get("/can-bo/chon/mat-khau/", 404, o="person", person="a")
    me.get(PERSON, 404)


def test_a_name_alone_is_asked_about_and_offered_again_without_a_script() -> None:
    made, me, path = _form()
    person = _known(made.office, "Vũ Sỹ Thắng")
    page = me.post(path, form=path, person="Vũ Sỹ Thắng", title="", organization="")
    assert not Lecturer.objects.exists()
    assert str(person.pk) in _offered(page)
    assert 'value="Vũ Sỹ Thắng"' in page
    me.post(path, form=path, **{"person": "Vũ Sỹ Thắng", "person-pick": str(person.pk)})
    assert Lecturer.objects.get().person == person


def test_somebody_new_is_entered_only_when_said_so_and_once() -> None:
    _made, me, path = _form()
    me.post(path, form=path, person="Lò Thị Mai")
    assert not Person.objects.filter(full_name="Lò Thị Mai").exists()
    sent = {**me.hidden(path), "person": "Lò  Thị Mai", "person-pick": "moi-ba"}
    for _click in range(2):
        me.post(path, **sent)
    person = Person.objects.get(full_name="Lò Thị Mai")
    assert (person.honorific, person.gender) == ("Bà", Gender.FEMALE)
    assert Lecturer.objects.get().person == person
    assert PEOPLE.visible(me.user).filter(pk=person.pk).exists()


def test_a_pick_does_not_stand_for_a_name_typed_later() -> None:
    made, me, path = _form()
    person = _known(made.office, "Vũ Sỹ Thắng")
    page = me.post(path, form=path, **{"person": "Hoàng Văn Nam", "person-pick": str(person.pk)})
    assert not Lecturer.objects.exists()
    assert 'value="Hoàng Văn Nam"' in page


def test_a_person_of_another_office_cannot_be_picked_by_number() -> None:
    _made, me, path = _form()
    theirs = _known(OfficeFactory(), "Vũ Sỹ Thắng")
    me.post(path, form=path, **{"person": "Vũ Sỹ Thắng", "person-pick": str(theirs.pk)})
    me.post(path, form=path, **{"person": "Vũ Sỹ Thắng", "person-pick": "9" * 30})
    assert not Lecturer.objects.exists()


def test_the_only_body_of_exactly_that_name_is_the_one_meant() -> None:
    _made, me, path = _form()
    body = OrganizationFactory(name="Sở Y tế")
    OrganizationFactory(name="Sở Y tế tỉnh Bình Phước")
    me.post(path, form=path, organization="sở y tế")
    assert Lecturer.objects.get().organization == body
    me.post(path, form=path, organization="so y te")
    assert Lecturer.objects.count() == 1, "without tone marks it may be another"
    me.post(path, form=path, **{"organization": "Sở Y tế thành phố", "organization-pick": "moi"})
    assert Organization.objects.filter(name="Sở Y tế thành phố").count() == 1


def test_somebody_known_brings_along_what_they_last_were() -> None:
    made, me, path = _form()
    person, body = _known(made.office, "Vũ Sỹ Thắng"), OrganizationFactory(name="Sở Ngoại vụ")
    earlier = TrainingClassFactory(office=made.office, state="preparing")
    add_lecturer(me.user, earlier, person=person, title="Giám đốc", organization=body)
    me.post(path, form=path, **{"person": "Vũ Sỹ Thắng", "person-pick": str(person.pk)})
    added = made.lecturers.get()
    assert (added.title, added.organization_name) == ("Giám đốc", "Sở Ngoại vụ")
    change = path.replace("them/", f"{added.pk}/sua/")
    pick = {"person": "Vũ Sỹ Thắng", "person-pick": str(person.pk)}
    me.post(change, form=change, **pick, title="", organization="")
    added.refresh_from_db()
    assert added.post == "", "what was emptied on purpose stays empty"


def test_an_editor_gets_no_more_than_the_directory_shows() -> None:
    office = OfficeFactory()
    _known(office, "<b>Vũ</b> Thắng")
    page = Acting(staff(office, RoleKind.EDITOR)).get(PERSON, o="person", person="thang")
    assert escape("<b>Vũ</b> Thắng") in page
    assert "<b>Vũ" not in page


def test_bodies_that_ended_say_so() -> None:
    body = OrganizationFactory(name="Sở Thương mại", valid_to="2008-03-31")
    body.refresh_from_db()
    about = ORGANIZATIONS.about(staff(OfficeFactory()), [body])
    assert "2008" in about[body.pk]
