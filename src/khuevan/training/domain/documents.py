"""Official documents in the file of a class."""

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.records.models import Record
from khuevan.training.domain.editing import STAYS, fresh, remove
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import ClassRecord, TrainingClass


@verb("training.attach_record")
def attach_record(
    actor: Actor, training_class: TrainingClass, document: Record, *, purpose: RecordPurpose
) -> ClassRecord:
    """Puts a document into the file of a class, at any time; the file of a filed class may still grow.

    Raises ``document_of_another_office`` and ``document_attached``.
    """
    require(actor, "training.attach_record", training_class)
    locked(training_class)
    if document.office_id != training_class.office_id:
        raise DomainError("document_of_another_office", _("This document is kept by another office."))
    if training_class.class_records.filter(record=document, purpose=purpose).exists():
        raise DomainError("document_attached", _("This document is in the file of the class already."))
    attached = create(ClassRecord, training_class=training_class, record=document, purpose=purpose)
    record(actor, "training.attach_record", attached)
    return attached


@verb("training.detach_record")
def detach_record(actor: Actor, class_record: ClassRecord, *, seen: str = "") -> None:
    """Takes a document out of the file of a class; the office keeps the document.  Raises ``changed_meanwhile``."""
    require(actor, "training.attach_record", class_record.training_class)
    locked(class_record.training_class)
    fresh(class_record, seen)
    remove(actor, "training.detach_record", class_record, STAYS)
