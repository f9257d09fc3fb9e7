"""Materials of a class: sent, called, put in order, shared, kept for the next class, taken away and brought back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.materials.sending import JSON, answer_files
from khuevan.console.workspace.materials.shown import kept_class, material_of, materials_address, page_context
from khuevan.console.workspace.materials.zipped import zipped_response
from khuevan.console.workspace.shell import class_of, workspace, workspace_context
from khuevan.core.errors import DomainError
from khuevan.core.screens import act, answer_form, keys_of, notice, staff_page
from khuevan.core.uploads import takes_materials
from khuevan.training.domain.materials import keeping as materials
from khuevan.training.domain.materials import removing as materials_removing
from khuevan.training.domain.materials.storing import Received
from khuevan.training.enums import Shared
from khuevan.training.interfaces.forms.materials import MaterialForm, SendForm, SharingForm
from khuevan.training.interfaces.material_files import material_response
from khuevan.training.models import Material, TrainingClass


@staff_page
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    context = page_context(request.user, training_class)
    return workspace(request, training_class, "programme", context, template="console/materials/page.html")


@staff_page
@require_POST
@takes_materials
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    training_class = kept_class(request, pk)
    form = SendForm(request.user, request.POST, request.FILES, training_class=training_class)
    if not form.is_valid():
        return _refused(request, training_class, form)
    data = form.cleaned_data

    def keep(received: Received) -> Material:
        return materials.add_material(
            request.user,
            file=received,
            training_class=training_class,
            class_topic=data["class_topic"],
            shared=Shared(data["shared"]),
            shown_from=data["shown_from"],
        )

    return answer_files(request, data["sent"], keep, materials_address(training_class))


def _refused(request: HttpRequest, training_class: TrainingClass, form: SendForm) -> HttpResponse:
    sentences = _sentences(form)
    if request.headers.get("Accept") == JSON:
        return JsonResponse({"kept": 0, "refused": sentences}, status=422)
    for sentence in sentences:
        messages.error(request, sentence)
    return HttpResponseRedirect(materials_address(training_class))


def _sentences(form: SharingForm) -> list[str]:
    return [f"{capfirst(form[name].label)}: {error}" for name, errors in form.errors.items() for error in errors]


@staff_page
def change(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    row = material_of(request, training_class, material)
    form = MaterialForm(request.user, request.POST or None, instance=row)

    def done(changed: Material) -> str:
        notice(request, _("Saved: %(what)s.") % {"what": changed.title})
        return materials_address(training_class, f"tl-{changed.pk}")

    context = {
        **workspace_context(training_class, "programme"),
        "heading": row.title,
        "cancel": materials_address(training_class, f"tl-{row.pk}"),
    }
    return answer_form(request, form, "console/classes/form.html", context, done)


@staff_page
@require_safe
def file(request: HttpRequest, pk: int, material: int) -> HttpResponseBase:
    return material_response(
        request, material_of(request, class_of(request, pk), material), inline="xem" in request.GET
    )


@staff_page
@require_safe
def all_files(request: HttpRequest, pk: int) -> HttpResponseBase:
    training_class = class_of(request, pk)
    return zipped_response(training_class, list(materials.in_order(training_class.materials.all())))


@staff_page
@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    form = SharingForm(request.user, request.POST)
    keys = keys_of(request.POST.getlist("chon"))
    rows = list(training_class.materials.filter(pk__in=keys).select_related("office"))

    def work() -> None:
        if not form.is_valid():
            raise DomainError("not_valid", _sentences(form)[0])
        data = form.cleaned_data
        materials.share_materials(request.user, rows, shared=Shared(data["shared"]), shown_from=data["shown_from"])
        words = ngettext("%(count)s file: %(who)s.", "%(count)s files: %(who)s.", len(rows))
        notice(request, words % {"count": len(rows), "who": Shared(data["shared"]).label})

    return act(request, work, materials_address(training_class))


def _deed(
    request: HttpRequest, pk: int, key: int, work: Callable[[TrainingClass, Material], str]
) -> HttpResponseRedirect:
    """A button of one row; ``work`` gives the anchor to go to."""
    training_class = kept_class(request, pk)
    row = material_of(request, training_class, key)
    back = materials_address(training_class)
    return act(request, lambda: f"{back}#{work(training_class, row)}", back)


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, material: int, by: int) -> HttpResponse:
    def work(_class: TrainingClass, row: Material) -> str:
        materials.move_material(request.user, row, by)
        return f"tl-{row.pk}"

    return _deed(request, pk, material, work)


@staff_page
@require_POST
def keep(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    def work(_class: TrainingClass, row: Material) -> str:
        kept = materials.keep_in_handbook(request.user, row)
        notice(
            request, _("%(what)s is kept in the handbook of “%(topic)s”.") % {"what": kept.title, "topic": kept.topic}
        )
        return f"tl-{row.pk}"

    return _deed(request, pk, material, work)


@staff_page
@require_POST
def remove(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    def work(training_class: TrainingClass, row: Material) -> str:
        undo = reverse("console:material_restore", args=(training_class.pk, row.pk))
        materials_removing.remove_material(request.user, row, seen=request.POST.get("seen", ""))
        notice(request, _("Removed: %(what)s.") % {"what": row.title}, undo=undo)
        return "tai-lieu"

    return _deed(request, pk, material, work)


@staff_page
@require_POST
def restore(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    training_class = kept_class(request, pk)

    def work() -> str:
        row = materials_removing.restore_material(request.user, training_class.office, material)
        notice(request, _("%(what)s is back.") % {"what": row.title})
        return materials_address(training_class, f"tl-{row.pk}")

    return act(request, work, materials_address(training_class))


urlpatterns = [
    path("", page, name="class_materials"),
    path("tai-len/", upload, name="materials_upload"),
    path("chia-se/", share, name="materials_share"),
    path("tat-ca.zip", all_files, name="materials_zip"),
    path("<int:material>/", change, name="material_change"),
    path("<int:material>/tep/", file, name="material_file"),
    path("<int:material>/len/", move, {"by": -1}, name="material_up"),
    path("<int:material>/xuong/", move, {"by": 1}, name="material_down"),
    path("<int:material>/so-tay/", keep, name="material_keep"),
    path("<int:material>/bo/", remove, name="material_remove"),
    path("<int:material>/phuc-hoi/", restore, name="material_restore"),
]
