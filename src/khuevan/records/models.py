"""Official documents, known by number, symbol and date."""

import secrets
from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.people.models import Office, Organization
from khuevan.records.enums import CONTENT_TYPES, FileKind, NumberState
from khuevan.vietnamese.dates import numeric_date


def record_path(_record: models.Model, name: str) -> str:
    """Where the file of a document lies: nobody guesses the name, and nothing the sender called it is in it."""
    return f"records/{timezone.localdate():%Y}/{secrets.token_hex(16)}{PurePath(name).suffix}"


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, actor: Actor) -> "RecordQuerySet":
        """Records kept by the actor's offices; same rule as ``records.view_record``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(office__in=Office.objects.of_staff(actor))


class Record(models.Model):
    """A document that exists: from e-office, from another body, or from a series of our own.

    ``kind`` is the abbreviation of Nghị định 30/2020, Phụ lục III (KH, QĐ, TTr ...), empty for a công văn.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="records", verbose_name=_("kept by"))
    kind = models.CharField(_("kind"), max_length=10, blank=True)
    number = models.CharField(_("number"), max_length=20, blank=True)
    symbol = models.CharField(_("symbol"), max_length=60, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="issued_records", verbose_name=_("issuer"))
    signer = models.CharField(_("signer"), max_length=150, blank=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    recipients = models.TextField(_("sent to"), blank=True)
    kept_by_unit = models.CharField(_("unit that keeps the archived copy"), max_length=200, blank=True)
    copies = models.PositiveSmallIntegerField(_("number of copies"), null=True, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    file = models.FileField(_("file"), upload_to=record_path, blank=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    file_kind = models.CharField(_("kind of file"), max_length=10, choices=FileKind, blank=True)
    file_size = models.PositiveBigIntegerField(_("size of the file in bytes"), null=True, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    search_key = models.CharField(max_length=800, blank=True)
    """Number, symbol, subject and signer, folded.  The issuer has a key of its own."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ("-date", "-pk")

    def __str__(self) -> str:
        name = self.code or self.subject
        return f"{name}, {numeric_date(self.date)}" if self.date else name

    @property
    def code(self) -> str:
        """Number and symbol as cited: 29/KH-UBND."""
        return f"{self.number}/{self.symbol}" if self.symbol else self.number

    @property
    def content_type(self) -> str:
        """What a download says the file is."""
        return CONTENT_TYPES.get(self.file_kind, "application/octet-stream")


class OfSeriesQuerySet[M: models.Model](models.QuerySet[M]):
    """Staff of the office see its series and numbers; same rules as ``records.view_series`` and ``view_number``."""

    to_office: ClassVar[str] = "office"

    def visible_to(self, actor: Actor) -> "OfSeriesQuerySet[M]":
        if isinstance(actor, SystemActor):
            return self
        return self.filter(**{f"{self.to_office}__in": Office.objects.of_staff(actor)})


class DocumentNumberQuerySet(OfSeriesQuerySet["DocumentNumber"]):
    to_office = "series__office"


class NumberSeries(models.Model):
    """A series of numbers of our own, for offices without e-office; begins anew at 1 each year.

    ``kinds`` are the abbreviations it numbers (Nghị định 30/2020, Phụ lục III; "" is the công văn); empty: all that no
    other series of the office numbers.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="number_series", verbose_name=_("office"))
    name = models.CharField(_("name"), max_length=120)
    kinds = models.JSONField(_("kinds of document"), default=list, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = OfSeriesQuerySet["NumberSeries"].as_manager()

    class Meta:
        ordering = ("office", "name")
        constraints = (models.UniqueConstraint(fields=("office", "name"), name="series_name_once"),)

    def __str__(self) -> str:
        return self.name


class DocumentNumber(models.Model):
    """One number of a series in one year.  From 1 to the last taken, every number has exactly one row."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers", verbose_name=_("series"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=10, choices=NumberState)
    day = models.DateField(_("taken on"))
    reason = models.CharField(_("what for"), max_length=300, blank=True)
    record = models.OneToOneField(
        Record, models.PROTECT, null=True, blank=True, related_name="document_number", verbose_name=_("document")
    )
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("taken by")
    )

    objects = DocumentNumberQuerySet.as_manager()
    audit_office: ClassVar[str] = "series__office"

    class Meta:
        ordering = ("series", "-year", "-number")
        constraints = (models.UniqueConstraint(fields=("series", "year", "number"), name="number_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}"
