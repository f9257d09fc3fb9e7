"""The directory as tables: people, organizations."""

from typing import Any

import django_filters
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.people.enums import Gender, OrganizationKind
from khuevan.people.models import Organization, Person


class PeopleTable(ListTable):
    row_header = "full_name"
    numbered = True
    full_name = Column(verbose_name=_("full name"), order_by=("name_key",), width="w-name")
    birth = Column(
        accessor="birth_text", verbose_name=_("Born"), order_by=("birth_year", "birth_date"), css="n wide-only"
    )
    gender = Column(verbose_name=_("gender"), orderable=False, css="wide-only")
    phone = Column(verbose_name=_("telephone"), orderable=False, css="n wide-only")
    email = Column(verbose_name=_("e-mail"), orderable=False, css="wide-only")

    def render_full_name(self, record: Person) -> str:
        return format_html(
            '<span class="hon">{}</span> <a href="{}/">{}</a>',
            record.honorific.capitalize(),
            record.pk,
            record.full_name,
        )

    def value_full_name(self, record: Person) -> str:
        return record.full_name

    def render_gender(self, record: Person) -> str:
        return record.get_gender_display()

    def value_gender(self, record: Person) -> str:
        return str(record.get_gender_display())

    def below(self, record: Person) -> str:
        return ", ".join(part for part in (record.birth_text, record.phone) if part)


class PeopleFilters(ListFilters):
    gender = django_filters.ChoiceFilter(label=_("gender"), choices=Gender.choices)


class PeopleList(Listing):
    """Everybody an office knows."""

    table_class = PeopleTable
    filters_class = PeopleFilters
    title = _("People")
    search = ("search_key",)
    search_label = _("Name (tone marks not needed)")
    orders = (Order("ten", _("By name"), ("name_key",), _("By name, as Vietnamese lists are ordered.")),)
    empty_icon = "users"
    empty_title = _("The directory has nobody yet")
    empty_text = _("People come here with the lists of your classes; you may also enter somebody yourself.")


class OrganizationTable(ListTable):
    row_header = "name"
    numbered = True
    name = Column(verbose_name=_("name"), order_by=("search_key",), width="w-name")
    kind = Column(verbose_name=_("kind"), orderable=False, css="wide-only")
    parent = Column(accessor="parent__name", verbose_name=_("belongs to"), orderable=False, css="wide-only")
    place_name = Column(verbose_name=_("place"), order_by=("place_name", "search_key"), css="wide-only")
    protocol_order = Column(verbose_name=_("protocol order"), css="r wide-only")

    def render_name(self, record: Organization) -> str:
        ended = format_html('<div class="sub">{}</div>', record.short_name) if record.short_name else ""
        return format_html('<a href="{}/">{}</a>{}', record.pk, record.name, ended)

    def value_name(self, record: Organization) -> str:
        return record.name

    def render_kind(self, record: Organization) -> str:
        return str(record.get_kind_display()).capitalize()

    def value_kind(self, record: Organization) -> str:
        return str(record.get_kind_display())

    def render_protocol_order(self, value: int) -> Any:  # noqa: ANN401 - a number or nothing
        return "" if value == 9999 else value

    def below(self, record: Organization) -> str:
        return ", ".join(part for part in (str(record.get_kind_display()).capitalize(), record.place_name) if part)


class OrganizationFilters(ListFilters):
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=OrganizationKind.choices)


class OrganizationList(Listing):
    """All bodies known to the installation."""

    table_class = OrganizationTable
    filters_class = OrganizationFilters
    title = _("Organizations")
    search = ("search_key",)
    orders = (
        Order("le-tan", _("By protocol"), ("protocol_order", "search_key"), _("In protocol order.")),
        Order("ten", _("By name"), ("search_key",), _("By name.")),
    )
    empty_icon = "building"
    empty_title = _("No organization yet")
    empty_text = _("Organizations come here with the lists of your classes; you may also enter one yourself.")
