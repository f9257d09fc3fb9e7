"""Official documents, known by number, symbol and date."""

import secrets
from pathlib import PurePath

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.people.models import Office, Organization
from khuevan.records.enums import CONTENT_TYPES, FileKind
from khuevan.vietnamese.dates import numeric_date


def record_path(_record: models.Model, name: str) -> str:
    """Where the file of a document lies: nobody guesses the name, and nothing the sender called it is in it."""
    return f"records/{timezone.localdate():%Y}/{secrets.token_hex(16)}{PurePath(name).suffix}"


class RecordQuerySet(models.QuerySet["Record"]):
    def visible_to(self, actor: Actor) -> "RecordQuerySet":
        """Records kept by the actor's offices; same rule as ``records.view_record``."""
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        return self.filter(office__roles__user=user).distinct() if user else self.none()


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
