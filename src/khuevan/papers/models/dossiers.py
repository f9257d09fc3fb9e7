"""Hồ sơ lớp: everything of a class in one file, ready for the archive."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.nominations.models.of_class import OfClassQuerySet
from khuevan.people.models import User
from khuevan.training.models import TrainingClass


def dossier_path(_dossier: models.Model, _name: str) -> str:
    return f"dossiers/{timezone.localdate():%Y}/{secrets.token_hex(16)}.zip"


class Dossier(models.Model):
    """The newest ZIP of a class; making it anew replaces it.  ``missing`` are sentences of what was not there."""

    training_class = models.OneToOneField(TrainingClass, models.PROTECT, related_name="dossier")
    file = models.FileField(_("file"), upload_to=dossier_path)
    file_name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    files = models.PositiveIntegerField(_("files in it"))
    missing = models.JSONField(_("what is missing"), default=list, blank=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"))

    objects = OfClassQuerySet["Dossier"].as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"missing"})

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.file_name
