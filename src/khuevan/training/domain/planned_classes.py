"""Classes of a yearly plan: what is meant to be held, when, for whom, by whom and for how much."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypedDict, Unpack

from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import Snapshot, record, snapshot, verb
from khuevan.core.audit_words import fact, words
from khuevan.core.errors import DomainError
from khuevan.core.rows import checked, reasoned
from khuevan.people.models import Organization
from khuevan.training.domain.editing import fresh, remove
from khuevan.training.domain.ordering import next_place, put_further, put_in_order
from khuevan.training.domain.plans import open_for_planning
from khuevan.training.enums import ClassKind, OrganizerPart
from khuevan.training.models import PlannedClass, PlannedOrganizer, Topic, TrainingNeed, TrainingPlan

MOST_CLASSES, MOST_PEOPLE, MOST_PERIODS = 500, 1_000_000, 5_000
MOST_MONEY = 10**13
"""Ten thousand billion đồng: beyond that somebody typed a zero too many."""


class PlannedFields(TypedDict, total=False):
    """What may be said of a planned class; what is left out stays, or has the model's default.

    ``people`` are those of all ``classes`` together, ``periods`` the tiết of one class, ``estimate`` is in đồng.
    Months follow from the days once these are known, the field from the topic.
    """

    title: str
    kind: ClassKind
    field: str
    topic: Topic | None
    audience: str
    classes: int
    people: int | None
    periods: int | None
    month_from: int | None
    month_to: int | None
    first_day: date | None
    last_day: date | None
    venue: str
    money_source: str
    estimate: int | None
    note: str


class Organizing(NamedTuple):
    """A body and its part in a planned class."""

    organization: Organization
    part: OrganizerPart


@verb("training.add_planned_class")
def add_planned(
    actor: Actor,
    plan: TrainingPlan,
    *,
    organizers: Sequence[Organizing] = (),
    repeats: PlannedClass | None = None,
    needs: Collection[int] = (),
    **fields: Unpack[PlannedFields],
) -> PlannedClass:
    """Puts a class at the end of a plan; ``needs`` are keys of those it is to meet, as far as they still wait.

    Raises ``plan_is_approved``, ``planned_without_title``, ``months_reversed``, ``ends_before_start``,
    ``day_outside_year``, ``topic_of_another_office``, ``number_unlikely``, ``invalid_value``.
    """
    open_for_planning(actor, plan)
    planned = PlannedClass(plan=plan, order=next_place(plan.planned_classes.all()), repeats=repeats)
    _set(planned, fields)
    planned.save(force_insert=True)
    named = _organize(planned, organizers)
    waiting = TrainingNeed.objects.filter(pk__in=needs, planned_class=None, answer__call__office=plan.office_id)
    waiting.update(planned_class=planned)
    record(actor, "training.add_planned_class", planned, after={"organizers": named} if named else None)
    return planned


@verb("training.change_planned_class")
def change_planned(
    actor: Actor,
    planned: PlannedClass,
    *,
    organizers: Sequence[Organizing] | None = None,
    seen: str = "",
    **fields: Unpack[PlannedFields],
) -> None:
    """Changes a class of a plan; ``organizers``, where given, take the place of those there are.

    Raises what ``add_planned`` raises, and ``changed_meanwhile``.
    """
    before = _opened(actor, planned, seen)
    _set(planned, fields)
    planned.save()
    facts: dict[str, object] = {}
    if organizers is not None and _as_pairs(organizers) != _stored_pairs(planned):
        before["organizers"] = [str(one) for one in planned.organizers.select_related("organization")]
        planned.organizers.all().delete()
        facts["organizers"] = _organize(planned, organizers)
    differs = facts or snapshot(planned) != {name: value for name, value in before.items() if name != "organizers"}
    record(actor, "training.change_planned_class", planned if differs else [], before if differs else None, facts)


@verb("training.reorder_planned_classes")
def reorder_planned(actor: Actor, plan: TrainingPlan, keys: Sequence[int], *, seen: str = "") -> None:
    """Puts the classes of a plan in the order of ``keys`` (``ordering.put_in_order``)."""
    open_for_planning(actor, plan)
    put_in_order(actor, "training.reorder_planned_classes", plan.planned_classes.all(), keys, seen)


@verb("training.move_planned_class")
def move_planned(actor: Actor, planned: PlannedClass, *, by: int) -> None:
    """One class further up (-1) or down (1) in its plan; at the end it stays.  Raises ``plan_is_approved``."""
    plan = open_for_planning(actor, planned.plan)
    put_further(actor, "training.move_planned_class", plan.planned_classes.all(), planned, by)
    planned.refresh_from_db(fields=["order"])


@verb("training.drop_planned_class")
def drop_planned(actor: Actor, planned: PlannedClass, *, reason: str, seen: str = "") -> None:
    """A class will not be held; it stays in the plan with the reason.

    Raises ``reason_missing``, ``planned_is_dropped``, ``planned_is_held`` while a class was opened for it.
    """
    before = _opened(actor, planned, seen)
    why = reasoned(reason)
    if planned.is_dropped:
        raise DomainError("planned_is_dropped", _("This class is struck off the plan already."))
    _refuse_held(planned)
    planned.is_dropped, planned.drop_reason = True, why
    planned.save(update_fields=["is_dropped", "drop_reason"])
    record(actor, "training.drop_planned_class", planned, before, reason=why)


@verb("training.restore_planned_class")
def restore_planned(actor: Actor, planned: PlannedClass, *, seen: str = "") -> None:
    """A class that was struck off will be held after all.  Restoring twice changes nothing."""
    before = _opened(actor, planned, seen)
    if not planned.is_dropped:
        record(actor, "training.restore_planned_class", [])
        return
    planned.is_dropped, planned.drop_reason = False, ""
    planned.save(update_fields=["is_dropped", "drop_reason"])
    record(actor, "training.restore_planned_class", planned, before)


@verb("training.remove_planned_class")
def remove_planned(actor: Actor, planned: PlannedClass, *, seen: str = "") -> None:
    """Takes a class out that was never signed; needs it was drafted for wait again.

    Raises ``planned_was_signed`` (drop it instead), ``planned_is_held``, ``changed_meanwhile``.
    """
    _opened(actor, planned, seen)
    _refuse_held(planned)
    versions = planned.plan.versions.values_list("rows", flat=True)
    if any(row["key"] == planned.pk for rows in versions for row in rows):
        raise DomainError(
            "planned_was_signed", _("This class stands in a plan that was signed. Strike it off instead, and say why.")
        )
    remove(actor, "training.remove_planned_class", planned, _("Something refers to this class, so it stays."))


def _opened(actor: Actor, planned: PlannedClass, seen: str) -> Snapshot:
    plan = open_for_planning(actor, planned.plan)
    before = fresh(planned, seen)
    planned.plan = plan
    return before


def _refuse_held(planned: PlannedClass) -> None:
    if planned.held_classes.exists():
        raise DomainError(
            "planned_is_held", _("A class was opened for this line of the plan. Take it off the plan first.")
        )


def _as_pairs(organizers: Sequence[Organizing]) -> list[tuple[int, str]]:
    return list(dict.fromkeys((one.organization.pk, str(one.part)) for one in organizers))


def _stored_pairs(planned: PlannedClass) -> list[tuple[int, str]]:
    stored = planned.organizers.order_by("order", "pk")
    return [(one.organization_id, str(one.part)) for one in stored]


def _organize(planned: PlannedClass, organizers: Sequence[Organizing]) -> list[str]:
    """Writes the bodies in the order given, each part once; their names for the audit."""
    rows = {(one.organization.pk, str(one.part)): one for one in organizers}
    made = [
        PlannedOrganizer(planned_class=planned, organization=one.organization, part=one.part, order=place)
        for place, one in enumerate(rows.values(), start=1)
    ]
    PlannedOrganizer.objects.bulk_create(made)
    return [one.organization.name for one in rows.values()]


def _set(planned: PlannedClass, fields: PlannedFields) -> None:
    """Sets and judges what is said of a planned class, unsaved."""
    unknown = set(fields) - set(PlannedFields.__annotations__)
    if unknown:
        raise TypeError(f"planned class: {unknown}")
    values: Mapping[str, Any] = fields
    for name, value in values.items():
        setattr(planned, name, value.strip() if type(value) is str else value)
    if not planned.title:
        raise DomainError("planned_without_title", _("A class of the plan needs a title."))
    if planned.topic is not None:
        if planned.topic.office_id != planned.plan.office_id:
            raise DomainError("topic_of_another_office", _("This topic is of another office."))
        planned.field = planned.field or planned.topic.field
    _settle_days(planned)
    _settle_months(planned)
    _judge_numbers(planned)
    checked(planned)


def _settle_days(planned: PlannedClass) -> None:
    """One day alone is the first and the last; months follow from the days."""
    first, last = planned.first_day or planned.last_day, planned.last_day or planned.first_day
    planned.first_day, planned.last_day = first, last
    if first is None or last is None:
        return
    if last < first:
        raise DomainError("ends_before_start", _("The last day comes before the first day."))
    if first.year != planned.plan.year:
        raise DomainError("day_outside_year", _("The plan is for %(year)s; look at the days."), year=planned.plan.year)
    planned.month_from, planned.month_to = first.month, last.month if last.year == first.year else 12


def _settle_months(planned: PlannedClass) -> None:
    planned.month_from = planned.month_from or planned.month_to
    planned.month_to = planned.month_to or planned.month_from
    if planned.month_from is not None and planned.month_to is not None and planned.month_to < planned.month_from:
        raise DomainError("months_reversed", _("The last month comes before the first month."))


def _judge_numbers(planned: PlannedClass) -> None:
    numbers = (
        ("classes", MOST_CLASSES),
        ("people", MOST_PEOPLE),
        ("periods", MOST_PERIODS),
        ("estimate", MOST_MONEY),
    )
    for name, most in numbers:
        value = getattr(planned, name)
        if (value is not None and not 0 <= value <= most) or (name == "classes" and not value):
            label = str(PlannedClass._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column
            raise DomainError("number_unlikely", _("%(field)s: this number cannot be meant."), field=label.capitalize())


fact("organizers", _("organizers"))
words(
    verbs={
        "training.add_planned_class": _("put a class into the plan"),
        "training.change_planned_class": _("changed a class of the plan"),
        "training.reorder_planned_classes": _("put the classes of the plan in another order"),
        "training.move_planned_class": _("moved a class of the plan"),
        "training.drop_planned_class": _("struck a class off the plan"),
        "training.restore_planned_class": _("took a class of the plan up again"),
        "training.remove_planned_class": _("removed a class from the plan"),
    }
)
