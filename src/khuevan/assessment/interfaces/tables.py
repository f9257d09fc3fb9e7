"""Outcomes as a table: who meets the rule, and why."""

import django_filters
from django.db.models import BooleanField, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.assessment.models import Outcome
from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order


def with_final(outcomes: QuerySet[Outcome]) -> QuerySet[Outcome]:
    """Outcomes with ``final``: what counts, the decision of the committee before the rule."""
    return outcomes.annotate(final=Coalesce("override", "passed", Value(False), output_field=BooleanField()))


class OutcomesTable(ListTable):
    row_header = "name"
    numbered = True
    only_in_excel = frozenset({"agency"})

    name = Column(
        accessor="enrollment__full_name",
        verbose_name=_("full name"),
        order_by=("enrollment__name_key",),
        width="w-name",
    )
    agency = Column(accessor="enrollment__organization_name", verbose_name=_("agency as of the class"))
    sentence = Column(verbose_name=_("Why"), orderable=False, css="wide-only", width="w-pos")
    result = Column(accessor="completes", verbose_name=_("Result"), orderable=False)

    def render_name(self, record: Outcome) -> str:
        who = record.enrollment
        return format_html(
            '<a href="{}/">{}</a><div class="sub">{}</div>', record.pk, who.full_name, who.organization_name
        )

    def value_name(self, record: Outcome) -> str:
        return record.enrollment.full_name

    def render_result(self, record: Outcome) -> str:
        css, words = ("done", _now("Meets the rule")) if record.completes else ("warn", _now("Does not meet it"))
        decided = (
            format_html('<div class="sub">{}</div>', _now("decided otherwise")) if record.override is not None else ""
        )
        return format_html('<span class="state state-{}">{}</span>{}', css, words, decided)

    def value_result(self, record: Outcome) -> str:
        return _now("Meets the rule") if record.completes else _now("Does not meet it")

    def below(self, record: Outcome) -> str:
        return record.sentence

    def attention(self, record: Outcome) -> bool:
        return not record.completes


class OutcomeFilters(ListFilters):
    final = django_filters.ChoiceFilter(
        label=_("result"), choices=[("True", _("meets the rule")), ("False", _("does not meet it"))]
    )


class OutcomesList(Listing):
    """Outcomes of one class; ``rows`` come with ``with_final`` and their learners."""

    table_class = OutcomesTable
    filters_class = OutcomeFilters
    title = _("Results")
    search = ("enrollment__search_key",)
    search_label = _("Name, agency (tone marks not needed)")
    orders = (
        Order(
            "le-tan",
            _("By protocol"),
            ("enrollment__organization__protocol_order", "enrollment__organization_name", "enrollment__name_key"),
            _("In protocol order of the agencies, then by name."),
        ),
        Order("ten", _("By name"), ("enrollment__name_key",), _("By name.")),
    )
    empty_template = "console/results/empty.html"
