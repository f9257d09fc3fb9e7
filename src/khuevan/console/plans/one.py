"""One plan: the table of its classes, drafting from what is known, amending, Excel out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.plans.shell import call_of_plan, plan_address, plan_of, plan_page
from khuevan.core.actors import Actor
from khuevan.core.history import history_of
from khuevan.core.screens import act, file_response, form_page, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.training.domain.ordering import order_stamp
from khuevan.training.domain.plan_drafting import Drafted, draft_from
from khuevan.training.domain.plan_versions import amend, differences, end_amending, newest_version
from khuevan.training.domain.plan_words import planned_time
from khuevan.training.enums import PlanState
from khuevan.training.interfaces.plan_sheets import plan_workbook
from khuevan.training.interfaces.plan_words import organizer_words, size_words
from khuevan.training.models import NeedCall, PlannedClass, TrainingClass, TrainingPlan

MOST_HISTORY = 20


@dataclass(frozen=True)
class Line:
    """One class of the plan as the table shows it; ``held`` are the classes opened for it."""

    planned: PlannedClass
    number: int
    time: str
    lead: str
    others: list[str]
    held: list[TrainingClass]

    @property
    def waits(self) -> bool:
        return not self.planned.is_dropped and len(self.held) < self.planned.classes

    @property
    def below(self) -> str:
        """What a phone shows under the title."""
        return ". ".join(filter(None, (capfirst(self.time), self.planned.venue, size_words(self.planned))))


@dataclass(frozen=True)
class Sums:
    """Of what will be held."""

    lines: int
    classes: int
    people: int
    money: int


def lines_of(actor: Actor, plan: TrainingPlan) -> list[Line]:
    rows: QuerySet[PlannedClass, Any] = PlannedClass.objects.visible_to(actor).filter(plan=plan)
    found = rows.select_related("topic").prefetch_related("organizers__organization", "held_classes")
    office = plan.office.organization.short
    shown = []
    for number, one in enumerate(found.order_by("order", "pk"), start=1):
        lead, others = organizer_words(one.organizers.all(), leading=office)
        held = sorted(one.held_classes.all(), key=lambda row: (row.start_date, row.pk))
        shown.append(Line(one, number, planned_time(one), lead, others, held))
    return shown


def sums_of(lines: Sequence[Line]) -> Sums:
    kept = [line.planned for line in lines if not line.planned.is_dropped]
    return Sums(
        len(kept),
        sum(one.classes for one in kept),
        sum(one.people or 0 for one in kept),
        sum(one.estimate or 0 for one in kept),
    )


def sources_of(actor: Actor, plan: TrainingPlan) -> tuple[TrainingPlan | None, NeedCall | None]:
    """What a plan can be drafted from: the last one of the office before it, and the needs of its year."""
    earlier = TrainingPlan.objects.visible_to(actor).filter(office=plan.office_id, year__lt=plan.year)
    with_classes = earlier.filter(planned_classes__isnull=False).distinct()
    call = call_of_plan(actor, plan)
    return with_classes.order_by("-year").first(), call if call and call.answers.exists() else None


@staff_page
@require_safe
def page(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan)
    lines = lines_of(request.user, found)
    newest = newest_version(found)
    last, call = sources_of(request.user, found)
    context = {
        "lines": lines,
        "sums": sums_of(lines),
        "order": order_stamp(line.planned for line in lines),
        "newest": newest,
        "differs": bool(newest and found.state == PlanState.AMENDING and differences(newest)),
        "last": last,
        "call": call,
        "history": history_of(found, most=MOST_HISTORY),
    }
    return plan_page(request, found, "classes", "console/plans/one.html", context)


@staff_page
@require_safe
def workbook(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan)
    return file_response(plan_workbook(found), f"ke-hoach-{found.year}.xlsx")


@staff_page
def draft(request: HttpRequest, plan: int) -> HttpResponse:
    """Takes over last year's classes and what agencies need, as far as they are not in the plan."""
    found = plan_of(request, plan, "training.change_plan")
    last, call = sources_of(request.user, found)
    if request.method == "POST":
        use_last, use_needs = bool(request.POST.get("nam-truoc")), bool(request.POST.get("nhu-cau"))

        def work() -> str:
            done = draft_from(request.user, found, source=last if use_last else None, call=call if use_needs else None)
            notice(request, drafted_words(done))
            return plan_address(found)

        return act(request, work, plan_address(found, "plan_draft"))
    context = {
        "last": last,
        "last_count": last.planned_classes.filter(is_dropped=False).count() if last else 0,
        "call": call,
        "answered": call.answers.exclude(answered_at=None).count() if call else 0,
    }
    return form_page(plan_page(request, found, "classes", "console/plans/draft.html", context))


def drafted_words(done: Drafted) -> str:
    """What a draft brought, in one sentence for each kind."""
    said = []
    if done.repeated:
        words = ngettext(
            "%(count)s class of the earlier plan taken over.",
            "%(count)s classes of the earlier plan taken over.",
            done.repeated,
        )
        said.append(words % {"count": thousands(done.repeated)})
    if done.new:
        words = ngettext("%(count)s class drafted from needs.", "%(count)s classes drafted from needs.", done.new)
        said.append(words % {"count": thousands(done.new)})
    if done.joined:
        words = ngettext(
            "%(count)s need put to a class of the plan.", "%(count)s needs put to classes of the plan.", done.joined
        )
        said.append(words % {"count": thousands(done.joined)})
    return " ".join(said) or _("Everything was in the plan already.")


@staff_page
@require_POST
def begin_amending(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan)

    def work() -> None:
        amend(request.user, found, reason=request.POST.get("reason", ""))
        words = _("The plan can be changed now; the signed one stays in force until the next is approved.")
        notice(request, words, undo=plan_address(found, "plan_amend_end"))

    return act(request, work, plan_address(found))


@staff_page
@require_POST
def stop_amending(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan)

    def work() -> None:
        end_amending(request.user, found)
        notice(request, _("The plan stands as it was signed."))

    return act(request, work, plan_address(found))


urlpatterns = [
    path("<int:plan>/", page, name="plan"),
    path("<int:plan>/ke-hoach.xlsx", workbook, name="plan_workbook"),
    path("<int:plan>/du-thao/", draft, name="plan_draft"),
    path("<int:plan>/dieu-chinh/", begin_amending, name="plan_amend"),
    path("<int:plan>/dieu-chinh/thoi/", stop_amending, name="plan_amend_end"),
]
