"""What the yearly plan and the call for needs ask of the officers, as work of the office."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.people.enums import RoleKind
from khuevan.training.domain.worklist import Task, task_source
from khuevan.training.enums import PlanState
from khuevan.training.models import NeedCall, TrainingClassQuerySet, TrainingPlan

AUTUMN = 10
"""The month from which on the plan of the next year is asked for; practice of offices, not law."""
REMIND_AHEAD = timedelta(days=3)


@task_source
def plan_tasks(actor: Actor, _classes: TrainingClassQuerySet) -> Iterator[Task]:
    """For offices that keep plans here; in two queries, and one more in autumn."""
    today = timezone.localdate()
    if today.month >= AUTUMN:
        yield from _next_plans(actor, today)
    yield from _calls(actor, today)


def _next_plans(actor: Actor, today: date) -> Iterator[Task]:
    """An office that has a plan of this year has none of the next, or has not had it approved."""
    years = (today.year, today.year + 1)
    plans = TrainingPlan.objects.visible_to(actor).filter(year__in=years).select_related("office__organization")
    by_office: dict[int, dict[int, TrainingPlan]] = {}
    for plan in plans:
        by_office.setdefault(plan.office_id, {})[plan.year] = plan
    year = today.year + 1
    for found in by_office.values():
        if year not in found:
            yield Task(
                key="training.next_plan",
                training_class=None,
                title=_("Begin the plan for %(year)s") % {"year": year},
                detail=_("It can be drafted from this year's plan and from what agencies say they need."),
                due=date(today.year, 11, 30),
                tab="",
                action=_("Look at the plans"),
                waits_for=RoleKind.OFFICER,
                office=found[today.year].office,
                address_name="console:plans",
            )
        elif found[year].state == PlanState.DRAFT and today.month == 12:
            yield Task(
                key="training.plan_approval",
                training_class=None,
                title=_("Have the plan for %(year)s approved") % {"year": year},
                detail=_("Record the signed plan; from then on every class of it has its plan."),
                due=date(today.year, 12, 31),
                tab="",
                action=_("Look at the plans"),
                waits_for=RoleKind.OFFICER,
                office=found[year].office,
                address_name="console:plans",
            )


def _calls(actor: Actor, today: date) -> Iterator[Task]:
    silent = Count("answers", filter=Q(answers__answered_at=None))
    near = NeedCall.objects.visible_to(actor).filter(closed_at=None, reply_by__lte=today + REMIND_AHEAD)
    for call in near.select_related("office__organization").annotate(silent=silent).order_by("reply_by", "pk"):
        if call.reply_by < today:
            title = _("Put the training needs for %(year)s together") % {"year": call.year}
            detail = _("The time to answer is over. Close the call once what is late is written down.")
        elif call.silent:
            words = ngettext(
                "Remind %(count)s agency of its training needs",
                "Remind %(count)s agencies of their training needs",
                call.silent,
            )
            title, detail = words % {"count": call.silent}, _("The time to answer is almost over.")
        else:
            continue
        yield Task(
            key="training.needs",
            training_class=None,
            title=title,
            detail=detail,
            due=call.reply_by,
            tab="",
            action=_("Look at the plans"),
            waits_for=RoleKind.OFFICER,
            office=call.office,
            address_name="console:plans",
        )
