"""Organizations and people: entered once, corrected everywhere, known to an office only through its directory."""

from datetime import date

import pytest

from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.core.rows import stamp
from khuevan.nominations.domain.enrolling import enroll
from khuevan.people.domain.organizations import add_organization, change_organization
from khuevan.people.domain.persons import add_person, change_person, know, remove_person
from khuevan.people.enums import RoleKind
from khuevan.people.models import DirectoryEntry, Organization, Person
from khuevan.training.domain.arrangements import add_lecturer, add_venue
from tests.factories import OfficeFactory, OrganizationFactory, PersonFactory, staff
from tests.factories.worlds import refused, row, world

pytestmark = pytest.mark.django_db


def test_an_office_knows_whom_it_enters_enrols_or_asks_to_teach() -> None:
    here, other = world(), world(teaching=False, names=())
    someone = add_person(here.officer, full_name="Trần Văn Bình", office=here.office)
    lecturer, caretaker = PersonFactory(full_name="Lê Thị Mai"), PersonFactory(full_name="Vũ Đức")
    add_lecturer(here.officer, here.training_class, person=lecturer)
    add_venue(here.officer, here.training_class, name="Hội trường", contact=caretaker)
    known = set(Person.objects.visible_to(here.officer))
    assert known == {someone, lecturer, caretaker, *(one.person for one in here.enrollments)}
    assert not Person.objects.visible_to(other.officer).exists()


def test_somebody_known_elsewhere_is_known_here_once_a_class_brings_them() -> None:
    first, second = world(teaching=False, names=()), world(teaching=False, names=())
    person = row("Trần Thị Phượng", birth="1969-03-08", gender="Nữ")
    for here in (first, second):
        enroll(here.officer, here.training_class, [person])
    assert Person.objects.count() == 1
    assert DirectoryEntry.objects.count() == 2


def test_knowing_many_costs_one_query_and_knowing_again_changes_nothing(
    django_assert_num_queries: pytest.fixture,
) -> None:
    office, people = OfficeFactory(), [PersonFactory() for _turn in range(5)]
    with django_assert_num_queries(1):
        know(office, [*people, None, people[0].pk])
    know(office, people)
    assert DirectoryEntry.objects.filter(office=office).count() == 5


def test_a_corrected_name_is_found_and_sorted_by_its_new_spelling() -> None:
    here = world(teaching=False, names=())
    person = add_person(here.officer, full_name="Nguyễn Văn Hùng", birth="1980", office=here.office)
    change_person(here.officer, person, seen=stamp(person), full_name=" Nguyễn Văn Ân ", birth="1980-05-02", phone="1")
    person.refresh_from_db()
    fresh = add_person(here.officer, full_name="Nguyễn Văn Ân", office=here.office)
    assert (person.full_name, person.search_key) == ("Nguyễn Văn Ân", "nguyen van an")
    assert (person.name_key, person.birth_date, person.birth_year) == (fresh.name_key, date(1980, 5, 2), 1980)
    entry = AuditEntry.objects.get(verb="people.change_person")
    assert entry.before["full_name"] == "Nguyễn Văn Hùng"
    assert entry.after["phone"] == "•••"


def test_the_second_of_two_who_change_one_person_is_told() -> None:
    here = world(teaching=False, names=())
    person = add_person(here.officer, full_name="Nguyễn Văn Hùng", office=here.office)
    seen = stamp(person)
    change_person(here.officer, person, seen=seen, rank="TS")
    with refused("changed_meanwhile"):
        change_person(here.officer, Person.objects.get(), seen=seen, rank="Thượng tá")
    assert Person.objects.get().rank == "TS"


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"full_name": " "}, "person_without_name"), ({"birth": "12/3/80"}, "birth_unreadable")],
)
def test_a_person_keeps_a_name_and_a_birth_that_exists(fields: dict[str, str], code: str) -> None:
    here = world(teaching=False, names=())
    person = add_person(here.officer, full_name="Nguyễn Văn Hùng", office=here.office)
    with refused(code):
        change_person(here.officer, person, **fields)
    assert Person.objects.get().full_name == "Nguyễn Văn Hùng"


