"""Learners of a class, as they were that day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, SystemActor
from khuevan.core.codes import new_code
from khuevan.nominations.enums import EnrollmentState
from khuevan.people.enums import Gender
from khuevan.people.models import Born, Office, Organization, Person
from khuevan.training.models import LearnerGroup, TrainingClass, Venue


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def visible_to(self, actor: Actor) -> "EnrollmentQuerySet":
        """Learners of the actor's own offices; same rule as ``nominations.view_enrollment``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(training_class__office__in=Office.objects.of_staff(actor))

    def current(self) -> "EnrollmentQuerySet":
        return self.filter(state=EnrollmentState.ENROLLED)

    def by_protocol(self) -> "EnrollmentQuerySet":
        """Protocol order of the agency, then the name; who has no known agency comes last on every database."""
        order = models.F("organization__protocol_order").asc(nulls_last=True)
        return self.order_by(order, "organization_name", "name_key", "pk")

    def by_agency(self) -> "EnrollmentQuerySet":
        return self.order_by("organization_name", "name_key", "pk")

    def by_name(self) -> "EnrollmentQuerySet":
        return self.order_by("name_key", "pk")


class Enrollment(Born):
    """Someone on the list of one class.  Name, position and agency are those of the class and stay.

    ``venue`` is where they sit when it is neither the venue of their group nor the main one (a remote point).
    ``card_code`` names them to staff at the door; it opens nothing of theirs.
    """

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
    group = models.ForeignKey(
        LearnerGroup, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("group")
    )
    leads_group = models.BooleanField(_("leads the group"), default=False)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="learners", verbose_name=_("place where they sit")
    )
    card_code = models.CharField(_("code on the card"), max_length=12, unique=True, default=new_code)
    name_key = models.CharField(max_length=600, blank=True)
    search_key = models.CharField(max_length=700, blank=True)

    objects = EnrollmentQuerySet.as_manager()
    audit_masked: ClassVar[frozenset[str]] = frozenset({"phone", "email"})
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"name_key", "search_key", "card_code"})

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
