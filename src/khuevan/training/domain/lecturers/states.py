"""How sure a class is of a lecturer: planned, asked by a letter, named by the unit, confirmed, or cannot come.

An officer writes down what was said by telephone; lecturers answer by their personal link, units by theirs.  What each
state was before, and who said so, is in the history of the row.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor, Bearer
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import may, require
from khuevan.core.rows import alone, checked, locked, reasoned, unchanged
from khuevan.people.domain.persons import know, new_person
from khuevan.people.models import Organization, Person
from khuevan.records.models import Record
from khuevan.training.domain.arrangements import as_of
from khuevan.training.enums import ClassState, LecturerState
from khuevan.training.models import Lecturer, TrainingClass
from khuevan.vietnamese.folding import fold, match_key
from khuevan.vietnamese.phones import normalise_phone

UNSURE: Final = (LecturerState.PLANNED, LecturerState.ASKED, LecturerState.NAMED)
LONGEST_NOTE: Final = 300


@verb("training.mark_asked")
def mark_asked(actor: Actor, lecturers: Sequence[Lecturer], *, document: Record | None = None) -> list[Lecturer]:
    """A letter asked for these lecturers, ``document`` where it is recorded; who answered already keeps the answer."""
    changed, before = list[Lecturer](), {}
    for lecturer in lecturers:
        open_lecturer(actor, lecturer, "training.change_class")
        old = snapshot(lecturer)
        if lecturer.state == LecturerState.PLANNED:
            lecturer.state = LecturerState.ASKED
        lecturer.asked_by = document or lecturer.asked_by
        if snapshot(lecturer) != old:
            lecturer.save(update_fields=["state", "asked_by"])
            before[lecturer.pk] = old
            changed.append(lecturer)
    record(actor, "training.mark_asked", changed, before)
    return changed


@verb("training.take_back_asking")
def take_back_asking(actor: Actor, lecturers: Sequence[Lecturer], document: Record) -> list[Lecturer]:
    """The document was no letter that asked for these; whoever has not answered is only planned again."""
    asked, before = list[Lecturer](), {}
    for lecturer in lecturers:
        require(actor, "training.change_class", lecturer.training_class)
        locked(lecturer.training_class)
        if locked(lecturer).asked_by_id != document.pk:
            continue
        before[lecturer.pk] = snapshot(lecturer)
        lecturer.asked_by = None
        if lecturer.state == LecturerState.ASKED:
            lecturer.state = LecturerState.PLANNED
        lecturer.save(update_fields=["state", "asked_by"])
        asked.append(lecturer)
    record(actor, "training.take_back_asking", asked, before)
    return asked


@verb("training.name_person")
def name_person(
    actor: Actor,
    lecturer: Lecturer,
    *,
    person: Person,
    title: str = "",
    organization: Organization | None = None,
    seen: str = "",
) -> None:
    """The unit names whom it sends; until the person has answered it may name somebody else.

    Raises ``lecturer_answered`` once the person has, ``lecturer_named_by_office`` where a unit wants to exchange
    somebody the office chose, ``taught_already``, ``changed_meanwhile``.
    """
    training_class = open_lecturer(actor, lecturer, "training.name_lecturer", seen)
    _may_be_named(actor, lecturer, person)
    before = snapshot(lecturer)
    values = as_of(person, title, organization or lecturer.organization)
    if values["organization"] == lecturer.organization:
        values["organization_name"] = lecturer.organization_name
    for name, value in values.items():
        setattr(lecturer, name, value)
    lecturer.state, lecturer.state_note = LecturerState.NAMED, ""
    know(training_class.office_id, [person])
    _save_answer(actor, "training.name_person", lecturer, before)


@verb("training.name_by_unit")
def name_by_unit(
    actor: Actor,
    lecturer: Lecturer,
    *,
    full_name: str,
    honorific: str = "",
    rank: str = "",
    title: str = "",
    phone: str = "",
    email: str = "",
    seen: str = "",
) -> Person:
    """Names somebody by what the unit typed: whom the office knows under this name with this telephone or e-mail, else
    a new entry.  An entry that is there stays as it is.  Raises what ``name_person`` raises, ``person_without_name``.
    """
    require(actor, "training.name_lecturer", lecturer)
    locked(lecturer.training_class)
    alone("enroll")  # after the class, before the row of the lecturer: a merge of people takes both in this order
    training_class = open_lecturer(actor, lecturer, "training.name_lecturer", seen)
    person = _known(training_class.office_id, full_name, phone, email)
    added = list[Person]()
    if person is None:
        typed = {"full_name": full_name, "honorific": honorific, "rank": rank, "phone": phone, "email": email}
        person = checked(new_person(typed, None))
        person.save(force_insert=True)
        added = [person]
    record(actor, "training.name_by_unit", added, office_key=training_class.office_id)
    name_person(actor, lecturer, person=person, title=title)
    return person


@verb("training.confirm_lecturer")
def confirm(actor: Actor, lecturer: Lecturer, note: str = "", *, seen: str = "") -> None:
    """The lecturer comes; also who had said no.  Raises ``lecturer_unnamed``, ``changed_meanwhile``."""
    open_lecturer(actor, lecturer, "training.answer_as_lecturer", seen)
    if lecturer.person_id is None:
        raise DomainError("lecturer_unnamed", _("The unit has not named the person yet; enter the name first."))
    before = snapshot(lecturer)
    lecturer.state, lecturer.state_note = LecturerState.CONFIRMED, note.strip()[:LONGEST_NOTE]
    _save_answer(actor, "training.confirm_lecturer", lecturer, before)


@verb("training.decline_lecturer")
def decline(actor: Actor, lecturer: Lecturer, reason: str, *, seen: str = "") -> None:
    """The lecturer cannot come, or the unit sends nobody; the lines stay until somebody comes instead.

    Raises ``reason_missing``, ``taught_already`` for whoever has nothing left to teach, ``changed_meanwhile``.
    """
    permission = "training.answer_as_lecturer"
    if lecturer.person_id is None and not may(actor, permission, lecturer):
        permission = "training.name_lecturer"
    open_lecturer(actor, lecturer, permission, seen)
    why = reasoned(reason)
    if has_taught_all(lecturer):
        raise DomainError("taught_already", _("%(who)s has taught already."), who=capfirst(str(lecturer)))
    before = snapshot(lecturer)
    lecturer.state, lecturer.state_note = LecturerState.DECLINED, why
    _save_answer(actor, "training.decline_lecturer", lecturer, before)


@verb("training.plan_lecturer_again")
def plan_again(actor: Actor, lecturer: Lecturer, reason: str, *, seen: str = "") -> None:
    """Takes an answer back: the lecturer waits again, behind the letter where one was sent.  Raises ``reason_missing``,
    ``changed_meanwhile``."""
    open_lecturer(actor, lecturer, "training.change_class", seen)
    why = reasoned(reason)
    before = snapshot(lecturer)
    lecturer.state = LecturerState.ASKED if lecturer.asked_by_id else LecturerState.PLANNED
    lecturer.state_note, lecturer.answered_at = why, None
    is_new = snapshot(lecturer) != before
    lecturer.save(update_fields=["state", "state_note", "answered_at"])
    record(actor, "training.plan_lecturer_again", lecturer if is_new else [], before if is_new else None, reason=why)


def open_lecturer(actor: Actor, lecturer: Lecturer, permission: str, seen: str = "") -> TrainingClass:
    """Locks the class, then the row.  Raises ``not_allowed``, ``class_is_closed``, ``lecturer_replaced`` and
    ``changed_meanwhile``."""
    subject = lecturer.training_class if permission == "training.change_class" else lecturer
    require(actor, permission, subject)
    training_class = locked(lecturer.training_class)
    if training_class.state in {ClassState.REPORTED, ClassState.CANCELLED}:
        raise DomainError("class_is_closed", _("This class is filed or cancelled, so nothing is changed any more."))
    locked(lecturer)
    lecturer.training_class = training_class
    refuse_replaced(lecturer)
    unchanged(lecturer, seen)
    return training_class


def last_day_of(lecturer: Lecturer) -> date | None:
    """The last day on which they teach; None while the programme has no line of theirs."""
    return lecturer.items.order_by("-session__date").values_list("session__date", flat=True).first()


def refuse_replaced(lecturer: Lecturer) -> None:
    """Raises ``lecturer_replaced``."""
    if lecturer.replaced_at is not None:
        raise DomainError(
            "lecturer_replaced", _("Somebody else comes instead of %(who)s already."), who=lecturer.in_sentence
        )


def has_taught_all(lecturer: Lecturer) -> bool:
    last = last_day_of(lecturer)
    return last is not None and last < timezone.localdate()


def _may_be_named(actor: Actor, lecturer: Lecturer, person: Person) -> None:
    if lecturer.state not in UNSURE:
        raise DomainError(
            "lecturer_answered",
            _("%(who)s has answered already. Let somebody else come instead."),
            who=capfirst(str(lecturer)),
        )
    if isinstance(actor, Bearer) and lecturer.person_id and lecturer.state != LecturerState.NAMED:
        raise DomainError(
            "lecturer_named_by_office", _("The office has chosen %(who)s. Please call it."), who=lecturer.in_sentence
        )
    if lecturer.person_id not in {None, person.pk} and has_taught_any(lecturer):
        raise DomainError("taught_already", _("%(who)s has taught already."), who=capfirst(str(lecturer)))


def has_taught_any(lecturer: Lecturer) -> bool:
    return lecturer.items.filter(session__date__lt=timezone.localdate()).exists()


def _save_answer(actor: Actor, verb_name: str, lecturer: Lecturer, before: dict[str, object]) -> None:
    """Writes an answer with its time, once: the same answer again leaves no trace and no new time."""
    if snapshot(lecturer) == before:
        record(actor, verb_name, [])
        return
    lecturer.answered_at = timezone.now()
    checked(lecturer).save()
    record(actor, verb_name, lecturer, before)


def _known(office_id: int, full_name: str, phone: str, email: str) -> Person | None:
    """Somebody of the directory of the office with the same name and the same telephone or e-mail; None if in doubt."""
    name, called, address = match_key(full_name), _digits(phone), email.strip().casefold()
    if not name or not (called or address):
        return None
    rows = Person.objects.living().filter(known_to__office=office_id, search_key=fold(full_name)[:400])
    found = [
        one
        for one in rows.select_for_update(of=("self",)).order_by("pk")
        if match_key(one.full_name) == name
        and ((called and _digits(one.phone) == called) or (address and one.email.casefold() == address))
    ]
    return found[0] if len(found) == 1 else None


def _digits(phone: str) -> str:
    known = normalise_phone(phone)
    return known.number if known else ""


words(
    verbs={
        "training.mark_asked": _("noted the letter that asked for a lecturer"),
        "training.take_back_asking": _("took back that a letter asked for a lecturer"),
        "training.name_person": _("named the lecturer of a unit"),
        "training.name_by_unit": _("entered whom a unit sends as lecturer"),
        "training.confirm_lecturer": _("noted that a lecturer comes"),
        "training.decline_lecturer": _("noted that a lecturer cannot come"),
        "training.plan_lecturer_again": _("took back the answer of a lecturer"),
    }
)
