"""The catalogue of topics of an office, and what it knows of each: versions and the handbook."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.people.models import Office
from khuevan.training.enums import HandbookKind, Shared
from khuevan.training.models.training_class import TrainingClass


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, actor: Actor) -> "TopicQuerySet":
        """The catalogue of the actor's offices; same rule as ``training.view_topic``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(office__in=Office.objects.of_staff(actor))


class Topic(models.Model):
    """A subject of the office's catalogue, taught in many classes; its contents are those of its newest version.

    ``slug`` is its address on the portal, given when something of it is first shown there.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="topics")
    title = models.CharField(_("title"), max_length=300)
    field = models.CharField(_("field"), max_length=120, blank=True)
    slug = models.SlugField(_("public address"), max_length=120, null=True, blank=True, unique=True)
    published_at = models.DateTimeField(_("contents published on"), null=True, blank=True)
    is_retired = models.BooleanField(_("no longer taught"), default=False)
    search_key = models.CharField(max_length=800, blank=True)

    objects = TopicQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"search_key"})

    class Meta:
        ordering = ("title",)
        constraints = (models.UniqueConstraint(fields=("office", "title"), name="topic_once"),)

    def __str__(self) -> str:
        return self.title


class TopicVersion(models.Model):
    """What a topic contains, from one revision to the next; a version that a class has taught is never changed.

    ``periods`` are tiết; ``outline`` holds one point a line.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="versions", verbose_name=_("topic"))
    number = models.PositiveSmallIntegerField(_("version"))
    periods = models.PositiveSmallIntegerField(
        _("periods (tiết)"), null=True, blank=True, validators=(MinValueValidator(1),)
    )
    audience = models.TextField(_("audience"), blank=True)
    objective = models.TextField(_("objective"), blank=True)
    outline = models.TextField(_("outline"), blank=True)
    method = models.CharField(_("way of teaching"), max_length=300, blank=True)
    materials = models.TextField(_("materials needed"), blank=True)
    basis = models.TextField(_("legal basis and sources"), blank=True)
    reason = models.CharField(_("why it was revised"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )

    audit_office: ClassVar[str] = "topic__office"

    class Meta:
        ordering = ("topic", "-number")
        constraints = (models.UniqueConstraint(fields=("topic", "number"), name="topic_version_once"),)

    def __str__(self) -> str:
        return f"{self.topic} ({self.number})"


class ClassTopic(models.Model):
    """A topic as one class teaches it; ``version`` is the contents it teaches by, None for a topic without contents."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="class_topics")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="uses")
    version = models.ForeignKey(
        TopicVersion, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name=_("version")
    )
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("training_class", "topic"), name="topic_once_per_class"),)

    def __str__(self) -> str:
        return self.topic.title


class HandbookPage(models.Model):
    """Sổ tay: what remains of a topic when the class is over, a note or a check list, for whoever does the work next.

    ``body`` is plain text with blank lines between paragraphs and ``- `` before the points of a list.
    ``training_class`` is the class it was learnt in.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="handbook", verbose_name=_("topic"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    kind = models.CharField(_("kind"), max_length=10, choices=HandbookKind, default=HandbookKind.NOTE)
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    basis = models.TextField(_("legal basis and sources"), blank=True)
    shared = models.CharField(_("who reads it"), max_length=10, choices=Shared, default=Shared.OFFICE)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)
    checked_on = models.DateField(_("last compared with the law on"), null=True, blank=True)
    training_class = models.ForeignKey(
        TrainingClass,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="handbook_pages",
        verbose_name=_("learnt in the class"),
    )
    changed_at = models.DateTimeField(_("changed on"), auto_now=True)

    audit_office: ClassVar[str] = "topic__office"
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"changed_at"})

    class Meta:
        ordering = ("topic", "order", "pk")

    def __str__(self) -> str:
        return self.title


class ChecklistStep(models.Model):
    """One step of a check list; ``stage`` heads the steps that follow until the next one."""

    page = models.ForeignKey(HandbookPage, models.CASCADE, related_name="steps", verbose_name=_("check list"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    stage = models.CharField(_("stage"), max_length=120, blank=True)
    text = models.CharField(_("what is done"), max_length=500)
    who = models.CharField(_("who does it"), max_length=150, blank=True)
    when = models.CharField(_("until when"), max_length=120, blank=True)

    audit_office: ClassVar[str] = "page__topic__office"

    class Meta:
        ordering = ("page", "order", "pk")

    def __str__(self) -> str:
        return self.text
