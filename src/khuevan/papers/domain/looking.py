"""The worker compares papers with their classes now and then, so that the work list names what differs.

Writing all papers of a class takes a second, which no list of tasks may cost.  Compared again is only what somebody
changed since: every change of an office leaves its entry in the audit.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Min
from django.utils import timezone

from khuevan.core.actors import SYSTEM
from khuevan.core.models import AuditEntry
from khuevan.papers.domain.differing import newest_papers, standing
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.training.domain.worklist import DAYS_AFTER_FILING
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

LOOK_EVERY: Final = 120.0
"""Seconds between two looks."""
CLASSES_A_LOOK: Final = 5


def look_at_papers() -> int:
    """Compares the classes that waited longest since their office changed something.  Returns how many."""
    recent = timezone.localdate() - timedelta(days=DAYS_AFTER_FILING)
    made = MadePaper.objects.exclude(training_class__state=ClassState.CANCELLED)
    made = made.filter(training_class__end_date__gte=recent) | made.exclude(training_class__state=ClassState.REPORTED)
    looked = made.order_by().values("training_class", "training_class__office").annotate(at=Min("looked_at"))
    offices = {row["training_class__office"] for row in looked}
    changed = dict(
        AuditEntry.objects.filter(office_key__in=offices).order_by().values_list("office_key").annotate(Max("at"))
    )
    due = [row for row in looked if _is_due(row["at"], changed.get(row["training_class__office"]))]
    due.sort(key=lambda row: (row["at"] is not None, row["at"], row["training_class"]))
    for row in due[:CLASSES_A_LOOK]:
        compare(TrainingClass.objects.select_related("office__organization", "plan").get(pk=row["training_class"]))
    return len(due[:CLASSES_A_LOOK])


def compare(training_class: TrainingClass) -> None:
    """Notes of every newest version of a class whether it differs now; older versions count as looked at."""
    now = timezone.now()
    kinds = {PaperKind(one.kind) for one in newest_papers(training_class)}
    differing = [
        one.newest.pk
        for one in standing(SYSTEM, training_class, list(kinds))
        if one.newest is not None and (one.differs or one.is_gone)
    ]
    papers = MadePaper.objects.filter(training_class=training_class)
    papers.exclude(pk__in=differing).update(differs=False, looked_at=now)
    papers.filter(pk__in=differing).update(differs=True, looked_at=now)


def _is_due(looked_at: datetime | None, changed_at: datetime | None) -> bool:
    return looked_at is None or (changed_at is not None and changed_at > looked_at)
