"""Tables that every part of the installation leans on: audit, numbers, visits."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One object changed by one verb.  Rows are only ever added."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(_("who"), max_length=200)
    verb = models.CharField(_("what"), max_length=80, db_index=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(_("object"), max_length=200)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("subject_type", "subject_id"), name="audit_subject"),)

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject_label}"


class Sequence(models.Model):
    """The last number given out for one key; see ``core.numbering``."""

    key = models.CharField(max_length=120, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"


class VisitCount(models.Model):
    """Views of one public page on one day, added to in batches; see ``core.visits``."""

    day = models.DateField()
    path_key = models.CharField(max_length=200)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "path_key"), name="one_count_per_page_and_day"),)
        indexes = (models.Index(fields=("path_key",), name="visits_of_page"),)

    def __str__(self) -> str:
        return f"{self.path_key} {self.day}: {self.count}"


class PresenceSlice(models.Model):
    """Who one web process saw lately, as hashes that change every day; replaced every few seconds."""

    process = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    visitors = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.process}: {len(self.visitors)}"
