"""Writing, illustrating, publishing and withdrawing articles."""

from datetime import datetime

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
from khuevan.core.rows import checked, create, locked, reasoned
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


@verb("news.write_article")
def write_article(
    actor: Actor,
    *,
    office: Office,
    kind: ArticleKind,
    title: str,
    lead: str,
    body: str,
    training_class: TrainingClass | None = None,
    byline: str = "",
    source: str = "",
) -> Article:
    """Writes a draft.  Raises ``article_without_title`` and ``class_of_another_office``."""
    require(actor, "news.write_article", office)
    if not title.strip():
        raise DomainError("article_without_title", _("An article needs a title."))
    if training_class and training_class.office_id != office.pk:
        raise DomainError("class_of_another_office", _("This class belongs to another office."))
    article = create(
        Article,
        office=office,
        training_class=training_class,
        slug=_free_slug(title),
        kind=kind,
        title=title.strip(),
        lead=lead.strip(),
        body=clean_html(body),
        byline=byline,
        source=source,
        search_key=fold(f"{title} {lead} {strip_tags(body)}"),
    )
    record(actor, "news.write_article", article)
    return article


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
    checked(photo, without=("image",))
    photo.image.save(f"{article.pk}-{photo.order}.jpg", ContentFile(clean.data), save=False)
    photo.save(force_insert=True)
    storage = photo.image.storage
    for width, data in clean.smaller.items():
        storage.save(variant_name(photo, width), ContentFile(data))
    record(actor, "news.add_photo", photo)
    return photo


def variant_name(photo: Photo, width: int) -> str:
    """Where a photo of that width lies; the largest is the stored photo itself."""
    name = photo.image.name or ""
    return name if width == PHOTO_WIDTHS[-1] else f"{name.removesuffix('.jpg')}-{width}.jpg"


@verb("news.publish_article")
def publish_article(actor: Actor, article: Article, *, at: datetime | None = None) -> None:
    """Shows the article on the portal; ``at`` keeps the day of an article that was published elsewhere before.

    Raises ``article_is_published``.
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
    """Takes the article off the portal; it stays in the newsroom.  Raises ``reason_missing``."""
    require(actor, "news.change_article", article)
    why = reasoned(reason)
    before = snapshot(locked(article))
    article.state = ArticleState.WITHDRAWN
    article.save(update_fields=["state"])
    record(actor, "news.withdraw_article", article, before, reason=why)
