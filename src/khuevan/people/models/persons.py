"""The people an office trains, hears and thanks."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.core.errors import DomainError
from khuevan.people.enums import DuplicateState, Gender
from khuevan.people.models.accounts import Office
from khuevan.people.models.organizations import Organization
from khuevan.vietnamese.dates import numeric_date
from khuevan.vietnamese.titles import inside_sentence


class Born(models.Model):
    """A birth as offices know it: the day, or only the year."""

    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def birth_text(self) -> str:
        if self.birth_date:
            return numeric_date(self.birth_date)
        return str(self.birth_year) if self.birth_year else ""


def birth_fields(text: str | None) -> dict[str, date | int | None]:
    """``1982-06-02`` or ``1982`` or None as the two columns of Born.  Raises ``birth_unreadable``."""
    if not text:
        return {"birth_date": None, "birth_year": None}
    try:
        if len(text) == 4:
            return {"birth_date": None, "birth_year": int(text)}
        day = date.fromisoformat(text)
    except ValueError as error:
        raise DomainError("birth_unreadable", _("%(text)s is not a date of birth."), text=text) from error
    return {"birth_date": day, "birth_year": day.year}


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, actor: Actor) -> "PersonQuerySet":
        """People in the directories of the actor's offices; same rule as ``people.view_person``."""
        if isinstance(actor, SystemActor):
            return self
        kept = DirectoryEntry.objects.filter(office__in=Office.objects.of_staff(actor))
        return self.filter(models.Exists(kept.filter(person=models.OuterRef("pk"))))

    def living(self) -> "PersonQuerySet":
        """Without those who turned out to be somebody else."""
        return self.filter(merged_into=None)

    def with_citizen_id(self, citizen_id_hash: str) -> "PersonQuerySet":
        """Who has this number (``people.identity``), or stands for somebody who had it: an old card, say."""
        # exclude() lets databases use the partial index; keys instead of a subquery, or SQLite walks all the living
        bearers = Person.objects.filter(citizen_id_hash=citizen_id_hash).exclude(citizen_id_hash="")
        keys = set(bearers.values_list("pk", flat=True))
        while into := dict(Person.objects.filter(pk__in=keys, merged_into__gt=0).values_list("pk", "merged_into")):
            keys = {into.get(key) or key for key in keys}
        return self.filter(pk__in=keys)


class Person(Born):
    """Someone trained, teaching or officiating.  The name stays as entered; keys beside it sort and find it.

    The citizen ID lies there sealed, beside a keyed hash that finds it (``people.identity``).  Whoever turned out to be
    somebody else (``merged_into``) stays as a row that no office knows, so that the merge can be taken back.
    """

    full_name = models.CharField(_("full name"), max_length=150)
    honorific = models.CharField(_("form of address"), max_length=30, blank=True)
    rank = models.CharField(_("rank or degree"), max_length=60, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    citizen_id_sealed = models.CharField(_("citizen ID"), max_length=200, blank=True)
    citizen_id_hash = models.CharField(max_length=64, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", verbose_name=_("the same person as")
    )
    name_key = models.CharField(max_length=600, db_index=True)
    search_key = models.CharField(max_length=400, db_index=True)

    objects = PersonQuerySet.as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"phone", "email", "citizen_id_sealed"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"citizen_id_hash"})

    class Meta:
        ordering = ("name_key", "pk")
        indexes = (
            models.Index(fields=("citizen_id_hash",), condition=~Q(citizen_id_hash=""), name="person_by_citizen_id"),
            models.Index(fields=("phone",), condition=~Q(phone=""), name="person_by_phone"),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def addressed(self) -> str:
        """The name with its form of address: ông Vũ Sỹ Thắng."""
        return f"{self.honorific} {self.full_name}".strip()

    @property
    def in_sentence(self) -> str:
        """The same where it does not begin the sentence; officers enter both "Ông" and "ông"."""
        return f"{inside_sentence(self.honorific)} {self.full_name}".strip()


class DirectoryEntry(models.Model):
    """An office knows a person: entered them, taught them, or had them teach.  Only then does it see them."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="directory")
    person = models.ForeignKey(Person, models.CASCADE, related_name="known_to")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("office", "person"), name="person_once_per_directory"),)

    def __str__(self) -> str:
        return f"{self.office}: {self.person}"


class Posting(models.Model):
    """A position somebody held, as far as known; classes tell further ones (``people.domain.postings``)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="postings")
    position = models.CharField(_("position"), max_length=250, blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="postings")
    organization_name = models.CharField(_("agency"), max_length=250, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ("-since", "-pk")

    def __str__(self) -> str:
        return ", ".join(part for part in (self.position, self.organization_name) if part)


class PairQuerySet(models.QuerySet["PossibleDuplicate"]):
    def visible_to(self, actor: Actor) -> "PairQuerySet":
        """Pairs of which the actor sees both people."""
        if isinstance(actor, SystemActor):
            return self
        kept = DirectoryEntry.objects.filter(office__in=Office.objects.of_staff(actor))
        return self.filter(
            models.Exists(kept.filter(person=models.OuterRef("first"))),
            models.Exists(kept.filter(person=models.OuterRef("second"))),
        )


class PossibleDuplicate(models.Model):
    """Two people who may be one.  ``score`` is 0 to 100, ``reasons`` are codes of ``people.domain.likeness``."""

    first = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    second = models.ForeignKey(Person, models.CASCADE, related_name="+", verbose_name=_("person"))
    score = models.PositiveSmallIntegerField(_("likeness"))
    reasons = models.JSONField(_("what is alike"), default=list)
    state = models.CharField(_("state"), max_length=20, choices=DuplicateState, default=DuplicateState.OPEN)
    found_at = models.DateTimeField(_("found on"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering = ("-score", "pk")
        indexes = (models.Index(fields=("state", "-score"), name="pairs_to_decide"),)
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="pair_once"),
            models.CheckConstraint(condition=Q(first__lt=models.F("second")), name="pair_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"


class MergeQuerySet(models.QuerySet["PersonMerge"]):
    def visible_to(self, actor: Actor) -> "MergeQuerySet":
        """Merges of entries that the actor's offices knew; same rule as ``people.view_merge``.

        Asks the database for every row it is called on: narrow the merges down before.
        """
        if isinstance(actor, SystemActor):
            return self
        offices = set(Office.objects.of_staff(actor).values_list("pk", flat=True))
        kept = DirectoryEntry.objects.filter(office__in=offices, person=models.OuterRef("kept"))
        seen = self.filter(models.Exists(kept)).values_list("pk", "values")
        return self.filter(pk__in=[key for key, values in seen if offices & set(values.get("offices", ()))])


class PersonMerge(models.Model):
    """Two people were made one.  ``moved`` says which rows now name ``kept``, ``values`` what changed on it.

    Written and read by ``people.domain.merging``; together they let the merge be taken back.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges", verbose_name=_("kept person"))
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("merged person"))
    at = models.DateTimeField(_("merged on"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("merged by")
    )
    moved = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("taken back on"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )

    objects = MergeQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"moved", "values"})

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"
