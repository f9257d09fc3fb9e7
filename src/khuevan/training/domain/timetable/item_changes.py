"""Lines of the programme that change, change places or fall away."""

from collections.abc import Sequence
from datetime import time
from typing import TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.errors import DomainError
from khuevan.training.domain.editing import fresh, open_for_change, remove, write
from khuevan.training.domain.ordering import next_place, put_in_order
from khuevan.training.domain.timetable.programme import judge_parts
from khuevan.training.enums import ItemKind
from khuevan.training.models import ClassTopic, Lecturer, ProgrammeItem, Session


class ItemFields(TypedDict, total=False):
    """What may be said of a line; what is left out stays."""

    kind: ItemKind
    starts_at: time
    title: str
    class_topic: ClassTopic | None
    periods: int | None


@verb("training.change_item")
def change_item(actor: Actor, item: ProgrammeItem, *, seen: str = "", **fields: Unpack[ItemFields]) -> None:
    """Changes a line of the programme.  Raises ``not_of_this_class``, ``changed_meanwhile``."""
    open_for_change(actor, item.session.training_class)
    before = fresh(item, seen)
    judge_parts(item.session.training_class_id, fields.get("class_topic"))
    write(actor, "training.change_item", item, before, fields)


@verb("training.set_lecturers")
def set_lecturers(actor: Actor, item: ProgrammeItem, lecturers: Sequence[Lecturer], *, seen: str = "") -> None:
    """Says who teaches a line.  Raises ``not_of_this_class``, ``changed_meanwhile``."""
    open_for_change(actor, item.session.training_class)
    before = {**fresh(item, seen), "lecturers": [str(lecturer) for lecturer in item.lecturers.all()]}
    judge_parts(item.session.training_class_id, *lecturers)
    now = [str(lecturer) for lecturer in sorted(lecturers, key=lambda one: one.order)]
    if {one.pk for one in lecturers} == {one.pk for one in item.lecturers.all()}:
        record(actor, "training.set_lecturers", [])
        return
    item.lecturers.set(lecturers)
    item.lecturers_revision += 1
    item.save(update_fields=["lecturers_revision"])
    record(actor, "training.set_lecturers", item, before, {"lecturers": now})


@verb("training.move_item")
def move_item(actor: Actor, item: ProgrammeItem, to: Session, *, starts_at: time, seen: str = "") -> None:
    """Moves a line to the end of another half day.  Raises ``not_of_this_class``, ``changed_meanwhile``."""
    training_class = open_for_change(actor, item.session.training_class)
    before = fresh(item, seen)
    fresh(to, "")
    if to.training_class_id != training_class.pk:
        raise DomainError("not_of_this_class", _("This belongs to another class."))
    if to.pk != item.session_id:
        item.session, item.order = to, next_place(to.items.all())
    item.starts_at = starts_at
    item.save(update_fields=["session", "order", "starts_at"])
    record(actor, "training.move_item", item, before)


@verb("training.reorder_items")
def reorder_items(actor: Actor, session: Session, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the lines of a half day in the order of ``keys`` (``ordering.put_in_order``)."""
    open_for_change(actor, session.training_class)
    put_in_order(actor, "training.reorder_items", session.items.all(), keys, seen)


@verb("training.remove_item")
def remove_item(actor: Actor, item: ProgrammeItem, *, seen: str = "") -> None:
    """Takes a line out of the programme.  Raises ``changed_meanwhile``."""
    open_for_change(actor, item.session.training_class)
    fresh(item, seen)
    teaching = [str(lecturer) for lecturer in item.lecturers.all()]
    refusal = _("Something refers to this line of the programme, so it stays.")
    remove(actor, "training.remove_item", item, refusal, {"lecturers": teaching} if teaching else None)
