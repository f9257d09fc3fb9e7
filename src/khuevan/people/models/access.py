"""Ways in for people without an account: a personal link, and a code sent to an address the office knows."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuevan.people.enums import LinkState
from khuevan.people.models.accounts import Office
from khuevan.people.models.groups import OfOfficeQuerySet
from khuevan.people.models.organizations import Contact, Organization
from khuevan.people.models.persons import Person


class AccessLink(models.Model):
    """A personal link: for an agency, by the contact it was given to, or for a person.

    Only a hash of its secret is kept.  ``contact`` may be None for a link made for an agency by and large.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="access_links", verbose_name=_("office"))
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="access_links", verbose_name=_("agency")
    )
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="access_links", verbose_name=_("person")
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="access_links", verbose_name=_("given to")
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made on"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    first_used_at = models.DateTimeField(_("first used on"), null=True, blank=True)

    objects = OfOfficeQuerySet["AccessLink"].as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"token_hash", "first_used_at"})

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(organization=None, person__isnull=False)
                | models.Q(organization__isnull=False, person=None),
                name="link_of_agency_or_person",
            ),
        )

    def __str__(self) -> str:
        return str(self.organization or self.person)

    @property
    def state(self) -> LinkState:
        if self.revoked_at:
            return LinkState.REVOKED
        return LinkState.VALID if self.expires_at > timezone.now() else LinkState.EXPIRED


class AccessCode(models.Model):
    """A code of six digits sent to a contact of an agency, or to the e-mail address of people.

    ``purpose`` is a word of the app that sent it, ``subject`` what it opens there, as plain text.  Wrong guesses are
    counted on the row, so that they count on every process.
    """

    office_id = models.PositiveBigIntegerField(null=True, blank=True)
    purpose = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    code_hash = models.CharField(max_length=64)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)

    audit_ignored: ClassVar[frozenset[str]] = frozenset({"code_hash", "subject", "made_at"})

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("purpose", "subject", "-id"), name="codes_of_subject"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%d/%m/%Y %H:%M}"
