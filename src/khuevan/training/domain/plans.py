"""The yearly plan of an office: begun, named, thrown away while nobody has signed it."""

from typing import TypedDict, Unpack

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, verb
from khuevan.core.audit_words import words
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import create, locked
from khuevan.people.models import Office
from khuevan.training.domain.classes import FIRST_YEAR, LAST_YEAR
from khuevan.training.domain.editing import fresh, remove, write
from khuevan.training.enums import PlanState
from khuevan.training.models import TrainingPlan


class PlanFields(TypedDict, total=False):
    """What may be said of a plan; what is left out stays."""

    title: str
    note: str


def usual_title(year: int) -> str:
    """What such a plan is called where nobody says otherwise."""
    return _now("Plan of training and refresher courses for %(year)s") % {"year": year}


@verb("training.make_plan")
def make_plan(actor: Actor, office: Office, year: int, **fields: Unpack[PlanFields]) -> TrainingPlan:
    """Begins the plan of a year.  Raises ``plan_known``, ``year_unlikely``."""
    require(actor, "training.make_plan", office)
    locked(office)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError("year_unlikely", _("%(year)s cannot be the year of a plan."), year=year)
    if TrainingPlan.objects.filter(office=office, year=year).exists():
        raise DomainError("plan_known", _("The plan of %(year)s is there already."), year=year)
    title = fields.get("title", "").strip() or usual_title(year)
    plan = create(TrainingPlan, office=office, year=year, title=title, note=fields.get("note", "").strip())
    record(actor, "training.make_plan", plan)
    return plan


@verb("training.change_plan")
def change_plan(actor: Actor, plan: TrainingPlan, *, seen: str = "", **fields: Unpack[PlanFields]) -> None:
    """Changes what a plan is called.  Raises ``plan_is_approved``, ``plan_without_title``, ``changed_meanwhile``."""
    require(actor, "training.change_plan", plan)
    before = fresh(plan, seen)
    _refuse_approved(plan)
    if not fields.get("title", plan.title).strip():
        raise DomainError("plan_without_title", _("A plan needs a title."))
    write(actor, "training.change_plan", plan, before, fields)


@verb("training.discard_plan")
def discard_plan(actor: Actor, plan: TrainingPlan) -> None:
    """Deletes a plan that was never approved, with the classes in it; needs they were drafted for wait again.

    Raises ``plan_is_approved``, ``plan_was_signed``, ``plan_is_used`` while a class was opened from it.
    """
    open_for_planning(actor, plan)
    if plan.versions.exists():
        raise DomainError("plan_was_signed", _("The plan was approved once, so it stays."))
    held = plan.planned_classes.filter(held_classes__isnull=False)
    if held.exists():
        raise DomainError(
            "plan_is_used", _("Classes were opened from this plan. Take them off the plan first, then discard it.")
        )
    plan.planned_classes.all().delete()
    remove(actor, "training.discard_plan", plan, _("Something refers to this plan, so it stays."))


def open_for_planning(actor: Actor, plan: TrainingPlan) -> TrainingPlan:
    """The plan, locked.  Raises ``not_allowed``, and ``plan_is_approved`` until it is amended."""
    require(actor, "training.change_plan", plan)
    _refuse_approved(locked(plan))
    return plan


def _refuse_approved(plan: TrainingPlan) -> None:
    if plan.state == PlanState.APPROVED:
        raise DomainError(
            "plan_is_approved", _("The plan is approved and stays as it was signed. Amend it first, and say why.")
        )


words(
    verbs={
        "training.make_plan": _("began a yearly plan"),
        "training.change_plan": _("changed a yearly plan"),
        "training.discard_plan": _("discarded a yearly plan"),
    }
)
