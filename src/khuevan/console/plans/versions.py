"""The plan as it was signed, version by version; approving it by its signed document."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.plans.shell import plan_address, plan_context, plan_of, plan_page
from khuevan.core.screens import act, answer_form, file_response, notice, staff_page
from khuevan.records.interfaces.forms import SIGNERS, SYMBOLS
from khuevan.records.interfaces.known import known
from khuevan.records.models import Record
from khuevan.training.domain.plan_versions import Differences, approve, differences, newest_version
from khuevan.training.domain.plan_words import PlanRow, words_of
from khuevan.training.enums import PlanState
from khuevan.training.interfaces.forms.plans import ApprovePlanForm
from khuevan.training.interfaces.plan_sheets import plan_workbook
from khuevan.training.models import PlanVersion, TrainingPlan


@dataclass(frozen=True)
class Shown:
    """One version and what it changed against the one before; ``changes`` is None for the first."""

    version: PlanVersion
    held: int
    changes: Differences | None


def _versions(plan: TrainingPlan) -> list[Shown]:
    rows = list(plan.versions.select_related("record", "approved_by").order_by("-number"))
    earlier = [*rows, None][1:]
    return [
        Shown(one, sum(not row["is_dropped"] for row in one.rows), differences(before, one) if before else None)
        for one, before in zip(rows, earlier, strict=True)
    ]


@staff_page
@require_safe
def versions(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan)
    newest = newest_version(found)
    pending = differences(newest) if newest and found.state == PlanState.AMENDING else None
    context = {"versions": _versions(found), "newest": newest, "pending": pending}
    return plan_page(request, found, "versions", "console/plans/versions.html", context)


@staff_page
@require_safe
def version(request: HttpRequest, plan: int, version: int) -> HttpResponse:
    """Every class of the plan as it was signed."""
    found = plan_of(request, plan)
    rows = PlanVersion.objects.visible_to(request.user).filter(plan=found).select_related("record", "approved_by")
    one: PlanVersion = get_object_or_404(rows, pk=version)
    if request.GET.get("xuat") == "xlsx":
        return file_response(plan_workbook(found, one), f"ke-hoach-{found.year}-{one.number}.xlsx")
    context = {"version": one, "rows": [_told(row) for row in one.rows]}
    return plan_page(request, found, "versions", "console/plans/version.html", context)


def _told(row: PlanRow) -> dict[str, str]:
    return {**words_of(row), "dropped": row["drop_reason"] if row["is_dropped"] else ""}


@staff_page
def approval(request: HttpRequest, plan: int) -> HttpResponse:
    """The signed plan: chosen among the documents of the office, or written down with its file."""
    found = plan_of(request, plan, "training.approve_plan")
    if found.state == PlanState.APPROVED:
        raise Http404
    form = ApprovePlanForm(request.user, request.POST or None, request.FILES or None, plan=found)
    kept = _kept(request, found)

    def done(made: PlanVersion) -> str:
        return _approved(request, found, made)

    context = {
        **plan_context(request.user, found, "versions"),
        "kept": kept,
        "cancel": plan_address(found),
        "known": known(request.user, found.office),
        "symbols_id": SYMBOLS,
        "signers_id": SIGNERS,
    }
    return answer_form(request, form, "console/plans/approve.html", context, done)


def _kept(request: HttpRequest, plan: TrainingPlan) -> list[Record]:
    """Plans and decisions of around that year, the latest first; those that were signed plans already are left out."""
    rows = Record.objects.visible_to(request.user).filter(office=plan.office_id, kind__in=("KH", "QĐ"))
    rows = rows.filter(date__year__in=(plan.year - 1, plan.year)).exclude(plan_versions__plan=plan)
    return list(rows.select_related("issuer").order_by("-date", "-pk")[:12])


def _approved(request: HttpRequest, plan: TrainingPlan, made: PlanVersion) -> str:
    notice(request, _("The plan is approved by %(document)s.") % {"document": made.record})
    return plan_address(plan)


@staff_page
@require_POST
def approve_with(request: HttpRequest, plan: int, document: int) -> HttpResponse:
    found = plan_of(request, plan, "training.approve_plan")
    kept = Record.objects.visible_to(request.user).filter(office=found.office_id)
    chosen = get_object_or_404(kept.select_related("issuer"), pk=document)
    return act(
        request,
        lambda: _approved(request, found, approve(request.user, found, chosen)),
        plan_address(found, "plan_approve"),
    )


urlpatterns = [
    path("<int:plan>/phien-ban/", versions, name="plan_versions"),
    path("<int:plan>/phien-ban/<int:version>/", version, name="plan_version"),
    path("<int:plan>/phe-duyet/", approval, name="plan_approve"),
    path("<int:plan>/phe-duyet/<int:document>/", approve_with, name="plan_approve_with"),
]
