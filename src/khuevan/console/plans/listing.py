"""The plans of an office by year; making one, naming it, throwing it away while nobody signed it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.plans.shell import making_offices, plan_address, plan_context, plan_of, plans_of
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.people.models import Office
from khuevan.training.domain.plans import discard_plan
from khuevan.training.interfaces.forms.plans import PlanForm
from khuevan.training.models import NeedCall, TrainingPlan


@dataclass(frozen=True)
class PlanRow:
    """One plan with the number of its classes and their money; ``opened`` counts lines a class was opened for."""

    plan: TrainingPlan
    lines: int
    opened: int
    classes: int
    estimate: int | None


@staff_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    rows = _counted(plans_of(request.user))
    offices = making_offices(request.user)
    plans = [PlanRow(one, one.lines, one.opened, one.classes or 0, one.estimate) for one in rows]
    calls = NeedCall.objects.visible_to(request.user).select_related("office__organization")
    next_year = timezone.localdate().year + 1
    context: dict[str, Any] = {
        "plans": plans,
        "calls": _calls(calls),
        "may_make": bool(offices),
        "many_offices": Office.objects.of_staff(request.user).count() > 1,
        "next_year": next_year,
        "next_is_made": any(one.plan.year >= next_year for one in plans),
        "next_is_asked": any(one.year >= next_year for one in calls),
    }
    return render(request, "console/plans/list.html", context)


def _counted(rows: QuerySet[TrainingPlan, Any]) -> list[Any]:
    there = Q(planned_classes__is_dropped=False)
    counted = rows.annotate(
        lines=Count("planned_classes", filter=there),
        classes=Sum("planned_classes__classes", filter=there),
        estimate=Sum("planned_classes__estimate", filter=there),
    )
    held = rows.filter(planned_classes__held_classes__isnull=False).order_by()
    opened = dict(held.values_list("pk").annotate(count=Count("planned_classes", distinct=True)))
    found = list(counted.order_by("-year", "office_id"))
    for one in found:
        one.opened = opened.get(one.pk, 0)
    return found


def _calls(rows: QuerySet[NeedCall, Any]) -> list[Any]:
    counted = rows.annotate(asked=Count("answers"), replied=Count("answers", filter=~Q(answers__answered_at=None)))
    return list(counted.order_by("-year", "office_id")[:6])


@staff_page
def add(request: HttpRequest) -> HttpResponse:
    """Begins the plan of a year; where there is something to draft it from, that is offered next."""
    offices = making_offices(request.user)
    if not offices:
        raise Http404
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else _first_free_year(offices[0])
    form = PlanForm(request.user, request.POST or None, offices=offices, initial={"year": year})

    def done(plan: TrainingPlan) -> str:
        earlier = TrainingPlan.objects.filter(office=plan.office_id, year__lt=plan.year).exists()
        needs = NeedCall.objects.filter(office=plan.office_id, year=plan.year).exists()
        notice(request, _("The plan of %(year)d is begun.") % {"year": plan.year})
        return plan_address(plan, "plan_draft" if earlier or needs else "plan")

    context = {"heading": _("Make a plan"), "cancel": reverse("console:plans"), "submit": _("Make the plan")}
    return answer_form(request, form, "console/plans/new.html", context, done)


def _first_free_year(office: Office) -> int:
    """Next year's plan, or this year's where that is missing and a first one is written."""
    this = timezone.localdate().year
    taken = set(TrainingPlan.objects.filter(office=office).values_list("year", flat=True))
    return next((year for year in (this + 1, this, this + 2) if year not in taken), this + 3)


@staff_page
def change(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan, "training.change_plan")
    form = PlanForm(request.user, request.POST or None, instance=plan_of(request, plan))

    def done(row: TrainingPlan) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": row})
        return plan_address(found)

    context = {
        **plan_context(request.user, found, "classes"),
        "heading": _("Title and note of the plan"),
        "cancel": plan_address(found),
    }
    return answer_form(request, form, "console/plans/form.html", context, done)


@staff_page
@require_POST
def discard(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan)

    def work() -> str:
        title = str(found)
        discard_plan(request.user, found)
        notice(request, _("“%(title)s” is thrown away.") % {"title": title})
        return reverse("console:plans")

    return act(request, work, plan_address(found))


urlpatterns = [
    path("", listing, name="plans"),
    path("lap/", add, name="plan_add"),
    path("<int:plan>/sua/", change, name="plan_change"),
    path("<int:plan>/xoa/", discard, name="plan_discard"),
]
