"""What one office keeps about bodies: groups it writes to, and the names under which lists mean them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.people.models.accounts import Office
from khuevan.people.models.organizations import Organization


class OfOfficeQuerySet[M: models.Model](models.QuerySet[M]):
    """Rows of an office, for its staff."""

    def visible_to(self, actor: Actor) -> "OfOfficeQuerySet[M]":
        if isinstance(actor, SystemActor):
            return self
        return self.filter(office__in=Office.objects.of_staff(actor))


class OrganizationGroup(models.Model):
    """Bodies an office often writes to together (xã biên giới)."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="organization_groups")
    name = models.CharField(_("name of the group"), max_length=120)
    note = models.CharField(_("note"), max_length=300, blank=True)
    members = models.ManyToManyField(Organization, through="GroupMember", related_name="groups")
    search_key = models.CharField(max_length=200, blank=True)

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        ordering = ("search_key", "pk")
        constraints = (models.UniqueConstraint(fields=("office", "name"), name="group_once_per_office"),)

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    group = models.ForeignKey(OrganizationGroup, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("group", "organization"), name="member_once_per_group"),)

    def __str__(self) -> str:
        return f"{self.group}: {self.organization}"


class OrganizationAlias(models.Model):
    """Which body an office means by a name that people type ("Sở NV"); learned whenever somebody decides it.

    ``key`` is ``people.domain.naming.alias_key`` of what was written.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="organization_aliases")
    key = models.CharField(max_length=300)
    written = models.CharField(_("as written"), max_length=250)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases", verbose_name=_("means"))
    learned_at = models.DateTimeField(_("learned on"), auto_now_add=True)
    learned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = OfOfficeQuerySet.as_manager()

    class Meta:
        ordering = ("key", "pk")
        constraints = (models.UniqueConstraint(fields=("office", "key"), name="alias_once_per_office"),)

    def __str__(self) -> str:
        return f"{self.written}: {self.organization}"
