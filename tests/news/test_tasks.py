"""What the work list asks of editors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from khuevan.news.domain.writing import publish_article, write_article
from khuevan.news.enums import ArticleKind
from khuevan.news.models import Article
from khuevan.people.enums import RoleKind
from khuevan.people.models import User
from khuevan.training.domain.worklist import Task, work_list
from khuevan.training.models import TrainingClass
from tests.factories import staff
from tests.factories.worlds import World, world

pytestmark = pytest.mark.django_db


def _tasks(actor: User) -> list[Task]:
    return [task for task in work_list(actor) if task.key.startswith("news.")]


def _keys(actor: User) -> list[str]:
    return sorted(task.key for task in _tasks(actor))


def _write(here: World, editor: User, kind: ArticleKind) -> Article:
    return write_article(
        editor, office=here.office, training_class=here.training_class, kind=kind, title="Tin", lead="x", body="x"
    )


def _days(here: World, start: int, end: int) -> None:
    today = timezone.localdate()
    TrainingClass.objects.filter(pk=here.training_class.pk).update(
        start_date=today + timedelta(days=start), end_date=today + timedelta(days=end)
    )


def test_an_opening_is_told_of_the_day_after_and_waits_for_the_editor() -> None:
    here = world()
    editor = staff(here.office, RoleKind.EDITOR)
    _days(here, 0, 3)
    assert _keys(editor) == []
    _days(here, -1, 3)
    (task,) = _tasks(editor)
    assert (task.key, task.tab, task.waits_for) == ("news.opening", "articles", RoleKind.EDITOR)
    assert task.is_overdue
    assert _keys(here.officer) == []


def test_a_draft_waits_to_be_published_and_a_published_one_waits_no_more() -> None:
    here = world()
    editor = staff(here.office, RoleKind.EDITOR)
    _days(here, -3, -1)
    assert _keys(editor) == ["news.closing", "news.opening"]
    opening = _write(here, editor, ArticleKind.OPENING)
    assert _keys(editor) == ["news.closing", "news.draft"]
    publish_article(editor, opening)
    publish_article(editor, _write(here, editor, ArticleKind.CLOSING))
    assert _keys(editor) == []


def test_a_class_that_has_not_opened_is_not_told_of() -> None:
    here = world(teaching=False)
    editor = staff(here.office, RoleKind.EDITOR)
    assert _keys(editor) == []
    _write(here, editor, ArticleKind.ANNOUNCEMENT)
    assert _keys(editor) == ["news.draft"]
