"""Learners of a class, as they were that day, and the lists they come from while these are checked."""

import secrets
from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.nominations.enums import DraftState, EnrollmentState
from khuevan.people.enums import Gender
from khuevan.people.models import Born, Office, Organization, Person
from khuevan.training.models import TrainingClass


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def visible_to(self, actor: Actor) -> "EnrollmentQuerySet":
        """Learners of the actor's own offices; same rule as ``nominations.view_enrollment``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(training_class__office__in=Office.objects.of_staff(actor))

    def current(self) -> "EnrollmentQuerySet":
        return self.filter(state=EnrollmentState.ENROLLED)

    def by_protocol(self) -> "EnrollmentQuerySet":
        """Protocol order of the agency, then the name."""
        return self.order_by("organization__protocol_order", "organization_name", "name_key", "pk")

    def by_agency(self) -> "EnrollmentQuerySet":
        return self.order_by("organization_name", "name_key", "pk")

    def by_name(self) -> "EnrollmentQuerySet":
        return self.order_by("name_key", "pk")


class Enrollment(Born):
    """Someone on the list of one class.  Name, position and agency are those of the class and stay."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="enrollments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrollments")
    order = models.PositiveIntegerField(_("order of entry"))
    full_name = models.CharField(_("full name"), max_length=150)
    honorific = models.CharField(_("form of address"), max_length=30, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    position = models.CharField(_("position"), max_length=250, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="enrollments")
    organization_name = models.CharField(_("agency as of the class"), max_length=250, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=EnrollmentState, default=EnrollmentState.ENROLLED)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name=_("comes instead of")
    )
    name_key = models.CharField(max_length=600, blank=True)
    search_key = models.CharField(max_length=700, blank=True)

    objects = EnrollmentQuerySet.as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"phone", "email"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"name_key", "search_key"})

    class Meta:
        ordering = ("training_class", "order")
        indexes = (models.Index(fields=("training_class", "name_key"), name="learners_by_name"),)
        constraints = (
            models.UniqueConstraint(
                fields=("training_class", "person"), condition=Q(state="enrolled"), name="enrolled_once"
            ),
            models.UniqueConstraint(fields=("training_class", "order"), name="enrollment_order_once"),
        )

    def __str__(self) -> str:
        return f"{self.full_name}, {self.organization_name}" if self.organization_name else self.full_name

    @property
    def post(self) -> str:
        """Position and agency on one line, as a certificate prints them."""
        return ", ".join(part for part in (self.position, self.organization_name) if part)


def draft_path(_draft: models.Model, name: str) -> str:
    """Where a list that was sent lies: a name nobody can guess, in the kind it was sent in."""
    suffix = PurePath(name).suffix.lower()
    kind = suffix if suffix in {".xlsx", ".xls", ".ods", ".csv", ".docx"} else ".bin"
    return f"lists/{secrets.token_hex(16)}{kind}"


class RosterDraftQuerySet(models.QuerySet["RosterDraft"]):
    def visible_to(self, actor: Actor) -> "RosterDraftQuerySet":
        """Lists sent for classes of the actor's own offices; same rule as ``nominations.view_draft``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(training_class__office__in=Office.objects.of_staff(actor))

    def open(self) -> "RosterDraftQuerySet":
        return self.filter(state=DraftState.OPEN)


class RosterDraft(models.Model):
    """A list somebody sent, as it was read, until its rows are taken or it is discarded.

    ``rows`` is written and read by ``domain.draft_rows``; citizen IDs never stand in it.  ``waiting`` counts its rows
    that are not on the list of the class yet.
    """

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="roster_drafts")
    agency = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    name = models.CharField(_("file name"), max_length=255)
    file = models.FileField(_("file"), upload_to=draft_path, blank=True)
    rows = models.JSONField(default=list, blank=True, encoder=DjangoJSONEncoder)
    unused = models.JSONField(_("columns not used"), default=list, blank=True)
    waiting = models.PositiveIntegerField(_("rows not taken yet"), default=0)
    state = models.CharField(_("state"), max_length=20, choices=DraftState, default=DraftState.OPEN)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    objects = RosterDraftQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"rows"})

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name
