"""Whom an office writes to for a class, on which terms, and how many each may send."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.nominations.enums import Answer, ReserveRule
from khuevan.nominations.models.of_class import OfClassQuerySet
from khuevan.people.models import Organization
from khuevan.records.models import Record
from khuevan.training.models import Topic, TrainingClass, Venue


def default_fields() -> list[str]:
    """What is asked of a nominee unless somebody says why more is needed (Luật 91/2025/QH15: no more than needed)."""
    return ["full_name", "birth", "gender", "position", "organization", "phone"]


class Invitation(models.Model):
    """The terms on which agencies are asked to send people to one class (công văn đề nghị cử, triệu tập).

    ``code`` is the short address ``/moi/<code>/`` printed on the letter.  ``seats`` is the total, None for no total;
    each agency's own number is in its ``Quota``.  ``fields`` names what is asked of a nominee; what is sensitive
    (``citizen_id``, ``ethnicity``, ``party_member``) needs ``field_reason``.  ``positions`` are words one of which a
    position should contain; ``years_apart`` asks for people who took no such class for so many years, where "such" is
    ``topic`` or, without one, any topic of this class.
    """

    training_class = models.OneToOneField(TrainingClass, models.PROTECT, related_name="invitation")
    code = models.CharField(_("short address"), max_length=12, unique=True)
    reply_by = models.DateTimeField(_("answer until"))
    seats = models.PositiveIntegerField(_("places in total"), null=True, blank=True)
    positions = models.JSONField(_("positions asked for"), default=list, blank=True)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic not attended lately")
    )
    years_apart = models.PositiveSmallIntegerField(_("years since such a class"), null=True, blank=True)
    condition_note = models.CharField(_("conditions in words"), max_length=500, blank=True)
    fields = models.JSONField(_("asked of each person"), default=default_fields)
    field_reason = models.CharField(_("why more is asked"), max_length=300, blank=True)
    reserve_rule = models.CharField(
        _("order of the reserve list"), max_length=10, choices=ReserveRule, default=ReserveRule.TIME
    )
    is_public = models.BooleanField(_("agencies may answer by the short address"), default=True)
    note = models.TextField(_("word to the agencies"), blank=True)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("official letter")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("prepared by")
    )
    created_at = models.DateTimeField(_("prepared on"), auto_now_add=True)

    objects = OfClassQuerySet["Invitation"].as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return str(self.training_class)


class QuotaQuerySet(OfClassQuerySet["Quota"]):
    """Same rule as ``nominations.view_quota``."""

    to_class = "invitation__training_class"

    def by_protocol(self) -> "QuotaQuerySet":
        return self.order_by("organization__protocol_order", "organization__search_key", "pk")


class Quota(models.Model):
    """One agency invited to one class (chỉ tiêu).

    ``seats`` is what the letter gives it, None where only the total of the invitation counts; ``extra`` were added
    when somebody of its reserve list moved up.  How many are held is counted, not kept (``domain.seats``).
    ``answer`` follows the last answer that counts.
    """

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="quotas")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="quotas", verbose_name=_("invited agency")
    )
    name = models.CharField(_("name in the letter"), max_length=250)
    seats = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    extra = models.PositiveSmallIntegerField(_("places added"), default=0)
    priority = models.PositiveSmallIntegerField(_("priority on the reserve list"), default=100)
    venue = models.ForeignKey(
        Venue, models.SET_NULL, null=True, blank=True, related_name="quotas", verbose_name=_("venue")
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, default=Answer.NONE)
    decline_reason = models.CharField(_("why nobody is sent"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("opened on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded on"), null=True, blank=True)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="quotas", verbose_name=_("letter of the agency")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = QuotaQuerySet.as_manager()
    audit_office: ClassVar[str] = "invitation__training_class__office"

    class Meta:
        ordering = ("invitation", "pk")
        constraints = (models.UniqueConstraint(fields=("invitation", "organization"), name="agency_invited_once"),)
        indexes = (models.Index(fields=("organization", "invitation"), name="invitations_of_agency"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.invitation}"

    @property
    def places(self) -> int | None:
        """How many may be held; None where only the total counts."""
        return None if self.seats is None else self.seats + self.extra
