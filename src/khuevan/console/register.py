"""Sổ đăng ký văn bản đi: the documents an office sent out in a year, and what the register says of each."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khuevan.console.office_papers.shell import of_office, office_of
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import answer_form, file_response, notice, staff_page
from khuevan.people.models import Office
from khuevan.records.domain.register import register_of, titled, years_of
from khuevan.records.interfaces.number_forms import RegisterForm
from khuevan.records.interfaces.register_files import register_pdf, register_workbook
from khuevan.records.interfaces.register_tables import RegisterList, sent_out
from khuevan.records.models import Record


@dataclass(frozen=True)
class YearPill:
    year: int
    address: str
    is_on: bool


def year_of(request: HttpRequest) -> int:
    """The year in the address (``nam``), else this one."""
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 and asked > "1900" else timezone.localdate().year


def year_pills(request: HttpRequest, office: Office, name: str, years: list[int], year: int) -> list[YearPill]:
    base = of_office(request, office, name)
    sign = "&" if "?" in base else "?"
    return [YearPill(one, f"{base}{sign}nam={one}", one == year) for one in sorted({*years, year}, reverse=True)]


def offices_of(request: HttpRequest) -> list[Office]:
    return list(Office.objects.of_staff(request.user).select_related("organization").order_by("pk"))


@staff_page
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    office, year = office_of(request), year_of(request)
    if request.GET.get("xuat") == "xlsx":
        rows = register_of(request.user, office, year)
        return file_response(register_workbook(office, year, rows), f"so-van-ban-di-{year}.xlsx")
    shown = RegisterList(request, sent_out(request.user, office, year), keep=("nam", "don-vi"))
    this = timezone.localdate().year
    context = {
        "list": shown,
        "title": RegisterList.title,
        "office": office,
        "offices": offices_of(request),
        "year": year,
        "years": year_pills(request, office, "console:register", [*years_of(request.user, office), this], year),
        "part": "register",
        "print_address": f"{reverse('console:register_pdf')}?nam={year}&don-vi={office.pk}",
    }
    return render(request, "console/register/list.html", context)


@staff_page
@require_safe
def pdf(request: HttpRequest) -> HttpResponse:
    """The register as the decree lays it out, to be printed."""
    office, year = office_of(request), year_of(request)
    content = register_pdf(office, year, register_of(request.user, office, year))
    return file_response(content, f"so-van-ban-di-{year}.pdf")


@staff_page
def change(request: HttpRequest, document: int) -> HttpResponse:
    """What the register says of one document beside its number and title."""
    found = _document(request, document)
    if not may(request.user, "records.keep_record", found.office):
        raise Http404
    form = RegisterForm(request.user, request.POST or None, instance=_document(request, document))
    back = of_office(request, found.office, "console:register")
    if found.date:
        back += f"{'&' if '?' in back else '?'}nam={found.date.year}"

    def done(row: Record) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": row})
        return back

    context = {
        "document": found,
        "subject": titled(found),
        "cancel": back,
        "history": history_of(found),
    }
    return answer_form(request, form, "console/register/one.html", context, done)


def _document(request: HttpRequest, pk: int) -> Record:
    rows = Record.objects.visible_to(request.user).select_related("office__organization", "issuer")
    found: Record = get_object_or_404(rows, pk=pk)
    return found


urlpatterns = [
    path("", listing, name="register"),
    path("so-dang-ky.pdf", pdf, name="register_pdf"),
    path("<int:document>/", change, name="register_change"),
]
