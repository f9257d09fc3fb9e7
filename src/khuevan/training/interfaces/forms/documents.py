"""A document in the file of a class: written down, or one the office keeps already."""

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.records.interfaces.forms import RecordForm
from khuevan.training.domain.documents import attach_record, detach_record
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import ClassRecord, TrainingClass


def purposes() -> list[tuple[str, str]]:
    return [(value, capfirst(str(label))) for value, label in RecordPurpose.choices]


class ClassRecordForm(RecordForm):
    """``attached`` is the row being changed; without one a document is put into the file of ``training_class``."""

    error_fields: ClassVar = {**RecordForm.error_fields, "document_attached": "purpose"}

    purpose = forms.ChoiceField(label=_("what it is there for"))

    field_order = ("purpose", "number", "symbol", "date", "issuer", "signer", "subject", "file")

    def __init__(
        self,
        actor: Actor,
        *args: Any,  # noqa: ANN401 - passed on
        training_class: TrainingClass,
        attached: ClassRecord | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.training_class, self.attached = training_class, attached
        shown = {**(initial or {}), **({"purpose": attached.purpose} if attached else {})}
        instance = attached.record if attached else None
        super().__init__(actor, *args, office=training_class.office, instance=instance, initial=shown)
        self.fields["purpose"].choices = purposes()  # type: ignore[attr-defined]  # a ChoiceField

    def perform(self) -> ClassRecord:
        with transaction.atomic():
            document, purpose = super().perform(), RecordPurpose(self.cleaned_data["purpose"])
            if self.attached is None:
                return attach_record(self.actor, self.training_class, document, purpose=purpose)
            if self.attached.purpose == purpose:
                return self.attached
            detach_record(self.actor, self.attached)
            return attach_record(self.actor, self.training_class, document, purpose=purpose)
