"""Files that a class shows to everybody."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from khuevan.portal.classes import published
from khuevan.training.domain.materials.keeping import in_order, shown_to_everybody
from khuevan.training.interfaces.material_files import material_response
from khuevan.training.models import Material, TrainingClass


def public_materials(training_class: TrainingClass) -> list[Material]:
    """By topic, as the page of the class shows them."""
    return list(in_order(shown_to_everybody(training_class, localdate())))


@require_safe
def file(request: HttpRequest, slug: str, material: int) -> HttpResponseBase:
    training_class = get_object_or_404(published(request.user), slug=slug)
    rows = shown_to_everybody(training_class, localdate()).select_related("stored")
    return material_response(request, get_object_or_404(rows, pk=material), inline="xem" in request.GET)


urlpatterns = [path("lop/<slug:slug>/tai-lieu/<int:material>/", file, name="class_material")]
