"""One class of a plan: its page, its form, its place, dropping it, removing it, the classes opened for it."""

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.plans.shell import plan_address, plan_context, plan_of, plan_page, planned_of
from khuevan.console.workspace.shell import tab_address
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.training.domain.plan_opening import unlink_class
from khuevan.training.domain.plan_words import planned_time
from khuevan.training.domain.planned_classes import (
    drop_planned,
    move_planned,
    remove_planned,
    restore_planned,
)
from khuevan.training.interfaces.forms.plans import LinkPlannedForm, OpenPlannedForm, PlannedForm
from khuevan.training.interfaces.plan_undo import put_back, remembered
from khuevan.training.interfaces.plan_words import money_words, organizer_words
from khuevan.training.models import PlannedClass, TrainingClass, TrainingPlan

_SALT = "planned-class"
_UNDO_SECONDS = 24 * 3600


@staff_page
@require_safe
def page(request: HttpRequest, plan: int, planned: int) -> HttpResponse:
    found = plan_of(request, plan)
    line = planned_of(request, found, planned)
    context = {
        "planned": line,
        "facts": [(label, value) for label, value in _facts(found, line) if value],
        "held": sorted(line.held_classes.all(), key=lambda one: (one.start_date, one.pk)),
        "needs": line.needs.select_related("answer").order_by("answer", "order"),
        "seen": stamp(line),
        "may_open": may(request.user, "training.open_class", found.office),
        "history": history_of(line),
    }
    return plan_page(request, found, "classes", "console/plans/planned.html", context)


def _facts(plan: TrainingPlan, line: PlannedClass) -> list[tuple[str, Any]]:
    lead, others = organizer_words(line.organizers.all(), leading=plan.office.organization.name)
    repeats = f"{line.repeats.plan.year}: {line.repeats.title}" if line.repeats else ""
    return [
        (_("Kind"), capfirst(line.get_kind_display())),
        (pgettext("of knowledge", "Field"), line.field),
        (_("Topic"), line.topic.title if line.topic else ""),
        (_("Audience"), line.audience),
        (_("Number of classes"), thousands(line.classes)),
        (_("Number of learners"), thousands(line.people)),
        (_("Periods (tiết)"), thousands(line.periods)),
        (pgettext("plan", "Time"), planned_time(line)),
        (_("Venue"), line.venue),
        (_("Organizer"), ", ".join([lead, *others])),
        (_("Source of money"), line.money_source),
        (_("Estimate"), money_words(line.estimate)),
        (pgettext("plan", "As in the plan of"), repeats),
        (_("Note"), line.note),
    ]


@staff_page
def add(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan, "training.change_plan")
    return _form(request, found, None)


@staff_page
def change(request: HttpRequest, plan: int, planned: int) -> HttpResponse:
    found = plan_of(request, plan, "training.change_plan")
    return _form(request, found, planned_of(request, found, planned))


def _form(request: HttpRequest, plan: TrainingPlan, line: PlannedClass | None) -> HttpResponse:
    form = PlannedForm(request.user, request.POST or None, plan=plan, instance=line)
    again = "them-nua" in request.POST
    cancel = plan_address(plan, "planned", line.pk) if line else plan_address(plan)

    def done(row: PlannedClass) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": row})
        return plan_address(plan, "planned_add") if again else f"{plan_address(plan)}#lop-{row.pk}"

    context = {
        **plan_context(request.user, plan, "classes"),
        "heading": str(line) if line else _("Add a class to the plan"),
        "is_new": line is None,
        "cancel": cancel,
    }
    return answer_form(request, form, "console/plans/planned_form.html", context, done)


@staff_page
@require_POST
def move(request: HttpRequest, plan: int, planned: int, by: int) -> HttpResponse:
    found = plan_of(request, plan)
    line = planned_of(request, found, planned)
    back = f"{plan_address(found)}#lop-{line.pk}"
    return act(request, lambda: move_planned(request.user, line, by=by), back)


@staff_page
@require_POST
def drop(request: HttpRequest, plan: int, planned: int) -> HttpResponse:
    found = plan_of(request, plan)
    line = planned_of(request, found, planned)

    def work() -> None:
        drop_planned(request.user, line, reason=request.POST.get("reason", ""), seen=request.POST.get("seen", ""))
        undo = plan_address(found, "planned_restore", line.pk)
        notice(
            request,
            _("“%(title)s” will not be held; it stays in the plan with the reason.") % {"title": line},
            undo=undo,
        )

    return act(request, work, plan_address(found, "planned", line.pk))


@staff_page
@require_POST
def restore(request: HttpRequest, plan: int, planned: int) -> HttpResponse:
    found = plan_of(request, plan)
    line = planned_of(request, found, planned)

    def work() -> None:
        restore_planned(request.user, line)
        notice(request, _("“%(title)s” will be held after all.") % {"title": line})

    return act(request, work, plan_address(found, "planned", line.pk))


