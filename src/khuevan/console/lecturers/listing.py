"""Everybody who taught for the office: searched without tone marks, narrowed by pills, sorted, taken along as Excel."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from khuevan.core.actors import Actor
from khuevan.core.screens import file_response, staff_page
from khuevan.core.workbooks import Sheet, workbook
from khuevan.people.models import Office
from khuevan.training.domain.lecturers.history import KnownLecturer, lecturers_of_office
from khuevan.vietnamese.folding import fold

ROWS = 50
LONGEST_QUERY = 100
YEAR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Pill:
    value: str
    label: str | Promise
    address: str
    count: int
    is_on: bool


@dataclass(frozen=True)
class Column:
    """A head that sorts; ``direction`` is the value of ``aria-sort``."""

    label: str
    address: str
    direction: str
    css: str


PILLS: Final[tuple[tuple[str, str | Promise, Callable[[KnownLecturer], bool]], ...]] = (
    ("", pgettext_lazy("lecturers", "all"), lambda one: True),
    ("sap-toi", gettext_lazy("teach soon"), lambda one: one.next_day is not None),
    (
        "trong-nam",
        gettext_lazy("taught within a year"),
        lambda one: one.last_day is not None and one.last_day > timezone.localdate() - YEAR,
    ),
    ("don-vi", gettext_lazy("units that named nobody"), lambda one: one.person is None),
)
SORTS: Final[dict[str, tuple[str | Promise, Callable[[KnownLecturer], Any], str]]] = {
    "ten": (
        pgettext_lazy("column", "Lecturer"),
        lambda one: one.person.name_key if one.person else f"~{one.name}",
        "w-name",
    ),
    "don-vi": (pgettext_lazy("lecturers", "Unit"), lambda one: fold("; ".join(one.units)), "wide-only"),
    "lan-cuoi": (gettext_lazy("Last taught"), lambda one: one.last_day or date.min, "wide-only"),
    "lop": (pgettext_lazy("column", "Classes"), lambda one: one.classes, "r wide-only"),
    "tiet": (gettext_lazy("Periods"), lambda one: one.periods, "r"),
}


@staff_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    everybody = lecturers_of_office(request.user)
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = [one for one in everybody if matches(one, query)]
    asked = request.GET.get("loc", "")
    chosen = next((test for value, _label, test in PILLS if value == asked), PILLS[0][2])
    rows = _sorted([one for one in found if chosen(one)], request.GET.get("xep", ""))
    if request.GET.get("xuat") == "xlsx":
        return file_response(_workbook(request.user, rows), "giang-vien-bao-cao-vien.xlsx")
    context = {
        "page": Paginator(rows, ROWS).get_page(request.GET.get("trang")),
        "pills": _pills(request, found),
        "columns": _columns(request),
        "query": query,
        "kept": [(name, request.GET[name]) for name in ("loc", "xep") if request.GET.get(name)],
        "total": len(everybody),
        "excel": _address(request, xuat="xlsx"),
        "address": _address(request, trang=""),
    }
    return render(request, "console/lecturers/list.html", context)


def matches(one: KnownLecturer, query: str) -> bool:
    """Whether every word typed begins a word of the name, the post, a unit or a topic."""
    words = fold(" ".join((one.name, *one.posts, *one.units, *one.topics))).split()
    return all(any(word.startswith(asked) for word in words) for asked in fold(query).split())


def _sorted(rows: list[KnownLecturer], asked: str) -> list[KnownLecturer]:
    name = asked.lstrip("-") if asked.lstrip("-") in SORTS else "ten"
    return sorted(rows, key=SORTS[name][1], reverse=asked.startswith("-") and asked[1:] == name)


def _pills(request: HttpRequest, found: list[KnownLecturer]) -> list[Pill]:
    asked = request.GET.get("loc", "")
    return [
        Pill(
            value=value,
            label=label,
            address=_address(request, loc=value, trang=""),
            count=sum(1 for one in found if test(one)),
            is_on=asked == value,
        )
        for value, label, test in PILLS
    ]


def _columns(request: HttpRequest) -> list[Column]:
    asked = request.GET.get("xep", "") or "ten"
    shown = []
    for name, (label, _key, css) in SORTS.items():
        direction = {name: "ascending", f"-{name}": "descending"}.get(asked, "")
        again = f"-{name}" if asked == name else name
        shown.append(Column(str(label), _address(request, xep=again, trang=""), direction, css))
    return shown


def _address(request: HttpRequest, **changed: str) -> str:
    values = {name: request.GET.get(name, "") for name in ("q", "loc", "xep")} | changed
    return f"?{urlencode({name: value for name, value in values.items() if value})}"


def _workbook(actor: Actor, rows: list[KnownLecturer]) -> bytes:
    offices = Office.objects.of_staff(actor).select_related("organization").order_by("pk")
    headings = [
        pgettext("column", "Lecturer"),
        _("Post"),
        _("Telephone"),
        _("E-mail"),
        _("Classes"),
        _("Periods"),
        _("Last taught"),
        _("Next"),
        _("What they taught"),
        _("How it was received"),
    ]
    lines = (
        (
            one.name,
            "; ".join(one.posts),
            one.person.phone if one.person else "",
            one.person.email if one.person else "",
            one.classes,
            float(one.periods),
            one.last_day,
            one.next_day,
            "; ".join(one.topics),
            one.reception,
        )
        for one in rows
    )
    return workbook(Sheet(_("Lecturers of the office"), "; ".join(map(str, offices)), headings, lines))


urlpatterns = [path("", page, name="lecturers")]
