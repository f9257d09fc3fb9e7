"""The rule a class is judged by, and what came of it for each learner."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor, SystemActor
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Office, User
from khuevan.records.models import Record
from khuevan.training.models import TrainingClass


class CompletionRule(models.Model):
    """Who receives a certificate, as the committee decided; a change is a new version.

    The default is full attendance with excused absences recorded (Thông tư 03/2023/TT-BNV, Điều 6, asks for full
    participation and names no share; any lower share is the organizer's own regulation).
    """

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="completion_rules")
    version = models.PositiveSmallIntegerField(_("version"))
    min_share = models.DecimalField(
        _("least share of half days"),
        max_digits=4,
        decimal_places=3,
        default=Decimal(1),
        validators=(MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))),
    )
    excused_counts = models.BooleanField(_("an excused absence counts as attended"), default=True)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)

    class Meta:
        ordering = ("training_class", "-version")
        constraints = (models.UniqueConstraint(fields=("training_class", "version"), name="rule_version_once"),)

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What the rule means, in words."""
        if self.min_share == 1:
            start = _now("Attends every half day")
        else:
            start = _now("Attends at least %(percent)s%% of the half days") % {
                "percent": f"{(self.min_share * 100).normalize():f}".replace(".", ",")
            }
        if self.excused_counts:
            return _now("%(start)s; an absence with leave counts as attended.") % {"start": start}
        return _now("%(start)s; an absence with leave counts as absence.") % {"start": start}


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, actor: Actor) -> "OutcomeQuerySet":
        """Outcomes of the actor's own offices; same rule as ``assessment.view_outcome``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(enrollment__training_class__office__in=Office.objects.of_staff(actor))

    def completed(self) -> "OutcomeQuerySet":
        """Those who receive a certificate: what the rule says, unless somebody decided otherwise."""
        return self.filter(
            models.Q(override=True) | models.Q(override=None, passed=True),
        )


class Outcome(models.Model):
    """What the rule says of one learner, with the numbers it is based on; an override names who and why."""

    enrollment = models.OneToOneField(Enrollment, models.PROTECT, related_name="outcome")
    rule = models.ForeignKey(CompletionRule, models.PROTECT, related_name="outcomes")
    passed = models.BooleanField(_("meets the rule"))
    attended = models.PositiveSmallIntegerField(_("half days attended"))
    excused = models.PositiveSmallIntegerField(_("absences with leave"))
    absent = models.PositiveSmallIntegerField(_("absences without leave"))
    total = models.PositiveSmallIntegerField(_("half days of the class"))
    computed_at = models.DateTimeField(_("computed at"))
    override = models.BooleanField(_("decided otherwise"), null=True, blank=True)
    override_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    override_reason = models.CharField(_("why decided otherwise"), max_length=300, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(Record, models.PROTECT, null=True, blank=True, related_name="outcomes")

    objects = OutcomeQuerySet.as_manager()
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"computed_at"})

    def __str__(self) -> str:
        return f"{self.enrollment.full_name}: {self.sentence}"

    @property
    def completes(self) -> bool:
        return self.passed if self.override is None else self.override

    @property
    def sentence(self) -> str:
        """Why, in one sentence."""
        if self.override is not None:
            decided = _now("recognised") if self.override else _now("not recognised")
            return _now("Decided otherwise by %(who)s (%(decided)s): %(why)s") % {
                "who": self.override_by or "Khuê Văn",
                "decided": decided,
                "why": self.override_reason,
            }
        return self._counted()

    def _counted(self) -> str:
        parts = [
            _now("Attended %(attended)s of %(total)s half days") % {"attended": self.attended, "total": self.total}
        ]
        if self.excused:
            words = ngettext("%(count)s absence with leave", "%(count)s absences with leave", self.excused)
            parts.append(words % {"count": self.excused})
        if self.absent:
            words = ngettext("%(count)s absence without leave", "%(count)s absences without leave", self.absent)
            parts.append(words % {"count": self.absent})
        text = ", ".join(parts)
        needed = f"{(self.rule.min_share * 100).normalize():f}".replace(".", ",")
        if self.passed:
            return _now("%(text)s; the rule is met (%(needed)s%%).") % {"text": text, "needed": needed}
        return _now("%(text)s; the rule asks for %(needed)s%%.") % {"text": text, "needed": needed}


class CommendationQuerySet(models.QuerySet["Commendation"]):
    def visible_to(self, actor: Actor) -> "CommendationQuerySet":
        """Commendations in classes of the actor's offices; same rule as ``assessment.view_commendation``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(enrollment__training_class__office__in=Office.objects.of_staff(actor))


class Commendation(models.Model):
    """A learner praised at the closing (khen thưởng); ``amount`` in đồng, None where only the certificate of merit."""

    enrollment = models.OneToOneField(Enrollment, models.PROTECT, related_name="commendation")
    reason = models.CharField(_("what for"), max_length=300)
    amount = models.PositiveIntegerField(_("money (đồng)"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = CommendationQuerySet.as_manager()
    audit_office: ClassVar[str] = "enrollment__training_class__office"

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return f"{self.enrollment.full_name}: {self.reason}"