@pytest.mark.parametrize("kind", [RoleKind.EDITOR, RoleKind.LEADER])
def test_only_officers_and_clerks_of_an_office_that_knows_a_person_change_them(kind: RoleKind) -> None:
    here, other = world(teaching=False, names=()), world(teaching=False, names=())
    person = add_person(here.officer, full_name="Nguyễn Văn Hùng", office=here.office)
    for actor in (other.officer, staff(here.office, kind)):
        with refused("not_allowed"):
            change_person(actor, person, rank="TS")
        with refused("not_allowed"):
            remove_person(actor, person)
        with refused("not_allowed"):
            add_person(actor, full_name="Ai đó", office=here.office)
    change_person(staff(here.office, RoleKind.CLERK), person, rank="TS")


def test_whom_nothing_names_goes_and_whom_a_class_names_stays() -> None:
    here = world(teaching=False)
    slip = add_person(here.officer, full_name="Gõ Nhầm", phone="0912345678", office=here.office)
    remove_person(here.officer, slip)
    assert not Person.objects.filter(full_name="Gõ Nhầm").exists()
    entry = AuditEntry.objects.get(verb="people.remove_person")
    assert (entry.before["full_name"], entry.after["full_name"]) == ("Gõ Nhầm", None)
    assert "0912345678" not in str(entry.before)
    teacher = add_person(here.officer, full_name="Báo Cáo Viên", office=here.office)
    add_lecturer(here.officer, here.training_class, person=teacher)
    for named in (here.enrollments[0].person, teacher):
        with refused("person_in_use"):
            remove_person(here.officer, named)
    assert Person.objects.count() == 4


def test_an_office_forgets_only_for_itself() -> None:
    here, other = OfficeFactory(), OfficeFactory()
    person = add_person(SYSTEM, full_name="Người Chung", office=here)
    know(other, [person])
    remove_person(staff(here), person)
    assert [entry.office for entry in person.known_to.all()] == [other]


def test_a_renamed_body_is_found_by_its_new_name() -> None:
    officer = staff(OfficeFactory())
    body = add_organization(officer, name="Sở Thông tin và Truyền thông", place_name="Bình Phước")
    change_organization(officer, body, seen=stamp(body), name="Sở Khoa học và Công nghệ", short_name="Sở KHCN")
    body.refresh_from_db()
    assert body.search_key == "so khoa hoc va cong nghe so khcn"
    with refused("changed_meanwhile"):
        change_organization(officer, body, seen="x", symbol="SKHCN")
    assert AuditEntry.objects.filter(verb="people.change_organization").count() == 1


def test_a_body_needs_a_name_a_sensible_life_and_no_circle() -> None:
    officer = staff(OfficeFactory())
    upper = add_organization(officer, name="Ủy ban nhân dân tỉnh")
    lower = add_organization(officer, name="Sở Y tế", parent=upper)
    for fields, code in (
        ({"name": " "}, "organization_without_name"),
        ({"valid_from": date(2020, 1, 1), "valid_to": date(2019, 1, 1)}, "ends_before_start"),
        ({"parent": lower}, "parent_of_itself"),
    ):
        with refused(code):
            change_organization(officer, Organization.objects.get(pk=upper.pk), **fields)
    with refused("organization_without_name"):
        add_organization(officer, name="")


def test_bodies_are_shared_but_an_office_names_itself() -> None:
    here, other = OfficeFactory(), OfficeFactory()
    shared = OrganizationFactory()
    change_organization(staff(other), shared, symbol="X")
    with refused("not_allowed"):
        change_organization(staff(other), here.organization, name="Tên khác")
    with refused("not_allowed"):
        change_organization(staff(here, RoleKind.EDITOR), shared, symbol="Y")
    change_organization(staff(here), here.organization, short_name="Sở mình")
