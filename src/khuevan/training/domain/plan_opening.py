"""From the plan to the class: opening one with all that the plan knows, or saying which line a class belongs to."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import locked
from khuevan.records.models import Record
from khuevan.training.domain.arrangements import add_organizer, add_venue
from khuevan.training.domain.classes import open_class
from khuevan.training.domain.organizer_changes import change_organizer
from khuevan.training.domain.timetable.programme import add_topic
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import PlannedClass, TrainingClass, TrainingPlan, Venue


@verb("training.open_planned_class")
def open_class_of(
    actor: Actor,
    planned: PlannedClass,
    *,
    start_date: date | None = None,
    end_date: date | None = None,
    title: str = "",
) -> TrainingClass:
    """Opens a class with title, audience, organizers, topic and venue of the plan; days where these differ or lack.

    A plan that names another body as organizer makes the office one that works with it.  Raises
    ``planned_is_dropped``, ``days_missing``, and what ``open_class`` raises.
    """
    plan = planned.plan
    require(actor, "training.open_class", plan.office)
    locked(plan)
    locked(planned)
    _refuse_dropped(planned)
    first, last = _days(planned, start_date, end_date)
    training_class = open_class(
        actor,
        office=plan.office,
        title=title.strip() or planned.title,
        start_date=first,
        end_date=last,
        kind=planned.kind,  # type: ignore[arg-type]  # a value of ClassKind
        audience=planned.audience,
        plan=record_in_force(plan),
    )
    _organize(actor, training_class, planned)
    if planned.topic is not None:
        add_topic(actor, training_class, title=planned.topic.title, field=planned.topic.field)
    if planned.venue:
        add_venue(actor, training_class, name=planned.venue[: Venue._meta.get_field("name").max_length])
    before = snapshot(training_class)
    training_class.planned_class = planned
    training_class.save(update_fields=["planned_class"])
    record(actor, "training.open_planned_class", training_class, before)
    return training_class


@verb("training.link_planned_class")
def link_class(actor: Actor, planned: PlannedClass, training_class: TrainingClass) -> None:
    """Says that a class that exists is one of this line; the signed plan becomes its plan where it has none.

    Raises ``planned_is_dropped``, ``class_of_another_office``.
    """
    require(actor, "training.change_class", training_class)
    plan = locked(planned.plan)
    locked(planned)
    before = snapshot(locked(training_class))
    _refuse_dropped(planned)
    if training_class.office_id != plan.office_id:
        raise DomainError("class_of_another_office", _("This class is of another office."))
    if training_class.planned_class_id == planned.pk:
        record(actor, "training.link_planned_class", [])
        return
    training_class.planned_class = planned
    training_class.plan = training_class.plan or record_in_force(plan)
    training_class.save(update_fields=["planned_class", "plan"])
    record(actor, "training.link_planned_class", training_class, before)


@verb("training.unlink_planned_class")
def unlink_class(actor: Actor, training_class: TrainingClass) -> None:
    """The class belongs to no line of the plan; the document it names as its plan stays.  Twice changes nothing."""
    require(actor, "training.change_class", training_class)
    before = snapshot(locked(training_class))
    if training_class.planned_class_id is None:
        record(actor, "training.unlink_planned_class", [])
        return
    training_class.planned_class = None
    training_class.save(update_fields=["planned_class"])
    record(actor, "training.unlink_planned_class", training_class, before)


def record_in_force(plan: TrainingPlan) -> Record | None:
    """The signed plan: that of the newest version."""
    newest = plan.versions.select_related("record").order_by("-number").first()
    return newest.record if newest else None


def _days(planned: PlannedClass, start_date: date | None, end_date: date | None) -> tuple[date, date]:
    """The days said, else those of the plan; one day alone is the whole class."""
    first = start_date or planned.first_day
    last = end_date or (planned.last_day if start_date is None else None) or first
    if first is None or last is None:
        raise DomainError("days_missing", _("The plan does not say the days yet; say when the class begins and ends."))
    return first, last


def _refuse_dropped(planned: PlannedClass) -> None:
    if planned.is_dropped:
        raise DomainError("planned_is_dropped", _("This class is struck off the plan. Take it up again first."))


def _organize(actor: Actor, training_class: TrainingClass, planned: PlannedClass) -> None:
    """The bodies of the plan beside the office, which leads unless the plan says who does."""
    own = training_class.organizers.get()
    parts = [(one.organization, OrganizerPart(one.part)) for one in planned.organizers.select_related("organization")]
    others = [(body, part) for body, part in parts if body.pk != own.organization_id]
    for body, part in others:
        add_organizer(actor, training_class, body, part)
    ours = {part for body, part in parts if body.pk == own.organization_id}
    if OrganizerPart.LEAD not in ours and any(part == OrganizerPart.LEAD for _body, part in others):
        change_organizer(actor, own, part=next(iter(sorted(ours)), OrganizerPart.CO))


words(
    verbs={
        "training.open_planned_class": _("opened a class from the plan"),
        "training.link_planned_class": _("put a class to a line of the plan"),
        "training.unlink_planned_class": _("took a class off the plan"),
    }
)
