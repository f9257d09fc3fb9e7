"""What stands around every page of a plan: title, state, the row of parts, what may be done."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.people.models import Office
from khuevan.training.enums import PlanState
from khuevan.training.models import NeedCall, PlannedClass, TrainingPlan

PARTS: tuple[tuple[str, str | Promise], ...] = (
    ("classes", _("Classes of the plan")),
    ("progress", _("Plan and what was done")),
    ("needs", _("Needs of agencies")),
    ("versions", _("Versions")),
)


def plans_of(actor: Actor) -> QuerySet[TrainingPlan, Any]:
    return TrainingPlan.objects.visible_to(actor).select_related("office__organization")


def plan_of(request: HttpRequest, pk: int, permission: str = "") -> TrainingPlan:
    """The plan of that address; 404 as for one that does not exist, also for whoever lacks ``permission``."""
    found: TrainingPlan = get_object_or_404(plans_of(request.user), pk=pk)
    if permission and not may(request.user, permission, found):
        raise Http404
    return found


def planned_of(request: HttpRequest, plan: TrainingPlan, pk: int) -> PlannedClass:
    rows = PlannedClass.objects.visible_to(request.user).filter(plan=plan).select_related("topic", "repeats__plan")
    found: PlannedClass = get_object_or_404(rows.prefetch_related("organizers__organization", "held_classes"), pk=pk)
    found.plan = plan
    return found


def call_of_plan(actor: Actor, plan: TrainingPlan) -> NeedCall | None:
    """What agencies were asked for the year of the plan."""
    found: NeedCall | None = NeedCall.objects.visible_to(actor).filter(office=plan.office_id, year=plan.year).first()
    return found


def making_offices(actor: Actor) -> list[Office]:
    """Offices for which the actor may make a plan."""
    mine = Office.objects.of_staff(actor).select_related("organization").order_by("pk")
    return [office for office in mine if may(actor, "training.make_plan", office)]


def plan_address(plan: TrainingPlan, name: str = "plan", *args: object) -> str:
    return reverse(f"console:{name}", args=(plan.pk, *args))


def needs_address(plan: TrainingPlan, call: NeedCall | None) -> str:
    """The board of the year's needs, or the page on which agencies begin to be asked."""
    if call is not None:
        return reverse("console:need_call", args=(call.pk,))
    return f"{reverse('console:need_call_add')}?nam={plan.year}&don-vi={plan.office_id}"


def plan_context(actor: Actor, plan: TrainingPlan, part: str) -> dict[str, Any]:
    """What ``console/plans/base.html`` needs."""
    addresses = {
        "classes": plan_address(plan),
        "progress": plan_address(plan, "plan_progress"),
        "needs": needs_address(plan, call_of_plan(actor, plan)),
        "versions": plan_address(plan, "plan_versions"),
    }
    may_change = may(actor, "training.change_plan", plan)
    is_open = plan.state != PlanState.APPROVED
    return {
        "plan": plan,
        "part": part,
        "parts": [(key, label, addresses[key]) for key, label in PARTS],
        "is_open": is_open,
        "may_change": may_change,
        "may_edit": may_change and is_open,
        "may_approve": may(actor, "training.approve_plan", plan) and is_open,
        "may_keep": may(actor, "records.keep_record", plan.office),
    }


def plan_page(
    request: HttpRequest, plan: TrainingPlan, part: str, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    full = {**plan_context(request.user, plan, part), **context}
    return render(request, template, full, status=status)
