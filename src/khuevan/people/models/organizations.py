"""Bodies of the state and beside it: what they are, what became of them, whom to write to."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.people.enums import ContactSlot, DirectoryChangeKind, OrganizationKind, SuccessionKind


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def visible_to(self, actor: Actor) -> "OrganizationQuerySet":
        """All bodies, for staff of any office; same rule as ``people.view_organization``."""
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        return self if user is not None and user.roles.exists() else self.none()

    def existing(self, on: date) -> "OrganizationQuerySet":
        """Those that exist on a day; without days of their own they always do."""
        began = models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=on)
        return self.filter(began, models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))

    def ended(self, on: date) -> "OrganizationQuerySet":
        """Those that were there and are no more on a day."""
        return self.filter(valid_to__lt=on)


class Organization(models.Model):
    """A body of the state or beside it.  Bodies that were renamed or merged stay, with the day their name ended.

    ``area_code`` is the statistical code of the province or commune it stands for (codes were given anew on 1/7/2025:
    read it together with the validity).  A unit inside a body that has no seal of its own (``issues_documents`` is
    false) writes under the letterhead of the nearest body above that has one.
    """

    name = models.CharField(_("name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    symbol = models.CharField(_("symbol in document numbers"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganizationKind, default=OrganizationKind.OTHER)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    place_name = models.CharField(_("place named in documents"), max_length=120, blank=True)
    protocol_order = models.PositiveIntegerField(_("protocol order"), default=9999)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_to = models.DateField(_("existed until"), null=True, blank=True)
    area_code = models.CharField(_("code of the place"), max_length=10, blank=True)
    head_title = models.CharField(_("title of its head"), max_length=80, blank=True)
    issues_documents = models.BooleanField(_("has a seal and a symbol of its own"), default=True)
    search_key = models.CharField(max_length=400, db_index=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ("protocol_order", "search_key", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def short(self) -> str:
        return self.short_name or self.name

    def exists(self, on: date) -> bool:
        """Same rule as ``objects.existing``."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class SharedQuerySet[M: models.Model](models.QuerySet[M]):
    """What belongs to a body is seen by whoever sees the body: staff of any office."""

    def visible_to(self, actor: Actor) -> "SharedQuerySet[M]":
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        return self if user is not None and user.roles.exists() else self.none()


class Succession(models.Model):
    """What became of a body on one day; a body that was merged or split has one row for each successor.

    ``scope`` says which of its work went there when it was split; a body dissolved without successor has a row too.
    """

    predecessor = models.ForeignKey(
        Organization, models.CASCADE, related_name="successions", verbose_name=_("earlier body")
    )
    successor = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="precedents", verbose_name=_("successor")
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=SuccessionKind)
    on = models.DateField(_("in force from"))
    scope = models.CharField(_("work taken over"), max_length=300, blank=True)
    record = models.CharField(_("by document"), max_length=200, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        ordering = ("on", "pk")
        constraints = (
            models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_once"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="nobody_succeeds_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or self.get_kind_display()}"


class Contact(models.Model):
    """Whom to write to in a body, by what they are for; ``confirmed_on`` is when somebody last made sure."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="contacts")
    slot = models.CharField(_("for what"), max_length=20, choices=ContactSlot)
    name = models.CharField(_("full name"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=250, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    objects = SharedQuerySet.as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"phone", "email"})

    class Meta:
        ordering = ("slot", "pk")

    def __str__(self) -> str:
        return f"{self.name or self.get_slot_display()}, {self.organization}"


class DirectoryChange(models.Model):
    """Much done to bodies at once, in a form that can be taken back (``people.domain.directory_changes``).

    ``made`` names new rows as ``[label of the model, key]``; ``rewritten`` holds
    ``[label, key, {column: before}, {column: after}]``.
    """

    kind = models.CharField(_("what was done"), max_length=20, choices=DirectoryChangeKind)
    title = models.CharField(_("what"), max_length=200)
    at = models.DateTimeField(_("done on"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )
    made = models.JSONField(default=list)
    rewritten = models.JSONField(default=list)
    undone_at = models.DateTimeField(_("taken back on"), null=True, blank=True)

    objects = SharedQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"made", "rewritten"})

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title
