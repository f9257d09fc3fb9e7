"""Word files of the office with named fields, instead of the layout that comes with the program."""

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.papers.enums import PaperKind, TemplateState
from khuevan.people.models import Office, User
from khuevan.training.models.plans import OfOfficeQuerySet


def template_path(_template: models.Model, _name: str) -> str:
    return f"paper_templates/{timezone.localdate():%Y}/{secrets.token_hex(16)}.docx"


class PaperTemplate(models.Model):
    """One version of an office's Word file for one kind of paper; at most one version of a kind is in use.

    ``problems`` are what the check found, told by ``papers.domain.template_problems``; ``fields`` the names it uses.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="paper_templates", verbose_name=_("office"))
    kind = models.CharField(_("paper"), max_length=30, choices=PaperKind)
    version = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to=template_path)
    file_name = models.CharField(_("file name"), max_length=255)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=TemplateState)
    problems = models.JSONField(_("faults found"), default=list, blank=True)
    fields = models.JSONField(_("fields used"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by"))

    objects = OfOfficeQuerySet["PaperTemplate"].as_manager()

    class Meta:
        ordering = ("office", "kind", "-version")
        constraints = (
            models.UniqueConstraint(fields=("office", "kind", "version"), name="paper_template_version_once"),
            models.UniqueConstraint(
                fields=("office", "kind"),
                condition=models.Q(state=TemplateState.ACTIVE),
                name="one_paper_template_in_use",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.version})"
