"""Khen thưởng on the tab of results: who is praised at the closing, what for, with how much money."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from khuevan.assessment.domain.commending import commend, withdraw_commendation
from khuevan.assessment.interfaces.commending import CommendationForm, CommendForm
from khuevan.assessment.models import Commendation
from khuevan.console.workspace.shell import class_of, tab_address, workspace_context
from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.nominations.models import Enrollment
from khuevan.training.domain.lifeline import has_reached
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass


def shown(actor: Actor, training_class: TrainingClass) -> dict[str, Any]:
    """What the tab shows: the list, its sum, and whether the actor may change it."""
    rows = Commendation.objects.visible_to(actor).filter(enrollment__training_class=training_class)
    found = list(rows.select_related("enrollment"))
    return {
        "commendations": found,
        "commended_money": sum(one.amount or 0 for one in found),
        "may_commend": may(actor, "assessment.commend", training_class)
        and training_class.state not in {ClassState.REPORTED, ClassState.CANCELLED},
        "shows_commendations": bool(found) or has_reached(training_class, ClassState.LIST_CLOSED),
    }


def _may_change(request: HttpRequest, pk: int) -> TrainingClass:
    training_class = class_of(request, pk)
    if not may(request.user, "assessment.commend", training_class):
        raise Http404
    return training_class


def _one(request: HttpRequest, training_class: TrainingClass, key: int) -> Commendation:
    rows = Commendation.objects.visible_to(request.user).filter(enrollment__training_class=training_class)
    return get_object_or_404(rows.select_related("enrollment__training_class"), pk=key)


def _context(training_class: TrainingClass, heading: str) -> dict[str, Any]:
    return {**workspace_context(training_class, "results"), "heading": heading, "cancel": _back(training_class)}


def _back(training_class: TrainingClass) -> str:
    return tab_address(training_class, "results")


@staff_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = _may_change(request, pk)
    form = CommendForm(request.user, request.POST or None, training_class=training_class)

    def done(made: Commendation) -> str:
        taken_back = reverse("console:class_commendation_remove", args=(pk, made.pk))
        notice(request, _("%(name)s is commended.") % {"name": made.enrollment.full_name}, undo=taken_back)
        return _back(training_class)

    context = _context(training_class, _("Commend a learner"))
    return answer_form(request, form, "console/results/form.html", context, done)


@staff_page
def change(request: HttpRequest, pk: int, commendation: int) -> HttpResponse:
    training_class = _may_change(request, pk)
    found = _one(request, training_class, commendation)
    form = CommendationForm(request.user, request.POST or None, instance=found)

    def done(_result: object) -> str:
        notice(request, _("The commendation of %(name)s is changed.") % {"name": found.enrollment.full_name})
        return _back(training_class)

    context = _context(training_class, _("Commendation: %(name)s") % {"name": found.enrollment.full_name})
    return answer_form(request, form, "console/results/form.html", context, done)


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, commendation: int) -> HttpResponse:
    training_class = _may_change(request, pk)
    found = _one(request, training_class, commendation)

    def work() -> None:
        learner = found.enrollment
        values = urlencode({"ly-do": found.reason, "so-tien": found.amount or ""})
        withdraw_commendation(request.user, found)
        again = f"{reverse('console:class_commendation_restore', args=(pk, learner.pk))}?{values}"
        notice(request, _("%(name)s is no longer commended.") % {"name": learner.full_name}, undo=again)

    return act(request, work, _back(training_class))


@staff_page
@require_POST
def restore(request: HttpRequest, pk: int, learner: int) -> HttpResponse:
    """Takes a removal back; what was said stands in the address, for the row is gone."""
    training_class = _may_change(request, pk)
    rows = Enrollment.objects.visible_to(request.user).filter(training_class=training_class)
    found = get_object_or_404(rows.select_related("training_class"), pk=learner)
    amount = request.GET.get("so-tien", "")

    def work() -> None:
        money = int(amount) if amount.isdecimal() and len(amount) < 11 else None
        commend(request.user, found, reason=request.GET.get("ly-do", ""), amount=money)
        notice(request, _("%(name)s is commended.") % {"name": found.full_name})

    return act(request, work, _back(training_class))


urlpatterns = [
    path("khen-thuong/them/", add, name="class_commend"),
    path("khen-thuong/<int:commendation>/", change, name="class_commendation"),
    path("khen-thuong/<int:commendation>/bo/", remove, name="class_commendation_remove"),
    path("khen-thuong/<int:learner>/khoi-phuc/", restore, name="class_commendation_restore"),
]
