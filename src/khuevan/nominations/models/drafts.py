"""Lists that were sent, while they are checked."""

import secrets
from pathlib import PurePath
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.nominations.enums import Decision, DraftKind, DraftState, LineState
from khuevan.nominations.models.enrollments import Enrollment
from khuevan.nominations.models.of_class import OfClassQuerySet
from khuevan.people.models import Office, Organization, Person
from khuevan.training.models import TrainingClass

KEPT_ENDINGS = frozenset(
    {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt", ".docx", ".doc", ".pdf", ".jpg", ".jpeg", ".png"}
)


def draft_path(_draft: models.Model, name: str) -> str:
    """Where a list that was sent lies: a name nobody can guess, in the kind it was sent in."""
    suffix = PurePath(name).suffix.lower()
    return f"lists/{secrets.token_hex(16)}{suffix if suffix in KEPT_ENDINGS else '.bin'}"


class RosterDraftQuerySet(OfClassQuerySet["RosterDraft"]):
    """Same rule as ``nominations.view_draft``."""

    def open(self) -> "RosterDraftQuerySet":
        return self.filter(state=DraftState.OPEN)


class RosterDraft(models.Model):
    """A list somebody sent, as it was read, until its rows are taken or it is discarded.

    Its rows are ``lines``; ``waiting`` counts those neither taken nor left out.  ``tables`` says how each column was
    understood and ``notes`` what is to be said of the whole file (``domain.layouts``); ``layout`` is what an officer
    said of the columns instead (``readers.roster.layouts.Layout`` as JSON).  ``new_bodies`` are the keys of agencies
    that came into the directory with this list.
    """

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="roster_drafts")
    agency = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=DraftKind, default=DraftKind.FILE)
    name = models.CharField(_("file name"), max_length=255)
    file = models.FileField(_("file"), upload_to=draft_path, blank=True)
    unused = models.JSONField(_("columns not used"), default=list, blank=True)
    tables = models.JSONField(default=list, blank=True)
    layout = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    recalled = models.BooleanField(_("columns as remembered from an earlier list"), default=False)
    id_reason = models.CharField(_("why citizen IDs are kept"), max_length=300, blank=True)
    new_bodies = models.JSONField(default=list, blank=True)
    waiting = models.PositiveIntegerField(_("rows not taken yet"), default=0)
    state = models.CharField(_("state"), max_length=20, choices=DraftState, default=DraftState.OPEN)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    objects = RosterDraftQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"tables", "layout", "notes", "new_bodies"})

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

    @property
    def keeps_ids(self) -> bool:
        return bool(self.id_reason)


class LineQuerySet(OfClassQuerySet["DraftLine"]):
    """Same rule as ``nominations.view_draft``."""

    to_class = "draft__training_class"

    def waiting(self) -> "LineQuerySet":
        return self.filter(state=LineState.WAITING)

    def good(self) -> "LineQuerySet":
        """Rows that may be taken together, whoever looked at them."""
        return self.waiting().filter(errors=0, refused="")


