"""People who may be entered twice: the list of pairs, and the search for them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from khuevan.core.actors import Actor
from khuevan.core.jobs.starting import start
from khuevan.core.models import Job
from khuevan.core.permissions import may, require
from khuevan.core.screens import act, staff_page
from khuevan.people.domain.duplicates import FIND_DUPLICATES
from khuevan.people.enums import DuplicateState
from khuevan.people.interfaces.duplicates import PairList
from khuevan.people.models import Office, PossibleDuplicate

APART = "hai-nguoi"
"""In the address: asks for the pairs that somebody told apart."""


@staff_page
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    pairs = PossibleDuplicate.objects.visible_to(request.user).select_related("first", "second")
    apart = bool(request.GET.get(APART))
    rows = pairs.filter(state=DuplicateState.DISMISSED if apart else DuplicateState.OPEN)
    listing = PairList(request, rows, keep=(APART,))
    if listing.wants_workbook:
        return listing.workbook_response("trung")
    offices = _offices(request.user)
    context = {
        "list": listing,
        "title": PairList.title,
        "apart": apart,
        "apart_count": pairs.filter(state=DuplicateState.DISMISSED).count(),
        "may_look": bool(offices),
        "job": _job(request.user),
    }
    return render(request, "console/people/duplicates.html", context)


@staff_page
@require_POST
def find(request: HttpRequest) -> HttpResponse:
    """Begins the search in every office whose directory the actor keeps, and goes to its progress."""

    def work() -> str:
        offices = _offices(request.user)
        if not offices:
            require(request.user, "people.change_directory")
        jobs = [start(request.user, FIND_DUPLICATES, office) for office in offices]
        return reverse("console:job", args=(jobs[0].pk,)) if len(jobs) == 1 else reverse("console:jobs")

    return act(request, work, reverse("console:duplicates"))


def _offices(actor: Actor) -> list[Office]:
    offices = Office.objects.of_staff(actor).select_related("organization")
    return [office for office in offices if may(actor, "people.keep_directory", office)]


def _job(actor: Actor) -> Job | None:
    """The search that runs now."""
    return Job.objects.visible_to(actor).unfinished().filter(kind=FIND_DUPLICATES).first()


urlpatterns = [
    path("danh-ba/trung/", duplicates, name="duplicates"),
    path("danh-ba/trung/tim/", find, name="duplicates_find"),
]
