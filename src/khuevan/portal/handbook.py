"""Topics and handbook pages that everybody may read; what was taken back is not found any more."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from khuevan.core.search import starts_words
from khuevan.core.visits import counted
from khuevan.training.domain.topics.handbook import public_pages
from khuevan.training.domain.topics.versions import newest
from khuevan.training.enums import Shared
from khuevan.training.interfaces.material_files import material_response
from khuevan.training.interfaces.reading import parts_of, read
from khuevan.training.models import HandbookPage, Material, Topic
from khuevan.vietnamese.collation import sort_key

TOPICS_A_PAGE = 60
LONGEST_QUERY = 100


def shown_topics() -> QuerySet[Topic]:
    """Topics of which the portal shows something: contents that were published, or a page for everybody."""
    something = Q(published_at__isnull=False) | Q(pk__in=public_pages().values("topic"))
    return Topic.objects.filter(something, is_retired=False).exclude(slug=None).select_related("office__organization")


@counted()
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    rows = shown_topics().prefetch_related(Prefetch("handbook", public_pages().order_by("order", "pk")))
    if query:
        rows = rows.filter(starts_words(("search_key",), query))
    page = Paginator(_in_order(rows), TOPICS_A_PAGE).get_page(request.GET.get("trang"))
    shown = rows.in_bulk(page.object_list)
    topics = [shown[key] for key in page.object_list if key in shown]
    return render(request, "portal/handbook/list.html", {"page": page, "topics": topics, "query": query})


def _in_order(rows: QuerySet[Topic]) -> list[int]:
    """Keys by field and title as Vietnamese orders them, which the database does not; topics without a field last."""
    told = rows.order_by().values_list("pk", "field", "title")
    return [key for key, _field, _title in sorted(told, key=lambda row: (not row[1], *map(sort_key, row[1:])))]


@counted()
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(shown_topics(), slug=slug)
    version = newest(found) if found.published_at else None
    context = {
        "topic": found,
        "version": version,
        "parts": parts_of(version) if version else [],
        "pages": public_pages().filter(topic=found).order_by("order", "pk"),
        "materials": _materials(found).select_related("stored"),
    }
    return render(request, "portal/handbook/topic.html", context)


@counted()
@require_safe
def page(request: HttpRequest, slug: str, page: int) -> HttpResponse:
    found = _page(slug, page)
    others = public_pages().filter(topic=found.topic).exclude(pk=found.pk).order_by("order", "pk")
    context = {"topic": found.topic, "page": found, "read": read(found), "others": others}
    return render(request, "portal/handbook/page.html", context)


@require_safe
def page_print(request: HttpRequest, slug: str, page: int) -> HttpResponse:
    """The page alone on white, with boxes to tick and the address it came from."""
    found = _page(slug, page)
    back = reverse("portal:handbook", args=(slug, page))
    context: dict[str, Any] = {
        "topic": found.topic,
        "page": found,
        "read": read(found),
        "back": back,
        "address": f"{settings.KHUEVAN_BASE_URL}{back}",
    }
    return render(request, "portal/handbook/print.html", context)


@require_safe
def material(request: HttpRequest, slug: str, material: int) -> HttpResponseBase:
    found = get_object_or_404(shown_topics(), slug=slug)
    return material_response(request, get_object_or_404(_materials(found).select_related("stored"), pk=material))


def _page(slug: str, key: int) -> HandbookPage:
    pages = public_pages().select_related("topic__office__organization").prefetch_related("steps")
    found: HandbookPage = get_object_or_404(pages, pk=key, topic__slug=slug)
    return found


def _materials(topic: Topic) -> QuerySet[Material]:
    return topic.kept_materials.filter(shared=Shared.PUBLIC).order_by("order", "pk")


urlpatterns = [
    path("chuyen-de/", topic_list, name="topics"),
    path("chuyen-de/<slug:slug>/", topic, name="topic"),
    path("chuyen-de/<slug:slug>/<int:page>/", page, name="handbook"),
    path("chuyen-de/<slug:slug>/<int:page>/in/", page_print, name="handbook_print"),
    path("chuyen-de/<slug:slug>/tai-lieu/<int:material>/", material, name="topic_material"),
]
