"""The yearly plan of an office: the classes it means to hold, and what agencies said they need."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.people.models import Office, Organization, User
from khuevan.records.models import Record
from khuevan.training.enums import ClassKind, OrganizerPart, PlanState
from khuevan.training.models.topics import Topic

MONTHS = (MinValueValidator(1), MaxValueValidator(12))


class OfOfficeQuerySet[M: models.Model](models.QuerySet[M]):
    """What staff of one office see; ``to_office`` is the way to the office."""

    to_office: ClassVar[str] = "office"

    def visible_to(self, actor: Actor) -> "OfOfficeQuerySet[M]":
        if isinstance(actor, SystemActor):
            return self
        return self.filter(**{f"{self.to_office}__in": Office.objects.of_staff(actor)})


class OfPlanQuerySet[M: models.Model](OfOfficeQuerySet[M]):
    to_office = "plan__office"


class TrainingPlan(models.Model):
    """Kế hoạch đào tạo, bồi dưỡng of one office for one year.

    Its classes are edited while it is a draft or being amended; approving it freezes them as a ``PlanVersion``.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="training_plans", verbose_name=_("office"))
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title of the plan"), max_length=300)
    state = models.CharField(_("state"), max_length=20, choices=PlanState, default=PlanState.DRAFT)
    note = models.TextField(_("note"), blank=True)
    amend_reason = models.CharField(_("why it is being amended"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("begun on"), auto_now_add=True)

    objects = OfOfficeQuerySet["TrainingPlan"].as_manager()

    class Meta:
        ordering = ("-year", "pk")
        constraints = (models.UniqueConstraint(fields=("office", "year"), name="one_plan_a_year"),)

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """The plan as it was signed; ``rows`` holds every class of that day in order (``domain.plan_versions``)."""

    plan = models.ForeignKey(TrainingPlan, models.PROTECT, related_name="versions", verbose_name=_("plan"))
    number = models.PositiveSmallIntegerField(_("version"))
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="plan_versions", verbose_name=_("signed plan")
    )
    rows = models.JSONField(_("classes of the plan"), default=list)
    reason = models.CharField(_("why it was amended"), max_length=300, blank=True)
    approved_at = models.DateTimeField(_("approved at"))
    approved_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by"))

    objects = OfPlanQuerySet["PlanVersion"].as_manager()
    audit_office: ClassVar[str] = "plan__office"

    class Meta:
        ordering = ("plan", "-number")
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="plan_version_once"),)

    def __str__(self) -> str:
        return f"{self.plan} ({self.number})"


class PlannedClass(models.Model):
    """One class, or several of the same kind, that a plan means to hold.

    ``people`` are learners of all ``classes`` together; ``periods`` are tiết of one class; money is in đồng.  Time is a
    month or two (1 to 12) and, once known, days.
    """

    plan = models.ForeignKey(TrainingPlan, models.PROTECT, related_name="planned_classes", verbose_name=_("plan"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title = models.CharField(_("title of the class"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=ClassKind, default=ClassKind.REFRESHER)
    field = models.CharField(_("field"), max_length=120, blank=True)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="planned_classes", verbose_name=_("topic")
    )
    audience = models.TextField(_("audience"), blank=True)
    classes = models.PositiveSmallIntegerField(_("number of classes"), default=1, validators=(MinValueValidator(1),))
    people = models.PositiveIntegerField(_("number of learners"), null=True, blank=True)
    periods = models.PositiveSmallIntegerField(_("periods (tiết)"), null=True, blank=True)
    month_from = models.PositiveSmallIntegerField(_("from month"), null=True, blank=True, validators=MONTHS)
    month_to = models.PositiveSmallIntegerField(_("to month"), null=True, blank=True, validators=MONTHS)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    venue = models.CharField(_("venue"), max_length=300, blank=True)
    money_source = models.CharField(_("source of money"), max_length=200, blank=True)
    estimate = models.PositiveBigIntegerField(_("estimate (đồng)"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    repeats = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="repeated_by", verbose_name=_("repeats")
    )
    is_dropped = models.BooleanField(_("will not be held"), default=False)
    drop_reason = models.CharField(_("why it will not be held"), max_length=300, blank=True)

    objects = OfPlanQuerySet["PlannedClass"].as_manager()
    audit_office: ClassVar[str] = "plan__office"

    class Meta:
        ordering = ("plan", "order", "pk")

    def __str__(self) -> str:
        return self.title


class PlannedOrganizer(models.Model):
    """A body that organizes a planned class or helps to."""

    planned_class = models.ForeignKey(
        PlannedClass, models.CASCADE, related_name="organizers", verbose_name=_("planned class")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="planned_classes", verbose_name=_("organization")
    )
    part = models.CharField(_("part"), max_length=20, choices=OrganizerPart, default=OrganizerPart.CO)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    audit_office: ClassVar[str] = "planned_class__plan__office"

    class Meta:
        ordering = ("part", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=("planned_class", "organization", "part"), name="planned_organizer_once"),
        )

    def __str__(self) -> str:
        return self.organization.name
