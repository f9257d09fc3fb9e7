"""Nhân bản lớp: all but the people, on days that are free."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuevan.assessment.domain.outcomes import set_rule
from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.models import AuditEntry
from khuevan.people.enums import RoleKind
from khuevan.training.domain import class_changes, cloning
from khuevan.training.domain.class_changes import discard_class
from khuevan.training.domain.classes import open_class, publish_class
from khuevan.training.domain.cloning import clone_class, shifted_days
from khuevan.training.enums import ClassState, OrganizerPart
from khuevan.training.models import ClassTopic, Lecturer, TrainingClass
from khuevan.vietnamese.workdays import is_holiday
from tests.factories import OfficeFactory, PersonFactory, SessionFactory, staff
from tests.factories.worlds import world
from tests.training.arranging import arranged

pytestmark = pytest.mark.django_db

TITLE = "Bồi dưỡng thông tin đối ngoại năm 2027"


@pytest.fixture(autouse=True)
def _own_hooks() -> Iterator[None]:
    """What a test registers ends with it."""
    lists: tuple[list[object], ...] = (cloning._clone_hooks, class_changes._discard_hooks)  # type: ignore[assignment]
    kept = [list(hooks) for hooks in lists]
    yield
    for hooks, old in zip(lists, kept, strict=True):
        hooks[:] = old


def _five_days() -> TrainingClass:
    """The class of 02/06 to 06/06/2014."""
    office = OfficeFactory()
    first = date(2014, 6, 2)
    made = open_class(
        staff(office), office=office, title="Lớp năm ngày", start_date=first, end_date=first + timedelta(days=4)
    )
    for number in range(5):
        SessionFactory(training_class=made, date=first + timedelta(days=number))
    return made


def _officer(training_class: TrainingClass) -> Actor:
    return staff(training_class.office)


def test_a_copy_has_all_but_the_people() -> None:
    here = arranged()
    publish_class(here.officer, here.training_class)
    TrainingClass.objects.update(need="Cần thiết", state=ClassState.REPORTED)
    here.training_class.refresh_from_db()
    copy = clone_class(here.officer, here.training_class, title=TITLE, start_date=date(2027, 6, 7)).training_class
    copy.refresh_from_db()
    assert (copy.title, copy.need, copy.state, copy.year) == (TITLE, "Cần thiết", ClassState.PLANNED, 2027)
    assert (copy.copied_from, copy.plan, copy.published_at) == (here.training_class, None, None)
    assert (copy.start_date, copy.end_date) == (date(2027, 6, 7), date(2027, 6, 8))
    assert [str(session) for session in copy.sessions.all()] == [
        str(session).replace("01/06/2026", "07/06/2027").replace("02/06/2026", "08/06/2027")
        for session in here.training_class.sessions.all()
    ]
    items = copy.sessions.first().items.all()  # type: ignore[union-attr]
    assert [item.title for item in items] == ["Khai giảng ngày 01/6/2026", "Lễ tân đối ngoại"], "text stays as written"
    assert items[1].class_topic == copy.class_topics.get(order=1)
    assert [one.name for one in copy.venues.all()] == ["Hội trường Sở", "Khách sạn Ariyana"]
    assert {one.contact for one in copy.venues.all()} == {None}
    assert {session.venue.training_class for session in copy.sessions.all()} == {copy}
    assert [one.part for one in copy.organizers.all()] == [OrganizerPart.CO, OrganizerPart.LEAD]
    for nobody in (copy.guests, copy.ceremony_roles, copy.stated_counts, copy.class_records, copy.enrollments):
        assert not nobody.exists()


def test_units_stand_in_for_persons() -> None:
    here = arranged()
    alone = Lecturer.objects.create(training_class=here.training_class, person=PersonFactory(), order=3)
    here.items[1].lecturers.add(alone)
    copy = clone_class(here.officer, here.training_class, title=TITLE, start_date=date(2027, 6, 7)).training_class
    assert [(one.person, one.post) for one in copy.lecturers.all()] == [
        (None, "Phó Cục trưởng Cục Ngoại vụ"),
        (None, "Vụ Chính sách đối ngoại"),
    ]
    line = copy.sessions.first().items.get(order=2)  # type: ignore[union-attr]
    assert set(line.lecturers.all()) == set(copy.lecturers.all())
    members = copy.committee.members.all()
    assert [(one.person, one.title, one.function, one.organization_name, one.task) for one in members] == [
        (None, "", "Trưởng ban", "Cục Ngoại vụ", "phụ trách chung"),
        (None, "", "Thành viên", "Cục Ngoại vụ", "phụ trách chung"),
    ]


def test_learners_and_marks_stay_with_the_source() -> None:
    here = world()
    here.issue()
    copy = clone_class(here.officer, here.training_class, title=TITLE, start_date=date(2026, 10, 2)).training_class
    assert not copy.enrollments.exists()
    assert not any(session.marks.exists() for session in copy.sessions.all())
    assert not copy.articles.exists()
    assert len(here.enrollments) == 3


def test_a_copy_over_tet_2027_begins_before_and_ends_after() -> None:
    source = _five_days()
    made = clone_class(_officer(source), source, title=TITLE, start_date=date(2027, 2, 1))
    assert (made.training_class.start_date, made.training_class.end_date) == (date(2027, 2, 1), date(2027, 2, 12))
    assert [(move.old.day, move.new.day, bool(move.reason)) for move in made.moves] == [
        (2, 1, False),
        (3, 2, False),
        (4, 3, False),
        (5, 11, True),
        (6, 12, False),
    ]
    assert [session.date.day for session in made.training_class.sessions.all()] == [1, 2, 3, 11, 12]


def test_a_copy_over_the_end_of_april() -> None:
    source = _five_days()
    made = clone_class(_officer(source), source, title=TITLE, start_date=date(2026, 4, 28)).training_class
    assert [f"{one.date:%d/%m}" for one in made.sessions.all()] == ["28/04", "29/04", "04/05", "05/05", "06/05"]
    assert made.end_date == date(2026, 5, 6)


def test_holidays_are_taught_through_when_asked_for() -> None:
    source = _five_days()
    values = {"title": TITLE, "start_date": date(2026, 4, 27)}
    made = clone_class(_officer(source), source, **values, shift_holidays=False).training_class
    assert (made.start_date, made.end_date) == (date(2026, 4, 27), date(2026, 5, 1))
    swapped = clone_class(_officer(source), source, **values, days_off=[date(2026, 4, 29)]).training_class
    assert [one.date.day for one in swapped.sessions.all()] == [28, 4, 5, 6, 7]


def test_the_preview_says_what_will_be_and_writes_nothing() -> None:
    source = _five_days()
    before = (TrainingClass.objects.count(), AuditEntry.objects.count())
    moves = shifted_days(source, date(2027, 2, 1))
    assert (TrainingClass.objects.count(), AuditEntry.objects.count()) == before
    assert clone_class(_officer(source), source, title=TITLE, start_date=date(2027, 2, 1)).moves == moves


def test_a_day_of_arrival_stays_before_the_first_half_day() -> None:
    source = _five_days()
    TrainingClass.objects.update(start_date=date(2014, 6, 1), end_date=date(2014, 6, 7))
    source.refresh_from_db()
    made = clone_class(_officer(source), source, title=TITLE, start_date=date(2026, 5, 31)).training_class
    assert (made.start_date, made.end_date) == (date(2026, 5, 31), date(2026, 6, 6))
    assert [one.date.day for one in made.sessions.all()] == [1, 2, 3, 4, 5]


def test_a_class_without_a_programme_keeps_its_length_in_working_days() -> None:
    source = _five_days()
    source.sessions.all().delete()
    made = clone_class(_officer(source), source, title=TITLE, start_date=date(2026, 6, 4)).training_class
    assert (made.start_date, made.end_date) == (date(2026, 6, 4), date(2026, 6, 10))


def test_every_part_of_a_copy_is_in_the_audit() -> None:
    here = arranged()
    copy = clone_class(here.officer, here.training_class, title=TITLE, start_date=date(2027, 6, 7)).training_class
    kinds = list(AuditEntry.objects.filter(verb="training.clone_class").values_list("subject_type", flat=True))
    counted = {kind: kinds.count(f"training.{kind}") for kind in ("trainingclass", "session", "programmeitem")}
    assert counted == {"trainingclass": 1, "session": 3, "programmeitem": 2}
    entry = AuditEntry.objects.get(verb="training.clone_class", subject_id=str(copy.pk), subject_type__endswith="class")
    assert entry.after["copied_from_id"] == here.training_class.pk


@pytest.mark.parametrize("kind", [RoleKind.LEADER, RoleKind.CLERK, RoleKind.EDITOR, None])
def test_only_officers_of_the_office_copy_a_class(kind: RoleKind | None) -> None:
    here = arranged()
    publish_class(here.officer, here.training_class)
    actor = staff(here.office, kind) if kind else staff(OfficeFactory())
    with pytest.raises(DomainError) as caught:
        clone_class(actor, here.training_class, title=TITLE, start_date=date(2027, 6, 7))
    assert caught.value.code == "not_allowed"
    assert TrainingClass.objects.count() == 1


@pytest.mark.parametrize(("title", "year", "code"), [(" ", 2027, "class_without_title"), (TITLE, 207, "date_unlikely")])
def test_a_copy_that_makes_no_sense_is_refused(title: str, year: int, code: str) -> None:
    here = arranged()
    with pytest.raises(DomainError) as caught:
        clone_class(here.officer, here.training_class, title=title, start_date=date(year, 6, 7))
    assert caught.value.code == code
    assert TrainingClass.objects.count() == 1


def test_other_apps_copy_theirs_in_the_same_act() -> None:
    here = arranged()
    seen: list[tuple[TrainingClass, TrainingClass, int]] = []

    @cloning.on_clone
    def _copy_mine(_actor: Actor, source: TrainingClass, copy: TrainingClass) -> None:
        seen.append((source, copy, copy.sessions.count()))

    copy = clone_class(here.officer, here.training_class, title=TITLE, start_date=date(2027, 6, 7)).training_class
    assert seen == [(here.training_class, copy, 3)]

    @cloning.on_clone
    def _fail(_actor: Actor, _source: TrainingClass, _copy: TrainingClass) -> None:
        raise DomainError("cannot", "No.")

    with pytest.raises(DomainError):
        clone_class(here.officer, here.training_class, title=TITLE, start_date=date(2027, 6, 7))
    assert TrainingClass.objects.count() == 2, "all or nothing"


def test_a_copy_made_by_mistake_can_be_discarded() -> None:
    here = arranged()
    set_rule(here.officer, here.training_class)
    copy = clone_class(here.officer, here.training_class, title=TITLE, start_date=date(2027, 6, 7)).training_class
    extra = ClassTopic.objects.count()
    cleared: list[TrainingClass] = []
    class_changes.on_discard(lambda _actor, training_class: cleared.append(training_class))
    assert copy.completion_rules.exists()
    discard_class(here.officer, copy)
    assert cleared == [copy]
    assert here.training_class.completion_rules.exists()
    assert ClassTopic.objects.count() == extra - 2
    assert here.training_class.sessions.count() == 3


@given(start=st.dates(date(2024, 1, 1), date(2030, 12, 31)), days=st.sets(st.integers(0, 40), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_cloned_days_are_never_holidays_and_keep_order_and_number(start: date, days: set[int]) -> None:
    office = OfficeFactory()
    officer, first = staff(office), date(2023, 3, 6)
    source = open_class(
        officer, office=office, title="Lớp", start_date=first, end_date=first + timedelta(days=max(days))
    )
    for number in days:
        SessionFactory(training_class=source, date=first + timedelta(days=number))
    made = clone_class(officer, source, title="Lớp sau", start_date=start).training_class
    taught = [session.date for session in made.sessions.all()]
    assert len(taught) == len(set(taught)) == len(days)
    assert taught == sorted(taught)
    assert not any(is_holiday(day) for day in taught)
    assert made.start_date <= taught[0] <= taught[-1] <= made.end_date
