"""All materials of a class, by the short address on the projector: no sign-in, and no more than learners read."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from khuevan.core.guessing import note_wrong_guess, refuse_if_slowed
from khuevan.desk.passes import desk_page
from khuevan.training.domain.materials.door import GUESSES, door_by, is_open, is_signed, shown_code
from khuevan.training.domain.materials.keeping import in_order, shown_to_learners
from khuevan.training.interfaces.material_files import material_response
from khuevan.training.models import MaterialsDoor

_INSIDE = "kv_tl"
"""The browser was inside by this code: whoever sits beside a bad typist is not kept waiting with them."""


@desk_page
@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Asks for the code on the wall; ``ma`` is what was typed."""
    typed = request.GET.get("ma", "").strip()[:60]
    if not typed:
        return render(request, "desk/materials/enter.html", {})
    door = _door(request, typed.rstrip("/").rsplit("/", 1)[-1])
    if door is None:
        return _unknown(request, typed)
    return HttpResponseRedirect(reverse("desk:materials", args=(shown_code(door),)))


@desk_page
@require_safe
def listing(request: HttpRequest, code: str) -> HttpResponse:
    door = _door(request, code)
    if door is None:
        return _unknown(request, code[:60])
    training_class = door.training_class
    context = {"class": training_class, "office": training_class.office, "door": door, "code": shown_code(door)}
    if not is_open(door):
        return render(request, "desk/materials/closed.html", {**context, "is_early": _is_early(door)}, status=403)
    rows = list(in_order(shown_to_learners(training_class, timezone.localdate())))
    response = render(request, "desk/materials/list.html", {**context, "rows": rows})
    response.set_signed_cookie(
        _INSIDE,
        door.code,
        salt=_INSIDE,
        max_age=24 * 60 * 60,
        path=reverse("desk:materials_enter"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@desk_page
@require_safe
def file(request: HttpRequest, code: str, material: int) -> HttpResponseBase:
    """One file, as long as the address is open; ``xem`` shows PDF and pictures instead of saving them."""
    door = _door(request, code)
    if door is None or not is_open(door):
        raise Http404
    rows = shown_to_learners(door.training_class, timezone.localdate()).select_related("stored")
    return material_response(request, get_object_or_404(rows, pk=material), inline="xem" in request.GET)


def _door(request: HttpRequest, code: str) -> MaterialsDoor | None:
    """The door of this code; a wrong one is a guess.

    Whoever came by the QR code, or was inside before, guesses nothing and is not slowed.
    """
    known = request.get_signed_cookie(_INSIDE, "", salt=_INSIDE) == code.replace("-", "").upper()
    if not known and not is_signed(code, request.GET.get("k", "")):
        refuse_if_slowed(request, GUESSES)
    door = door_by(code)
    if door is None:
        note_wrong_guess(request, GUESSES, code.upper()[:60])
    return door


def _is_early(door: MaterialsDoor) -> bool:
    return door.closed_at is None and timezone.localdate() < door.opens_on


def _unknown(request: HttpRequest, typed: str) -> HttpResponse:
    return render(request, "desk/materials/enter.html", {"typed": typed, "is_unknown": True}, status=404)


urlpatterns = [
    path("tl/", enter, name="materials_enter"),
    path("tl/<str:code>/", listing, name="materials"),
    path("tl/<str:code>/<int:material>/", file, name="material"),
]
