"""Cards with a personal QR code for the learners of a class, a file of at most so many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from khuevan.console.workspace.downloads import download
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.permissions import may
from khuevan.core.screens import staff_page
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain.cards import MOST, personal_cards
from khuevan.training.models import TrainingClass

VALID = (60, 180, 365)
"""Days for which a card may work; the first is proposed."""
CHOSEN = "chon"
MOST_CHOSEN = 200
"""Learners named in an address; whoever wants more prints the cards of the whole list."""


@dataclass(frozen=True)
class Part:
    """Learners whose cards go into one file, numbered from 1 in the order of the list."""

    number: int
    first: int
    last: int


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    training_class = class_of(request, pk)
    if not may_print(request, training_class):
        raise Http404
    learners = _learners(request, training_class)
    if request.method == "POST":
        part, days = _number(request.POST.get("phan"), 1), _number(request.POST.get("ngay"), VALID[0])
        chosen = learners[(part - 1) * MOST : part * MOST]
        valid = timedelta(days=days if days in VALID else VALID[0])
        back = request.get_full_path()
        return download(request, lambda: personal_cards(request.user, training_class, chosen, valid=valid), back)
    parts = [
        Part(number, start + 1, min(start + MOST, len(learners)))
        for number, start in enumerate(range(0, len(learners), MOST), start=1)
    ]
    context = {"parts": parts, "count": len(learners), "days": VALID, "is_chosen": CHOSEN in request.GET}
    return workspace(request, training_class, "learners", context, template="console/learners/cards.html")


def may_print(request: HttpRequest, training_class: TrainingClass) -> bool:
    keeps = may(request.user, "people.keep_directory", training_class.office)
    return keeps and may(request.user, "papers.write_paper", training_class)


def cards_address(training_class: TrainingClass, chosen: Sequence[Enrollment] = ()) -> str:
    """Of the page for these learners, or for the whole list."""
    address = reverse("console:class_cards", args=(training_class.pk,))
    return f"{address}?{urlencode({CHOSEN: '.'.join(str(one.pk) for one in chosen)})}" if chosen else address


def _learners(request: HttpRequest, training_class: TrainingClass) -> list[Enrollment]:
    """Those named in the address, or everybody on the list; agencies together, as cards are handed out."""
    rows = Enrollment.objects.visible_to(request.user).current().filter(training_class=training_class)
    keys = [int(key) for key in request.GET.get(CHOSEN, "").split(".") if key.isdecimal()][:MOST_CHOSEN]
    if CHOSEN in request.GET:
        rows = rows.filter(pk__in=keys)
    return list(rows.select_related("person", "organization").by_protocol())


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 and int(text) else otherwise


urlpatterns = [path("phieu-qr/", page, name="class_cards")]
