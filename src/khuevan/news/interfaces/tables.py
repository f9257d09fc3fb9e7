"""The articles of an office as a table."""

import django_filters
from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import icon, vn_date
from khuevan.news.enums import ArticleKind, ArticleState
from khuevan.news.models import HAS_WORDS, Article, Photo

_LOOKS = {
    ArticleState.PUBLISHED: ("state-done", "check"),
    ArticleState.WITHDRAWN: ("state-warn", "eye-off"),
    ArticleState.DRAFT: ("", "circle-dashed"),
}


KINDS = (
    (ArticleKind.OPENING, _("opening of a class")),
    (ArticleKind.CLOSING, _("closing of a class")),
    (ArticleKind.ANNOUNCEMENT, _("announcement of the office")),
)
"""As an editor chooses them; readers see the shorter words of ``ArticleKind``."""


def kind_word(article: Article) -> str:
    return capfirst(str(dict(KINDS)[ArticleKind(article.kind)]))


def state_badge(state: str) -> SafeString:
    """A word with its shape and colour."""
    css, image = _LOOKS[ArticleState(state)]
    return format_html('<span class="state {}">{}{}</span>', css, icon(image), capfirst(str(ArticleState(state).label)))


def with_numbers(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Rows with ``photo_count``, ``wordless`` (photos that wait for words) and ``unpublished`` (1 sorts first)."""
    own = Photo.objects.filter(article=OuterRef("pk"))
    never = Case(When(published_at=None, then=Value(1)), default=Value(0), output_field=IntegerField())
    numbered = articles.annotate(
        photo_count=_counted(own), wordless=_counted(own.filter(~HAS_WORDS)), unpublished=never
    )
    return numbered.select_related("training_class").defer("body")


def _counted(photos: QuerySet[Photo]) -> Coalesce:
    """How many there are, without joining them: the pills of a list count its rows."""
    grouped = photos.order_by().values("article").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(grouped), 0)


def wordless_words(count: int) -> str:
    """Says how many photos wait for their words."""
    return ngettext("%(count)s photo without words", "%(count)s photos without words", count) % {"count": count}


class ArticleTable(ListTable):
    """Rows of ``with_numbers``.  ``address`` is given by the screen."""

    row_header = "title"
    only_in_excel = frozenset({"kind", "byline"})
    title = Column(verbose_name=pgettext_lazy("article", "title"), order_by=("search_key",), css="w-pos")
    kind = Column(verbose_name=_("kind"))
    training_class = Column(
        accessor="training_class__title",
        verbose_name=pgettext_lazy("column", "Class"),
        order_by=("training_class__search_key",),
        css="wide-only",
    )
    published_at = Column(verbose_name=_("Published"), order_by=("unpublished", "published_at"), css="n wide-only")
    photo_count = Column(verbose_name=pgettext_lazy("article", "photos"), order_by=("photo_count",), css="r wide-only")
    byline = Column(verbose_name=_("byline"))
    state = Column(verbose_name=_("state"), orderable=False)

    def address(self, record: Article) -> str:
        return f"{record.pk}/"

    def render_title(self, record: Article) -> str:
        return format_html(
            '<a href="{}">{}</a><div class="sub">{}</div>',
            self.address(record),
            record.title,
            ", ".join(part for part in (kind_word(record), record.byline) if part),
        )

    def value_title(self, record: Article) -> str:
        return record.title

    def value_kind(self, record: Article) -> str:
        return kind_word(record)

    def render_published_at(self, record: Article) -> str:
        return vn_date(record.published_at)

    def render_state(self, record: Article) -> str:
        waiting = getattr(record, "wordless", 0)
        below = format_html('<div class="sub">{}</div>', wordless_words(waiting)) if waiting else ""
        return format_html("{}{}", state_badge(record.state), below)

    def value_state(self, record: Article) -> str:
        return capfirst(record.get_state_display())

    def below(self, record: Article) -> str:
        about = record.training_class.title if record.training_class else ""
        return ", ".join(part for part in (vn_date(record.published_at), about) if part)

    def attention(self, record: Article) -> bool:
        return bool(getattr(record, "wordless", 0))


class ArticleFilters(ListFilters):
    trang_thai = django_filters.ChoiceFilter(field_name="state", label=_("state"), choices=ArticleState.choices)
    loai = django_filters.ChoiceFilter(field_name="kind", label=_("kind"), choices=KINDS)


class ArticleList(Listing):
    """Articles of the actor's offices: drafts first, then the newest."""

    table_class = ArticleTable
    filters_class = ArticleFilters
    title = _("Articles")
    search = ("search_key", "training_class__search_key")
    search_label = _("Words of the article or its class (tone marks not needed)")
    orders = (
        Order(
            "moi",
            _("Newest first"),
            ("-unpublished", "-published_at", "-pk"),
            _("Drafts first, then the newest."),
        ),
        Order("ten", _("By title"), ("search_key",), _("By title, from A to Z.")),
    )
    empty_icon = "news"
    empty_title = _("No article yet")
    empty_text = _("Write of the opening of a class, of its closing, or announce a class to come.")
