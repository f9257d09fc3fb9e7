"""The board of an invitation, agency by agency, and the list of everybody they named."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.core.paginator import Page
from django.db import models
from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from khuevan.core.lists import Column, ListFilters, Listing, ListTable, Order
from khuevan.core.templatetags.khuevan import icon, thousands, vn_date, vn_time
from khuevan.nominations.domain.answers import AgencyRow, Board
from khuevan.nominations.domain.conditions import Notice
from khuevan.nominations.enums import Answer, NominationState, SubmissionState
from khuevan.nominations.models import Nomination, Quota, Submission

AGENCY_ORDER = ("organization__protocol_order", "organization__search_key")
PEOPLE_ORDER = ("quota__organization__protocol_order", "quota__organization__search_key", "name_key")


class Standing(models.TextChoices):
    """Where an agency stands with its answer; what asks for the officer comes before what is settled."""

    NONE = "none", _("not answered")
    UNCONFIRMED = "unconfirmed", _("to be confirmed")
    OVER = "over", _("more than its places")
    SENT = "sent", _("sends people")
    DECLINED = "declined", _("sends nobody")


_LOOKS = {
    Standing.NONE: ("state-wait", "hourglass"),
    Standing.UNCONFIRMED: ("state-warn", "alert-triangle"),
    Standing.OVER: ("state-warn", "alert-triangle"),
    Standing.SENT: ("state-done", "check"),
    Standing.DECLINED: ("", "circle-minus"),
}
_LOOKS_OF_PEOPLE = {
    NominationState.PROPOSED: ("state-wait", "hourglass"),
    NominationState.ACCEPTED: ("state-done", "check"),
    NominationState.RESERVE: ("state-warn", "list-numbers"),
}


def with_standing(rows: QuerySet[Quota, Any]) -> QuerySet[Quota, Any]:
    """Rows that say where each agency stands."""
    waits = Submission.objects.filter(quota=OuterRef("pk"), state=SubmissionState.UNCONFIRMED)
    over = Nomination.objects.filter(quota=OuterRef("pk"), state=NominationState.RESERVE)
    return rows.annotate(
        standing=Case(
            When(Exists(waits), then=Value(Standing.UNCONFIRMED.value)),
            When(Exists(over), then=Value(Standing.OVER.value)),
            When(answer=Answer.SENT, then=Value(Standing.SENT.value)),
            When(answer=Answer.DECLINED, then=Value(Standing.DECLINED.value)),
            default=Value(Standing.NONE.value),
            output_field=models.CharField(),
        )
    )


def standing_of(quota: Quota) -> str:
    row: Any = with_standing(Quota.objects.filter(pk=quota.pk)).get()
    return str(row.standing)


def badge(css: str, image: str, words: object) -> SafeString:
    return format_html('<span class="state {}">{}{}</span>', css, icon(image), capfirst(str(words)))


def standing_badge(standing: str) -> SafeString:
    css, image = _LOOKS[Standing(standing)]
    return badge(css, image, Standing(standing).label)


def nominee_badge(nomination: Nomination) -> SafeString:
    css, image = _LOOKS_OF_PEOPLE.get(NominationState(nomination.state), ("", "circle-minus"))
    return badge(css, image, nomination.get_state_display())


def telephone(number: str) -> SafeString:
    """A number to touch; on a desk it is read."""
    dialled = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return format_html('<a href="tel:{}">{}</a>', dialled, number) if dialled else SafeString("")


def places_words(row: AgencyRow) -> str:
    """2/3, or 2 where only the total of the class counts."""
    places = row.quota.places
    return f"{row.held}/{thousands(places)}" if places is not None else thousands(row.held)


type Boarded = Any
"""A Quota with its ``standing`` and its ``row`` of the board."""


class BoardTable(ListTable):
    """Rows are agencies with their ``row`` of the board."""

    row_header = "name"
    only_in_excel = frozenset({"contact_name", "phone", "seats", "decline_reason", "note"})
    not_in_excel = frozenset({"contact"})

    name = Column(verbose_name=_("agency"), order_by=("name",), width="w-name")
    contact = Column(verbose_name=_("Contact"), orderable=False, css="wide-only")
    contact_name = Column(verbose_name=_("Contact"))
    phone = Column(verbose_name=_("telephone"))
    opened_at = Column(verbose_name=_("opened"), order_by=("opened_at",), css="n wide-only")
    answer = Column(accessor="standing", verbose_name=_("answer"), orderable=False, width="w-answer")
    seats = Column(verbose_name=_("places"))
    held = Column(verbose_name=_("Places held"), orderable=False, css="r wide-only")
    reserve = Column(verbose_name=_("Reserve"), orderable=False, css="r wide-only")
    unconfirmed = Column(verbose_name=_("Unconfirmed"), orderable=False, css="r wide-only")
    files = Column(verbose_name=_("Files"), orderable=False, css="r wide-only")
    decline_reason = Column(verbose_name=_("why nobody is sent"))
    note = Column(verbose_name=_("note"))

    def render_name(self, record: Quota) -> str:
        venue = format_html('<div class="sub">{}</div>', record.venue.name) if record.venue else ""
        return format_html('<a href="don-vi/{}/">{}</a>{}', record.pk, record.name, venue)

    def value_name(self, record: Quota) -> str:
        return record.name

    def render_contact(self, record: Boarded) -> str:
        contact = record.row.contact
        if contact is None:
            return format_html('<span class="sub">{}</span>', _now("no contact known"))
        return format_html('{}<div class="sub n">{}</div>', contact.name, telephone(contact.phone))

    def value_contact_name(self, record: Boarded) -> str:
        return record.row.contact.name if record.row.contact else ""

    def value_phone(self, record: Boarded) -> str:
        return record.row.contact.phone if record.row.contact else ""

    def render_opened_at(self, record: Quota) -> str:
        return vn_date(record.opened_at)

    def value_opened_at(self, record: Quota) -> datetime | None:
        return record.opened_at

    def render_answer(self, record: Boarded) -> str:
        when = format_html('<div class="sub">{}</div>', vn_date(record.answered_at)) if record.answered_at else ""
        return format_html("{}{}", standing_badge(record.standing), when)

    def value_answer(self, record: Boarded) -> str:
        return capfirst(str(Standing(record.standing).label))

    def value_seats(self, record: Quota) -> int | None:
        return record.places

    def render_held(self, record: Boarded) -> str:
        return places_words(record.row)

    def value_held(self, record: Boarded) -> int:
        return int(record.row.held)

    def render_reserve(self, record: Boarded) -> str:
        return thousands(record.row.reserve or None)

    def value_reserve(self, record: Boarded) -> int:
        return int(record.row.reserve)

    def render_unconfirmed(self, record: Boarded) -> str:
        return thousands(record.row.unconfirmed or None)

    def value_unconfirmed(self, record: Boarded) -> int:
        return int(record.row.unconfirmed)

    def render_files(self, record: Boarded) -> str:
        return thousands(record.row.files or None)

    def value_files(self, record: Boarded) -> int:
        return int(record.row.files)

    def below(self, record: Boarded) -> str:
        contact = record.row.contact
        said = [f"{contact.name} {contact.phone}".strip() if contact else ""]
        if record.row.held or record.places is not None:
            said.append(_now("places held: %(places)s") % {"places": places_words(record.row)})
        if record.row.reserve:
            said.append(_now("%(count)s on the reserve list") % {"count": record.row.reserve})
        return ", ".join(filter(None, said))

    def heading(self, record: Quota) -> str:
        return str(record.organization.get_kind_display())

    def attention(self, record: Boarded) -> bool:
        return record.standing in {Standing.UNCONFIRMED, Standing.OVER}


class BoardFilters(ListFilters):
    tra_loi = django_filters.ChoiceFilter(field_name="standing", label=_("answer"), choices=Standing.choices)


class BoardList(Listing):
    """Agencies of one invitation; ``rows`` are ``with_standing`` and have their organization and venue."""

    table_class = BoardTable
    filters_class: ClassVar[type[ListFilters] | None] = BoardFilters
    title = _("Board of answers")
    search = ("organization__search_key",)
    search_label = _("Agency (tone marks not needed)")
    orders = (
        Order("le-tan", _("By protocol"), AGENCY_ORDER, _("In protocol order of the agencies.")),
        Order("tra-loi", _("Latest answer first"), ("-answered_at",), _("The latest answer first.")),
    )
    grouped_in = frozenset({"le-tan"})
    empty_template = "console/invitations/board_empty.html"

    def __init__(self, request: HttpRequest, rows: QuerySet[Quota, Any], board: Board, *, subtitle: str) -> None:
        super().__init__(request, rows, subtitle=subtitle)
        self.by_key = {one.quota.pk: one for one in board.rows}

    @cached_property
    def page(self) -> "Page[Any]":
        page = super().page
        page.object_list = list(self._with_row(page.object_list))
        return page

    def _with_row(self, records: Iterable[Any]) -> Iterator[Any]:
        """An agency invited while the page is made has no row yet and is left to the next page."""
        for record in records:
            if record.pk in self.by_key:
                record.row = self.by_key[record.pk]
                record.invitation = record.row.quota.invitation
                yield record

    def _excel_records(self) -> Iterator[Any]:
        yield from self._with_row(self.matching)


type Noticeable = Any
"""A Nomination with its ``notices``."""
type Noticed = Callable[[Iterable[Nomination]], Mapping[int, list[Notice]]]


def notices_html(notices: Iterable[Notice]) -> SafeString:
    return format_html_join(
        "",
        '<div class="says{}">{}<span>{}</span></div>',
        (
            (" is-serious", icon("alert-triangle"), one.sentence)
            if one.serious
            else ("", icon("info-circle"), one.sentence)
            for one in notices
        ),
    )


class NomineesTable(ListTable):
    """Everybody agencies named; rows carry ``notices``."""

    row_header = "full_name"
    numbered = True
    only_in_excel = frozenset({"birth", "gender", "agency", "phone", "email", "reason"})

    full_name = Column(verbose_name=_("full name"), order_by=("name_key",), width="w-name")
    birth = Column(accessor="birth_text", verbose_name=_("Born"), orderable=False)
    gender = Column(accessor="get_gender_display", verbose_name=_("gender"))
    position = Column(verbose_name=_("Position, agency"), orderable=False, css="wide-only", width="w-pos")
    agency = Column(accessor="quota__name", verbose_name=_("agency"))
    phone = Column(verbose_name=_("telephone"))
    email = Column(verbose_name=_("e-mail"))
    placed_at = Column(verbose_name=_("named on"), order_by=("placed_at",), css="n wide-only")
    state = Column(verbose_name=_("state"), orderable=False)
    reason = Column(verbose_name=_("reason"))

    def render_full_name(self, record: Noticeable) -> str:
        name = format_html('<a href="../don-vi/{}/#nguoi-{}">{}</a>', record.quota_id, record.pk, record.full_name)
        return format_html("{}{}", name, notices_html(record.notices))

    def value_full_name(self, record: Nomination) -> str:
        return record.full_name

    def render_position(self, record: Nomination) -> str:
        return format_html('{}<div class="sub">{}</div>', record.position, record.quota.name)

    def value_position(self, record: Nomination) -> str:
        return record.position

    def render_placed_at(self, record: Nomination) -> str:
        if record.placed_at is None:
            return ""
        return format_html('{}<div class="sub">{}</div>', vn_date(record.placed_at), vn_time(record.placed_at))

    def value_placed_at(self, record: Nomination) -> datetime | None:
        return record.placed_at

    def render_state(self, record: Nomination) -> str:
        return format_html('{}<div class="sub">{}</div>', nominee_badge(record), record.reason)

    def value_state(self, record: Nomination) -> str:
        return capfirst(record.get_state_display())

    def below(self, record: Nomination) -> str:
        return ", ".join(filter(None, (record.position, record.quota.name)))

    def heading(self, record: Nomination) -> str:
        return str(record.quota.organization.get_kind_display())

    def attention(self, record: Noticeable) -> bool:
        return record.state == NominationState.PROPOSED and any(one.serious for one in record.notices)


class NomineesFilters(ListFilters):
    trang_thai = django_filters.ChoiceFilter(field_name="state", label=_("state"), choices=NominationState.choices)


class NomineesList(Listing):
    """Nominations of one class with their ``quota__organization``; ``noticed`` says what there is to know of some."""

    table_class = NomineesTable
    filters_class: ClassVar[type[ListFilters] | None] = NomineesFilters
    title = _("People named by agencies")
    search = ("search_key",)
    search_label = _("Name, position (tone marks not needed)")
    orders = (
        Order("le-tan", _("By protocol"), PEOPLE_ORDER, _("In protocol order of the agencies, then by name.")),
        Order("moi", _("Latest first"), ("-placed_at",), _("Who was named last comes first.")),
        Order("ten", _("By name"), ("name_key",), _("By name.")),
    )
    grouped_in = frozenset({"le-tan"})
    empty_icon = "users"
    empty_title = _("No agency has named anybody yet")
    empty_text = _("People appear here once an answer is confirmed: by its link, a code, a letter, or by you.")

    def __init__(
        self, request: HttpRequest, rows: QuerySet[Nomination, Any], noticed: Noticed, *, subtitle: str
    ) -> None:
        super().__init__(request, rows, subtitle=subtitle)
        self.noticed = noticed

    @cached_property
    def page(self) -> "Page[Any]":
        page = super().page
        page.object_list = records = list(page.object_list)
        found = self.noticed(records)
        for record in records:
            record.notices = found.get(record.pk, [])
        return page
