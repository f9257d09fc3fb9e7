"""What learners wear and carry: cards of several sizes, badges of others, and cards with a personal code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from khuevan.console.workspace.downloads import download
from khuevan.console.workspace.papers.deeds import writers_class
from khuevan.console.workspace.shell import class_of, workspace
from khuevan.core.permissions import may
from khuevan.core.screens import staff_page
from khuevan.nominations.models import Enrollment
from khuevan.papers.domain.building import Built
from khuevan.papers.domain.cards import MOST, OTHERS, learner_cards, other_badges, personal_cards
from khuevan.papers.enums import CardSize, NameplateGroup
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
    """Cards with a personal code; each print makes new links."""
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
    """Of the page with personal codes for these learners, or for the whole list."""
    return _with_chosen("console:class_cards", training_class, chosen)


def badges_address(training_class: TrainingClass, chosen: Sequence[Enrollment] = ()) -> str:
    """Of the page with the cards to wear for these learners, or for the whole list."""
    return _with_chosen("console:class_badges", training_class, chosen)


def _with_chosen(name: str, training_class: TrainingClass, chosen: Sequence[Enrollment]) -> str:
    address = reverse(name, args=(training_class.pk,))
    return f"{address}?{urlencode({CHOSEN: '.'.join(str(one.pk) for one in chosen)})}" if chosen else address


@staff_page
@require_safe
def badges(request: HttpRequest, pk: int) -> HttpResponse:
    """Size and whose: what is chosen goes into one file."""
    training_class = writers_class(request, pk)
    learners = _learners(request, training_class)
    agencies = {one.organization_id: one.organization_name for one in learners if one.organization_id}
    context = {
        "count": len(learners),
        "chosen": request.GET.get(CHOSEN, ""),
        "sizes": [(size.value, capfirst(str(size.label))) for size in CardSize],
        "groups": list(training_class.groups.all()),
        "agencies": sorted(agencies.items(), key=lambda one: one[1]),
        "others": [(group.value, capfirst(str(group.label))) for group in OTHERS],
    }
    return workspace(request, training_class, "learners", context, template="console/learners/badges.html")


@staff_page
@require_safe
def badges_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """``co`` in the address names the size, ``ai`` the others, else ``chon``, ``to``, ``don-vi`` the learners."""
    training_class = writers_class(request, pk)
    asked = request.GET.get("co", "")
    size = CardSize(asked) if asked in CardSize.values else CardSize.TABLE
    others = [NameplateGroup(value) for value in request.GET.getlist("ai") if value in NameplateGroup.values]

    def make() -> Built:
        if others:
            return other_badges(request.user, training_class, others, size)
        return learner_cards(request.user, training_class, _meant(request, training_class), size)

    return download(request, make, reverse("console:class_badges", args=(pk,)))


def _meant(request: HttpRequest, training_class: TrainingClass) -> list[Enrollment]:
    group, agency = (_number(request.GET.get(name), 0) for name in ("to", "don-vi"))
    return [
        one
        for one in _learners(request, training_class)
        if group in {0, one.group_id} and agency in {0, one.organization_id}
    ]


def _learners(request: HttpRequest, training_class: TrainingClass) -> list[Enrollment]:
    """Those named in the address, or everybody on the list; agencies together, as cards are handed out."""
    rows = Enrollment.objects.visible_to(request.user).current().filter(training_class=training_class)
    keys = [int(key) for key in request.GET.get(CHOSEN, "").split(".") if key.isdecimal()][:MOST_CHOSEN]
    if request.GET.get(CHOSEN):
        rows = rows.filter(pk__in=keys)
    return list(rows.select_related("person", "organization", "group__venue", "venue").by_protocol())


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 and int(text) else otherwise


urlpatterns = [
    path("phieu-qr/", page, name="class_cards"),
    path("the/", badges, name="class_badges"),
    path("the.pdf", badges_pdf, name="class_badges_pdf"),
]
