from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor, account_of
from khuevan.people.models import Office
from khuevan.records.models import Record
from khuevan.training.enums import (
    ClassKind,
    ClassState,
    LearnerWord,
    LecturerWord,
    OpeningWord,
    StatedOf,
)


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def visible_to(self, actor: Actor) -> "TrainingClassQuerySet":
        """Published classes, and all of the actor's own offices; same rule as ``training.view_class``."""
        if isinstance(actor, SystemActor):
            return self
        user = account_of(actor)
        published = Q(published_at__isnull=False)
        if user is None:
            return self.filter(published)
        return self.filter(published | Q(office__in=Office.objects.of_staff(user)))

    def of_staff(self, actor: Actor) -> "TrainingClassQuerySet":
        """Classes of the actor's offices; same rule as ``training.work_on_class``."""
        return self.filter(office__in=Office.objects.of_staff(actor))


class TrainingClass(models.Model):
    """One class (lớp bồi dưỡng, lớp tập huấn) of one office, with the words it chose for itself."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="classes", verbose_name=_("office"))
    slug = models.SlugField(_("public address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=ClassKind, default=ClassKind.REFRESHER)
    year = models.PositiveSmallIntegerField(_("year"))
    need = models.TextField(_("need"), blank=True)
    objective = models.TextField(_("objective"), blank=True)
    audience = models.TextField(_("audience"), blank=True)
    expected_result = models.TextField(_("expected result"), blank=True)
    awards_certificates = models.BooleanField(_("awards certificates"), default=True)
    certificate_note = models.TextField(_("who receives a certificate"), blank=True)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    learner_word = models.CharField(max_length=20, choices=LearnerWord, default=LearnerWord.LEARNER)
    lecturer_word = models.CharField(max_length=20, choices=LecturerWord, default=LecturerWord.SPEAKER)
    opening_word = models.CharField(max_length=20, choices=OpeningWord, default=OpeningWord.COMMENCEMENT)
    plan = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="planned_classes")
    planned_class = models.ForeignKey(
        "training.PlannedClass",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="held_classes",
        verbose_name=_("class of the yearly plan"),
    )
    state = models.CharField(_("state"), max_length=20, choices=ClassState, default=ClassState.PLANNED)
    state_before_cancelling = models.CharField(
        _("state before it was cancelled"), max_length=20, choices=ClassState, blank=True
    )
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("copied from")
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    search_key = models.CharField(max_length=600, db_index=True)

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        ordering = ("-start_date", "-pk")
        indexes = (models.Index(fields=("office", "-start_date"), name="classes_of_office"),)
        constraints = (
            models.CheckConstraint(condition=Q(end_date__gte=models.F("start_date")), name="class_ends_after_start"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def duration_days(self) -> int:
        """Calendar days from the first to the last, both counted."""
        return (self.end_date - self.start_date).days + 1


class StatedCount(models.Model):
    """A number as people say it: hơn 70 đại biểu.  Kept beside what is counted, never instead of it."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="stated_counts")
    of = models.CharField(_("of"), max_length=20, choices=StatedOf)
    qualifier = models.CharField(_("qualifier"), max_length=40, blank=True)
    number = models.PositiveIntegerField(_("number"))
    noun = models.CharField(_("counted"), max_length=200)

    class Meta:
        ordering = ("of",)
        constraints = (models.UniqueConstraint(fields=("training_class", "of"), name="stated_once"),)

    def __str__(self) -> str:
        return f"{self.qualifier} {self.number} {self.noun}".strip()
