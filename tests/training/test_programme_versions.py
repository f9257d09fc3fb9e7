"""The programme made known: versions kept as they were, what changed since, what outsiders see."""

from datetime import date, time

import pytest

from khuevan.core.models import AuditEntry
from khuevan.people.enums import RoleKind
from khuevan.training.domain.arrangements import add_lecturer, add_venue
from khuevan.training.domain.timetable.changes import ChangeKind
from khuevan.training.domain.timetable.item_changes import set_lecturers
from khuevan.training.domain.timetable.programme import add_item
from khuevan.training.domain.timetable.session_changes import change_session, move_session, remove_session
from khuevan.training.domain.timetable.shown import shown_programme
from khuevan.training.domain.timetable.versions import (
    changes_of,
    latest,
    latest_of,
    pending,
    pending_of,
    publish_programme,
    rows_now,
    rows_stamp,
)
from khuevan.training.domain.withdrawing import cancel_class
from khuevan.training.domain.worklist import work_list
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import Lecturer, ProgrammeItem, ProgrammeVersion, TrainingClass
from tests.factories import PersonFactory, staff
from tests.factories.worlds import World, refused, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world(names=(), teaching=False)


def lecture(here: World, place: int = 0) -> tuple[ProgrammeItem, Lecturer]:
    item = add_item(
        here.officer, here.sessions[place], kind=ItemKind.LECTURE, title="Lễ tân ngoại giao", starts_at=time(8)
    )
    lecturer = add_lecturer(here.officer, here.training_class, person=PersonFactory(), title="Phó Giám đốc")
    set_lecturers(here.officer, item, [lecturer])
    return item, lecturer


class TestPublishing:
    def test_a_version_keeps_what_was_then(self, here: World) -> None:
        lecture(here)
        version = publish_programme(here.officer, here.training_class, note="  Bản   đầu ")
        change_session(here.officer, here.sessions[0], starts_at=time(8))
        version.refresh_from_db()
        assert (version.number, version.note, version.published_by) == (1, "Bản đầu", here.officer)
        assert version.rows[0]["starts_at"] == "07:30"
        assert version.rows[0]["items"][0]["lecturers"][0]["post"].startswith("Phó Giám đốc")

    def test_a_second_click_makes_no_second_version(self, here: World) -> None:
        publish_programme(here.officer, here.training_class)
        with refused("nothing_changed"):
            publish_programme(here.officer, here.training_class)
        assert here.training_class.programme_versions.count() == 1

    def test_what_changed_while_somebody_was_reading_is_read_first(self, here: World) -> None:
        seen = rows_stamp(rows_now(here.training_class))
        change_session(here.officer, here.sessions[0], starts_at=time(8))
        with refused("programme_changed_meanwhile"):
            publish_programme(here.officer, here.training_class, seen=seen)
        assert latest(here.training_class) is None

    def test_an_empty_programme_is_not_made_known(self, here: World) -> None:
        for session in here.sessions:
            remove_session(here.officer, session)
        with refused("programme_is_empty"):
            publish_programme(here.officer, here.training_class)

    def test_the_last_half_day_falling_away_is_made_known(self, here: World) -> None:
        publish_programme(here.officer, here.training_class)
        for session in here.sessions:
            remove_session(here.officer, session)
        assert publish_programme(here.officer, here.training_class).rows == []

    @pytest.mark.parametrize("role", [RoleKind.CLERK, RoleKind.EDITOR, RoleKind.LEADER])
    def test_only_officers_make_it_known(self, here: World, role: RoleKind) -> None:
        with refused("not_allowed"):
            publish_programme(staff(here.office, role), here.training_class)

    def test_an_officer_of_another_office_does_not(self, here: World) -> None:
        with refused("not_allowed"):
            publish_programme(staff(world(names=(), teaching=False).office), here.training_class)

    def test_a_cancelled_class_makes_nothing_known(self, here: World) -> None:
        cancel_class(here.officer, here.training_class, reason="Bão")
        with refused("class_is_closed"):
            publish_programme(here.officer, here.training_class)

    def test_the_audit_tells_of_it_without_all_the_rows(self, here: World) -> None:
        publish_programme(here.officer, here.training_class)
        entry = AuditEntry.objects.get(verb="training.publish_programme")
        assert entry.after["number"] == 1 and "rows" not in entry.after


