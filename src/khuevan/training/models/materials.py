"""Materials of topics and classes, each file stored once under the hash of its content."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.people.models import Office
from khuevan.records.enums import CONTENT_TYPES, FileKind
from khuevan.training.enums import Shared
from khuevan.training.models.lecturers import Lecturer
from khuevan.training.models.topics import ClassTopic, Topic
from khuevan.training.models.training_class import TrainingClass


class StoredFile(models.Model):
    """The content of a file, once however often it is used; never changed, removed only when nothing uses it."""

    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, unique=True)
    kind = models.CharField(_("kind of file"), max_length=10, choices=FileKind)
    size = models.PositiveBigIntegerField(_("size of the file in bytes"))
    path = models.CharField(_("place in the storage"), max_length=120, unique=True)
    stored_at = models.DateTimeField(_("stored on"), default=timezone.now)
    unused_since = models.DateTimeField(_("unused since"), null=True, blank=True)

    audit_ignored: ClassVar[frozenset[str]] = frozenset({"path"})

    def __str__(self) -> str:
        return f"{self.sha256[:12]}.{self.kind}"

    @property
    def content_type(self) -> str:
        """What a download says the file is."""
        return CONTENT_TYPES.get(self.kind, "application/octet-stream")


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(self, actor: Actor) -> "MaterialQuerySet":
        """Materials of the actor's offices; same rule as ``training.view_material``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(office__in=Office.objects.of_staff(actor))


class Material(models.Model):
    """A file for teaching: of a topic of the catalogue (for its handbook), or of a class, there with its topic or not.

    Materials of a class are shown to its learners from ``shown_from`` on, when ``shared`` says so.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="materials", verbose_name=_("office"))
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="kept_materials", verbose_name=_("topic")
    )
    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name=_("class")
    )
    class_topic = models.ForeignKey(
        ClassTopic, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name=_("topic")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title"), max_length=250)
    file_name = models.CharField(_("file name"), max_length=255)
    stored = models.ForeignKey(StoredFile, models.PROTECT, related_name="materials", verbose_name=_("file"))
    shared = models.CharField(_("who reads it"), max_length=10, choices=Shared, default=Shared.OFFICE)
    shown_from = models.DateField(_("shown from"), null=True, blank=True)
    added_at = models.DateTimeField(_("added on"), default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("added by")
    )
    lecturer = models.ForeignKey(
        Lecturer,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="materials",
        verbose_name=_("sent by the lecturer"),
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(topic__isnull=False, training_class=None, class_topic=None)
                | Q(topic=None, training_class__isnull=False),
                name="material_of_topic_or_class",
            ),
        )

    def __str__(self) -> str:
        return self.title


class MaterialsDoor(models.Model):
    """The short address of all materials of a class, for the projector: whoever reads it in the room gets them."""

    training_class = models.OneToOneField(
        TrainingClass, models.CASCADE, related_name="materials_door", verbose_name=_("class")
    )
    code = models.CharField(_("code"), max_length=12, unique=True)
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("open until"))
    closed_at = models.DateTimeField(_("closed on"), null=True, blank=True)

    audit_office: ClassVar[str] = "training_class__office"
    audit_masked: ClassVar[frozenset[str]] = frozenset({"code"})

    def __str__(self) -> str:
        return str(self.training_class)
