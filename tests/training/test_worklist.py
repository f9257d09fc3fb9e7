"""What waits for whom, and when; the calendar of an office."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.core.actors import SYSTEM, Actor
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office
from khuevan.training.domain import worklist
from khuevan.training.domain.calendar import working_day
from khuevan.training.domain.due import DUE, due_dates, due_on
from khuevan.training.domain.lifeline import STEPS
from khuevan.training.domain.months import calendar_of
from khuevan.training.domain.worklist import Task, task_source, work_list
from khuevan.training.enums import ClassState, RecordPurpose
from khuevan.training.models import ClassRecord, Lecturer, TrainingClass, TrainingClassQuerySet, Venue
from tests.factories import (
    OfficeFactory,
    OrganizationFactory,
    PersonFactory,
    RoleFactory,
    SessionFactory,
    TrainingClassFactory,
    UserFactory,
    staff,
)
from tests.training.arranging import arranged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_sources(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only the tasks of this app, and what a test adds to them."""
    own = [source for source in worklist._sources if source.__module__.startswith("khuevan.training.")]
    assert own
    monkeypatch.setattr(worklist, "_sources", own)
    yield


def _class(office: Office, state: ClassState, *, starts_in: int = 60, **values: Any) -> TrainingClass:
    start = timezone.localdate() + timedelta(days=starts_in)
    return TrainingClassFactory(office=office, state=state, start_date=start, end_date=start, **values)


def _arrange(training_class: TrainingClass) -> None:
    """All that a class needs before it begins."""
    SessionFactory(training_class=training_class)
    Venue.objects.create(training_class=training_class, name="Hội trường")
    Lecturer.objects.create(training_class=training_class, person=PersonFactory())


def _keys(actor: Actor, **options: bool) -> list[str]:
    return [task.key.removeprefix("training.") for task in work_list(actor, **options)]


def test_a_planned_class_asks_for_its_plan_until_it_has_one() -> None:
    here = arranged()
    start = timezone.localdate() + timedelta(days=60)
    TrainingClass.objects.update(state=ClassState.PLANNED, start_date=start, end_date=start)
    assert _keys(here.officer) == [], "the plan lies in the file of the class"
    ClassRecord.objects.update(purpose=RecordPurpose.LIST)
    assert _keys(here.officer) == ["plan"]
    TrainingClass.objects.update(plan=here.attached.record)
    assert _keys(here.officer) == []


def test_a_class_in_preparation_asks_for_what_it_lacks() -> None:
    officer = staff(OfficeFactory())
    training_class = _class(officer.roles.get().office, ClassState.PREPARING)
    tasks = work_list(officer)
    assert {task.key for task in tasks} == {"training.programme", "training.venue", "training.lecturers"}
    dates = [due_on(training_class, key) for key in ("programme", "venue", "lecturers")]
    assert [task.due for task in tasks] == sorted(dates)
    _arrange(training_class)
    assert _keys(officer) == []


def test_units_that_promised_a_lecturer_are_named() -> None:
    officer = staff(OfficeFactory())
    training_class = _class(officer.roles.get().office, ClassState.NOMINATING)
    _arrange(training_class)
    for name in ("Cục Ngoại vụ", "Cục Lễ tân"):
        unit = OrganizationFactory(name=name)
        Lecturer.objects.create(training_class=training_class, organization=unit, organization_name=name, order=2)
    (task,) = work_list(officer)
    assert (task.key, task.detail, task.tab) == ("training.lecturers", "Cục Ngoại vụ; Cục Lễ tân", "lecturers")
    assert "2" in str(task.title)
    assert task.due == due_on(training_class, "lecturers")
    assert not task.is_overdue


@pytest.mark.parametrize(
    ("state", "starts_in", "asked"),
    [
        (ClassState.LIST_CLOSED, 5, True),
        (ClassState.NOMINATING, 5, False),
        (ClassState.NOMINATING, 0, True),
        (ClassState.PREPARING, -1, True),
        (ClassState.RUNNING, 0, False),
        (ClassState.CANCELLED, 0, False),
    ],
)
def test_teaching_begins_on_the_first_day(state: ClassState, starts_in: int, asked: bool) -> None:
    officer = staff(OfficeFactory())
    training_class = _class(officer.roles.get().office, state, starts_in=starts_in)
    _arrange(training_class)
    tasks = [task for task in work_list(officer) if task.key == "training.teaching"]
    assert [task.due for task in tasks] == ([training_class.start_date] if asked else [])
    assert [task.is_overdue for task in tasks] == ([starts_in < 0] if asked else [])


@pytest.mark.parametrize(
    ("state", "awards", "asked"),
    [
        (ClassState.AWARDED, True, True),
        (ClassState.RUNNING, True, False),
        (ClassState.RUNNING, False, True),
        (ClassState.REPORTED, True, False),
    ],
)
def test_a_class_that_is_over_asks_for_its_report(state: ClassState, awards: bool, asked: bool) -> None:
    officer = staff(OfficeFactory())
    office = officer.roles.get().office
    _class(office, state, starts_in=-1, awards_certificates=awards)
    _class(office, state, starts_in=0, awards_certificates=awards)
    assert _keys(officer) == (["report"] if asked else [])


