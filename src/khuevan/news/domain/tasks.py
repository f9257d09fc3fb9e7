"""Articles that are missing or not published."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.news.models import Article
from khuevan.people.enums import RoleKind
from khuevan.training.domain.due import due_on
from khuevan.training.domain.lifeline import has_reached
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass, TrainingClassQuerySet


@task_source
def news_tasks(_actor: Actor, classes: TrainingClassQuerySet) -> Iterator[Task]:
    """In two queries, whatever the number of classes."""
    drafts: dict[int, list[ArticleKind]] = {}
    written: set[tuple[int, str]] = set()
    articles = Article.objects.filter(training_class__in=classes.values("pk")).order_by("pk")
    for pk, kind, state in articles.values_list("training_class", "kind", "state"):
        written.add((pk, kind))
        if state == ArticleState.DRAFT:
            drafts.setdefault(pk, []).append(ArticleKind(kind))
    for training_class in classes:
        for which in _untold(training_class):
            if (training_class.pk, which) not in written:
                yield _write(training_class, which)
        if training_class.pk in drafts:
            yield _publish(training_class, drafts[training_class.pk])


def _untold(training_class: TrainingClass) -> Iterator[ArticleKind]:
    """What should have been told of by now, a day after it happened."""
    today = timezone.localdate()
    if has_reached(training_class, ClassState.RUNNING):
        if training_class.start_date < today:
            yield ArticleKind.OPENING
        if training_class.end_date < today:
            yield ArticleKind.CLOSING


def _write(training_class: TrainingClass, which: ArticleKind) -> Task:
    opening = which == ArticleKind.OPENING
    title = _("Write the article on the opening") if opening else _("Write the article on the closing")
    return _task(training_class, which, title, _("Nothing has been written about it yet."), _("Write the article"))


def _publish(training_class: TrainingClass, kinds: list[ArticleKind]) -> Task:
    title = ngettext("Publish %(count)s draft", "Publish %(count)s drafts", len(kinds)) % {"count": len(kinds)}
    which = "closing" if ArticleKind.OPENING not in kinds else "opening"
    return _task(
        training_class, which, title, _("Written, but not on the portal yet."), _("Read and publish"), key="draft"
    )


def _task(training_class: TrainingClass, due: str, title: str, detail: str, action: str, *, key: str = "") -> Task:
    return Task(
        key=f"news.{key or due}",
        training_class=training_class,
        title=title,
        detail=detail,
        due=due_on(training_class, f"{due}_news"),
        tab="articles",
        action=action,
        waits_for=RoleKind.EDITOR,
    )
