"""Undoing the removal of a planned class: what it was, in plain values, and the same class again in its place."""

from datetime import date
from typing import Any

from django.db import transaction

from khuevan.core.actors import Actor
from khuevan.people.models import Organization
from khuevan.training.domain.planned_classes import (
    Organizing,
    PlannedFields,
    add_planned,
    drop_planned,
    reorder_planned,
)
from khuevan.training.enums import OrganizerPart
from khuevan.training.models import PlannedClass, Topic, TrainingPlan

_PLAIN = tuple(name for name in PlannedFields.__annotations__ if name not in {"topic", "first_day", "last_day"})


def remembered(planned: PlannedClass) -> dict[str, Any]:
    """All that ``put_back`` needs; values that JSON knows."""
    bodies = planned.organizers.order_by("order", "pk")
    return {
        "plan": planned.plan_id,
        "fields": {name: getattr(planned, name) for name in _PLAIN},
        "topic": planned.topic_id,
        "days": [day.isoformat() if day else "" for day in (planned.first_day, planned.last_day)],
        "organizers": [[one.organization_id, str(one.part)] for one in bodies],
        "repeats": planned.repeats_id,
        "needs": list(planned.needs.order_by("pk").values_list("pk", flat=True)),
        "place": planned.order,
        "dropped": planned.drop_reason if planned.is_dropped else "",
    }


def put_back(actor: Actor, plan: TrainingPlan, kept: dict[str, Any]) -> PlannedClass:
    """Needs that it met are tied to it again, but for those another class took.  Raises what ``add_planned`` raises."""
    with transaction.atomic():
        topic = Topic.objects.filter(pk=kept["topic"], office=plan.office_id).first()
        first, last = (date.fromisoformat(day) if day else None for day in kept["days"])
        bodies = Organization.objects.in_bulk([key for key, _part in kept["organizers"]])
        parts = [Organizing(bodies[key], OrganizerPart(part)) for key, part in kept["organizers"] if key in bodies]
        repeats = PlannedClass.objects.visible_to(actor).filter(pk=kept["repeats"]).first()
        planned = add_planned(
            actor,
            plan,
            organizers=parts,
            repeats=repeats,
            needs=kept["needs"],
            topic=topic,
            first_day=first,
            last_day=last,
            **kept["fields"],
        )
        keys = list(plan.planned_classes.order_by("order", "pk").values_list("pk", flat=True))
        keys.remove(planned.pk)
        keys.insert(max(kept["place"] - 1, 0), planned.pk)
        reorder_planned(actor, plan, keys)
        if kept["dropped"]:
            drop_planned(actor, planned, reason=kept["dropped"])
        return planned
