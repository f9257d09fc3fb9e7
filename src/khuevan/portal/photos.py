"""Photos of articles, in the widths they were stored in."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from khuevan.news.domain.writing import variant_name
from khuevan.news.enums import ArticleState
from khuevan.news.models import PHOTO_WIDTHS, Photo

DAY_SECONDS = 24 * 60 * 60


@require_safe
def photo(request: HttpRequest, pk: int, width: int) -> HttpResponseBase:
    """One photo the reader may see; a width we do not serve does not exist."""
    found = get_object_or_404(Photo.objects.visible_to(request.user).select_related("article"), pk=pk)
    if width not in PHOTO_WIDTHS:
        raise Http404
    try:
        file = default_storage.open(variant_name(found, width))
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = FileResponse(file, content_type="image/jpeg")
    shared = "public" if found.article.state == ArticleState.PUBLISHED else "private"
    response.headers["Cache-Control"] = f"{shared}, max-age={DAY_SECONDS}"
    return response
