"""Slides and handouts that lecturers send, take back while only the office has them, and download again."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.base import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.core.errors import DomainError
from khuevan.core.screens import notice
from khuevan.core.uploads import takes_materials
from khuevan.desk.answers import desk_act
from khuevan.desk.lecturers.frame import address, lecturer_bearer, lecturer_page
from khuevan.desk.passes import Pass
from khuevan.training.domain.materials.keeping import add_material
from khuevan.training.domain.materials.removing import remove_material
from khuevan.training.domain.materials.senders import sent_by
from khuevan.training.domain.materials.storing import Received, receive
from khuevan.training.interfaces.material_files import material_response
from khuevan.training.models import Lecturer, Material

MOST_AT_ONCE = 10


@lecturer_page
@require_POST
@takes_materials
def send(request: HttpRequest, access: Pass, lecturer: Lecturer) -> HttpResponse:
    """Each file on its own: one that is refused does not keep the others from arriving, and is named."""
    here = address(lecturer, "tai-lieu")
    sent = request.FILES.getlist("tep")
    if not sent:
        messages.error(request, _("Choose a file first."))
        return desk_act(request, lambda: None, here)
    received, refused = _received(sent[:MOST_AT_ONCE])
    if len(sent) > MOST_AT_ONCE:
        refused.append(_("At most %(most)s files are sent at once.") % {"most": MOST_AT_ONCE})

    def work() -> None:
        kept = 0
        for file in received:
            try:
                title = request.POST.get("ten", "") if len(sent) == 1 else ""
                add_material(
                    lecturer_bearer(access),
                    file=file,
                    title=title,
                    training_class=lecturer.training_class,
                    lecturer=lecturer,
                )
                kept += 1
            except DomainError as error:
                refused.append(f"{file.name}: {error.message}")
        if kept:
            words = ngettext("%(count)s file was sent to the office.", "%(count)s files were sent to the office.", kept)
            notice(request, words % {"count": kept})

    response = desk_act(request, work, here)
    for words in refused:
        messages.error(request, words)
    return response


def _received(sent: "Sequence[File]") -> tuple[list[Received], list[str]]:  # type: ignore[type-arg]
    """Whole files in their place, and a sentence for each that is not taken; before any transaction."""
    received, refused = list[Received](), list[str]()
    for file in sent:
        try:
            received.append(receive(file))
        except DomainError as error:
            refused.append(f"{file.name}: {error.message}")
    return received, refused


@lecturer_page
@require_POST
def take_back(request: HttpRequest, access: Pass, lecturer: Lecturer) -> HttpResponse:
    material = _own(lecturer, request.POST.get("tai-lieu", ""))

    def work() -> None:
        words = material.title
        remove_material(lecturer_bearer(access), material, seen=request.POST.get("seen", ""))
        notice(request, _("Taken back: %(what)s.") % {"what": words})

    return desk_act(request, work, address(lecturer, "tai-lieu"))


@lecturer_page
@require_safe
def download(request: HttpRequest, _access: Pass, lecturer: Lecturer) -> HttpResponseBase:
    return material_response(request, _own(lecturer, request.GET.get("tep", "")))


def _own(lecturer: Lecturer, key: str) -> Material:
    """Only what this lecturer sent to this class."""
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    return get_object_or_404(sent_by(lecturer).select_related("stored", "lecturer"), pk=key)


urlpatterns = [
    path("ca-nhan/giang/<int:lecturer>/tai-lieu/", send, name="lecturer_send"),
    path("ca-nhan/giang/<int:lecturer>/tai-lieu/tai/", download, name="lecturer_download"),
    path("ca-nhan/giang/<int:lecturer>/tai-lieu/rut/", take_back, name="lecturer_take_back"),
]
