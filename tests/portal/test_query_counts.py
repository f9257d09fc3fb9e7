"""A page takes as many queries for three rows as for one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuevan.core.actors import SYSTEM
from khuevan.people.models import Office
from khuevan.training.domain.arrangements import add_lecturer, add_venue
from khuevan.training.domain.timetable.programme import add_item, add_topic
from khuevan.training.enums import ItemKind
from khuevan.training.models import TrainingClass
from tests.factories import ArticleFactory, OfficeFactory, OrganizationFactory, SessionFactory, TrainingClassFactory
from tests.portal.test_pages import _photo

pytestmark = pytest.mark.django_db


def _queries(path: str) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(path).status_code == 200
    return len(captured)


def _class(office: Office, days: int) -> TrainingClass:
    day = timezone.localdate() + timedelta(days=days)
    made = TrainingClassFactory(office=office, start_date=day, end_date=day, year=day.year)
    add_venue(SYSTEM, made, name="Hội trường Sở")
    return made


def _article(office: Office, training_class: TrainingClass) -> None:
    _photo(ArticleFactory(office=office, training_class=training_class))


@pytest.mark.parametrize("path", ["/", "/tin/", "/lop/"])
def test_lists(path: str) -> None:
    office = OfficeFactory()

    def add() -> None:
        _article(office, _class(office, -30))
        _class(office, 30)

    add()
    add()
    few = _queries(path)
    for _row in range(3):
        add()
    assert _queries(path) == few


def _fill(made: TrainingClass, days: int) -> None:
    session = SessionFactory(training_class=made, date=made.start_date + timedelta(days=days))
    lecturer = add_lecturer(SYSTEM, made, organization=OrganizationFactory())
    topic = add_topic(SYSTEM, made, title=f"Chuyên đề {days}")
    add_item(
        SYSTEM,
        session,
        kind=ItemKind.LECTURE,
        starts_at=session.starts_at,
        title=topic.topic.title,
        class_topic=topic,
        lecturers=[lecturer],
    )


@pytest.mark.parametrize(
    "path_of", [lambda made, article: f"/lop/{made.slug}/", lambda made, article: f"/tin/{article.slug}/"]
)
def test_a_class_and_its_article(path_of: Callable[[TrainingClass, object], str]) -> None:
    made = _class(OfficeFactory(), -30)
    article = ArticleFactory(office=made.office, training_class=made)
    _photo(article)
    _article(made.office, made)
    _fill(made, 0)
    few = _queries(path_of(made, article))
    for number in (1, 2):
        _fill(made, number)
        _article(made.office, made)
    assert _queries(path_of(made, article)) == few
