"""An agency's people of one year on one page: classes, hours, certificates; and as a sheet that prints as it is."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khuevan.assessment.models import Outcome
from khuevan.attendance.enums import ATTENDED
from khuevan.attendance.models import Attendance
from khuevan.certificates.models import Certificate
from khuevan.core.screens import file_response
from khuevan.core.templatetags.khuevan import vn_range
from khuevan.core.workbooks import Sheet, workbook
from khuevan.desk.passes import Pass, agency_page
from khuevan.nominations.domain.answers import year_of_agency
from khuevan.nominations.models import Enrollment
from khuevan.training.models import Session, TrainingClass

FIRST_YEAR = 2000


@dataclass(frozen=True)
class Line:
    """One person in one class; ``attended`` and ``counted`` are periods (tiết), ``counted`` once results stand."""

    person: Enrollment
    attended: int
    counted: int
    result: str | Promise
    tone: str
    certificate: str


@dataclass(frozen=True)
class Block:
    """One class with the agency's people; ``periods`` are those of the whole class."""

    training_class: TrainingClass
    dates: str
    periods: int
    lines: list[Line]


@dataclass(frozen=True)
class Year:
    year: int
    blocks: list[Block]

    @property
    def lines(self) -> list[Line]:
        return [line for block in self.blocks for line in block.lines]

    @property
    def people(self) -> int:
        return len({line.person.person_id for line in self.lines})

    @property
    def hours(self) -> int:
        return sum(line.counted for line in self.lines)

    @property
    def certificates(self) -> int:
        return sum(1 for line in self.lines if line.certificate)


def year_of(access: Pass, year: int) -> Year:
    """In six queries, however many people and classes there are."""
    organization = access.link.organization
    if organization is None:
        raise Http404
    classes = year_of_agency(organization, access.office, year)
    keys = [person.pk for one in classes for person in one.people]
    totals = _totals([one.training_class.pk for one in classes])
    attended, outcomes, certificates = _attended(keys), _outcomes(keys), _certificates(keys)
    blocks = []
    for one in classes:
        total = totals.get(one.training_class.pk, 0)
        lines = [
            _line(person, total, attended.get(person.pk, 0), outcomes.get(person.pk), certificates.get(person.pk, ""))
            for person in one.people
        ]
        dates = vn_range(one.training_class.start_date, one.training_class.end_date)
        blocks.append(Block(one.training_class, dates, total, lines))
    return Year(year, blocks)


def _line(person: Enrollment, total: int, attended: int, outcome: Outcome | None, certificate: str) -> Line:
    if outcome is None:
        return Line(person, attended, 0, gettext_lazy("no result yet"), "", certificate)
    if not outcome.completes:
        return Line(person, attended, 0, gettext_lazy("not completed"), "warn", certificate)
    return Line(person, attended, total, gettext_lazy("completed"), "done", certificate)


def _totals(classes: Collection[int]) -> dict[int, int]:
    sums = Session.objects.filter(training_class__in=classes).order_by().values_list("training_class")
    return dict(sums.annotate(total=Sum("periods")))


def _attended(keys: Collection[int]) -> dict[int, int]:
    marks = Attendance.objects.current().filter(enrollment__in=keys, status__in=ATTENDED)
    return dict(marks.order_by().values_list("enrollment").annotate(total=Sum("session__periods")))


def _outcomes(keys: Collection[int]) -> dict[int, Outcome]:
    """Results that a leader approved; what may still change is nobody's result yet."""
    found = Outcome.objects.filter(enrollment__in=keys, approved_at__isnull=False).select_related("rule")
    return {one.enrollment_id: one for one in found}


def _certificates(keys: Collection[int]) -> dict[int, str]:
    """Numbers only: the code beside the QR picture belongs to whoever holds the paper."""
    found = Certificate.objects.standing().filter(enrollment__in=keys)
    return dict(found.values_list("enrollment", "number_text"))


@agency_page
@require_safe
def this_year(request: HttpRequest, access: Pass) -> HttpResponse:
    """``nam`` is another year."""
    year = _year(request)
    context = {
        "access": access,
        "office": access.office,
        "agency": access.link.organization,
        "of": year_of(access, year),
        "earlier": year - 1,
        "later": year + 1 if year < localdate().year else None,
    }
    return render(request, "desk/agency/year.html", context)


@agency_page
@require_safe
def as_sheet(request: HttpRequest, access: Pass) -> HttpResponse:
    of = year_of(access, _year(request))
    return file_response(workbook(_sheet(access, of)), f"nguoi-duoc-cu-{of.year}.xlsx")


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else localdate().year
    return year if FIRST_YEAR <= year <= localdate().year + 1 else localdate().year


def _sheet(access: Pass, of: Year) -> Sheet:
    headings = (
        _("No."),
        _("Full name"),
        _("Position"),
        _("Class"),
        _("Class days"),
        _("Periods attended"),
        _("Periods counted"),
        _("Result"),
        _("Certificate"),
    )
    rows = [(block, line) for block in of.blocks for line in block.lines]
    return Sheet(
        title=_("People of %(agency)s in classes of %(year)s") % {"agency": access.link.organization, "year": of.year},
        subtitle=_("Classes of %(office)s") % {"office": access.office},
        headings=headings,
        rows=[(number, *_cells(block, line)) for number, (block, line) in enumerate(rows, start=1)],
    )


def _cells(block: Block, line: Line) -> tuple[object, ...]:
    person, made = line.person, block.training_class
    told = (line.attended, line.counted, str(line.result), line.certificate)
    return (person.full_name, person.position, made.title, block.dates, *told)