class TestPending:
    def test_nothing_waits_before_the_first_version(self, here: World) -> None:
        change_session(here.officer, here.sessions[0], starts_at=time(8))
        assert pending(here.training_class) == [] and pending_of([here.training_class]) == {}

    def test_another_lecturer_concerns_the_old_and_the_new(self, here: World) -> None:
        item, old = lecture(here)
        publish_programme(here.officer, here.training_class)
        new = add_lecturer(
            here.officer, here.training_class, person=PersonFactory(full_name="Đỗ Thị Mới"), title="Trưởng phòng"
        )
        set_lecturers(here.officer, item, [new])
        (change,) = pending(here.training_class)
        assert change.kind == ChangeKind.LECTURER
        assert change.lecturers == {old.person_id, new.person_id}
        assert str(old.person) in change.words and str(new.person) in change.words

    def test_a_moved_beginning_takes_its_lines_along_in_one_change(self, here: World) -> None:
        _item, lecturer = lecture(here)
        publish_programme(here.officer, here.training_class)
        move_session(here.officer, here.sessions[0], date=date(2019, 10, 4), part=DayPart.MORNING, starts_at=time(8))
        (change,) = pending(here.training_class)
        assert (change.kind, change.lecturers) == (ChangeKind.RETIMED, {lecturer.person_id})
        assert "07:30" in change.words and "08:00" in change.words

    def test_what_was_changed_back_waits_no_more(self, here: World) -> None:
        publish_programme(here.officer, here.training_class)
        change_session(here.officer, here.sessions[0], starts_at=time(8))
        assert len(pending(here.training_class)) == 1
        change_session(here.officer, here.sessions[0], starts_at=time(7, 30))
        assert pending(here.training_class) == []

    def test_the_first_venue_names_a_place_for_every_half_day(self, here: World) -> None:
        publish_programme(here.officer, here.training_class)
        venue = add_venue(here.officer, here.training_class, name="Hội trường A")
        assert {change.kind for change in pending(here.training_class)} == {ChangeKind.VENUE}
        assert all(change.venues == {venue.pk} for change in pending(here.training_class))

    def test_versions_tell_what_each_brought(self, here: World) -> None:
        first = publish_programme(here.officer, here.training_class)
        remove_session(here.officer, here.sessions[1])
        second = publish_programme(here.officer, here.training_class)
        assert [change.kind for change in changes_of(first)] == [ChangeKind.ADDED, ChangeKind.ADDED]
        assert [change.kind for change in changes_of(second)] == [ChangeKind.REMOVED]
        assert latest_of([here.training_class]) == {here.training_class.pk: second}


class TestShown:
    def test_outsiders_see_the_last_version_until_the_next(self, here: World) -> None:
        change_session(here.officer, here.sessions[0], starts_at=time(7))
        assert shown_programme(here.training_class)[0].starts_at == time(7)
        publish_programme(here.officer, here.training_class)
        change_session(here.officer, here.sessions[0], starts_at=time(8))
        assert shown_programme(here.training_class)[0].starts_at == time(7)
        publish_programme(here.officer, here.training_class)
        assert shown_programme(here.training_class)[0].starts_at == time(8)

    def test_many_half_days_cost_as_many_queries_as_few(
        self, here: World, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        lecture(here)
        with django_assert_num_queries(7):  # type: ignore[operator]
            few = shown_programme(here.training_class)
        lecture(here, 1)
        with django_assert_num_queries(7):  # type: ignore[operator]
            assert len(shown_programme(here.training_class)) == len(few)


class TestWorkList:
    def test_waiting_changes_are_a_task_until_they_are_made_known(self, here: World) -> None:
        later = date(2099, 10, 4)
        TrainingClass.objects.update(start_date=later, end_date=later)
        here.training_class.sessions.update(date=later)
        here.training_class.refresh_from_db()
        publish_programme(here.officer, here.training_class)
        assert "training.programme_changed" not in keys(here)
        session = here.training_class.sessions.first()
        assert session is not None
        change_session(here.officer, session, starts_at=time(8))
        assert "training.programme_changed" in keys(here)
        publish_programme(here.officer, here.training_class)
        assert "training.programme_changed" not in keys(here)

    def test_a_class_that_is_over_asks_for_nothing(self, here: World) -> None:
        ProgrammeVersion.objects.create(training_class=here.training_class, number=1, rows=[])
        assert "training.programme_changed" not in keys(here)


def keys(here: World) -> set[str]:
    return {task.key for task in work_list(here.officer)}
