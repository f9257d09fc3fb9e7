"""Series of numbers of an office without e-office."""

from dataclasses import dataclass

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.office_papers.shell import of_office, office_context, office_of, office_page
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.people.models import Office
from khuevan.records.domain.numbers import written
from khuevan.records.domain.series import change_series
from khuevan.records.enums import DOCUMENT_KINDS
from khuevan.records.interfaces.number_forms import CarryOverForm, SeriesForm
from khuevan.records.models import DocumentNumber, NumberSeries

LIST = "console:number_series"


@dataclass(frozen=True)
class SeriesRow:
    """One series with the number the next document gets this year."""

    series: NumberSeries
    kinds: list[str]
    next: str
    seen: str
    may_carry: bool


@staff_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The series of an office, which most offices have none of."""
    office = office_of(request)
    may_change = may(request.user, "records.change_series", office)
    context = {
        "rows": _rows(request, office),
        "year": timezone.localdate().year,
        "may_change": may_change,
        "add_address": of_office(request, office, "console:number_series_add") if may_change else "",
        "numbers_address": of_office(request, office, "console:numbers"),
    }
    return office_page(request, office, "console/office_papers/series.html", context)


def _rows(request: HttpRequest, office: Office) -> list[SeriesRow]:
    found = list(NumberSeries.objects.visible_to(request.user).filter(office=office).order_by("-is_active", "name"))
    year = timezone.localdate().year
    taken = DocumentNumber.objects.filter(series__in=found, year=year).order_by().values_list("series")
    last = dict(taken.annotate(last=Max("number")))
    return [
        SeriesRow(
            one,
            [DOCUMENT_KINDS.get(kind, kind) for kind in one.kinds],
            written(last.get(one.pk, 0) + 1),
            stamp(one),
            one.pk not in last and may(request.user, "records.take_number", one),
        )
        for one in found
    ]


def series_of(request: HttpRequest, pk: int, permission: str = "") -> NumberSeries:
    """The series of that address; 404 as for one that does not exist, also for whoever lacks ``permission``."""
    rows = NumberSeries.objects.visible_to(request.user).select_related("office__organization")
    found: NumberSeries = get_object_or_404(rows, pk=pk)
    subject = found.office if permission == "records.change_series" else found
    if permission and not may(request.user, permission, subject):
        raise Http404
    return found


@staff_page
def add(request: HttpRequest) -> HttpResponse:
    office = office_of(request)
    if not may(request.user, "records.change_series", office):
        raise Http404
    form = SeriesForm(request.user, request.POST or None, office=office)
    return _answer(request, office, form, _("Add a series of numbers"))


@staff_page
def change(request: HttpRequest, series: int) -> HttpResponse:
    found = series_of(request, series, "records.change_series")
    form = SeriesForm(request.user, request.POST or None, office=found.office, instance=found)
    return _answer(request, found.office, form, str(found))


def _answer(request: HttpRequest, office: Office, form: SeriesForm, heading: str) -> HttpResponse:
    back = of_office(request, office, LIST)

    def done(row: NumberSeries) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": row})
        return back

    extra = {"history": history_of(form.instance)} if form.instance else {}
    context = office_context(request, office, {"heading": heading, "cancel": back, **extra})
    return answer_form(request, form, "console/office_papers/series_form.html", context, done)


@staff_page
@require_POST
def stop(request: HttpRequest, series: int) -> HttpResponse:
    """Takes a series out of use, or into use again; its numbers stay in the register."""
    found = series_of(request, series)
    in_use = bool(request.GET.get("lai"))

    def work() -> None:
        change_series(request.user, found, is_active=in_use, seen=request.POST.get("seen", ""))
        words = _("“%(name)s” gives numbers again.") if in_use else _("“%(name)s” gives no more numbers.")
        undo = of_office(request, found.office, "console:number_series_stop", found.pk)
        other = "" if in_use else "lai=1"
        undo += ("&" if "?" in undo else "?") + other if other else ""
        notice(request, words % {"name": found.name}, undo=undo)

    return act(request, work, of_office(request, found.office, LIST))


@staff_page
def carry_over(request: HttpRequest, series: int) -> HttpResponse:
    """The book was kept on paper until now: numbering goes on behind its last number."""
    found = series_of(request, series, "records.take_number")
    form = CarryOverForm(request.user, request.POST or None, series=found)
    back = of_office(request, found.office, LIST)

    def done(rows: list[DocumentNumber]) -> str:
        said = {"name": found.name, "next": written(rows[-1].number + 1)}
        notice(request, _("“%(name)s” goes on with number %(next)s.") % said)
        return back

    context = office_context(
        request,
        found.office,
        {
            "heading": _("Go on behind the paper book: %(name)s") % {"name": found.name},
            "explains": _("Say which number was given last on paper this year; the next document gets the one behind."),
            "submit": _("Go on from there"),
            "cancel": back,
        },
    )
    return answer_form(request, form, "console/office_papers/series_form.html", context, done)


urlpatterns = [
    path("", listing, name="number_series"),
    path("them/", add, name="number_series_add"),
    path("<int:series>/", change, name="number_series_change"),
    path("<int:series>/thoi/", stop, name="number_series_stop"),
    path("<int:series>/noi-tiep/", carry_over, name="number_series_carry"),
]
