"""Who was there, half day by half day, with the evidence of every mark."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from khuevan.attendance.enums import AttendanceStatus, Way
from khuevan.core.actors import Actor, SystemActor
from khuevan.nominations.models import Enrollment
from khuevan.people.models import Office
from khuevan.training.models import Session


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, actor: Actor) -> "AttendanceQuerySet":
        """Marks of the actor's own offices; same rule as ``attendance.view_mark``."""
        if isinstance(actor, SystemActor):
            return self
        return self.filter(session__training_class__office__in=Office.objects.of_staff(actor))

    def newest(self) -> "AttendanceQuerySet":
        """The last mark of everybody in every half day, also one that takes back another."""
        return self.filter(superseded_by=None)

    def current(self) -> "AttendanceQuerySet":
        """The marks that count."""
        return self.newest().exclude(status=AttendanceStatus.CLEARED)


class Attendance(models.Model):
    """One mark.  A correction adds a mark that supersedes this one; nothing is overwritten."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="marks")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="marks")
    status = models.CharField(_("status"), max_length=12, choices=AttendanceStatus)
    way = models.CharField(_("way"), max_length=12, choices=Way)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    device = models.CharField(_("device"), max_length=80, blank=True)
    nonce = models.CharField(max_length=120, unique=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes", db_index=False
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=("session", "status", "enrollment"), condition=Q(superseded_by=None), name="newest_marks"
            ),
        )
        constraints = (
            # Not a unique column: over its index SQLite would look through the newest marks of all classes together.
            models.UniqueConstraint(
                fields=("superseded_by",), condition=~Q(superseded_by=None), name="superseded_by_one_mark"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrollment.full_name}, {self.session}: {self.get_status_display()}"
