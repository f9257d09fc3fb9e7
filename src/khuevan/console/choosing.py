"""Matches for a name while it is typed; see ``people.interfaces.choosing``."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from khuevan.core.actors import Actor
from khuevan.core.screens import staff_page
from khuevan.nominations.models import Enrollment
from khuevan.people.interfaces.choosing import CATALOGUES, Posts, posts_from
from khuevan.training.interfaces.posts import last_posts


def _as_learners(actor: Actor, people: Sequence[int]) -> Posts:
    """What people were when they last learned with an office of the actor."""
    rows = (
        Enrollment.objects.visible_to(actor)
        .filter(person__in=people)
        .order_by("training_class__start_date", "pk")
        .values_list("person", "training_class__start_date", "position", "organization_name")
    )
    return {
        person: (day, ", ".join(part for part in (position, organization) if part))
        for person, day, position, organization in rows
        if position or organization
    }


posts_from(last_posts)
posts_from(_as_learners)


@staff_page
@require_safe
def choose(request: HttpRequest, kind: str) -> HttpResponse:
    """A piece of a page for htmx: the field named by ``o`` holds what was typed; ``cu``: nobody new is offered."""
    catalogue = CATALOGUES.get(kind)
    name = request.GET.get("o", "")
    if catalogue is None or not name:
        raise Http404
    text = request.GET.get(name, "")
    matches = catalogue.matches(request.user, text, may_be_new="cu" not in request.GET)
    return render(
        request, "khuevan/choose_matches.html", {"choose": {"name": name, "text": text, "pick": "", "matches": matches}}
    )


urlpatterns = [path("chon/<slug:kind>/", choose, name="choose")]
