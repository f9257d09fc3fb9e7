"""Writing, illustrating, publishing and withdrawing articles."""

from datetime import datetime
from typing import TypedDict, Unpack

import nh3
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from khuevan.core.actors import Actor
from khuevan.core.audit import record, snapshot, verb
from khuevan.core.errors import DomainError
from khuevan.core.permissions import require
from khuevan.core.rows import checked, locked, reasoned, unchanged
from khuevan.news.domain.photos import CleanPhoto
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.news.models import PHOTO_WIDTHS, Article, Photo
from khuevan.people.models import Office
from khuevan.training.models import TrainingClass
from khuevan.vietnamese.folding import fold

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote"}


def clean_html(body: str) -> str:
    """Only the tags an article needs; links open safely, everything else goes."""
    return nh3.clean(body, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})


class ArticleFields(TypedDict, total=False):
    """What is written of an article; ``body`` is HTML of which ``clean_html`` keeps what an article needs."""

    kind: ArticleKind | str
    title: str
    lead: str
    body: str
    byline: str
    source: str
    training_class: TrainingClass | None


@verb("news.write_article")
def write_article(actor: Actor, *, office: Office, **fields: Unpack[ArticleFields]) -> Article:
    """Writes a draft.  Raises ``article_without_title`` and ``class_of_another_office``."""
    require(actor, "news.write_article", office)
    article = Article(office=office)
    _rewrite(article, fields)
    article.slug = _free_slug(article.title)
    checked(article).save(force_insert=True)
    record(actor, "news.write_article", article)
    return article


@verb("news.change_article")
def change_article(actor: Actor, article: Article, *, seen: str = "", **fields: Unpack[ArticleFields]) -> None:
    """Changes the words of an article, published or not; its public address stays.

    Raises ``article_without_title``, ``class_of_another_office``, ``changed_meanwhile``.
    """
    require(actor, "news.change_article", article)
    unchanged(locked(article), seen)
    before = snapshot(article)
    _rewrite(article, fields)
    checked(article).save()
    record(actor, "news.change_article", article, before)


def _rewrite(article: Article, fields: ArticleFields) -> None:
    for name, value in fields.items():
        setattr(article, name, value.strip() if isinstance(value, str) else value)
    if not article.title:
        raise DomainError("article_without_title", _("An article needs a title."))
    if article.training_class and article.training_class.office_id != article.office_id:
        raise DomainError("class_of_another_office", _("This class belongs to another office."))
    article.body = clean_html(article.body)
    article.search_key = fold(f"{article.title} {article.lead} {strip_tags(article.body)}")


def _free_slug(title: str) -> str:
    base = slugify(fold(title))[:100].strip("-") or "tin"
    slug, count = base, 1
    while Article.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug


@verb("news.add_photo")
def add_photo(actor: Actor, article: Article, clean: CleanPhoto, *, caption: str, alt: str, credit: str = "") -> Photo:
    """Adds a photo made by ``clean_photo``; its words are required.  Raises ``photo_without_words``."""
    require(actor, "news.change_article", article)
    if not caption.strip() or not alt.strip():
        raise DomainError("photo_without_words", _("A photo needs a caption and an alternative text."))
    locked(article)
    photo = Photo(
        article=article,
        width=clean.width,
        height=clean.height,
        caption=caption.strip(),
        alt=alt.strip(),
        credit=credit,
        order=article.photos.count() + 1,
    )
    store(checked(photo, without=("image",)), clean)
    record(actor, "news.add_photo", photo)
    return photo


def store(photo: Photo, clean: CleanPhoto) -> None:
    """Enters the row of a new photo and keeps its files, one for each width."""
    photo.image.save(f"{photo.article_id}-{photo.order}.jpg", ContentFile(clean.data), save=False)
    photo.save(force_insert=True)
    for width, data in clean.smaller.items():
        photo.image.storage.save(variant_name(photo, width), ContentFile(data))


def variant_name(photo: Photo, width: int) -> str:
    """Where a photo of that width lies; the largest is the stored photo itself."""
    name = photo.image.name or ""
    return name if width == PHOTO_WIDTHS[-1] else f"{name.removesuffix('.jpg')}-{width}.jpg"


@verb("news.publish_article")
def publish_article(actor: Actor, article: Article, *, at: datetime | None = None) -> None:
    """Shows the article on the portal; ``at`` keeps the day of an article that was published elsewhere before.

    One that was withdrawn comes back under its first day (``republish_article``).  Raises
    ``article_is_published``.
    """
    require(actor, "news.change_article", article)
    if locked(article).state == ArticleState.PUBLISHED:
        raise DomainError("article_is_published", _("The article is already published."))
    before = snapshot(article)
    article.state = ArticleState.PUBLISHED
    article.published_at = at or article.published_at or timezone.now()
    article.save(update_fields=["state", "published_at"])
    record(actor, "news.publish_article", article, before)


@verb("news.withdraw_article")
def withdraw_article(actor: Actor, article: Article, *, reason: str) -> None:
    """Takes the article off the portal; it stays in the newsroom.  Raises ``reason_missing``, ``not_published``."""
    require(actor, "news.change_article", article)
    why = reasoned(reason)
    before = snapshot(locked(article))
    if article.state != ArticleState.PUBLISHED:
        raise DomainError("not_published", _("The article is not on the portal."))
    article.state = ArticleState.WITHDRAWN
    article.save(update_fields=["state"])
    record(actor, "news.withdraw_article", article, before, reason=why)


@verb("news.republish_article")
def republish_article(actor: Actor, article: Article) -> None:
    """Shows a withdrawn article again, under its first day.  Raises ``not_withdrawn``."""
    require(actor, "news.change_article", article)
    before = snapshot(locked(article))
    if article.state != ArticleState.WITHDRAWN:
        raise DomainError("not_withdrawn", _("Only a withdrawn article is published again."))
    article.state = ArticleState.PUBLISHED
    article.save(update_fields=["state"])
    record(actor, "news.republish_article", article, before)
