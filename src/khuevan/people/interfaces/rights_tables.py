"""Requests for correction as a list of the office."""

from typing import ClassVar

import django_filters
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import icon, vn_date
from khuevan.people.domain.corrections import FIELDS, asked_for, reply_by
from khuevan.people.enums import CorrectionState
from khuevan.people.models import CorrectionRequest

MARKS = {
    CorrectionState.OPEN: ("state-wait", "hourglass"),
    CorrectionState.DONE: ("state-done", "check"),
    CorrectionState.REFUSED: ("state-warn", "x"),
}


class CorrectionTable(ListTable):
    row_header = "person"
    numbered = True
    person = Column(verbose_name=_("person"), order_by=("person__name_key",), width="w-name")
    wishes = Column(verbose_name=_("what is asked for"), orderable=False, css="wide-only")
    asked_at = Column(verbose_name=_("asked on"), order_by=("asked_at",), css="n wide-only")
    due = Column(verbose_name=_("answer by"), accessor="asked_at", orderable=False, css="n wide-only")
    state = Column(verbose_name=_("state"), order_by=("state",))

    def render_person(self, record: CorrectionRequest) -> SafeString:
        return format_html('<a href="{}/">{}</a>', record.pk, record.person.full_name)

    def value_person(self, record: CorrectionRequest) -> str:
        return record.person.full_name

    def render_wishes(self, record: CorrectionRequest) -> SafeString:
        return format_html_join("", "{}", ((self.value_wishes(record),),))

    def value_wishes(self, record: CorrectionRequest) -> str:
        parts = [capfirst(str(FIELDS[name])) for name in asked_for(record)]
        return ", ".join([*parts, *([str(_("in their own words"))] if record.words else [])])

    def render_asked_at(self, record: CorrectionRequest) -> str:
        return vn_date(localdate(record.asked_at))

    def value_asked_at(self, record: CorrectionRequest) -> str:
        return vn_date(localdate(record.asked_at))

    def render_due(self, record: CorrectionRequest) -> str:
        return vn_date(reply_by(record)) if record.state == CorrectionState.OPEN else ""

    def value_due(self, record: CorrectionRequest) -> str:
        return self.render_due(record)

    def render_state(self, record: CorrectionRequest) -> SafeString:
        css, image = MARKS[CorrectionState(record.state)]
        return format_html(
            '<span class="state {}">{}{}</span>', css, icon(image), capfirst(str(record.get_state_display()))
        )

    def value_state(self, record: CorrectionRequest) -> str:
        return str(capfirst(str(record.get_state_display())))

    def below(self, record: CorrectionRequest) -> str:
        due = self.render_due(record)
        return " · ".join(part for part in (self.value_wishes(record), due) if part)

    def attention(self, record: CorrectionRequest) -> bool:
        return record.state == CorrectionState.OPEN and reply_by(record) < localdate()


class CorrectionFilters(ListFilters):
    state = django_filters.ChoiceFilter(label=_("state"), choices=CorrectionState.choices)


class CorrectionList(Listing):
    """What people of the actor's offices ask for; what waits longest first."""

    table_class = CorrectionTable
    filters_class: ClassVar[type[ListFilters] | None] = CorrectionFilters
    title = _("Requests about personal data")
    search = ("person__search_key",)
    orders = (
        Order("cho", _("Waiting first"), ("-is_open", "asked_at", "pk"), _("What waits first, the oldest on top.")),
        Order("moi", _("Latest first"), ("-asked_at", "-pk"), _("The latest first.")),
    )
    empty_icon = "user-check"
    empty_title = _("Nobody has asked for a correction")
    empty_text = _(
        "People ask on their own page; for those without a telephone you enter it on their page of the directory."
    )
