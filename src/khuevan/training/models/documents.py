from django.db import models
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.people.models import Office
from khuevan.records.models import Record
from khuevan.training.enums import RecordPurpose
from khuevan.training.models.training_class import TrainingClass


class ClassRecordQuerySet(models.QuerySet["ClassRecord"]):
    def visible_to(self, actor: Actor) -> "ClassRecordQuerySet":
        """Documents of the classes of the actor's offices; same rule as ``training.view_class_record``."""
        return self.filter(training_class__office__in=Office.objects.of_staff(actor))

    def with_documents(self) -> "ClassRecordQuerySet":
        """With the documents and their issuers, for lists."""
        return self.select_related("record__issuer")


class ClassRecord(models.Model):
    """An official document in the file of a class, and what it is there for."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="class_records")
    record = models.ForeignKey(Record, models.PROTECT, related_name="class_records", verbose_name=_("document"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=RecordPurpose)

    objects = ClassRecordQuerySet.as_manager()

    class Meta:
        ordering = ("record__date", "pk")
        constraints = (
            models.UniqueConstraint(fields=("training_class", "record", "purpose"), name="class_record_once"),
        )

    def __str__(self) -> str:
        return f"{self.record.code} ({self.get_purpose_display()})"
