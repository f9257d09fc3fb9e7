"""What was told of a class: its published articles with their photos."""

from pathlib import PurePath

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from khuevan.core.actors import Actor
from khuevan.news.models import Article, Photo
from khuevan.training.domain.dossier import Entry, Part, Section, dossier_part, maker
from khuevan.training.models import TrainingClass


@dossier_part
def articles(actor: Actor, training_class: TrainingClass) -> Part:
    """In two queries."""
    found = Article.objects.visible_to(actor).filter(training_class=training_class).published()
    entries = []
    days = {}
    for article in found.order_by("published_at", "pk"):
        day = timezone.localtime(article.published_at).date() if article.published_at else None
        days[article.pk] = (day, article)
        entries.append(
            Entry(Section.NEWS, f"Tin bài: {article.title}", article.title, "html", day=day,
                  author=article.byline or training_class.office.organization.name, made="news.article",
                  argument=str(article.pk))
        )  # fmt: skip
    for photo in Photo.objects.visible_to(actor).filter(article__in=list(days)).order_by("article", "order"):
        day, article = days[photo.article_id]
        ending = PurePath(str(photo.image)).suffix.lstrip(".")
        entries.append(
            Entry(Section.NEWS, f"Ảnh: {photo.caption}", photo.caption or "anh", ending or "jpg", day=day,
                  author=photo.credit, stored=str(photo.image), group=f"Ảnh của tin bài: {article.title}")
        )  # fmt: skip
    missing = () if entries else (_("There is no article about the class."),)
    return Part(tuple(entries), missing)


@maker("news.article")
def _page(actor: Actor, training_class: TrainingClass, argument: str) -> bytes:
    """The words as a page that opens anywhere; the body is clean HTML as it is stored."""
    article = Article.objects.visible_to(actor).get(pk=argument, training_class=training_class)
    parts = {
        "title": escape(article.title),
        "lead": escape(article.lead),
        "body": mark_safe(article.body),  # noqa: S308 - news.domain.writing let it through
        "by": escape(", ".join(filter(None, (article.byline, article.source)))),
    }
    page = (
        '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head>'
        "<body><h1>{title}</h1><p><strong>{lead}</strong></p>{body}<p><em>{by}</em></p></body></html>\n"
    )
    return page.format(**parts).encode()
