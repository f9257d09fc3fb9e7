"""The plan against what was done: classes, people, hours, money, line by line, with their sums."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.console.plans.shell import plan_of, plan_page
from khuevan.core.screens import file_response, staff_page
from khuevan.statistics.plans import Figures, progress, progress_workbook
from khuevan.training.domain.plan_words import planned_time

BAR = 100


@dataclass(frozen=True)
class Measure:
    """One figure of the year, planned and done; ``done_width`` is that of its bar, of ``BAR``."""

    label: str
    wanted: int
    done: int
    unit: str = ""

    @property
    def share(self) -> int | None:
        """Percent done; None where nothing was planned."""
        return round(100 * self.done / self.wanted) if self.wanted else None

    @property
    def done_width(self) -> int:
        return min(self.share or 0, BAR)

    @property
    def is_over(self) -> bool:
        return self.done > self.wanted > 0


def measures(wanted: Figures, done: Figures) -> list[Measure]:
    return [
        Measure(_("Classes"), wanted.classes, done.classes),
        Measure(_("Learners"), wanted.people, done.people),
        Measure(_("Periods (tiết)"), wanted.hours, done.hours),
        Measure(_("Money (đồng)"), wanted.money, done.money),
    ]


@staff_page
@require_safe
def page(request: HttpRequest, plan: int) -> HttpResponse:
    found = plan_of(request, plan)
    shown = progress(request.user, found)
    if request.GET.get("xuat") == "xlsx":
        return file_response(progress_workbook(shown), f"thuc-hien-ke-hoach-{found.year}.xlsx")
    context = {
        "progress": shown,
        "rows": [(row, planned_time(row.planned)) for row in shown.rows],
        "measures": measures(shown.wanted, shown.done),
    }
    return plan_page(request, found, "progress", "console/plans/progress.html", context)


urlpatterns = [path("<int:plan>/thuc-hien/", page, name="plan_progress")]
