"""Bodies, their groups and the names lists use, as tables."""

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.lists import BulkAction, Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.people.domain.organizations import LAST
from khuevan.people.enums import OrganizationKind
from khuevan.people.models import Organization, OrganizationAlias, OrganizationGroup


class OrganizationTable(ListTable):
    row_header = "name"
    numbered = True
    name = Column(verbose_name=_("name"), order_by=("search_key",), width="w-name")
    kind = Column(verbose_name=_("kind"), orderable=False, css="wide-only")
    parent = Column(accessor="parent__name", verbose_name=_("belongs to"), orderable=False, css="wide-only")
    place_name = Column(verbose_name=_("place"), order_by=("place_name", "search_key"), css="wide-only")
    protocol_order = Column(verbose_name=_("protocol order"), css="r wide-only")

    def render_name(self, record: Organization) -> str:
        return format_html('<a href="{}/">{}</a>{}', record.pk, record.name, _below_name(record))

    def value_name(self, record: Organization) -> str:
        return record.name

    def render_kind(self, record: Organization) -> str:
        return str(record.get_kind_display()).capitalize()

    def value_kind(self, record: Organization) -> str:
        return str(record.get_kind_display())

    def render_protocol_order(self, value: int) -> Any:  # noqa: ANN401 - a number or nothing
        return "" if value == LAST else value

    def below(self, record: Organization) -> str:
        return ", ".join(part for part in (str(record.get_kind_display()).capitalize(), record.place_name) if part)


def _below_name(record: Organization) -> str:
    """The short name, and since when the body is no more."""
    short = format_html('<div class="sub">{}</div>', record.short_name) if record.short_name else ""
    if record.valid_to and record.valid_to < timezone.localdate():
        words = _now("ended on %(day)s") % {"day": vn_date(record.valid_to)}
        return format_html('{} <span class="state">{}</span>', short, words)
    return short


class OrganizationFilters(ListFilters):
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=OrganizationKind.choices)


class OrganizationList(Listing):
    """All bodies known to the installation."""

    table_class = OrganizationTable
    filters_class: ClassVar[type[ListFilters] | None] = OrganizationFilters
    title = _("Organizations")
    search = ("search_key",)
    orders = (
        Order("le-tan", _("By protocol"), ("protocol_order", "search_key"), _("In protocol order.")),
        Order("ten", _("By name"), ("search_key",), _("By name.")),
    )
    bulk: ClassVar[Sequence[BulkAction]] = (
        BulkAction(
            "vao-nhom",
            _("Put into a group"),
            "users-group",
            permission="people.change_directory",
            fields_template="console/organizations/group_choice.html",
        ),
    )
    empty_icon = "building"
    empty_title = _("No organization yet")
    empty_text = _("Organizations come here with the lists of your classes; you may also enter one yourself.")


class MemberList(OrganizationList):
    """The bodies of one group."""

    title = _("Members of the group")
    filters_class = None
    bulk: ClassVar[Sequence[BulkAction]] = (
        BulkAction("ra-khoi-nhom", _("Take out of the group"), "minus", permission="people.change_directory"),
    )
    empty_title = _("The group has no member yet")
    empty_text = _("Type a name above, or tick organizations in their list and choose “Put into a group”.")


class GroupTable(ListTable):
    row_header = "name"
    name = Column(verbose_name=_("name of the group"), order_by=("search_key",), width="w-name")
    note = Column(verbose_name=_("note"), orderable=False, css="wide-only")
    members = Column(accessor="size", verbose_name=_("members"), orderable=False, css="r")

    def render_name(self, record: OrganizationGroup) -> str:
        return format_html('<a href="{}/">{}</a>', record.pk, record.name)

    def value_name(self, record: OrganizationGroup) -> str:
        return record.name


class GroupList(Listing):
    """Groups of the actor's offices; rows carry ``size``."""

    table_class = GroupTable
    title = _("Groups of organizations")
    search = ("search_key",)
    orders = (Order("ten", _("By name"), ("search_key",), _("By name.")),)
    empty_icon = "users-group"
    empty_title = _("No group yet")
    empty_text = _("A group holds bodies you often write to together, such as the border communes.")


class AliasTable(ListTable):
    row_header = "written"
    written = Column(verbose_name=_("as written"), order_by=("key",), width="w-name")
    organization = Column(accessor="organization__name", verbose_name=_("means"), orderable=False)
    learned_at = Column(verbose_name=_("learned on"), css="n wide-only")

    def render_learned_at(self, record: OrganizationAlias) -> str:
        who = f", {record.learned_by}" if record.learned_by else ""
        return f"{vn_date(timezone.localdate(record.learned_at))}{who}"


class AliasList(Listing):
    """Names under which lists mean a body, of the actor's offices."""

    table_class = AliasTable
    title = _("Names used in lists")
    search = ("key",)
    orders = (
        Order("ten", _("By name"), ("key",), _("By the name as it is written.")),
        Order("moi", _("Latest first"), ("-learned_at",), _("The latest first.")),
    )
    bulk: ClassVar[Sequence[BulkAction]] = (
        BulkAction(
            "quen",
            _("Forget"),
            "trash",
            permission="people.change_directory",
            question=_("The names mean nothing again; lists read so far keep what they took."),
        ),
    )
    empty_icon = "letter-case"
    empty_title = _("Nothing learned yet")
    empty_text = _("When you say which body a list means by “Sở NV”, it is remembered here.")
