"""Papers as Word files and lists as PDF or Excel, made from the class the moment they are asked for."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from khuevan.console.workspace.downloads import MAKERS, download
from khuevan.console.workspace.papers.deeds import kind_of
from khuevan.console.workspace.shell import class_of, tab_address
from khuevan.core.actors import Actor
from khuevan.core.errors import DomainError
from khuevan.core.screens import staff_page
from khuevan.papers.domain import hall_lists, lists
from khuevan.papers.domain.building import WRITERS, Built, build, targets
from khuevan.papers.domain.citing import cited
from khuevan.papers.domain.lists import PrintedList
from khuevan.papers.domain.wall import wall_list, wall_paper
from khuevan.training.models import TrainingClass


@staff_page
@require_safe
def paper(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The paper as it would be made now, kept nowhere; ``gui`` names the addressee where there are several."""
    training_class, kind = class_of(request, pk), kind_of(slug)

    def make() -> Built:
        several = targets(request.user, training_class, kind)
        target = next((one for one in several if one.key == request.GET.get("gui", "")), None)
        if WRITERS[kind].targets and target is None:
            if not several:
                raise DomainError("no_addressee", _("The class has nothing yet that this paper is written for."))
            target = several[0]
        named = cited(request.user, training_class, kind)
        return build(request.user, training_class, kind, cited=named, target=target)

    return download(request, make, tab_address(training_class, "records"))


def _learners(request: HttpRequest, training_class: TrainingClass) -> list[PrintedList]:
    return [lists.learner_list(request.user, training_class)]


def _wall(request: HttpRequest, training_class: TrainingClass) -> list[PrintedList]:
    return [wall_list(request.user, training_class)]


def _sign_sheets(request: HttpRequest, training_class: TrainingClass) -> list[PrintedList]:
    """Of the half days and the place that the address names, else of all."""
    asked = {key for key in request.GET.getlist("buoi") if key}
    found = training_class.sessions.select_related("venue").prefetch_related("groups")
    sessions = [one for one in found if not asked or str(one.pk) in asked]
    if not sessions:
        raise DomainError("no_session", _("The class has no such half day yet."))
    return hall_lists.sign_sheets(request.user, training_class, sessions, place=request.GET.get("cho", ""))


def _door(request: HttpRequest, training_class: TrainingClass) -> list[PrintedList]:
    return [hall_lists.door_list(request.user, training_class)]


def _groups(request: HttpRequest, training_class: TrainingClass) -> list[PrintedList]:
    """With telephone numbers only where the address asks for them: most such lists hang on a wall."""
    return hall_lists.group_lists(request.user, training_class, phones="dien-thoai" in request.GET)


def _cards(request: HttpRequest, training_class: TrainingClass) -> list[PrintedList]:
    return [hall_lists.card_list(request.user, training_class)]


LISTS: dict[str, Callable[[HttpRequest, TrainingClass], list[PrintedList]]] = {
    "hoc-vien": _learners,
    "niem-yet": _wall,
    "diem-danh": _sign_sheets,
    "don-tai-cua": _door,
    "theo-to": _groups,
    "lam-the": _cards,
}


DOCUMENTS: dict[str, Callable[[Actor, TrainingClass], Built]] = {"niem-yet": wall_paper}
"""Lists that come as Word files too."""


@staff_page
@require_safe
def printed_list(request: HttpRequest, pk: int, name: str, ending: str) -> HttpResponse:
    training_class = class_of(request, pk)
    is_document = ending == "docx" and name in DOCUMENTS
    if name not in LISTS or not (is_document or ending in MAKERS):
        raise Http404

    def make() -> Built:
        if is_document:
            return DOCUMENTS[name](request.user, training_class)
        return MAKERS[ending](training_class, LISTS[name](request, training_class))

    return download(request, make, tab_address(training_class, "records"))


urlpatterns = [
    path("soan/<slug:slug>.docx", paper, name="class_paper"),
    path("danh-sach/<slug:name>.<slug:ending>", printed_list, name="class_list"),
]