@staff_page
@require_POST
def remove(request: HttpRequest, plan: int, planned: int) -> HttpResponse:
    found = plan_of(request, plan)
    line = planned_of(request, found, planned)

    def work() -> str:
        title, kept = str(line), signing.dumps(remembered(line), salt=_SALT, compress=True)
        remove_planned(request.user, line, seen=request.POST.get("seen", ""))
        undo = f"{plan_address(found, 'planned_put_back')}?lop={kept}"
        notice(request, _("Removed: %(what)s.") % {"what": title}, undo=undo)
        return plan_address(found)

    return act(request, work, plan_address(found, "planned", line.pk))


@staff_page
@require_POST
def bring_back(request: HttpRequest, plan: int) -> HttpResponse:
    """The undo of removing: the same class again, in its place."""
    found = plan_of(request, plan)
    try:
        kept = signing.loads(request.GET.get("lop", ""), salt=_SALT, max_age=_UNDO_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    if kept.get("plan") != found.pk:
        raise Http404

    def work() -> str:
        line = put_back(request.user, found, kept)
        notice(request, _("“%(title)s” is in the plan again.") % {"title": line})
        return f"{plan_address(found)}#lop-{line.pk}"

    return act(request, work, plan_address(found))


@staff_page
def open_one(request: HttpRequest, plan: int, planned: int) -> HttpResponse:
    """Opens the class; what the plan knows is filled in there."""
    found = plan_of(request, plan)
    line = planned_of(request, found, planned)
    if not may(request.user, "training.open_class", found.office):
        raise Http404
    form = OpenPlannedForm(request.user, request.POST or None, planned=line)

    def done(made: TrainingClass) -> str:
        notice(request, _("The class is open, with what the plan says of it."))
        return tab_address(made, "overview")

    context = {
        **plan_context(request.user, found, "classes"),
        "heading": _("Open the class"),
        "explains": _("Audience, organizers, topic and venue are taken over from the plan; only the days are asked."),
        "submit": _("Open the class"),
        "cancel": plan_address(found, "planned", line.pk),
        "about": line,
    }
    return answer_form(request, form, "console/plans/form.html", context, done)


@staff_page
def link(request: HttpRequest, plan: int, planned: int) -> HttpResponse:
    found = plan_of(request, plan, "training.change_plan")
    line = planned_of(request, found, planned)
    form = LinkPlannedForm(request.user, request.POST or None, planned=line)
    back = plan_address(found, "planned", line.pk)

    def done(chosen: TrainingClass) -> str:
        undo = plan_address(found, "planned_unlink", line.pk, chosen.pk)
        notice(request, _("“%(title)s” counts for this class of the plan now.") % {"title": chosen}, undo=undo)
        return back

    context = {
        **plan_context(request.user, found, "classes"),
        "heading": _("A class that was opened already"),
        "explains": _("Choose the class that is held for this line of the plan; it counts there from now on.")
        if form.has_choices
        else _("No class of the office around this year is without a plan."),
        "submit": _("Put it to the plan"),
        "cancel": back,
        "about": line,
        "no_button": not form.has_choices,
    }
    return answer_form(request, form, "console/plans/form.html", context, done)


@staff_page
@require_POST
def unlink(request: HttpRequest, plan: int, planned: int, held: int) -> HttpResponse:
    found = plan_of(request, plan)
    line = planned_of(request, found, planned)
    chosen = get_object_or_404(line.held_classes.all(), pk=held)

    def work() -> None:
        unlink_class(request.user, chosen)
        notice(request, _("“%(title)s” no longer counts for the plan; the class itself stays.") % {"title": chosen})

    return act(request, work, plan_address(found, "planned", line.pk))


_LINE = "<int:plan>/lop/<int:planned>/"
urlpatterns = [
    path("<int:plan>/lop/them/", add, name="planned_add"),
    path("<int:plan>/lop/tra-lai/", bring_back, name="planned_put_back"),
    path(_LINE, page, name="planned"),
    path(f"{_LINE}sua/", change, name="planned_change"),
    path(f"{_LINE}len/", move, {"by": -1}, name="planned_up"),
    path(f"{_LINE}xuong/", move, {"by": 1}, name="planned_down"),
    path(f"{_LINE}thoi/", drop, name="planned_drop"),
    path(f"{_LINE}lap-lai/", restore, name="planned_restore"),
    path(f"{_LINE}bo/", remove, name="planned_remove"),
    path(f"{_LINE}mo/", open_one, name="planned_open"),
    path(f"{_LINE}gan/", link, name="planned_link"),
    path(f"{_LINE}thao/<int:held>/", unlink, name="planned_unlink"),
]
