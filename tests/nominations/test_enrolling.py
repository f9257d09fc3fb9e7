import pytest

from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.nominations.domain.enrolling import close_list, enroll
from khuevan.nominations.domain.leaving import withdraw
from khuevan.nominations.domain.queries import head_count
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Organization, Person
from tests.factories import OrganizationFactory
from tests.factories.worlds import row, world

pytestmark = pytest.mark.django_db


def test_names_stay_as_entered() -> None:
    here = world(teaching=False, names=())
    names = ["H'Hen Niê", "Nguyễn Tuấn", "y bhốk ênuôl"]
    enroll(here.officer, here.training_class, [row(name) for name in names])
    assert [enrollment.full_name for enrollment in here.enrollments] == names
    assert list(Person.objects.order_by("pk").values_list("full_name", flat=True)) == names


def test_good_rows_are_kept_and_the_others_come_back_with_the_reason() -> None:
    here = world(teaching=False, names=())
    twice = row("Đỗ Văn Ân", birth="1970-05-02", gender="Nam")
    result = enroll(here.officer, here.training_class, [twice, row("  "), row(None), twice, row("Lê Thị Bích")])
    assert [enrollment.full_name for enrollment in result.taken] == ["Đỗ Văn Ân", "Lê Thị Bích"]
    assert len(result.refused) == 3
    assert all(refusal.message for refusal in result.refused)
    assert head_count(here.training_class).learners == 2


def test_someone_known_by_name_and_full_date_of_birth_is_recognised() -> None:
    first, second = world(teaching=False, names=()), world(teaching=False, names=())
    person = row("Trần Thị Phượng", birth="1969-03-08", gender="Nữ", position="Chuyên viên")
    enroll(first.officer, first.training_class, [person])
    person.position = "Trưởng phòng"
    enroll(second.officer, second.training_class, [person, row("Trần Thị Phượng", birth="1970-03-08", gender="Nữ")])
    assert Person.objects.filter(full_name="Trần Thị Phượng").count() == 2
    assert first.enrollments[0].person == second.enrollments[0].person
    assert first.enrollments[0].position == "Chuyên viên"


def test_two_people_of_one_name_and_year_in_two_agencies_are_two_people() -> None:
    here = world(teaching=False, names=())
    rows = [row("Nguyễn Văn Hùng", birth="1982", gender="Nam", organization=name) for name in ("Sở Y tế", "Sở Nội vụ")]
    assert len(enroll(here.officer, here.training_class, rows).taken) == 2


def test_a_list_sent_twice_enrols_nobody_twice() -> None:
    here = world(teaching=False, names=())
    rows = [row("Lê Thị Mai", organization="Sở Y tế"), row("Đỗ Văn Ân", birth="1970", organization="SỞ Y TẾ")]
    assert len(enroll(here.officer, here.training_class, rows).taken) == 2
    again = enroll(here.officer, here.training_class, rows)
    assert (again.taken, len(again.refused)) == ([], 2)
    assert Organization.objects.filter(name__icontains="y t").count() == 1


def test_one_cell_too_long_loses_only_its_row() -> None:
    here = world(teaching=False, names=())
    rows = [row("Đ" * 200), row("Lê Thị Mai", note="x" * 400), row("Đỗ Văn Ân"), row("A Văn", birth="12/3/1980")]
    result = enroll(here.officer, here.training_class, rows)
    assert [enrollment.full_name for enrollment in result.taken] == ["Đỗ Văn Ân"]
    assert len(result.refused) == 3
    assert Person.objects.count() == 1


def test_a_citizen_id_is_not_lost_in_silence() -> None:
    here = world(teaching=False, names=())
    result = enroll(here.officer, here.training_class, [row("Lê Thị Mai", citizen_id="070182000001")])
    assert len(result.taken) == len(result.not_kept) == 1
    assert "căn cước" in result.not_kept[0].message


def test_communes_whose_names_differ_by_a_tone_stay_two() -> None:
    here = world(teaching=False, names=())
    rows = [row("A Văn", organization="Xã Tân Hưng"), row("B Văn", organization="Xã Tân Hùng")]
    enroll(here.officer, here.training_class, rows)
    assert {one.organization_name for one in here.enrollments} == {"Xã Tân Hưng", "Xã Tân Hùng"}
    assert here.enrollments[0].organization != here.enrollments[1].organization


def test_without_a_birth_nobody_is_taken_for_another() -> None:
    first, second = world(teaching=False, names=()), world(teaching=False, names=())
    for here in (first, second):
        enroll(here.officer, here.training_class, [row("Trần Văn Dũng", gender="Nam")])
    assert Person.objects.filter(full_name="Trần Văn Dũng").count() == 2


def test_agencies_of_the_list_are_found_or_entered_once() -> None:
    here = world(teaching=False, names=())
    known = OrganizationFactory(name="Sở Công Thương tỉnh Bình Phước", short_name="Sở Công Thương")
    rows = [
        row("A Văn", organization="Sở Công Thương"),
        row("B Văn", organization="UBND huyện Bù Đăng"),
        row("C Văn", organization="UBND huyện Bù Đăng "),
    ]
    enroll(here.officer, here.training_class, rows)
    assert here.enrollments[0].organization == known
    assert here.enrollments[0].organization_name == "Sở Công Thương"
    assert Organization.objects.filter(name="UBND huyện Bù Đăng").count() == 1
    assert head_count(here.training_class).agencies == 2


def test_what_was_on_the_list_stays_when_the_agency_changes() -> None:
    here = world(teaching=False, names=())
    enroll(here.officer, here.training_class, [row("A Văn", organization="Sở Thông tin và Truyền thông")])
    Organization.objects.filter(name="Sở Thông tin và Truyền thông").update(name="Sở Khoa học và Công nghệ")
    assert here.enrollments[0].organization_name == "Sở Thông tin và Truyền thông"


def test_a_closed_list_takes_nobody() -> None:
    here = world()
    with pytest.raises(DomainError) as caught:
        enroll(here.officer, here.training_class, [row("A Văn")])
    assert caught.value.code == "list_is_closed"
    assert head_count(here.training_class).learners == 3


def test_an_empty_list_is_not_closed() -> None:
    here = world(teaching=False, names=())
    with pytest.raises(DomainError) as caught:
        close_list(here.officer, here.training_class)
    assert caught.value.code == "list_is_empty"


def test_leaving_the_list_needs_a_reason_and_keeps_the_row() -> None:
    here = world(teaching=False)
    someone = here.enrollments[0]
    with pytest.raises(DomainError):
        withdraw(here.officer, someone, reason=" ")
    withdraw(here.officer, someone, reason="Ốm")
    with pytest.raises(DomainError):
        withdraw(here.officer, someone, reason="Ốm")
    assert (head_count(here.training_class).learners, Enrollment.objects.count()) == (2, 3)
    assert AuditEntry.objects.get(verb="nominations.withdraw").reason == "Ốm"
    again = row(someone.full_name, birth="1985-08-14", gender="Nữ")
    assert enroll(here.officer, here.training_class, [again]).taken[0].person == someone.person


def test_many_agencies_are_found_as_surely_as_few() -> None:
    here = world(teaching=False, names=())
    known = [OrganizationFactory(name=f"Sở {chr(65 + number)}", short_name=f"S{number}") for number in range(25)]
    rows = [row(f"Nguyễn {body.name}", organization=body.short_name.lower()) for body in known]
    taken = enroll(here.officer, here.training_class, rows).taken
    assert [one.organization for one in taken] == known
    assert [one.organization_name for one in taken] == [one.organization for one in rows]
