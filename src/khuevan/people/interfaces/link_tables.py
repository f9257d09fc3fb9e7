"""Personal links of the actor's offices as a list."""

from collections.abc import Sequence
from typing import ClassVar

import django_filters
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from khuevan.core.actors import Actor
from khuevan.core.lists import BulkAction, Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import vn_date
from khuevan.people.domain.access_links import revoke_links
from khuevan.people.enums import LinkState
from khuevan.people.models import AccessLink


def listed(rows: QuerySet[AccessLink]) -> QuerySet[AccessLink]:
    """With the name and the search key of whom each is for, and its state as a column."""
    return rows.select_related("organization", "person", "contact", "made_by").annotate(
        holder=Coalesce(F("organization__name"), F("person__full_name")),
        holder_key=Coalesce(F("organization__search_key"), F("person__search_key")),
        condition=Case(
            When(revoked_at__isnull=False, then=Value(LinkState.REVOKED.value)),
            When(expires_at__lte=timezone.now(), then=Value(LinkState.EXPIRED.value)),
            default=Value(LinkState.VALID.value),
        ),
    )


class LinkTable(ListTable):
    row_header = "holder"
    holder = Column(verbose_name=_("agency or person"), order_by=("holder_key",), width="w-name")
    contact = Column(accessor="contact__name", verbose_name=_("given to"), orderable=False, css="wide-only")
    state = Column(verbose_name=_("state"), orderable=False)
    expires_at = Column(verbose_name=_("valid until"), css="n wide-only")
    first_used_at = Column(verbose_name=_("first used on"), css="n wide-only")
    made_at = Column(verbose_name=_("made on"), css="n wide-only")

    def render_holder(self, record: AccessLink) -> str:
        return format_html('<a href="{}/">{}</a>', record.pk, record)

    def value_holder(self, record: AccessLink) -> str:
        return str(record)

    def render_state(self, record: AccessLink) -> str:
        css = "state state-done" if record.state == LinkState.VALID else "state"
        return format_html('<span class="{}">{}</span>', css, record.state.label.capitalize())

    def value_state(self, record: AccessLink) -> str:
        return str(record.state.label)

    def render_expires_at(self, record: AccessLink) -> str:
        return vn_date(record.expires_at)

    def render_first_used_at(self, record: AccessLink) -> str:
        return vn_date(record.first_used_at)

    def render_made_at(self, record: AccessLink) -> str:
        return ", ".join(filter(None, (vn_date(record.made_at), str(record.made_by or ""))))

    def below(self, record: AccessLink) -> str:
        return ", ".join(filter(None, (record.contact.name if record.contact else "", vn_date(record.expires_at))))


class LinkFilters(ListFilters):
    condition = django_filters.ChoiceFilter(label=_("state"), choices=LinkState.choices)


def _revoke(actor: Actor, rows: list[AccessLink], reason: str) -> str:
    count = revoke_links(actor, rows, reason=reason)
    words = ngettext("%(count)s link taken back.", "%(count)s links taken back.", count)
    return words % {"count": number_format(count, force_grouping=True)}


class LinkList(Listing):
    """Links of the actor's offices, as ``listed``."""

    table_class = LinkTable
    filters_class = LinkFilters
    title = _("Personal links")
    search = ("holder_key",)
    orders = (
        Order("moi", _("Latest first"), ("-made_at",), _("The latest first.")),
        Order("ten", _("By name"), ("holder_key",), _("By name.")),
        Order("het-han", _("By their end"), ("expires_at",), _("Those that end first, first.")),
    )
    bulk: ClassVar[Sequence[BulkAction]] = (
        BulkAction(
            "thu-hoi",
            _("Take back"),
            "ban",
            _revoke,
            permission="people.change_directory",
            question=_("The links stop working at once, for good. What was sent with them stays."),
            needs_reason=True,
        ),
    )
    empty_icon = "link"
    empty_title = _("No personal link yet")
    empty_text = _("Make one on the page of an organization or of a person; it lets somebody in without an account.")
