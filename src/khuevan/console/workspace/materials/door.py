"""The page for the projector: one QR code and one short address for all materials of the class."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from khuevan.console.workspace.materials.shown import KEEPS, kept_class, materials_address
from khuevan.console.workspace.shell import class_of, workspace_context
from khuevan.core.permissions import may
from khuevan.core.qr import qr_image
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.training.domain.materials.door import close_door, door_address, door_of, is_open, renew_door, shown_code
from khuevan.training.interfaces.forms.materials import DoorForm
from khuevan.training.models import MaterialsDoor, TrainingClass


def _address(training_class: TrainingClass) -> str:
    return reverse("console:materials_door", args=(training_class.pk,))


@staff_page
@require_safe
def projector(request: HttpRequest, pk: int) -> HttpResponse:
    """For all staff: whoever holds the laptop in the room shows it."""
    training_class = class_of(request, pk)
    door = door_of(training_class)
    opened = door is not None and is_open(door)
    context = {
        "class": training_class,
        "door": door,
        "is_open": opened,
        "may_change": may(request.user, KEEPS, training_class.office),
        "back": materials_address(training_class),
    }
    if door is not None and opened:
        host = settings.KHUEVAN_BASE_URL.partition("://")[2]
        context |= {"qr": qr_image(door_address(door)), "host": f"{host}/tl/", "code": shown_code(door)}
    return render(request, "console/materials/projector.html", context)


@staff_page
def days(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    door = door_of(training_class)
    form = DoorForm(request.user, request.POST or None, training_class=training_class, door=door)

    def done(opened: MaterialsDoor) -> str:
        notice(request, _("The address of the materials is open."))
        return _address(training_class) if is_open(opened) else materials_address(training_class)

    context = {
        **workspace_context(training_class, "programme"),
        "heading": _("Open the address of the materials"),
        "explains": _("Whoever has the address reads what learners read, without signing in, on these days."),
        "cancel": materials_address(training_class),
    }
    return answer_form(request, form, "console/classes/form.html", context, done)


def _door(training_class: TrainingClass) -> MaterialsDoor:
    rows = MaterialsDoor.objects.select_related("training_class__office")
    found: MaterialsDoor = get_object_or_404(rows, training_class=training_class)
    return found


@staff_page
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    door = _door(training_class)

    def work() -> None:
        close_door(request.user, door)
        notice(request, _("The address of the materials is closed; nobody gets in by it."))

    return act(request, work, materials_address(training_class))


@staff_page
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = kept_class(request, pk)
    door = _door(training_class)

    def work() -> None:
        renew_door(request.user, door)
        notice(request, _("There is a new address; the old one leads nowhere any more."))

    return act(request, work, _address(training_class))


urlpatterns = [
    path("trinh-chieu/", projector, name="materials_door"),
    path("trinh-chieu/ngay/", days, name="materials_door_days"),
    path("trinh-chieu/dong/", close, name="materials_door_close"),
    path("trinh-chieu/doi/", renew, name="materials_door_renew"),
]
