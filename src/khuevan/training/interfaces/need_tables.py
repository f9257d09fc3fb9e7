"""Who was asked for training needs and what came, agency by agency."""

from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.db import models
from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import icon, thousands, vn_date
from khuevan.training.models import NeedAnswer, TrainingNeed


class NeedStanding(models.TextChoices):
    """Whether an agency answered."""

    SILENT = "silent", _("not answered")
    NEEDS = "needs", _("has needs")
    NONE = "none", _("needs nothing")


_LOOKS = {
    NeedStanding.SILENT: ("state-wait", "hourglass"),
    NeedStanding.NEEDS: ("state-done", "check"),
    NeedStanding.NONE: ("", "circle-minus"),
}

type Stood = Any
"""A NeedAnswer with ``standing``, ``lines`` and ``people``."""


def with_sums(rows: QuerySet[NeedAnswer, Any]) -> QuerySet[NeedAnswer, Any]:
    needs = TrainingNeed.objects.filter(answer=OuterRef("pk")).order_by().values("answer")
    return rows.annotate(
        lines=Coalesce(Subquery(needs.annotate(count=Count("pk")).values("count")), 0),
        people=Subquery(needs.annotate(sum=Sum("people")).values("sum")),
        standing=Case(
            When(answered_at=None, then=Value(NeedStanding.SILENT.value)),
            When(has_none=True, then=Value(NeedStanding.NONE.value)),
            default=Value(NeedStanding.NEEDS.value),
            output_field=models.CharField(),
        ),
    )


def standing_badge(standing: str) -> SafeString:
    css, image = _LOOKS[NeedStanding(standing)]
    words = capfirst(str(NeedStanding(standing).label))
    return format_html('<span class="state {}">{}{}</span>', css, icon(image), words)


class NeedBoardTable(ListTable):
    row_header = "name"
    only_in_excel = frozenset({"note"})

    name = Column(verbose_name=_("agency"), order_by=("name",), width="w-name")
    standing = Column(verbose_name=_("answer"), orderable=False)
    answered_at = Column(verbose_name=_("answered on"), order_by=("answered_at",), css="n wide-only")
    answered_by = Column(verbose_name=_("answered by"), orderable=False, css="wide-only")
    lines = Column(verbose_name=_("needs"), orderable=False, css="r wide-only")
    people = Column(verbose_name=pgettext_lazy("number", "People"), orderable=False, css="r wide-only")
    opened_at = Column(verbose_name=_("opened"), order_by=("opened_at",), css="n wide-only")
    note = Column(verbose_name=_("note"))

    def render_name(self, record: Stood) -> str:
        return format_html('<a href="don-vi/{}/">{}</a>', record.pk, record.name)

    def value_name(self, record: Stood) -> str:
        return str(record.name)

    def render_standing(self, record: Stood) -> str:
        return standing_badge(record.standing)

    def value_standing(self, record: Stood) -> str:
        return capfirst(str(NeedStanding(record.standing).label))

    def render_answered_at(self, record: Stood) -> str:
        return vn_date(record.answered_at)

    def value_answered_at(self, record: Stood) -> datetime | None:
        moment: datetime | None = record.answered_at
        return moment

    def render_answered_by(self, record: Stood) -> str:
        way = format_html('<div class="sub">{}</div>', record.get_way_display()) if record.way else ""
        return format_html("{}{}", record.answered_by, way)

    def value_answered_by(self, record: Stood) -> str:
        return str(record.answered_by)

    def render_lines(self, record: Stood) -> str:
        return thousands(record.lines or None)

    def value_lines(self, record: Stood) -> int:
        return int(record.lines)

    def render_people(self, record: Stood) -> str:
        return thousands(record.people)

    def value_people(self, record: Stood) -> int | None:
        people: int | None = record.people
        return people

    def render_opened_at(self, record: Stood) -> str:
        return vn_date(record.opened_at)

    def value_opened_at(self, record: Stood) -> datetime | None:
        moment: datetime | None = record.opened_at
        return moment

    def below(self, record: Stood) -> str:
        if not record.people:
            return ""
        return _now("%(lines)s needs, %(people)s people") % {
            "lines": thousands(record.lines),
            "people": thousands(record.people),
        }

    def heading(self, record: Stood) -> str:
        return str(record.organization.get_kind_display())


class NeedBoardFilters(ListFilters):
    tra_loi = django_filters.ChoiceFilter(field_name="standing", label=_("answer"), choices=NeedStanding.choices)


class NeedBoardList(Listing):
    """Agencies of one call; ``rows`` are ``with_sums`` and have their organization."""

    table_class = NeedBoardTable
    filters_class: ClassVar[type[ListFilters] | None] = NeedBoardFilters
    title = _("Answers of agencies on their needs")
    search = ("organization__search_key",)
    search_label = _("Agency (tone marks not needed)")
    orders = (
        Order(
            "le-tan",
            _("By protocol"),
            ("organization__protocol_order", "organization__search_key"),
            _("In protocol order of the agencies."),
        ),
        Order("tra-loi", _("Latest answer first"), ("-answered_at",), _("The latest answer first.")),
    )
    grouped_in = frozenset({"le-tan"})
    empty_template = "console/plans/need_empty.html"
