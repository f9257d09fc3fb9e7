"""Lecturers of a class, from the first intention to the letter of thanks."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, Bearer, SystemActor
from khuevan.people.models import Office
from khuevan.records.models import Record
from khuevan.training.enums import LecturerState
from khuevan.training.models.people import OfficialAsOf
from khuevan.training.models.training_class import TrainingClass


class LecturerQuerySet(models.QuerySet["Lecturer"]):
    def visible_to(self, actor: Actor) -> "LecturerQuerySet":
        """Lecturers of the classes of the actor's offices; who holds a personal link sees their own rows.

        Same rule as ``training.view_lecturer``.
        """
        if isinstance(actor, SystemActor):
            return self
        if isinstance(actor, Bearer):
            if actor.office_id is None or actor.person_id is None:
                return self.none()
            own = self.filter(training_class__office=actor.office_id, person=actor.person_id)
            return own.filter(replaced_at=None)
        return self.filter(training_class__office__in=Office.objects.of_staff(actor))


class _CurrentLecturers(models.Manager.from_queryset(LecturerQuerySet)):  # type: ignore[misc]  # made at run time
    """Whoever teaches now; rows that were replaced are kept for the history and found by ``Lecturer.ever``."""

    def get_queryset(self) -> LecturerQuerySet:
        rows: LecturerQuerySet = super().get_queryset()
        return rows.filter(replaced_at=None)


class Lecturer(OfficialAsOf):
    """Báo cáo viên, giảng viên: a person, or at first only the unit that will send one.

    ``training_class.lecturers`` and ``objects`` give those who teach now.  Who was replaced keeps a row with
    ``replaced_at``; the row of who came instead points to it by ``replaces``.
    """

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="lecturers")
    order = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("state"), max_length=12, choices=LecturerState, default=LecturerState.PLANNED)
    state_note = models.CharField(_("note on the state"), max_length=300, blank=True)
    asked_by = models.ForeignKey(
        Record, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("letter that asked")
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name=_("comes instead of")
    )
    replaced_at = models.DateTimeField(_("replaced on"), null=True, blank=True)
    replace_reason = models.CharField(_("why replaced"), max_length=300, blank=True)
    # Keys of the programme lines that came with a replacement, so that taking it back moves exactly those.
    took_over = models.JSONField(_("lines taken over"), default=list, blank=True)
    keeps = models.JSONField(_("lines taught together before"), default=list, blank=True)
    """Of ``took_over`` those that were theirs as well: they stay theirs when the others go back."""
    reception = models.TextField(_("how the teaching was received"), blank=True)
    thanked_on = models.DateField(_("thanked on"), null=True, blank=True)

    objects = _CurrentLecturers()
    ever = LecturerQuerySet.as_manager()
    """With those who were replaced."""
    audit_ignored: ClassVar[frozenset[str]] = frozenset({"took_over", "keeps"})

    class Meta:
        ordering = ("order",)


class LecturerCare(models.Model):
    """Phiếu đón tiếp: coming, staying, eating, leaving, and until when materials are awaited."""

    lecturer = models.OneToOneField(Lecturer, models.CASCADE, related_name="care", verbose_name=_("lecturer"))
    arrives_at = models.DateTimeField(_("arrives at"), null=True, blank=True)
    arrives_by = models.CharField(_("arrives by"), max_length=200, blank=True)
    met_by = models.CharField(_("met by"), max_length=200, blank=True)
    leaves_at = models.DateTimeField(_("leaves at"), null=True, blank=True)
    leaves_by = models.CharField(_("leaves by"), max_length=200, blank=True)
    seen_off_by = models.CharField(_("seen off by"), max_length=200, blank=True)
    lodging = models.CharField(_("room"), max_length=300, blank=True)
    nights = models.PositiveSmallIntegerField(_("nights"), null=True, blank=True)
    meals = models.CharField(_("meals"), max_length=300, blank=True)
    materials_by = models.DateField(_("materials awaited until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    audit_office: ClassVar[str] = "lecturer__training_class__office"

    def __str__(self) -> str:
        return str(self.lecturer)
