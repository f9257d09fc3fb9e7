"""The catalogue of topics as a table: contents, how often and when last taught, pages of the handbook."""

from datetime import date
from typing import Any

import django_filters
from django.db import models
from django.db.models import Case, CharField, Count, F, Max, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import icon, thousands, vn_date
from khuevan.training.enums import ClassState
from khuevan.training.models import ClassTopic, HandbookPage, Topic, TopicVersion

type Stood = Any
"""A Topic with what ``with_standing`` counts."""

_CONTENTS = ("number", "periods", "audience", "objective", "outline", "basis")


class TopicStanding(models.TextChoices):
    """Whether classes are offered the topic."""

    USED = "used", _("in use")
    RETIRED = "retired", _("no longer taught")


def with_standing(rows: QuerySet[Topic, Any]) -> QuerySet[Topic, Any]:
    """Counted beside the rows, so that the pills count topics."""
    last = TopicVersion.objects.filter(topic=OuterRef("pk")).order_by("-number")
    uses = ClassTopic.objects.filter(topic=OuterRef("pk")).exclude(training_class__state=ClassState.CANCELLED)
    counted: Any = uses.order_by().values("topic")
    pages = HandbookPage.objects.filter(topic=OuterRef("pk")).order_by().values("topic")
    return rows.annotate(
        **{f"last_{name}": Subquery(last.values(name)[:1]) for name in _CONTENTS},
        taught=Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0),
        last_taught=Subquery(counted.annotate(last=Max("training_class__start_date")).values("last")),
        pages=Coalesce(Subquery(pages.annotate(count=Count("pk")).values("count")), 0),
        field_shown=Case(When(field="", then=Value(str(_("no field")))), default=F("field"), output_field=CharField()),
        standing=Case(
            When(is_retired=True, then=Value(TopicStanding.RETIRED.value)),
            default=Value(TopicStanding.USED.value),
            output_field=CharField(),
        ),
    )


def retired_badge() -> SafeString:
    return format_html('<span class="state">{}{}</span>', icon("archive"), capfirst(str(TopicStanding.RETIRED.label)))


class TopicTable(ListTable):
    row_header = "title"
    only_in_excel = frozenset({"audience", "objective", "outline", "basis", "standing"})
    title = Column(verbose_name=_("topic"), order_by=("search_key",), width="w-pos")
    field = Column(verbose_name=_("field"), order_by=("field", "search_key"), css="wide-only")
    periods = Column(
        accessor="last_periods", verbose_name=_("periods (tiết)"), order_by=("last_periods",), css="r wide-only"
    )
    version = Column(
        accessor="last_number", verbose_name=pgettext_lazy("topic", "version"), orderable=False, css="r wide-only"
    )
    pages = Column(verbose_name=_("handbook pages"), order_by=("pages",), css="r wide-only")
    taught = Column(verbose_name=_("times taught"), order_by=("taught", "last_taught"), css="r wide-only")
    last_taught = Column(verbose_name=_("last taught"), order_by=("last_taught",), css="n wide-only")
    audience = Column(accessor="last_audience", verbose_name=_("audience"))
    objective = Column(accessor="last_objective", verbose_name=_("objective"))
    outline = Column(accessor="last_outline", verbose_name=_("outline"))
    basis = Column(accessor="last_basis", verbose_name=_("legal basis and sources"))
    standing = Column(verbose_name=_("state"))

    def render_title(self, record: Stood) -> SafeString:
        badge = retired_badge() if record.is_retired else ""
        return format_html('<a href="{}/">{}</a> {}', record.pk, record.title, badge)

    def value_title(self, record: Stood) -> str:
        return str(record.title)

    def render_periods(self, value: int | None) -> str:
        return thousands(value)

    def render_version(self, value: int | None) -> str:
        return thousands(value)

    def render_pages(self, value: int) -> str:
        return thousands(value or None)

    def render_taught(self, value: int) -> str:
        return thousands(value or None)

    def value_taught(self, value: int) -> int:
        return value

    def value_pages(self, value: int) -> int:
        return value

    def value_periods(self, value: int | None) -> int | None:
        return value

    def value_version(self, value: int | None) -> int | None:
        return value

    def render_last_taught(self, record: Stood) -> str:
        return vn_date(record.last_taught)

    def value_last_taught(self, record: Stood) -> date | None:
        day: date | None = record.last_taught
        return day

    def value_standing(self, record: Stood) -> str:
        return capfirst(str(TopicStanding(record.standing).label))

    def below(self, record: Stood) -> str:
        said = [record.field]
        if record.last_periods:
            said.append(_now("%(count)s periods") % {"count": record.last_periods})
        if record.taught:
            said.append(ngettext("taught once", "taught %(count)s times", record.taught) % {"count": record.taught})
        return ", ".join(filter(None, said))


class TopicFilters(ListFilters):
    linh_vuc = django_filters.CharFilter(field_name="field_shown", label=pgettext_lazy("topic", "Field"))
    trang_thai = django_filters.ChoiceFilter(field_name="standing", label=_("State"), choices=TopicStanding.choices)


class TopicList(Listing):
    table_class = TopicTable
    filters_class = TopicFilters
    title = pgettext_lazy("menu", "Topics")
    search = ("search_key",)
    search_label = _("Title or field (tone marks not needed)")
    orders = (
        Order(
            "ten",
            _("By title of the topic"),
            ("is_retired", "search_key"),
            _("Topics of your office by title, from A to Z."),
        ),
        Order(
            "linh-vuc",
            _("By field"),
            ("is_retired", "field", "search_key"),
            _("Topics of your office by field, then by title."),
        ),
        Order(
            "hay-day",
            _("Most taught first"),
            ("-taught", "search_key"),
            _("Topics of your office, those taught most often first."),
        ),
    )
    empty_icon = "notes"
    empty_title = _("No topic yet")
    empty_text = _("Topics come here as classes take them, or as somebody adds them.")


class KeepableTopicList(TopicList):
    """The same, for those who may keep the catalogue."""

    empty_template = "console/topics/empty.html"
