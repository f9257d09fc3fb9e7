"""What one person, or everybody of one unit, taught for the office, day by day."""

from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.http import require_safe

from khuevan.core.screens import staff_page
from khuevan.people.models import Office, Organization, Person
from khuevan.training.domain.lecturers.history import Taught, taught, taught_by_unit


@staff_page
@require_safe
def of_person(request: HttpRequest, person: int) -> HttpResponse:
    found = get_object_or_404(Person.objects.visible_to(request.user), pk=person)
    return _page(request, found, [day for office in _offices(request) for day in taught(office, found)])


@staff_page
@require_safe
def of_unit(request: HttpRequest, unit: int) -> HttpResponse:
    """Only of a unit that sent somebody: bodies are shared, what they did here is not."""
    found = get_object_or_404(Organization, pk=unit)
    days = [day for office in _offices(request) for day in taught_by_unit(office, found)]
    if not days:
        raise Http404
    return _page(request, found, days)


def _offices(request: HttpRequest) -> list[Office]:
    return list(Office.objects.of_staff(request.user).select_related("organization"))


def _page(request: HttpRequest, who: Person | Organization, days: list[Taught]) -> HttpResponse:
    over = [day for day in days if day.is_over]
    context = {
        "who": who,
        "person": who if isinstance(who, Person) else None,
        "days": sorted(days, key=lambda day: day.day, reverse=True),
        "periods": sum((day.periods for day in over), Decimal(0)),
        "classes": len({day.training_class.pk for day in over}),
    }
    return render(request, "console/lecturers/one.html", context)


urlpatterns = [
    path("ca-nhan/<int:person>/", of_person, name="lecturers_person"),
    path("don-vi/<int:unit>/", of_unit, name="lecturers_unit"),
]
