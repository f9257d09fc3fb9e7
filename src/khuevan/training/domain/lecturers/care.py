"""Phiếu đón tiếp of a lecturer: coming, staying, eating, leaving, and until when materials are awaited."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, stamp, unchanged
from khuevan.records.models import Record
from khuevan.training.domain.editing import write
from khuevan.training.domain.lecturers.states import open_lecturer
from khuevan.training.enums import ClassState
from khuevan.training.models import Lecturer, LecturerCare


class CareFields(TypedDict, total=False):
    """What may be said of the reception; what is left out stays.  ``note`` is read by the lecturer, too."""

    arrives_at: datetime | None
    arrives_by: str
    met_by: str
    leaves_at: datetime | None
    leaves_by: str
    seen_off_by: str
    lodging: str
    nights: int | None
    meals: str
    materials_by: date | None
    note: str


@verb("training.set_care")
def set_care(actor: Actor, lecturer: Lecturer, *, seen: str = "", **fields: Unpack[CareFields]) -> LecturerCare:
    """Writes the card, made on its first use.  ``seen`` is ``care_stamp`` of what the form showed.

    Raises ``leaves_before_arrival``, ``invalid_value``, ``changed_meanwhile``.
    """
    open_lecturer(actor, lecturer, "training.change_class")
    return _write(actor, "training.set_care", lecturer, seen, fields)


@verb("training.answer_travel")
def answer_travel(
    actor: Actor,
    lecturer: Lecturer,
    *,
    arrives_at: datetime | None,
    arrives_by: str = "",
    leaves_at: datetime | None = None,
    leaves_by: str = "",
    meals: str = "",
    note: str = "",
    seen: str = "",
) -> LecturerCare:
    """What lecturers say themselves: when and by what they come and leave, and what they eat.

    Raises ``leaves_before_arrival``, ``invalid_value``, ``changed_meanwhile``.
    """
    open_lecturer(actor, lecturer, "training.answer_as_lecturer")
    said: CareFields = {
        "arrives_at": arrives_at,
        "arrives_by": arrives_by,
        "leaves_at": leaves_at,
        "leaves_by": leaves_by,
        "meals": meals,
        "note": note,
    }
    return _write(actor, "training.answer_travel", lecturer, seen, said)


@verb("training.note_reception")
def note_reception(actor: Actor, lecturer: Lecturer, text: str, *, seen: str = "") -> None:
    """How the teaching was received, for whoever invites the lecturer again; also once the class is filed.

    Raises ``changed_meanwhile``.
    """
    before = _open_afterwards(actor, lecturer, seen)
    write(actor, "training.note_reception", lecturer, before, {"reception": text})


@verb("training.note_thanks")
def note_thanks(actor: Actor, lecturer: Lecturer, on: date | None, *, document: Record | None = None) -> None:
    """The letter of thanks went out on that day; None takes it back.  ``document`` is named where it is recorded."""
    before = _open_afterwards(actor, lecturer, "")
    if lecturer.thanked_on == on:
        record(actor, "training.note_thanks", [])
        return
    lecturer.thanked_on = on
    lecturer.save(update_fields=["thanked_on"])
    record(actor, "training.note_thanks", lecturer, before, reason=str(document) if document else "")


def care_of(lecturer: Lecturer) -> LecturerCare:
    """The card, or an empty one that is not stored yet."""
    return LecturerCare.objects.filter(lecturer=lecturer).first() or LecturerCare(lecturer=lecturer)


def care_stamp(lecturer: Lecturer) -> str:
    """What the card is right now; ``new`` where there is none."""
    care = care_of(lecturer)
    return stamp(care) if care.pk else NO_CARD


NO_CARD = "new"


def _write(actor: Actor, verb_name: str, lecturer: Lecturer, seen: str, fields: CareFields) -> LecturerCare:
    """The lecturer is locked, so that the first card is made once."""
    care = care_of(lecturer)
    if care.pk is not None:
        unchanged(locked(care), seen)
    elif seen not in {"", NO_CARD}:
        unchanged(care, seen)
    before = snapshot(care) if care.pk else {}
    for name, value in fields.items():
        setattr(care, name, value.strip() if isinstance(value, str) else value)
    if care.arrives_at and care.leaves_at and care.leaves_at <= care.arrives_at:
        raise DomainError("leaves_before_arrival", _("Leaving comes after arriving; look at the two times again."))
    checked(care).save()
    is_new = snapshot(care) != before
    record(actor, verb_name, care if is_new else [], before if is_new and before else None)
    return care


def _open_afterwards(actor: Actor, lecturer: Lecturer, seen: str) -> dict[str, object]:
    """A filed class still says how it was and whom it thanked.  Raises ``class_is_cancelled``."""
    require(actor, "training.change_class", lecturer.training_class)
    if locked(lecturer.training_class).state == ClassState.CANCELLED:
        raise DomainError("class_is_cancelled", _("This class was cancelled."))
    unchanged(locked(lecturer), seen)
    return snapshot(lecturer)


words(
    verbs={
        "training.set_care": _("wrote the card of a lecturer's reception"),
        "training.answer_travel": _("said when a lecturer comes and leaves"),
        "training.note_reception": _("noted how the teaching was received"),
        "training.note_thanks": _("noted the letter of thanks to a lecturer"),
    },
    kinds={"training.lecturercare": _("card of a lecturer's reception")},
)
