"""Which documents in the file of a class a paper names as its basis."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from khuevan.core.actors import Actor
from khuevan.papers.enums import PaperKind
from khuevan.records.models import Record
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import ClassRecord, TrainingClass

_AFTER_PLAN = frozenset({RecordPurpose.PLAN})
_AFTER_DECISION = frozenset({RecordPurpose.PLAN, RecordPurpose.DECISION})
CITES: Final[Mapping[PaperKind, frozenset[RecordPurpose]]] = {
    PaperKind.OPENING_DECISION: _AFTER_PLAN,
    PaperKind.COMMITTEE_DECISION: _AFTER_DECISION,
    PaperKind.LECTURER_REQUEST: _AFTER_DECISION,
    PaperKind.INVITATION: _AFTER_DECISION,
    PaperKind.RESULT_DECISION: _AFTER_DECISION,
    PaperKind.RESULT_NOTICE: _AFTER_DECISION,
    PaperKind.REPORT: _AFTER_DECISION,
}
"""What each paper names, beside the plan that the class follows."""


@dataclass(frozen=True)
class Citable:
    """The documents of one class, asked for once; ``own`` are keys of those that papers of a kind became."""

    documents: tuple[ClassRecord, ...]
    own: Mapping[str, frozenset[int]]
    plan_id: int | None

    def by(self, kind: PaperKind) -> list[Record]:
        """What a paper of this kind names: never itself, and never twice the plan of the class."""
        passed = self.own.get(kind, frozenset()) | ({self.plan_id} if self.plan_id else set())
        purposes = CITES.get(kind, frozenset())
        named = [one.record for one in self.documents if one.purpose in purposes and one.record.code]
        return list({record.pk: record for record in named if record.pk not in passed}.values())


def citable(actor: Actor, training_class: TrainingClass) -> Citable:
    """In two queries."""
    rows = ClassRecord.objects.visible_to(actor).filter(training_class=training_class).with_documents()
    own: dict[str, set[int]] = {}
    signed = training_class.made_papers.filter(record__isnull=False).order_by()
    for kind, record in signed.values_list("kind", "record"):
        own.setdefault(kind, set()).add(record)
    kept = {kind: frozenset(records) for kind, records in own.items()}
    return Citable(tuple(rows), kept, training_class.plan_id)


def cited(actor: Actor, training_class: TrainingClass, kind: PaperKind) -> list[Record]:
    return citable(actor, training_class).by(kind)
