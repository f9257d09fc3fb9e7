"""Tables that every part of the installation leans on: audit, numbers, forms sent, visits, jobs."""

from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import SYSTEM, Actor, SystemActor, account_of
from khuevan.core.errors import DomainError
from khuevan.core.jobs.owners import offices_of
from khuevan.core.jobs.states import UNFINISHED, JobState


class AuditEntry(models.Model):
    """One object changed by one verb.  Rows are only ever added.

    ``office_key`` is the office that the object belonged to (``core.audit_office``), as a plain number: offices lie in
    an app above.  ``subject_key`` is what a search looks into.
    """

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(_("who"), max_length=200)
    verb = models.CharField(_("what"), max_length=80, db_index=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(_("object"), max_length=200)
    subject_key = models.CharField(max_length=200, blank=True)
    office_key = models.BigIntegerField(null=True, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("subject_type", "subject_id"), name="audit_subject"),
            models.Index(fields=("office_key", "-id"), name="audit_of_office"),
        )

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject_label}"


class Sequence(models.Model):
    """The last number given out for one key; see ``core.numbering``."""

    key = models.CharField(max_length=120, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key}: {self.last}"


class FormReceipt(models.Model):
    """A form that was sent and did its work: sent again, it leads to the same place and does nothing.

    ``actor`` is None for whoever has no account.  Kept for a few days only (``core.once.forget_receipts``), and never
    with a secret in its address.
    """

    token = models.CharField(max_length=40, unique=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    address = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.token}: {self.address}"


class VisitCount(models.Model):
    """Views of one public page on one day, added to in batches; see ``core.visits``."""

    day = models.DateField()
    path_key = models.CharField(max_length=200)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("day", "path_key"), name="one_count_per_page_and_day"),)
        indexes = (models.Index(fields=("path_key",), name="visits_of_page"),)

    def __str__(self) -> str:
        return f"{self.path_key} {self.day}: {self.count}"


class PresenceSlice(models.Model):
    """Who one web process saw lately, as hashes that change every day; replaced every few seconds."""

    process = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    visitors = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.process}: {len(self.visitors)}"


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, actor: Actor) -> "JobQuerySet":
        """Jobs of the actor's offices, and own ones that belong to no office; same rule as ``core.view_job``."""
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        if user is None:
            return self.none()
        own = models.Q(office_id=None, actor=user)
        offices = offices_of(actor)
        return self.filter(own if offices is None else own | models.Q(office_id__in=offices))

    def unfinished(self) -> "JobQuerySet":
        return self.filter(state__in=UNFINISHED)

    def about(self, subject: models.Model) -> "JobQuerySet":
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class Job(models.Model):
    """Long work on one subject, as far as it has come; see ``core.jobs``.  Verbs and workers write it."""

    kind = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField(_("object"), max_length=200)
    office_id = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    actor_label = models.CharField(_("who"), max_length=200)
    by_installation = models.BooleanField(default=False)
    params = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=20, choices=JobState, default=JobState.WAITING)
    cursor = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=list, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lost = models.PositiveSmallIntegerField(default=0)
    lease_holder = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset(
        {"cursor", "result", "note", "lease_holder", "lease_until", "attempts", "lost", "asked_at", "due_at"}
    )
    prepared: object = None
    """What ``Handler.prepare`` made for the step being done; never stored."""

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "subject_type", "subject_id"),
                condition=models.Q(state__in=UNFINISHED),
                name="one_unfinished_job_a_subject",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",),
                condition=models.Q(state__in=(JobState.WAITING, JobState.RUNNING)),
                name="jobs_to_do",
            ),
            models.Index(fields=("subject_type", "subject_id"), name="jobs_of_subject"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject_label}"

    @property
    def is_finished(self) -> bool:
        return self.state not in UNFINISHED

    @property
    def subject(self) -> models.Model | None:
        """What the job is about, read afresh; None when it is gone."""
        found: models.Model | None = apps.get_model(self.subject_type)._base_manager.filter(pk=self.subject_id).first()
        return found

    def acting(self) -> Actor:
        """On whose behalf the job acts.  Raises ``job_without_starter`` when that account is gone or closed."""
        if self.by_installation:
            return SYSTEM
        actor: Actor | None = account_of(self.actor) if self.actor else None
        if actor is None:
            raise DomainError(
                "job_without_starter",
                _("The account that started this work is closed. What is done is kept; start the rest yourself."),
            )
        return actor


class PeriodicTurn(models.Model):
    """When a periodic function that one worker does for all is due again; see ``core.periodic``."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}: {self.due_at}"


class GuessCount(models.Model):
    """Wrong guesses of one visitor at one kind of secret lately; see ``core.guessing``."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.count}"