def test_a_list_holds_what_waits_for_the_roles_of_the_actor() -> None:
    office = OfficeFactory()
    training_class = _class(office, ClassState.RUNNING)

    @task_source
    def _mine(_actor: Actor, classes: TrainingClassQuerySet) -> Iterable[Task]:
        for one in classes:
            for role in ("officer", "leader", "editor", "clerk"):
                due = None if role == "leader" else timezone.localdate()
                yield Task(f"mine.{role}", one, "Ký", "", due, "results", "Ký", role)

    for kind in (RoleKind.OFFICER, RoleKind.LEADER, RoleKind.EDITOR, RoleKind.CLERK):
        assert [task.waits_for for task in work_list(staff(office, kind))] == [kind]
        assert len(work_list(staff(office, kind), everyone=True)) == 4
    everything = work_list(staff(office, RoleKind.ADMINISTRATOR))
    assert {task.training_class for task in everything} == {training_class}
    assert everything[-1].waits_for == "leader", "without a date comes last"
    assert len(work_list(SYSTEM)) == 4
    assert work_list(staff(OfficeFactory())) == work_list(UserFactory()) == []


def test_a_role_counts_in_its_own_office_only() -> None:
    here, there = OfficeFactory(), OfficeFactory()
    user = staff(here)
    RoleFactory(user=user, office=there, kind=RoleKind.EDITOR)
    own = _class(here, ClassState.PREPARING)
    _class(there, ClassState.PREPARING)
    assert {task.training_class for task in work_list(user)} == {own}
    assert len({task.training_class for task in work_list(user, everyone=True)}) == 2


def test_a_class_long_filed_asks_for_nothing_more() -> None:
    office = OfficeFactory()
    recent = _class(office, ClassState.REPORTED, starts_in=-5)
    _class(office, ClassState.REPORTED, starts_in=-60)
    seen: list[TrainingClass] = []

    @task_source
    def _look(_actor: Actor, classes: TrainingClassQuerySet) -> Iterable[Task]:
        seen.extend(classes)
        return []

    work_list(staff(office))
    assert seen == [recent]


@pytest.mark.parametrize("everyone", [False, True])
def test_thirty_classes_ask_no_more_queries_than_one(everyone: bool) -> None:
    office = OfficeFactory()
    counts = []
    for number in (1, 29):
        for _turn in range(number):
            training_class = _class(office, ClassState.NOMINATING)
            Lecturer.objects.create(training_class=training_class, organization=OrganizationFactory())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            tasks = work_list(staff(office), everyone=everyone)
            assert {str(task.training_class.office) for task in tasks}
        counts.append(len(queries))
    assert len(tasks) == 90
    assert counts[0] == counts[1] <= 12


def test_due_dates_are_working_days_around_the_days_of_the_class() -> None:
    here = arranged()
    dates = {due.key: due.date for due in due_dates(here.training_class)}
    assert set(dates) == set(DUE)
    assert list(dates.values()) == sorted(dates.values())
    assert dates["teaching"] == here.training_class.start_date
    assert dates["plan"] == date(2026, 4, 29), "thirty days before 01/06/2026 is the Saturday after 30/4 and 1/5"
    assert dates["list"] == date(2026, 5, 29)
    assert dates["report"] == date(2026, 6, 12)
    assert all(day == working_day(day, before=True) for day in dates.values())
    assert {rule.step for rule in DUE.values()} <= {key for key, _label, _state in STEPS}


def test_a_class_without_certificates_has_no_dates_for_them() -> None:
    here = arranged()
    here.training_class.awards_certificates = False
    assert {"results", "certificates"}.isdisjoint({due.key for due in due_dates(here.training_class)})


def test_a_month_shows_the_classes_and_their_days() -> None:
    here, stranger = arranged(), staff(OfficeFactory())
    long = TrainingClassFactory(office=here.office, start_date=date(2026, 5, 29), end_date=date(2026, 6, 1))
    TrainingClassFactory(office=here.office, start_date=date(2026, 7, 1), end_date=date(2026, 7, 1))
    gone = {"start_date": date(2026, 6, 3), "end_date": date(2026, 6, 3)}
    TrainingClassFactory(office=here.office, state=ClassState.CANCELLED, **gone)
    june = calendar_of(here.officer, 2026, 6)
    assert [(one.training_class, [day.day for day in one.days], one.is_settled) for one in june] == [
        (long, [1], False),
        (here.training_class, [1, 2], True),
    ]
    assert [[day.day for day in one.days] for one in calendar_of(here.officer, 2026, 5)] == [[29, 30, 31]]
    assert calendar_of(stranger, 2026, 6) == []


def test_a_month_asks_two_queries_however_many_classes(django_assert_num_queries: Any) -> None:
    here = arranged()
    for _turn in range(3):
        SessionFactory(training_class=TrainingClassFactory(office=here.office))
    with django_assert_num_queries(2):
        assert len(calendar_of(here.officer, 2019, 10)) == 3
