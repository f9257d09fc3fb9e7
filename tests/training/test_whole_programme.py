"""The programme read as a whole says the same as its rows one by one, in a fixed number of queries."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from khuevan.training.domain.queries import groups_of, lecturers_of, lines_of, programme_of, whole_programme
from khuevan.training.domain.timetable.session_changes import set_groups
from khuevan.training.models import Lecturer, Session, TrainingClass
from tests.training.arranging import arranged

pytestmark = pytest.mark.django_db


def _told(sessions: list[Session]) -> list[object]:
    return [
        (
            session.pk,
            session.venue,
            groups_of(session),
            [
                (line.pk, line.session.pk, line.class_topic and line.class_topic.topic, lecturers_of(line))
                for line in lines_of(session)
            ],
        )
        for session in sessions
    ]


def test_it_says_what_the_rows_say(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    here = arranged()
    set_groups(here.officer, here.sessions[0], here.groups)
    set_groups(here.officer, here.sessions[1], here.groups[1:])
    Lecturer.objects.filter(pk=here.lecturers[0].pk).update(replaced_at=timezone.now())
    wanted = _told(list(programme_of(here.training_class)))
    fresh = TrainingClass.objects.get(pk=here.training_class.pk)
    with django_assert_num_queries(8):
        found = _told(whole_programme(fresh))
    assert found == wanted


def test_a_group_of_many_half_days_is_one_object() -> None:
    here = arranged()
    for session in here.sessions:
        set_groups(here.officer, session, here.groups[:1])
    first, *others = whole_programme(here.training_class)
    assert all(groups_of(one)[0] is groups_of(first)[0] for one in others)


def test_it_is_read_anew_although_the_class_knows_older_half_days() -> None:
    here = arranged()
    made = TrainingClass.objects.prefetch_related("sessions").get(pk=here.training_class.pk)
    set_groups(here.officer, here.sessions[0], here.groups[:1])
    Session.objects.filter(pk=here.sessions[0].pk).update(periods=3)
    assert whole_programme(made)[0].periods == 3


def test_a_class_without_a_programme_has_none() -> None:
    here = arranged()
    Session.objects.filter(training_class=here.training_class).delete()
    assert whole_programme(here.training_class) == []
