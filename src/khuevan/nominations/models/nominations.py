"""Answers of agencies, and the people they name."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.nominations.enums import (
    ConfirmedBy,
    EnrollmentState,
    NominationState,
    SubmissionKind,
    SubmissionState,
    SubmissionWay,
)
from khuevan.nominations.models.drafts import DraftLine, RosterDraft, draft_path
from khuevan.nominations.models.enrollments import Enrollment
from khuevan.nominations.models.invitations import Quota
from khuevan.nominations.models.of_class import OfClassQuerySet
from khuevan.people.enums import Gender
from khuevan.people.models import AccessLink, Born, Contact, Organization, Person
from khuevan.training.models import TrainingClass


class SubmissionQuerySet(OfClassQuerySet["Submission"]):
    """Same rule as ``nominations.view_submission``."""

    to_class = "quota__invitation__training_class"

    def sent(self) -> "SubmissionQuerySet":
        """Without those still being written."""
        return self.exclude(state=SubmissionState.WRITING)


class Submission(models.Model):
    """One answer of an agency: a list of people (danh sách cử), or that it sends nobody.

    Whoever wrote it without proof of being the agency holds ``token_hash`` in a cookie until it is confirmed; nothing
    of it takes a place before.  ``draft`` is the list an officer checked, for what came as a file by post.
    """

    quota = models.ForeignKey(Quota, models.CASCADE, related_name="submissions", verbose_name=_("agency"))
    way = models.CharField(_("came by"), max_length=10, choices=SubmissionWay)
    kind = models.CharField(_("kind"), max_length=10, choices=SubmissionKind, default=SubmissionKind.LIST)
    state = models.CharField(_("state"), max_length=12, choices=SubmissionState, default=SubmissionState.WRITING)
    sender_name = models.CharField(_("sent by"), max_length=150, blank=True)
    sender_phone = models.CharField(_("telephone of the sender"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    late_reason = models.CharField(_("why after the list was closed"), max_length=300, blank=True)
    file = models.FileField(_("file"), upload_to=draft_path, blank=True)
    file_name = models.CharField(_("file name"), max_length=255, blank=True)
    notes = models.JSONField(default=list, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    link = models.ForeignKey(
        AccessLink, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by link")
    )
    draft = models.ForeignKey(
        RosterDraft, models.SET_NULL, null=True, blank=True, related_name="submissions", verbose_name=_("list")
    )
    confirmed_how = models.CharField(_("confirmed by"), max_length=10, choices=ConfirmedBy, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    created_at = models.DateTimeField(_("begun on"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()
    audit_office: ClassVar[str] = "quota__invitation__training_class__office"
    audit_masked: ClassVar[frozenset[str]] = frozenset({"sender_phone"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"token_hash", "notes"})

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.quota)


class NominationQuerySet(OfClassQuerySet["Nomination"]):
    """Same rule as ``nominations.view_nomination``."""

    def holding(self) -> "NominationQuerySet":
        """Those who hold a place: waiting for the officer's word, or accepted and still on the list."""
        waiting = Q(state=NominationState.PROPOSED)
        return self.filter(waiting | Q(state=NominationState.ACCEPTED, enrollment__state=EnrollmentState.ENROLLED))

    def reserve(self) -> "NominationQuerySet":
        return self.filter(state=NominationState.RESERVE)

    def counted(self) -> "NominationQuerySet":
        """What an officer sees of agencies' answers: not what is still written or not confirmed."""
        return self.exclude(state=NominationState.WRITTEN)


class Nomination(Born):
    """Somebody an agency named (người được cử), from the first word to the place on the list or the refusal.

    ``written`` waits with its submission; confirmed it is ``proposed`` where a place is free, ``reserve`` where none
    is, ``double`` where the agency named the person before.  Accepted, it has an ``enrollment``.
    """

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="nominations")
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="nominations", verbose_name=_("agency"))
    submission = models.ForeignKey(
        Submission, models.CASCADE, null=True, blank=True, related_name="nominations", verbose_name=_("answer")
    )
    line = models.ForeignKey(DraftLine, models.SET_NULL, null=True, blank=True, related_name="nominations")
    index = models.PositiveIntegerField(_("place in the answer"), default=0)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="nominations", verbose_name=_("person")
    )
    full_name = models.CharField(_("full name"), max_length=150)
    honorific = models.CharField(_("form of address"), max_length=30, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    position = models.CharField(_("position"), max_length=250, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    organization_name = models.CharField(_("agency"), max_length=250, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    ethnicity = models.CharField(_("ethnicity"), max_length=60, blank=True)
    party_member = models.BooleanField(_("Party member"), null=True, blank=True)
    citizen_id_sealed = models.CharField(_("citizen ID"), max_length=200, blank=True)
    citizen_id_hash = models.CharField(max_length=64, blank=True)
    problems = models.JSONField(default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=NominationState, default=NominationState.WRITTEN)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    placed_at = models.DateTimeField(_("in line since"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    enrollment = models.OneToOneField(
        Enrollment, models.SET_NULL, null=True, blank=True, related_name="nomination", verbose_name=_("learner")
    )
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replacements", verbose_name=_("comes instead of")
    )
    name_key = models.CharField(max_length=600, blank=True)
    search_key = models.CharField(max_length=700, blank=True)

    objects = NominationQuerySet.as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset(
        {"phone", "email", "ethnicity", "party_member", "citizen_id_sealed"}
    )
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"name_key", "search_key", "citizen_id_hash", "problems"})

    class Meta:
        ordering = ("training_class", "quota", "pk")
        indexes = (
            models.Index(fields=("training_class", "state"), name="nominations_by_state"),
            models.Index(fields=("quota", "state"), name="nominations_of_agency"),
        )

    def __str__(self) -> str:
        return f"{self.full_name}, {self.organization_name}" if self.organization_name else self.full_name
