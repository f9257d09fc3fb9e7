"""Materials kept with a topic of the catalogue, for whoever teaches it next."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.topics.shell import topic_address, topic_context, topic_of
from khuevan.console.workspace.materials.sending import answer_files
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.core.uploads import takes_materials
from khuevan.training.domain.materials import keeping as materials
from khuevan.training.domain.materials import removing as materials_removing
from khuevan.training.domain.materials.storing import Received
from khuevan.training.interfaces.forms.materials import MaterialForm
from khuevan.training.interfaces.material_files import material_response
from khuevan.training.models import Material, Topic


def _place(topic: Topic) -> str:
    return f"{topic_address(topic)}#tai-lieu"


def _material(topic: Topic, key: int) -> Material:
    rows = topic.kept_materials.select_related("stored", "office")
    found: Material = get_object_or_404(rows, pk=key)
    return found


@staff_page
@require_POST
@takes_materials
def upload(request: HttpRequest, subject: int) -> HttpResponseBase:
    topic = topic_of(request, subject, to_keep=True)
    files = request.FILES.getlist("sent")
    if not files:
        messages.error(request, _("No file was chosen."))
        return HttpResponseRedirect(_place(topic))

    def keep(received: Received) -> Material:
        return materials.add_material(request.user, file=received, topic=topic)

    return answer_files(request, list(files), keep, topic_address(topic))


@staff_page
@require_safe
def file(request: HttpRequest, subject: int, material: int) -> HttpResponseBase:
    return material_response(request, _material(topic_of(request, subject), material), inline="xem" in request.GET)


@staff_page
def change(request: HttpRequest, subject: int, material: int) -> HttpResponse:
    topic = topic_of(request, subject, to_keep=True)
    row = _material(topic, material)
    form = MaterialForm(request.user, request.POST or None, instance=row)

    def done(changed: Material) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": changed.title})
        return _place(topic)

    context = topic_context(request.user, topic, heading=row.title, cancel=_place(topic))
    return answer_form(request, form, "console/topics/form.html", context, done)


def _deed(request: HttpRequest, subject: int, key: int, work: Callable[[Topic, Material], None]) -> HttpResponse:
    topic = topic_of(request, subject, to_keep=True)
    row = _material(topic, key)
    return act(request, lambda: work(topic, row), _place(topic))


@staff_page
@require_POST
def move(request: HttpRequest, subject: int, material: int, by: int) -> HttpResponse:
    return _deed(request, subject, material, lambda _topic, row: materials.move_material(request.user, row, by))


@staff_page
@require_POST
def remove(request: HttpRequest, subject: int, material: int) -> HttpResponse:
    def work(topic: Topic, row: Material) -> None:
        undo = reverse("console:topic_material_restore", args=(topic.pk, row.pk))
        materials_removing.remove_material(request.user, row, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": row.title}, undo=undo)

    return _deed(request, subject, material, work)


@staff_page
@require_POST
def restore(request: HttpRequest, subject: int, material: int) -> HttpResponse:
    topic = topic_of(request, subject, to_keep=True)

    def work() -> None:
        row = materials_removing.restore_material(request.user, topic.office, material)
        notice(request, _("%(what)s is back.") % {"what": row.title})

    return act(request, work, _place(topic))


urlpatterns = [
    path("<int:subject>/tai-lieu/tai-len/", upload, name="topic_materials_upload"),
    path("<int:subject>/tai-lieu/<int:material>/", change, name="topic_material_change"),
    path("<int:subject>/tai-lieu/<int:material>/tep/", file, name="topic_material_file"),
    path("<int:subject>/tai-lieu/<int:material>/len/", move, {"by": -1}, name="topic_material_up"),
    path("<int:subject>/tai-lieu/<int:material>/xuong/", move, {"by": 1}, name="topic_material_down"),
    path("<int:subject>/tai-lieu/<int:material>/bo/", remove, name="topic_material_remove"),
    path("<int:subject>/tai-lieu/<int:material>/phuc-hoi/", restore, name="topic_material_restore"),
]
