"""The notice of data processing: for everybody, before and after they come in, and on paper."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from khuevan.desk.passes import agency_of, desk_page, person_of
from khuevan.people.domain.processing_notice import processing_notice
from khuevan.people.models import Office


@desk_page
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """To the notice of the office that let somebody in, or of the only one; otherwise the offices to choose from."""
    access = person_of(request) or agency_of(request)
    offices = [access.office] if access else list(Office.objects.select_related("organization"))
    if len(offices) == 1:
        return HttpResponseRedirect(reverse("desk:notice_of", args=(offices[0].slug,)))
    return render(request, "desk/person/notices.html", {"offices": offices})


@desk_page
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    office = get_object_or_404(Office.objects.select_related("organization__parent"), slug=slug)
    access = person_of(request)
    context = {"office": office, "notice": processing_notice(office), "is_inside": access is not None}
    return render(request, "desk/person/notice.html", context)


urlpatterns = [
    path("xu-ly-du-lieu/", choose, name="notice"),
    path("xu-ly-du-lieu/<slug:slug>/", page, name="notice_of"),
]
