"""What the pages of the catalogue begin with: the topic or page of the address, offices that keep a catalogue."""

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from khuevan.core.actors import Actor
from khuevan.core.permissions import may
from khuevan.people.models import Office
from khuevan.training.models import HandbookPage, Topic


def keeping_offices(actor: Actor) -> list[Office]:
    """Offices whose catalogue the actor may keep."""
    mine = Office.objects.of_staff(actor).select_related("organization").order_by("pk")
    return [office for office in mine if may(actor, "training.keep_topics", office)]


def topic_of(request: HttpRequest, pk: int, *, to_keep: bool = False) -> Topic:
    """The topic of that address; 404 as for one that does not exist, also for whoever may not change it."""
    rows = Topic.objects.visible_to(request.user).select_related("office__organization")
    found: Topic = get_object_or_404(rows, pk=pk)
    if to_keep and not may(request.user, "training.keep_topic", found):
        raise Http404
    return found


def page_of(request: HttpRequest, pk: int, *, to_keep: bool = False) -> HandbookPage:
    """The handbook page of that address, in the same way."""
    mine = Topic.objects.visible_to(request.user)
    rows = HandbookPage.objects.filter(topic__in=mine).select_related("topic__office__organization", "training_class")
    found: HandbookPage = get_object_or_404(rows, pk=pk)
    if to_keep and not may(request.user, "training.keep_topic", found.topic):
        raise Http404
    return found


def topic_address(topic: Topic, name: str = "catalogue_topic") -> str:
    return reverse(f"console:{name}", args=(topic.pk,))


def handbook_address(page: HandbookPage, name: str = "handbook_page") -> str:
    return reverse(f"console:{name}", args=(page.pk,))


def topic_context(actor: Actor, topic: Topic, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - for the template
    """What ``console/topics/base.html`` needs."""
    return {"topic": topic, "may_change": may(actor, "training.keep_topic", topic), **more}