class DraftLine(models.Model):
    """One row of a list that is being checked.

    Small columns come first: counting the rows of a list does not read its texts.  ``number`` is the row of the sheet,
    ``index`` its place among the rows of the list.  ``values`` holds the fields by name, ``original`` the cells as they
    stood (numbers of persons masked), ``problems`` triples of field, sentence and level.  ``agency_key`` and
    ``twin_key`` are equal for equal agencies and for rows that would be one person; ``match`` is somebody known who is
    probably meant.  ``batch`` counts the times rows of the draft were taken.
    """

    draft = models.ForeignKey(RosterDraft, models.CASCADE, related_name="lines")
    index = models.PositiveIntegerField()
    number = models.PositiveIntegerField(_("row"))
    state = models.CharField(_("state"), max_length=10, choices=LineState, default=LineState.WAITING)
    errors = models.PositiveSmallIntegerField(default=0)
    notices = models.PositiveSmallIntegerField(default=0)
    is_double = models.BooleanField(default=False)
    is_mended = models.BooleanField(_("mended by hand"), default=False)
    likeness = models.PositiveSmallIntegerField(_("likeness"), default=0)
    is_sure = models.BooleanField(default=False)
    decision = models.CharField(_("somebody known"), max_length=10, choices=Decision, blank=True)
    batch = models.PositiveIntegerField(default=0)
    person_was_new = models.BooleanField(default=False)
    match = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    enrollment = models.ForeignKey(Enrollment, models.SET_NULL, null=True, blank=True, related_name="draft_lines")
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="+")
    refused = models.CharField(max_length=500, blank=True)
    twin_key = models.CharField(max_length=32, blank=True)
    agency_key = models.CharField(max_length=250, blank=True)
    table = models.CharField(max_length=120, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    citizen_id_hash = models.CharField(max_length=64, blank=True)
    citizen_id_sealed = models.CharField(max_length=200, blank=True)
    search_key = models.CharField(max_length=700, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list, blank=True)
    original = models.JSONField(default=list, blank=True)

    objects = LineQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset(
        {
            "draft_id", "index", "table", "errors", "notices", "is_double", "is_sure", "batch", "person_was_new",
            "refused", "twin_key", "agency_key", "sheet", "citizen_id_hash", "citizen_id_sealed", "search_key",
            "reasons", "values", "problems", "original", "match_id", "enrollment_id", "organization_id",
        }
    )  # fmt: skip

    class Meta:
        ordering = ("draft", "index")
        indexes = (
            models.Index(
                fields=("draft", "state", "errors", "notices", "is_double", "decision", "is_sure", "refused"),
                name="lines_to_count",
            ),
            models.Index(fields=("draft", "twin_key"), name="lines_that_are_twins"),
            models.Index(fields=("draft", "agency_key"), name="lines_of_agency"),
        )
        constraints = (models.UniqueConstraint(fields=("draft", "index"), name="line_once"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.values.get('full_name') or '—'}"

    @property
    def is_good(self) -> bool:
        """May be taken together with all other good rows (``LineQuerySet.good``)."""
        return self.state == LineState.WAITING and not self.errors and not self.refused


class RememberedLayout(models.Model):
    """How the columns of an agency's lists are to be understood, once somebody said so.

    ``signature`` stands for the headings and ``roles`` is role by the words of a heading
    (``readers.roster.layouts``).  Without an agency it is meant for lists of which nobody said who sent them.
    """

    office = models.ForeignKey(Office, models.CASCADE, related_name="+")
    agency = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )
    signature = models.CharField(max_length=64)
    headings = models.JSONField(_("headings"), default=list)
    roles = models.JSONField(_("meaning of the columns"), default=dict)
    learned_at = models.DateTimeField(_("learned on"), auto_now=True)
    learned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("learned from")
    )

    audit_ignored: ClassVar[frozenset[str]] = frozenset({"signature", "learned_at"})

    class Meta:
        ordering = ("office", "pk")
        constraints = (
            models.UniqueConstraint(fields=("office", "agency", "signature"), name="layout_of_agency_once"),
            models.UniqueConstraint(
                fields=("office", "signature"), condition=Q(agency=None), name="layout_of_nobody_once"
            ),
        )

    def __str__(self) -> str:
        return ", ".join(text for text in self.headings if text)[:200] or self.signature


class DraftPage(models.Model):
    """One page of a scan or a photo, as a picture shown beside the rows that are typed from it."""

    draft = models.ForeignKey(RosterDraft, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    image = models.FileField(upload_to=draft_path)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    audit_ignored: ClassVar[frozenset[str]] = frozenset({"draft_id", "number", "image"})

    class Meta:
        ordering = ("draft", "number")
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="page_once"),)

    def __str__(self) -> str:
        return f"{self.draft}: {self.number}"
