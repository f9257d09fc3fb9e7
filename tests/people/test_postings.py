"""What somebody held: entered and told by classes, as one line of time."""

from datetime import date

import pytest

from khuevan.core.rows import stamp
from khuevan.people.domain.postings import (
    add_posting,
    change_posting,
    current_of,
    postings_of,
    remove_posting,
    workplaces,
)
from khuevan.people.enums import RoleKind
from khuevan.people.models import Person, Posting, User
from khuevan.training.domain.arrangements import add_lecturer
from tests.factories import EnrollmentFactory, OfficeFactory, OrganizationFactory, TrainingClassFactory, staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def _learned(here: World, person: Person, day: date, position: str, agency: str) -> None:
    made = TrainingClassFactory(office=here.office, start_date=day, end_date=day, year=day.year)
    body = OrganizationFactory(name=agency)
    EnrollmentFactory(
        training_class=made, person=person, position=position, organization=body, organization_name=agency
    )


def _line(person: Person, actor: User) -> list[tuple[str, int, int, int]]:
    """Position, first and last year known of it, in how many classes it was seen."""
    line = postings_of(person, actor)
    assert all(held.period for held in line if held.begin != date.min)
    return [(held.position, held.begin.year, held.last.year, len(held.seen)) for held in line]


def test_classes_and_entries_are_one_line_without_doubles() -> None:
    here = world(teaching=False)
    person = here.enrollments[0].person
    here.training_class.enrollments.filter(person=person).delete()
    body = OrganizationFactory(name="Sở Nội vụ")
    add_posting(here.officer, person, position="Trưởng phòng", organization=body, since=date(2018, 1, 1))
    for day, position in (
        (date(2012, 5, 4), "Chuyên viên"),
        (date(2014, 5, 4), "chuyên viên"),
        (date(2016, 5, 4), "Phó Trưởng phòng"),
        (date(2019, 5, 4), "Trưởng phòng"),
    ):
        _learned(here, person, day, position, "Sở Nội vụ")
    assert _line(person, here.officer) == [
        ("Trưởng phòng", 2018, 2019, 1),
        ("Phó Trưởng phòng", 2016, 2016, 1),
        ("Chuyên viên", 2012, 2014, 2),
    ]


def test_a_position_held_again_later_is_told_twice() -> None:
    here = world(teaching=False, names=())
    person = add_lecturer(here.officer, here.training_class, person=EnrollmentFactory().person).person
    assert person is not None
    for year, position in ((2001, "Chuyên viên"), (2002, "Trưởng phòng"), (2003, "Chuyên viên")):
        _learned(here, person, date(year, 3, 1), position, "Sở Nội vụ")
    assert [line[0] for line in _line(person, here.officer)][-3:] == [
        "Chuyên viên",
        "Trưởng phòng",
        "Chuyên viên",
    ]


def test_what_is_held_now_is_the_newest_that_has_not_ended() -> None:
    here = world(teaching=False)
    person = here.enrollments[0].person
    here.training_class.enrollments.filter(person=person).delete()
    assert current_of(postings_of(person, here.officer), TODAY) is None
    add_posting(here.officer, person, position="Giám đốc", since=date(2020, 1, 1), until=date(2024, 1, 1))
    assert current_of(postings_of(person, here.officer), TODAY) is None
    add_posting(here.officer, person, position="Phó Giám đốc", since=date(2015, 1, 1))
    now = current_of(postings_of(person, here.officer), TODAY)
    assert now is not None
    assert now.position == "Phó Giám đốc"


def test_lecturers_are_told_too_and_other_offices_tell_nothing() -> None:
    here, there = world(teaching=False, names=()), world(teaching=False, names=())
    person = EnrollmentFactory(training_class=there.training_class, position="Kế toán").person
    body = OrganizationFactory(name="Trường Chính trị")
    add_lecturer(here.officer, here.training_class, person=person, title="Hiệu trưởng", organization=body)
    assert [line[0] for line in _line(person, here.officer)] == ["Hiệu trưởng"]
    assert [line[0] for line in _line(person, there.officer)] == ["Kế toán"]


def test_entering_changing_removing() -> None:
    here = world(teaching=False)
    person = here.enrollments[0].person
    body = OrganizationFactory(name="Sở Nội vụ")
    posting = add_posting(here.officer, person, position=" Giám đốc ", organization=body)
    assert (posting.position, posting.organization_name) == ("Giám đốc", "Sở Nội vụ")
    seen = stamp(posting)
    change_posting(here.officer, posting, seen=seen, until=date(2020, 1, 1))
    with refused("changed_meanwhile"):
        change_posting(here.officer, posting, seen=seen, until=date(2021, 1, 1))
    with refused("ends_before_start"):
        change_posting(here.officer, posting, since=date(2022, 1, 1))
    with refused("posting_says_nothing"):
        add_posting(here.officer, person, note="không rõ")
    for other in (staff(here.office, RoleKind.EDITOR), staff(OfficeFactory())):
        with refused("not_allowed"):
            add_posting(other, person, position="Giám đốc")
        with refused("not_allowed"):
            remove_posting(other, posting)
    remove_posting(here.officer, Posting.objects.get())
    assert not Posting.objects.exists()


def test_the_agency_somebody_came_from_last() -> None:
    here = world(teaching=False)
    person = here.enrollments[0].person
    _learned(here, person, date(2031, 1, 1), "Chuyên viên", "Sở Tư pháp")
    last = person.enrollments.get(organization_name="Sở Tư pháp").organization_id
    assert workplaces(here.office.pk)[person.pk] == last
