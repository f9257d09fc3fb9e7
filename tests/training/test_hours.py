"""Hours in tiết: as one learner gets them, by topic, against the plan."""

from datetime import time
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuevan.training.domain.queries import half_day_count, periods_by_class, periods_of, programme_of, told_apart
from khuevan.training.domain.timetable.hours import hours_of, shares
from khuevan.training.domain.timetable.programme import add_item, add_session, add_topic
from khuevan.training.domain.timetable.session_changes import change_session, set_groups
from khuevan.training.enums import DayPart, ItemKind
from khuevan.training.models import ClassTopic, PlannedClass, Session, TopicVersion, TrainingPlan
from tests.training.arranging import MONDAY, TUESDAY, Arranged, arranged

pytestmark = pytest.mark.django_db


def _second_room(here: Arranged, *, periods: int = 4) -> Session:
    """Beside the first half day, which is for the first group then."""
    set_groups(here.officer, here.sessions[0], here.groups[:1])
    return add_session(
        here.officer,
        here.training_class,
        date=MONDAY,
        part=DayPart.MORNING,
        starts_at=time(7, 30),
        ends_at=time(11, 30),
        venue=here.venues[1],
        groups=here.groups[1:],
        periods=periods,
    )


def _taught(here: Arranged) -> dict[str, Decimal]:
    return {str(one.class_topic): one.periods for one in hours_of(here.training_class).per_topic}


def _shares(session: Session) -> list[Decimal]:
    return [share for _item, share in shares(Session.objects.get(pk=session.pk))]


def test_half_days_side_by_side_count_once() -> None:
    here = arranged()
    assert periods_of(here.training_class) == 12
    beside = _second_room(here)
    assert periods_of(here.training_class) == 12
    change_session(here.officer, beside, periods=6)
    assert periods_of(here.training_class) == 14, "the second group gets more"
    hours = hours_of(here.training_class)
    assert (hours.periods, hours.half_days, hours.planned) == (14, 3, None)
    assert periods_by_class([here.training_class.pk, arranged().training_class.pk]).keys() >= {here.training_class.pk}


def test_a_half_day_that_only_one_group_has_is_no_hour_of_the_other() -> None:
    here = arranged()
    set_groups(here.officer, here.sessions[0], here.groups[:1])
    set_groups(here.officer, here.sessions[1], here.groups[1:])
    assert periods_of(here.training_class) == 8


def test_a_class_without_a_programme_has_no_hours() -> None:
    here = arranged()
    here.training_class.sessions.all().delete()
    assert (periods_of(here.training_class), half_day_count([])) == (0, 0)
    assert _taught(here) == {"Lễ tân đối ngoại": 0, "Biển đảo": 0}


def test_topics_share_a_half_day_by_their_minutes_and_ceremonies_take_nothing() -> None:
    here = arranged()
    assert _shares(here.sessions[0]) == [0, 4]
    add_item(
        here.officer, here.sessions[0], kind=ItemKind.LECTURE, starts_at=time(10, 0), title="Biển đảo",
        class_topic=here.topics[1],
    )  # fmt: skip
    shared = _shares(here.sessions[0])
    assert sum(shared) == 4
    assert _taught(here) == {"Lễ tân đối ngoại": Decimal("2.25"), "Biển đảo": Decimal("1.75")}


def test_a_line_that_says_its_periods_has_them_and_the_rest_is_shared() -> None:
    here = arranged()
    add_item(
        here.officer, here.sessions[0], kind=ItemKind.DISCUSSION, starts_at=time(10, 0), title="Thảo luận", periods=1
    )
    assert _shares(here.sessions[0]) == [0, 3, 1]
    add_item(here.officer, here.sessions[0], kind=ItemKind.TEST, starts_at=time(11), title="Kiểm tra", periods=9)
    assert _shares(here.sessions[0]) == [0, 0, 1, 9], "what is said stands, also where it is too much"


def test_the_same_topic_taught_to_two_groups_in_turn_counts_once() -> None:
    here = arranged()
    beside = _second_room(here)
    topic = {"kind": ItemKind.LECTURE, "class_topic": here.topics[0]}
    add_item(here.officer, beside, starts_at=time(7, 30), title="Lễ tân đối ngoại", **topic)
    assert _taught(here)["Lễ tân đối ngoại"] == 4


def test_the_plan_and_the_versions_of_topics_say_what_was_meant() -> None:
    here = arranged()
    plan = TrainingPlan.objects.create(office=here.office, year=2026, title="Kế hoạch năm 2026")
    here.training_class.planned_class = PlannedClass.objects.create(plan=plan, title="Lớp", periods=16, classes=2)
    version = TopicVersion.objects.create(topic=here.topics[0].topic, number=1, periods=6)
    ClassTopic.objects.filter(pk=here.topics[0].pk).update(version=version)
    hours = hours_of(here.training_class)
    assert (hours.planned, [one.planned for one in hours.per_topic]) == (16, [6, None])


def test_hours_cost_the_same_for_many_half_days() -> None:
    counts = []
    for topics in (0, 6):
        here = arranged()
        for number in range(topics):
            topic = add_topic(here.officer, here.training_class, title=f"Chuyên đề {number}")
            for session in here.sessions[1:]:
                add_item(
                    here.officer, session, kind=ItemKind.LECTURE, starts_at=session.starts_at, title=str(topic),
                    class_topic=topic,
                )  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            hours_of(here.training_class)
        counts.append(len(captured))
    assert counts[0] >= counts[1] - 2, "lecturers and topics are fetched at once, not one by one"


def test_half_days_side_by_side_are_told_apart_by_their_groups() -> None:
    here = arranged()
    beside = _second_room(here)
    names = told_apart(programme_of(here.training_class))
    assert names[beside.pk].endswith("01/06/2026 (Tổ 2)")
    assert names[here.sessions[2].pk].endswith(f"{TUESDAY:%d/%m/%Y}")
