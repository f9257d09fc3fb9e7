"""The list of learners as a table."""

from typing import ClassVar

import django_filters
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment

PROTOCOL = ("organization__protocol_order", "organization_name", "name_key")


class LearnersTable(ListTable):
    row_header = "full_name"
    numbered = True
    only_in_excel = frozenset({"gender", "organization_name", "phone", "email", "note"})
    not_in_excel = frozenset({"state"})

    full_name = Column(verbose_name=_("full name"), order_by=("name_key",), width="w-name")
    birth = Column(accessor="birth_text", verbose_name=_("Born"), orderable=False, css="n wide-only")
    gender = Column(accessor="get_gender_display", verbose_name=_("gender"))
    position = Column(verbose_name=_("Position, agency"), orderable=False, css="wide-only", width="w-pos")
    organization_name = Column(verbose_name=_("agency as of the class"))
    phone = Column(verbose_name=_("telephone"))
    email = Column(verbose_name=_("e-mail"))
    note = Column(verbose_name=_("note"))
    state = Column(verbose_name=_("state"), orderable=False)

    def render_full_name(self, record: Enrollment) -> str:
        honorific = (
            format_html('<span class="hon">{}</span> ', record.honorific.capitalize()) if record.honorific else ""
        )
        return format_html('{}<a href="{}/">{}</a>', honorific, record.pk, record.full_name)

    def value_full_name(self, record: Enrollment) -> str:
        return record.full_name

    def render_position(self, record: Enrollment) -> str:
        return format_html('{}<div class="sub">{}</div>', record.position, record.organization_name)

    def value_position(self, record: Enrollment) -> str:
        return record.position

    def render_state(self, record: Enrollment) -> str:
        label = str(record.get_state_display()).capitalize()
        if record.state == EnrollmentState.ENROLLED:
            return format_html('<span class="state state-done">{}</span>', label)
        return format_html('<span class="state">{}</span><div class="sub">{}</div>', label, record.state_reason)

    def below(self, record: Enrollment) -> str:
        return ", ".join(part for part in (record.birth_text, record.post) if part)

    def heading(self, record: Enrollment) -> str:
        return str(record.organization.get_kind_display()) if record.organization else ""


class LearnersFilters(ListFilters):
    state = django_filters.ChoiceFilter(label=_("state"), choices=EnrollmentState.choices)


class LearnersList(Listing):
    """Learners of one class; ``rows`` come with ``select_related("organization")``."""

    table_class = LearnersTable
    filters_class: ClassVar[type[ListFilters] | None] = LearnersFilters
    title = _("List of learners")
    search = ("search_key",)
    search_label = _("Name, agency (tone marks not needed)")
    orders = (
        Order("le-tan", _("By protocol"), PROTOCOL, _("In protocol order of the agencies, then by name.")),
        Order("co-quan", _("By agency"), ("organization_name", "name_key"), _("By agency, then by name.")),
        Order("ten", _("By name"), ("name_key",), _("By name.")),
    )
    grouped_in = frozenset({"le-tan"})
    empty_template = "console/learners/empty.html"
