"""What may be paid for what, from when to when, by which document."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.office_papers.shell import of_office, office_context, office_of, office_page
from khuevan.core.permissions import may
from khuevan.core.rows import stamp
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.papers.domain.money import rates
from khuevan.papers.enums import ExpenseGroup
from khuevan.papers.interfaces.fee_forms import RateForm
from khuevan.papers.interfaces.money_forms import DayForm
from khuevan.papers.models import ExpenseRate
from khuevan.people.models import Office


@dataclass(frozen=True)
class Row:
    """One rate; ``standing`` is "over", "coming" or empty for one in force today."""

    rate: ExpenseRate
    seen: str
    standing: str


@staff_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    office = office_of(request)
    today = timezone.localdate()
    rows = [_row(one, today) for one in ExpenseRate.objects.visible_to(request.user).filter(office=office)]
    by_group = [(group, [row for row in rows if row.rate.group == group]) for group in ExpenseGroup]
    known = [row.rate for row in rows]
    context = {
        "groups": [(group, found) for group, found in by_group if found],
        "unchecked": sum(row.rate.is_unchecked for row in rows),
        "sets": [
            one
            for one in rates.rate_sets()
            if any(rates.rate_for(known, offered.group, offered.name) is None for offered in one.rates)
        ],
        "may_arrange": may(request.user, "papers.arrange", office),
    }
    return office_page(request, office, "console/office_papers/rates.html", context)


def _row(rate: ExpenseRate, today: date) -> Row:
    standing = ""
    if rate.valid_to and rate.valid_to < today:
        standing = "over"
    elif rate.valid_from and rate.valid_from > today:
        standing = "coming"
    return Row(rate, stamp(rate), standing)


def _back(request: HttpRequest, office: Office) -> str:
    return of_office(request, office, "console:rates")


def _arranged(request: HttpRequest) -> Office:
    """The office, for who arranges its papers."""
    office = office_of(request)
    if not may(request.user, "papers.arrange", office):
        raise Http404
    return office


def _rate(request: HttpRequest, rate: int) -> ExpenseRate:
    seen = ExpenseRate.objects.visible_to(request.user).select_related("office__organization")
    found: ExpenseRate = get_object_or_404(seen, pk=rate)
    if not may(request.user, "papers.arrange", found.office):
        raise Http404
    return found


def _answer(request: HttpRequest, office: Office, form: RateForm | DayForm, heading: str) -> HttpResponse:
    def done(result: object) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": result})
        return _back(request, office)

    context = office_context(request, office, {"heading": heading, "cancel": _back(request, office)})
    return answer_form(request, form, "console/office_papers/form.html", context, done)


@staff_page
def add(request: HttpRequest) -> HttpResponse:
    office = _arranged(request)
    form = RateForm(request.user, request.POST or None, office=office)
    return _answer(request, office, form, _("Enter a rate"))


@staff_page
def change(request: HttpRequest, rate: int) -> HttpResponse:
    found = _rate(request, rate)
    form = RateForm(request.user, request.POST or None, office=found.office, instance=found)
    return _answer(request, found.office, form, _("Change: %(what)s") % {"what": found})


@staff_page
def end(request: HttpRequest, rate: int) -> HttpResponse:
    """Asks for the last day of a rate."""
    found = _rate(request, rate)

    def work(on: date, seen: str) -> ExpenseRate:
        rates.end_rate(request.user, found, on=on, seen=seen)
        return found

    form = DayForm(request.user, request.POST or None, instance=found, work=work, initial={"on": timezone.localdate()})
    return _answer(request, found.office, form, _("Last day of: %(what)s") % {"what": found})


@staff_page
@require_POST
def check(request: HttpRequest, rate: int) -> HttpResponse:
    found = _rate(request, rate)

    def work() -> None:
        rates.check_rate(request.user, found, seen=request.POST.get("seen", ""))
        notice(request, _("%(what)s was compared and holds.") % {"what": found})

    return act(request, work, _back(request, found.office))


@staff_page
@require_POST
def remove(request: HttpRequest, rate: int) -> HttpResponse:
    found = _rate(request, rate)

    def work() -> None:
        words = str(found)
        rates.remove_rate(request.user, found, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": words})

    return act(request, work, _back(request, found.office))


@staff_page
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Takes a set of rates over, each to be compared with the rules in force."""
    office = _arranged(request)

    def work() -> None:
        made = rates.take_rate_set(request.user, office, request.POST.get("bo", ""))
        words = ngettext(
            "%(count)s rate was taken over. Compare it with the rules in force.",
            "%(count)s rates were taken over. Compare them with the rules in force.",
            len(made),
        )
        notice(request, words % {"count": len(made)})

    return act(request, work, _back(request, office))


urlpatterns = [
    path("", page, name="rates"),
    path("them/", add, name="rate_add"),
    path("lay/", take, name="rate_set_take"),
    path("<int:rate>/sua/", change, name="rate_change"),
    path("<int:rate>/het-hieu-luc/", end, name="rate_end"),
    path("<int:rate>/da-doi-chieu/", check, name="rate_check"),
    path("<int:rate>/bo/", remove, name="rate_remove"),
]
