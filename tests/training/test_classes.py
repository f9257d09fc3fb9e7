from datetime import date, time

import pytest

from khuevan.core.errors import DomainError
from khuevan.people.enums import RoleKind
from khuevan.training.domain.arrangements import add_lecturer, add_venue, form_committee
from khuevan.training.domain.classes import begin_preparation, file_report, open_class, open_nominations, publish_class
from khuevan.training.domain.lifeline import STEPS, StepState, life_line, move
from khuevan.training.domain.queries import periods_of
from khuevan.training.domain.timetable.programme import add_item, add_session, add_topic
from khuevan.training.enums import ClassState, DayPart, ItemKind
from khuevan.training.models import Topic, TrainingClass
from tests.factories import OfficeFactory, OrganizationFactory, TrainingClassFactory, staff
from tests.factories.worlds import world

pytestmark = pytest.mark.django_db


def test_an_address_is_readable_and_never_shared() -> None:
    officer = staff(OfficeFactory())
    office = officer.roles.get().office
    values = {"office": office, "title": "Bồi dưỡng thông tin đối ngoại", "start_date": date(2014, 6, 2)}
    slugs = [open_class(officer, **values, end_date=date(2014, 6, 6)).slug for _turn in range(2)]
    assert slugs == ["boi-duong-thong-tin-doi-ngoai-2014", "boi-duong-thong-tin-doi-ngoai-2014-2"]


@pytest.mark.parametrize(
    ("values", "code"),
    [({"title": " "}, "class_without_title"), ({"end_date": date(2014, 6, 1)}, "ends_before_start")],
)
def test_a_class_that_makes_no_sense_is_not_opened(values: dict[str, object], code: str) -> None:
    officer = staff(OfficeFactory())
    fields = {"title": "Lớp", "start_date": date(2014, 6, 2), "end_date": date(2014, 6, 6), **values}
    with pytest.raises(DomainError) as caught:
        open_class(officer, office=officer.roles.get().office, **fields)
    assert caught.value.code == code
    assert not TrainingClass.objects.exists()


def test_nobody_opens_a_class_for_another_office() -> None:
    with pytest.raises(DomainError) as caught:
        open_class(
            staff(OfficeFactory()),
            office=OfficeFactory(),
            title="Lớp",
            start_date=date(2014, 6, 2),
            end_date=date(2014, 6, 2),
        )
    assert caught.value.code == "not_allowed"


def test_the_life_line_goes_forward_only() -> None:
    officer = staff(OfficeFactory())
    training_class = TrainingClassFactory(office=officer.roles.get().office)
    open_nominations(officer, training_class)
    with pytest.raises(DomainError) as caught:
        begin_preparation(officer, training_class)
    assert caught.value.code == "wrong_state"
    training_class.state = ClassState.CANCELLED
    with pytest.raises(DomainError):
        move(training_class, ClassState.RUNNING)


def test_publishing_twice_keeps_the_first_day() -> None:
    officer = staff(OfficeFactory())
    training_class = TrainingClassFactory(office=officer.roles.get().office, published_at=None)
    publish_class(officer, training_class)
    first = training_class.published_at
    publish_class(officer, training_class)
    assert TrainingClass.objects.get().published_at == first


def test_the_steps_say_what_is_done_what_is_missing_and_where_the_class_stands() -> None:
    here = world()
    states = {step.key: step.state for step in life_line(here.training_class)}
    assert list(states) == [key for key, _label, _state in STEPS]
    assert states["prepare"] == StepState.GAP, "no lecturer and no venue yet"
    assert states["list"] == StepState.DONE
    assert states["teach"] == StepState.NOW
    assert states["award"] == StepState.NEXT
    add_lecturer(here.officer, here.training_class, organization=OrganizationFactory())
    add_venue(here.officer, here.training_class, name="Hội trường")
    here.issue()
    states = {step.key: step.state for step in life_line(here.training_class)}
    assert [states[key] for key in ("prepare", "teach", "results")] == [StepState.DONE] * 3
    assert states["award"] == StepState.NOW


