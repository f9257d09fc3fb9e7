"""Classes of a plan out of an Excel or Word file: first what was understood, then they are taken."""

from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.plans.shell import plan_address, plan_context, plan_of
from khuevan.core.screens import act, form_page, keys_of, notice, staff_page
from khuevan.core.templatetags.khuevan import thousands
from khuevan.readers.errors import UnreadableFile
from khuevan.readers.planning import PlanSheet
from khuevan.readers.planning.problems import sentence
from khuevan.training.domain.plan_sheets import SheetRow, Taken, preview, read_sheet, take_sheet
from khuevan.training.domain.plan_words import time_words
from khuevan.training.interfaces.forms.plans import PlanSheetForm
from khuevan.training.models import TrainingPlan


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file with its problems in words; ``time`` and ``bodies`` as the plan would say them."""

    row: SheetRow
    problems: list[str]

    @property
    def time(self) -> str:
        line = self.row.line
        days = (line.first_day, line.last_day) if line.first_day and line.last_day else None
        return time_words(line.month_from, line.month_to, days)

    @property
    def is_offered(self) -> bool:
        return self.row.is_new or self.row.is_changed


_SALT = "plan-sheet"
_KEPT_SECONDS = 24 * 3600
CHANGE = "training.change_plan"


@staff_page
def upload(request: HttpRequest, plan: int) -> HttpResponse:
    """Takes a file and shows what it says; nothing is kept yet."""
    found = plan_of(request, plan, CHANGE)
    form = PlanSheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["sheet"]
        try:
            sheet = read_sheet(file.read(), file.name or "", found.year)
        except UnreadableFile as error:
            form.add_error("sheet", str(error))
        else:
            return form_page(_preview(request, found, sheet, file.name or ""))
    context = {**plan_context(request.user, found, "classes"), "form": form, "cancel": plan_address(found)}
    return form_page(render(request, "console/plans/upload.html", context, status=422 if form.errors else 200))


def _preview(request: HttpRequest, plan: TrainingPlan, sheet: PlanSheet, name: str) -> HttpResponse:
    content = signing.dumps({"plan": plan.pk, "sheet": sheet.to_json()}, salt=_SALT, compress=True)
    found = preview(plan, sheet)
    rows = [(row, [sentence(problem) for problem in row.problems]) for row in found.rows]
    context = {
        **plan_context(request.user, plan, "classes"),
        "file": name,
        "sheet": sheet,
        "preview": found,
        "rows": [PreviewRow(row, problems) for row, problems in rows],
        "content": content,
    }
    return render(request, "console/plans/preview.html", context)


@staff_page
@require_POST
def take(request: HttpRequest, plan: int) -> HttpResponse:
    """Takes the ticked rows of the preview."""
    found = plan_of(request, plan, CHANGE)
    back = plan_address(found, "plan_upload")
    try:
        kept = signing.loads(request.POST.get("noi-dung", ""), salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.BadSignature:
        kept = {}
    if kept.get("plan") != found.pk:
        messages.error(request, _("The preview is too old. Please send the file again."))
        return HttpResponseRedirect(back)
    sheet = PlanSheet.from_json(kept["sheet"])
    chosen = set(keys_of(request.POST.getlist("chon")))

    def work() -> str | None:
        if not chosen:
            notice(request, _("No row is ticked, so nothing was done."))
            return None
        done = take_sheet(request.user, found, sheet, chosen=chosen)
        notice(request, _taken_words(done))
        for row, why in done.refused:
            messages.error(request, _("Row %(row)d was not taken: %(why)s") % {"row": row, "why": why})
        return plan_address(found)

    return act(request, work, back)


def _taken_words(done: Taken) -> str:
    said = []
    if done.added:
        words = ngettext("%(count)s class added.", "%(count)s classes added.", done.added)
        said.append(words % {"count": thousands(done.added)})
    if done.changed:
        words = ngettext("%(count)s class brought up to date.", "%(count)s classes brought up to date.", done.changed)
        said.append(words % {"count": thousands(done.changed)})
    return " ".join(said) or _("Everything was in the plan already.")


urlpatterns = [
    path("<int:plan>/tai-len/", upload, name="plan_upload"),
    path("<int:plan>/tai-len/nhan/", take, name="plan_take"),
]
