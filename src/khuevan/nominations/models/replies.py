"""Replies that came by post or e-mail, dropped in together and sorted to the agencies they are from."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.nominations.enums import ReplyState
from khuevan.nominations.models.drafts import RosterDraft, draft_path
from khuevan.nominations.models.invitations import Quota
from khuevan.nominations.models.nominations import Submission
from khuevan.nominations.models.of_class import OfClassQuerySet
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass


class ReplyBatch(models.Model):
    """Files dropped in at one time: a folder, a ZIP, or some files."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="reply_batches")
    name = models.CharField(_("name"), max_length=255, blank=True)
    left_out = models.JSONField(_("files left out"), default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    objects = OfClassQuerySet["ReplyBatch"].as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name or str(self.training_class)


class ReplyFileQuerySet(OfClassQuerySet["ReplyFile"]):
    """Same rule as ``nominations.view_reply``."""

    to_class = "batch__training_class"


class ReplyFile(models.Model):
    """One file of a batch, and which agency it is from.

    ``candidates`` are ``{"quota": key, "score": 0..100, "evidence": [[code, word], ...]}``, best first; ``quota`` is
    set where one is sure or an officer chose it.  Number, symbol and date are those of the agency's own letter.
    """

    batch = models.ForeignKey(ReplyBatch, models.CASCADE, related_name="files")
    index = models.PositiveIntegerField()
    name = models.CharField(_("file name"), max_length=255)
    file = models.FileField(_("file"), upload_to=draft_path, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=12, choices=ReplyState, default=ReplyState.WAITING)
    quota = models.ForeignKey(
        Quota, models.SET_NULL, null=True, blank=True, related_name="reply_files", verbose_name=_("agency")
    )
    candidates = models.JSONField(default=list, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    rows = models.PositiveIntegerField(_("people read"), default=0)
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    draft = models.ForeignKey(
        RosterDraft, models.SET_NULL, null=True, blank=True, related_name="reply_files", verbose_name=_("list")
    )
    submission = models.ForeignKey(
        Submission, models.SET_NULL, null=True, blank=True, related_name="reply_files", verbose_name=_("answer")
    )
    record = models.ForeignKey(
        Record,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reply_files",
        verbose_name=_("letter of the agency"),
    )

    objects = ReplyFileQuerySet.as_manager()
    audit_office: ClassVar[str] = "batch__training_class__office"
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"candidates", "index", "batch_id", "sha256"})

    class Meta:
        ordering = ("batch", "index")
        constraints = (models.UniqueConstraint(fields=("batch", "index"), name="reply_file_once"),)

    def __str__(self) -> str:
        return self.name
