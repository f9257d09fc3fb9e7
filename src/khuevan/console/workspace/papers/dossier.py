"""Hồ sơ lớp: what is in it in the order of time, what is missing, and the ZIP for the archive."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.downloads import attached
from khuevan.console.workspace.papers.deeds import writers_class
from khuevan.console.workspace.shell import workspace
from khuevan.core.jobs.states import JobState
from khuevan.core.models import Job
from khuevan.core.screens import act, notice, staff_page
from khuevan.papers.domain.dossier import DOSSIER, begin_dossier, entries, missing
from khuevan.papers.models import Dossier
from khuevan.training.models import TrainingClass

ROWS = 100
SHOWN_MISSING = 10
"""Further sentences are folded away."""
_TOLD = frozenset({JobState.WAITING, JobState.RUNNING, JobState.PAUSED, JobState.FAILED})


def job_of(request: HttpRequest, training_class: TrainingClass) -> Job | None:
    """The work on the ZIP, while it goes on or stopped."""
    rows = Job.objects.visible_to(request.user).about(training_class).filter(kind=DOSSIER)
    last = rows.order_by("-pk").first()
    return last if last is not None and last.state in _TOLD else None


def kept(request: HttpRequest, training_class: TrainingClass) -> Dossier | None:
    found: Dossier | None = Dossier.objects.visible_to(request.user).filter(training_class=training_class).first()
    return found


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = writers_class(request, pk)
    rows = entries(request.user, training_class)
    lacking = missing(request.user, training_class)
    context: dict[str, Any] = {
        "placed": Paginator(rows, ROWS).get_page(request.GET.get("trang")),
        "files": sum(1 for row in rows if row.path),
        "missing": lacking[:SHOWN_MISSING],
        "more_missing": lacking[SHOWN_MISSING:],
        "missing_count": len(lacking),
        "dossier": kept(request, training_class),
        "job": job_of(request, training_class),
    }
    return workspace(request, training_class, "records", context, template="console/papers/dossier.html")


@staff_page
@require_POST
def make(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = writers_class(request, pk)

    def work() -> None:
        begin_dossier(request.user, training_class)
        notice(request, _("The file of the class is being packed; you may leave this page."))

    return act(request, work, reverse("console:class_dossier", args=(pk,)))


@staff_page
@require_safe
def zipped(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The newest ZIP."""
    found = kept(request, writers_class(request, pk))
    if found is None:
        raise Http404
    try:
        return attached(found.file.open("rb"), found.file_name, "application/zip")
    except FileNotFoundError as error:
        raise Http404 from error


urlpatterns = [
    path("ho-so/", page, name="class_dossier"),
    path("ho-so/dong-goi/", make, name="class_dossier_make"),
    path("ho-so.zip", zipped, name="class_dossier_zip"),
]
