"""The list of learners as a table."""

from collections.abc import Iterable
from typing import ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.nominations.enums import EnrollmentState
from khuevan.nominations.models import Enrollment
from khuevan.training.models import LearnerGroup, Venue

NONE = "None"
"""How a pill says that there is none."""
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
    group = Column(verbose_name=_("Group, place"), accessor="group__name", orderable=False, css="wide-only", default="")
    state = Column(verbose_name=_("state"), orderable=False)

    def render_group(self, record: Enrollment) -> str:
        return format_html('{}<div class="sub">{}</div>', _group_of(record), _seat_of(record))

    def value_group(self, record: Enrollment) -> str:
        return ", ".join(part for part in (_group_of(record), _seat_of(record)) if part)

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
        return ", ".join(part for part in (record.birth_text, record.post, self.value_group(record)) if part)

    def heading(self, record: Enrollment) -> str:
        return str(record.organization.get_kind_display()) if record.organization else ""


def _group_of(record: Enrollment) -> str:
    return record.group.name if record.group else ""


def _seat_of(record: Enrollment) -> str:
    """A place of their own, else where the group sits."""
    venue = record.venue or (record.group.venue if record.group else None)
    return venue.name if venue else ""


class LearnersFilters(ListFilters):
    state = django_filters.ChoiceFilter(label=_("state"), choices=EnrollmentState.choices)
    to = django_filters.ChoiceFilter(label=_("Group"), field_name="group", method="of_part")
    cho = django_filters.ChoiceFilter(label=_("place"), field_name="seat", method="of_part")

    def of_part(self, rows: QuerySet[Enrollment], name: str, value: str) -> QuerySet[Enrollment]:
        """In a group, at a place; or in none, at the main venue."""
        return rows.filter(**{f"{name}__isnull": True} if value == NONE else {name: value})

    def offer(self, groups: Iterable[LearnerGroup], venues: Iterable[Venue]) -> None:
        """Names the groups and places of the class, in their order."""
        parts: dict[str, tuple[Iterable[LearnerGroup] | Iterable[Venue], str | Promise]] = {
            "to": (groups, _("in no group")),
            "cho": (venues, _("main venue")),
        }
        for name, (rows, none) in parts.items():
            self.filters[name].extra["choices"] = [*((str(one.pk), one.name) for one in rows), (NONE, none)]


class LearnersList(Listing):
    """Learners of one class.

    ``rows`` come with ``select_related("organization", "group__venue", "venue")`` and with ``seat``: where they sit
    when it is not the main venue.
    """

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
