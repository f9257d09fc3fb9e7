"""What the public reads: articles in lists, one article with its class, and what to read next."""

from django.db.models import Prefetch, QuerySet
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from khuevan.core.actors import Actor
from khuevan.news.enums import ArticleState
from khuevan.news.models import Article, Photo
from khuevan.portal.classes import About, about, in_detail
from khuevan.training.models import TrainingClass

PAGE = 20
RELATED = 4
WORDS_A_MINUTE = 240
"""Syllables of Vietnamese read in a minute; each is written as a word of its own."""


def _photos() -> "Prefetch[str]":
    """Photos as readers see them: those that wait for their words are left out, in drafts too."""
    return Prefetch("photos", Photo.objects.with_words())


def listed(actor: Actor) -> QuerySet[Article]:
    """Published articles, the newest first: the same for everybody."""
    seen: QuerySet[Article] = Article.objects.visible_to(actor)
    return seen.filter(state=ArticleState.PUBLISHED).prefetch_related(_photos()).order_by("-published_at", "-pk")


def readable(actor: Actor) -> QuerySet[Article]:
    """Articles the reader may open: drafts too, in their own office."""
    seen: QuerySet[Article] = Article.objects.visible_to(actor)
    return seen.select_related("office__organization").prefetch_related(_photos())


def body_of(article: Article) -> SafeString:
    """The body as it was let through by ``news.domain.writing.clean_html`` when it was written."""
    return mark_safe(article.body)  # noqa: S308 - clean by construction, see above


def byline_of(article: Article) -> str:
    """``Bài viết và ảnh: Chi Giang`` when all photos are the writer's; a byline that says its part itself stays."""
    if not article.byline or ":" in article.byline:
        return article.byline
    credits = {photo.credit for photo in article.photos.all()}
    if credits == {article.byline}:
        return _("Text and photos: %(name)s") % {"name": article.byline}
    return _("Text: %(name)s") % {"name": article.byline}


def reading_minutes(article: Article) -> int:
    words = len(strip_tags(article.body).split()) + len(article.lead.split())
    return max(1, round(words / WORDS_A_MINUTE))


def class_of(article: Article, actor: Actor) -> About | None:
    """The class the article tells of, when the reader may see it."""
    if article.training_class_id is None:
        return None
    seen = in_detail(TrainingClass.objects.visible_to(actor)).filter(pk=article.training_class_id).first()
    return about(seen) if seen else None


def related_to(article: Article, actor: Actor) -> list[Article]:
    """Articles of the same class, then the newest of the same office."""
    others = listed(actor).exclude(pk=article.pk)
    found = list(others.filter(training_class=article.training_class_id)[:RELATED]) if article.training_class_id else []
    if len(found) < RELATED:
        known = [one.pk for one in found]
        found += others.filter(office=article.office_id).exclude(pk__in=known)[: RELATED - len(found)]
    return found