def test_a_class_without_certificates_folds_their_steps_away() -> None:
    here = world()
    here.training_class.awards_certificates = False
    here.training_class.save()
    numbers = {step.key: step.number for step in life_line(here.training_class)}
    assert {"results", "award"}.isdisjoint(numbers)
    assert numbers["news"] == 9
    file_report(here.officer, here.training_class)
    assert here.training_class.state == ClassState.REPORTED


def test_half_days_make_the_hours_and_stay_inside_the_class() -> None:
    here = world()
    assert periods_of(here.training_class) == 8
    for day, code in ((date(2019, 10, 5), "session_outside_class"), (date(2019, 10, 4), "session_known")):
        with pytest.raises(DomainError) as caught:
            add_session(
                here.officer,
                here.training_class,
                date=day,
                part=DayPart.MORNING,
                starts_at=time(7, 30),
                ends_at=time(11, 30),
            )
        assert caught.value.code == code


def test_a_topic_is_in_the_catalogue_once() -> None:
    first, second = world(), world()
    for here in (first, second, first):
        if here is first and Topic.objects.filter(office=here.office).exists():
            continue
        add_topic(here.officer, here.training_class, title="Lễ tân đối ngoại")
    other = open_class(
        first.officer, office=first.office, title="Lớp sau", start_date=date(2020, 1, 6), end_date=date(2020, 1, 6)
    )
    add_topic(first.officer, other, title="Lễ tân đối ngoại")
    assert Topic.objects.filter(office=first.office).count() == 1
    assert Topic.objects.count() == 2


def test_a_lecturer_needs_a_name_or_a_unit() -> None:
    here = world()
    with pytest.raises(DomainError) as caught:
        add_lecturer(here.officer, here.training_class)
    assert caught.value.code == "nobody_named"


def test_a_leader_does_not_write_the_programme() -> None:
    here = world()
    with pytest.raises(DomainError) as caught:
        add_topic(staff(here.office, RoleKind.LEADER), here.training_class, title="Lễ tân đối ngoại")
    assert caught.value.code == "not_allowed"


def test_parts_of_another_class_are_not_taken() -> None:
    here, other = world(), world()
    venue = add_venue(other.officer, other.training_class, name="Hội trường")
    lecturer = add_lecturer(other.officer, other.training_class, organization=OrganizationFactory())
    item = {"kind": ItemKind.LECTURE, "starts_at": time(8, 0), "title": "Bài 1"}
    with pytest.raises(DomainError) as caught:
        add_item(here.officer, here.sessions[0], **item, lecturers=[lecturer])
    assert caught.value.code == "not_of_this_class"
    here.training_class.sessions.filter(part=DayPart.AFTERNOON).delete()
    with pytest.raises(DomainError) as caught:
        add_session(
            here.officer,
            here.training_class,
            date=date(2019, 10, 4),
            part=DayPart.AFTERNOON,
            starts_at=time(13, 30),
            ends_at=time(17, 0),
            venue=venue,
        )
    assert caught.value.code == "not_of_this_class"


def test_a_second_click_is_told_so() -> None:
    here = world()
    form_committee(here.officer, here.training_class, name="Ban tổ chức")
    with pytest.raises(DomainError) as caught:
        form_committee(here.officer, here.training_class, name="Ban tổ chức")
    assert caught.value.code == "already_there"


@pytest.mark.parametrize("values", [{"title": "x" * 400}, {"kind": "nonsense"}])
def test_a_value_no_database_should_hold_is_refused_with_its_field(values: dict[str, object]) -> None:
    officer = staff(OfficeFactory())
    fields = {"title": "Lớp", "start_date": date(2014, 6, 2), "end_date": date(2014, 6, 6), **values}
    with pytest.raises(DomainError) as caught:
        open_class(officer, office=officer.roles.get().office, **fields)
    assert caught.value.code == "invalid_value"
    assert ":" in caught.value.message


def test_a_report_is_not_filed_before_the_certificates() -> None:
    here = world()
    with pytest.raises(DomainError) as caught:
        file_report(here.officer, here.training_class)
    assert caught.value.code == "class_not_over"
