"""What follows for lecturers when a letter to them is signed: asked for, thanked; and when that is taken back."""

from typing import Final

from django.utils import timezone

from khuevan.core.actors import Actor
from khuevan.papers.enums import PaperKind
from khuevan.papers.models import MadePaper
from khuevan.records.models import Record
from khuevan.training.domain.lecturers.care import note_thanks
from khuevan.training.domain.lecturers.states import mark_asked, take_back_asking
from khuevan.training.enums import ClassState
from khuevan.training.models import Lecturer

LETTERS: Final = (PaperKind.LECTURER_REQUEST, PaperKind.THANKS_LETTER)


def signed_to_lecturers(actor: Actor, made: MadePaper, document: Record) -> None:
    """Whom the letter asks for is asked, whom it thanks is thanked; a class that is filed is only thanked for."""
    state = made.training_class.state
    meant = _meant(made)
    if made.kind == PaperKind.THANKS_LETTER and state != ClassState.CANCELLED:
        for lecturer in meant:
            note_thanks(actor, lecturer, document.date or timezone.localdate(), document=document)
    if made.kind == PaperKind.LECTURER_REQUEST and state not in {ClassState.REPORTED, ClassState.CANCELLED}:
        mark_asked(actor, meant, document=document)


def unsigned_to_lecturers(actor: Actor, made: MadePaper, document: Record) -> None:
    """The same taken back, for whom this letter was written; who has answered meanwhile keeps the answer."""
    if made.kind == PaperKind.LECTURER_REQUEST:
        take_back_asking(actor, _meant(made, document), document)
    if made.kind == PaperKind.THANKS_LETTER and made.training_class.state != ClassState.CANCELLED:
        for lecturer in _meant(made):
            if document.date is None or lecturer.thanked_on == document.date:
                note_thanks(actor, lecturer, None, document=document)


def _meant(made: MadePaper, document: Record | None = None) -> list[Lecturer]:
    """Whom the copy is written to: one person, or all whom a unit shall name; everybody where it names nobody.

    With ``document`` those of a unit whom it asked for, though their names are known by now.
    """
    rows = Lecturer.objects.filter(training_class=made.training_class).select_related("training_class")
    sort, _colon, key = made.target.partition(":")
    if sort == "lecturer":
        return list(rows.filter(pk=int(key)))
    if sort == "unit":
        of_unit = rows.filter(organization=int(key))
        return list(of_unit.filter(asked_by=document) if document else of_unit.filter(person=None))
    return list(rows.exclude(organization=made.training_class.office.organization_id))
