"""The register of documents sent out, and the numbers of an office without e-office."""

from collections.abc import Callable
from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console import register
from khuevan.console.office_papers.series import series_of
from khuevan.console.office_papers.shell import of_office, office_of
from khuevan.console.register import offices_of, year_of, year_pills
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.people.models import Office
from khuevan.records.domain.numbers import doubles, release, void, written
from khuevan.records.enums import NumberState
from khuevan.records.interfaces.forms import SIGNERS, SYMBOLS
from khuevan.records.interfaces.known import known
from khuevan.records.interfaces.number_forms import NumberedRecordForm, ReserveNumbersForm, TakeNumberForm
from khuevan.records.interfaces.register_tables import NumberList, number_badge
from khuevan.records.models import DocumentNumber, NumberSeries, Record

TAKE = "records.take_number"

type Done = Callable[[Any], str]


@staff_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The numbers of one year, with what may be done with each series."""
    office, year = office_of(request), year_of(request)
    series = list(NumberSeries.objects.visible_to(request.user).filter(office=office).order_by("-is_active", "name"))
    rows = DocumentNumber.objects.visible_to(request.user).filter(series__in=series, year=year)
    shown = NumberList(request, rows.select_related("series", "record", "taken_by"), keep=("nam", "don-vi"))
    if shown.wants_workbook:
        return shown.workbook_response(f"so-van-ban-{year}")
    this = timezone.localdate().year
    years = set(DocumentNumber.objects.filter(series__in=series).order_by().values_list("year", flat=True))
    context = {
        "list": shown,
        "title": NumberList.title,
        "office": office,
        "offices": offices_of(request),
        "series": [(one, _next(one, this)) for one in series if one.is_active],
        "has_series": bool(series),
        "may_take": any(may(request.user, TAKE, one) for one in series),
        "year": year,
        "years": year_pills(request, office, "console:numbers", sorted({*years, this}), year),
        "part": "numbers",
    }
    return render(request, "console/register/numbers.html", context)


def _next(series: NumberSeries, year: int) -> str:
    last = series.numbers.filter(year=year).aggregate(last=Max("number"))["last"]
    return written((last or 0) + 1)


def _number_of(request: HttpRequest, pk: int) -> DocumentNumber:
    rows = DocumentNumber.objects.visible_to(request.user)
    found: DocumentNumber = get_object_or_404(
        rows.select_related("series__office__organization", "record__issuer", "taken_by"), pk=pk
    )
    return found


def _number_address(number: DocumentNumber, name: str = "number") -> str:
    return reverse(f"console:{name}", args=(number.pk,))


@staff_page
def take(request: HttpRequest, series: int) -> HttpResponse:
    found = series_of(request, series, TAKE)
    form = TakeNumberForm(request.user, request.POST or None, series=found)

    def done(number: DocumentNumber) -> str:
        said = {"number": written(number.number), "series": found.name}
        notice(
            request, _("Number %(number)s of “%(series)s” is yours. Write the document down once it is signed.") % said
        )
        return _number_address(number)

    return _series_form(request, form, _("Take a number"), _("Take the number"), done)


@staff_page
def reserve(request: HttpRequest, series: int) -> HttpResponse:
    found = series_of(request, series, TAKE)
    form = ReserveNumbersForm(request.user, request.POST or None, series=found)

    def done(rows: list[DocumentNumber]) -> str:
        words = ngettext("Number %(first)s is reserved.", "Numbers %(first)s to %(last)s are reserved.", len(rows))
        notice(request, words % {"first": written(rows[0].number), "last": written(rows[-1].number)})
        return of_office(request, found.office, "console:numbers")

    return _series_form(request, form, _("Reserve numbers"), pgettext("number", "Reserve"), done)


def _series_form(
    request: HttpRequest, form: TakeNumberForm | ReserveNumbersForm, heading: str, submit: str, done: Done
) -> HttpResponse:
    context = {
        "heading": heading,
        "about": form.series.name,
        "submit": submit,
        "cancel": of_office(request, form.series.office, "console:numbers"),
    }
    return answer_form(request, form, "console/register/form.html", context, done)


@staff_page
@require_safe
def page(request: HttpRequest, document_number: int) -> HttpResponse:
    """One number: which document has it, or what may be done with it."""
    found = _number_of(request, document_number)
    may_take = may(request.user, TAKE, found.series)
    context = {
        "number": found,
        "written": written(found.number),
        "badge": number_badge(found),
        "doubles": _doubles(found.series.office, found.record) if found.record else [],
        "may_take": may_take and found.record is None,
        "may_release": found.state != NumberState.RELEASED,
        "may_void": found.state != NumberState.VOID,
        "may_write": found.state != NumberState.VOID,
        "list_address": of_office(request, found.series.office, "console:numbers"),
        "history": history_of(found),
    }
    return render(request, "console/register/number.html", context)


def _doubles(office: Office, document: Record) -> list[Record]:
    """Other documents of the office with this number in the same series and year."""
    return doubles(office, document.issuer, number=document.number, kind=document.kind, on=document.date, but=document)


@staff_page
@require_POST
def give_back(request: HttpRequest, document_number: int) -> HttpResponse:
    """A number that no document has may be used again; also the undo of saying that it is not used."""
    found = _number_of(request, document_number)

    def work() -> None:
        release(request.user, found, request.POST.get("reason") or _("said to be void by mistake"))
        notice(request, _("Number %(number)s is free again.") % {"number": written(found.number)})

    return act(request, work, _number_address(found))


@staff_page
@require_POST
def not_used(request: HttpRequest, document_number: int) -> HttpResponse:
    """A number that will have no document; it stays in the register and is no gap."""
    found = _number_of(request, document_number)

    def work() -> None:
        void(request.user, found, request.POST.get("reason", ""))
        undo = _number_address(found, "number_release")
        words = _("Number %(number)s is not used; it stays in the register.")
        notice(request, words % {"number": written(found.number)}, undo=undo)

    return act(request, work, _number_address(found))


@staff_page
def document(request: HttpRequest, document_number: int) -> HttpResponse:
    """The document of a number, with its signed file."""
    found = _number_of(request, document_number)
    office = found.series.office
    if found.record is not None or not may(request.user, "records.keep_record", office):
        raise Http404
    form = NumberedRecordForm(request.user, request.POST or None, request.FILES or None, number=found)

    def done(kept: Record) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": kept})
        return _number_address(found)

    context = {
        "heading": _("The document of number %(number)s") % {"number": written(found.number)},
        "about": found.series.name,
        "cancel": _number_address(found),
        "known": known(request.user, office),
        "symbols_id": SYMBOLS,
        "signers_id": SIGNERS,
    }
    return answer_form(request, form, "console/register/form.html", context, done)


_NUMBER = "so/<int:document_number>/"
urlpatterns = [
    *register.urlpatterns,
    path("so/", listing, name="numbers"),
    path("so/day/<int:series>/lay/", take, name="number_take"),
    path("so/day/<int:series>/giu/", reserve, name="number_reserve"),
    path(_NUMBER, page, name="number"),
    path(f"{_NUMBER}tra/", give_back, name="number_release"),
    path(f"{_NUMBER}huy/", not_used, name="number_void"),
    path(f"{_NUMBER}van-ban/", document, name="number_document"),
]
