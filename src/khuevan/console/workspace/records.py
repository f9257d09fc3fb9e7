"""Documents of the class: papers and lists made from what it knows, and the file of documents that exist."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from khuevan.assessment.models import Outcome
from khuevan.console.workspace import record_pages, record_papers
from khuevan.console.workspace.papers import deeds, dossier, plates, signed
from khuevan.console.workspace.papers import page as paper_page
from khuevan.console.workspace.papers.board import board
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import staff_page
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.records.interfaces.tables import file_words
from khuevan.records.models import Record
from khuevan.training.enums import RecordPurpose
from khuevan.training.models import ClassRecord, TrainingClass


@dataclass(frozen=True)
class DocumentRow:
    """One document of the class and what it is there for; ``attached`` is 0 where another tab put it."""

    document: Record
    purpose: str
    attached: int
    seen: str
    file: str

    @property
    def below(self) -> str:
        """What a phone shows under the number, where the other columns are hidden."""
        about = self.document.subject if self.document.code else ""
        day, issuer = vn_date(self.document.date), str(self.document.issuer)
        return ". ".join(part for part in (self.purpose, day, about, issuer) if part)


_FROM_ELSEWHERE: dict[str, str | Promise] = {
    "plan": _("plan the class follows"),
    "decision": _("decision on the results"),
}


def _documents(actor: Actor, training_class: TrainingClass) -> list[DocumentRow]:
    """What was put into the file, the plan the class follows, the decision its results were approved by."""
    rows = list(ClassRecord.objects.visible_to(actor).filter(training_class=training_class).with_documents())
    shown = [_row(one.record, str(one.get_purpose_display()), one) for one in rows]
    purposes = {(one.record_id, one.purpose) for one in rows}
    decided = Outcome.objects.filter(decision=OuterRef("pk"), enrollment__training_class=training_class)
    seen = Record.objects.visible_to(actor).select_related("issuer")
    linked = [(RecordPurpose.PLAN, seen.filter(pk=training_class.plan_id))] if training_class.plan_id else []
    linked.append((RecordPurpose.DECISION, seen.filter(Exists(decided))))
    for purpose, found in linked:
        words = str(_FROM_ELSEWHERE[purpose])
        shown += [_row(one, words, None) for one in found if (one.pk, purpose) not in purposes]
    return sorted(shown, key=lambda row: (row.document.date or date.max, row.document.pk), reverse=True)


def _row(document: Record, purpose: str, attached: ClassRecord | None) -> DocumentRow:
    seen = stamp(attached) if attached else ""
    return DocumentRow(document, capfirst(purpose), attached.pk if attached else 0, seen, file_words(document))


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    may_write = may(request.user, "papers.write_paper", training_class)
    context: dict[str, Any] = {
        "board": board(request.user, training_class) if may_write else None,
        "dossier": dossier.kept(request, training_class) if may_write else None,
        "sessions": training_class.sessions.select_related("venue") if may_write else [],
        "venues": training_class.venues.all(),
        "has_groups": training_class.groups.exists(),
        "documents": _documents(request.user, training_class),
        "may_keep": may(request.user, "training.attach_record", training_class),
        "may_sign": may(request.user, "papers.record_signed", training_class),
    }
    return workspace(request, training_class, "records", context)


urlpatterns = [
    path("", page, name="class_records"),
    *record_papers.urlpatterns,
    *deeds.urlpatterns,
    *paper_page.urlpatterns,
    *signed.urlpatterns,
    *plates.urlpatterns,
    *dossier.urlpatterns,
    *record_pages.urlpatterns,
]
