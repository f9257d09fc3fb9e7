"""Photos of an article: many are sent at once, then given their words, an order, or taken out."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from khuevan.console.articles import article_address, article_of
from khuevan.core.errors import DomainError
from khuevan.core.once import once
from khuevan.core.permissions import may, require
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.news.domain.uploads import Looked, keep_photo, look_at
from khuevan.news.interfaces.forms import PhotosForm, UploadForm
from khuevan.news.models import Article

JSON = "application/json"


def photos_address(article: Article) -> str:
    return reverse("console:article_photos", args=(article.pk,))


def _changeable(request: HttpRequest, pk: int) -> Article:
    found = article_of(request, pk)
    if not may(request.user, "news.change_article", found):
        raise Http404
    return found


@staff_page
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """All photos with their words; a button may move or remove one, and saves what was typed with it."""
    article = _changeable(request, pk)
    form = PhotosForm(request.user, request.POST or None, list(article.photos.all()))
    taken_by = "" if ":" in article.byline else article.byline
    context = {"article": article, "upload": UploadForm(initial={"credit": taken_by})}

    def done(changed: int) -> str:
        if words := _said(form, changed):
            notice(request, words)
        at = form.at if form.at is not None and form.deed != form.REMOVE else None
        return photos_address(article) + (f"#anh-{at.pk}" if at else "")

    return answer_form(request, form, "console/articles/photos.html", context, done)


def _said(form: PhotosForm, changed: int) -> str:
    said = []
    if changed:
        said.append(
            ngettext("The words of %(count)s photo are saved.", "The words of %(count)s photos are saved.", changed)
            % {"count": changed}
        )
    if form.deed == form.REMOVE:
        said.append(_("The photo is removed."))
    elif not changed and not form.deed:
        said.append(_("Nothing was changed, so nothing was saved."))
    return " ".join(said)


@staff_page
@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Takes photos; each file that is none is answered with its name and why, the others are kept.

    The page's script sends one file at a time and asks for JSON: ``{"kept": 1, "refused": ["…"]}``.
    """
    article = article_of(request, pk)
    wants_json = request.headers.get("Accept") == JSON
    try:
        require(request.user, "news.change_article", article)
    except DomainError as refusal:
        return _answer(Came(refused=[refusal.message])) if wants_json else _back(request, article, refusal)
    looked = look_at(request.FILES.getlist("photos"))
    if not wants_json:
        return act(request, lambda: _keep_and_say(request, article, looked), photos_address(article))
    came = Came()
    once(request, lambda: _keep(request, article, looked, came))
    return _answer(came)


@dataclass
class Came:
    """What came of sending files: keys of photos, sentences about files that are none."""

    kept: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def _keep(request: HttpRequest, article: Article, looked: list[Looked], came: Came) -> str:
    credit = request.POST.get("credit", "")[:150]
    for one in looked:
        if one.clean is None:
            came.refused.append(f"{one.name}: {one.refusal}")
            continue
        try:
            came.kept.append(keep_photo(request.user, article, one.clean, credit=credit).pk)
        except DomainError as refusal:
            came.refused.append(f"{one.name}: {refusal.message}")
    return photos_address(article)


def _keep_and_say(request: HttpRequest, article: Article, looked: list[Looked]) -> str:
    came = Came()
    address = _keep(request, article, looked, came)
    for sentence in came.refused or ([] if came.kept else [_("No file was chosen.")]):
        messages.error(request, sentence)
    if not came.kept:
        return address
    words = ngettext(
        "%(count)s photo was taken. Write its words; until then readers do not see it.",
        "%(count)s photos were taken. Write their words; until then readers do not see them.",
        len(came.kept),
    )
    notice(request, words % {"count": len(came.kept)})
    return f"{address}#anh-{came.kept[0]}"


def _answer(came: Came) -> JsonResponse:
    body = {"kept": len(came.kept), "refused": came.refused}
    return JsonResponse(body, status=422 if came.refused and not came.kept else 200)


def _back(request: HttpRequest, article: Article, refusal: DomainError) -> HttpResponse:
    def work() -> None:
        raise refusal

    return act(request, work, article_address(article))


urlpatterns = [
    path("tin-bai/<int:pk>/anh/", photos, name="article_photos"),
    path("tin-bai/<int:pk>/anh/tai-len/", upload, name="article_upload"),
]
