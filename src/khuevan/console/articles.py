"""Tin bài: all articles of an office, written, looked at, published and taken back."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from khuevan.core.actors import Actor
from khuevan.core.history import history_of
from khuevan.core.permissions import may
from khuevan.core.screens import act, answer_form, notice, staff_page
from khuevan.news.domain.pasting import typed_from
from khuevan.news.domain.proposing import proposal
from khuevan.news.domain.writing import publish_article, republish_article, withdraw_article
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.news.interfaces.forms import ArticleForm
from khuevan.news.interfaces.tables import ArticleList, ArticleTable, kind_word, state_badge, with_numbers
from khuevan.news.models import Article, Photo
from khuevan.people.models import Office
from khuevan.training.models import TrainingClass


class LinkedTable(ArticleTable):
    def address(self, record: Article) -> str:
        return article_address(record)


class LinkedList(ArticleList):
    table_class = LinkedTable


@dataclass(frozen=True)
class ArticlePage:
    """One article with what an editor asks of it."""

    article: Article
    photos: list[Photo]
    body: SafeString
    kind: str
    badge: SafeString
    may_change: bool

    @property
    def is_published(self) -> bool:
        return self.article.state == ArticleState.PUBLISHED

    @property
    def was_withdrawn(self) -> bool:
        return self.article.state == ArticleState.WITHDRAWN

    @property
    def wordless(self) -> int:
        return sum(not (photo.caption and photo.alt) for photo in self.photos)

    @property
    def ready(self) -> int:
        """Photos that readers see."""
        return len(self.photos) - self.wordless

    @property
    def publish_words(self) -> str:
        if self.was_withdrawn:
            return _("Publish again")
        if not self.ready:
            return _("Publish the article")
        words = ngettext("Publish with %(count)s photo", "Publish with %(count)s photos", self.ready)
        return words % {"count": self.ready}


def article_address(article: Article) -> str:
    return reverse("console:article", args=(article.pk,))


def of_staff(actor: Actor) -> QuerySet[Article]:
    """Articles of the offices the actor works in; what other offices published is for the portal."""
    seen: QuerySet[Article] = Article.objects.visible_to(actor).filter(office__in=Office.objects.of_staff(actor))
    return seen


def article_of(request: HttpRequest, pk: int) -> Article:
    """The article of that address, or 404."""
    found = of_staff(request.user).select_related("office__organization", "training_class")
    return get_object_or_404(found, pk=pk)


def writing_offices(actor: Actor) -> list[Office]:
    """Offices in which the actor may write."""
    mine = Office.objects.of_staff(actor).select_related("organization")
    return [office for office in mine if may(actor, "news.write_article", office)]


@staff_page
@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    shown = LinkedList(request, with_numbers(of_staff(request.user)))
    if shown.wants_workbook:
        return shown.workbook_response("tin-bai")
    context = {
        "list": shown,
        "title": pgettext("menu", "Articles"),
        "add_address": reverse("console:article_write") if writing_offices(request.user) else "",
        "add_label": _("Write an article"),
    }
    return render(request, "console/articles/list.html", context)


@staff_page
def write(request: HttpRequest) -> HttpResponse:
    """A new article; ``lop`` and ``loai`` in the address say what it is about."""
    offices = writing_offices(request.user)
    if not offices:
        raise Http404
    about = _class_asked_for(request, offices)
    form = ArticleForm(request.user, request.POST or None, offices=offices, about=about, initial=_begun(request, about))
    cancel = reverse("console:class_articles", args=(about.pk,)) if about else reverse("console:articles")
    context = {"heading": _("Write an article"), "about": about, "cancel": cancel}

    def done(article: Article) -> str:
        notice(request, _("The draft is saved; only your office sees it. Photos come next, then publish it."))
        return article_address(article)

    return answer_form(request, form, "console/articles/form.html", context, done)


def _class_asked_for(request: HttpRequest, offices: list[Office]) -> TrainingClass | None:
    key = request.GET.get("lop", "")
    if not key:
        return None
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    seen = TrainingClass.objects.of_staff(request.user).filter(office__in=offices)
    return get_object_or_404(seen.select_related("office__organization").prefetch_related("venues"), pk=key)


def _begun(request: HttpRequest, about: TrainingClass | None) -> dict[str, str]:
    """What is known before anything is typed."""
    kind = ArticleKind.OPENING if about else ArticleKind.ANNOUNCEMENT
    asked = request.GET.get("loai", "")
    if asked in ArticleKind.values:
        kind = ArticleKind(asked)
    begun = {"kind": str(kind), "byline": str(request.user)}
    if about:
        words = proposal(about, kind)
        begun |= {"title": words.title, "lead": words.lead}
    return begun


@staff_page
@require_safe
def article(request: HttpRequest, pk: int) -> HttpResponse:
    found = article_of(request, pk)
    photos = list(found.photos.all())
    shown = ArticlePage(
        article=found,
        photos=photos,
        body=mark_safe(found.body),  # noqa: S308 - only what clean_html let through is stored
        kind=kind_word(found),
        badge=state_badge(found.state),
        may_change=may(request.user, "news.change_article", found),
    )
    context = {"shown": shown, "article": found, "history": history_of(found, *photos)}
    return render(request, "console/articles/article.html", context)


@staff_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    found = article_of(request, pk)
    if not may(request.user, "news.change_article", found):
        raise Http404
    form = ArticleForm(request.user, request.POST or None, instance=found, offices=[found.office])
    context = {"heading": found.title, "article": found, "cancel": article_address(found)}

    def done(changed: Article) -> str:
        if changed.state == ArticleState.PUBLISHED:
            notice(request, _("Saved. Readers see the new words now."))
        else:
            notice(request, _("The draft is saved; only your office sees it."))
        return article_address(changed)

    return answer_form(request, form, "console/articles/form.html", context, done)


@staff_page
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = article_of(request, pk)

    def work() -> None:
        again = found.state == ArticleState.WITHDRAWN
        (republish_article if again else publish_article)(request.user, found)
        notice(request, _("The article is on the portal."))

    return act(request, work, article_address(found))


@staff_page
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = article_of(request, pk)

    def work() -> None:
        withdraw_article(request.user, found, reason=request.POST.get("reason", ""))
        notice(
            request,
            _("The article is off the portal. It is kept here and can be published again."),
            undo=reverse("console:article_publish", args=(pk,)),
        )

    return act(request, work, article_address(found))


@staff_page
@require_POST
def pasted(request: HttpRequest) -> HttpResponse:
    """What was copied from Word or a web page, as typed text: paragraphs, headings, lists and links are kept."""
    if not writing_offices(request.user):
        raise Http404
    return HttpResponse(typed_from(request.POST.get("html", "")), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("tin-bai/", articles, name="articles"),
    path("tin-bai/viet/", write, name="article_write"),
    path("tin-bai/dan/", pasted, name="article_pasted"),
    path("tin-bai/<int:pk>/", article, name="article"),
    path("tin-bai/<int:pk>/sua/", change, name="article_change"),
    path("tin-bai/<int:pk>/dang/", publish, name="article_publish"),
    path("tin-bai/<int:pk>/go/", withdraw, name="article_withdraw"),
]
