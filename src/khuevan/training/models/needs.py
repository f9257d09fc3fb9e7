"""What agencies say each autumn that their people should learn next year."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, Bearer, SystemActor
from khuevan.people.models import Office, Organization, User
from khuevan.records.models import Record
from khuevan.training.enums import NeedWay
from khuevan.training.models.plans import OfOfficeQuerySet, PlannedClass
from khuevan.training.models.topics import Topic


class NeedCall(models.Model):
    """An office asks agencies what their people need in ``year``; open until ``reply_by`` or until it is closed."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="need_calls", verbose_name=_("office"))
    year = models.PositiveSmallIntegerField(_("for the year"))
    reply_by = models.DateField(_("answer until"))
    note = models.TextField(_("word to the agencies"), blank=True)
    record = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="need_calls", verbose_name=_("official letter")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun on"), auto_now_add=True)

    objects = OfOfficeQuerySet["NeedCall"].as_manager()

    class Meta:
        ordering = ("-year", "pk")
        constraints = (models.UniqueConstraint(fields=("office", "year"), name="one_need_call_a_year"),)

    def __str__(self) -> str:
        return f"{self.office} {self.year}"


class OfCallQuerySet[M: models.Model](OfOfficeQuerySet[M]):
    """Staff of the office that asks; whoever proved to be an agency sees that agency's own."""

    to_office = "call__office"

    def visible_to(self, actor: Actor) -> "OfCallQuerySet[M]":
        if isinstance(actor, SystemActor):
            return self
        if isinstance(actor, Bearer):
            if actor.office_id is None or actor.organization_id is None:
                return self.none()
            return self.filter(call__office=actor.office_id, organization=actor.organization_id)
        return self.filter(call__office__in=Office.objects.of_staff(actor))


class NeedAnswer(models.Model):
    """One agency that is asked, and whether it answered; ``has_none`` where it said that it needs nothing."""

    call = models.ForeignKey(NeedCall, models.CASCADE, related_name="answers", verbose_name=_("call"))
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="need_answers", verbose_name=_("agency")
    )
    name = models.CharField(_("name in the letter"), max_length=250)
    opened_at = models.DateTimeField(_("opened on"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)
    way = models.CharField(_("way of the answer"), max_length=20, choices=NeedWay, blank=True)
    has_none = models.BooleanField(_("needs nothing"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = OfCallQuerySet["NeedAnswer"].as_manager()
    audit_office: ClassVar[str] = "call__office"

    class Meta:
        ordering = ("call", "organization__protocol_order", "pk")
        constraints = (models.UniqueConstraint(fields=("call", "organization"), name="agency_asked_once"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.call}"


class TrainingNeed(models.Model):
    """One thing that people of an agency should learn, and how many of them.

    ``planned_class`` is the class of a plan that was drafted to meet it.
    """

    answer = models.ForeignKey(NeedAnswer, models.CASCADE, related_name="needs", verbose_name=_("answer"))
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="needs", verbose_name=_("topic")
    )
    title = models.CharField(_("what should be learnt"), max_length=300)
    field = models.CharField(_("field"), max_length=120, blank=True)
    audience = models.CharField(_("audience"), max_length=300, blank=True)
    people = models.PositiveIntegerField(_("number of learners"), validators=(MinValueValidator(1),))
    months = models.CharField(_("wished time"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    planned_class = models.ForeignKey(
        PlannedClass, models.SET_NULL, null=True, blank=True, related_name="needs", verbose_name=_("planned class")
    )

    audit_office: ClassVar[str] = "answer__call__office"

    class Meta:
        ordering = ("answer", "order", "pk")

    def __str__(self) -> str:
        return self.title
