"""What an officer says of one paper of a class, and the paper as it was made."""

import secrets
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, account_of
from khuevan.nominations.models.of_class import OfClassQuerySet
from khuevan.papers.enums import WITH_ACCOUNTS, PaperKind, PreviewState, Urgency
from khuevan.papers.models.office import Signer
from khuevan.papers.models.templates import PaperTemplate
from khuevan.people.enums import RoleKind
from khuevan.people.models import Office, User
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass


def made_path(_paper: models.Model, _name: str) -> str:
    return f"papers/{timezone.localdate():%Y}/{secrets.token_hex(16)}.docx"


def preview_path(_paper: models.Model, _name: str) -> str:
    return f"papers/{timezone.localdate():%Y}/{secrets.token_hex(16)}.pdf"


class PaperDetails(models.Model):
    """What the data of the class does not say about one kind of paper: signer, grounds, recipients, words for places.

    ``bases`` and ``recipients`` are lines added after those known; ``values`` are words for named places of the paper
    (``papers.domain.details`` tells which).  Kept for all versions of the paper.
    """

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="paper_details")
    kind = models.CharField(_("paper"), max_length=30, choices=PaperKind)
    signer = models.ForeignKey(
        Signer, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signer")
    )
    bases = models.JSONField(_("further grounds"), default=list, blank=True)
    recipients = models.JSONField(_("further recipients"), default=list, blank=True)
    urgency = models.CharField(_("urgency"), max_length=20, choices=Urgency, blank=True, default=Urgency.NONE)
    drafter = models.CharField(_("initials of the drafter"), max_length=20, blank=True)
    copies = models.PositiveSmallIntegerField(_("number of copies"), null=True, blank=True)
    values = models.JSONField(_("words for places of the paper"), default=dict, blank=True)

    objects = OfClassQuerySet["PaperDetails"].as_manager()

    class Meta:
        ordering = ("training_class", "kind")
        constraints = (models.UniqueConstraint(fields=("training_class", "kind"), name="paper_details_once"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.training_class}"


class MadePaperQuerySet(OfClassQuerySet["MadePaper"]):
    def visible_to(self, actor: Actor) -> Self:
        """Same rule as ``papers.view_made``: papers with account numbers are for officers."""
        seen = super().visible_to(actor)
        user = account_of(actor)
        if user is None:
            return seen
        kinds = (RoleKind.OFFICER, RoleKind.ADMINISTRATOR)
        officers = Office.objects.filter(roles__user=user, roles__kind__in=kinds)
        return seen.filter(~models.Q(kind__in=WITH_ACCOUNTS) | models.Q(training_class__office__in=officers))


class MadePaper(models.Model):
    """One version of a paper of a class: its words (``words``, as ``papers.domain.words`` tells them) and its file.

    ``target`` is the key of whom it is written to where the kind has one paper for each (``papers.domain.targets``),
    else empty.  With a ``record`` it was signed and numbered: it stays as it is, and what differs since is listed.
    ``differs`` is what the worker found when it last compared the newest version with the class.
    """

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="made_papers")
    kind = models.CharField(_("paper"), max_length=30, choices=PaperKind)
    target = models.CharField(_("addressee"), max_length=40, blank=True)
    target_name = models.CharField(_("name of the addressee"), max_length=250, blank=True)
    version = models.PositiveSmallIntegerField(_("version"))
    words = models.JSONField(_("words of the paper"), default=list)
    file = models.FileField(_("file"), upload_to=made_path)
    file_name = models.CharField(_("file name"), max_length=255)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    template = models.ForeignKey(
        PaperTemplate, models.PROTECT, null=True, blank=True, related_name="made_papers", verbose_name=_("template")
    )
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="made_papers", verbose_name=_("signed document")
    )
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by"))
    differs = models.BooleanField(_("differs from the class"), default=False)
    looked_at = models.DateTimeField(_("compared at"), null=True, blank=True)
    preview = models.FileField(_("preview"), upload_to=preview_path, blank=True)
    preview_state = models.CharField(
        _("state of the preview"), max_length=10, choices=PreviewState, blank=True, default=PreviewState.NONE
    )
    preview_trouble = models.CharField(_("why there is no preview"), max_length=300, blank=True)

    objects = MadePaperQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset(
        {"words", "preview", "preview_state", "preview_trouble", "differs", "looked_at"}
    )

    class Meta:
        ordering = ("training_class", "kind", "target", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("training_class", "kind", "target", "version"), name="made_paper_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.version})"
