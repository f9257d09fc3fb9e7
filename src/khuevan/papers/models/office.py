"""What an office writes on many papers: who signs, on which grounds."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.papers.enums import SigningForm
from khuevan.people.models import Office
from khuevan.training.models.plans import OfOfficeQuerySet


class Signer(models.Model):
    """Somebody who signs for the office.  The first in order is proposed on every paper.

    ``title`` as it stands under the capacity (Phó Giám đốc); ``basis`` is the document that authorises (TUQ.).
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="signers", verbose_name=_("office"))
    name = models.CharField(_("full name"), max_length=150)
    title = models.CharField(_("title"), max_length=120)
    form = models.CharField(_("signs"), max_length=20, choices=SigningForm, default=SigningForm.BY_TITLE)
    basis = models.CharField(_("authorised by"), max_length=300, blank=True)
    valid_from = models.DateField(_("signs since"), null=True, blank=True)
    valid_to = models.DateField(_("signed until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = OfOfficeQuerySet["Signer"].as_manager()

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"

    def signs(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class StandingBasis(models.Model):
    """A "Căn cứ ..." that the office writes on papers of these kinds; without kinds on every decision."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="standing_bases", verbose_name=_("office"))
    text = models.CharField(_("words after “Căn cứ”"), max_length=500)
    kinds = models.JSONField(_("on papers"), default=list, blank=True)
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = OfOfficeQuerySet["StandingBasis"].as_manager()

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text
