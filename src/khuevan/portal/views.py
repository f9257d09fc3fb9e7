"""The public pages.  No script, no session, no write: what a visitor may see is asked of ``visible_to`` alone."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from khuevan.core.visits import counted
from khuevan.news.enums import ArticleState
from khuevan.portal import articles, classes, verification
from khuevan.portal.home import front_page
from khuevan.portal.materials import public_materials
from khuevan.training.domain.timetable.shown import is_expected, shown_programme
from khuevan.training.models import TrainingClass

CLASSES_A_PAGE = 40
VERIFICATION_KEY = "/gcn/"
"""Visits of all verifications together: a code is nobody's business in a table of visits."""


@counted()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html", {"front": front_page(request.user)})


@counted()
@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(articles.listed(request.user), articles.PAGE).get_page(request.GET.get("trang"))
    return render(request, "portal/articles/list.html", {"page": page})


@counted()
@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(articles.readable(request.user), slug=slug)
    context = {
        "article": found,
        "is_draft": found.state != ArticleState.PUBLISHED,
        "body": articles.body_of(found),
        "byline": articles.byline_of(found),
        "reading_minutes": articles.reading_minutes(found),
        "about": articles.class_of(found, request.user),
        "related": articles.related_to(found, request.user),
    }
    return render(request, "portal/articles/article.html", context)


@require_safe
def article_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The article alone on white, with the facts of its class and the address it came from."""
    found = get_object_or_404(articles.readable(request.user), slug=slug)
    context = {
        "article": found,
        "body": articles.body_of(found),
        "byline": articles.byline_of(found),
        "about": articles.class_of(found, request.user),
        "address": f"{settings.KHUEVAN_BASE_URL}{reverse('portal:article', args=[slug])}",
    }
    return render(request, "portal/articles/print.html", context)


@counted()
@require_safe
def class_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(classes.past(request.user), CLASSES_A_PAGE).get_page(request.GET.get("trang"))
    coming = classes.coming(request.user) if page.number == 1 else []
    return render(request, "portal/classes/list.html", {"page": page, "coming": coming})


@counted()
@require_safe
def training_class(request: HttpRequest, slug: str) -> HttpResponse:
    seen = classes.in_detail(TrainingClass.objects.visible_to(request.user))
    found = get_object_or_404(seen, slug=slug)
    shown = shown_programme(found)
    context = {
        "class": found,
        "facts": classes.facts_of(found, shown),
        "teaching": classes.teaching_of(found, shown),
        "programme": shown,
        "public_materials": public_materials(found),
        "is_expected": is_expected(found),
        "certificate_lines": classes.certificate_lines(found),
        "results": classes.results_of(found),
        "articles": articles.listed(request.user).filter(training_class=found),
    }
    return render(request, "portal/classes/class.html", context)


@counted(VERIFICATION_KEY)
@require_safe
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the code proves; an unknown code answers 404 and says so."""
    found = verification.verify(code)
    response = render(
        request, "portal/certificates/certificate.html", {"found": found, "typed": code}, status=200 if found else 404
    )
    response.headers["Cache-Control"] = "no-store"
    return response


@counted(VERIFICATION_KEY)
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("so", "").strip()[:200]
    code = verification.code_for(typed) if typed else None
    if code:
        return redirect("portal:certificate", code=code)
    return render(request, "portal/certificates/look_up.html", {"typed": typed, "asked": typed})
