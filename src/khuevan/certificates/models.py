"""Registers and the certificates entered in them."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.certificates.enums import CertificateState
from khuevan.core.actors import Actor, SystemActor
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Office


class Register(models.Model):
    """Sổ cấp giấy chứng nhận: one series of numbers per office and year."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField(_("year"))
    symbol = models.CharField(_("symbol"), max_length=40)

    class Meta:
        ordering = ("-year", "symbol")
        constraints = (models.UniqueConstraint(fields=("office", "year", "symbol"), name="register_once"),)

    def __str__(self) -> str:
        return f"{self.symbol}, {self.year}"

    @property
    def sequence_key(self) -> str:
        return f"certificates.register:{self.pk}"

    def code_of(self, number: int) -> str:
        """Number and symbol as printed: 05/GCN-SNgV (below 10 with a zero: Nghị định 30/2020, Phụ lục I)."""
        return f"{number:02d}/{self.symbol}"


FALLEN = (CertificateState.VOID, CertificateState.REVOKED)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, actor: Actor) -> "CertificateQuerySet":
        """Certificates of the actor's own offices; same rule as ``certificates.view_certificate``.

        The public sees a certificate only through its verification code, never through a list.
        """
        if isinstance(actor, SystemActor):
            return self
        return self.filter(register__office__in=Office.objects.of_staff(actor))

    def standing(self) -> "CertificateQuerySet":
        """Neither void nor revoked."""
        return self.exclude(state__in=FALLEN)


class Certificate(models.Model):
    """One numbered certificate.  ``frozen`` holds every word of it as it was at issue and is never written again."""

    register = models.ForeignKey(Register, models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField(_("number"))
    number_text = models.CharField(_("number and symbol"), max_length=60, db_index=True)
    code = models.CharField(_("verification code"), max_length=20, unique=True)
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="certificates")
    frozen = models.JSONField(_("words at issue"), encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=20, choices=CertificateState, default=CertificateState.PENDING)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)
    issued_on = models.DateField(_("date of issue"))
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to="certificates/%Y/", blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ("register", "number")
        constraints = (
            models.UniqueConstraint(fields=("register", "number"), name="certificate_number_once"),
            models.UniqueConstraint(
                fields=("enrollment",), condition=~models.Q(state__in=FALLEN), name="one_standing_certificate"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number_text}, {self.frozen.get('name', '')}"
