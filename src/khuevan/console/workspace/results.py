"""Results: the rule, what it says of each learner and why, decisions against it, approval and reopening."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.assessment.domain.outcomes import approve_outcomes, compute_outcomes, withdraw_override
from khuevan.assessment.domain.queries import stale_outcomes
from khuevan.assessment.domain.reopening import reopen_outcomes, why_not_reopened
from khuevan.assessment.interfaces.forms import ApprovalForm, OverrideForm, RuleForm
from khuevan.assessment.interfaces.tables import OutcomesList, with_final
from khuevan.assessment.models import Outcome
from khuevan.console.workspace import commendations
from khuevan.console.workspace.shell import class_of, tab_address, workspace, workspace_context
from khuevan.core.actors import Actor
from khuevan.core.forms import VerbForm
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.nominations.enums import EnrollmentState
from khuevan.papers.domain.details import record_of
from khuevan.papers.enums import PaperKind
from khuevan.training.enums import ClassState
from khuevan.training.models import TrainingClass

JUDGED = frozenset({ClassState.LIST_CLOSED, ClassState.RUNNING})
"""Where results are worked out; afterwards they are approved."""


def _outcomes(actor: Actor, training_class: TrainingClass) -> Any:  # noqa: ANN401 - an annotated queryset
    seen = Outcome.objects.visible_to(actor).filter(
        enrollment__training_class=training_class, enrollment__state=EnrollmentState.ENROLLED
    )
    return with_final(seen.select_related("enrollment", "rule", "override_by", "decision"))


@staff_page
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    outcomes = _outcomes(request.user, training_class)
    shown = OutcomesList(request, outcomes, subtitle=str(training_class))
    if shown.wants_workbook:
        return shown.workbook_response(f"ket-qua-{training_class.slug}")
    context = {"list": shown, **_standing(request.user, training_class, outcomes)}
    context |= commendations.shown(request.user, training_class)
    return workspace(request, training_class, "results", context)


def _standing(actor: Actor, training_class: TrainingClass, outcomes: Any) -> dict[str, Any]:  # noqa: ANN401
    """How far the results are and what this actor may do about them."""
    total = outcomes.count()
    approved = outcomes.filter(approved_at__isnull=False).select_related("approved_by").first()
    open_now = training_class.state in JUDGED and approved is None
    learners = training_class.enrollments.current().count()
    return {
        "rule": training_class.completion_rules.order_by("-version").first(),
        "total": total,
        "completed": outcomes.filter(final=True).count(),
        "approved": approved,
        "stale": stale_outcomes(training_class).count() if open_now and total else 0,
        "missing": learners - total,
        "may_rule": open_now and may(actor, "assessment.set_rule", training_class),
        "may_compute": open_now and may(actor, "assessment.compute", training_class),
        "may_approve": open_now and total and may(actor, "assessment.approve_in_person", training_class),
        "may_record": open_now and total and may(actor, "assessment.approve", training_class),
        "may_reopen": approved is not None and may(actor, "assessment.reopen", training_class),
        "objection": why_not_reopened(training_class) if approved else None,
    }


def _back(training_class: TrainingClass) -> str:
    return tab_address(training_class, "results")


def _form_page(
    request: HttpRequest, training_class: TrainingClass, form: VerbForm, heading: str, said: str
) -> HttpResponse:
    def done(_result: object) -> str:
        notice(request, said)
        return _back(training_class)

    context = {**workspace_context(training_class, "results"), "heading": heading, "cancel": _back(training_class)}
    return answer_form(request, form, "console/results/form.html", context, done)


def _allowed(request: HttpRequest, pk: int, permission: str) -> TrainingClass:
    training_class = class_of(request, pk)
    if not may(request.user, permission, training_class):
        raise Http404
    return training_class


@staff_page
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = _allowed(request, pk, "assessment.set_rule")
    form = RuleForm(request.user, request.POST or None, training_class=training_class)
    said = _("The rule is stored as a new version. Compute the results anew.")
    return _form_page(request, training_class, form, _("Who receives a certificate"), said)


@staff_page
def record_approval(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = _allowed(request, pk, "assessment.approve")
    signed = record_of(training_class, PaperKind.RESULT_DECISION)
    form = ApprovalForm(
        request.user,
        request.POST or None,
        request.FILES or None,
        training_class=training_class,
        initial={"decision": signed},
    )
    said = _("The results are approved by the signed decision, which lies under Documents.")
    return _form_page(request, training_class, form, _("Approve by the signed decision"), said)


@staff_page
@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)

    def work() -> None:
        judged = compute_outcomes(request.user, training_class)
        passed = sum(1 for outcome in judged if outcome.completes)
        words = ngettext(
            "%(passed)s of %(count)s learner meets the rule.",
            "%(passed)s of %(count)s learners meet the rule.",
            len(judged),
        )
        notice(request, words % {"passed": passed, "count": len(judged)})

    return act(request, work, _back(training_class))


@staff_page
@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)

    def work() -> None:
        approve_outcomes(request.user, training_class)
        notice(request, _("The results are approved. Certificates can be issued now."))

    return act(request, work, _back(training_class))


@staff_page
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)

    def work() -> None:
        reopen_outcomes(request.user, training_class, reason=request.POST.get("reason", ""))
        notice(
            request, _("The results are open again; attendance and rule can be changed until they are approved anew.")
        )

    return act(request, work, _back(training_class))


@staff_page
def one(request: HttpRequest, pk: int, outcome: int) -> HttpResponse:
    """One result: why, its history, and the decision against the rule."""
    training_class = class_of(request, pk)
    found = get_object_or_404(_outcomes(request.user, training_class), pk=outcome)
    may_decide = found.approved_at is None and may(request.user, "assessment.override", training_class)
    if request.method == "POST" and not may_decide:
        raise Http404
    form = OverrideForm(request.user, request.POST or None, outcome=found)

    def done(decided: Outcome) -> str:
        notice(request, _("Decided for %(name)s.") % {"name": decided.enrollment.full_name})
        return _back(training_class)

    context = {
        **workspace_context(training_class, "results"),
        "outcome": found,
        "history": history_of(found),
        "may_decide": may_decide,
        "cancel": _back(training_class),
    }
    return answer_form(request, form, "console/results/one.html", context, done)


@staff_page
@require_POST
def follow_rule(request: HttpRequest, pk: int, outcome: int) -> HttpResponse:
    training_class = class_of(request, pk)
    found = get_object_or_404(_outcomes(request.user, training_class), pk=outcome)

    def work() -> None:
        withdraw_override(request.user, found, reason=request.POST.get("reason", ""))
        notice(request, _("The rule decides again for %(name)s.") % {"name": found.enrollment.full_name})

    return act(request, work, reverse("console:class_outcome", args=(pk, outcome)))


urlpatterns = [
    path("", page, name="class_results"),
    path("dieu-kien/", rule, name="class_rule"),
    path("tinh/", compute, name="class_compute"),
    path("duyet/", approve, name="class_approve"),
    path("quyet-dinh/", record_approval, name="class_approval"),
    path("mo-lai/", reopen, name="class_results_reopen"),
    *commendations.urlpatterns,
    path("<int:outcome>/", one, name="class_outcome"),
    path("<int:outcome>/theo-dieu-kien/", follow_rule, name="class_follow_rule"),
]
