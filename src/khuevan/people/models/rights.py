"""What people decide and ask about their own data (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 4)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.people.enums import ConsentPurpose, CorrectionState
from khuevan.people.models.accounts import Office
from khuevan.people.models.groups import OfOfficeQuerySet
from khuevan.people.models.persons import Person


class Consent(models.Model):
    """A yes of one person to one optional use, with its end; one row each time somebody says yes."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="consents", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents", verbose_name=_("person"))
    purpose = models.CharField(_("what for"), max_length=20, choices=ConsentPurpose)
    wording = models.TextField(_("what was asked"))
    given_at = models.DateTimeField(_("given on"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    withdrawn_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    objects = OfOfficeQuerySet["Consent"].as_manager()
    doubles_stay: ClassVar[bool] = True
    """Where both entries of a merge said yes, that of the one that goes stays there (``people.domain.referring``)."""

    class Meta:
        ordering = ("-given_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("office", "person", "purpose"),
                condition=models.Q(withdrawn_at=None),
                name="consent_in_force_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_purpose_display()}"


class CorrectionRequest(models.Model):
    """A person says that something about them is wrong; ``wishes`` is field to new value, beside words of their own."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="correction_requests", verbose_name=_("office"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="correction_requests", verbose_name=_("person"))
    wishes = models.JSONField(_("to be corrected"), default=dict)
    words = models.CharField(_("in their words"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=CorrectionState, default=CorrectionState.OPEN)
    answer = models.CharField(_("answer"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("asked on"), default=timezone.now)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = OfOfficeQuerySet["CorrectionRequest"].as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"wishes", "words"})

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return str(self.person)
