"""How sure a class is of its lecturers, by officers, by the lecturer's own link, by the link of the unit."""

import pytest

from khuevan.core.actors import Bearer
from khuevan.core.models import AuditEntry
from khuevan.people.domain.persons import know
from khuevan.people.models import DirectoryEntry, Person
from khuevan.training.domain.lecturers.states import (
    confirm,
    decline,
    mark_asked,
    name_by_unit,
    name_person,
    plan_again,
    take_back_asking,
)
from khuevan.training.enums import ClassState, LecturerState
from khuevan.training.models import Lecturer, TrainingClass
from tests.factories import OfficeFactory, PersonFactory, staff
from tests.training.lecturing import lecturing, letter_of, refused

pytestmark = pytest.mark.django_db


def _state(lecturer: Lecturer) -> str:
    return Lecturer.ever.get(pk=lecturer.pk).state


def test_a_letter_asks_and_is_taken_back() -> None:
    here = lecturing()
    letter, other = letter_of(here, "12"), letter_of(here, "13")
    confirm(here.officer, here.lecturer)
    assert mark_asked(here.officer, [here.lecturer, here.promised], document=letter) == [here.lecturer, here.promised]
    assert (_state(here.lecturer), _state(here.promised)) == (LecturerState.CONFIRMED, LecturerState.ASKED)
    assert mark_asked(here.officer, [here.promised], document=letter) == [], "the same letter again changes nothing"
    assert take_back_asking(here.officer, [here.promised], other) == []
    take_back_asking(here.officer, [here.lecturer, here.promised], letter)
    assert (_state(here.lecturer), _state(here.promised)) == (LecturerState.CONFIRMED, LecturerState.PLANNED)
    assert not Lecturer.objects.exclude(asked_by=None).exists()


def test_the_history_tells_every_state() -> None:
    here = lecturing()
    mark_asked(here.officer, [here.lecturer])
    confirm(here.own_link, here.lecturer, "Tôi đến từ tối hôm trước.")
    confirm(here.own_link, here.lecturer, "Tôi đến từ tối hôm trước.")
    decline(here.own_link, here.lecturer, "Đi công tác đột xuất")
    plan_again(here.officer, here.lecturer, "Nghe nhầm")
    entries = AuditEntry.objects.filter(subject_type="training.lecturer", subject_id=str(here.lecturer.pk))
    told = [(one.verb, one.after.get("state")) for one in entries.order_by("pk")][1:]
    assert told == [
        ("training.mark_asked", "asked"),
        ("training.confirm_lecturer", "confirmed"),
        ("training.decline_lecturer", "declined"),
        ("training.plan_lecturer_again", "planned"),
    ]
    assert entries.get(verb="training.confirm_lecturer").actor_label == "báo cáo viên"


def test_only_their_own_link_answers_for_lecturers() -> None:
    here = lecturing()
    other = PersonFactory()
    know(here.office, [other])
    strangers = [
        staff(OfficeFactory()),
        Bearer("khác", office_id=here.office.pk, person_id=other.pk),
        Bearer("sở khác", office_id=OfficeFactory().pk, person_id=here.lecturer.person_id),
        here.unit_link,
    ]
    for actor in strangers:
        refused("not_allowed", confirm, actor, here.lecturer)
        refused("not_allowed", decline, actor, here.lecturer, "Bận")
    refused("not_allowed", mark_asked, here.own_link, [here.lecturer])
    refused("not_allowed", plan_again, here.own_link, here.lecturer, "Nhầm")
    assert _state(here.lecturer) == LecturerState.PLANNED


def test_a_unit_is_not_confirmed_before_it_names_somebody() -> None:
    here = lecturing()
    refused("lecturer_unnamed", confirm, here.officer, here.promised)
    refused("reason_missing", decline, here.unit_link, here.promised, " ")
    decline(here.unit_link, here.promised, "Không bố trí được người")
    assert _state(here.promised) == LecturerState.DECLINED


def test_a_unit_names_whom_it_sends_and_changes_its_mind_until_the_answer() -> None:
    here = lecturing()
    first = name_by_unit(here.unit_link, here.promised, full_name="Lê Văn Bé", title="Trưởng phòng", phone="0905333444")
    stored = Lecturer.objects.get(pk=here.promised.pk)
    assert (stored.state, stored.person, stored.post) == (LecturerState.NAMED, first, "Trưởng phòng Cục Lễ tân")
    assert DirectoryEntry.objects.filter(office=here.office, person=first).exists()
    second = name_by_unit(here.unit_link, here.promised, full_name="Ngô Thị Hoa", email="hoa@example.vn")
    assert Lecturer.objects.get(pk=here.promised.pk).person == second
    confirm(here.officer, here.promised)
    refused("lecturer_answered", name_by_unit, here.unit_link, here.promised, full_name="Người khác")


def test_a_unit_cannot_exchange_whom_the_office_chose() -> None:
    here = lecturing()
    unit = Bearer("Cục Ngoại vụ", office_id=here.office.pk, organization_id=here.lecturer.organization_id)
    refused("lecturer_named_by_office", name_by_unit, unit, here.lecturer, full_name="Người khác", phone="0905333444")
    refused("not_allowed", name_by_unit, unit, here.promised, full_name="Người khác")
    assert Lecturer.objects.get(pk=here.lecturer.pk).person == here.lecturer.person


def test_somebody_known_is_found_again_and_nothing_of_them_is_overwritten() -> None:
    here = lecturing()
    known = PersonFactory(full_name="Phạm Hòa", phone="0905 333 444", email="hoa@example.vn", rank="TS")
    elsewhere = PersonFactory(full_name="Đỗ Quyên", phone="0905999888")
    know(here.office, [known])
    found = name_by_unit(here.officer, here.promised, full_name="Phạm Hoà", phone="+84 905 333 444", rank="ThS")
    assert found == known
    assert Person.objects.get(pk=known.pk).rank == "TS"
    namesake = name_by_unit(here.officer, here.promised, full_name="Phạm Hòa", phone="0905 000 111")
    assert namesake != known, "another telephone: somebody else until an officer says so"
    stranger = name_by_unit(here.officer, here.promised, full_name="Đỗ Quyên", phone="0905999888")
    assert stranger != elsewhere, "nobody learns whom another office knows"


def test_a_class_that_is_filed_stays_as_it_is() -> None:
    here = lecturing()
    TrainingClass.objects.update(state=ClassState.REPORTED)
    refused("class_is_closed", confirm, here.own_link, here.lecturer)
    refused("class_is_closed", name_person, here.officer, here.promised, person=PersonFactory())


def test_who_has_taught_everything_cannot_decline() -> None:
    here = lecturing(starts_in=-3)
    refused("taught_already", decline, here.own_link, here.lecturer, "Bận")
    refused("taught_already", name_person, here.officer, here.lecturer, person=PersonFactory())
