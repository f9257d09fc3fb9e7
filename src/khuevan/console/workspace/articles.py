"""Articles about the class."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.core.screens import staff_page
from khuevan.news.enums import ArticleKind
from khuevan.news.interfaces.tables import ArticleList, kind_word, state_badge, with_numbers, wordless_words
from khuevan.news.models import Article
from khuevan.training.models import TrainingClass

TO_WRITE: tuple[tuple[ArticleKind, str | Promise], ...] = (
    (ArticleKind.ANNOUNCEMENT, _("Announce the class")),
    (ArticleKind.OPENING, _("Write of the opening")),
    (ArticleKind.CLOSING, _("Write of the closing")),
)


@dataclass(frozen=True)
class ShownArticle:
    """A row of the tab."""

    article: Any

    @property
    def address(self) -> str:
        return reverse("console:article", args=(self.article.pk,))

    @property
    def kind(self) -> str:
        return kind_word(self.article)

    @property
    def badge(self) -> SafeString:
        return state_badge(self.article.state)

    @property
    def waiting(self) -> str:
        return wordless_words(self.article.wordless) if self.article.wordless else ""


def _articles(actor: Actor, training_class: TrainingClass) -> dict[str, Any]:
    seen = Article.objects.visible_to(actor).filter(training_class=training_class)
    rows = [ShownArticle(one) for one in with_numbers(seen).order_by(*ArticleList.orders[0].fields)]
    told = {row.article.kind for row in rows}
    due = _due(training_class)
    return {
        "articles": rows,
        "may_write": may(actor, "news.write_article", training_class.office),
        "to_write": sorted(TO_WRITE, key=lambda one: (one[0] in told, one[0] != due)),
    }


def _due(training_class: TrainingClass) -> ArticleKind:
    """What there is to tell today."""
    today = timezone.localdate()
    if today < training_class.start_date:
        return ArticleKind.ANNOUNCEMENT
    return ArticleKind.OPENING if today < training_class.end_date else ArticleKind.CLOSING


@staff_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    return workspace(request, training_class, "articles", _articles(request.user, training_class))


urlpatterns = [path("", page, name="class_articles")]
