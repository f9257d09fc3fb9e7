"""Articles and their photos."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.people.models import Office
from khuevan.training.models import TrainingClass

PHOTO_WIDTHS = (400, 800, 1600)
"""Pixels; a photo is stored once at the largest and served in these."""


HAS_WORDS = ~Q(caption="") & ~Q(alt="")


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, actor: Actor) -> "ArticleQuerySet":
        """Published articles, and all of the actor's own offices; same rule as ``news.view_article``."""
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        if user is None:
            return self.published()
        return self.filter(Q(state=ArticleState.PUBLISHED) | Q(office__in=Office.objects.of_staff(user)))

    def published(self) -> "ArticleQuerySet":
        return self.filter(state=ArticleState.PUBLISHED)


class Article(models.Model):
    """What the office tells of a class.  ``body`` is clean HTML: only what ``domain.writing`` lets through."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="articles")
    training_class = models.ForeignKey(TrainingClass, models.PROTECT, null=True, blank=True, related_name="articles")
    slug = models.SlugField(_("public address"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=ArticleKind)
    title = models.CharField(_("title"), max_length=300)
    lead = models.TextField(_("lead"))
    body = models.TextField(_("body"))
    byline = models.CharField(_("byline"), max_length=150, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ArticleState, default=ArticleState.DRAFT)
    search_key = models.TextField(blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ("-published_at", "-pk")
        indexes = (models.Index(fields=("state", "-published_at"), name="articles_by_date"),)

    def __str__(self) -> str:
        return self.title


class PhotoQuerySet(models.QuerySet["Photo"]):
    def visible_to(self, actor: Actor) -> "PhotoQuerySet":
        """Photos of articles the actor may see; one that waits for its words only in the actor's own office."""
        if isinstance(actor, SystemActor):
            return self
        own = Q(article__office__in=Office.objects.of_staff(actor))
        return self.filter(own | HAS_WORDS, article__in=Article.objects.visible_to(actor))

    def with_words(self) -> "PhotoQuerySet":
        """Photos that have caption and alternative text; only these are shown to readers."""
        return self.filter(HAS_WORDS)


class Photo(models.Model):
    """A photo of an article, with the words that go under it and those that stand for it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="photos")
    image = models.FileField(_("file"), upload_to="photos/%Y/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(_("caption"), max_length=500)
    alt = models.CharField(_("alternative text"), max_length=500)
    credit = models.CharField(_("credit"), max_length=150, blank=True)
    order = models.PositiveSmallIntegerField(_("order"))

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("article", "order"), name="photo_order_once"),)

    def __str__(self) -> str:
        return self.caption or str(self.image.name)
